// Package expvarcheckpoint publishes what remembered functions do by package
// expvar, which serves it as JSON at /debug/vars.
//
//	var Rates = checkpoint.Func(rates, expvarcheckpoint.Observer("checkpoint"))
//
// The variable is a map with a key for each function, by its id, to a map of
// counts:
//
//	hits, misses, stores   calls answered, calls computed, results stored
//	waits, corrupt         waits for equal calls, damaged results
//	uncached, failures     calls that could not be remembered, failures around calls
//	mismatches             results that Verify found to differ
//	seconds_computing      what misses took, in seconds
//	seconds_saved          what hits saved, in seconds
//	bytes_stored           the encoded results, in bytes
//
// Counts are there from the first event of the kind on.
package expvarcheckpoint

import (
	"context"
	"expvar"
	"fmt"
	"sync"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

// names of the counts.
var names = map[checkpoint.EventKind]string{
	checkpoint.EventHit:      "hits",
	checkpoint.EventMiss:     "misses",
	checkpoint.EventStore:    "stores",
	checkpoint.EventCorrupt:  "corrupt",
	checkpoint.EventWait:     "waits",
	checkpoint.EventUncached: "uncached",
	checkpoint.EventFailure:  "failures",
	checkpoint.EventMismatch: "mismatches",
}

// mu keeps two observers from making one map.
var mu sync.Mutex

// Observer is the option that counts a function's events in the variable of that
// name, which it publishes unless it is there already. It may be given to any
// number of functions, in a bundle too. It panics if the name is taken by a
// variable that is no map. It is safe for concurrent use.
func Observer(name string) checkpoint.Option {
	all := child(nil, name)
	return checkpoint.Observe(func(_ context.Context, e checkpoint.Event) {
		of := child(all, e.Func)
		of.Add(names[e.Kind], 1)
		switch e.Kind {
		case checkpoint.EventMiss:
			of.AddFloat("seconds_computing", e.Took.Seconds())
		case checkpoint.EventHit:
			of.AddFloat("seconds_saved", e.Saved.Seconds())
		case checkpoint.EventStore:
			of.Add("bytes_stored", int64(e.Size))
		}
	})
}

// child gives the map of that key in a map, or of that name among all variables,
// and makes it if there is none.
func child(in *expvar.Map, key string) *expvar.Map {
	get := func() expvar.Var {
		if in == nil {
			return expvar.Get(key)
		}
		return in.Get(key)
	}
	if m, ok := get().(*expvar.Map); ok {
		return m
	}
	mu.Lock()
	defer mu.Unlock()
	v := get()
	if v == nil {
		m := new(expvar.Map)
		if in == nil {
			expvar.Publish(key, m)
		} else {
			in.Set(key, m)
		}
		return m
	}
	m, ok := v.(*expvar.Map)
	if !ok {
		panic(fmt.Sprintf("expvarcheckpoint: the variable %q is a %T already: give Observer another name", key, v))
	}
	return m
}
