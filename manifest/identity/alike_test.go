package identity_test

// twinsAlike are declarations that look alike, but are not the same.
var twinsAlike = []twin{
	{"I4 captured variables are told apart", `
-- a/a.go --
package a

//checkpoint:capture
var x = 1

//checkpoint:capture
var y = 2

func F() any { return x - y }
`, "x - y", "y - x", ""},
	{"I4 pointers are told apart", `
-- a/a.go --
package a

var p = new(int)

var q = new(int)

func F() any { return p == q }
`, "p == q", "p == p", ""},
	{"I4 sentinels of one text are told apart", `
-- a/a.go --
package a

import "errors"

var errA = errors.New("x")

var errB = errors.New("x")

func fail() error { return errA }

func F() any { return errors.Is(fail(), errA) }
`, "return errA }", "return errB }", ""},
	{"I4 interface values that hold pointers are told apart", `
-- a/a.go --
package a

type token struct{ n int }

var first any = &token{}

var second any = &token{}

var list = map[string]any{"a": first, "b": second}

func F() any { return list["a"] == list["b"] }
`, `"b": second`, `"b": first`, ""},
	{"I4 locks are told apart", `
-- a/a.go --
package a

import "sync"

var one, two sync.Once

func F() any {
	n := 0
	one.Do(func() { n++ })
	two.Do(func() { n++ })
	return n
}
`, "two.Do", "one.Do", "@asks"},
	{"I4 variables that are not fixed are told apart", `
-- a/a.go --
package a

var x = 1

var y = 1

func Set(n int) { x = n }

func F() any { return x }

func Run() any { Set(3); return F() }
`, "return x }", "return y }", "@"},
	{"I10 variables that the linker can set are told apart", `
-- a/a.go --
package a

var version = "dev"

var commit = "dev"

func init() { commit = commit + "!" }

func F() any { return version }
`, "return version", "return commit", ""},
	{"I3 local types of two functions are told apart", `
-- a/a.go --
package a

func one() any { type T struct{}; return T{} }

func two() any { type T struct{}; return T{} }

func F() any { return one() == two() }
`, "one() == two()", "one() == one()", ""},
	{"I3 local types of one function are told apart", `
-- a/a.go --
package a

func F() any {
	var x, y any
	{
		type T struct{}
		x = T{}
	}
	{
		type T struct{}
		y = T{}
	}
	return x == y
}
`, "return x == y", "y = x; return x == y", ""},
	{"I3 a local type belongs to its package", `
-- b/b.go --
package b

func Make() any { type T struct{}; return T{} }
-- c/c.go --
package c

func Make() any { type T struct{}; return T{} }
-- a/a.go --
package a

import "fmt"
import "m/b"
import "m/c"

func F() any { return fmt.Sprintf("%T", b.Make()) }

var _, _ = b.Make, c.Make
`, "b.Make())", "c.Make())", ""},
	{"I3 a local type is part of a generic function's instance", `
-- a/a.go --
package a

import "fmt"

func make[T any]() any { type L struct{ x T }; return L{} }

func F() any { return fmt.Sprintf("%T", make[int]()) }
`, "make[int]()", "make[string]()", ""},
	{"I2 a shadowed builtin", `
-- a/a.go --
package a

func length(s string) int { return 7 }

func F() any { return len("abc") }
`, "func length", "func len", ""},
	{"I2 a shadowed constant", `
-- a/a.go --
package a

const truth = false

func F() any { return true }
`, "const truth", "const true", ""},
	{"I2 a shadowed type", `
-- a/a.go --
package a

import "fmt"

type whole string

func F() any { var x int; return fmt.Sprint(x) }
`, "type whole", "type int", ""},
	{"I2 a shadowed nil", `
-- a/a.go --
package a

var none = &struct{}{}

func F() any { var p *struct{}; return p == nil }
`, "var none", "var nil", ""},
	{"I2 iota", `
-- a/a.go --
package a

const (
	zero = iota
	one
)

func F() any { return one }
`, "zero = iota", "zero = iota * 2\n\tmore", ""},
	{"I2 the type of an untyped constant", `
-- a/a.go --
package a

import "fmt"

const c = 1

func F() any { return fmt.Sprintf("%T", c) }
`, "const c = 1", "const c = 1.0", ""},
	{"I2 the length of an array", `
-- a/a.go --
package a

const n = 3

func F() any { var a [n]int; return len(a) }
`, "n = 3", "n = 4", ""},
	{"I2 labels", `
-- a/a.go --
package a

func F() any {
	n := 0
outer:
	for i := range 3 {
	inner:
		for range 3 {
			if i == 0 { continue outer }
			if i == 1 { continue outer }
			if i == 2 { break inner }
			n++
		}
		n += 10
	}
	return n
}
`, "i == 1 { continue outer }", "i == 1 { continue inner }", ""},
	{"I2 a conversion forbids fusing", `
-- a/a.go --
package a

func id(x any) any { return x }

func F() any { x := 1; return id(x) == id(int64(x)) }
`, "id(int64(x))", "id(int(x))", ""},
	{"I2 spread arguments", `
-- a/a.go --
package a

func count(xs ...any) int { return len(xs) }

func F() any { xs := []any{1, 2}; return count(xs...) }
`, "count(xs...)", "count(xs)", ""},
	{"I2 where the default clause stands", `
-- a/a.go --
package a

func F() any {
	n := 0
	switch n {
	case 1:
		n = 5
	default:
		n = 1
		fallthrough
	case 2:
		n += 2
	}
	return n
}
`, "fallthrough", "", ""},
	{"I2 embedded fields", `
-- a/a.go --
package a

import "encoding/json"

type B struct{ N int }

type S struct{ B }

func F() any { b, _ := json.Marshal(S{}); return string(b) }
`, "struct{ B }", "struct{ B B }", ""},
	{"I2 an embedded alias has the alias's name", `
-- a/a.go --
package a

import "fmt"

type B struct{ N int }

type A = B

func F() any { return fmt.Sprintf("%+v", struct{ A }{}) }
`, "type A = B", "type A = B2\n\ntype B2 struct{ M int }", ""},
	{"I2 parameters of closures", `
-- a/a.go --
package a

func F() any {
	f := func(x, y int) int { return x - y }
	return f(3, 1)
}
`, "return x - y", "return y - x", ""},
	{"I2 results of closures", `
-- a/a.go --
package a

func F() any {
	n := 1
	func() { defer func() { recover() }(); n := 2; _ = n; panic(1) }()
	return n
}
`, "n := 2", "n = 2", ""},
}
