package checkpoint

import (
	"reflect"
	"testing"
	"time"

	"github.com/gocheckpoint/checkpoint/manifest"
)

// Without a manifest, a version keeps results over builds.
func TestVersionStandsForTheBuild(t *testing.T) {
	w := newWorld(t, memory())
	in(w, square, Version("1")).Call(1)
	wantRan(t, 1)
	in(w.rebuild(), square, Version("1")).Call(1)
	wantRan(t, 0)
	in(w.rebuild(), square, Version("2")).Call(1)
	wantRan(t, 1)
	in(w.rebuild(), square).Call(1)
	wantRan(t, 1)
	in(w.rebuild(), list, Version("1")).Call(1)
	wantRan(t, 1)
}

// What HashBy does, nothing would tell (I5).
func TestVersionWithHashByLastsAsLongAsTheBuild(t *testing.T) {
	by := HashBy("n", func(n int) (int, error) { return n, nil })
	w := newWorld(t, memory())
	in(w, square, Version("1"), by).Call(1)
	wantRan(t, 1)
	in(w.rebuild(), square, Version("1"), by).Call(1)
	wantRan(t, 1)
}

// A version that is no constant is in no manifest, and counts all the same.
func TestVersionCountsBesideAManifest(t *testing.T) {
	w := newWorld(t, memory())
	w.embed(manifestOf(w, map[string]manifest.Func{"square": {Params: []string{"n"}}}))
	in(w, square, Version("1")).Call(1)
	wantRan(t, 1)
	in(w, square, Version("1")).Call(1)
	wantRan(t, 0)
	in(w, square, Version("2")).Call(1)
	wantRan(t, 1)
}

func TestVersionRefusesNothing(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("Version(\"\") is accepted")
		}
	}()
	Version("")
}

// Arguments are hashed by their static types: a version says nothing of these (I5).
func TestVersionDoesNotStandForTheStructureOfTypes(t *testing.T) {
	sum := func(in reflect.Type) [32]byte {
		w := newWorld(t, memory())
		fn := reflect.FuncOf([]reflect.Type{in}, []reflect.Type{reflect.TypeFor[int]()}, false)
		f := &function{env: w.environment, id: self + ".f", signature: &signature{t: fn, in: []reflect.Type{in}}}
		return f.versionIdentity("")
	}
	// The two are spelled alike, as before and after an edit.
	type T struct{ A, B int }
	before := reflect.TypeFor[T]()
	{
		type T struct{ B, A int }
		after := reflect.TypeFor[T]()
		if before.String() != after.String() {
			t.Fatalf("%v, %v: want two types of one name", before, after)
		}
		if sum(before) == sum(after) {
			t.Error("a type with other fields has the same identity")
		}
	}
}

type hashesItself struct{ n int }

func (h hashesItself) HashCheckpoint() (any, error) { return h.n, nil }

type encoded struct{ n *int }

func (encoded) MarshalText() ([]byte, error) { return nil, nil }
func (*encoded) UnmarshalText([]byte) error  { return nil }

type byField struct {
	T time.Time `checkpoint:"by=Unix"`
}

type embedsTime struct{ time.Time }

func ofHooked(map[string][]*hashesItself) int { ran.Add(1); return 1 }
func ofByField(byField) int                   { ran.Add(1); return 1 }
func ofEncoded() *encoded                     { ran.Add(1); return nil }
func ofTimes(embedsTime) time.Time            { ran.Add(1); return time.Time{} }

// Methods that hash or store are code that no version stands for (I5); those of the
// standard library are pinned by it.
func TestVersionWithTypesThatHashThemselvesLastsAsLongAsTheBuild(t *testing.T) {
	source := func(f *function) Source {
		id, err := identityOf(f)
		if err != nil {
			t.Fatal(err)
		}
		return id.Source
	}
	w := newWorld(t, memory())
	for name, f := range map[string]*function{
		"HashCheckpoint": in(w, ofHooked, Version("1")).core,
		"by=":            in(w, ofByField, Version("1")).core,
		"UnmarshalText":  in(w, ofEncoded, Version("1")).core,
	} {
		if got := source(f); got != FromBuild {
			t.Errorf("%s: identity from %s, want %s", name, got, FromBuild)
		}
	}
	if got := source(in(w, ofTimes, Version("1")).core); got != FromVersion {
		t.Errorf("time.Time: identity from %s, want %s", got, FromVersion)
	}
}

// Every script on the go command's line has functions of such names (I8).
func TestNamesOfScriptsIdentifyNothing(t *testing.T) {
	for name, build := range map[string]func(w *world){
		"files on the command line": func(w *world) { w.build.Path, w.build.Main.Path = "command-line-arguments", "" },
		"no build info":             func(w *world) { w.build = nil },
	} {
		for option, o := range map[string]Option{"Version": Version("1"), "Static": Static()} {
			w := newWorld(t, memory())
			build(w)
			f := in(w, square, o).core
			f.id = w.importPath("main") + ".square"
			if id, err := identityOf(f); err != nil || id.Source != FromBuild {
				t.Errorf("%s, %s: identity from %s, %v, want %s", name, option, id.Source, err, FromBuild)
			}
		}
	}
}
