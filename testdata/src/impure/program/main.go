// Program has interfaces of its own, which nobody else can implement, and
// variables that nobody else can set.
package main

import (
	"fmt"
	"os"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
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

func shown(s fmt.Stringer) string {
	return "<" + s.String() + ">"
}

var (
	Size   = checkpoint.Func(sizeOf)
	Area   = checkpoint.Func(areaOf)
	Hooked = checkpoint.Func(hooked)
	Shown  = checkpoint.Func(shown)
)

func main() {
	fmt.Println(Size.Call(constant(1)), Size.Call(environment("HOME")), Area.Call(square(2)), Hooked.Call(1), Shown)
}
