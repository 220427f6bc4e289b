package calls

import (
	"os"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	"github.com/gocheckpoint/checkpoint/testdata/src/impure/lib"
)

// Methods of a generic type call those of its type arguments.

type box[C interface{ Now() int64 }] struct{ c C }

func (b box[C]) get() int64 { return b.c.Now() }

type pair[A, B interface{ Now() int64 }] struct {
	a box[A]
	b box[B]
}

func (p pair[A, B]) sum() int64 { return p.a.get() + p.b.get() }

func ofType(n int) int64 {
	return box[system]{}.get() // want `^ofType reads the clock: time.Now at promoted.go:\d+, by way of box\[C\].get \(generic.go:\d+\) → system.Now$`
}

func ofFixed(n int64) int64 { return box[fixed]{fixed(n)}.get() }

func ofPair(n int) int64 {
	var p pair[fixed, system]
	return p.sum() // want `^ofPair reads the clock: time.Now at promoted.go:\d+, by way of pair\[A, B\].sum \(generic.go:\d+\) → box\[C\].get \(generic.go:\d+\) → system.Now$`
}

// The type argument is spelt elsewhere.
type holder struct{ box box[system] }

func ofField(h holder) int64 {
	return h.box.get() // want `^ofField reads the clock: time.Now at promoted.go:\d+, by way of box\[C\].get \(generic.go:\d+\) → system.Now$`
}

func ofMethodValue(h holder) int64 {
	f := h.box.get // want `^ofMethodValue reads the clock: time.Now at promoted.go:\d+, by way of box\[C\].get \(generic.go:\d+\) → system.Now$`
	return f()
}

// Values become interfaces where several are passed, assigned and listed.

func both(n int) (system, int) { return system{}, n }

func tell(c Clock, n int) int64 { return c.Now() }

func passedOn(n int) int64 {
	return tell(both(n)) // want `^passedOn reads the clock: time.Now at promoted.go:\d+, by way of tell \(generic.go:\d+\) → system.Now$`
}

func assigned(n int) int64 {
	var c Clock
	c, n = both(n)
	return c.Now() // want `^assigned reads the clock: time.Now at promoted.go:\d+, by way of system.Now$`
}

func listed(n int) int64 {
	list := [...]Clock{system{}, fixed(n)}
	return list[n].Now() // want `^listed reads the clock: time.Now at promoted.go:\d+, by way of system.Now$`
}

func converted(n int) int64 {
	return Clock(system{}).Now() // want `^converted reads the clock: time.Now at promoted.go:\d+, by way of system.Now$`
}

func fromReturn(n int) int64 {
	c, _ := asClock(n)
	return c.Now() // want `^fromReturn reads the clock: time.Now at promoted.go:\d+, by way of system.Now$`
}

func asClock(n int) (Clock, int) { return both(n) }

func sent(n int) int64 {
	c := make(chan Clock, 1)
	c <- system{}
	return (<-c).Now() // want `^sent reads the clock: time.Now at promoted.go:\d+, by way of system.Now$`
}

func elided(n int) int64 {
	list := []*service{{system{}}}
	return list[0].Clock.Now() // want `^elided reads the clock: time.Now at promoted.go:\d+, by way of system.Now$`
}

type key string

func (k key) Key() string { return string(k) + os.Getenv("KEY") }

type plainKey string

func (k plainKey) Key() string { return string(k) }

func ofSet(s string) []string {
	var set lib.Set[key]
	set.Add(key(s))
	return set.Keys() // want `^ofSet reads the environment: os.Getenv at generic.go:\d+, by way of lib.Set\[T\].Keys \(lib.go:\d+\) → key.Key$`
}

func ofPlainSet(s string) []string {
	var set lib.Set[plainKey]
	set.Add(plainKey(s))
	return set.Keys()
}

var (
	_ = checkpoint.Func(ofType)
	_ = checkpoint.Func(ofFixed)
	_ = checkpoint.Func(ofPair)
	_ = checkpoint.Func(ofField)
	_ = checkpoint.Func(ofMethodValue)
	_ = checkpoint.Func(passedOn)
	_ = checkpoint.Func(assigned)
	_ = checkpoint.Func(listed)
	_ = checkpoint.Func(converted)
	_ = checkpoint.Func(fromReturn)
	_ = checkpoint.Func(sent)
	_ = checkpoint.Func(elided)
	_ = checkpoint.Func(ofSet)
	_ = checkpoint.Func(ofPlainSet)
)
