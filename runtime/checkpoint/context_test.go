package checkpoint

import (
	"context"
	"testing"
)

// A function without an error to return may give a part of its result when its
// context ends, and cannot say so.
func TestResultWithoutAnErrorOfACallWhoseContextEndedIsNotKept(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, noError)
	holdPlain = func(ctx context.Context) int {
		if ctx.Err() != nil {
			return 1 // so far
		}
		return 2
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, call := range []func(context.Context) int{f.Call, f.Rerun} {
		if n := call(ctx); n != 1 {
			t.Errorf("got %d", n)
		}
		if n := f.Call(context.Background()); n != 2 {
			t.Errorf("a call in time got %d", n)
		}
	}
	wantRan(t, 3)
}
