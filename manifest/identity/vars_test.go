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

var errX = errors.New("x")

var ErrY = errors.New("y")

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

func Sentinel() error { return errX }

func ExportedError() error { return ErrY }

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
		{"sentinel", `errors.New("x")`, `errors.New("z")`, "a.Sentinel"},
	})
}

func TestI4WhatIsNotFixedIsAssumed(t *testing.T) {
	fns := functions(t, program{src: variables})
	for name, want := range map[string]string{
		"a.Fixed": "", "a.Table": "", "a.Written": "", "a.Sentinel": "", "a.Match": "", "a.Second": "",
		"a.Captured": "", "a.Ignored": "", "a.Indirect": "",
		"a.Assigned":      "Set assigns it",
		"a.ReadExported":  "exported",
		"a.ExportedError": "exported",
		"a.Env":           "depends on os.Getenv",
		"a.Leak":          "shares what is stored in",
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

import ("io"; "os"; "sync")

var _ io.Writer = os.Stdout

type S struct{ n int; xs []int }
func (s S) Get() int { return s.n }
func (s S) all() []int { return s.xs }
func (s S) All() []int { return s.xs }
type own struct{}
type E struct{ n int }
func (*E) Error() string { return "" }
var errOwn = &E{1}
func (own) Write(b []byte) (int, error) { b[0] = 1; return 0, nil }
var bs = []byte("x")
var other []int
func both(x []int) (int, []int) { return 1, x }
func look2(n int, x []int) {}
func (s *S) Put() { s.n++ }
var v = S{xs: []int{1}}
var m = map[string]*S{}
var a [3]int
var i any = []int{1}
var one any = 1
var none = []int{}
var f = func() int { return 1 }
var mu sync.Mutex
var plain struct{ x, y int }
var Kept any
func use(x any) { Kept = x }
func look(x []int) int { return len(x) }
func set(x []int) { x[0] = 1 }
func same(x []int) []int { return x }
func F() any {
	BODY
	return nil
}
func G() int { return errOwn.n + len(bs) + v.n + len(m) + a[0] + i.([]int)[0] + one.(int) + len(none) + f() + plain.x }
`
	for name, c := range map[string]struct {
		body    string
		assumed bool
	}{
		"nothing":               {"", false},
		"field read":            {"_ = v.n", false},
		"element read":          {"_ = v.xs[0] + a[1]", false},
		"lookup":                {"x, ok := m[\"x\"]; _, _ = ok, x.n", false},
		"lookup that leaks":     {"x, ok := m[\"x\"]; use(x); _ = ok", true},
		"lookup that writes":    {"x := m[\"x\"]; x.n = 1", true},
		"lookup that is set":    {"x := m[\"x\"]; x = nil; _ = x", false},
		"argument read":         {"look(v.xs)", false},
		"argument written":      {"set(v.xs)", true},
		"argument returned":     {"same(v.xs)[0] = 1", true},
		"local of a local":      {"x := v; y := x.xs; z := y[:1]; z[0] = 1", true},
		"local struct":          {"x := v; x.n = 1", false},
		"local's slice":         {"x := v; x.xs[0] = 1", true},
		"local's address":       {"x := v; p := &x; p.xs[0] = 1", true},
		"local in a closure":    {"x := v; func() { x.xs[0] = 1 }()", true},
		"local is returned":     {"x := v; return x", true},
		"named result":          {"_ = func() (r []int) { r = v.xs; return }", true},
		"local's method":        {"x := v; x.Get()", false},
		"local's pointer":       {"x := v; x.Put()", true}, // changes the copy: not known
		"type switch":           {"switch x := i.(type) { case []int: x[0] = 1 }", true},
		"type switch reads":     {"switch x := i.(type) { case []int: _ = x[0] }", false},
		"conversion":            {"type L []int; L(v.xs)[0] = 1", true},
		"value method":          {"v.Get()", false},
		"length":                {"_ = len(v.xs) + cap(a)", false},
		"range over ints":       {"for range v.xs {}", false},
		"range over pointers":   {"for _, s := range m { s.n = 1 }", true},
		"comparison":            {"_ = m == nil", false},
		"call":                  {"f()", false},
		"lock":                  {"mu.Lock()", false},
		"copy of plain":         {"x := plain; _ = x", false},
		"copy out":              {"copy(make([]int, 1), v.xs)", false},
		"append elsewhere":      {"_ = append([]int{}, v.xs...)", false},
		"assignment":            {"v = S{}", true},
		"field assignment":      {"v.n = 1", true},
		"element assignment":    {"v.xs[0] = 1", true},
		"map assignment":        {"m[\"x\"] = nil", true},
		"array element":         {"a[0]++", true},
		"operation":             {"a[0] += 2", true},
		"delete":                {"delete(m, \"x\")", true},
		"clear":                 {"clear(m)", true},
		"copy in":               {"copy(v.xs, v.xs)", true},
		"append":                {"_ = append(v.xs, 1)", false}, // behind what v holds
		"append written":        {"append(v.xs, 1)[0] = 1", true},
		"append kept":           {"use(append(v.xs, 1))", true},
		"append over":           {"_ = append(v.xs[:0], 1)", true},
		"append to a local":     {"x := v.xs[:0]; x = append(x, 1)", true},
		"a sentinel":            {"use(errOwn)", false},
		"a sentinel's field":    {"errOwn.n = 2", true},
		"a sentinel replaced":   {"errOwn = nil", true},
		"its address":           {"use(&errOwn)", true},
		"holds an int":          {"use(one)", false},
		"holds nothing":         {"use(none)", false},
		"holds else":            {"one = &v; use(one)", true},
		"address of nothing":    {"use(&none)", true},
		"nothing is replaced":   {"p := &none; *p = []int{1}", true},
		"range assigns":         {"for v.n = range 3 {}", true},
		"address kept":          {"use(&v)", true},
		"address written":       {"p := &v.n; *p = 1", true},
		"address read":          {"p := &v.n; _ = *p", false},
		"address of a part":     {"set((&v).xs)", true},
		"address dropped":       {"_ = &v", false},
		"kept by nobody":        {"var x any = v.xs; _ = x", false},
		"literal":               {"x := []*S{&v}; x[0].n = 1", true},
		"literal read":          {"x := []*S{&v}; _ = x[0].n", false},
		"keyed literal":         {"x := struct{ s *S }{s: &v}; x.s.n = 1", true},
		"keyed literal read":    {"x := struct{ s *S }{s: &v}; _ = x.s.n", false},
		"literal in an any":     {"use([]any{v.xs})", true},
		"key of a map":          {"x := map[*S]int{&v: 1}; for k := range x { k.n = 1 }", true},
		"field of a local":      {"var x struct{ xs []int }; x.xs = v.xs; x.xs[0] = 1", true},
		"field of a local read": {"var x struct{ xs []int }; x.xs = v.xs; _ = x.xs[0]", false},
		"field of a pointer":    {"x := &struct{ xs []int }{}; y := x; x.xs = v.xs; y.xs[0] = 1", true},
		"result":                {"x := same(v.xs); x[0] = 1", true},
		"result read":           {"x := same(v.xs); _ = x[0]", false},
		"result dropped":        {"same(v.xs)", false},
		"result of a value":     {"g := same; g(v.xs)[0] = 1", true},
		"one of two results":    {"_, x := both(v.xs); x[0] = 1", true},
		"two results read":      {"_, x := both(v.xs); _ = x[0]", false},
		"results passed on":     {"look2(both(v.xs))", true}, // not known
		"result of a method":    {"v.all()[0] = 1", true},
		"method's, read":        {"_ = v.all()[0]", false},
		"method's, exported":    {"_ = v.All()[0]", true}, // an interface may call it
		"into a variable":       {"other = v.xs; other[0] = 1", true},
		"into one that reads":   {"other = v.xs; _ = other[0]", false},
		"into an exported":      {"Kept = v.xs", true},
		"written out":           {"var w io.Writer = os.Stdout; w.Write(bs)", true}, // own may be the writer
		"written to a writer":   {"own{}.Write(bs)", true},
		"slice":                 {"x := a[:]; x[0] = 1", true},
		"slice that is read":    {"_ = a[:]", false},
		"pointer method":        {"v.Put()", true},
		"method value":          {"_ = v.Put", true},
		"argument":              {"use(v.xs)", true},
		"copied with a slice":   {"x := v; use(x)", true},
		"assigned in closure":   {"func() { v.n = 1 }()", true},
		"interface":             {"use(i)", true},
		"assigned function":     {"f = nil", true},
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

// Bytes that are written to somebody are neither changed nor kept, as io.Writer
// has it, unless code in scope doesn't keep to that.
func TestI4Writers(t *testing.T) {
	const src = `
-- a/a.go --
package a

import "io"

type own struct{ sum int }

func (o *own) Write(b []byte) (int, error) { o.sum += len(b); return len(b), nil }

var text = []byte("a")

func F(w io.Writer) string { w.Write(text); new(own).Write(text); return string(text) }
`
	if as := functions(t, program{src: src})["a.F"].Closure().Assumptions; len(as) != 0 {
		t.Errorf("F assumes %v", as)
	}
	src2 := strings.Replace(src, "o.sum += len(b)", "kept = b", 1) + "\nvar kept []byte\n\nfunc Change() { kept[0] = 1 }\n"
	if as := functions(t, program{src: src2})["a.F"].Closure().Assumptions; len(as) == 0 {
		t.Error("F assumes nothing, though a writer keeps what it gets")
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
