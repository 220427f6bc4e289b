package identity_test

import "testing"

// twinsOnce change what is computed once, or ask whether it was (I4).
var twinsOnce = []twin{
	{"I4 oncevalue pointer", `
-- a/a.go --
package a
import "sync"
type T struct{ n int }
var get = sync.OnceValue(func() *T { return &T{1} })
func Set(n int) { get().n = n }
func F() any { return get().n }
func Run() any { Set(2); return F() }
`, "Set(2)", "Set(3)", "assigns"},
	{"I4 oncevalue map", `
-- a/a.go --
package a
import "sync"
var get = sync.OnceValue(func() map[string]int { return map[string]int{} })
func Set(n int) { get()["x"] = n }
func F() any { return get()["x"] }
func Run() any { Set(2); return F() }
`, "Set(2)", "Set(3)", "assigns"},
	{"I4 oncevalue closure", `
-- a/a.go --
package a
import "sync"
var get = sync.OnceValue(func() func() int { n := 0; return func() int { n++; return n } })
func Other(k int) { for range k { get()() } }
func F() any { return get()() }
func Run() any { Other(1); return F() }
`, "Other(1)", "Other(2)", "may have state"},
	{"I4 once reads captured", `
-- a/a.go --
package a
import "sync"
//checkpoint:capture
var rate = 10
var once sync.Once
var v int
func load() { once.Do(func() { v = rate }) }
func F() any { load(); return v }
func Run() any { rate = 6; load(); return F() }
`, "rate = 6; load()", "load(); rate = 6", "captured variable"},
	{"I4 oncevalue reads captured", `
-- a/a.go --
package a
import "sync"
//checkpoint:capture
var rate = 10
var get = sync.OnceValue(func() int { return rate })
func F() any { return get() }
func Run() any { rate = 6; get(); return F() }
`, "rate = 6; get()", "get(); rate = 6", "captured variable"},
	{"I4 lazy nested literal", `
-- a/a.go --
package a
import "sync"
var once sync.Once
var v int
var set func(int)
func ensure() { once.Do(func() { v = 1; set = func(n int) { v = n } }) }
func Set(n int) { ensure(); set(n) }
func F() any { ensure(); return v }
func Run() any { Set(2); return F() }
`, "Set(2)", "Set(3)", "assigns"},
	{"I4 lazy recover", `
-- a/a.go --
package a
import "sync"
var once sync.Once
var v int
func ensure(x bool) {
	defer func() { recover() }()
	check(x)
	once.Do(func() { v = 1 })
}
func check(x bool) { if x { panic(1) } }
func F() any { ensure(true); return v }
func Run() any { ensure(false); return F() }
`, "ensure(false)", "", "assigns"},
	{"I4 once local capture", `
-- a/a.go --
package a
import "sync"
var once sync.Once
func Other() { once.Do(func() { }) }
func F() any { n := 0; once.Do(func() { n = 1 }); return n }
func Run() any { Other(); return F() }
`, "Other();", "", "asks"},
	{"I4 trylock", `
-- a/a.go --
package a
import "sync"
var mu sync.Mutex
func Other() { mu.Lock() }
func F() any { return mu.TryLock() }
func Run() any { Other(); return F() }
`, "Other();", "", "asks"},
	{"I4 pool put value", `
-- a/a.go --
package a
import "sync"
var pool sync.Pool
type B struct{ n int }
func Put(n int) { f := pool.Put; for range 100 { f(B{n}) } }
func F() any { return pool.Get().(B).n }
func Run() any { Put(2); return F() }
`, "Put(2)", "Put(3)", "puts values"},
	{"I4 oncevalues pair", `
-- a/a.go --
package a
import "sync"
var get = sync.OnceValues(func() (map[string]int, error) { return map[string]int{}, nil })
func Set(n int) { m, _ := get(); m["x"] = n }
func F() any { m, _ := get(); return m["x"] }
func Run() any { Set(2); return F() }
`, "Set(2)", "Set(3)", "shares"},
	{"I4 oncevalue copied", `
-- a/a.go --
package a
import "sync"
var get = sync.OnceValue(func() map[string]int { return map[string]int{} })
func Set(n int) { g := get; g()["x"] = n }
func F() any { return get()["x"] }
func Run() any { Set(2); return F() }
`, "Set(2)", "Set(3)", "shares"},
	{"I4 oncefunc literal wrap", `
-- a/a.go --
package a
var tab = map[string]int{"x": 1}
var get = func() map[string]int { return tab }
func Set(n int) { get()["x"] = n }
func F() any { return tab["x"] }
func Run() any { Set(2); return F() }
`, "Set(2)", "Set(3)", "shares"},
	{"I4 init oncevalue assign", `
-- a/a.go --
package a
import "sync"
var get func() map[string]int
func init() { get = sync.OnceValue(func() map[string]int { return map[string]int{} }) }
func Set(n int) { get()["x"] = n }
func F() any { return get()["x"] }
func Run() any { Set(2); return F() }
`, "Set(2)", "Set(3)", "may have state"},
	{"I4 local static in F", `
-- a/a.go --
package a
import "sync"
var once sync.Once
func Other() { F() }
func F() any { r := 0; p := &r; once.Do(func() { *p = 1 }); return r }
func Run() any { Other(); return F() }
`, "Other();", "", "asks"},
	{"I4 once callback sideeffect", `
-- a/a.go --
package a
import "sync"
type T struct{ n int }
func (t *T) set() { t.n = 1 }
var once sync.Once
func Other() { F() }
func F() any { var t T; once.Do(t.set); return t.n }
func Run() any { Other(); return F() }
`, "Other();", "", "asks"},
	{"I4 once callback call capturing", `
-- a/a.go --
package a
import "sync"
func set(p *int) { *p = 1 }
var once sync.Once
func Other() { F() }
func F() any { var t int; once.Do(func() { set(&t) }); return t }
func Run() any { Other(); return F() }
`, "Other();", "", "asks"},
}

