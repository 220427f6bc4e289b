package identity_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

const captureAllSrc = `
-- deep/deep.go --
package deep

var level = 1

func SetLevel() { level = 2 }

func Level() int { return int(level) }

-- lib/lib.go --
package lib

import (
	"os"
	"sync"

	"m/deep"
)

type Config struct {
	mu    sync.Mutex
	Rate  int
	Burst int
	Sub   Sub
	hook  func() int
}

type Sub struct{ Depth, Width int }

var Cfg = &Config{Rate: 1}

var cfg Config

func Configure(n int) { cfg.Rate = n }

func Rate() int {
	cfg.mu.Lock()
	defer cfg.mu.Unlock()
	return cfg.Rate
}

func Hook() int { return cfg.hook() + Rate() }

var Dir = os.Getenv("HOME")

var dir = os.Getenv("HOME")

func OfDir() string { return dir }

var hook func() int

func SetHook(f func() int) { hook = f }

func CallsHook() int { return hook() }

var fixed = 3

func Fixed() int { return fixed }

//checkpoint:nohash
var Quiet = 1

//checkpoint:capture
var Annotated = 1

func Deep() int { return deep.Level() }

var fromDeep = deep.Level() * 2

func FromDeep() int { return fromDeep }

var copied = fromDeep

func Copied() int { return copied }

var once sync.Once

var lazy int

func Lazy() int {
	once.Do(func() { lazy = deep.Level() })
	return lazy
}

var once2 sync.Once

var set int

func Reset() { set = 0 }

func Once() int {
	once2.Do(func() { set = 1 })
	return set
}

var Value = sync.OnceValue(deep.Level)

var Exported = 1

func Env() string { return os.Getenv("ENV") }

func Flag() *int { return &flagged }

var flagged int

-- a/a.go --
package a

import (
	"os"
	"time"

	"m/lib"
	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

var own = 1

func SetOwn(n int) { own = n }

func local() int { return own }

func narrow() int { return lib.Cfg.Rate + lib.Cfg.Sub.Depth }

func burst() uint8 { return uint8(lib.Cfg.Burst) }

func whole() int { return take(lib.Cfg) }

func take(c *lib.Config) int { return c.Rate }

func Replace() { lib.Cfg = nil }

func locked() int { return lib.Rate() }

func field() int { return lib.Hook() }

func dir() string { return lib.Dir + lib.OfDir() }

func hook() int { return lib.CallsHook() + lib.Deep() }

func fixed() int { return lib.Fixed() }

func quiet() int { return lib.Quiet + lib.Annotated }

func deep() int { return lib.Deep() }

func fromDeep() int { return lib.FromDeep() }

func copied() int { return lib.Copied() }

func lazy() int { return lib.Lazy() }

func once() int { return lib.Once() }

func value() int { return lib.Value() }

var fromLib = lib.Exported

func copiesExported() int { return fromLib }

var viaCall = lib.Deep()

func callsAtInit() int { return viaCall }

var env = lib.Env()

func environment() string { return env }

var filled = map[string]int{}

func init() { filled["level"] = lib.Deep() }

func fills() int { return filled["level"] }

func flagged() int { return *lib.Flag() }

type stamp struct{ n int }

func (s stamp) HashCheckpoint() (any, error) { return s.n * own, nil }

var stamped stamp

func Stamp() { stamped.n++ }

func hashes() int { return use(stamped) }

func use(s stamp) int { return s.n }

var seed func() int

// Loaded is assigned by anybody; its initializer sets another variable.
var Loaded = func() bool { seed = func() int { return 5 }; return true }()

func seeded() int { return seed() }

func args() int { return len(os.Args) + own }

func zone() string { return time.Local.String() }

func pinned() int { return version() }

func version() int { return own }

var Version = checkpoint.Func(version, checkpoint.Version("1"))

func keyed(name string) int { return 1 }

func key(name string) (int, error) { return own, nil }

func without() int { return own }

func recursive(n int) int { if n > 0 { return other(n - 1) }; return own }

func other(n int) int { return recursive(n) }

type shape interface{ Area() int }

type square struct{ n int }

func (s square) Area() int { return s.n * own }

func dynamic() int { return area(square{2}) }

func area(s shape) int { return s.Area() }

var (
	_ = checkpoint.Func(local, checkpoint.CaptureAll())
	_ = checkpoint.Func(narrow, checkpoint.CaptureAll())
	_ = checkpoint.Func(burst, checkpoint.CaptureAll())
	_ = checkpoint.Func(whole, checkpoint.CaptureAll())
	_ = checkpoint.Func(locked, checkpoint.CaptureAll())
	_ = checkpoint.Func(field, checkpoint.CaptureAll())
	_ = checkpoint.Func(dir, checkpoint.CaptureAll())
	_ = checkpoint.Func(hook, checkpoint.CaptureAll())
	_ = checkpoint.Func(fixed, checkpoint.CaptureAll())
	_ = checkpoint.Func(quiet, checkpoint.CaptureAll())
	_ = checkpoint.Func(deep, checkpoint.CaptureAll())
	_ = checkpoint.Func(fromDeep, checkpoint.CaptureAll())
	_ = checkpoint.Func(copied, checkpoint.CaptureAll())
	_ = checkpoint.Func(lazy, checkpoint.CaptureAll())
	_ = checkpoint.Func(once, checkpoint.CaptureAll())
	_ = checkpoint.Func(value, checkpoint.CaptureAll())
	_ = checkpoint.Func(copiesExported, checkpoint.CaptureAll())
	_ = checkpoint.Func(callsAtInit, checkpoint.CaptureAll())
	_ = checkpoint.Func(environment, checkpoint.CaptureAll())
	_ = checkpoint.Func(fills, checkpoint.CaptureAll())
	_ = checkpoint.Func(flagged, checkpoint.CaptureAll())
	_ = checkpoint.Func(hashes, checkpoint.CaptureAll())
	_ = checkpoint.Func(seeded, checkpoint.CaptureAll())
	_ = checkpoint.Func(args, checkpoint.CaptureAll())
	_ = checkpoint.Func(zone, checkpoint.CaptureAll())
	_ = checkpoint.Func(pinned, checkpoint.CaptureAll())
	_ = checkpoint.Func(keyed, checkpoint.CaptureAll(), checkpoint.KeyBy(key))
	_ = checkpoint.Func(without)
	_ = checkpoint.Func(recursive, checkpoint.CaptureAll())
	_ = checkpoint.Func(dynamic, checkpoint.CaptureAll())
)
`

