package checkpoint

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// An EventKind is what happened around a call.
type EventKind string

const (
	// EventHit: a call was answered by what was there, or by an equal call.
	EventHit EventKind = "hit"
	// EventMiss: the function ran, as nothing usable was there, or for Rerun.
	EventMiss EventKind = "miss"
	// EventStore: what the function returned was stored.
	EventStore EventKind = "store"
	// EventCorrupt: what was stored is damaged or no result of the function. It is
	// computed and replaced.
	EventCorrupt EventKind = "corrupt"
	// EventWait: a call waited for an equal one, in this process or in another.
	EventWait EventKind = "wait"
	// EventUncached: the call could not be remembered.
	EventUncached EventKind = "uncached"
	// EventFailure: a store failed, or what the function returned cannot be stored,
	// as its type can't, or as the call is quarantined.
	EventFailure EventKind = "failure"
	// EventMismatch: Verify found that computing again gives another result.
	EventMismatch EventKind = "mismatch"
)

// An Event tells of one call, or of a part of it. Which fields are set depends
// on its Kind; the others are zero.
type Event struct {
	Kind EventKind
	Func string    // the function's id, as "import/path.name"
	Key  store.Key // of the call, zero if it has none

	// Cause is why: of EventMiss "not stored", "expired", "damaged", "the store
	// failed" or "rerun"; of EventWait "goroutine" or "process".
	Cause string
	// Took is how long it took: to find the result of a hit, to run the function
	// of a miss, to store, to wait.
	Took time.Duration
	// Saved is what computing the result of an EventHit had cost, less Took, and
	// at least 0.
	Saved time.Duration
	Size  int   // of EventStore: the encoded results, in bytes
	Err   error // what the function returned of a miss, what went wrong of others
}

// Observe has what happens around calls told to fn, for metrics and traces. All
// of several functions are told, those of bundles too. fn is given the call's
// context, or the background, and is called by the goroutine that makes the
// call, concurrently: it should be fast, and must not make the same call. If it
// panics, that is reported once.
//
// Observe panics if fn is nil.
func Observe(fn func(context.Context, Event)) Option {
	if fn == nil {
		panic("checkpoint: Observe(nil): give it a function, or leave the option out")
	}
	return optionFunc(func(o *options) { o.observers = append(o.observers[:len(o.observers):len(o.observers)], fn) })
}

// observe tells the observers.
func (f *function) observe(ctx context.Context, e Event) {
	if len(f.options.observers) == 0 {
		return
	}
	e.Func = f.id
	for _, fn := range f.options.observers {
		f.observeBy(ctx, fn, e)
	}
}

func (f *function) observeBy(ctx context.Context, fn func(context.Context, Event), e Event) {
	defer func() {
		if v := recover(); v != nil && f.first("observer") {
			f.say(slog.LevelWarn, "checkpoint: an observer failed", fmt.Sprintf("the function given to Observe panicked: %v", v), "correct it")
		}
	}()
	fn(ctx, e)
}
