package checkpoint

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// A gate lets a test hold the function in the middle.
type gate struct{ entered, leave chan struct{} }

func newGate() gate { return gate{make(chan struct{}, 100), make(chan struct{})} }

// await fails the test if c gives nothing soon.
func await[T any](t *testing.T, c <-chan T, what string) (v T) {
	t.Helper()
	select {
	case v = <-c:
	case <-time.After(10 * time.Second):
		t.Fatalf("%s: nothing happens", what)
	}
	return v
}

type result struct {
	n   int
	err error
}

// start calls f in a goroutine of its own.
func start(f *Function[func(context.Context, int) (int, error)], ctx context.Context) chan result {
	c := make(chan result, 1)
	go func() {
		n, err := f.Call(ctx, 1)
		c <- result{n, err}
	}()
	return c
}

// waiting waits until somebody waits for the only flight of f.
func waiting(t *testing.T, f *function) {
	t.Helper()
	g := f.flights()
	for range 10000 {
		g.mu.Lock()
		for _, fl := range g.m {
			if fl.done != nil {
				g.mu.Unlock()
				time.Sleep(20 * time.Millisecond) // for all that were started
				return
			}
		}
		g.mu.Unlock()
		time.Sleep(time.Millisecond)
	}
	t.Fatal("nobody waits")
}

func TestEqualCallsComputeOnce(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, hooked)
	g := newGate()
	hook = func(context.Context, int) (int, error) { <-g.leave; return 7, nil }
	var calls []chan result
	for range 100 {
		calls = append(calls, start(f, context.Background()))
	}
	waiting(t, f.core)
	close(g.leave)
	for _, c := range calls {
		if r := await(t, c, "call"); r.n != 7 || r.err != nil {
			t.Errorf("got %+v", r)
		}
	}
	wantRan(t, 1)
	if s := f.Stats(); s.Computed != 1 || s.Remembered != 99 {
		t.Errorf("%+v", s)
	}
}

func TestHandlesOfOneStoreComputeEqualCallsOnce(t *testing.T) {
	w := newWorld(t, memory())
	a, b := in(w, hooked), in(w, hooked)
	g := newGate()
	hook = func(context.Context, int) (int, error) { <-g.leave; return 7, nil }
	one, other := start(a, nil), start(b, nil)
	waiting(t, a.core)
	close(g.leave)
	await(t, one, "a")
	await(t, other, "b")
	wantRan(t, 1)
}

var holdList chan struct{}

func heldList(n int) []int { <-holdList; return list(n) }

func TestWaitersGetValuesOfTheirOwn(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, heldList)
	holdList = make(chan struct{})
	out := make(chan []int, 50)
	for range 50 {
		go func() { out <- f.Call(1000) }()
	}
	waiting(t, f.core)
	close(holdList)
	for range 50 {
		got := await(t, out, "call")
		for i := range got {
			if got[i] != i {
				t.Fatalf("another caller wrote to the result: %v", got[i])
			}
			got[i] = -1
		}
	}
	wantRan(t, 1)
}

func TestWaiterLeavesWhenItsContextEnds(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, hooked)
	g := newGate()
	hook = func(context.Context, int) (int, error) { g.entered <- struct{}{}; <-g.leave; return 7, nil }
	leader := start(f, context.Background())
	await(t, g.entered, "leader")
	why := errors.New("shutting down")
	ctx, cancel := context.WithCancelCause(context.Background())
	waiter := start(f, ctx)
	waiting(t, f.core)
	cancel(why)
	if r := await(t, waiter, "waiter"); !errors.Is(r.err, context.Canceled) || !errors.Is(r.err, why) || r.n != 0 {
		t.Errorf("waiter got %+v, want the context's error and cause", r)
	}
	close(g.leave)
	if r := await(t, leader, "leader"); r.n != 7 || r.err != nil {
		t.Errorf("leader got %+v", r)
	}
	wantRan(t, 1)
}