// What CaptureAll captures is what is not fixed, at any depth, as narrow as the
// read; the rest is assumed as without it (I4, I8).
func TestI8CaptureAll(t *testing.T) {
	want := map[string]struct{ captures, assumes string }{
		"local":          {"a.own", ""},
		"narrow":         {"lib.Cfg.Rate lib.Cfg.Sub.Depth", ""},
		"whole":          {"", "reads m/lib.Cfg, which CaptureAll cannot capture: *Config.mu is sync.Mutex: locks"},
		"locked":         {"lib.cfg.Rate", ""},
		"field":          {"lib.cfg.Rate", "reads m/lib.cfg.hook, which CaptureAll cannot capture: it is func() int"},
		"dir":            {"lib.Dir lib.dir", ""},
		"hook":           {"deep.level", "reads m/lib.hook, which CaptureAll cannot capture: it is func() int"},
		"fixed":          {"", ""},
		"quiet":          {"lib.Annotated", ""},
		"deep":           {"deep.level", ""},
		"fromDeep":       {"lib.fromDeep", ""},
		"copied":         {"lib.copied", ""},
		"lazy":           {"deep.level", "runs code once that depends on variables that CaptureAll captures"},
		"once":           {"lib.set", "runs code once that depends on variables that CaptureAll captures"},
		"value":          {"deep.level", "reads m/lib.Value, which CaptureAll cannot capture: it is func() int"},
		"copiesExported": {"a.fromLib", ""},
		"callsAtInit":    {"a.viaCall", ""},
		"environment":    {"a.env", ""},
		"fills":          {"a.filled", ""},
		"flagged":        {"lib.flagged", ""},
		"hashes":         {"a.own a.stamped", ""},
		"seeded":         {"", "has an initializer that depends on variables that CaptureAll captures"},
		"args":           {"a.own", "reads the variable os.Args"},
		"zone":           {"", "reads the variable time.Local"},
		"pinned":         {"a.own", ""},
		"keyed":          {"a.own", ""},
		"without":        {"", "is not fixed: m/a.SetOwn assigns it"},
		"recursive":      {"a.own", ""},
		"dynamic":        {"a.own", ""},
	}
	for _, closed := range []bool{false, true} {
		got := roots(t, program{src: captureAllSrc, closed: closed})
		for name, w := range want {
			c := got[name].Closure()
			var captures []string
			for _, id := range c.Captures {
				captures = append(captures, strings.TrimPrefix(id, "m/"))
			}
			if want := strings.Fields(w.captures); !slices.Equal(captures, want) {
				t.Errorf("%s, closed %v: captures %q, want %q", name, closed, captures, want)
			}
			switch {
			case w.assumes == "" && len(c.Assumptions) > 0:
				t.Errorf("%s, closed %v: assumes %v", name, closed, c.Assumptions)
			case w.assumes != "" && !slices.ContainsFunc(c.Assumptions, func(a identity.Assumption) bool { return strings.HasPrefix(a.Reason, w.assumes) }):
				t.Errorf("%s, closed %v: assumes %v, want %q", name, closed, c.Assumptions, w.assumes)
			}
		}
	}
}

