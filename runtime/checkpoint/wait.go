package checkpoint

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"strconv"
	"sync"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// waits is the graph of who waits for whom: it keeps goroutines from waiting in
// a circle. A function that calls itself, or two that call each other, may do so
// with equal keys, because NoHash leaves out what differs: each of the calls
// would wait for the other one, where the plain functions would have ended.
type waits struct {
	mu sync.Mutex
	on map[uint64]*flight // by waiting goroutine
}

// add notes that goroutine id waits for fl, unless that would close a circle:
// fl's leader is id itself, or waits, over any number of goroutines, for a
// flight that id leads. All edges are added under one lock, so that the last
// one of a circle finds the others.
func (w *waits) add(id uint64, fl *flight) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for next := fl; next != nil; {
		select {
		case <-next.done:
			next = nil // landed: those in w that waited for it are about to leave
			continue
		default:
		}
		switch leader := next.leader.Load(); leader {
		case 0: // it has not begun, and waits for nobody
			next = nil
		case id:
			return false
		default:
			next = w.on[leader]
		}
	}
	if w.on == nil {
		w.on = make(map[uint64]*flight)
	}
	w.on[id] = fl
	return true
}

func (w *waits) remove(id uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.on, id)
}

// Whom a call waited for.
const (
	waitGoroutine = "goroutine"
	waitProcess   = "process"
)

// How a wait for a flight ends.
type waited int

const (
	waitLanded  waited = iota // the flight has landed
	waitEnded                 // the call's context has ended
	waitForever               // it would never end, and has not begun
)

// wait waits for a flight that another call leads.
func (f *function) wait(ctx context.Context, key store.Key, fl *flight) waited {
	select {
	case <-fl.done:
		return waitLanded
	default:
	}
	id, w := goroutineID(), &f.env.flights.waits
	if !w.add(id, fl) {
		f.sayOnce(slog.LevelWarn, "circle", "the function calls itself, perhaps through others, with arguments that hash alike",
			"keep what differs between such calls in the key")
		return waitForever
	}
	defer w.remove(id)
	if f.attention().watched {
		start := now()
		defer func() { f.observe(ctx, Event{Kind: EventWait, Key: key, Cause: waitGoroutine, Took: start.since()}) }()
	}
	patience := time.NewTimer(f.env.patience)
	defer patience.Stop()
	for {
		select {
		case <-fl.done:
			return waitLanded
		case <-ctx.Done():
			return waitEnded
		case <-patience.C:
			// What add cannot see: a leader that waits for a goroutine that it
			// started, and that makes an equal call.
			if f.first("patience") {
				f.say(slog.LevelWarn, "checkpoint: a call waits for an equal call that is in progress",
					fmt.Sprintf("it has not ended for %v; if it waits for this one, both wait forever", f.env.patience),
					"if it is not only slow: call Fn where the function starts goroutines that call it, or keep what differs between the calls in the key")
			}
		}
	}
}

// goroutineID is the number of the running goroutine, which is never used again
// in the process. Go tells it in stack traces alone: making one takes
// microseconds, which is why only calls that compute or wait ask for it, never
// those that find their result. Labels of package pprof would be cheaper, but
// are the user's own and inherited by other goroutines.
//
// A trace goes to the end of the stack, and recursive functions call themselves
// through this package thousands deep. So it is that of a new goroutine, whose
// last line is "created by … in goroutine 18".
func goroutineID() uint64 {
	id := make(chan uint64)
	go func() {
		var buf [2048]byte
		trace := buf[:]
		n := runtime.Stack(trace, false)
		for n == len(trace) { // the paths of source files are in it
			trace = make([]byte, 2*len(trace))
			n = runtime.Stack(trace, false)
		}
		id <- creator(trace[:n])
	}()
	return <-id
}

// creator is who created the goroutine of a trace. What isn't there is 0, which
// finds no circles.
func creator(trace []byte) uint64 {
	const before = " in goroutine "
	at := bytes.LastIndex(trace, []byte(before))
	if at < 0 {
		return 0
	}
	digits, _, _ := bytes.Cut(trace[at+len(before):], []byte("\n"))
	id, _ := strconv.ParseUint(string(digits), 10, 64)
	return id
}
