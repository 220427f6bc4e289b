package identity_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

const partsSrc = `
-- lib/lib.go --
package lib

type Config struct {
	Rate  int
	Burst int
	Sub   Sub
	*Base
}

type Sub struct{ Depth, Width int }

type Base struct{ Zone, Other string }

type Stamp struct{ n int }

func (s Stamp) HashCheckpoint() any { return s.n }

//checkpoint:capture
var Cfg = &Config{Rate: 1}

//checkpoint:capture by=sum
var Summed = Config{}

func sum(c Config) int { return c.Rate }

//checkpoint:capture
var stamp struct{ at Stamp; by int }

func Stamped() int { return stamp.at.n }

//checkpoint:capture
var tagged struct {
	In  struct{ N int }
	Out int "checkpoint:\"-\""
}

func Tagged() int { return tagged.In.N + tagged.Out }

func Own() int { return Cfg.Sub.Depth }

-- a/a.go --
package a

import "m/lib"

func Rate() int { return (lib.Cfg).Rate }

func Depth() int { return lib.Cfg.Sub.Depth }

func Sub() int { s := lib.Cfg.Sub; return s.Depth + lib.Cfg.Sub.Width }

func Zone() string { return lib.Cfg.Zone + lib.Cfg.Base.Zone }

func Whole() int { return read(lib.Cfg) + lib.Cfg.Rate }

func read(c *lib.Config) int { return c.Rate }

func Calls() int { return Rate() + lib.Own() }

func Summed() int { return lib.Summed.Rate }
`

// Of a captured variable, only what is read is part of the key (I4), in whatever
// package, and whether syntax or a summary tells of it.
func TestI4CapturesAreAsNarrowAsTheRead(t *testing.T) {
	for _, facts := range []bool{false, true} {
		fns := functions(t, program{src: partsSrc, facts: facts})
		for name, want := range map[string]string{
			"Rate": "Cfg.Rate", "Depth": "Cfg.Sub.Depth", "Sub": "Cfg.Sub", "Zone": "Cfg.Base.Zone",
			"Whole": "Cfg", "Calls": "Cfg.Rate Cfg.Sub.Depth", "Summed": "Summed",
		} {
			var got []string
			for _, id := range fns["a."+name].Closure().Captures {
				got = append(got, strings.TrimPrefix(id, "m/lib."))
			}
			if want := strings.Fields(want); !slices.Equal(got, want) {
				t.Errorf("%s, facts %v: captures %q, want %q", name, facts, got, want)
			}
		}
	}
	fns := functions(t, program{src: partsSrc})
	for name, want := range map[string]string{"Stamped": "m/lib.stamp.at", "Tagged": "m/lib.tagged"} {
		if got := fns["lib."+name].Closure().Captures; !slices.Equal(got, []string{want}) {
			t.Errorf("%s: captures %q, want %q", name, got, want)
		}
	}
	with, without := functions(t, program{src: partsSrc, facts: true}), functions(t, program{src: partsSrc})
	for name, n := range with {
		if without[name].Identity != n.Identity {
			t.Errorf("%s: facts and syntax give different identities", name)
		}
	}
}

func TestI4PartsOfCapturesCoverTheirTypesAlone(t *testing.T) {
	runEdits(t, partsSrc, []edit{
		{"another field", "Burst int", "Burst int64", "a.Summed a.Whole a.read lib.sum"},
		{"the part's type", "at Stamp", "at *Stamp", "lib.Stamped"},
		{"a field of a part", "Depth, Width int", "Width, Depth int", "a.Sub a.Summed a.Whole a.read lib.sum"},
		{"the initial value", "Rate: 1", "Rate: 2", ""},
		{"the hash method of a part", "return s.n", "return s.n + 1", "lib.Stamp.HashCheckpoint lib.Stamped"},
	})
}