// A driver that sees one package at a time gives the same identities and
// captures, and so does one that knows the whole program.
func TestI8CaptureAllIsTheSameForAllDrivers(t *testing.T) {
	want := roots(t, program{src: captureAllSrc})
	for _, p := range []program{{src: captureAllSrc, facts: true}, {src: captureAllSrc, closed: true}} {
		for name, n := range roots(t, p) {
			if n.Identity != want[name].Identity {
				t.Errorf("%s, facts %v: another identity", name, p.facts)
			}
			if got, want := n.Closure().Captures, want[name].Closure().Captures; !slices.Equal(got, want) {
				t.Errorf("%s, facts %v: captures %q, want %q", name, p.facts, got, want)
			}
		}
	}
	if len(want) != 31 {
		t.Errorf("%d registrations", len(want))
	}
}

// Nor do registrations without CaptureAll, and functions, differ for it.
func TestI8CaptureAllIsTheRegistrationsAlone(t *testing.T) {
	plain := strings.ReplaceAll(captureAllSrc, ", checkpoint.CaptureAll()", "")
	if got := changed(t, program{src: captureAllSrc}, program{src: plain}); len(got) > 0 {
		t.Errorf("CaptureAll changes the functions %q", got)
	}
	with, without := roots(t, program{src: captureAllSrc}), roots(t, program{src: plain})
	for _, name := range []string{"fixed", "quiet", "without", "zone"} {
		if with[name].Identity != without[name].Identity {
			t.Errorf("%s: CaptureAll changes an identity though it captures nothing", name)
		}
	}
	for _, name := range []string{"local", "narrow", "deep", "recursive", "dynamic", "keyed"} {
		if with[name].Identity == without[name].Identity {
			t.Errorf("%s: CaptureAll does not change the identity", name)
		}
	}
}

