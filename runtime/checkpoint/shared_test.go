package checkpoint

import (
	"context"
	"testing"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

func TestSharedHandsOneValueToAll(t *testing.T) {
	stores(t, testShared)
}

func TestWithoutSharedEachCallHasAValueOfItsOwn(t *testing.T) {
	f := in(newWorld(t, memory()), list)
	a, b, c := f.Call(3), f.Call(3), f.Call(3)
	if &a[0] == &b[0] || &b[0] == &c[0] {
		t.Error("two calls share a result")
	}
}

func TestSharedForgetsWhatWasReplaced(t *testing.T) {
	s := memory()
	w := newWorld(t, s)
	f := in(w, list, Shared(), TTL(time.Hour))
	a := f.Call(3)
	other := in(newWorld(t, s), list, TTL(time.Hour)) // another process
	w.clock.pass(time.Second)
	if err := other.Args(3).Set([]int{7}); err != nil {
		t.Fatal(err)
	}
	if b := f.Call(3); len(b) != 1 || b[0] != 7 {
		t.Errorf("got %v, which was replaced", b)
	}
	if err := f.Args(3).Delete(); err != nil {
		t.Fatal(err)
	}
	if c := f.Call(3); &c[0] == &a[0] {
		t.Error("what was deleted is handed out")
	}
	d := f.Call(3)
	w.clock.pass(time.Hour)
	if e := f.Call(3); &e[0] == &d[0] {
		t.Error("what expired is handed out")
	}
}

func TestSharedForgetsWhatIsReplacedInOneInstant(t *testing.T) {
	f := in(newWorld(t, memory()), list, Shared()) // the clock stands still
	for n := range 3 {
		if err := f.Args(3).Set([]int{n}); err != nil {
			t.Fatal(err)
		}
		if got := f.Call(3); got[0] != n {
			t.Errorf("got %v, which was replaced by %d", got, n)
		}
	}
}

func TestSharedIsBounded(t *testing.T) {
	f := in(newWorld(t, memory()), list, Shared())
	for n := range sharedLimit + 10 {
		f.Call(n)
		f.Call(n)
	}
	if n := len(f.core.shares.by); n != sharedLimit {
		t.Errorf("%d results are kept decoded", n)
	}
	wantRan(t, sharedLimit+10)
}

func TestSharedWaitersGetTheLeadersValue(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, heldList, Shared())
	holdList = make(chan struct{})
	out := make(chan []int, 10)
	for range 10 {
		go func() { out <- f.Call(5) }()
	}
	waiting(t, f.core)
	close(holdList)
	first := await(t, out, "call")
	for range 9 {
		if next := await(t, out, "call"); &next[0] != &first[0] {
			t.Error("a waiter got another value")
		}
	}
}

func TestVerifyFindsWritersToSharedResults(t *testing.T) {
	w := newWorld(t, memory())
	w.said.Store("no manifest", nil)
	f := in(w, list, Shared(), Verify(1))
	a := f.Call(3)
	f.Call(3)
	w.wantLines(0)
	a[0] = 99
	if b := f.Call(3); b[0] != 0 {
		t.Errorf("a hit that was checked gives what a caller wrote: %v", b)
	}
	w.wantLines(1, "a caller has written to a result that is Shared", "ERROR")
	if b := f.Call(3); b[0] != 0 {
		t.Errorf("got %v", b)
	}
	w.wantLines(0)
}

func TestSharedKeepsErrorsApart(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, pair, Shared(), CacheErrors())
	if got, err := f.Call(context.Background(), 1); err == nil || len(got) != 1 {
		t.Fatalf("%v, %v", got, err)
	}
	got, err := f.Call(context.Background(), 1)
	if err == nil || err.Error() != "odd" || len(got) != 1 || got[0] != 1 {
		t.Errorf("%v, %v", got, err)
	}
	wantRan(t, 1)
}

// pair returns results beside an error.
func pair(_ context.Context, n int) ([]int, error) {
	ran.Add(1)
	if n%2 != 0 {
		return []int{n}, errOdd
	}
	return []int{n, n}, nil
}

func testShared(t *testing.T, s store.Store) {
	f := in(newWorld(t, s), list, Shared())
	a, b := f.Call(3), f.Call(3)
	if &a[0] != &b[0] {
		t.Error("a hit has a value of its own")
	}
	wantRan(t, 1)
	// Another process decodes once.
	g := in(newWorld(t, s), list, Shared())
	c, d := g.Call(3), g.Call(3)
	if &c[0] != &d[0] || &a[0] == &c[0] {
		t.Error("hits of another process don't share")
	}
	wantRan(t, 0)
}
