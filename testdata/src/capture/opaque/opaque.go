// Opaque registers a function that calls what nobody knows: that may read
// anything.
package main

import "github.com/gocheckpoint/checkpoint/runtime/checkpoint"

//checkpoint:capture
var rate = 2

func apply(f func(int) int, n int) int { return f(n) }

var (
	_ = checkpoint.Func(apply)
	_ = checkpoint.Func(read)
)

var hooks []func()

func read() int { return len(hooks) } // want `^read reads hooks, which main assigns \(opaque.go:\d+\): annotate it with //checkpoint:nohash if it is without influence, as it cannot be captured: \[\] is func\(\)$`

func main() {
	hooks = append(hooks, func() { rate++ })
	println(rate)
}
