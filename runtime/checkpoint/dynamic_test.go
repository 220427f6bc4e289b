package checkpoint

import (
	"bytes"
	"errors"
	"fmt"
	"net/netip"
	"reflect"
	"runtime/debug"
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest"
)

type celsius int

func (c celsius) String() string { return fmt.Sprintf("%d °C", int(c)) }

type boxed[T any] struct{ V T }

func (b boxed[T]) String() string { return "box" }

func show(v fmt.Stringer) string { ran.Add(1); return v.String() }

// showing is a world whose main module declares the types of this package.
func showing(t *testing.T, types map[string]byte) *world {
	w := newWorld(t, memory())
	w.build.Main.Path = "github.com/gocheckpoint/checkpoint"
	m := manifestOf(w, map[string]manifest.Func{"show": {Params: []string{"v"}}})
	m.Types = make(map[string]manifest.Type)
	for name, id := range types {
		m.Types[self+"."+name] = manifest.Type{Identity: anIdentity(id)}
	}
	return w.embed(m)
}

// found reports whether what show(v) gave in the world a is found in b.
func found(t *testing.T, a, b *world, v fmt.Stringer) bool {
	t.Helper()
	b.store = a.store
	in(a, show).Call(v)
	wantRan(t, 1)
	in(b, show).Call(v)
	return ran.Swap(0) == 0
}

func TestMethodsOfADynamicTypeArePartOfTheKey(t *testing.T) {
	temp := celsius(20)
	for _, test := range []struct {
		name string
		v    fmt.Stringer
		b    func() *world
		want bool
	}{
		{"same identity, other build", temp, func() *world { return showing(t, map[string]byte{"celsius": 1}).rebuild() }, true},
		{"other identity", temp, func() *world { return showing(t, map[string]byte{"celsius": 2}) }, false},
		{"no identity any more", temp, func() *world { return showing(t, nil) }, false},
		{"pointer, same identity", &temp, func() *world { return showing(t, map[string]byte{"celsius": 1}).rebuild() }, true},
		{"pointer, other identity", &temp, func() *world { return showing(t, map[string]byte{"celsius": 2}) }, false},
		{"generic, same build", boxed[int]{}, func() *world { return showing(t, map[string]byte{"celsius": 1}) }, true},
		{"generic, other build", boxed[int]{}, func() *world { return showing(t, map[string]byte{"celsius": 1}).rebuild() }, false},
		{"standard library", netip.MustParseAddr("::1"), func() *world { return showing(t, nil).rebuild() }, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := found(t, showing(t, map[string]byte{"celsius": 1}), test.b(), test.v); got != test.want {
				t.Errorf("found: %v, want %v", got, test.want)
			}
		})
	}
}

