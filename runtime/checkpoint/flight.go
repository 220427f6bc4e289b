package checkpoint

import (
	"reflect"
	"sync"
	"sync/atomic"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// A flightRegistry has the calls in progress of each store: equal calls of two
// handles meet if they would find each other's results.
type flightRegistry struct {
	waits waits // of all stores together: calls may nest across them

	mu sync.Mutex
	by map[store.Store]*flights
}

func (r *flightRegistry) of(s store.Store) *flights {
	if !reflect.ValueOf(s).Comparable() {
		return new(flights)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.by == nil {
		r.by = make(map[store.Store]*flights)
	}
	if r.by[s] == nil {
		r.by[s] = new(flights)
	}
	return r.by[s]
}

// flights are the calls in progress by key.
type flights struct {
	mu sync.Mutex
	m  map[store.Key]*flight
}

// outcome is what a leader has for those who waited for it.
type outcome int

const (
	outcomeRetry outcome = iota // nothing: one of them leads
	outcomeAlone                // nothing to share: each computes
	outcomeEntry                // the results
)

// A flight is one call in progress: computed by its leader, waited for by the
// goroutines that call the same.
type flight struct {
	// Guarded by flights.mu until landed, then constant.
	done   chan struct{} // closed on landing; nil while nobody waits
	landed bool

	// leader is the goroutine that runs the function, 0 before it does.
	leader atomic.Uint64

	outcome outcome
	entry   store.Entry // of outcomeEntry, as it is stored or would be
	err     error       // what the function returned beside these results
}

// join gives the flight of key, and whether the caller leads it.
func (g *flights) join(key store.Key) (fl *flight, leader bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if fl := g.m[key]; fl != nil {
		if fl.done == nil {
			fl.done = make(chan struct{})
			if fl.landed {
				close(fl.done)
			}
		}
		return fl, false
	}
	if g.m == nil {
		g.m = make(map[store.Key]*flight)
	}
	fl = new(flight)
	g.m[key] = fl
	return fl, true
}

// land lets those who wait go on with the flight's outcome. Those who come
// until end find it too, so that none falls between the landing and the
// storing.
func (g *flights) land(fl *flight) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !fl.landed {
		fl.landed = true
		if fl.done != nil {
			close(fl.done)
		}
	}
}

// end lands the flight and forgets it.
func (g *flights) end(key store.Key, fl *flight) {
	g.mu.Lock()
	delete(g.m, key)
	g.mu.Unlock()
	g.land(fl)
}
