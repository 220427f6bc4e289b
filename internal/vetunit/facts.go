package vetunit

import (
	"cmp"
	"encoding/gob"
	"fmt"
	"go/types"
	"maps"
	"os"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/objectpath"

	"github.com/gocheckpoint/checkpoint/internal/wire"
)

// A Fact is one that encodes itself (V4).
type Fact interface {
	analysis.Fact
	gob.GobEncoder
	gob.GobDecoder
}

// A key says what a fact is about: an object of a package, or the package itself
// where there is no object; and of which type it is.
type key struct {
	pkg    string
	object objectpath.Path
	fact   string
}

func (k key) compare(other key) int {
	return cmp.Or(cmp.Compare(k.pkg, other.pkg), cmp.Compare(k.object, other.object), cmp.Compare(k.fact, other.fact))
}

// facts are those that a package gets from its imports, encoded, and its own.
type facts struct {
	pkg      *types.Package
	imported map[key][]byte
	own      map[key]Fact
	paths    map[types.Object]objectpath.Path
	encoder  objectpath.Encoder
}

// readFacts reads the facts of the packages that a package imports.
func readFacts(pkg *types.Package, files map[string]string) (*facts, error) {
	f := &facts{pkg: pkg, imported: make(map[key][]byte), own: make(map[key]Fact), paths: make(map[types.Object]objectpath.Path)}
	for _, path := range slices.Sorted(maps.Keys(files)) {
		data, err := os.ReadFile(files[path])
		if err != nil {
			return nil, fmt.Errorf("read the facts of %s: %w", path, err)
		}
		if len(data) == 0 {
			continue
		}
		if err := f.decode(data); err != nil {
			return nil, fmt.Errorf("read the facts of %s: %w", path, err)
		}
	}
	return f, nil
}

func (f *facts) decode(data []byte) error {
	d := wire.NewDecoder(data)
	for range d.Int() {
		k := key{pkg: d.Str(), object: objectpath.Path(d.Str()), fact: d.Str()}
		f.imported[k] = d.Raw(d.Int())
	}
	return d.Err()
}

// encode gives the facts that packages get that import this one.
func (f *facts) encode() ([]byte, error) {
	all := make(map[key][]byte, len(f.own))
	for k, data := range f.imported {
		if handedOn(k) {
			all[k] = data
		}
	}
	for k, fact := range f.own {
		data, err := fact.GobEncode()
		if err != nil {
			return nil, fmt.Errorf("encode a fact of %s: %w", k.pkg, err)
		}
		all[k] = data
	}
	if len(all) == 0 {
		return nil, nil
	}
	e := new(wire.Encoder)
	e.Int(len(all))
	for _, k := range slices.SortedFunc(maps.Keys(all), key.compare) {
		e.Str(k.pkg)
		e.Str(string(k.object))
		e.Str(k.fact)
		e.Int(len(all[k]))
		e.Raw(all[k])
	}
	return e.Bytes(), nil
}

// handedOn reports whether an imported fact is one that importers get, too: of an
// object that they can come to without importing its package.
func handedOn(k key) bool {
	for i := range len(k.object) {
		if k.object[i] == '.' {
			return true // a method, a field
		}
	}
	return false
}

func (f *facts) keyOf(obj types.Object, fact analysis.Fact) (key, bool) {
	path, ok := f.paths[obj]
	if !ok {
		path, _ = f.encoder.For(obj) // none for what no importer can come to
		f.paths[obj] = path
	}
	return key{obj.Pkg().Path(), path, factName(fact)}, path != ""
}

func factName(fact analysis.Fact) string { return reflect.TypeOf(fact).Elem().Name() }

func (f *facts) get(k key, fact analysis.Fact) bool {
	if own, ok := f.own[k]; ok {
		reflect.ValueOf(fact).Elem().Set(reflect.ValueOf(own).Elem())
		return true
	}
	data, ok := f.imported[k]
	return ok && fact.(Fact).GobDecode(data) == nil
}

func (f *facts) importObject(obj types.Object, fact analysis.Fact) bool {
	if obj.Pkg() == nil {
		return false
	}
	k, ok := f.keyOf(obj, fact)
	return ok && f.get(k, fact)
}

func (f *facts) exportObject(obj types.Object, fact analysis.Fact) {
	if k, ok := f.keyOf(obj, fact); ok {
		f.own[k] = fact.(Fact)
	}
}

func (f *facts) importPackage(pkg *types.Package, fact analysis.Fact) bool {
	return f.get(key{pkg: pkg.Path(), fact: factName(fact)}, fact)
}

func (f *facts) exportPackage(fact analysis.Fact) {
	f.own[key{pkg: f.pkg.Path(), fact: factName(fact)}] = fact.(Fact)
}
