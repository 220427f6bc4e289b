package identity_test

import "testing"

// twinsNumbered show the number of a local type, which types before it shift
// (I3).
var twinsNumbered = []twin{
	{"I3 the number of a local type, an instance", `
-- a/a.go --
package a
import ("fmt")
type Box[T any] struct{ v T }
type Pair[A, B any] struct{ a A; b B }
func unrelated() any { var n int; n++; return 0 }
func F() any { type t struct{}; return fmt.Sprintf("%T", Box[t]{}) }
`, "var n int; n++;", "type n int; _ = n(1);", ""},
	{"I3 the number of a local type, a slice of instances of a slice", `
-- a/a.go --
package a
import ("fmt")
type Box[T any] struct{ v T }
type Pair[A, B any] struct{ a A; b B }
func unrelated() any { var n int; n++; return 0 }
func F() any { type t struct{}; return fmt.Sprintf("%T", []Box[[]*t]{}) }
`, "var n int; n++;", "type n int; _ = n(1);", ""},
	{"I3 the number of a local type, an alias", `
-- a/a.go --
package a
import ("fmt")
type Box[T any] struct{ v T }
type Pair[A, B any] struct{ a A; b B }
func unrelated() any { var n int; n++; return 0 }
type Alias[T any] = Box[T]
func F() any { type t struct{}; return fmt.Sprintf("%T", Alias[t]{}) }
`, "var n int; n++;", "type n int; _ = n(1);", ""},
	{"I3 the number of a local type, a generic function", `
-- a/a.go --
package a
import ("fmt")
type Box[T any] struct{ v T }
type Pair[A, B any] struct{ a A; b B }
func unrelated() any { var n int; n++; return 0 }
func gen[T any]() string { return fmt.Sprintf("%T", Box[T]{}) }
func F() any { type t struct{}; return gen[t]() }
`, "var n int; n++;", "type n int; _ = n(1);", ""},
	{"I3 the number of a local type, an inferred type", `
-- a/a.go --
package a
import ("fmt")
type Box[T any] struct{ v T }
type Pair[A, B any] struct{ a A; b B }
func unrelated() any { var n int; n++; return 0 }
func gen[T any](x []T) string { return fmt.Sprintf("%T", Box[T]{}) }
func F() any { type t struct{}; return gen([]t{}) }
`, "var n int; n++;", "type n int; _ = n(1);", ""},
	{"I3 the number of a local type, a type of a generic function", `
-- a/a.go --
package a
import ("fmt")
type Box[T any] struct{ v T }
type Pair[A, B any] struct{ a A; b B }
func unrelated() any { var n int; n++; return 0 }
func gen[T any]() string { type u struct{ x T }; return fmt.Sprintf("%T", Box[u]{}) }
func F() any { return gen[int]() }
`, "var n int; n++;", "type n int; _ = n(1);", ""},
	{"I3 the number of a local type, reflection", `
-- a/a.go --
package a
import ("reflect")
type Box[T any] struct{ v T }
type Pair[A, B any] struct{ a A; b B }
func unrelated() any { var n int; n++; return 0 }
func F() any { type t struct{}; return reflect.TypeFor[Box[t]]().String() }
`, "var n int; n++;", "type n int; _ = n(1);", ""},
	{"I3 the number of a local type, a panic", `
-- a/a.go --
package a
import ("fmt")
type Box[T any] struct{ v T }
type Pair[A, B any] struct{ a A; b B }
func unrelated() any { var n int; n++; return 0 }
func F() (r any) { type t struct{}; defer func() { r = fmt.Sprint(recover()) }(); var x any = 1; _ = x.(Box[t]); return }
`, "var n int; n++;", "type n int; _ = n(1);", ""},
	{"I3 the number of a local type, a decoder's error", `
-- a/a.go --
package a
import ("encoding/json"; "fmt")
type Box[T any] struct{ v T }
type Pair[A, B any] struct{ a A; b B }
func unrelated() any { var n int; n++; return 0 }
func F() any { type t struct{}; type s struct{ P Pair[t, int] }; var x s; return fmt.Sprint(json.Unmarshal([]byte("{\"P\": 1}"), &x)) }
`, "var n int; n++;", "type n int; _ = n(1);", ""},
	{"I3 the number of a local type, a function's type", `
-- a/a.go --
package a
import ("fmt")
type Box[T any] struct{ v T }
type Pair[A, B any] struct{ a A; b B }
func unrelated() any { var n int; n++; return 0 }
func F() any { type t struct{}; return fmt.Sprintf("%T", func(Box[t]) {}) }
`, "var n int; n++;", "type n int; _ = n(1);", ""},
	{"I3 the number of a local type, a method", `
-- a/a.go --
package a
import ("fmt")
type Box[T any] struct{ v T }
type Pair[A, B any] struct{ a A; b B }
func unrelated() any { var n int; n++; return 0 }
func (b Box[T]) name() string { return fmt.Sprintf("%T", b) }
func F() any { type t struct{}; return Box[t]{}.name() }
`, "var n int; n++;", "type n int; _ = n(1);", ""},
	{"I3 the number of a local type, an initializer", `
-- a/a.go --
package a
import ("fmt")
type Box[T any] struct{ v T }
type Pair[A, B any] struct{ a A; b B }
func unrelated() any { var n int; n++; return 0 }
var name = func() string { type t struct{}; return fmt.Sprintf("%T", Box[t]{}) }()
func F() any { return name }
`, "var n int; n++;", "type n int; _ = n(1);", ""},
	{"I3 the number of a local type, by a file before", `
-- a/a.go --
package a
func unrelated() any { type t int; return t(1) }
-- a/b.go --
package a
import "fmt"
type Box[T any] struct{ v T }
func F() any { type t struct{}; return fmt.Sprintf("%T", Box[t]{}) }
`, "type t int;", "type t int; type u int;", ""},
}

func TestI3NumbersOfLocalTypesThatNobodySees(t *testing.T) {
	runEdits(t, `
-- a/a.go --
package a

import (
	"fmt"
	"slices"
	"sync/atomic"
)

type Box[T any] struct{ v T }

func before() int { return 1 }

func Plain() string { type t struct{}; return fmt.Sprintf("%T %T", t{}, []t{}) }

func Unseen() int { type t struct{ n int }; var b Box[t]; return b.v.n }

func Sorted(n int) int {
	type t struct{ n int }
	list := []t{{n}}
	slices.SortFunc(list, func(x, y t) int { return x.n - y.n })
	return list[0].n
}

func Atomic() int { type t struct{ n int }; var p atomic.Pointer[t]; p.Store(&t{1}); return p.Load().n }

func Field() string { type t struct{ B Box[int] }; return fmt.Sprintf("%T", struct{ X t }{}) }

func Seen() string { type t struct{}; return fmt.Sprintf("%T", Box[t]{}) }

func after() int { return 1 }
`, []edit{
		{"a type before", "func before() int { return 1 }", "func before() int { type t int; return 1 }", "a.Seen a.before"},
		{"an alias before", "func before() int { return 1 }", "func before() int { type t = int; return t(1) }", ""},
		{"a type after", "func after() int { return 1 }", "func after() int { type t int; return 1 }", "a.after"},
	})
}
