//go:build !gc || !(amd64 || arm64)

package callerpc

import "runtime"

// Get gives where the caller of the function that calls Get goes on, as
// runtime.Callers gives it. That function must not be inlined (go:noinline).
func Get() uintptr {
	var pcs [1]uintptr
	runtime.Callers(3, pcs[:]) // of Callers, Get, and who calls Get
	return pcs[0]
}