var holdPlain func(ctx context.Context) int

func noError(ctx context.Context) int { ran.Add(1); return holdPlain(ctx) }

func TestWaiterWithoutAnErrorToReturnComputesWhenItsContextEnds(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, noError)
	g := newGate()
	ctx, cancel := context.WithCancel(context.Background())
	holdPlain = func(c context.Context) int {
		if c == ctx {
			return 2
		}
		g.entered <- struct{}{}
		<-g.leave
		return 1
	}
	leader, waiter := make(chan int, 1), make(chan int, 1)
	go func() { leader <- f.Call(context.Background()) }()
	await(t, g.entered, "leader")
	go func() { waiter <- f.Call(ctx) }()
	waiting(t, f.core)
	cancel()
	if n := await(t, waiter, "waiter"); n != 2 {
		t.Errorf("waiter got %d, want what it computed", n)
	}
	close(g.leave)
	await(t, leader, "leader")
}

// The leader's end is its own: a live waiter computes.
func TestLeadersEndNeverReachesAWaiter(t *testing.T) {
	for name, end := range map[string]func(ctx context.Context) (int, error){
		"context's error":  func(ctx context.Context) (int, error) { <-ctx.Done(); return 0, ctx.Err() },
		"cause":            func(ctx context.Context) (int, error) { <-ctx.Done(); return 0, context.Cause(ctx) },
		"any error":        func(ctx context.Context) (int, error) { <-ctx.Done(); return 0, errors.New("interrupted") },
		"error and result": func(ctx context.Context) (int, error) { <-ctx.Done(); return 3, fmt.Errorf("x: %w", ctx.Err()) },
		"panic":            func(ctx context.Context) (int, error) { <-ctx.Done(); panic("leader") },
		"Goexit":           func(ctx context.Context) (int, error) { <-ctx.Done(); runtime.Goexit(); return 0, nil },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, memory())
			f := in(w, hooked)
			ctx, cancel := context.WithCancelCause(context.Background())
			entered := make(chan struct{}, 1)
			hook = func(c context.Context, n int) (int, error) {
				if c == ctx {
					entered <- struct{}{}
					return end(c)
				}
				return 7, nil
			}
			ended := make(chan any, 1)
			go func() {
				defer func() { ended <- recover() }()
				f.Call(ctx, 1)
			}()
			await(t, entered, "leader")
			var waiters []chan result
			for range 5 {
				waiters = append(waiters, start(f, context.Background()))
			}
			waiting(t, f.core)
			cancel(errors.New("why"))
			if v := await(t, ended, "leader"); name == "panic" && v != "leader" {
				t.Errorf("leader recovered %v", v)
			}
			for _, c := range waiters {
				if r := await(t, c, "waiter"); r.n != 7 || r.err != nil {
					t.Errorf("waiter got %+v", r)
				}
			}
			wantRan(t, 2) // the leader, and one of the waiters
		})
	}
}

func TestWaitersShareAnErrorThatIsTheFunctionsOwn(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, hooked)
	g := newGate()
	hook = func(context.Context, int) (int, error) { g.entered <- struct{}{}; <-g.leave; return 3, errOdd }
	leader := start(f, context.Background())
	await(t, g.entered, "leader")
	waiter := start(f, context.Background())
	waiting(t, f.core)
	close(g.leave)
	for _, c := range []chan result{leader, waiter} {
		if r := await(t, c, "call"); r.err != errOdd || r.n != 3 {
			t.Errorf("got %+v", r)
		}
	}
	wantRan(t, 1)
	hook = func(context.Context, int) (int, error) { return 7, nil }
	if n, err := f.Call(nil, 1); n != 7 || err != nil {
		t.Errorf("the error was remembered: %d, %v", n, err)
	}
}

var holdPair chan struct{}

func listAndError(empty bool) ([]int, error) {
	ran.Add(1)
	<-holdPair
	if empty {
		return nil, errOdd
	}
	return []int{1}, errOdd
}

