// Program has interfaces of its own, which nobody else can implement, and
// variables that nobody else can set.
package main

import (
	"fmt"
	"io"
	"os"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	"github.com/gocheckpoint/checkpoint/testdata/src/impure/lib"
)

type Source interface{ Size() int }

type constant int

func (c constant) Size() int { return int(c) }

type environment string

func (e environment) Size() int { return len(os.Getenv(string(e))) }

type Shape interface{ Area() int }

type square int

func (s square) Area() int { return int(s * s) }

// Hook is set by nobody.
var Hook func(int) int

func sizeOf(s Source) int {
	return s.Size() // want `^sizeOf reads the environment: os.Getenv at main.go:\d+, by way of environment.Size$`
}

func areaOf(s Shape) int { return s.Area() }

func hooked(n int) int {
	if Hook != nil {
		n = Hook(n)
	}
	return n
}

// Others implement an interface of the library, and set another package's variable.

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func firstOf(r io.Reader) (byte, error) {
	p := make([]byte, 1)
	_, err := r.Read(p) // want `^cannot determine whether firstOf is pure: it calls io.Reader.Read of its argument r, which callers decide$`
	return p[0], err
}

func notified(n int) int {
	return lib.Notify(n) // want `^cannot determine whether notified is pure: it calls a function at lib.go:\d+, by way of lib.Notify, of variable lib.OnNotify, which other packages may set$`
}

func shown(s fmt.Stringer) string {
	return "<" + s.String() + ">"
}

var (
	Size   = checkpoint.Func(sizeOf)
	Area   = checkpoint.Func(areaOf)
	Hooked = checkpoint.Func(hooked)
	Shown  = checkpoint.Func(shown)
	First  = checkpoint.Func(firstOf)
	Notify = checkpoint.Func(notified)
)

func main() {
	_, _ = First.Call(zeros{})
	fmt.Println(Size.Call(constant(1)), Size.Call(environment("HOME")), Area.Call(square(2)), Hooked.Call(1), Shown, Notify)
}
