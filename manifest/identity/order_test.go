package identity_test

// twinsOrder differ in what initialization does, and when (I5).
var twinsOrder = []twin{
	{"I5 an init function that reads what another writes", `
-- a/a.go --
package a

var x, y int

func init() { x = 1 }

func init() { y = x * 2 }

func F() any { return y }
`, "func init() { x = 1 }\n\nfunc init() { y = x * 2 }", "func init() { y = x * 2 }\n\nfunc init() { x = 1 }", ""},
	{"I5 through helpers", `
-- a/a.go --
package a

var x, y int

func one() { x = 1 }

func two() { y = x * 2 }

func init() { one() }

func init() { two() }

func F() any { return y }
`, "func init() { one() }\n\nfunc init() { two() }", "func init() { two() }\n\nfunc init() { one() }", ""},
	{"I5 an initializer that writes what another reads", `
-- a/a.go --
package a

var v = 1

var x = set()

var y = v * 2

func set() int { v = 5; return 0 }

func F() any { return y + x }
`, "var x = set()\n\nvar y = v * 2", "var y = v * 2\n\nvar x = set()", ""},
	{"I4 a blank variable that registers", `
-- a/a.go --
package a

var registry = map[string]int{}

func register(name string, n int) bool { registry[name] = n; return true }

var _ = register("x", 1)

func F() any { return registry["x"] }
`, `register("x", 1)`, `register("x", 2)`, ""},
	{"I4 a blank variable that is added", `
-- a/a.go --
package a

var registry = map[string]int{}

func register(name string, n int) bool { registry[name] = n; return true }

var _ = register("x", 1)

func F() any { return registry["x"] }
`, `var _ = register("x", 1)`, "var _ = register(\"x\", 1)\n\nvar _ = register(\"x\", 2)", ""},
	{"I4 a registry that other packages fill", `
-- b/b.go --
package b

var registry = map[string]int{}

func Register(name string, n int) { registry[name] = n }

func Get(name string) int { return registry[name] }
-- c/c.go --
package c

import "m/b"

func init() { b.Register("x", 1) }
-- a/a.go --
package a

import "m/b"
import _ "m/c"

func F() any { return b.Get("x") }
`, `b.Register("x", 1)`, `b.Register("x", 2)`, "Register assigns it"},
	{"I4 an exported variable that another package sets", `
-- b/b.go --
package b

var V = 1
-- c/c.go --
package c

import "m/b"

func init() { b.V = 2 }
-- a/a.go --
package a

import "m/b"
import _ "m/c"

func F() any { return b.V }
`, `b.V = 2`, `b.V = 3`, "exported"},
	{"I4 init through two helpers", `
-- a/a.go --
package a

var table = map[string]int{}

func init() { fill() }

func fill() { put("x", 1); put("y", 2) }

func put(k string, n int) { table[k] = n }

func F() any { return table["x"] }
`, `put("x", 1)`, `put("x", 3)`, ""},
	{"I4 a writer that init starts as a goroutine", `
-- a/a.go --
package a

import "time"

var v = 1

func init() { go set() }

func set() { v = 2 }

func F() any { return v }

func Run() any { time.Sleep(50 * time.Millisecond); return F() }
`, "v = 2", "v = 3", "set assigns it"},
	{"I4 a writer that init stores", `
-- a/a.go --
package a

var v = 1

var hook func()

func init() { hook = set }

func set() { v = 2 }

func Hook() { hook() }

func F() any { return v }

func Run() any { Hook(); return F() }
`, "v = 2", "v = 3", "set assigns it"},
	{"I5 a method that reads what is initialized later", `
-- a/a.go --
package a

type I interface{ Get() int }

type T struct{}

func (T) Get() int { return late }

func get(i I) int { return i.Get() }

var early = get(T{})

var late = one()

//go:noinline
func one() int { return 1 }

func F() any { return early }
`, "var early = get(T{})\n\nvar late = one()", "var late = one()\n\nvar early = get(T{})", ""},
	{"I4 multi-value initializers", `
-- a/a.go --
package a

var x, y = pair()

func pair() (int, int) { return 1, 2 }

func F() any { return x }
`, "return x", "return y", ""},
	{"I4 functions in a map that init fills", `
-- a/a.go --
package a

var ops = map[string]func() int{}

func init() { ops["x"] = one }

func one() int { return 1 }

func F() any { return ops["x"]() }
`, "return 1", "return 2", ""},
	{"I4 an interface value in a variable", `
-- a/a.go --
package a

type I interface{ Get() int }

type T struct{}

func (T) Get() int { return 1 }

var i any = T{}

func F() any { return i.(I).Get() }
`, "return 1", "return 2", ""},
}
