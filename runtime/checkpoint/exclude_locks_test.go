// Of systems where diskstore has locks.

//go:build linux || darwin || windows

package checkpoint

import (
	"context"
	"testing"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/store"
	"github.com/gocheckpoint/checkpoint/runtime/store/diskstore"
)

func TestAnotherProcessComputesFirst(t *testing.T) {
	dir := t.TempDir()
	open := func(asked chan store.Key) (*world, *observed, *Function[func(context.Context, int) (int, error)]) {
		s, err := diskstore.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		w, o := newWorld(t, nil), new(observed)
		return w, o, in(w, hooked, o.option(), Store(locking{s, func(ctx context.Context, k store.Key) (func(), error) {
			asked <- k
			return s.Lock(ctx, k)
		}}))
	}
	asked := make(chan store.Key, 10)
	_, _, a := open(asked)
	_, o, b := open(asked)
	running, g := make(chan int, 10), newGate()
	hook = func(_ context.Context, n int) (int, error) { running <- n; <-g.leave; return 7, nil }
	one := start(a, nil)
	await(t, asked, "lock of a")
	await(t, running, "a")
	other := start(b, nil)
	await(t, asked, "lock of b")
	time.Sleep(2 * shortWait) // or the wait is too short to be told
	close(g.leave)
	for _, c := range []chan result{one, other} {
		if r := await(t, c, "call"); r.n != 7 || r.err != nil {
			t.Errorf("%+v", r)
		}
	}
	wantRan(t, 1)
	o.want(t, "wait (process)", "hit")
	// Nobody has a lock any more, and hits ask for none.
	a.Call(nil, 1)
	b.Call(nil, 1)
	if len(asked) != 0 {
		t.Errorf("a hit asks for the lock of %v", <-asked)
	}
}
