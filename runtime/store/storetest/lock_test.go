package storetest

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/gocheckpoint/checkpoint/runtime/store"
	"github.com/gocheckpoint/checkpoint/runtime/store/memstore"
)

// A medium is what two handles share: entries, and a lock for each key.
type medium struct {
	*memstore.Store
	mu      sync.Mutex
	held    map[store.Key]chan struct{} // closed when the lock is given back
	heirs   map[store.Key]bool          // who get the lock next, and never give it back
	waiting chan struct{}               // closed when somebody waits
	waits   sync.Once
}

func newMedium() *medium {
	return &medium{
		Store:   memstore.New(),
		held:    make(map[store.Key]chan struct{}),
		heirs:   make(map[store.Key]bool),
		waiting: make(chan struct{}),
	}
}

// take takes a lock, or returns what is closed when it may be free.
func (m *medium) take(k store.Key) (busy <-chan struct{}) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if c := m.held[k]; c != nil {
		return c
	}
	m.held[k] = make(chan struct{})
	return nil
}

func (m *medium) give(k store.Key) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if c := m.held[k]; c != nil && !m.heirs[k] {
		delete(m.held, k)
		close(c)
	}
}

// lock is how a Locker locks.
func (m *medium) lock(ctx context.Context, k store.Key) (func(), error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for busy := m.take(k); busy != nil; busy = m.take(k) {
		select {
		case <-busy:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return sync.OnceFunc(func() { m.give(k) }), nil
}

// A lockHandle is one of those on a medium. Its fault is another way to lock,
// or spoils another operation.
type lockHandle struct {
	*medium
	fault lockFault
	mine  map[store.Key]bool // what "is reentrant" knows to be its own
}

type lockFault struct {
	lock   func(h lockHandle, ctx context.Context, k store.Key) (func(), error)
	key    func(store.Key) store.Key                            // of the lock
	put    func(h lockHandle, ctx context.Context, k store.Key) // before Put
	delete func(h lockHandle, ctx context.Context, k store.Key) // before Delete
	remove func(h lockHandle, ctx context.Context, name string) // before Remove
	exists func(h lockHandle, ctx context.Context, k store.Key) // before Exists
}

func (h lockHandle) Lock(ctx context.Context, k store.Key) (func(), error) {
	if h.fault.key != nil {
		k = h.fault.key(k)
	}
	if h.fault.lock != nil {
		return h.fault.lock(h, ctx, k)
	}
	return h.lock(ctx, k)
}

func (h lockHandle) Put(ctx context.Context, k store.Key, e store.Entry) error {
	if h.fault.put != nil {
		h.fault.put(h, ctx, k)
	}
	return h.medium.Put(ctx, k, e)
}

func (h lockHandle) Delete(ctx context.Context, k store.Key) error {
	if h.fault.delete != nil {
		h.fault.delete(h, ctx, k)
	}
	return h.medium.Delete(ctx, k)
}

func (h lockHandle) Remove(ctx context.Context, function string, drop func(store.Info) bool) (int, error) {
	if h.fault.remove != nil {
		h.fault.remove(h, ctx, function)
	}
	return h.medium.Remove(ctx, function, drop)
}

func (h lockHandle) Exists(ctx context.Context, k store.Key) (bool, error) {
	if h.fault.exists != nil {
		h.fault.exists(h, ctx, k)
	}
	return h.medium.Exists(ctx, k)
}

func TestSoundLockersPass(t *testing.T) {
	RunLocker(t, func(*testing.T) (a, b store.Locker) {
		m := newMedium()
		return lockHandle{medium: m}, lockHandle{medium: m}
	})
	Run(t, func(*testing.T) store.Store { return lockHandle{medium: newMedium()} })
}

// excludesNobody succeeds without a lock.
func excludesNobody(_ lockHandle, ctx context.Context, _ store.Key) (func(), error) {
	return func() {}, ctx.Err()
}

// isReentrant excludes other handles only.
func isReentrant(h lockHandle, ctx context.Context, k store.Key) (func(), error) {
	if h.mine[k] && ctx.Err() == nil {
		return func() {}, nil
	}
	unlock, err := h.lock(ctx, k)
	if err != nil {
		return nil, err
	}
	h.mine[k] = true
	return func() { delete(h.mine, k); unlock() }, nil
}

// failsAtOnce does not wait.
func failsAtOnce(h lockHandle, ctx context.Context, k store.Key) (func(), error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if h.take(k) != nil {
		return nil, errors.New("somebody has it")
	}
	return sync.OnceFunc(func() { h.give(k) }), nil
}

// keeps what is given back.
func keeps(h lockHandle, ctx context.Context, k store.Key) (func(), error) {
	if _, err := h.lock(ctx, k); err != nil {
		return nil, err
	}
	return func() {}, nil
}

// givesAnothers gives back a lock whoever has it now.
func givesAnothers(h lockHandle, ctx context.Context, k store.Key) (func(), error) {
	if _, err := h.lock(ctx, k); err != nil {
		return nil, err
	}
	return func() { h.give(k) }, nil
}

// returnsBoth returns unlock beside an error.
func returnsBoth(h lockHandle, ctx context.Context, k store.Key) (func(), error) {
	unlock, err := h.lock(ctx, k)
	if err != nil {
		return func() {}, err
	}
	return unlock, nil
}

// takesFree takes what is free although the context has ended.
func takesFree(h lockHandle, ctx context.Context, k store.Key) (func(), error) {
	if h.take(k) == nil {
		return sync.OnceFunc(func() { h.give(k) }), nil
	}
	return h.lock(ctx, k)
}

// waitsOn doesn't see the context end while it waits.
func waitsOn(h lockHandle, ctx context.Context, k store.Key) (func(), error) {
	for busy := h.take(k); busy != nil; busy = h.take(k) {
		<-busy
	}
	if err := ctx.Err(); err != nil {
		h.give(k)
		return nil, err
	}
	return sync.OnceFunc(func() { h.give(k) }), nil
}

// inherits the lock when it is given back, although the context has ended.
func inherits(h lockHandle, ctx context.Context, k store.Key) (func(), error) {
	unlock, err := h.lock(ctx, k)
	if err != nil {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.heirs[k] = h.held[k] != nil
	}
	return unlock, err
}

// neverWakes when a lock is given back for which it waits. Its unlock makes sure
// that somebody does.
func neverWakes(h lockHandle, ctx context.Context, k store.Key) (func(), error) {
	if h.take(k) != nil {
		h.waits.Do(func() { close(h.waiting) })
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return sync.OnceFunc(func() { <-h.waiting; h.give(k) }), nil
}

func TestSuiteFindsEachFaultOfALocker(t *testing.T) {
	for name, test := range map[string]struct {
		fault  lockFault
		caught string
		// hangs says that the check sees the fault by waiting in vain. It is not
		// given a minute then.
		hangs bool
	}{
		"excludes nobody":                    {lockFault{lock: excludesNobody}, "LockExcludes", false},
		"excludes nobody, hundreds of times": {lockFault{lock: excludesNobody}, "LockHundredsNested", false},
		"excludes nobody among many keys":    {lockFault{lock: excludesNobody}, "LockConcurrentManyKeys", false},
		"is reentrant":                       {lockFault{lock: isReentrant}, "LockExcludes", false},
		"fails instead of waiting":           {lockFault{lock: failsAtOnce}, "LockExcludes", false},
		"keeps what is given back":           {lockFault{lock: keeps}, "LockExcludes", true},
		"keeps what is given back, nested":   {lockFault{lock: keeps}, "LockHundredsNested", true},
		"never wakes who waits":              {lockFault{lock: neverWakes}, "LockWaits", true},
		"gives back another's":               {lockFault{lock: givesAnothers}, "LockEndsOnce", false},
		"returns unlock beside an error":     {lockFault{lock: returnsBoth}, "LockContext", false},
		"takes what is free after the end":   {lockFault{lock: takesFree}, "LockContext", false},
		"waits on after the end":             {lockFault{lock: waitsOn}, "LockContext", true},
		"waits on after a deadline":          {lockFault{lock: waitsOn}, "LockExcludes", true},
		"takes what becomes free after it":   {lockFault{lock: inherits}, "LockContext", true},
		"ignores the function":               {lockFault{key: func(k store.Key) store.Key { k.Function = ""; return k }}, "LockKeyParts", true},
		"ignores the identity":               {lockFault{key: func(k store.Key) store.Key { k.Identity = [32]byte{}; return k }}, "LockKeyParts", true},
		"ignores the call":                   {lockFault{key: func(k store.Key) store.Key { k.Call = [32]byte{}; return k }}, "LockKeyParts", true},
		"shortens the call":                  {lockFault{key: func(k store.Key) store.Key { clear(k.Call[16:]); return k }}, "LockKeyParts", true},
		"has one lock for all":               {lockFault{key: func(store.Key) store.Key { return store.Key{} }}, "LockConcurrentManyKeys", true},
		"has a fixed set of locks":           {lockFault{key: func(k store.Key) store.Key { return store.Key{Call: [32]byte{k.Digest()[0]}} }}, "LockHundredsNested", true},
		"has Put give it back":               {lockFault{put: func(h lockHandle, _ context.Context, k store.Key) { h.give(k) }}, "LockLeavesEntriesAlone", false},
		"has Delete give it back":            {lockFault{delete: func(h lockHandle, _ context.Context, k store.Key) { h.give(k) }}, "LockLeavesEntriesAlone", false},
		"has Remove give it back":            {lockFault{remove: func(h lockHandle, _ context.Context, _ string) { h.give(key(1)) }}, "LockLeavesEntriesAlone", false},
		"has Put wait":                       {lockFault{put: func(h lockHandle, ctx context.Context, k store.Key) { _, _ = h.lock(ctx, k) }}, "LockLeavesEntriesAlone", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := slices.IndexFunc(lockChecks, func(c lockCheck) bool { return c.name == test.caught })
			for _, handles := range []int{1, 2} {
				ctx := t.Context()
				if test.hangs {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, 5*moment)
					defer cancel()
				}
				m := newMedium()
				a := lockHandle{m, test.fault, make(map[store.Key]bool)}
				b := lockHandle{m, test.fault, make(map[store.Key]bool)}
				if handles == 1 {
					b = a
				}
				if err := lockChecks[i].run(ctx, a, b); err == nil {
					t.Errorf("%s passes with %d handles", test.caught, handles)
				} else {
					t.Log(err)
				}
			}
		})
	}
}

func TestSuiteFindsLocksThatHandlesDontShare(t *testing.T) {
	for _, caught := range []string{"LockExcludes", "LockHundredsNested", "LockConcurrentManyKeys"} {
		i := slices.IndexFunc(lockChecks, func(c lockCheck) bool { return c.name == caught })
		a, b := lockHandle{medium: newMedium()}, lockHandle{medium: newMedium()}
		if err := lockChecks[i].run(t.Context(), a, b); err == nil {
			t.Errorf("%s passes", caught)
		}
	}
}

// However the goroutines are scheduled, two that have the lock meet: Exists lets
// the first go on when the second is there.
func TestSuiteFindsTwoHoldersAtOnce(t *testing.T) {
	met := make(chan struct{})
	var mu sync.Mutex
	here := 0
	h := lockHandle{medium: newMedium(), fault: lockFault{
		lock: excludesNobody,
		exists: func(lockHandle, context.Context, store.Key) {
			mu.Lock()
			if here++; here == 2 {
				close(met)
			}
			mu.Unlock()
			<-met
		},
	}}
	if err := lockConcurrentOneKey(t.Context(), h, h); err == nil {
		t.Error("LockConcurrentOneKey passes")
	}
}
