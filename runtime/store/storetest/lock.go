package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// The checks of store.Locker. Each has two handles of one store: Run gives it
// one handle twice, RunLocker two that were opened on their own.

// RunLocker tests that two handles of one store, as two processes have them,
// lock its keys against each other. What [Run] tests of a store.Locker, with a
// single handle, RunLocker tests with the two that open returns. They must be
// of one medium, which is empty.
func RunLocker(t *testing.T, open func(t *testing.T) (a, b store.Locker)) {
	for _, c := range lockChecks {
		t.Run(c.name, func(t *testing.T) {
			a, b := open(t)
			if err := c.run(t.Context(), a, b); err != nil {
				t.Error(err)
			}
		})
	}
}

type lockCheck struct {
	name string
	run  func(ctx context.Context, a, b store.Locker) error
}

var lockChecks = []lockCheck{
	{"LockExcludes", lockExcludes},
	{"LockContext", lockContext},
	{"LockWaits", lockWaits},
	{"LockEndsOnce", lockEndsOnce},
	{"LockKeyParts", lockKeyParts},
	{"LockHundredsNested", lockHundredsNested},
	{"LockConcurrentOneKey", lockConcurrentOneKey},
	{"LockConcurrentManyKeys", lockConcurrentManyKeys},
	{"LockLeavesEntriesAlone", lockLeavesEntriesAlone},
}

// withOne is a check of one handle, which holds nothing for a store that is no
// Locker.
func withOne(c lockCheck) check {
	return check{c.name, func(ctx context.Context, s store.Store) error {
		l, ok := s.(store.Locker)
		if !ok {
			return nil
		}
		return c.run(ctx, l, l)
	}}
}

const (
	// moment is how long is waited for what must not happen.
	moment = 20 * time.Millisecond

	// patience ends the waiting for what must happen. A context with an earlier
	// deadline ends it earlier.
	patience = time.Minute

	// nested is how many locks one caller holds at once, as a recursive
	// function does.
	nested = 400
)

// lock takes what must be free.
func lock(ctx context.Context, l store.Locker, k store.Key) (unlock func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	unlock, err = l.Lock(ctx, k)
	if err != nil {
		return nil, fmt.Errorf("Lock of what is free: %w", err)
	}
	if unlock == nil {
		return nil, errors.New("Lock returns neither unlock nor an error")
	}
	return unlock, nil
}

// relock takes what must be free, and gives it back.
func relock(ctx context.Context, l store.Locker, k store.Key) error {
	unlock, err := lock(ctx, l, k)
	if err == nil {
		unlock()
	}
	return err
}

var errUnlock = errors.New("Lock returns unlock beside an error")

// wantLocked waits a moment for what somebody has locked.
func wantLocked(ctx context.Context, l store.Locker, k store.Key) error {
	waiting, cancel := context.WithTimeout(ctx, moment)
	defer cancel()
	return wantNoLock(ctx, waiting, l, k, context.DeadlineExceeded)
}

// wantNoLock waits for what somebody has locked until waiting ends.
func wantNoLock(ctx, waiting context.Context, l store.Locker, k store.Key, want error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		unlock, err := l.Lock(waiting, k)
		switch {
		case err == nil:
			err = errors.New("the lock of a key has two holders")
		case unlock != nil:
			err = errUnlock
		case !errors.Is(err, want):
			err = fmt.Errorf("Lock returns error %v, want %v", err, want)
		default:
			err = nil
		}
		ended <- err
	}()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
		return errors.New("Lock goes on waiting although its context has ended")
	}
}

func lockExcludes(ctx context.Context, a, b store.Locker) error {
	unlock, err := lock(ctx, a, key(1))
	if err != nil {
		return err
	}
	if err := wantLocked(ctx, b, key(1)); err != nil {
		return err
	}
	if err := wantLocked(ctx, a, key(1)); err != nil {
		return fmt.Errorf("through the handle that has it: %w", err)
	}
	unlock()
	unlock, err = lock(ctx, b, key(1))
	if err != nil {
		return fmt.Errorf("after unlock: %w", err)
	}
	if err := wantLocked(ctx, a, key(1)); err != nil {
		return err
	}
	unlock()
	return relock(ctx, a, key(1))
}

