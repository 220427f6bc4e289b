package checkpoint

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gocheckpoint/checkpoint/manifest"
)

// countdown calls itself with equal keys: only depth differs, which NoHash
// leaves out.
func countdown(n, depth int) int {
	ran.Add(1)
	if depth == 0 {
		return n
	}
	return deeper(n, depth-1)
}

var deeper func(n, depth int) int

func TestCallThatWouldWaitForItselfComputesAndSaysSoOnce(t *testing.T) {
	w := newWorld(t, memory())
	w.embed(manifestOf(w, map[string]manifest.Func{"countdown": {Params: []string{"n", "depth"}}}))
	f := in(w, countdown, NoHash("depth"))
	deeper = f.Call
	got := make(chan int, 1)
	go func() { got <- f.Call(7, 3) }()
	if n := await(t, got, "a function that calls itself"); n != 7 {
		t.Errorf("got %d", n)
	}
	wantRan(t, 4)
	w.wantLines(1, "countdown", "calls itself", "hash alike")
	f.Call(7, 2) // stored by the outermost call
	wantRan(t, 0)
	f.Call(8, 3)
	w.wantLines(0)
}

// ping and pong call each other, each holding its key until the other holds its
// own.
func ping(n, depth int) int { ran.Add(1); return met(&pinged, &ponged, pongCall, n, depth) }
func pong(n, depth int) int { ran.Add(1); return met(&ponged, &pinged, pingCall, n, depth) }

var (
	pinged, ponged     sync.WaitGroup
	pingCall, pongCall func(n, depth int) int
)

func met(own, other *sync.WaitGroup, call func(n, depth int) int, n, depth int) int {
	if depth == 0 {
		return n
	}
	own.Done()
	other.Wait()
	return call(n, 0)
}

func TestCallsThatWouldWaitForEachOtherEnd(t *testing.T) {
	// Two stores: a circle may lead through several.
	w := newWorld(t, memory())
	w.embed(manifestOf(w, map[string]manifest.Func{"ping": {Params: []string{"n", "depth"}}, "pong": {Params: []string{"n", "depth"}}}))
	a, b := in(w, ping, NoHash("depth")), in(w, pong, NoHash("depth"), Store(memory()))
	pingCall, pongCall = a.Call, b.Call
	pinged.Add(1)
	ponged.Add(1)
	got := make(chan int, 2)
	go func() { got <- a.Call(7, 1) }()
	go func() { got <- b.Call(7, 1) }()
	for range 2 {
		if n := await(t, got, "functions that call each other"); n != 7 {
			t.Errorf("got %d", n)
		}
	}
	// One of them waited, the other computed what would have closed the circle.
	wantRan(t, 3)
	w.wantLines(1, "hash alike")
	if n := len(w.flights.waits.on); n != 0 {
		t.Errorf("%d goroutines wait in the graph", n)
	}
}

// Many goroutines that wait for the same calls, also from within others, make
// no circle.
func TestWaitingWithoutACircleIsNotTakenForOne(t *testing.T) {
	w := newWorld(t, memory())
	w.said.Store("no manifest", nil)
	inner, outer := in(w, hooked), in(w, around)
	g := newGate()
	hook = func(context.Context, int) (int, error) { g.entered <- struct{}{}; <-g.leave; return 7, nil }
	aroundCall = func(n int) int { m, _ := inner.Call(context.Background(), 1); return m + n }
	got := make(chan int, 101)
	go func() { m, _ := inner.Call(context.Background(), 1); got <- m }()
	await(t, g.entered, "leader")
	for i := range 100 {
		go func() { got <- outer.Call(i % 3) }()
		if i == 2 { // those who come now wait for one that waits
			inGraph(t, w, 3)
		}
	}
	inGraph(t, w, 100)
	close(g.leave)
	sum := 0
	for range 101 {
		sum += await(t, got, "call")
	}
	if want := 101*7 + 33 + 2*33; sum != want {
		t.Errorf("sum %d, want %d", sum, want)
	}
	wantRan(t, 1+3)
	w.wantLines(0)
}

// inGraph waits until n goroutines wait.
func inGraph(t *testing.T, w *world, n int) {
	t.Helper()
	g := &w.flights.waits
	for range 10000 {
		g.mu.Lock()
		now := len(g.on)
		g.mu.Unlock()
		if now == n {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatalf("%d goroutines never wait", n)
}

var aroundCall func(n int) int

func around(n int) int { ran.Add(1); return aroundCall(n) }

// What a leader's own goroutine waits for cannot be seen, but said.
func TestLongWaitIsSaidOnce(t *testing.T) {
	w := newWorld(t, memory())
	w.said.Store("no manifest", nil)
	w.patience = time.Millisecond
	f := in(w, hooked)
	g := newGate()
	hook = func(ctx context.Context, n int) (int, error) { <-g.leave; return 7, nil }
	calls := []chan result{start(f, nil), start(f, nil), start(f, nil)}
	waiting(t, f.core)
	close(g.leave)
	for _, c := range calls {
		await(t, c, "call")
	}
	w.wantLines(1, "hooked", "waits for an equal call", "1ms")
	wantRan(t, 1)
}

func TestGoroutinesAreToldApart(t *testing.T) {
	ids := make(chan uint64, 100)
	for range 100 {
		go func() { ids <- goroutineID() }()
	}
	seen := map[uint64]bool{goroutineID(): true, 0: true}
	for range 100 {
		id := <-ids
		if seen[id] {
			t.Errorf("%d is there twice, or unknown", id)
		}
		seen[id] = true
	}
	var buf [64]byte
	head := string(buf[:runtime.Stack(buf[:], false)])
	if want := fmt.Sprintf("goroutine %d [", goroutineID()); !strings.HasPrefix(head, want) {
		t.Errorf("a stack trace begins with %q, want %q", head, want)
	}
}

// A recursion through this package asks at every level: each must cost the same.
func TestGoroutinesAreToldApartAtAnyDepth(t *testing.T) {
	var descend func(depth int, then func())
	descend = func(depth int, then func()) {
		if depth == 0 {
			then()
			return
		}
		descend(depth-1, then)
	}
	cost := func(depth int) (least time.Duration) {
		descend(depth, func() {
			for range 20 {
				start := time.Now()
				goroutineID()
				if d := time.Since(start); least == 0 || d < least {
					least = d
				}
			}
		})
		return least
	}
	if shallow, deep := cost(1), cost(50_000); deep > 50*shallow+time.Millisecond {
		t.Errorf("%v at depth 50,000, %v at 1", deep, shallow)
	}
}

func TestStoredResultIsReadWithoutWaiting(t *testing.T) {
	f := in(newWorld(t, memory()), hooked)
	g := newGate()
	quick, cancel := context.WithCancel(context.Background())
	defer cancel()
	hook = func(ctx context.Context, n int) (int, error) {
		if ctx == quick {
			return 7, nil
		}
		g.entered <- struct{}{}
		<-g.leave
		return 8, nil
	}
	slow := start(f, context.Background())
	await(t, g.entered, "leader")
	f.Rerun(quick, 1)
	if r := await(t, start(f, nil), "a call whose result is stored"); r.n != 7 {
		t.Errorf("got %+v", r)
	}
	close(g.leave)
	await(t, slow, "leader")
}
