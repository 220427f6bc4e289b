// Package app registers functions with findings of several checks.
package app

import (
	"github.com/gocheckpoint/checkpoint/analyzer/nogo/testdata/lib"
	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

func report(rows []int) string {
	lib.Append(rows)
	return lib.Stamp()
}

func wait(done chan int) int { return 0 }

func quiet() string {
	return lib.Stamp() //checkpoint:ignore impure the day is enough
}

func unused(n int) int {
	return n //checkpoint:ignore output nothing is written
}

var (
	Report = checkpoint.Func(report, checkpoint.NoHash("rwos"))
	Wait   = checkpoint.Func(wait)
	Quiet  = checkpoint.Func(quiet)
	Unused = checkpoint.Func(unused)
)
