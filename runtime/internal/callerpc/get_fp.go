//go:build gc && (amd64 || arm64)

package callerpc

// Get gives what Unwind does, if Reads is set. The function that calls it must not be
// inlined, and must have a frame, as all have that call others.
func Get() uintptr
