package checkpoint

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/store"
	"github.com/gocheckpoint/checkpoint/runtime/store/diskstore"
)

func TestResultsAreFoundAgainOverOneFolder(t *testing.T) {
	dir := t.TempDir()
	for i := range 2 {
		s, err := diskstore.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		w := newWorld(t, s)
		f := in(w, joined)
		a, n, err := f.Call("a", nil, "b")
		if a != "ab" || n != 2 || err != nil {
			t.Errorf("got %q, %d, %v", a, n, err)
		}
		if got := f.Stats(); got.Computed != uint64(1-i) || got.Remembered != uint64(i) {
			t.Errorf("process %d: %+v", i, got)
		}
	}
}

func TestStoreOptionReplacesTheDefaultStore(t *testing.T) {
	w := newWorld(t, nil) // the default would panic
	s := memory()
	f := in(w, square, Store(s))
	f.Call(2)
	f.Call(2)
	wantRan(t, 1)
	w.openStore = func() (store.Store, error) { return memory(), nil }
	in(w, square).Call(2)
	wantRan(t, 1)
}

func TestErrorsAreNotRemembered(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, half)
	for range 2 {
		if _, err := f.Call(3); err != errOdd {
			t.Errorf("got %v, want the function's own error", err)
		}
	}
	wantRan(t, 2)
	f.Call(4)
	if n, err := f.Call(4); n != 2 || err != nil {
		t.Errorf("got %d, %v", n, err)
	}
	wantRan(t, 1)
}

func TestWritingToAResultReachesNoOtherCaller(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, list)
	for range 3 {
		got := f.Call(3)
		if fmt.Sprint(got) != "[0 1 2]" {
			t.Fatalf("got %v", got)
		}
		got[0] = 99
	}
	wantRan(t, 1)
}

func scribble(in []int) int { ran.Add(1); in[0]++; return in[0] }

func TestArgumentsAreHashedBeforeTheFunctionWritesToThem(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, scribble)
	f.Call([]int{1})
	if got := f.Call([]int{1}); got != 2 {
		t.Errorf("got %d, want 2", got)
	}
	wantRan(t, 1)
	if got := f.Call([]int{2}); got != 3 {
		t.Errorf("got %d, want 3", got)
	}
	wantRan(t, 1)
}

func TestRerunComputesAndReplaces(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, hooked)
	hook = func(_ context.Context, n int) (int, error) { return n, nil }
	f.Call(nil, 1)
	hook = func(_ context.Context, n int) (int, error) { return n + 100, nil }
	if n, _ := f.Rerun(nil, 1); n != 101 {
		t.Errorf("Rerun: %d", n)
	}
	if n, _ := f.Call(nil, 1); n != 101 {
		t.Errorf("Call after Rerun: %d", n)
	}
	wantRan(t, 2)
	hook = func(_ context.Context, n int) (int, error) { return 0, errOdd }
	if _, err := f.Rerun(nil, 1); err != errOdd {
		t.Errorf("Rerun: %v", err)
	}
	if n, err := f.Call(nil, 1); n != 101 || err != nil {
		t.Errorf("a failed Rerun replaced what was stored: %d, %v", n, err)
	}
}

func TestSavedIsTheStoredCost(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, hooked)
	hook = func(_ context.Context, n int) (int, error) {
		time.Sleep(time.Duration(n) * time.Millisecond)
		return n, nil
	}
	f.Call(nil, 30)
	if s := f.Stats().Saved; s != 0 {
		t.Errorf("saved %v by computing", s)
	}
	f.Call(nil, 30)
	once := f.Stats().Saved
	if once < 30*time.Millisecond {
		t.Errorf("saved %v", once)
	}
	f.Call(nil, 30)
	if s := f.Stats().Saved; s != 2*once {
		t.Errorf("saved %v by two hits, %v by one", s, once)
	}
	g := in(w, hooked)
	g.Call(nil, 30)
	if s := g.Stats(); s.Saved != once || f.Stats().Saved != 2*once {
		t.Errorf("another handle saved %v", s)
	}
}

