// Package instances registers instances of generic functions: what several of
// them do at one place is one finding.
package instances

import "github.com/gocheckpoint/checkpoint/runtime/checkpoint"

var rate = 1

func SetRate(n int) { rate = n }

func read[T any](list []T) int {
	return len(list) * rate // want `^read\[int\] reads rate, which SetRate assigns`
}

func readAll[T any](list []T) int {
	return twice(list) // want `^readAll\[int\] reads rate at instances.go:\d+, by way of twice, which SetRate assigns`
}

func twice[T any](list []T) int { return 2 * len(list) * rate }

func again(n int) int {
	return n * rate // want `^again reads rate, which SetRate assigns`
}

type set[T any] []T

func (s set[T]) size() int {
	return len(s) * rate // want `^set\[int\].size reads rate, which SetRate assigns`
}

// Two functions that do the same are two findings.
func one(n int) int { return n * rate } // want `^one reads rate, which SetRate assigns`
func two(n int) int { return n * rate } // want `^two reads rate, which SetRate assigns`

var (
	_ = checkpoint.Func(read[int])
	_ = checkpoint.Func(read[string])
	_ = checkpoint.Func(readAll[int])
	_ = checkpoint.Func(readAll[string])
	_ = checkpoint.Func(again)
	_ = checkpoint.Func(again)
	_ = checkpoint.Func(set[int].size)
	_ = checkpoint.Func(set[string].size)
	_ = checkpoint.Func(one)
	_ = checkpoint.Func(two)
)
