package checkpoint

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gocheckpoint/checkpoint/manifest"
	"github.com/gocheckpoint/checkpoint/runtime/store"
	"github.com/gocheckpoint/checkpoint/runtime/store/diskstore"
)

// managed are the stores of this module, each empty.
func managed(t *testing.T, each func(t *testing.T, s store.Store)) {
	t.Helper()
	t.Run("memory", func(t *testing.T) { each(t, memory()) })
	t.Run("disk", func(t *testing.T) {
		s, err := diskstore.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		each(t, s)
	})
}

func TestClearRemovesAllResultsOfTheFunctionAlone(t *testing.T) {
	managed(t, func(t *testing.T, s store.Store) {
		in(newWorld(t, s).rebuild(), square).Call(1)
		w := newWorld(t, s)
		f, other := in(w, square), in(w, list)
		f.Call(1)
		f.Call(2)
		other.Call(1)
		if n, err := f.Clear(); n != 3 || err != nil {
			t.Errorf("Clear: %d, %v, want 3", n, err)
		}
		wantExists(t, f.Args(1), false)
		wantExists(t, other.Args(1), true)
		wantExists(t, in(newWorld(t, s).rebuild(), square).Args(1), false)
		if n, err := f.Clear(); n != 0 || err != nil {
			t.Errorf("Clear of nothing: %d, %v", n, err)
		}
		f.Call(1)
		wantExists(t, f.Args(1), true)
	})
}

func TestCleanupRemovesWhatNoCallFinds(t *testing.T) {
	managed(t, func(t *testing.T, s store.Store) {
		old := in(newWorld(t, s).rebuild(), square)
		old.Call(1)
		w := newWorld(t, s)
		f, other := in(w, square, TTL(time.Hour)), in(w, list)
		f.Call(1)
		f.Call(2)
		w.clock.pass(time.Hour)
		f.Call(3)
		f.Call(2)
		other.Call(1)
		if got, err := f.Cleanup(); got != (Cleaned{Outdated: 1, Expired: 1}) || err != nil {
			t.Errorf("Cleanup: %+v, %v", got, err)
		}
		wantExists(t, old.Args(1), false)
		wantRan(t, 5)
		f.Call(2)
		f.Call(3)
		other.Call(1)
		wantRan(t, 0)
		if got, err := f.Cleanup(); got != (Cleaned{}) || err != nil {
			t.Errorf("Cleanup of a clean store: %+v, %v", got, err)
		}
	})
}

func TestCleanupRemovesDamage(t *testing.T) {
	dir := t.TempDir()
	s, err := diskstore.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, s)
	w.said.Store("no manifest", nil)
	f := in(w, square)
	f.Call(3)
	cut(t, dir)
	if got, err := f.Cleanup(); got != (Cleaned{Damaged: 1}) || err != nil {
		t.Errorf("Cleanup: %+v, %v", got, err)
	}
	f.Call(3)
	w.wantLines(0)
}

// Instances of a generic function, and handles with versions, share an id.
func TestCleanupKeepsWhatAnotherHandleFinds(t *testing.T) {
	w := newWorld(t, memory())
	ints, texts := in(w, identity[int]), in(w, identity[string])
	ints.Call(1)
	texts.Call("a")
	one, two := in(w, square, Version("1")), in(w, square, Version("2"))
	one.Call(1)
	two.Call(1)
	otherStore := in(w, square, Version("3"), Store(memory()), TTL(time.Minute))
	otherStore.Call(1)
	three := in(w, square, Version("4"), Store(otherStore.core.store()))
	three.Call(1)
	kept, short := in(w, list), in(w, list, TTL(time.Minute))
	kept.Call(1)
	elsewhere := in(w, list, Store(memory()), TTL(time.Minute))
	elsewhere.Call(1)
	w.clock.pass(time.Hour)
	if got, err := elsewhere.Cleanup(); got != (Cleaned{Expired: 1}) || err != nil {
		t.Errorf("Cleanup of another store: %+v, %v", got, err)
	}
	if got, err := otherStore.Cleanup(); got != (Cleaned{Expired: 1}) || err != nil {
		t.Errorf("Cleanup of one of two versions: %+v, %v", got, err)
	}
	for _, cleanup := range []func() (Cleaned, error){ints.Cleanup, texts.Cleanup, one.Cleanup, two.Cleanup, kept.Cleanup, short.Cleanup, w.cleanupAll} {
		if got, err := cleanup(); got != (Cleaned{}) || err != nil {
			t.Errorf("Cleanup: %+v, %v", got, err)
		}
	}
	wantRan(t, 8)
	ints.Call(1)
	texts.Call("a")
	one.Call(1)
	two.Call(1)
	kept.Call(1)
	three.Call(1)
	wantRan(t, 0)
}

