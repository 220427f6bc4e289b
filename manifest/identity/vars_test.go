package identity_test

import (
	"slices"
	"strings"
	"testing"
)

const variables = `
-- a/a.go --
package a

import "errors"
import "os"
import "regexp"

var fixed = 1

var table = map[string]int{"a": 1}

var written = 1

func init() { written = helper() }

func helper() int { return 2 }

var indirect = 1

func init() { setIndirect() }

func setIndirect() { indirect = 7 }

var assigned = 1

func Set(n int) { assigned = n }

var Exported = 1

var ErrX = errors.New("x")

var re = regexp.MustCompile("x+")

var env = os.Getenv("HOME")

var p = &struct{ n int }{1}

func Leak() *struct{ n int } { return p }

//checkpoint:capture
var captured = 10

//checkpoint:nohash
var ignored = 20

var first, second = pair()

func pair() (int, int) { return 1, 2 }

func Fixed() int { return fixed }

func Table() int { return table["a"] + len(table) }

func Written() int { return written }

func Indirect() int { return indirect }

func Assigned() int { return assigned }

func ReadExported() int { return Exported }

func Sentinel() error { return ErrX }

func Match(s string) bool { return re.MatchString(s) }

func Env() string { return env }

func Captured() int { return captured }

func Ignored() int { return ignored }

func Second() int { return second }
`

func TestI4EditsOfVariables(t *testing.T) {
	runEdits(t, variables, []edit{
		{"initializer", "var fixed = 1", "var fixed = 2", "a.Fixed"},
		{"element", `{"a": 1}`, `{"a": 2}`, "a.Table"},
		{"init function", "written = helper()", "written = helper() + 1", "a.Written a.init#1"},
		{"what an init function calls", "func helper() int { return 2 }", "func helper() int { return 3 }", "a.Written a.helper a.init#1"},
		{"written by what init calls", "indirect = 7", "indirect = 8", "a.Indirect a.init#2 a.setIndirect"},
		{"new init writer", "func Fixed()", "func init() { fixed = 5 }\n\nfunc Fixed()", "a.Fixed a.init#3"},
		{"initializer of a captured variable", "var captured = 10", "var captured = 11", ""},
		{"initializer of an ignored variable", "var ignored = 20", "var ignored = 21", ""},
		{"type of a captured variable", "var captured = 10", "var captured int = 10.0", ""},
		{"one of several results", "return 1, 2", "return 1, 3", "a.Second a.pair"},
		{"text of a pattern", `"x+"`, `"x*"`, "a.Match"},
		{"sentinel", `errors.New("x")`, `errors.New("y")`, "a.Sentinel"},
	})
}

func TestI4WhatIsNotFixedIsAssumed(t *testing.T) {
	fns := functions(t, program{src: variables})
	for name, want := range map[string]string{
		"a.Fixed": "", "a.Table": "", "a.Written": "", "a.Sentinel": "", "a.Match": "", "a.Second": "",
		"a.Captured": "", "a.Ignored": "", "a.Indirect": "",
		"a.Assigned":     "Set assigns it",
		"a.ReadExported": "exported",
		"a.Env":          "depends on os.Getenv",
		"a.Leak":         "shares what is stored in",
	} {
		var got []string
		for _, a := range fns[name].Closure().Assumptions {
			got = append(got, a.Reason)
			if !a.Pos.IsValid() || a.In == "" {
				t.Errorf("%s: assumption %q without a place", name, a.Reason)
			}
		}
		all := strings.Join(got, "; ")
		if (want == "") != (all == "") || !strings.Contains(all, want) {
			t.Errorf("%s assumes %q, want %q", name, all, want)
		}
	}
	if got := fns["a.Captured"].Closure().Captures; !slices.Equal(got, []string{"m/a.captured"}) {
		t.Errorf("captures of Captured: %q", got)
	}
	if got := fns["a.Ignored"].Closure().Captures; len(got) != 0 {
		t.Errorf("captures of Ignored: %q", got)
	}
}

