package identity_test

// twinsAccess change variables in ways that are easily overlooked (I4): the
// edit is where the variable is changed, and F only reads it.
var twinsAccess = []twin{
	{"I4 a pointer method on a plain struct", `
-- a/a.go --
package a

type counter struct{ n int }

func (c *counter) Add(n int) { c.n += n }

var c counter

func Bump() { c.Add(1) }

func F() any { return c.n }

func Run() any { Bump(); return F() }
`, "c.Add(1)", "c.Add(2)", "calls methods"},
	{"I4 a pointer method on a field", `
-- a/a.go --
package a

type counter struct{ n int }

func (c *counter) Add(n int) { c.n += n }

var all struct{ c [2]counter }

func Bump() { all.c[1].Add(1) }

func F() any { return all.c[1].n }

func Run() any { Bump(); return F() }
`, ".Add(1)", ".Add(2)", "calls methods"},
	{"I4 a promoted pointer method", `
-- a/a.go --
package a

type counter struct{ n int }

func (c *counter) Add(n int) { c.n += n }

type outer struct{ counter }

var c outer

func Bump() { c.Add(1) }

func F() any { return c.n }

func Run() any { Bump(); return F() }
`, "c.Add(1)", "c.Add(2)", "calls methods"},
	{"I4 a method value of a pointer method", `
-- a/a.go --
package a

type counter struct{ n int }

func (c *counter) Add(n int) { c.n += n }

var c counter

func Bump() { f := c.Add; f(1) }

func F() any { return c.n }

func Run() any { Bump(); return F() }
`, "f(1)", "f(2)", "calls methods"},
	{"I4 a time that is unmarshalled", `
-- a/a.go --
package a

import "time"

var at time.Time

func Load() { at.UnmarshalText([]byte("2001-01-01T00:00:00Z")) }

func F() any { return at.Year() }

func Run() any { Load(); return F() }
`, "2001", "2002", "calls methods"},
	{"I4 a pointer to a time", `
-- a/a.go --
package a

import "time"

var at = new(time.Time)

func Get() *time.Time { return at }

func Load() { *Get() = time.Unix(0, 0).UTC() }

func F() any { return at.Unix() }

func Run() any { Load(); return F() }
`, "time.Unix(0, 0)", "time.Unix(1, 0)", "shares"},
	{"I4 a pattern that becomes longest", `
-- a/a.go --
package a

import "regexp"

var re = regexp.MustCompile("a(|b)")

func Prepare() { re.Longest() }

func F() any { return re.FindString("ab") }

func Run() any { Prepare(); return F() }
`, "re.Longest()", "", "@calls methods"},
	{"I4 a closure with state in a map", `
-- a/a.go --
package a

func counter(step int) func() int { n := 0; return func() int { n += step; return n } }

var next = map[string]func() int{"a": counter(1)}

func Other() { next["a"]() }

func F() any { return next["a"]() }

func Run() any { Other(); return F() }
`, "{ next[\"a\"]() }", "{ next[\"a\"](); next[\"a\"]() }", "may have state"},
	{"I4 a closure with state in a struct", `
-- a/a.go --
package a

func counter(step int) func() int { n := 0; return func() int { n += step; return n } }

var s = struct{ next func() int }{counter(1)}

func Other() { s.next() }

func F() any { return s.next() }

func Run() any { Other(); return F() }
`, "{ s.next() }", "{ s.next(); s.next() }", "may have state"},
	{"I4 a closure with state that init stores", `
-- a/a.go --
package a

var next func() int

func init() { n := 0; next = func() int { n++; return n } }

func Other() { next() }

func F() any { return next() }

func Run() any { Other(); return F() }
`, "{ next() }", "{ next(); next() }", "may have state"},
	{"I4 a closure with state that a helper of init makes", `
-- a/a.go --
package a

var next func() int

func counter() func() int { n := 0; return func() int { n++; return n } }

func init() { next = counter() }

func Other() { next() }

func F() any { return next() }

func Run() any { Other(); return F() }
`, "{ next() }", "{ next(); next() }", "may have state"},
	{"I4 a method value with state", `
-- a/a.go --
package a

type counter struct{ n int }

func (c *counter) Next() int { c.n++; return c.n }

var next = (&counter{}).Next

func Other() { next() }

func F() any { return next() }

func Run() any { Other(); return F() }
`, "{ next() }", "{ next(); next() }", "may have state"},
	{"I4 what another function puts into a pool", `
-- a/a.go --
package a

import "sync"

type I interface{ M() int }

type A struct{}

func (A) M() int { return 1 }

type B struct{}

func (B) M() int { return 2 }

var pool = sync.Pool{New: func() any { return A{} }}

func Put() { for range 100 { pool.Put(B{}) } }

func F() any { return pool.Get().(I).M() }

func Run() any { Put(); return F() }
`, "return 2", "return 3", "pool"},
	{"I4 a lazily set variable", `
-- a/a.go --
package a

import "sync"

var once sync.Once

var v int

func get() int { once.Do(func() { v = compute() }); return v }

func compute() int { return 1 }

func F() any { return get() }
`, "return 1", "return 2", ""},
	{"I4 a slice of an array", `
-- a/a.go --
package a

var a [3]int

func Fill() { s := a[:]; s[0] = 1 }

func F() any { return a[0] }

func Run() any { Fill(); return F() }
`, "s[0] = 1", "s[0] = 2", "shares"},
	{"I4 a variable that unmarshalling fills", `
-- a/a.go --
package a

import "encoding/json"

var table = map[string]int{}

func Fill() { json.Unmarshal([]byte("{\"x\": 1}"), &table) }

func F() any { return table["x"] }

func Run() any { Fill(); return F() }
`, `\"x\": 1`, `\"x\": 2`, "takes the address"},
	{"I4 an init function that reads the environment", `
-- a/a.go --
package a

import "os"

var v string

func init() { os.Setenv("A_TWIN", "1"); v = os.Getenv("A_TWIN") }

func F() any { return v }
`, `"A_TWIN", "1"`, `"A_TWIN", "2"`, "depends on os.Getenv"},
	{"I4 an address that is a number", `
-- a/a.go --
package a

import "unsafe"

var p = &struct{ n int }{1}

func Set() { u := uintptr(unsafe.Pointer(p)); *(*int)(unsafe.Pointer(u)) = 2 }

func F() any { return p.n }

func Run() any { Set(); return F() }
`, "= 2 }", "= 3 }", "shares"},
	{"I4 a field behind an embedded pointer of a copy", `
-- a/a.go --
package a

type inner struct{ n int }

type outer struct{ *inner }

var v = outer{&inner{1}}

func Set() { x := v; x.n = 2 }

func F() any { return v.n }

func Run() any { Set(); return F() }
`, "x.n = 2", "x.n = 3", "shares"},
	{"I4 a seed that init takes from the system", `
-- a/a.go --
package a

import "os"

var dir string

func init() { os.Setenv("TMPDIR", "/one"); dir = os.TempDir() }

func F() any { return dir }
`, `"/one"`, `"/two"`, "depends on os.TempDir"},
}