// The value of a captured variable is the key's business, its type the
// identity's; what stays uncaptured counts as ever.
func TestI8CaptureAllCoversTypesAndCode(t *testing.T) {
	for _, e := range []edit{
		{"an initial value", "var own = 1", "var own = 2", "without"},
		{"who writes it", "own = n }", "own = n + 1 }", ""},
		{"an initial value below", "var level = 1", "var level = 2", ""},
		{"the type of a variable", "var level = 1", "var level int64 = 1", "deep hook lazy value"},
		{"the type of a part", "Burst int", "Burst int64", "burst field whole"},
		{"another field of a struct", "Burst int", "Burst, More int", "field whole"},
		{"the initial value of a struct", "Config{Rate: 1}", "Config{Rate: 2}", "whole"},
		{"a part's type", "Depth, Width int", "Width, Depth int", "field whole"},
		{"the code", "return c.Rate }", "return c.Rate + 1 }", "whole"},
		{"code below", "return int(level) }", "return int(level) + 1 }", "deep hook lazy value"},
		{"an initializer that is captured", "deep.Level() * 2", "deep.Level() * 3", ""},
		{"what an environment variable is for", `var dir = os.Getenv("HOME")`, `var dir = os.Getenv("DIR")`, ""},
		{"a fixed variable", "var fixed = 3", "var fixed = 4", "fixed"},
		{"what a method reads", "{ return s.n * own }", "{ return s.n + own }", "dynamic"},
		{"code in a circle", "return other(n - 1)", "return other(n - 2)", "recursive"},
		{"the hash method of a captured variable", "return s.n * own, nil", "return s.n - own, nil", "hashes"},
		{"an initializer that sets what cannot be captured", "return 5 }", "return 6 }", "seeded"},
		{"the key's code", "return own, nil", "return own + 1, nil", "keyed"},
		{"what a variable is called", "var level = 1\n\nfunc SetLevel() { level = 2 }\n\nfunc Level() int { return int(level) }",
			"var depth = 1\n\nfunc SetLevel() { depth = 2 }\n\nfunc Level() int { return int(depth) }", "deep hook lazy value"},
	} {
		t.Run(e.rule, func(t *testing.T) {
			if got := changedRoots(t, captureAllSrc, e); got != e.changes {
				t.Errorf("%q → %q changes %q, want %q", e.old, e.new, got, e.changes)
			}
		})
	}
}

// Nothing depends on the order in which files and declarations stand.
func TestI8CaptureAllIsDeterministic(t *testing.T) {
	want := roots(t, program{src: captureAllSrc})
	for range 5 {
		for name, n := range roots(t, program{src: captureAllSrc}) {
			if n.Identity != want[name].Identity {
				t.Fatalf("%s: another identity", name)
			}
		}
	}
	reordered := strings.Replace(captureAllSrc, "func local() int { return own }\n", "", 1)
	reordered = strings.Replace(reordered, "var (\n\t_ = checkpoint", "func local() int { return own }\n\nvar (\n\t_ = checkpoint", 1)
	for name, n := range roots(t, program{src: reordered}) {
		if n.Identity != want[name].Identity {
			t.Errorf("%s: moving a declaration changes the identity", name)
		}
	}
	if names := slices.Sorted(maps.Keys(want)); len(names) == 0 {
		t.Error("no registrations")
	}
}

// An exported variable that nobody else writes is captured all the same, so that
// all drivers agree; where its type forbids that, a look at the whole program
// settles it as ever.
func TestI8CaptureAllOfWhatTheWholeProgramSettles(t *testing.T) {
	src := `
-- lib/lib.go --
package lib

var N = 1

var F = func() int { return 2 }

-- a/a.go --
package a

import (
	"m/lib"
	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

func number() int { return lib.N }

func function() int { return lib.F() }

var _ = checkpoint.Func(number, checkpoint.CaptureAll())

var _ = checkpoint.Func(function, checkpoint.CaptureAll())
`
	open, closed := roots(t, program{src: src}), roots(t, program{src: src, closed: true})
	if got := closed["number"].Closure().Captures; !slices.Equal(got, []string{"m/lib.N"}) {
		t.Errorf("captures %q", got)
	}
	if got := open["function"].Closure().Assumptions; len(got) != 2 {
		t.Errorf("one package alone assumes %v", got)
	}
	if got := closed["function"].Closure().Assumptions; len(got) != 0 {
		t.Errorf("the whole program assumes %v", got)
	}
}