// Whether a sync.Once has run is a state that no key has: what it sets from
// captured variables, or captured ones that it sets, are assumed (I4).
func TestI4OnceAndCapturedVariables(t *testing.T) {
	fns := functions(t, program{src: `
-- a/a.go --
package a

import "sync"

//checkpoint:capture
var limit = 1

var once, again, third sync.Once

var twice int

func load() { twice = 2 * limit }

func Twice() int { once.Do(load); return twice }

func Sets() int { again.Do(func() { limit = 1 }); return limit }

var table map[string]int

func Table() int { third.Do(func() { table = map[string]int{"x": 1} }); return table["x"] + limit }
`})
	for name, want := range map[string]bool{"Twice": true, "Sets": true, "Table": false} {
		got := slices.ContainsFunc(fns["a."+name].Closure().Assumptions, func(a identity.Assumption) bool {
			return a.Reason == "runs code once that depends on the captured variable m/a.limit: whether it has run is no part of a key"
		})
		if got != want {
			t.Errorf("%s: assumes %v", name, fns["a."+name].Closure().Assumptions)
		}
	}
}

const versionSrc = `
-- lib/lib.go --
package lib

import "github.com/gocheckpoint/checkpoint/runtime/checkpoint"

//checkpoint:capture
var limit = 1

var F = checkpoint.Func(f, checkpoint.Version("1"))

func f(n int) int { return n + helper() + limit }

func helper() int { return 1 }

func Direct() int { return f(1) }

func ByOf() int { return checkpoint.Of(f).Call(1) }

func ByVar() int { return F.Call(1) }

func G(n int) int { return n + helper() }
`

// Callers of a function with a version depend on that, not on its code (I8).
func TestI8AVersionStandsForTheCode(t *testing.T) {
	src := versionSrc + `
-- a/a.go --
package a

import (
	"m/lib"
	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

var G = checkpoint.Func(lib.G, checkpoint.Version("1"))

func ByVar() int { return lib.F.Call(1) + lib.Direct() }

func ByOther() int { return G.Call(1) }

func Direct() int { return lib.G(1) }
`
	runEdits(t, src, []edit{
		{"the code behind it", "int { return 1 }", "int { return 2 }", "a.Direct lib.G lib.helper"},
		{"its own code", "n + helper() + limit", "helper() + limit", ""},
		{"its signature", "func f(n int) int { return n +", "func f(n int, m ...int) int { return n +", "a.ByVar lib.ByOf lib.ByVar lib.Direct lib.f"},
		{"the version", `(f, checkpoint.Version("1"))`, `(f, checkpoint.Version("2"))`, "a.ByVar lib.ByOf lib.ByVar lib.Direct lib.f"},
		{"another's version", `(lib.G, checkpoint.Version("1"))`, `(lib.G, checkpoint.Version("2"))`, "a.ByOther"},
		{"a version that is no constant", `(f, checkpoint.Version("1"))`, `(f, checkpoint.Version(v)); var v = "1"`, "a.ByVar lib.ByOf lib.ByVar lib.Direct lib.f"},
	})
	for _, facts := range []bool{false, true} {
		fns := functions(t, program{src: src, facts: facts})
		if got := fns["a.ByVar"].Closure().Captures; !slices.Equal(got, []string{"m/lib.limit"}) {
			t.Errorf("facts %v: captures of the code behind the version: %q", facts, got)
		}
	}
}

// Two functions with equal versions and signatures are two.
func TestI8VersionsDoNotMakeFunctionsEqual(t *testing.T) {
	runEdits(t, `
-- a/a.go --
package a

import "github.com/gocheckpoint/checkpoint/runtime/checkpoint"

var F, G = checkpoint.Func(f, checkpoint.Version("1")), checkpoint.Func(g, checkpoint.Version("1"))

func f() int { return 1 }

func g() int { return 2 }

func Use() int { return f() }
`, []edit{{"another function", "return f()", "return g()", "a.Use"}})
}
