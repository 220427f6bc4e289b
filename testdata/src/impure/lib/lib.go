// Package lib is imported by the fixture impure.
package lib

import (
	"os"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

func Stamp() int64 { return time.Now().Unix() }

func Deep() int64 { return Stamp() }

// Exempt is silenced where it happens, for all that reach it.
func Exempt() int64 {
	return time.Now().Unix() //checkpoint:ignore impure the caller rounds it away
}

var start = time.Now()

// Uptime reads a variable that begins with the clock.
func Uptime() time.Time { return start }

type Clock interface{ Now() int64 }

type System struct{}

func (System) Now() int64 { return time.Now().UnixNano() }

type Fixed struct{ T int64 }

func (f Fixed) Now() int64 { return f.T }

func Default() Clock { return System{} }

// Map is generic.
func Map[T, U any](list []T, f func(T) U) []U {
	var out []U
	for _, v := range list {
		out = append(out, f(v))
	}
	return out
}

type Ordered interface{ Rank() int }

// Best calls a method of its type parameter.
func Best[T Ordered](list []T) (best T) {
	for _, v := range list {
		if v.Rank() > best.Rank() {
			best = v
		}
	}
	return best
}

// Load is remembered by what the file holds.
var Load = checkpoint.Func(load, checkpoint.HashBy("path", checkpoint.FileContent))

func load(path string) (string, error) {
	data, err := os.ReadFile(path)
	return string(data), err
}

// Unsorted leaves sorting to its callers.
func Unsorted(m map[string]int) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	return keys
}

// Set is a generic type that calls a method of its type parameter.
type Set[T interface{ Key() string }] struct{ items []T }

func (s *Set[T]) Add(t T) { s.items = append(s.items, t) }

func (s *Set[T]) Keys() (keys []string) {
	for _, t := range s.items {
		keys = append(keys, t.Key())
	}
	return keys
}

// OnNotify is set by other packages.
var OnNotify func(n, m int, s string) int

func Notify(n int) int { return OnNotify(n, n, "") }