// How a variable is changed doesn't matter; reading it in any way does not
// make it assumed.
func TestI4Accesses(t *testing.T) {
	const head = `
-- a/a.go --
package a

import "sync"

type S struct{ n int; xs []int }
func (s S) Get() int { return s.n }
func (s *S) Put() { s.n++ }
var v = S{xs: []int{1}}
var m = map[string]*S{}
var a [3]int
var i any = 1
var f = func() int { return 1 }
var mu sync.Mutex
var plain struct{ x, y int }
var kept any
func use(x any) { kept = x }
func look(x []int) int { return len(x) }
func set(x []int) { x[0] = 1 }
func same(x []int) []int { return x }
func F() any {
	BODY
	return nil
}
func G() int { return v.n + len(m) + a[0] + i.(int) + f() + plain.x }
`
	for name, c := range map[string]struct {
		body    string
		assumed bool
	}{
		"nothing":             {"", false},
		"field read":          {"_ = v.n", false},
		"element read":        {"_ = v.xs[0] + a[1]", false},
		"lookup":              {"x, ok := m[\"x\"]; _, _ = ok, x.n", false},
		"lookup that leaks":   {"x, ok := m[\"x\"]; use(x); _ = ok", true},
		"lookup that writes":  {"x := m[\"x\"]; x.n = 1", true},
		"lookup that is set":  {"x := m[\"x\"]; x = nil; _ = x", false},
		"argument read":       {"look(v.xs)", false},
		"argument written":    {"set(v.xs)", true},
		"argument returned":   {"same(v.xs)[0] = 1", true},
		"local of a local":    {"x := v; y := x.xs; z := y[:1]; z[0] = 1", true},
		"local struct":        {"x := v; x.n = 1", false},
		"local's slice":       {"x := v; x.xs[0] = 1", true},
		"local's address":     {"x := v; p := &x; p.xs[0] = 1", true},
		"local in a closure":  {"x := v; func() { x.xs[0] = 1 }()", true},
		"local is returned":   {"x := v; return x", true},
		"named result":        {"_ = func() (r []int) { r = v.xs; return }", true},
		"local's method":      {"x := v; x.Get()", false},
		"local's pointer":     {"x := v; x.Put()", true}, // changes the copy: not known
		"type switch":         {"switch x := i.(type) { case []int: x[0] = 1 }", true},
		"type switch reads":   {"switch x := i.(type) { case []int: _ = x[0] }", false},
		"conversion":          {"type L []int; L(v.xs)[0] = 1", true},
		"value method":        {"v.Get()", false},
		"length":              {"_ = len(v.xs) + cap(a)", false},
		"range over ints":     {"for range v.xs {}", false},
		"range over pointers": {"for _, s := range m { s.n = 1 }", true},
		"comparison":          {"_ = m == nil", false},
		"call":                {"f()", false},
		"lock":                {"mu.Lock()", false},
		"copy of plain":       {"x := plain; _ = x", false},
		"copy out":            {"copy(make([]int, 1), v.xs)", false},
		"append elsewhere":    {"_ = append([]int{}, v.xs...)", false},
		"assignment":          {"v = S{}", true},
		"field assignment":    {"v.n = 1", true},
		"element assignment":  {"v.xs[0] = 1", true},
		"map assignment":      {"m[\"x\"] = nil", true},
		"array element":       {"a[0]++", true},
		"operation":           {"a[0] += 2", true},
		"delete":              {"delete(m, \"x\")", true},
		"clear":               {"clear(m)", true},
		"copy in":             {"copy(v.xs, v.xs)", true},
		"append":              {"_ = append(v.xs, 1)", true},
		"range assigns":       {"for v.n = range 3 {}", true},
		"address":             {"_ = &v", true},
		"address of a field":  {"_ = &v.n", true},
		"slice":               {"x := a[:]; x[0] = 1", true},
		"slice that is read":  {"_ = a[:]", false},
		"pointer method":      {"v.Put()", true},
		"method value":        {"_ = v.Put", true},
		"argument":            {"use(v.xs)", true},
		"copied with a slice": {"x := v; use(x)", true},
		"assigned in closure": {"func() { v.n = 1 }()", true},
		"interface":           {"use(i)", true},
		"assigned function":   {"f = nil", true},
	} {
		t.Run(name, func(t *testing.T) {
			src := strings.Replace(head, "BODY", c.body, 1)
			as := functions(t, program{src: src})["a.G"].Closure().Assumptions
			if got := len(as) > 0; got != c.assumed {
				t.Errorf("%s: assumed is %v, want %v: %v", c.body, got, c.assumed, as)
			}
		})
	}
}

func TestI5OrderOfInitializationThatAnInterfaceHides(t *testing.T) {
	const src = `
-- a/a.go --
package a

type I interface{ Get() int }

type T struct{}

func (T) Get() int { return late }

func get(i I) int { return i.Get() }

EARLY

LATE

func F() int { return early }
`
	early, late := "var early = get(T{})", "var late = one()\n\nfunc one() int { return 1 }"
	a := strings.NewReplacer("EARLY", early, "LATE", late).Replace(src)
	b := strings.NewReplacer("EARLY", late, "LATE", early).Replace(src)
	if got := changed(t, program{src: a}, program{src: b}); !slices.Contains(got, "a.F") {
		t.Errorf("early reads late before or after it is set, and F keeps its identity: %q", got)
	}
}

func TestI5OrderOfInitWriters(t *testing.T) {
	const src = `
-- a/a.go --
package a

var v = 1

func init() { v = v * 2 }

func init() { v = v + 3 }

func F() int { return v }
`
	swapped := strings.NewReplacer("v * 2", "v + 3", "v + 3", "v * 2").Replace(src)
	if got := changed(t, program{src: src}, program{src: swapped}); !slices.Contains(got, "a.F") {
		t.Errorf("the order of two init functions doesn't matter to F: %q", got)
	}
}