// To remove what isn't known to be of another identity would be to remove all.
func TestCleanupRemovesNothingWhereTheIdentityIsUnknown(t *testing.T) {
	s := memory()
	in(newWorld(t, s), square).Call(1)
	w := newWorld(t, s)
	w.executable = func() (executable, error) { return executable{}, os.ErrPermission }
	f := in(w, square)
	got, err := f.Cleanup()
	all, allErr := w.cleanupAll()
	if got != (Cleaned{}) || all != (Cleaned{}) || err == nil || allErr == nil {
		t.Errorf("Cleanup: %+v, %v, CleanupAll: %+v, %v", got, err, all, allErr)
	}
	wantExists(t, in(newWorld(t, s), square).Args(1), true)
}

func TestCleanupAllCoversEachFunctionAndStoreOfTheProcess(t *testing.T) {
	a, b := memory(), memory()
	old := newWorld(t, a).rebuild()
	in(old, square).Call(1)
	in(old, list).Call(1)
	in(old, half, Store(b)).Call(2)
	in(old, sum).Call(1)
	w := newWorld(t, a)
	in(w, square)
	in(w, square, NoHash("n"))
	in(w, list)
	in(w, half, Store(b))
	if got, err := w.cleanupAll(); got != (Cleaned{Outdated: 3}) || err != nil {
		t.Errorf("CleanupAll: %+v, %v", got, err)
	}
	wantExists(t, in(newWorld(t, a).rebuild(), sum).Args(1), true) // w doesn't have it
}

func TestStoreThatCannotListSaysSo(t *testing.T) {
	w := newWorld(t, plainStore{memory()})
	f := in(w, square)
	f.Call(3)
	_, clearErr := f.Clear()
	_, cleanErr := f.Cleanup()
	_, allErr := w.cleanupAll()
	for _, err := range []error{clearErr, cleanErr, allErr} {
		if !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("%v, want ErrUnsupported", err)
		}
	}
	wantExists(t, f.Args(3), true)
	if why, err := f.Args(4).Why(); err != nil || why.State != NotStored || why.Listed {
		t.Errorf("Why: %v, %v", why, err)
	}
}

func TestUnregisteredFunctionIsNeitherClearedNorCleanedUp(t *testing.T) {
	w := newWorld(t, memory())
	w.said.Store("unregistered "+self+".square", nil)
	f := of(w.environment, square)
	_, clearErr := f.Clear()
	_, cleanErr := f.Cleanup()
	if clearErr == nil || cleanErr == nil {
		t.Errorf("Clear: %v, Cleanup: %v", clearErr, cleanErr)
	}
}

func TestWhySaysWhatIsThere(t *testing.T) {
	managed(t, func(t *testing.T, s store.Store) {
		w := newWorld(t, s)
		f := in(w, square, TTL(time.Hour))
		wantWhy := func(f *Function[func(int) int], n int, state State, calls, others int, text string) {
			t.Helper()
			why, err := f.Args(n).Why()
			if err != nil || why.State != state || why.Calls != calls || len(why.Others) != others || !strings.HasPrefix(why.String(), text) {
				t.Errorf("Why: %+v, %v\n%v\nwant %s, %d calls, %d others, %q", why, err, why, state, calls, others, text)
			}
		}
		wantWhy(f, 3, NotStored, 0, 0, "not stored, as is no other call")
		f.Call(3)
		wantWhy(f, 3, Stored, 0, 0, "stored: computed at 2026-01-02T03:04:05Z")
		wantWhy(f, 4, NotStored, 1, 0, "not stored, but 1 other call of this code; of the nearest, argument 1 (int) differs")
		edited := in(newWorld(t, s).rebuild(), square)
		wantWhy(edited, 3, NotStored, 0, 1, "not stored for this code, but the same call is for 1 other identity: ")
		wantWhy(edited, 5, NotStored, 0, 1, "not stored for this code, but for 1 other identity: ")
		id, err := identityOf(f.core)
		if why, _ := edited.Args(3).Why(); err != nil || !slices.Equal(why.Others, []string{id.String()}) {
			t.Errorf("others are %q, want %v, %v", why.Others, id, err)
		}
		edited.Call(4)
		wantWhy(edited, 3, NotStored, 1, 1, "not stored for this code, but the same call is for 1 other identity: ")
		wantWhy(edited, 5, NotStored, 1, 1, "not stored, but 1 other call of this code; of the nearest, argument 1 (int) differs; also results of 1 other identity: ")
		w.clock.pass(time.Hour)
		wantWhy(f, 3, Expired, 0, 1, "expired: computed at 2026-01-02T03:04:05Z")
	})
}

