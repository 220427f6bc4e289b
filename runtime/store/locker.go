package store

import "context"

// A Locker is a store that can keep processes from computing the same call at
// the same time, where its medium is shared and the system has locks that end
// with the process. A driver need not be one: without it, equal calls of two
// processes are both computed, and the last result that is put stays. The rules
// of [Store] hold for Lock too.
//
// The locks are advisory. No operation of the store asks for one or waits for
// one: correctness never depends on them, and whoever cannot get one computes
// and puts without it. They are taken on a miss, before the store is asked once
// more whether somebody else has put the entry meanwhile, and given back after
// the result was put.
type Locker interface {
	Store

	// Lock waits until the caller has the lock of k, and returns what gives it
	// back; or until ctx ends, and returns the context's error; or fails, if
	// the medium has no locks to give or cannot be written to: then it is
	// likely to fail for every key, which is worth saying once. After an error
	// the caller has no lock, and unlock is nil.
	//
	// At any time a key's lock has one holder at most, among all processes and
	// all Stores on the same medium. It isn't reentrant: a second Lock of a key
	// waits like anybody's, also through the same Store and in the same
	// goroutine, which then waits for itself. Locks of different keys are
	// independent; a driver may let two keys share a lock only where that is as
	// unlikely as a collision of their hashes, and then delays one of them.
	//
	// unlock may be called in any goroutine. Calls after the first do nothing.
	// When a process ends, however it does, the system gives back its locks.
	//
	// Computing one result may need others, so a caller may hold any number of
	// locks, hundreds in a recursive function. Nobody controls their order:
	// while one process holds A and waits for B, another may hold B and wait
	// for A. No driver detects that. Therefore the context must end the wait
	// within bounds, also where the call that is computed has none.
	Lock(ctx context.Context, k Key) (unlock func(), err error)
}
