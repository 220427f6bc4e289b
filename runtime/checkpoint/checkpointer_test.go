package checkpoint

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gocheckpoint/checkpoint/manifest"
	"github.com/gocheckpoint/checkpoint/runtime/store/diskstore"
)

func TestLaterOptionsCountOverThoseOfACheckpointer(t *testing.T) {
	a, b := memory(), memory()
	never := Expiry(func(time.Time) bool { return false })
	hourly := New(Store(a), TTL(time.Hour), NoHash("n"), Version("1"))
	w := newWorld(t, memory())
	options := func(opts ...Option) *options { return in(w, square, opts...).core.options }

	if o := options(hourly); o.store() != a || o.expiry.ttl != time.Hour || len(o.noHash) != 1 || *o.version != "1" {
		t.Error("the bundle's options are lost")
	}
	if o := options(hourly, Store(b), never); o.store() != b || o.expiry.ttl != 0 {
		t.Error("a later option does not count over a bundle's")
	}
	if o := options(Store(b), never, hourly); o.store() != a || o.expiry.ttl != time.Hour {
		t.Error("a later bundle does not count over an option")
	}
	if o := options(New(hourly, never), New(TTL(time.Minute))); o.expiry.ttl != time.Minute || o.store() != a {
		t.Error("a later bundle does not count over an earlier one")
	}
	by := HashBy("n", func(n int) (int, error) { return n, nil })
	if o := options(hourly, by); len(o.noHash) != 0 || len(o.hashBy) != 1 {
		t.Error("HashBy does not count over a bundle's NoHash")
	}
	if o := options(New(by), NoHash("n")); len(o.noHash) != 1 || len(o.hashBy) != 0 {
		t.Error("NoHash does not count over a bundle's HashBy")
	}
	if o := options(New(by), New(by)); len(o.hashBy) != 1 {
		t.Error("two bundles with a HashBy for one parameter contradict each other")
	}
	if o := options(Static(), Version("2")); o.static || *o.version != "2" {
		t.Error("Version does not count over Static")
	}
	if o := options(Version("2"), Static()); !o.static || o.version != nil {
		t.Error("Static does not count over Version")
	}
	if o := options(Default()); o.store != nil || o.expiry != nil {
		t.Error("Default sets something")
	}
}

func TestContradictionsWithinACheckpointerAreRefused(t *testing.T) {
	by := HashBy("n", func(n int) (int, error) { return n, nil })
	wantPanic(t, "given twice", func() { New(by, by) })
	wantPanic(t, "keep one", func() { New(by, NoHash("n")) })
	wantPanic(t, "nil *Checkpointer", func() { in(newWorld(t, memory()), square, (*Checkpointer)(nil)) })
}

func TestMemoryIsOneStoreForAllFunctionsOfTheProcess(t *testing.T) {
	w := newWorld(t, memory())
	f, g := in(w, list, Memory()), in(w, list, Memory())
	f.Call(3)
	g.Call(3)
	wantRan(t, 1)
	if _, err := f.Clear(); err != nil {
		t.Error(err)
	}
	in(w, list).Call(3)
	wantRan(t, 1)
}

func TestTempIsAFolderThatOnlyTheUserCanWriteTo(t *testing.T) {
	dir := t.TempDir()
	for range 2 { // the second time, it is there
		s, err := openTemp(dir)
		if err != nil {
			t.Fatal(err)
		}
		path := s.(*diskstore.Store).Dir()
		fi, err := os.Stat(path)
		if err != nil || filepath.Dir(path) != dir || fi.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v, %v", path, fi.Mode(), err)
		}
	}
	path := filepath.Join(dir, tempName())
	if err := os.Chmod(path, 0o777); err != nil {
		t.Fatal(err)
	}
	if _, err := openTemp(dir); err == nil || !strings.Contains(err.Error(), "others") {
		t.Errorf("a folder that all can write to: %v", err)
	}
	elsewhere := t.TempDir()
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, path); err != nil {
		t.Fatal(err)
	}
	if _, err := openTemp(dir); err == nil || !strings.Contains(err.Error(), "not a folder") {
		t.Errorf("a link: %v", err)
	}
}