func lockContext(ctx context.Context, a, b store.Locker) error {
	done, cancel := context.WithCancel(ctx)
	cancel()
	if unlock, err := a.Lock(done, key(1)); !errors.Is(err, context.Canceled) {
		return fmt.Errorf("Lock with a cancelled context returns error %v, want context.Canceled", err)
	} else if unlock != nil {
		return errUnlock
	}
	unlock, err := lock(ctx, b, key(1))
	if err != nil {
		return fmt.Errorf("after a Lock that was cancelled: %w", err)
	}
	defer unlock()
	waiting, cancel := context.WithCancel(ctx)
	defer time.AfterFunc(moment, cancel).Stop()
	if err := wantNoLock(ctx, waiting, a, key(1), context.Canceled); err != nil {
		return err
	}
	if err := wantLocked(ctx, a, key(1)); err != nil {
		return err
	}
	unlock()
	if err := relock(ctx, b, key(1)); err != nil {
		return fmt.Errorf("those who waited have left: %w", err)
	}
	return nil
}

// lockWaits has one handle wait for the other.
func lockWaits(ctx context.Context, a, b store.Locker) error {
	unlock, err := lock(ctx, a, key(1))
	if err != nil {
		return err
	}
	var given atomic.Bool
	got := make(chan error, 1)
	go func() {
		unlock, err := lock(ctx, b, key(1))
		if err == nil && !given.Load() {
			err = errors.New("the lock of a key has two holders")
		}
		if unlock != nil {
			unlock()
		}
		got <- err
	}()
	time.Sleep(moment) // so that it waits, most likely
	given.Store(true)
	unlock()
	if err := <-got; err != nil {
		return fmt.Errorf("waiting for a holder: %w", err)
	}
	return relock(ctx, a, key(1))
}

// lockEndsOnce calls unlock again when somebody else has the lock.
func lockEndsOnce(ctx context.Context, a, b store.Locker) error {
	unlock, err := lock(ctx, a, key(1))
	if err != nil {
		return err
	}
	unlock()
	unlock()
	for _, l := range []store.Locker{b, a} {
		next, err := lock(ctx, l, key(1))
		if err != nil {
			return fmt.Errorf("after unlocking twice: %w", err)
		}
		unlock()
		if err := wantLocked(ctx, b, key(1)); err != nil {
			return fmt.Errorf("after unlock was called for a lock that was given back before: %w", err)
		}
		next()
	}
	return nil
}

// lockKeyParts holds keys that differ in one part, and in one bit of it.
func lockKeyParts(ctx context.Context, a, b store.Locker) error {
	base := key(0)
	keys := []store.Key{base}
	for i := range 32 {
		k := base
		k.Identity[i] ^= 1
		keys = append(keys, k)
		k = base
		k.Call[i] ^= 0x80
		keys = append(keys, k)
	}
	k := base
	k.Function += "1"
	keys = append(keys, k)
	k = base
	k.Identity, k.Call = base.Call, base.Identity
	keys = append(keys, k)
	for i, k := range keys {
		l := a
		if i%2 == 1 {
			l = b
		}
		unlock, err := lock(ctx, l, k)
		if err != nil {
			return fmt.Errorf("while a neighbour is locked: %w", err)
		}
		defer unlock()
	}
	return nil
}