func TestErrorBesideAResultThatCouldBeWrittenToIsNotShared(t *testing.T) {
	for _, test := range []struct {
		empty bool
		ran   int64
	}{{true, 1}, {false, 2}} {
		w := newWorld(t, memory())
		f := in(w, listAndError)
		holdPair = make(chan struct{})
		out := make(chan []int, 2)
		for range 2 {
			go func() {
				l, err := f.Call(test.empty)
				if err != errOdd {
					t.Errorf("got %v", err)
				}
				out <- l
			}()
		}
		waiting(t, f.core)
		close(holdPair)
		a, b := await(t, out, "one"), await(t, out, "other")
		if len(a) > 0 && &a[0] == &b[0] {
			t.Error("two callers have one slice")
		}
		wantRan(t, test.ran)
	}
}

var holdAny chan struct{}

func heldAny(n int) any { <-holdAny; return anything(n) }

func TestWaitersOfAnUnstorableResultComputeThemselves(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, heldAny)
	holdAny = make(chan struct{})
	out := make(chan any, 3)
	for range 3 {
		go func() { out <- f.Call(1) }()
	}
	waiting(t, f.core)
	close(holdAny)
	seen := make(map[any]bool)
	for range 3 {
		seen[await(t, out, "call")] = true
	}
	if len(seen) != 3 {
		t.Errorf("%d different channels, want 3", len(seen))
	}
	wantRan(t, 3)
}

// Between landing and storing, an equal call finds the flight.
func TestNoCallFallsBetweenTheFlightAndTheStore(t *testing.T) {
	putting, stored := make(chan struct{}), make(chan struct{})
	s := &store0{Store: memory(), put: func() { close(putting); <-stored }}
	w := newWorld(t, s)
	f := in(w, square)
	leader := make(chan int, 1)
	go func() { leader <- f.Call(3) }()
	await(t, putting, "put")
	if f.Call(3) != 9 {
		t.Error("wrong result")
	}
	close(stored)
	await(t, leader, "leader")
	wantRan(t, 1)
}

func TestManyGoroutinesManyKeys(t *testing.T) {
	w := newWorld(t, memory())
	f, l := in(w, square), in(w, list)
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for n := range 20 {
				if got := f.Call(n); got != n*n {
					t.Errorf("square(%d) = %d", n, got)
				}
				s := l.Call(n)
				if len(s) != n {
					t.Errorf("list(%d) has %d", n, len(s))
				}
				for j := range s {
					s[j] = i
				}
				f.Args(n).Exists()
				f.Stats()
				if i%10 == 0 {
					f.Rerun(n)
				}
			}
		}()
	}
	wg.Wait()
	if n := len(f.core.flights().m); n != 0 {
		t.Errorf("%d flights are left", n)
	}
	wantRan(t, 20+20+10*20)
}

func TestWaitersForAStoredResultGetValuesOfTheirOwn(t *testing.T) {
	leave := make(chan struct{})
	s := &store0{Store: memory()}
	w := newWorld(t, s)
	f := in(w, list)
	f.Call(100)
	// The result appears after all have looked for it: only the leader looks again.
	var looks atomic.Int64
	var looked sync.WaitGroup
	looked.Add(20)
	s.lacks = func() bool {
		if looks.Add(1) > 20 {
			<-leave
			return false
		}
		looked.Done()
		looked.Wait()
		return true
	}
	out := make(chan []int, 20)
	for range 20 {
		go func() { out <- f.Call(100) }()
	}
	waiting(t, f.core)
	close(leave)
	for range 20 {
		got := await(t, out, "call")
		for i := range got {
			if got[i] != i {
				t.Fatalf("another caller wrote to the result: %v", got[i])
			}
			got[i] = -1
		}
	}
	wantRan(t, 1)
	if s := f.Stats(); s.Remembered != 20 {
		t.Errorf("%+v", s)
	}
}
