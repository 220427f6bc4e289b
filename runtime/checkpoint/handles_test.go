package checkpoint

import (
	"sync"
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest"
)

// The registry makes its index when somebody asks: handles of before and after are
// found alike.
func TestHandlesAreFoundWheneverTheyWereRegistered(t *testing.T) {
	by := func(n int) Option { return HashBy("n", func(m int) (int, error) { return m % n, nil }) }
	for asked := range 4 {
		w := newWorld(t, memory())
		w.embed(manifestOf(w, map[string]manifest.Func{"square": {Params: []string{"n"}}, "list": {Params: []string{"n"}}}))
		in(w, half) // what is asked for
		ask := func(now int) {
			if asked == now {
				of(w.environment, half)
			}
		}
		first := in(w, square, by(10))
		ask(1)
		key, err := first.Args(3).Key()
		if err != nil {
			t.Fatal(err)
		}
		second := in(w, square, by(100))
		ask(3)
		other := in(w, list)
		if of(w.environment, square) != first || of(w.environment, list) != other {
			t.Errorf("%d: Of finds another handle", asked)
		}
		if n := len(w.handles.all()); n != 4 {
			t.Errorf("%d: %d handles, want 4", asked, n)
		}
		one, _ := first.Args(3).Key()
		two, _ := second.Args(3).Key()
		if one == two || one == key {
			t.Errorf("%d: two handles share keys, or the first one still has that of a function with one", asked)
		}
	}
}

func TestHandlesAreRegisteredAndFoundConcurrently(t *testing.T) {
	w := newWorld(t, memory())
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			f := in(w, square)
			if of(w.environment, square).core == nil || f.Call(3) != 9 {
				t.Error("not found")
			}
			in(w, half)
			w.handles.all()
		})
	}
	wg.Wait()
	if n := len(w.handles.all()); n != 16 {
		t.Errorf("%d handles, want 16", n)
	}
}

func TestEveryWayLeadsToTheFunction(t *testing.T) {
	enabled := false
	w := newWorld(t, memory())
	f := in(w, square, When(func() bool { return enabled }))
	for _, call := range []func(int) int{f.Call, f.Rerun, f.Cached, f.Cached} {
		if n := call(3); n != 9 {
			t.Errorf("%d", n)
		}
	}
	wantRan(t, 3) // the last one is remembered
	wantExists(t, f.Args(3), true)
	enabled = true
	f.Call(3)
	wantRan(t, 0)
	f.Rerun(3)
	wantRan(t, 1)
}
