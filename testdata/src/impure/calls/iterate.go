package calls

import (
	"iter"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

// Loops over functions, and functions that other code calls.

func ticks(yield func(int64) bool) { yield(time.Now().Unix()) }

func sequence() iter.Seq[int64] {
	return func(y func(n int64) bool) { y(time.Now().Unix()) }
}

func counts(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

type collection struct{}

func (collection) All(yield func(int64) bool) { yield(time.Now().Unix()) }

type series interface{ All(yield func(int64) bool) }

func overFunction(n int) (t int64) {
	for x := range ticks { // want `^overFunction reads the clock: time.Now at iterate.go:\d+, by way of ticks$`
		t += x
	}
	return t
}

func overCall(n int) (t int64) {
	for x := range sequence() { // want `^overCall reads the clock: time.Now at iterate.go:\d+, by way of sequence$`
		t += x
	}
	return t
}

func serves(n int) int {
	var h http.Handler = http.HandlerFunc(stamps2) // want `^serves reads the clock: time.Now at iterate.go:\d+, by way of stamps2$`
	h.ServeHTTP(nil, nil)
	return n
}

func stamps2(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte(time.Now().String())) }

func overMethod(n int) (t int64) {
	var c collection
	for x := range c.All { // want `^overMethod reads the clock: time.Now at iterate.go:\d+, by way of collection.All$`
		t += x
	}
	return t
}

func overInterface(n int) (t int64) {
	var s series = collection{}
	for x := range s.All { // want `^overInterface reads the clock: time.Now at iterate.go:\d+, by way of collection.All$`
		t += x
	}
	return t
}

func overLiteral(n int) (t int64) {
	seq := func(yield func(int64) bool) { yield(time.Now().Unix()) } // want `^overLiteral reads the clock: time.Now$`
	for x := range seq {
		t += x
	}
	return t
}

func overBody(n int) (t int64) {
	for range counts(n) {
		t += time.Now().Unix() // want `^overBody reads the clock: time.Now$`
	}
	return t
}

func overGiven(seq iter.Seq[int]) (t int) {
	for x := range seq { // want `^cannot determine whether overGiven is pure: it calls seq of its argument seq, which callers decide$`
		t += x
	}
	return t
}

func overCounts(n int, m map[string]int) (t int) {
	for x := range counts(n) {
		t += x
	}
	for x := range maps.Values(m) {
		t += x
	}
	return t
}

// Nothing loops over it.
func unused(n int) bool { return sequence() != nil }

func collected(n int) []int64 {
	return slices.Collect(sequence()) // want `^collected reads the clock: time.Now at iterate.go:\d+, by way of sequence$`
}

func pulled(n int) int64 {
	next, stop := iter.Pull(sequence()) // want `^pulled reads the clock: time.Now at iterate.go:\d+, by way of sequence$`
	defer stop()
	x, _ := next()
	return x
}

func collectedCounts(n int) []int { return slices.Collect(counts(n)) }

func setter(n *int64) func() { return func() { *n = time.Now().Unix() } }

func spawned(n int) (t int64) {
	var wg sync.WaitGroup
	wg.Go(setter(&t)) // want `^spawned reads the clock: time.Now at iterate.go:\d+, by way of setter$`
	wg.Wait()
	return t
}

func served(n int) (t int64) {
	h := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t = time.Now().Unix() }) // want `^served reads the clock: time.Now$`
	h.ServeHTTP(nil, nil)
	return t
}

var (
	_ = checkpoint.Func(overFunction)
	_ = checkpoint.Func(overCall)
	_ = checkpoint.Func(serves)
	_ = checkpoint.Func(overMethod)
	_ = checkpoint.Func(overInterface)
	_ = checkpoint.Func(overLiteral)
	_ = checkpoint.Func(overBody)
	_ = checkpoint.Func(overGiven)
	_ = checkpoint.Func(overCounts)
	_ = checkpoint.Func(unused)
	_ = checkpoint.Func(collected)
	_ = checkpoint.Func(pulled)
	_ = checkpoint.Func(collectedCounts)
	_ = checkpoint.Func(spawned)
	_ = checkpoint.Func(served)
)
