// Package capture holds what the capture check flags and what it doesn't.
package capture

import (
	"errors"
	"flag"
	"log/slog"
	"sync"
	"sync/atomic"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	"github.com/gocheckpoint/checkpoint/testdata/src/capture/lib"
)

var threshold = 0.5

func SetThreshold(t float64) { threshold = t }

func direct(f float64) bool {
	return f > threshold // want `^direct reads threshold, which SetThreshold assigns \(capture.go:\d+\): annotate it with //checkpoint:capture or //checkpoint:nohash$`
}

func deep(f float64) bool {
	return helper(f) // want `^deep reads threshold at capture.go:\d+, by way of helper, which SetThreshold assigns \(capture.go:\d+\): annotate`
}

func helper(f float64) bool { return f > threshold }

func across(f float64) float64 {
	return lib.Round(f) // want `across reads lib.Tolerance at lib.go:10, by way of lib.Round, which lib.SetTolerance assigns \(lib.go:8\): annotate`
}

func cached(k string) string {
	return lib.Cached(k) // want `cached reads lib.cache at lib.go:26, by way of lib.Cached, which lib.Cached changes \(lib.go:29\): annotate`
}

func throughCallee(n int) int {
	return lib.Rate() * n // want `throughCallee reads lib.config at lib.go:\d+, by way of lib.Rate, which lib.Configure changes \(lib.go:\d+\): annotate`
}

// A literal that others call, and a function that others than init call.

var total int

var level int

func CountUp(n int) { repeat(n, func() { total++ }) }

func repeat(n int, f func()) {
	for range n {
		f()
	}
}

func init() { setLevel(1) }

func setLevel(n int) { level = n }

func Reset() { setLevel(0) }

func counted(n int) int {
	return n + total + // want `^counted reads total, which CountUp assigns \(capture.go:\d+\): annotate`
		level // want `^counted reads level, which setLevel assigns \(capture.go:\d+\): annotate`
}

var limit int

var limitOnce sync.Once

func limited(n int) int {
	limitOnce.Do(func() { limit = n }) // of the first call
	return limit                       // want `^limited reads limit, which limited assigns \(capture.go:\d+\): annotate`
}

var verbose bool

func init() { flag.BoolVar(&verbose, "v", false, "") }

func flagged(n int) int {
	if verbose { // want `flagged reads verbose, which init binds to a flag \(capture.go:\d+\): annotate`
		n++
	}
	return n
}

var (
	rates = map[string]int{"a": 1}
	order []string
)

func Register(name string) {
	rates[name] = 1
	order = append(order, name)
}

func lookup(name string) int {
	return rates[name] + len(order) // want `lookup reads rates, which Register assigns` `lookup reads order, which Register assigns`
}

var current func(int) int = double

func double(n int) int { return 2 * n }

func Use(f func(int) int) { current = f }

func calls(n int) int {
	return current(n) // want `^calls reads current, which Use assigns \(capture.go:\d+\): annotate it with //checkpoint:nohash if it is without influence, as it cannot be captured: it is func\(int\) int$`
}

var (
	_ = checkpoint.Func(direct)
	_ = checkpoint.Func(deep)
	_ = checkpoint.Func(across)
	_ = checkpoint.Func(cached)
	_ = checkpoint.Func(counted)
	_ = checkpoint.Func(limited)
	_ = checkpoint.Func(throughCallee)
	_ = checkpoint.Func(flagged)
	_ = checkpoint.Func(lookup)
	_ = checkpoint.Func(calls)
)

// What is fine.

var constant = 3

var initialized map[string]int

func init() {
	initialized = map[string]int{}
	initialized["a"] = constant
	fillOnce()
}

var filled []int

func fillOnce() { filled = append(filled, 1) }

var (
	once sync.Once
	lazy []int
)

func table() []int {
	once.Do(func() { lazy = []int{1, 2} })
	return lazy
}

var (
	onceNamed sync.Once
	named     []int
)

func build() { named = []int{3} }

func namedTable() []int {
	onceNamed.Do(build)
	return named
}

//checkpoint:capture
var captured = 1

func SetCaptured(n int) { captured = n }

//checkpoint:nohash
var counter int

var (
	mu     sync.Mutex
	hits   atomic.Int64
	errBad = errors.New("bad")
	logger = slog.Default()
)

func SetLogger(l *slog.Logger) { logger = l }

func fine(n int) (int, error) {
	mu.Lock()
	defer mu.Unlock()
	hits.Add(1)
	counter++
	logger.Info("fine", "n", n+counter)
	if n < 0 {
		return 0, errBad
	}
	return n + constant + initialized["a"] + len(filled) + len(table()) + len(namedTable()) + captured + len(lib.Unit()), nil
}

// A local that holds the variable's value is assigned, not the variable.
func chosen(n int) int {
	best := constant
	if n > 1 {
		best = n
	}
	return best + firstID + copied + func() int { return later() }() // want `chosen reads nextID at capture.go:\d+, by way of variable later, which NewID assigns`
}

var nextID int

func NewID() int { nextID++; return nextID }

// What an initializer read is settled when anything is called.
var firstID = NewID()

var copied = func() int { return nextID }()

var later = func() int { return nextID }

func ignored(f float64) bool {
	return f > threshold //checkpoint:ignore capture it is set before anything runs
}

var (
	_ = checkpoint.Func(fine)
	_ = checkpoint.Func(chosen)
	_ = checkpoint.Func(ignored)
)

//checkpoint:capture // want `directive //checkpoint:capture annotates unread, which nothing reads: remove it`
var unread = 1

//checkpoint:nohash // want `directive //checkpoint:nohash annotates onlyWritten, which nothing reads: remove it`
var onlyWritten = 1

func write() { onlyWritten = 2 }
