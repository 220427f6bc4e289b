package identity_test

import (
	"strings"
	"testing"
)

// Edits that cannot change behaviour keep every identity (I2, I3): the whole
// program is rewritten, and only what is named changes.
func TestI2EquivalentSpellings(t *testing.T) {
	runEdits(t, `
-- a/a.go --
package a

import "fmt"
import "sort"

type P struct{ x, y int }

type I interface{ M() int }

type T struct{ n int }

func (t *T) M() int { return t.private() }

func (t *T) private() int { return t.n }

func box[E any](e E) E { return e }

var table = []int{1, 2, 3}

var registry = map[string]int{}

func init() { fill("x", 1) }

func fill(k string, n int) { registry[k] = n }

func literals() int {
	type T struct{ k int }
	_ = T{}
	ps := []P{P{1, 2}, P{3, 4}}
	qs := []*P{&P{1, 2}}
	m := map[P]P{P{1, 2}: P{3, 4}}
	return len(ps) + len(qs) + len(m)
}

func loops(xs []int, c chan int) int {
	n := 0
	for i, _ := range xs { n += i }
	for _ = range c { n++ }
	for range 3 { n++ }
	return n
}

func slices(s []int, from int) []int { return s[from:len(s)] }

func empty(v interface{}) fmt.Stringer { s, _ := v.(fmt.Stringer); return s }

func grouped(a, b int, c string) (int, string) { return a + b, c }

func labelled() int {
	n := 0
outer:
	for {
		n++
		if n > 3 { break outer }
	}
	return n
}

func closures() func(int) int {
	k := 2
	return func(x int) int { return x * k }
}

func dispatch() int { var i I = &T{1}; return i.M() + box(2) }

func sum() int { return table[0] + registry["x"] + sort.SearchInts(table, 2) }

func declared() int { var n int = 3; return n }
`, []edit{
		{"elided element types", "[]P{P{1, 2}, P{3, 4}}", "[]P{{1, 2}, {3, 4}}", ""},
		{"elided pointers", "[]*P{&P{1, 2}}", "[]*P{{1, 2}}", ""},
		{"elided keys", "map[P]P{P{1, 2}: P{3, 4}}", "map[P]P{{1, 2}: {3, 4}}", ""},
		{"keyed fields", "[]P{P{1, 2}, ", "[]P{P{x: 1, y: 2}, ", ""},
		{"blank second variable", "for i, _ := range xs", "for i := range xs", ""},
		{"blank only variable", "for _ = range c", "for range c", ""},
		{"length of what is sliced", "s[from:len(s)]", "s[from:]", ""},
		{"any", "v interface{}", "v any", ""},
		{"parameters grouped", "(a, b int, c string)", "(a int, b int, c string)", ""},
		{"results named", "c string) (int, string)", "c string) (n int, s string)", ""},
		{"label renamed", "outer:\n\tfor {\n\t\tn++\n\t\tif n > 3 { break outer }", "again:\n\tfor {\n\t\tn++\n\t\tif n > 3 { break again }", ""},
		{"captured local renamed", "k := 2\n\treturn func(x int) int { return x * k }", "y := 2\n\treturn func(z int) int { return z * y }", ""},
		{"unexported method renamed", "return t.private() }\n\nfunc (t *T) private()", "return t.other() }\n\nfunc (t *T) other()", "a.T.other a.T.private"},
		{"type parameter renamed", "box[E any](e E) E", "box[X any](e X) X", ""},
		{"import renamed", "import \"sort\"\n", "import sort \"sort\"\n", ""},
		{"init function added", "func literals()", "var other int\n\nfunc init() { other = 3 }\n\nfunc literals()", "a.init#2"},
		{"implementation added", "func literals()", "type U struct{}\n\nfunc (U) M() int { return 9 }\n\nfunc literals()", "a.U.M"},
		{"reader added", "func literals()", "func reader() int { return sum() + len(table) }\n\nfunc literals()", "a.reader"},
		{"reader by a helper added", "func literals()", "func first(xs []int) int { return xs[0] }\n\nfunc reader() int { return first(table) }\n\nfunc literals()", "a.first a.reader"},
		{"variable of one name added in a function", "func literals() int {", "func more() { type T struct{} }\n\nfunc literals() int {", "a.more"},
		{"explicit type", "var n int = 3", "n := 3", ""},
		{"helper of init renamed", "fill(\"x\", 1) }\n\nfunc fill(", "put(\"x\", 1) }\n\nfunc put(", "a.fill a.put"},
	})
}

// A variable that holds plain values only is known by its content.
func TestI4APlainVariableIsKnownByItsContent(t *testing.T) {
	const src = `
-- a/a.go --
package a

var table = []int{1, 2}

var text = "a" + suffix()

func suffix() string { return "b" }

func F() int { return table[0] + len(text) }
`
	renamed := strings.NewReplacer("table", "numbers", "text", "words", "suffix", "ending").Replace(src)
	got := changed(t, program{src: src}, program{src: renamed})
	if want := "a.ending a.suffix"; strings.Join(got, " ") != want {
		t.Errorf("renaming variables changes %q, want only the renamed function: %q", got, want)
	}
}

// Equivalent code that is not recognized as such: these rewritings do change
// an identity.
func TestI2EquivalentSpellingsThatDoCount(t *testing.T) {
	runEdits(t, `
-- a/a.go --
package a

import "errors"

type P struct{ x, y int }

var ErrOne = errors.New("one")

func points() P { return P{y: 2, x: 1} }

func loop() int {
	n := 0
	for i := 0; i < 3; i++ { n += 1 }
	if n > 2 { return 1 } else { n = 2 }
	return n
}

func fail() error { return ErrOne }
`, []edit{
		{"order of fields", "P{y: 2, x: 1}", "P{x: 1, y: 2}", "a.points"},
		{"increment", "n += 1", "n++", "a.loop"},
		{"integer range", "for i := 0; i < 3; i++", "for range 3", "a.loop"},
		{"condition without else", "if n > 2 { return 1 } else { n = 2 }", "if n > 2 { return 1 }; n = 2", "a.loop"},
		{"operands", "i < 3", "3 > i", "a.loop"},
	})
	const src = "\n-- a/a.go --\npackage a\n\nimport \"errors\"\n\nvar errOne = errors.New(\"one\")\n\nfunc F() error { return errOne }\n"
	if got := changed(t, program{src: src}, program{src: strings.ReplaceAll(src, "errOne", "errUno")}); strings.Join(got, " ") != "a.F" {
		t.Errorf("renaming a sentinel changes %q", got)
	}
}
