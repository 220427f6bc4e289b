// Package frame is what typed code and the code that remembers calls share: a
// call's arguments and results, and who can make calls of a type without
// reflection.
//
// A remembered function has the type of the function behind it, which the code
// that remembers doesn't know. Package reflect can make such a function, at a
// cost of several times a hit in memory. Package typed makes it by the compiler:
// its functions are instances for one type each, and bind themselves here, by
// that type. Whoever remembers a function of the type finds the binding and gives it
// what is to be done at each call.
package frame

import (
	"reflect"
	"sync"
	"unsafe"
)

// A Frame is one call. It belongs to the goroutine that makes the call, until
// that returns.
type Frame struct {
	// Args point to the arguments, in order, a variadic one as a slice. They must
	// not be written to.
	Args []unsafe.Pointer
	// Results point to the results, which hold zero values when the call begins
	// and what the caller gets when it ends.
	Results []unsafe.Pointer
	// Run calls the function behind: it sets the results. It may run again.
	Run func()
	// Scratch is kept from one call to the next, for whoever remembers.
	Scratch any
}

// A Way is one of the ways in which a remembered function can be called.
type Way uint8

// The ways: what Function has a field for.
const (
	Call Way = iota
	Rerun
	Cached
)

// A Target is what calls of one remembered function go to.
type Target struct {
	// Frames are those of the function that are not in use. They are of one type,
	// that of the binding's.
	Frames sync.Pool
	To     interface{ Invoke(Way, *Frame) }
}

// A Binding makes functions of the type F whose calls go to a Target. fn is the
// function behind.
type Binding[F any] func(fn F, way Way, t *Target) F

var bindings sync.Map // reflect.Type of F → Binding[F]

// Bind makes bind known as the binding of its type. Of several, the first stays. The
// result is always true.
//
// It is safe for concurrent use.
func Bind[F any](bind Binding[F]) bool {
	bindings.LoadOrStore(reflect.TypeFor[F](), bind)
	return true
}

// Bound gives the binding of F, or nil. It is safe for concurrent use.
func Bound[F any]() Binding[F] {
	bind, ok := bindings.Load(reflect.TypeFor[F]())
	if !ok {
		return nil
	}
	return bind.(Binding[F])
}
