// Package declared calls functions that directives tell about.
package declared

import (
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	"github.com/gocheckpoint/checkpoint/testdata/src/impure/declared/lib"
)

func remembers(n int) int { return lib.Memo(n) }

func asks(n int) int {
	return n + lib.Temperature() // want `^asks is impure: lib.Temperature at lib.go:28, by way of lib.Temperature$`
}

func draws(n int) int {
	var d lib.Device
	return n + d.Draw() // want `^draws is impure: lib.Device.Draw at lib.go:38, by way of lib.Device.Draw$`
}

func rolls(n int) int {
	var d lib.Device
	return n + d.Roll() // want `^rolls draws random numbers: rand.Int at lib.go:41, by way of lib.Device.Roll$` `^rolls reads the clock: time.Now at lib.go:41, by way of lib.Device.Roll$`
}

// own is pure by its own word, though what it calls isn't.
//
//checkpoint:pure the time is logged
func own(n int) int { return n + int(time.Now().Unix()) }

func user(n int) int { return own(n) }

// honest is impure, although nothing in it is.
//
//checkpoint:impure its callers believe so
func honest(n int) int { return n } // want `^honest is impure: declared.honest$`

var (
	_ = checkpoint.Func(remembers)
	_ = checkpoint.Func(asks)
	_ = checkpoint.Func(draws)
	_ = checkpoint.Func(rolls)
	_ = checkpoint.Func(own)
	_ = checkpoint.Func(user)
	_ = checkpoint.Func(honest)
)
