// Package registration holds what the registration check flags and what it doesn't.
package registration

import (
	"context"
	"strings"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

type server struct{ f func() int }

func (s server) value(path string) int    { return 0 }
func (s *server) pointer(path string) int { return 0 }

type getter interface{ get() int }

func plain(path string, width int, names ...string) int { return 0 }
func withContext(ctx context.Context, path string) int  { return 0 }
func unnamed(string, int) int                           { return 0 }
func blank(_ string) int                                { return 0 }
func none() int                                         { return 0 }
func noResults(path string)                             {}
func generic[T any](t T) T                              { return t }
func makes() func() int                                 { return none }
func ofString(s string) (string, error)                 { return s, nil }
func ofInt(i int) (int, error)                          { return i, nil }
func ofStrings(s []string) (int, error)                 { return len(s), nil }
func ofContext(ctx context.Context) (int, error)        { return 0, nil }
func identity[T any](t T) (T, error)                    { return t, nil }

var (
	s        server
	variable = none
	elements []func() int
)

// What is fine.
var (
	_ = checkpoint.Func(none)
	_ = checkpoint.Func(strings.ToUpper)
	_ = checkpoint.Func(server.value, checkpoint.NoHash("s"))
	_ = checkpoint.Func((*server).pointer, checkpoint.HashBy("path", ofString), checkpoint.NoHash("s"))
	_ = checkpoint.Func(generic[int])
	_ = checkpoint.Func(generic[error])
	_ = checkpoint.Func(generic[string], checkpoint.HashBy("t", ofString))
	_ = checkpoint.Func(plain, checkpoint.HashBy("path", identity[string]), checkpoint.HashBy("names", ofStrings))
)

func init() { checkpoint.Func(withContext) }

// Functions that can't be known.
var (
	_ = checkpoint.Func(func() int { return 1 }) // want `checkpoint.Func registers a function literal: declare it as a function and register that by its name`
	_ = checkpoint.Func(variable)                // want `checkpoint.Func registers the function variable variable: register a declared function by its name`
	_ = checkpoint.Func(elements[0])             // want `checkpoint.Func registers the element elements\[0\]: register a declared function by its name`
	_ = checkpoint.Func(s.f)                     // want `checkpoint.Func registers the function field s.f: register a declared function by its name`
	_ = checkpoint.Func(s.value)                 // want `checkpoint.Func registers the method value s.value: register the method expression server.value, whose first argument is the receiver`
	_ = checkpoint.Func(s.pointer)               // want `checkpoint.Func registers the method value s.pointer: register the method expression \(\*server\).pointer, whose first argument is the receiver`
	_ = checkpoint.Func(getter.get)              // want `checkpoint.Func registers the interface method getter.get: register the method expression of a concrete type`
	_ = checkpoint.Func(makes())                 // want `checkpoint.Func registers the result of a call of makes: register a declared function, with what the call fixes as parameters`
	_ = checkpoint.Func(noResults)               // want `checkpoint.Func registers noResults, which has no results: there is nothing to remember`
)

// Functions that are registered more than once.
func handler(n int) {
	checkpoint.Func(blank)                      // want `checkpoint.Func registers blank each time handler runs: move it to a package-level variable`
	checkpoint.Func(func() int { return n })    // want `checkpoint.Func registers a function literal that captures n: declare a function with n among its parameters and register that by its name`
	func() { checkpoint.Func(generic[bool]) }() // want `checkpoint.Func registers generic\[bool\] each time handler runs: move it to a package-level variable`
}

var lazily = func() { checkpoint.Func(generic[int8]) } // want `checkpoint.Func registers generic\[int8\] each time the function around it runs`

// Options that don't fit.
var (
	_ = checkpoint.Func(optionNames,
		checkpoint.NoHash("widht"),             // want `optionNames has no parameter "widht", which NoHash names: did you mean "width"`
		checkpoint.HashBy("zzz", ofString),     // want `optionNames has no parameter "zzz", which HashBy names: it has path, width`
		checkpoint.NoHash("path", "_", "Path")) // want `NoHash names an unnamed parameter of optionNames: give it a name` `optionNames has no parameter "Path", which NoHash names: did you mean "path"`
	_ = checkpoint.Func(unnamed, checkpoint.NoHash("path")) // want `unnamed has no parameter "path", which NoHash names: its parameters are unnamed`
	_ = checkpoint.Func(none2, checkpoint.NoHash("path"))   // want `none2 has no parameter "path", which NoHash names: it has none`

	_ = checkpoint.Func(optionTypes,
		checkpoint.HashBy("path", ofInt),           // want `HashBy of parameter path of optionTypes takes int: the parameter is string`
		checkpoint.HashBy("names", ofString),       // want `HashBy of parameter names of optionTypes takes string: the parameter is \[\]string`
		checkpoint.HashBy("ctx", ofContext),        // want `parameter ctx of optionTypes is a context, which is never hashed: remove the HashBy`
		checkpoint.HashBy("any", identity[string])) // want `HashBy of parameter any of optionTypes takes string: the parameter is any`

	_ = checkpoint.Func(optionTwice,
		checkpoint.HashBy("path", ofString),
		checkpoint.HashBy("path", identity[string]), // want `parameter path of optionTwice has two HashBy: keep one of them`
		checkpoint.HashBy("width", ofInt),
		checkpoint.NoHash("width"),          // want `parameter width of optionTwice has both HashBy and NoHash: keep one of them`
		checkpoint.NoHash("other", "other")) // want `parameter other of optionTwice has two NoHash: keep one of them`
)

func none2() int                                                                 { return 0 }
func optionNames(path string, width int, _ bool) int                             { return 0 }
func optionTypes(ctx context.Context, path string, any any, names ...string) int { return 0 }
func optionTwice(path string, width, other int) int                              { return 0 }

// One function, other options.
var (
	_ = checkpoint.Func(again, checkpoint.NoHash("path"))
	_ = checkpoint.Func(again, checkpoint.NoHash("path"))
	_ = checkpoint.Func(again) // want `checkpoint.Func registers again again with other options: the first is at registration.go:\d+`

	_ = checkpoint.Func(generic[error], checkpoint.NoHash("t")) // want `checkpoint.Func registers generic\[error\] again with other options: the first is at registration.go:\d+`
	_ = checkpoint.Func(generic[[]error], checkpoint.NoHash("t"))
)

func again(path string) int { return 0 }

// Func itself as a value, and in a helper.
var register = checkpoint.Func[func() int] // want `cannot determine what checkpoint.Func registers where it is used as a value: call it with a declared function`

func caller[T any]() {
	checkpoint.Func(generic[[]T]) // want `checkpoint.Func registers the instance generic\[\[\]T\], whose type argument T only a caller knows: register an instance for each type argument at package level`
}

func helper[F any](f F) { checkpoint.Func(f) } // want `checkpoint.Func registers the function variable f: register a declared function by its name`

// Versions.
var (
	build = "1"
	_     = checkpoint.Func(versioned, checkpoint.Version("1"), checkpoint.Logger(nil))
	_     = checkpoint.Func(versioned2, checkpoint.Version(build))                                                   // want `the version of versioned2 is not constant: a manifest is made before the program runs, and its code counts as well`
	_     = checkpoint.Func(versioned3, checkpoint.Version(""))                                                      // want `the version of versioned3 is empty: give it one, or remove the option`
	_     = checkpoint.Func(versioned4, checkpoint.Version("1"), checkpoint.Version("2"), checkpoint.NoHash("none")) // want `versioned4 has two Version: keep one of them` `versioned4 has no parameter "none", which NoHash names`
)

func versioned() int  { return 0 }
func versioned2() int { return 0 }
func versioned3() int { return 0 }
func versioned4() int { return 0 }

// Lifetimes.
var (
	_ = checkpoint.Func(brief, checkpoint.TTL(time.Hour))
	_ = checkpoint.Func(brief2, checkpoint.TTL(0))            // want `the TTL of brief2 is 0: nothing would be remembered`
	_ = checkpoint.Func(brief3, checkpoint.TTL(-time.Second)) // want `the TTL of brief3 is -1000000000: nothing would be remembered`
	_ = checkpoint.Func(brief4, checkpoint.TTL(time.Hour),
		checkpoint.Expiry(func(time.Time) bool { return false })) // want `brief4 has both TTL and Expiry: keep one of them`
)

func brief() int  { return 0 }
func brief2() int { return 0 }
func brief3() int { return 0 }
func brief4() int { return 0 }