// A manifest doesn't see it there; it means the same without one.
func TestVersionInACheckpointerDoesNotStandForTheCode(t *testing.T) {
	s := memory()
	w := newWorld(t, s)
	in(w, square, New(Version("1"))).Call(3)
	in(w, square, New(Version("1"))).Call(3)
	wantRan(t, 1)
	in(w, square, New(Version("2"))).Call(3)
	wantRan(t, 1)
	in(newWorld(t, s).rebuild(), square, New(Version("1"))).Call(3)
	wantRan(t, 1)
	in(newWorld(t, s).rebuild(), square, New(Version("1")), Version("1")).Call(3)
	in(newWorld(t, s), square, Version("1")).Call(3)
	wantRan(t, 0)
}

// Static is the promise that no edit changes results.
func TestStaticKeepsResultsOverBuildsAndEdits(t *testing.T) {
	with := func(identity byte) func(*world) {
		return func(w *world) {
			w.embed(manifestOf(w, map[string]manifest.Func{"square": {Identity: anIdentity(identity), Params: []string{"n"}}}))
		}
	}
	s := memory()
	computed := int64(1)
	for _, prepare := range []func(*world){
		func(*world) {}, func(w *world) { w.rebuild() }, with(1), with(2),
	} {
		w := newWorld(t, s)
		prepare(w)
		in(w, square, Static()).Call(3)
		wantRan(t, computed)
		w.wantLines(0)
		computed = 0
	}

	w := newWorld(t, s)
	in(w, square).Call(3)
	wantRan(t, 1)
	in(w, list, Static()).Call(3)
	wantRan(t, 1)
}

// A manifest's identity has the code of HashBy's function; a static one doesn't.
func TestStaticTellsHashByFunctionsApart(t *testing.T) {
	w := newWorld(t, memory())
	w.embed(manifestOf(w, map[string]manifest.Func{"square": {Params: []string{"n"}}}))
	f := in(w, square, Static(), HashBy("n", func(n int) (int, error) { return n, nil }))
	key, err := f.Args(3).Key()
	if err != nil {
		t.Fatal(err)
	}
	w = newWorld(t, memory())
	w.embed(manifestOf(w, map[string]manifest.Func{"square": {Params: []string{"n"}}}))
	f = in(w, square, Static(), HashBy("n", func(n int) (int, error) { return n % 10, nil }))
	if other, err := f.Args(3).Key(); err != nil || other == key {
		t.Errorf("%v, %v: two functions given to HashBy make one key", other, err)
	}
}

// Arguments are hashed by their static types, which no code tells then.
func TestStaticTellsTypesOfAnotherStructureApart(t *testing.T) {
	sum := func(fn any) [32]byte {
		return (&function{id: "f", signature: &signature{t: reflect.TypeOf(fn)}}).staticIdentity("")
	}
	a := func() any {
		type size struct{ W, H int }
		return func(size) int { return 0 }
	}()
	b := func() any {
		type size struct{ H, W int }
		return func(size) int { return 0 }
	}()
	if reflect.TypeOf(a).String() != reflect.TypeOf(b).String() {
		t.Fatal("the types have different names")
	}
	if sum(a) == sum(b) {
		t.Error("they have one identity")
	}
}

func TestStaticInstancesOfAGenericFunctionLastAsLongAsTheBuild(t *testing.T) {
	s := memory()
	w := newWorld(t, s)
	w.said.Store("generic", nil)
	in(w, identity[int], Static()).Call(3)
	if id, err := identityOf(in(w, identity[string], Static()).core); err != nil || id.Source != FromBuild {
		t.Errorf("identity is from %v, %v", id.Source, err)
	}
	w = newWorld(t, s).rebuild()
	in(w, identity[int], Static()).Call(3)
	wantRan(t, 1)
}
