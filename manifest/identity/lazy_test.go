package identity_test

// twinsLazy set variables when they are first needed (I4): the identity covers
// the code that does, or doubts it.
var twinsLazy = []twin{
	{"I4 a lazily set variable among others", `
-- a/a.go --
package a

import "sync"

var once sync.Once

var v, w int

func load() { v, w = 1, 2 }

func ensure() { once.Do(load) }

func F() any { ensure(); return v }
`, "return v", "return w", ""},
	{"I4 a lazily filled map", `
-- a/a.go --
package a

import "sync"

var once sync.Once

var m map[string]int

func load() {
	once.Do(func() {
		m = make(map[string]int)
		m["x"] = 1
	})
}

func F() any {
	load()
	v, _ := m["x"]
	return v
}
`, "\"x\"] = 1", "\"x\"] = 2", ""},
	{"I4 a lazily set variable that is read before", `
-- a/a.go --
package a

import "sync"

var once sync.Once

var v int

func Load() { once.Do(func() { v = 1 }) }

func F() any { return v }

func Run() any { Load(); return F() }
`, "v = 1", "v = 2", "assigns"},
	{"I4 a lazily set variable that only some calls set", `
-- a/a.go --
package a

import "sync"

var once sync.Once

var v int

func load(x int) {
	if x > 1 {
		return
	}
	once.Do(func() { v = 1 })
}

func F() any { load(2); return v }

func Run() any { load(1); return F() }
`, "v = 1", "v = 2", "@assigns"},
	{"I4 a lazily set variable whose value comes with the first call", `
-- a/a.go --
package a

import "sync"

var once sync.Once

var v int

func load(x int) { once.Do(func() { v = x }) }

func F() any { load(1); return v }

func Run() any { load(2); return F() }
`, "load(2)", "load(3)", "assigns"},
	{"I4 a once with two functions", `
-- a/a.go --
package a

import "sync"

var once sync.Once

var v int

func F() any { once.Do(func() { v = 1 }); return v }

func Other() { once.Do(func() { v = 3 }) }

func Run() any { Other(); return F() }
`, "v = 3", "v = 4", "assigns"},
	{"I4 a lazily set variable that others write too", `
-- a/a.go --
package a

import "sync"

var once sync.Once

var v int

func F() any { once.Do(func() { v = 1 }); return v }

func Reset(n int) { v = n }

func Run() any { F(); Reset(2); return F() }
`, "Reset(2)", "Reset(3)", "assigns"},
	{"I4 a lazily set variable that is replaced through a pointer", `
-- a/a.go --
package a

import "sync"

var once sync.Once

var v *int

func load() { once.Do(func() { v = new(int) }) }

func Set(n int) { load(); *v = n }

func F() any { load(); return *v }

func Run() any { Set(2); return F() }
`, "Set(2)", "Set(3)", "assigns"},
	{"I4 a lazily made function that writes later", `
-- a/a.go --
package a

import "sync"

var once sync.Once

var v int

var Bump func(int)

func load() {
	once.Do(func() {
		v = 1
		Bump = func(n int) { v += n }
	})
}

func F() any { load(); return v }

func Run() any { load(); Bump(2); return F() }
`, "Bump(2)", "Bump(3)", "assigns"},
}