// Of a variable that is set when first needed, readers in other packages are not
// known to have asked for that.
func TestI4CloseDoubtsLazyVariablesThatOthersRead(t *testing.T) {
	src := `
-- lib/lib.go --
package lib

import "sync"

var once sync.Once

var V int

func Load() { once.Do(func() { V = 1 }) }
-- a/a.go --
package a

import "m/lib"

func F() any { return lib.V }
`
	if len(functions(t, program{src: src, closed: true})["a.F"].Closure().Assumptions) == 0 {
		t.Error("F assumes nothing, though it doesn't load what it reads")
	}
}

// Assembly that loads from a variable may still write it (I9).
func TestI9AssemblyThatWritesInDisguise(t *testing.T) {
	for name, c := range map[string]struct {
		decl, asm string
		assumed   bool
	}{
		"a load":                  {"var v = 1", "MOVQ ·v(SB), AX", false},
		"a store":                 {"var v = 1", "MOVQ AX, ·v(SB)", true},
		"through a pointer":       {"var v = []int{1}", "MOVQ ·v(SB), BX\n\tMOVQ AX, (BX)", true},
		"by a macro":              {"var v = 1", "STORE(·v(SB), AX)", true},
		"by another's name":       {"var v = 1", "SWAP ·v(SB), AX", true},
		"a name that isn't ASCII": {"var v = 1\nvar größe = v", "MOVQ AX, ·größe(SB)", true},
	} {
		t.Run(name, func(t *testing.T) {
			read := "v"
			if name == "a name that isn't ASCII" {
				read = "größe"
			}
			src := "-- a/a.go --\npackage a\n\n" + c.decl + "\n\nfunc set(n int)\n\nfunc F() any { return " + read + " }\n" +
				"-- a/a.s --\n#define STORE(dst, src) MOVQ src, dst\n#define SWAP XCHGQ\nTEXT ·set(SB), 4, $0-8\n\t" + c.asm + "\n\tRET\n"
			as := functions(t, program{src: src})["a.F"].Closure().Assumptions
			if got := len(as) > 0; got != c.assumed {
				t.Errorf("F assumes %v", as)
			}
		})
	}
}
