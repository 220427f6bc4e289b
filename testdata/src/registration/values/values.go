// Package values holds what the registration check flags of functions and options
// that are values, and what it doesn't.
package values

import (
	"reflect"
	"strconv"
	"sync"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

type server struct{}

type getter interface{ get() int }

func none() int { return 0 }

// Functions that are made at run time.
var (
	made    = reflect.MakeFunc(reflect.TypeFor[func() int](), nil).Interface().(func() int)
	_       = checkpoint.Func(made)                                                                          // want `checkpoint.Func registers the function variable made: register a declared function by its name`
	_       = checkpoint.Func(reflect.MakeFunc(reflect.TypeFor[func() int](), nil).Interface().(func() int)) // want `checkpoint.Func registers the value of reflect.MakeFunc\(reflect.TypeFor\[func\(\) int\]\(\), nil\).Interface\(\).\(func\(\) int\): register a declared function by its name`
	_       = checkpoint.Func(sync.OnceValue(none))                                                          // want `checkpoint.Func registers the result of a call of sync.OnceValue`
	_       = checkpoint.Func(*pointer)                                                                      // want `checkpoint.Func registers the value of \*pointer`
	_       = checkpoint.Func(table["a"])                                                                    // want `checkpoint.Func registers the element table\["a"\]`
	_       = checkpoint.Func(<-channel)                                                                     // want `checkpoint.Func registers the value of <-channel`
	_       = checkpoint.Func(embedding.get)                                                                 // want `checkpoint.Func registers the interface method embedding.get`
	_       = checkpoint.Func(embedding{}.get)                                                               // want `checkpoint.Func registers the interface method embedding\{\}.get`
	_       = checkpoint.Func((func() int)(nil))                                                             // want `checkpoint.Func registers nil`
	_       = checkpoint.Func[func() int](nil)                                                               // want `checkpoint.Func registers nil`
	pointer *func() int
	table   map[string]func() int
	channel chan func() int
)

type embedding struct{ getter }

// Functions that run more than once.
func (s server) method() {
	checkpoint.Func(none)       // want `checkpoint.Func registers none each time method runs: move it to a package-level variable`
	defer checkpoint.Func(none) // want `checkpoint.Func registers none each time method runs`
}

// Values that are known at run time only.
var (
	hours = 3
	_     = checkpoint.Func(timed1, checkpoint.TTL(time.Duration(hours)*time.Hour))
	_     = checkpoint.Func(timed2, checkpoint.TTL(-1*time.Nanosecond))          // want `the TTL of timed2 is -1`
	_     = checkpoint.Func(timed3, checkpoint.Version("v"+strconv.Itoa(hours))) // want `the version of timed3 is not constant`
	_     = checkpoint.Func(timed4, checkpoint.Version(prefix+"1"))
)

// Options that may be given once.
var _ = checkpoint.Func(twice,
	checkpoint.When(positive),
	checkpoint.When(positive), // want `twice has two When: keep one of them`
	checkpoint.Store(nil),     // want `Store of twice is given nil: leave it out`
	checkpoint.Store(nil),     // want `twice has two Store: keep one of them`
)

func twice() int { return 0 }

func positive() bool { return true }

const prefix = "v"

func timed1() int { return 0 }
func timed2() int { return 0 }
func timed3() int { return 0 }
func timed4() int { return 0 }

// Options that the runtime refuses, or that say nothing.
var (
	_ = checkpoint.Func(refused1, checkpoint.HashBy[int, int]("n", nil))            // want `^HashBy of refused1 is given nil: leave it out$`
	_ = checkpoint.Func(refused2, checkpoint.Expiry(nil), checkpoint.When(nil))     // want `^Expiry of refused2 is given nil: leave it out$` `^When of refused2 is given nil: leave it out$`
	_ = checkpoint.Func(refused3, checkpoint.Store(nil), checkpoint.Observe(nil))   // want `^Store of refused3 is given nil` `^Observe of refused3 is given nil`
	_ = checkpoint.Func(refused4, checkpoint.LockWait(-1), checkpoint.Verbosity(3)) // want `^the LockWait of refused4 is -1: want 0 or more$` `^the Verbosity of refused4 is 3: there are 0, 1 and 2$`
	_ = checkpoint.Func(refused5, checkpoint.NoHash())                              // want `^NoHash of refused5 names no parameter: remove it$`
	_ = checkpoint.Func(refused6, checkpoint.CacheErrors())                         // want `^refused6 returns no error, which CacheErrors keeps: remove the option$`
	_ = checkpoint.Func(refused7, checkpoint.CacheErrors(nil))                      // want `^CacheErrors of refused7 is given nil: leave it out$`
	_ = checkpoint.Over[func() int](nil)                                            // want `^checkpoint.Over is given nil: give it what checkpoint.Func returned$`
	_ = checkpoint.Func(accepted, checkpoint.Logger(nil), checkpoint.LockWait(0), checkpoint.Verbosity(2), checkpoint.CacheErrors())
	_ = checkpoint.Func(accepted2, checkpoint.New(checkpoint.CacheErrors())) // a bundle is for several
)

func refused1(n int) int         { return 0 }
func refused2() int              { return 0 }
func refused3() int              { return 0 }
func refused4() int              { return 0 }
func refused5(n int) int         { return 0 }
func refused6() int              { return 0 }
func refused7() (int, error)     { return 0, nil }
func accepted() (int, error)     { return 0, nil }
func accepted2() int             { return 0 }
func (s server) value(n int) int { return n }

// Handles by functions that have none.
func names(s server, f func() int) {
	checkpoint.Of(func() int { return 1 }) // want `^checkpoint.Of names a function literal, which is registered nowhere: give it a declared function$`
	_, _ = checkpoint.IdentityOf(s.value)  // want `^checkpoint.IdentityOf names the method value s.value, which is registered nowhere: give it the method expression$`
	checkpoint.Of(server.value)
	checkpoint.Of(none)
	checkpoint.Of(f) // a helper's
}
