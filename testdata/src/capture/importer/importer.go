// Package importer assigns variables that functions of lib read which lib
// registers.
package importer

import "github.com/gocheckpoint/checkpoint/testdata/src/capture/importer/lib"

func init() {
	lib.Rate = 5 // want `^init assigns lib.Rate, which the registered function lib.price reads \(lib.go:\d+\): annotate it with //checkpoint:capture or //checkpoint:nohash$`
}

// SetUp is run by programs.
func SetUp(n int) {
	lib.Scale = float64(n) // want `^SetUp assigns lib.Scale, which the registered function lib.price reads \(lib.go:\d+\)`
	lib.Scale = 1          // the first says it
	lib.Unread = n
	lib.Known = n // lib tells of a writer of its own
	lib.Captured = n
	lib.Ignored = n
	lib.All = n
	fill(lib.Table) // want `^SetUp changes lib.Table, which the registered function lib.price reads`
}

func fill(m map[string]int) { m["x"] = 1 }

// Double reads only.
func Double() int { return 2 * lib.Rate }
