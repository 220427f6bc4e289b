package checkpoint

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// LockWait says for how long a call that has to be computed waits for another
// process that is computing an equal one, where the store can lock
// ([store.Locker], as the default store can): then it computes, too. 0 doesn't
// wait. The default is a minute; for computations that take longer, give more.
//
// Whoever dies lets go. The wait is bounded as calls within calls hold several
// locks at once: two processes could wait for each other.
//
// A layer ([Over]) takes no locks: the handle below does. LockWait panics if d is
// negative.
func LockWait(d time.Duration) Option {
	if d < 0 {
		panic(fmt.Sprintf("checkpoint: LockWait(%v): give it a positive duration, or 0 for none", d))
	}
	return optionFunc(func(o *options) { o.lockWait = &d })
}

const defaultLockWait = time.Minute

// maxLocks is how many locks a process holds at a time. Systems look through all that
// are held for each that is taken, so that a recursion of tens of thousands of levels
// would spend its time there.
const maxLocks = 4096

// shortWait is how long getting a lock that nobody has may take.
const shortWait = time.Millisecond

// exclude keeps other processes from computing the call until unlock, as far as
// the store can and they wait (rule C10 of the package comment).
func (f *function) exclude(ctx context.Context, key store.Key) (unlock func()) {
	none := func() {}
	l, ok := f.store().(store.Locker)
	bound := defaultLockWait
	if f.options.lockWait != nil {
		bound = *f.options.lockWait
	}
	if !ok || bound == 0 || f.inner != nil { // what is below a layer locks, perhaps in the same store
		return none
	}
	if f.env.locks.Add(1) > maxLocks {
		f.env.locks.Add(-1)
		return none
	}
	held := false
	defer func() {
		if !held {
			f.env.locks.Add(-1)
		}
	}()
	start := now()
	bounded, cancel := context.WithTimeout(ctx, bound)
	defer cancel()
	release, err := lock(bounded, l, key)
	if took := start.since(); took >= shortWait {
		f.observe(ctx, Event{Kind: EventWait, Key: key, Cause: waitProcess, Took: took})
	}
	switch {
	case err == nil:
		held = true
		return func() {
			defer f.env.locks.Add(-1)
			release()
		}
	case ctx.Err() != nil: // the function will say it
	case errors.Is(err, context.DeadlineExceeded):
		f.say(slog.LevelWarn, "checkpoint: a call is computed that another process computes as well",
			fmt.Sprintf("waited for %v", bound), "if it takes so long, give LockWait a longer time")
	default:
		f.observe(ctx, Event{Kind: EventFailure, Key: key, Err: err})
		if f.first("lock") {
			f.say(slog.LevelWarn, "checkpoint: the store cannot lock: processes may compute the same at one time", err.Error(), "")
		}
	}
	return none
}

func lock(ctx context.Context, l store.Locker, key store.Key) (unlock func(), err error) {
	defer recovered(&err)
	return l.Lock(ctx, key)
}
