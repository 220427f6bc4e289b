package checkpoint

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// The levels of Verbosity.
const (
	verboseComputed   = 1
	verboseRemembered = 2
)

// Verbosity says how much is told to the function's [Logger], at level Info:
//
//	0  nothing but what goes wrong, which is always told; the default
//	1  also each call that was computed, with why and how long it took
//	2  also each call that was remembered, with what it saved
//
// Calls that run uncached, by When or for a cause that is told at another
// place, are none of these. The environment's CHECKPOINT_LOG, if set, goes
// before: with the same numbers, it holds for all functions, and tells to
// standard error.
//
// Verbosity panics for any other n.
func Verbosity(n int) Option {
	if n < 0 || n > verboseRemembered {
		panic(fmt.Sprintf("checkpoint: Verbosity(%d): there are 0, 1 and 2", n))
	}
	return optionFunc(func(o *options) { o.verbosity = n })
}

// toStderr is where CHECKPOINT_LOG sends what there is to tell.
var toStderr = sync.OnceValue(func() *slog.Logger { return slog.New(slog.NewTextHandler(os.Stderr, nil)) })

// attention is what a function's calls are given beside results: who is told of them,
// and how many are verified.
type attention struct {
	verbosity int          // of CHECKPOINT_LOG, or else of Verbosity
	listener  *slog.Logger // who is told of calls, nil: the function's own logger
	watched   bool         // somebody is told of calls
	fraction  float64      // of hits that are verified
}

// attention is decided by the first call.
func (f *function) attention() *attention {
	if a := f.attended.Load(); a != nil {
		return a
	}
	a := new(attention)
	f.listen(a)
	f.verifying(a)
	f.attended.CompareAndSwap(nil, a)
	return f.attended.Load()
}

// listen decides what is told of f's calls, and to whom.
func (f *function) listen(a *attention) {
	a.verbosity = f.options.verbosity
	switch level := f.env.getenv("CHECKPOINT_LOG"); level {
	case "":
	case "0", "1", "2":
		a.verbosity = int(level[0] - '0')
		a.listener = f.env.stderr()
	default:
		if f.env.once("CHECKPOINT_LOG") {
			f.say(slog.LevelWarn, "checkpoint: CHECKPOINT_LOG has no effect", fmt.Sprintf("it is %q", level), "set it to 0, 1 or 2")
		}
	}
	a.watched = a.verbosity > 0 || len(f.options.observers) > 0
}

// remember counts a call that was answered without computing, and tells it.
func (f *function) remember(ctx context.Context, key *store.Key, cost time.Duration, start moment) {
	f.stats.remembered.Add(1)
	f.stats.saved.Add(int64(cost))
	if !f.attention().watched {
		return
	}
	took := start.since()
	saved := max(cost-took, 0)
	f.observe(ctx, Event{Kind: EventHit, Key: *key, Took: took, Saved: saved})
	if f.attention().verbosity >= verboseRemembered {
		f.tell("checkpoint: remembered", slog.Duration("took", took), slog.Duration("saved", saved))
	}
}

// missed tells of a call that the function ran for, and why it had to.
func (f *function) missed(ctx context.Context, key store.Key, why string, took time.Duration, err error) {
	if !f.attention().watched {
		return
	}
	f.observe(ctx, Event{Kind: EventMiss, Key: key, Cause: why, Took: took, Err: err})
	if f.attention().verbosity < verboseComputed {
		return
	}
	attrs := []slog.Attr{slog.String("cause", why), slog.Duration("took", took)}
	if err != nil {
		attrs = append(attrs, slog.String("error", err.Error()))
	}
	f.tell("checkpoint: computed", attrs...)
}

func (f *function) tell(msg string, attrs ...slog.Attr) {
	logger := f.attention().listener
	if logger == nil {
		logger = f.logger()
	}
	attrs = append([]slog.Attr{slog.String("func", f.id)}, attrs...)
	logger.LogAttrs(context.Background(), slog.LevelInfo, msg, attrs...)
}
