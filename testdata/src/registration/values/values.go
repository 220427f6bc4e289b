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

const prefix = "v"

func timed1() int { return 0 }
func timed2() int { return 0 }
func timed3() int { return 0 }
func timed4() int { return 0 }