// lockHundredsNested holds hundreds of locks at once and gives them back from
// the last to the first, as a recursive function does.
func lockHundredsNested(ctx context.Context, a, b store.Locker) error {
	var unlocks []func()
	for i := range nested {
		unlock, err := lock(ctx, a, key(i))
		if err != nil {
			return fmt.Errorf("while %d others are held: %w", i, err)
		}
		unlocks = append(unlocks, unlock)
	}
	for i := nested - 1; i >= 0; i-- {
		switch i {
		case nested - 1, nested / 2, 0:
			if err := wantLocked(ctx, b, key(i)); err != nil {
				return fmt.Errorf("of %d, after %d were given back: %w", nested, nested-1-i, err)
			}
		}
		unlocks[i]()
		if err := relock(ctx, b, key(i)); err != nil {
			return fmt.Errorf("while %d others are held: %w", i, err)
		}
	}
	return nil
}

// lockConcurrentOneKey has many callers at one key: all have their turn, and no
// two at once.
func lockConcurrentOneKey(ctx context.Context, a, b store.Locker) error {
	var inside, turns atomic.Int32
	var g group
	const callers, rounds = 4, 10
	for _, l := range []store.Locker{a, b} {
		for range callers {
			g.Repeat(rounds, func() error {
				unlock, err := lock(ctx, l, key(1))
				if err != nil {
					return err
				}
				defer unlock()
				inside.Add(1)
				defer inside.Add(-1)
				if err := wantAbsent(ctx, l, key(1)); err != nil { // as who has the lock asks once more
					return err
				}
				if n := inside.Load(); n != 1 {
					return fmt.Errorf("the lock of a key has %d holders", n)
				}
				turns.Add(1)
				return nil
			})
		}
	}
	if err := g.Wait(); err != nil {
		return err
	}
	if n := turns.Load(); n != 2*callers*rounds {
		return fmt.Errorf("%d turns, want %d", n, 2*callers*rounds)
	}
	return nil
}

// lockConcurrentManyKeys has every caller nest locks of its own: none waits for
// another, as one that is held throughout shows.
func lockConcurrentManyKeys(ctx context.Context, a, b store.Locker) error {
	unlock, err := lock(ctx, a, key(-1))
	if err != nil {
		return err
	}
	defer unlock()
	var g group
	for i := range 8 {
		l := a
		if i%2 == 1 {
			l = b
		}
		g.Repeat(10, func() error {
			for depth := range 5 {
				k := key(i)
				k.Identity[1] = byte(depth)
				unlock, err := lock(ctx, l, k)
				if err != nil {
					return err
				}
				defer unlock()
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return wantLocked(ctx, b, key(-1))
}

// lockLeavesEntriesAlone uses and removes the entry of a key that another has
// locked: locks are advisory, and nothing that removes entries takes them along.
func lockLeavesEntriesAlone(ctx context.Context, a, b store.Locker) error {
	unlock, err := lock(ctx, a, key(1))
	if err != nil {
		return err
	}
	if err := wantAbsent(ctx, b, key(1)); err != nil {
		return fmt.Errorf("of a key that is locked: %w", err)
	}
	for _, l := range []store.Locker{b, a} {
		if err := putGet(ctx, l, key(1), entry(1, 100)); err != nil {
			return fmt.Errorf("of a key that is locked: %w", err)
		}
		if m, ok := l.(store.Manager); ok {
			n := 0
			for i, err := range m.Entries(ctx, key(1).Function) {
				if err != nil {
					return err
				}
				if i.Key == key(1) {
					n++
				}
			}
			if n != 1 {
				return fmt.Errorf("Entries yields the entry of a key that is locked %d times", n)
			}
			if n, err := m.Remove(ctx, key(1).Function, func(store.Info) bool { return true }); n != 1 || err != nil {
				return fmt.Errorf("Remove of a key that is locked: %d, %v", n, err)
			}
		}
		if err := l.Delete(ctx, key(1)); err != nil {
			return err
		}
		if err := wantAbsent(ctx, l, key(1)); err != nil {
			return fmt.Errorf("removed, of a key that is locked: %w", err)
		}
		if err := wantLocked(ctx, b, key(1)); err != nil {
			return fmt.Errorf("after its entry was removed: %w", err)
		}
	}
	unlock()
	return relock(ctx, b, key(1))
}
