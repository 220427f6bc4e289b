package checkpoint

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/store"
	"github.com/gocheckpoint/checkpoint/runtime/store/diskstore"
)

// observed collects events.
type observed struct {
	mu   sync.Mutex
	list []Event
}

func (o *observed) option() Option {
	return Observe(func(_ context.Context, e Event) {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.list = append(o.list, e)
	})
}

// take gives kinds and causes of the events since the last take.
func (o *observed) take() (kinds []string, events []Event) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, e := range o.list {
		k := string(e.Kind)
		if e.Cause != "" {
			k += " (" + e.Cause + ")"
		}
		kinds = append(kinds, k)
	}
	events, o.list = o.list, nil
	return kinds, events
}

func (o *observed) want(t *testing.T, want ...string) []Event {
	t.Helper()
	kinds, events := o.take()
	if !slices.Equal(kinds, want) {
		t.Errorf("observed %q, want %q", kinds, want)
	}
	return events
}

func TestObserversAreToldOfEachCall(t *testing.T) {
	dir := t.TempDir()
	s, err := diskstore.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, s)
	var o observed
	f := in(w, hooked, o.option(), TTL(time.Hour), LockWait(0)) // a lock may take its time
	hook = func(_ context.Context, n int) (int, error) {
		if n < 0 {
			return 0, errOdd
		}
		time.Sleep(time.Millisecond)
		return n, nil
	}
	key, err := f.Args(nil, 1).Key()
	if err != nil {
		t.Fatal(err)
	}

	f.Call(nil, 1)
	events := o.want(t, "miss (not stored)", "store")
	if miss, put := events[0], events[1]; miss.Func != self+".hooked" || miss.Key != key || miss.Took < time.Millisecond || miss.Err != nil ||
		put.Key != key || put.Size == 0 || put.Took <= 0 {
		t.Errorf("%+v", events)
	}
	f.Call(nil, 1)
	if hit := o.want(t, "hit")[0]; hit.Key != key || hit.Took <= 0 || hit.Saved <= 0 || hit.Saved+hit.Took < time.Millisecond {
		t.Errorf("%+v", hit)
	}
	f.Rerun(nil, 1)
	o.want(t, "miss (rerun)", "store")
	w.clock.pass(time.Hour)
	f.Call(nil, 1)
	o.want(t, "miss (expired)", "store")
	damage(t, dir)
	f.Call(nil, 1)
	if events := o.want(t, "corrupt", "miss (damaged)", "store"); !isCorrupt(events[0].Err) || events[0].Key != key {
		t.Errorf("%+v", events[0])
	}
	f.Call(nil, -1)
	if events := o.want(t, "miss (not stored)"); events[0].Err != errOdd {
		t.Errorf("%+v", events[0])
	}
}

func TestObserversAreToldOfWhatIsNotRemembered(t *testing.T) {
	var o observed
	w := newWorld(t, memory())
	f := in(w, fetch, o.option())
	f.Call(1, w.log.logger()) // a logger cannot be hashed
	if events := o.want(t, "uncached"); events[0].Err == nil || events[0].Key != (store.Key{}) {
		t.Errorf("%+v", events)
	}
	g := in(w, square, o.option(), Store(&store0{Store: memory(), get: func() { panic("no store") }}))
	g.Call(3)
	if kinds, _ := o.take(); !slices.Contains(kinds, "failure") || !slices.Contains(kinds, "miss (the store failed)") {
		t.Errorf("observed %q", kinds)
	}
}

func TestObserversAreToldOfWaits(t *testing.T) {
	var o observed
	w := newWorld(t, memory())
	f := in(w, hooked, o.option())
	g := newGate()
	hook = func(context.Context, int) (int, error) { <-g.leave; return 7, nil }
	one, other := start(f, nil), start(f, nil)
	waiting(t, f.core)
	close(g.leave)
	await(t, one, "leader")
	await(t, other, "waiter")
	kinds, _ := o.take()
	slices.Sort(kinds)
	if want := []string{"hit", "miss (not stored)", "store", "wait (goroutine)"}; !slices.Equal(kinds, want) {
		t.Errorf("observed %q, want %q", kinds, want)
	}
}

type trace struct{}

func TestObserversGetTheCallsContextAndAllAreTold(t *testing.T) {
	w := newWorld(t, memory())
	var got []string
	tell := func(name string) Option {
		return Observe(func(ctx context.Context, e Event) { got = append(got, fmt.Sprint(name, ctx.Value(trace{}))) })
	}
	hook = func(context.Context, int) (int, error) { return 0, errors.New("not stored") }
	f := in(w, hooked, New(tell("a")), tell("b"))
	g := in(w, hooked, New(tell("c")))
	ctx := context.WithValue(t.Context(), trace{}, 7)
	f.Call(ctx, 1)
	g.Call(ctx, 1)
	if want := []string{"a7", "b7", "c7"}; !slices.Equal(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
	wantPanic(t, "Observe(nil)", func() { Observe(nil) })
}

func TestAnObserverThatPanicsBreaksNoCall(t *testing.T) {
	w := newWorld(t, memory())
	w.said.Store("no manifest", nil)
	f := in(w, square, Observe(func(context.Context, Event) { panic("no") }))
	if f.Call(3) != 9 || f.Call(3) != 9 {
		t.Error("wrong result")
	}
	wantRan(t, 1)
	w.wantLines(1, "observer", "panicked")
}
