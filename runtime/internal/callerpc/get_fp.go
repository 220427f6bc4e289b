//go:build gc && (amd64 || arm64)

package callerpc

// Get gives where the caller of the function that calls Get goes on, as
// runtime.Callers gives it. That function must not be inlined (go:noinline), and must
// have a frame, as all have that call others.
func Get() uintptr