// A store0 fails as its functions do.
type store0 struct {
	store.Store
	get, put func()
	lacks    func() bool // says whether an entry is not there yet
	err      error
}

func (s *store0) Get(ctx context.Context, k store.Key) (store.Entry, error) {
	if s.get != nil {
		s.get()
	}
	if s.err != nil {
		return store.Entry{}, s.err
	}
	if s.lacks != nil && s.lacks() {
		return store.Entry{}, store.ErrNotFound
	}
	return s.Store.Get(ctx, k)
}

func (s *store0) Put(ctx context.Context, k store.Key, e store.Entry) error {
	if s.put != nil {
		s.put()
	}
	if s.err != nil {
		return s.err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.Store.Put(ctx, k, e)
}

func TestBrokenStoreBreaksNoCallAndIsReportedOnceForEachOperation(t *testing.T) {
	bang := func() { panic("bang") }
	for name, s := range map[string]*store0{
		"bang":   {Store: memory(), get: bang, put: bang},
		"broken": {Store: memory(), err: errors.New("broken")},
	} {
		w := newWorld(t, s)
		w.said.Store("no manifest", nil)
		f := in(w, square)
		for range 3 {
			if got := f.Call(3); got != 9 {
				t.Errorf("%s: got %d", name, got)
			}
		}
		wantRan(t, 3)
		w.wantLines(2, name, "store failed") // get and put
		if _, err := f.Args(3).Exists(); name == "broken" && err != nil {
			t.Errorf("Exists: %v", err)
		}
		var n int
		if err := f.Args(3).Get(&n); err == nil || errors.Is(err, ErrNotStored) {
			t.Errorf("%s: Get: %v, want the store's error", name, err)
		}
	}
}

func TestDamagedEntryIsReportedRecomputedAndReplaced(t *testing.T) {
	dir := t.TempDir()
	s, err := diskstore.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, s)
	w.said.Store("no manifest", nil)
	f := in(w, square)
	f.Call(3)
	damage(t, dir)
	var n int
	if err := f.Args(3).Get(&n); !errors.Is(err, ErrNotStored) || err == ErrNotStored {
		t.Errorf("Get of a damaged entry: %v, want ErrNotStored with the cause", err)
	}
	if got := f.Call(3); got != 9 {
		t.Errorf("got %d", got)
	}
	wantRan(t, 2)
	w.wantLines(1, dir, "checksum")
	f.Call(3)
	wantRan(t, 0)
	damage(t, dir)
	f.Call(3)
	w.wantLines(1, dir) // each time: it is another entry's
}

// damage flips the last byte of each entry below dir.
func damage(t *testing.T, dir string) {
	t.Helper()
	edit(t, dir, func(data []byte) []byte { data[len(data)-1] ^= 1; return data })
}

// cut shortens each entry below dir.
func cut(t *testing.T, dir string) {
	t.Helper()
	edit(t, dir, func(data []byte) []byte { return data[:len(data)/2] })
}

func edit(t *testing.T, dir string, change func([]byte) []byte) {
	t.Helper()
	hit := false
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() || info.Size() < 100 {
			return err // not an entry
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		hit = true
		if err := os.Chmod(path, 0o644); err != nil {
			return err
		}
		return os.WriteFile(path, change(data), 0o644)
	})
	if err != nil || !hit {
		t.Fatalf("nothing to damage: %v", err)
	}
}

func TestRerunOfWhatCannotBeRememberedComputes(t *testing.T) {
	w := newWorld(t, memory())
	ch := in(w, channeled)
	if got := ch.Rerun(1, make(chan int)); got != 1 {
		t.Errorf("unhashable argument: got %d", got)
	}
	if c, ok := in(w, anything).Rerun(1).(chan int); !ok || c == nil {
		t.Error("unstorable result: lost")
	}
	w.embed(manifestOf(w, paramEntries))
	if got := in(w, concat, NoHash("nobody")).Rerun("a", "b"); got != "ab" {
		t.Errorf("unresolvable option: got %q", got)
	}
	wantRan(t, 3)
}

