package analyzer

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/gocheckpoint/checkpoint/internal/registration"
	"github.com/gocheckpoint/checkpoint/internal/wire"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A registrationsFact lists what is registered at and below a package. As with
// packageFact, the fact of an indirect import doesn't arrive.
type registrationsFact struct {
	Registered []registeredFact // sorted by id
}

// A registeredFact is the first registration of one function.
type registeredFact struct {
	ID, Options, Package, Where string
}

func (*registrationsFact) AFact() {}

func (f *registrationsFact) String() string {
	return fmt.Sprintf("%d registrations", len(f.Registered))
}

// GobEncode writes the registrations by id.
func (f *registrationsFact) GobEncode() ([]byte, error) {
	e := new(wire.Encoder)
	e.Int(len(f.Registered))
	for _, r := range f.Registered {
		e.Strs([]string{r.ID, r.Options, r.Package, r.Where})
	}
	return e.Bytes(), nil
}

// GobDecode is the inverse of GobEncode.
func (f *registrationsFact) GobDecode(data []byte) error {
	d := wire.NewDecoder(data)
	f.Registered = make([]registeredFact, d.Int())
	for i := range f.Registered {
		if text := d.Strs(); len(text) == 4 {
			f.Registered[i] = registeredFact{text[0], text[1], text[2], text[3]}
		}
	}
	return d.Err()
}

// registeredBelow gives the registrations in packages that are imported, by id.
func registeredBelow(pass *analysis.Pass) map[string]registeredFact {
	below := make(map[string]registeredFact)
	for _, imp := range pass.Pkg.Imports() {
		var fact registrationsFact
		if !pass.ImportPackageFact(imp, &fact) {
			continue // it registers nothing
		}
		for _, f := range fact.Registered {
			// A function of two registrations: the one of the first package by path.
			if was, ok := below[f.ID]; !ok || f.Package < was.Package {
				below[f.ID] = f
			}
		}
	}
	return below
}

// exportRegistrations tells importers of the registrations that run whenever the
// package is imported.
func exportRegistrations(pass *analysis.Pass, in *inputs) {
	all := maps.Clone(in.registeredBelow)
	for _, r := range in.registrations {
		if r.ID == "" || r.Problem != "" || !r.TopLevel || isTest(pass, r) {
			continue // can't be compared, or isn't run elsewhere
		}
		if _, again := all[r.ID]; again {
			continue // told here
		}
		at := pass.Fset.Position(r.Call.Pos())
		all[r.ID] = registeredFact{
			ID: r.ID, Options: spelling(pass, r), Package: identity.PlainPath(pass.Pkg.Path()),
			Where: fmt.Sprintf("%s:%d", filepath.Base(at.Filename), at.Line),
		}
	}
	if len(all) == 0 {
		return
	}
	pass.ExportPackageFact(&registrationsFact{slices.SortedFunc(maps.Values(all), func(a, b registeredFact) int { return strings.Compare(a.ID, b.ID) })})
}

// isTest reports whether a registration stands in a test file.
func isTest(pass *analysis.Pass, r registration.Registration) bool {
	return strings.HasSuffix(pass.Fset.Position(r.Call.Pos()).Filename, "_test.go")
}