func TestWhySaysWhatIsDamaged(t *testing.T) {
	dir := t.TempDir()
	s, err := diskstore.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	f := in(newWorld(t, s), square)
	f.Call(3)
	cut(t, dir)
	if why, err := f.Args(3).Why(); err != nil || why.State != Damaged || why.Damage == nil {
		t.Errorf("Why: %+v, %v", why, err)
	}
	// A sound entry of what is no result of the function.
	key, err := f.Args(3).Key()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Put(t.Context(), key, store.Entry{Payload: []byte("?")}); err != nil {
		t.Fatal(err)
	}
	if why, err := f.Args(3).Why(); err != nil || why.State != Damaged || why.Damage == nil {
		t.Errorf("Why: %+v, %v", why, err)
	}
}

func TestIdentityOfIsThatOfTheKeysAndItsSource(t *testing.T) {
	entry := map[string]manifest.Func{"square": {Params: []string{"n"}}}
	for _, test := range []struct {
		source  Source
		version string
		prepare func(*world)
		opts    []Option
	}{
		{FromBuild, "", func(*world) {}, nil},
		{FromManifest, "", func(w *world) { w.embed(manifestOf(w, entry)) }, nil},
		{FromVersion, "7", func(*world) {}, []Option{Version("7")}},
		{FromManifest, "7", func(w *world) { w.embed(manifestOf(w, entry)) }, []Option{Version("7")}},
		{FromStatic, "", func(w *world) { w.embed(manifestOf(w, entry)) }, []Option{Static()}},
	} {
		s, err := diskstore.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		w := newWorld(t, s)
		test.prepare(w)
		f := in(w, square, test.opts...)
		f.Call(3)
		id, err := identityOf(f.core)
		if err != nil || id.Source != test.source || id.Version != test.version {
			t.Errorf("%+v, %v, want source %s", id, err, test.source)
		}
		if key, err := f.Args(3).Key(); err != nil || key.Identity != id.Sum {
			t.Errorf("the key has another: %v, %v", key, err)
		}
		if found, err := filepath.Glob(filepath.Join(s.Dir(), "v1", "*", id.String())); len(found) != 1 || err != nil {
			t.Errorf("%v, %v: the store has no folder of that name", found, err)
		}
	}
}

func TestRecaptureReadsOnceCapturesAnew(t *testing.T) {
	value := 1
	w := newWorld(t, memory())
	w.registerCapture(thresholdID, true, func() (any, error) { return &value, nil })
	f := in(w, square)
	f.Call(3)
	value = 2
	f.Call(3)
	wantRan(t, 1)
	f.Recapture()
	f.Call(3)
	wantRan(t, 1)
	value = 1
	f.Recapture()
	f.Call(3)
	wantRan(t, 0)
}

// Two stores may be one folder: the expiry of a handle is about its own results.
func TestCleanupKeepsWhatAnotherVersionFindsThroughAnotherStore(t *testing.T) {
	dir := t.TempDir()
	open := func() Option {
		s, err := diskstore.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		return Store(s)
	}
	w := newWorld(t, memory())
	short, kept := in(w, square, open(), Version("1"), TTL(time.Minute)), in(w, square, open(), Version("2"))
	short.Call(3)
	kept.Call(3)
	w.clock.pass(time.Hour)
	if got, err := short.Cleanup(); got != (Cleaned{Expired: 1}) || err != nil {
		t.Errorf("Cleanup: %+v, %v", got, err)
	}
	wantExists(t, kept.Args(3), true)
}
