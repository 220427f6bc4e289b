package checkpoint

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// A locking store has locks as the test wants them.
type locking struct {
	store.Store
	lock func(ctx context.Context, k store.Key) (func(), error)
}

func (l locking) Lock(ctx context.Context, k store.Key) (func(), error) { return l.lock(ctx, k) }

func TestLocksOfAProcessAreBounded(t *testing.T) {
	var held, most atomic.Int32
	w := newWorld(t, nil)
	broken := false
	f := in(w, hooked, Store(locking{memory(), func(context.Context, store.Key) (func(), error) {
		if broken {
			return nil, errOdd
		}
		most.Store(max(most.Load(), held.Add(1)))
		return func() { held.Add(-1) }, nil
	}}))
	hook = func(ctx context.Context, n int) (int, error) {
		if n%10000 == 0 {
			return 0, nil
		}
		return f.Call(ctx, n-1)
	}
	for _, broken = range []bool{false, true, false} {
		before := ran.Load()
		if _, err := f.Call(nil, int(before)*10000+maxLocks+100); err != nil {
			t.Fatal(err)
		}
	}
	if n := most.Load(); n != maxLocks || held.Load() != 0 || w.locks.Load() != 0 {
		t.Errorf("%d locks were held at once, want %d; %d are left", n, maxLocks, held.Load())
	}
	wantRan(t, 3*(maxLocks+101))
}

func TestLocksAreHeldUntilTheResultIsStored(t *testing.T) {
	var held, stored atomic.Int32
	s := memory()
	w := newWorld(t, nil)
	f := in(w, hooked, Store(locking{s, func(context.Context, store.Key) (func(), error) {
		held.Add(1)
		return func() {
			for range s.Entries(t.Context(), self+".hooked") {
				stored.Add(1)
			}
			held.Add(-1)
		}, nil
	}}))
	hook = func(context.Context, int) (int, error) {
		if held.Load() != 1 {
			t.Error("the function runs without the lock")
		}
		return 1, nil
	}
	f.Call(nil, 1)
	if held.Load() != 0 || stored.Load() != 1 {
		t.Errorf("%d locks are held, %d results were stored when the lock was given back", held.Load(), stored.Load())
	}
	hook = func(context.Context, int) (int, error) { panic("no") }
	func() {
		defer func() { _ = recover() }()
		f.Call(nil, 2)
	}()
	hook = func(context.Context, int) (int, error) { runtime.Goexit(); return 0, nil }
	done := make(chan bool)
	go func() {
		defer close(done)
		f.Call(nil, 3)
	}()
	<-done
	if held.Load() != 0 {
		t.Errorf("%d locks are held after a panic and an exit", held.Load())
	}
}

func TestALockIsWaitedForWithinBounds(t *testing.T) {
	never := func(ctx context.Context, _ store.Key) (func(), error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	w := newWorld(t, memory())
	w.said.Store("no manifest", nil)
	hook = func(ctx context.Context, n int) (int, error) {
		if ctx != nil && ctx.Err() != nil {
			return 0, ctx.Err()
		}
		return n, nil
	}
	f := in(w, hooked, Store(locking{memory(), never}), LockWait(time.Millisecond))
	if n, err := f.Call(nil, 3); n != 3 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	wantRan(t, 1)
	w.wantLines(1, "another process", "LockWait")
	f.Call(nil, 3)
	wantRan(t, 0) // it was stored all the same

	// The call's own context ends the wait as well.
	g := in(w, hooked, Store(locking{memory(), never}), LockWait(time.Hour))
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(time.Millisecond, cancel)
	if _, err := g.Call(ctx, 3); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	w.wantLines(0)

	h := in(w, hooked, LockWait(0), Store(locking{memory(), func(context.Context, store.Key) (func(), error) {
		t.Error("LockWait(0) asks for a lock")
		return func() {}, nil
	}}))
	h.Call(nil, 3)
	wantPanic(t, "LockWait(-1ns)", func() { LockWait(-1) })
}

func TestAStoreThatCannotLockIsSaidOnce(t *testing.T) {
	w := newWorld(t, memory())
	w.said.Store("no manifest", nil)
	for _, fails := range []func(context.Context, store.Key) (func(), error){
		func(context.Context, store.Key) (func(), error) { return nil, errors.New("no locks here") },
		func(context.Context, store.Key) (func(), error) { panic("no locks here") },
	} {
		f := in(w, square, Store(locking{memory(), fails}))
		f.Call(1)
		f.Call(2)
		f.Call(2)
		w.wantLines(1, "cannot lock", "no locks here")
		wantRan(t, 2)
	}
}
