package checkpoint

import (
	"sync/atomic"
	"testing"
)

func TestWhenFalseNeitherLooksUpNorStores(t *testing.T) {
	w := newWorld(t, memory())
	var on atomic.Bool
	f := in(w, square, When(on.Load))
	f.Call(3)
	f.Rerun(3)
	wantRan(t, 2)
	wantExists(t, f.Args(3), false)
	on.Store(true)
	f.Call(3)
	f.Call(3)
	wantRan(t, 1)
	wantExists(t, f.Args(3), true)
	on.Store(false)
	f.Call(3)
	wantRan(t, 1)
}

func TestCachedDoesNotAskWhen(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, square, When(func() bool { return false }))
	if got := f.Cached(3) + f.Cached(3); got != 18 {
		t.Errorf("got %d", got)
	}
	wantRan(t, 1)
	plain := in(newWorld(t, memory()), square)
	plain.Call(3)
	plain.Cached(3)
	wantRan(t, 1)
}

func TestPanickingWhenRunsUncachedAndSaysItOnce(t *testing.T) {
	w := newWorld(t, memory())
	w.said.Store("no manifest", nil)
	f := in(w, square, When(func() bool { panic("no config") }))
	for range 3 {
		if got := f.Call(3); got != 9 {
			t.Errorf("got %d", got)
		}
	}
	wantRan(t, 3)
	w.wantLines(1, "no config", "without being remembered")
	wantExists(t, f.Args(3), false)
	wantPanic(t, "When(nil)", func() { When(nil) })
}