func TestUndecodablePayloadIsAMissWithACause(t *testing.T) {
	for name, payload := range map[string][]byte{"empty": {}, "garbage": []byte("garbage that is long enough to have a header of its own")} {
		s := memory()
		w := newWorld(t, s)
		w.said.Store("no manifest", nil)
		f := in(w, list)
		key, _, err := f.Args(3).key()
		if err != nil {
			t.Fatal(err)
		}
		s.Put(context.Background(), key, store.Entry{Payload: payload})
		if got := f.Call(3); len(got) != 3 {
			t.Errorf("%s: got %v", name, got)
		}
		w.wantLines(1, "unusable")
		f.Call(3)
		wantRan(t, 1)
	}
}

func anything(n int) any {
	ran.Add(1)
	if n > 0 {
		return make(chan int)
	}
	return n
}

func TestUnstorableDynamicResultIsReturnedAndSaidOnce(t *testing.T) {
	w := newWorld(t, memory())
	w.said.Store("no manifest", nil)
	f := in(w, anything)
	for range 2 {
		if c, ok := f.Call(1).(chan int); !ok || c == nil {
			t.Error("the result was lost")
		}
	}
	wantRan(t, 2)
	w.wantLines(1, "without being remembered", "chan int")
	f.Call(0)
	if f.Call(0) != any(0) {
		t.Error("wrong result")
	}
	wantRan(t, 1)
}

func TestCanceledCallIsNoFailureOfTheStoreAndItsResultIsKept(t *testing.T) {
	s := &store0{Store: memory()}
	w := newWorld(t, s)
	w.said.Store("no manifest", nil)
	f := in(w, hooked)
	hook = func(_ context.Context, n int) (int, error) { return n, nil }
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if n, err := f.Call(ctx, 5); n != 5 || err != nil {
		t.Errorf("got %d, %v", n, err)
	}
	w.wantLines(0)
	f.Call(context.Background(), 5)
	wantRan(t, 1)
}

func TestPanicPassesThroughUnchangedAndLeavesNothingLocked(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, hooked)
	value := &point{1, 2}
	hook = func(context.Context, int) (int, error) { panic(value) }
	for range 2 {
		func() {
			defer func() {
				if got := recover(); got != value {
					t.Errorf("recovered %v, want the very value", got)
				}
			}()
			f.Call(nil, 1)
		}()
	}
	hook = func(context.Context, int) (int, error) { return 1, nil }
	if n, err := f.Call(nil, 1); n != 1 || err != nil {
		t.Errorf("after the panic: %d, %v", n, err)
	}
	if n := len(f.core.flights().m); n != 0 {
		t.Errorf("%d flights are left", n)
	}
}

func TestStoreThatCannotBeOpenedIsReplacedByMemory(t *testing.T) {
	w := newWorld(t, nil)
	w.openStore = func() (store.Store, error) { return nil, errors.New("read-only") }
	f := in(w, square)
	f.Call(1)
	f.Call(1)
	wantRan(t, 1)
}

func TestDefaultStoreLiesInCheckpointDir(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "results")
	s, err := openDefaultStore(func(key string) string { return map[string]string{"CHECKPOINT_DIR": dir}[key] })
	if err != nil {
		t.Fatal(err)
	}
	if got := s.(*diskstore.Store).Dir(); got != dir {
		t.Errorf("folder %s, want %s", got, dir)
	}
	cache := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", cache)
	t.Setenv("HOME", cache)
	t.Setenv("LocalAppData", cache)
	s, err = openDefaultStore(func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	if got := s.(*diskstore.Store).Dir(); filepath.Base(got) != "checkpoint" {
		t.Errorf("folder %s, want checkpoint in the cache folder", got)
	}
}
