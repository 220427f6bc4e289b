// Package callerpc tells a function who called it, at the cost of reading a word:
// [runtime.Callers] unwinds the stack, which is a quarter of what registering a
// function takes in a process that has just begun.
//
// It follows the frame pointer, which every Go function with a frame keeps on amd64 and
// arm64, as the runtime's own tracer does. Elsewhere, and should a release of Go keep it
// otherwise, Reads is false, and Unwind gives what Get doesn't.
package callerpc

import "runtime"

// Reads reports whether Get gives what Unwind does: it is tried once.
var Reads = try()

//go:noinline
func try() bool { return Get() == Unwind() }

// Unwind gives where the caller of the function that calls Unwind goes on, as
// runtime.Callers gives it. That function must not be inlined (go:noinline).
//
//go:noinline
func Unwind() uintptr {
	var pcs [1]uintptr
	runtime.Callers(3, pcs[:]) // of Callers, Unwind, and who calls Unwind
	return pcs[0]
}
