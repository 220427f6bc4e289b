// Package storetest holds what every store must do, as tests to run.
//
// A driver, and likewise a store that wraps another, calls [Run] from a test
// and [Bench] from a benchmark:
//
//	func TestConformance(t *testing.T) {
//		storetest.Run(t, func(t *testing.T) store.Store { return mystore.New() })
//	}
//
// A store that is a store.Manager, a store.Locker, or both is tested as what it
// is. A Locker should pass [RunLocker] too, which takes two handles of one store:
//
//	func TestLocks(t *testing.T) {
//		storetest.RunLocker(t, func(t *testing.T) (a, b store.Locker) {
//			dir := t.TempDir()
//			return mystore.Open(dir), mystore.Open(dir)
//		})
//	}
//
// The suite holds the rules that package store numbers, as far as they can be
// seen from one process; run it with the race detector. Damage is the driver's
// own to test, since only the driver knows how to damage an entry, and so is
// what takes other processes: sharing, and locks that end with a process.
//
// The package links package testing and is for tests only.
package storetest