func TestDeclaredTypesCountByWhatPinsTheirCode(t *testing.T) {
	w := newWorld(t, memory())
	m := manifestOf(w, squareEntry)
	m.Types = map[string]manifest.Type{
		"example.com/app/p.T": {Identity: anIdentity(5)}, "example.com/work.T": {Identity: anIdentity(6)},
		"example.com/app/p.T[int]": {Identity: anIdentity(9)}, // not to be believed: the name says too little
		"example.com/moved/q.T":    {Identity: anIdentity(7)}, "example.com/app.T": {Identity: anIdentity(8)},
		"example.com/app/p.V": {Identity: anIdentity(5), Assumes: []string{"v is not fixed"}},
	}
	w.embed(m)
	r := in(w, square).core.resolve()
	id := func(n byte) string {
		return string(appendParts(nil, "type", string(append([]byte{n}, make([]byte, 31)...))))
	}
	build := string(appendParts(nil, "build", "build 1"))
	for _, test := range []struct{ pkg, name, want string }{
		{"example.com/dep/sub", "T", build}, // it may import a module that nothing pins
		{"example.com/depot", "T", build},   // no path border
		{"example.com/app/p", "T", id(5)},
		{"main", "T", id(8)},
		{"example.com/app/p", "V", string(appendParts([]byte(id(5)), "assumes", "1", "v is not fixed"))},
		{"example.com/app/p", "U", build},
		{"example.com/app/p", "T[int]", build},
		{"example.com/dep", "T[example.com/app/p.T]", build},
		{"example.com/work", "T", id(6)},
		{"example.com/moved/q", "T", id(7)},
		{"example.com/vendored", "T", build}, // no sum to pin it
		{"time", "Duration", string(appendParts(nil, "standard"))},
		{"command-line-arguments", "T", build},
	} {
		got, err := w.appendNamed(nil, r, test.pkg, test.name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.HasSuffix(got, []byte(test.want)) {
			t.Errorf("%s.%s: %q, want the suffix %q", test.pkg, test.name, got, test.want)
		}
	}
}

func TestUnnamedTypesStandForTheirComponents(t *testing.T) {
	w := showing(t, map[string]byte{"celsius": 1, "point": 2})
	r := in(w, show).core.resolve()
	seen := make(map[string]reflect.Type)
	for _, v := range []any{
		celsius(0), point{}, new(celsius), []celsius{}, [3]point{}, new(interface{ At() celsius }), new(interface{ At() point }), map[celsius]point{}, map[point]celsius{},
		struct{ A celsius }{}, struct{ A point }{}, struct{ A, B point }{}, func(celsius) point { return point{} }, func(point) celsius { return 0 },
		make(chan point), 0, "", []int{}, *new([0]fmt.Stringer),
	} {
		got, err := w.dynamicType(r, reflect.TypeOf(v))
		if err != nil {
			t.Fatal(err)
		}
		if other, dup := seen[string(got)]; dup {
			t.Errorf("%T and %s have one identity", v, other)
		}
		seen[string(got)] = reflect.TypeOf(v)
	}
}

func TestDynamicTypeOfHashBysInterfaceResultIsPartOfTheKey(t *testing.T) {
	by := func(n int) (fmt.Stringer, error) { return celsius(n), nil }
	s := memory()
	for i, id := range []byte{1, 1, 2} {
		w := newWorld(t, s)
		w.build.Main.Path = "github.com/gocheckpoint/checkpoint"
		m := manifestOf(w, squareEntry)
		m.Types = map[string]manifest.Type{self + ".celsius": {Identity: anIdentity(id)}}
		w.embed(m)
		in(w, square, HashBy("n", by)).Call(1)
		wantRan(t, []int64{1, 0, 1}[i])
	}
}

func TestUnidentifiableDynamicTypeIsComputedUncached(t *testing.T) {
	w := showing(t, nil)
	w.executable = func() (executable, error) { return executable{}, errors.New("no such file") }
	f := in(w, show)
	for range 2 {
		if got := f.Call(celsius(1)); got != "1 °C" {
			t.Errorf("got %q", got)
		}
	}
	wantRan(t, 2)
	w.wantLines(1, "celsius", "no such file")
	f.Call(netip.MustParseAddr("::1"))
	f.Call(netip.MustParseAddr("::1"))
	wantRan(t, 1)
}

// A dependency's own sum does not pin what the dependency imports.
func TestTypesOfOtherModulesCountByAllModules(t *testing.T) {
	of := func(pkg string, change func(w *world)) string {
		w := newWorld(t, memory())
		w.build.Deps = []*debug.Module{w.build.Deps[0], w.build.Deps[3]} // those with sums
		change(w)
		withManifest(w)
		b, err := w.appendNamed(nil, in(w, square).core.resolve(), pkg, "T")
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	none := func(*world) {}
	upgraded := func(w *world) { w.build.Deps[1].Replace = nil; w.build.Deps[1].Sum = "h1:new=" }
	same := of("example.com/dep/sub", none)
	if same != of("example.com/dep/sub", func(w *world) { w.rebuild() }) {
		t.Error("a rebuild with the same modules counts")
	}
	if same == of("example.com/dep/sub", upgraded) {
		t.Error("a type of dep does not change with a module that dep may import")
	}
	if same == of("example.com/fork/sub", none) {
		t.Error("types of two modules are alike")
	}
}
