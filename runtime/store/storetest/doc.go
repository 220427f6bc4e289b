// Package storetest holds what every store must do, as tests to run.
//
// A driver, and likewise a store that wraps another, calls [Run] from a test
// and [Bench] from a benchmark:
//
//	func TestConformance(t *testing.T) {
//		storetest.Run(t, func(t *testing.T) store.Store { return mystore.New() })
//	}
//
// A store that is a store.Manager is tested as one.
//
// The suite holds the rules that package store numbers, as far as they can be
// seen from one process; run it with the race detector. Damage is the driver's
// own to test, since only the driver knows how to damage an entry, and so is
// sharing between processes.
//
// The package links package testing and is for tests only.
package storetest
