// Package callerpc tells a function who called it, at the cost of reading a word:
// [runtime.Callers] unwinds the stack, which takes most of the time that registering a
// function would take.
//
// It follows the frame pointer, which every Go function with a frame keeps on amd64 and
// arm64. Elsewhere, it is runtime.Callers.
package callerpc
