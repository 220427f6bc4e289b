// Package calls holds calls whose callee isn't written where they stand.
package calls

import (
	"context"
	"io"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

// Methods that an embedded interface promotes.

type Clock interface{ Now() int64 }

type system struct{}

func (system) Now() int64 { return time.Now().Unix() }

type fixed int64

func (f fixed) Now() int64 { return int64(f) }

type service struct{ Clock }

type nested struct{ *service }

func promoted(n int) int64 {
	return service{system{}}.Now() // want `^promoted reads the clock: time.Now at promoted.go:\d+, by way of system.Now$`
}

func promotedTwice(n int) int64 {
	return nested{&service{system{}}}.Now() // want `^promotedTwice reads the clock: time.Now at promoted.go:\d+, by way of system.Now$`
}

func promotedFixed(n int64) int64 { return service{fixed(n)}.Now() }

func promotedValue(n int) int64 {
	f := service{system{}}.Now // want `^promotedValue reads the clock: time.Now at promoted.go:\d+, by way of system.Now$`
	return f()
}

func promotedExpression(n int) int64 {
	f := service.Now // want `^promotedExpression reads the clock: time.Now at promoted.go:\d+, by way of system.Now$`
	return f(service{system{}})
}

// What other interface the method is called through doesn't matter: system has
// no Name, and is none.
func (service) Name() string { return "service" }

type named interface {
	Now() int64
	Name() string
}

func promotedOther(n int) int64 {
	var x named = service{system{}}
	return x.Now() // want `^promotedOther reads the clock: time.Now at promoted.go:\d+, by way of Clock.Now \(promoted.go:\d+\) → system.Now$`
}

func promotedOtherFixed(n int64) int64 {
	var x named = service{fixed(n)}
	return x.Now()
}

func promotedGiven(s service, n int) int64 {
	return s.Now() // want `^cannot determine whether promotedGiven is pure: it calls Clock.Now of its argument s, which callers decide$`
}

func promotedNested(s nested) int64 {
	return use(s) // want `^cannot determine whether promotedNested is pure: it calls Clock.Now at promoted.go:\d+, by way of use, of its argument s, which callers decide$`
}

func use(s nested) int64 { return s.Now() }

// The method that the outer type declares hides the promoted one.
type stopped struct{ Clock }

func (stopped) Now() int64 { return 0 }

func hidden(s stopped) int64 { return s.Now() }

type counting struct {
	io.Reader
	n int
}

func promotedOutside(r io.Reader) ([]byte, error) {
	return io.ReadAll(&counting{Reader: stamps{}}) // want `^promotedOutside reads the clock: time.Now at promoted.go:\d+, by way of io.Reader.Read \(io.go:\d+\) → stamps.Read$`
}

type stamps struct{}

func (stamps) Read(p []byte) (int, error) { return copy(p, time.Now().String()), io.EOF }

type request struct{ context.Context }

func promotedContext(r request) any {
	return r.Value("k") // want `^promotedContext reads a value from its context: context.Context.Value$`
}

var (
	_ = checkpoint.Func(promoted)
	_ = checkpoint.Func(promotedTwice)
	_ = checkpoint.Func(promotedFixed)
	_ = checkpoint.Func(promotedValue)
	_ = checkpoint.Func(promotedExpression)
	_ = checkpoint.Func(promotedOther)
	_ = checkpoint.Func(promotedOtherFixed)
	_ = checkpoint.Func(promotedGiven)
	_ = checkpoint.Func(promotedNested)
	_ = checkpoint.Func(hidden)
	_ = checkpoint.Func(promotedOutside)
	_ = checkpoint.Func(promotedContext)
)
