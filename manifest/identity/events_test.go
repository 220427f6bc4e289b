package identity_test

import "testing"

// twinsEvents differ in code that runs when the package is initialized, but is
// part of no variable's form (I4), or makes something be computed before the
// variables that it reads are what they become (I5).
var twinsEvents = []twin{
	{"I4 the initializer of a nohash variable writes", `
-- a/a.go --
package a
//checkpoint:nohash
var log = setup()
var level int
func setup() int { level = 2; return 0 }
func F() any { return level }
`, "level = 2", "level = 3", ""},
	{"I4 the initializer of a captured variable writes", `
-- a/a.go --
package a
//checkpoint:capture
var log = setup()
var level int
func setup() int { level = 2; return 0 }
func F() any { return level }
`, "level = 2", "level = 3", ""},
	{"I4 an argument in the initializer of a nohash variable", `
-- a/a.go --
package a
//checkpoint:nohash
var log = setup(2)
var level int
func setup(n int) int { level = n; return 0 }
func F() any { return level }
`, "setup(2)", "setup(3)", ""},
	{"I5 initializers of nohash variables in another order", `
-- a/a.go --
package a
var level int
//checkpoint:nohash
var log = add(2)
//checkpoint:nohash
var out = add(3)
func add(n int) int { level = level*10 + n; return 0 }
func F() any { return level }
`, "var log = add(2)\n//checkpoint:nohash\nvar out = add(3)", "var out = add(3)\n//checkpoint:nohash\nvar log = add(2)", ""},
	{"I5 the initializer of a nohash variable reads what another writes", `
-- a/a.go --
package a
var level, seen int
//checkpoint:nohash
var log = set()
//checkpoint:nohash
var out = see()
func set() int { level = 2; return 0 }
func see() int { seen = level; return 0 }
func F() any { return seen }
`, "var log = set()\n//checkpoint:nohash\nvar out = see()", "var out = see()\n//checkpoint:nohash\nvar log = set()", ""},
	{"I8 an option without influence writes", `
-- a/a.go --
package a
import "time"
import "github.com/gocheckpoint/checkpoint/runtime/checkpoint"
var level int
func ttl() time.Duration { level = 2; return time.Hour }
var G = checkpoint.Func(g, checkpoint.TTL(ttl()))
func g(x int) int { return x }
func F() any { return level }
`, "level = 2", "level = 3", ""},
	{"I8 an option without influence writes, in an init function", `
-- a/a.go --
package a
import "time"
import "github.com/gocheckpoint/checkpoint/runtime/checkpoint"
var level int
func ttl(n int) time.Duration { level = n; return time.Hour }
//checkpoint:nohash
var G any
func init() { n := 2; G = checkpoint.Func(g, checkpoint.TTL(ttl(n))) }
func g(x int) int { return x }
func F() any { return level }
`, "n := 2", "n := 3", ""},
	{"I5 a once that an initializer asks for", `
-- a/a.go --
package a
import "sync"
var level, val int
var once sync.Once
func load() { val = level }
func get() int { once.Do(load); return val }
func init() { level = 2 }
func F() any { return get() }
var none = 0
`, "var none = 0", "var none = get()", ""},
	{"I5 a once with a literal that an initializer asks for", `
-- a/a.go --
package a
import "sync"
var level, val int
var once sync.Once
func get() int { once.Do(func() { val = level }); return val }
func init() { level = 2 }
func F() any { return get() }
var none = 0
`, "var none = 0", "var none = get()", ""},
	{"I5 a OnceValue that an initializer asks for", `
-- a/a.go --
package a
import "sync"
var level int
var get = sync.OnceValue(func() int { return level })
func init() { level = 2 }
func F() any { return get() }
var none = 0
`, "var none = 0", "var none = get()", ""},
	{"I5 a OnceValue that an init function asks for", `
-- a/a.go --
package a
import "sync"
var level int
var get = sync.OnceValue(func() int { return level })
func init() { }
func init() { level = 2 }
func F() any { return get() }
`, "func init() { }", "func init() { get() }", ""},
	{"I5 a OnceValue that an init function assigns, and another asks for", `
-- a/a.go --
package a
import "sync"
var level int
var get func() int
func init() { get = sync.OnceValue(func() int { return level }) }
func init() { }
func init() { level = 2 }
func F() any { return get() }
`, "func init() { }", "func init() { get() }", ""},
	{"I5 a OnceValue in a table", `
-- a/a.go --
package a
import "sync"
var level int
var get = map[string]func() int{"x": sync.OnceValue(func() int { return level })}
func init() { }
func init() { level = 2 }
func F() any { return get["x"]() }
`, "func init() { }", `func init() { get["x"]() }`, ""},
	{"I5 a OnceValue between two writers", `
-- a/a.go --
package a
import "sync"
var level int
var get = sync.OnceValue(func() int { return level })
func init() { level = 1 }
func init() { get() }
func init() { level = 2 }
func F() any { return get() }
`, "func init() { level = 1 }\nfunc init() { get() }", "func init() { get() }\nfunc init() { level = 1 }", ""},
	{"I5 a OnceValue that another asks for", `
-- a/a.go --
package a
import "sync"
var level int
var get = sync.OnceValue(func() int { return level })
var twice = sync.OnceValue(func() int { return get() * 2 })
func init() { }
func init() { level = 2 }
func F() any { return twice() }
`, "func init() { }", "func init() { get() }", ""},
	{"I5 a OnceValue that reads what is initialized later", `
-- a/a.go --
package a
import "sync"
type getter interface{ get() int }
type lazy struct{}
func (lazy) get() int { return level }
var src getter = lazy{}
var get = sync.OnceValue(func() int { return src.get() })
var none = 0
var level = two()
//go:noinline
func two() int { return 2 }
func F() any { return get() }
`, "var none = 0", "var none = get()", ""},
}

func TestI5WhoAsksLateDoesNotCount(t *testing.T) {
	runEdits(t, `
-- a/a.go --
package a

import "sync"

var level int

var get = sync.OnceValue(func() int { return level })

func init() { level = 2 }

func init() { }

var none = 0

var fixed = 7

var other = sync.OnceValue(func() int { return fixed })

func F() int { return get() }

func G() int { return other() }
`, []edit{
		{"an init function behind all writers", "func init() { }", "func init() { get() }", "a.init#2"},
		{"an initializer that mentions it", "var none = 0", "var none = get", ""},
		{"an initializer where nothing is written later", "var none = 0", "var none = other()", ""},
	})
}

func TestI4InitializersWithoutInfluenceDoNotCount(t *testing.T) {
	runEdits(t, `
-- a/a.go --
package a

import "time"
import "github.com/gocheckpoint/checkpoint/runtime/checkpoint"

//checkpoint:nohash
var log = setup(2)

func setup(n int) int { return n }

//checkpoint:capture
var limit = setup(4)

func ttl() time.Duration { return time.Hour }

var G = checkpoint.Func(g, checkpoint.TTL(ttl()))

func g(x int) int { return x + log + limit }

func F() int { return G.Call(1) }
`, []edit{
		{"of a nohash variable", "setup(2)", "setup(3)", ""},
		{"of a captured variable", "setup(4)", "setup(5)", ""},
		{"what they call", "return n }", "return -n }", "a.setup"},
		{"an option", "time.Hour }", "time.Minute }", "a.ttl"},
	})
}
