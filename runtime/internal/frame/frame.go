// Package frame is what typed code and the code that remembers calls share: a
// call's arguments and results, and who can make calls of a type without
// reflection.
//
// A remembered function has the type of the function behind it, which the code
// that remembers doesn't know. Package reflect can make such a function, at a
// cost of several times a hit in memory. Package typed makes it by the compiler:
// its functions are instances for one type each, and bind themselves here, by
// the function. Whoever remembers that function finds the binding and gives it
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

// A key finds a binding. It is as large as a pointer, so that making an
// interface of it allocates nothing.
type key[F any] struct{ entry unsafe.Pointer }

var bindings sync.Map // key[F] → func(func(*Frame)) F

// Bind makes bind known as what makes functions of F whose calls go through the
// function that is given to it. fn is the function behind; of several bindings
// of one function, the first stays. The result is always true.
//
// It is safe for concurrent use.
func Bind[F any](fn F, bind func(invoke func(*Frame)) F) bool {
	bindings.LoadOrStore(key[F]{reflect.ValueOf(fn).UnsafePointer()}, bind)
	return true
}

// Bound gives what was bound for fn, or nil. It is safe for concurrent use.
func Bound[F any](fn F) func(invoke func(*Frame)) F {
	bind, ok := bindings.Load(key[F]{reflect.ValueOf(fn).UnsafePointer()})
	if !ok {
		return nil
	}
	return bind.(func(func(*Frame)) F)
}
