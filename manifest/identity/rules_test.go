package identity_test

import (
	"strings"
	"testing"
)

// pipeline is a program in three packages: a reaches b, and b reaches c.
const pipeline = `
-- c/c.go --
package c

import "strings"

// Limit bounds things.
const Limit = 10

const Half = Limit / 2

const Other = 7

type Row struct {
	Name string ` + "`json:\"name\"`" + `
	n    int
}

func (r Row) Len() int { return r.n }

func (r Row) unused() int { return 1 }

var table = map[string]int{"x": 1}

var offset = 3

func Lookup(s string) int { return table[s] }

func Trim(s string) string {
	t := strings.TrimSpace(s)
	return t
}

func Bound(n int) int {
	if n > Limit {
		return Limit
	}
	return (n + offset)
}

func Zero() Row { return Row{} }
-- b/b.go --
package b

import "m/c"

func Helper(s string) int {
	return c.Lookup(s)
}

func Rows() int {
	r := c.Zero()
	return r.Len()
}

func Alone() int { return 42 }
-- a/a.go --
package a

import "m/b"
import "m/c"

func Direct() string { return c.Trim(" x ") }

func Deep() int { return b.Helper("x") + 1 }

func Struct() int { return b.Rows() }

func Free() int { return b.Alone() }

func Bounded() int { return c.Bound(5) }

func Halved() int { return c.Half }
`

func TestI2NothingThatCannotMatterChangesAnIdentity(t *testing.T) {
	runEdits(t, pipeline, []edit{
		{"comment added", "func Helper(s", "// Helper helps.\nfunc Helper(s", ""},
		{"comment removed", "// Limit bounds things.\n", "", ""},
		{"formatting", "return c.Lookup(s)", "return   c.Lookup(\n\t\ts,\n)", ""},
		{"parentheses", "return (n + offset)", "return n + offset", ""},
		{"parentheses around a call", "return b.Rows()", "return (b.Rows())", ""},
		{"local renamed", "r := c.Zero()\n\treturn r.Len()", "row := c.Zero()\n\treturn row.Len()", ""},
		{"parameter renamed", "func Lookup(s string) int { return table[s] }", "func Lookup(key string) int { return table[key] }", ""},
		{"receiver renamed", "func (r Row) Len() int { return r.n }", "func (row Row) Len() int { return row.n }", ""},
		{"receiver unnamed", "func (r Row) unused() int", "func (Row) unused() int", ""},
		{"import alias", `import "m/b"` + "\n" + `import "m/c"` + "\n\nfunc Direct() string { return c.Trim", `import "m/b"` + "\n" + `import xyz "m/c"` + "\nimport \"m/c\"\n\nfunc Direct() string { return xyz.Trim", ""},
		{"definition spelled as declaration", "t := strings.TrimSpace(s)", "var t = strings.TrimSpace(s)", ""},
		{"literal spelled otherwise", "return 42", "return 0x2a", ""},
		{"constant spelled as expression", "const Limit = 10", "const Limit = 5 + 5", ""},
		{"statement that does nothing", "r := c.Zero()", "r := c.Zero();;", ""},
		{"unrelated declarations", "func Alone()", "type extra struct{}\n\nvar unrelated = 1\n\nconst more = 2\n\nfunc Alone()", ""},
		{"method that nobody calls or converts", "func (r Row) unused() int { return 1 }", "func (r Row) unused() int { return 2 }", "c.Row.unused"},
		{"constant that nobody uses", "const Other = 7", "const Other = 8", ""},
	})
}

func TestI3EveryEditThatMattersChangesWhatReachesItAndNothingElse(t *testing.T) {
	runEdits(t, pipeline, []edit{
		{"helper two calls away", "return table[s]", "return table[s] * 1", "a.Deep b.Helper c.Lookup"},
		{"initializer", `{"x": 1}`, `{"x": 2}`, "a.Deep b.Helper c.Lookup"},
		{"constant", "const Limit = 10", "const Limit = 11", "a.Bounded c.Bound"},
		{"constant behind a constant", "const Half = Limit / 2", "const Half = Limit / 3", "a.Halved"},
		{"struct tag", "json:\"name\"", "json:\"Name\"", "a.Struct b.Rows c.Row.Len c.Row.unused c.Zero"},
		{"field type", "n    int", "n    int; m int", "a.Struct b.Rows c.Row.Len c.Row.unused c.Zero"},
		{"method", "return r.n", "return r.n + 1", "a.Struct b.Rows c.Row.Len"},
		{"condition", "n > Limit", "n >= Limit", "a.Bounded c.Bound"},
		{"operator", "n + offset", "n - offset", "a.Bounded c.Bound"},
		{"order of operands", "n + offset", "offset + n", "a.Bounded c.Bound"},
		{"leaf function", "strings.TrimSpace(s)", "strings.ToUpper(s)", "a.Direct c.Trim"},
		{"statement", "r := c.Zero()", "r := c.Zero(); _ = r", "a.Struct b.Rows"},
		{"type of a constant", "const Limit = 10", "const Limit int = 10", ""},
		{"conversion", "return (n + offset)", "return int(n + offset)", "a.Bounded c.Bound"},
	})
}

func TestI3MovedAndRenamedHelpersKeepIdentities(t *testing.T) {
	// The helper is renamed, moved to another file and behind its caller.
	renamed := strings.NewReplacer("c.Lookup(", "c.Find(", "func Lookup(s string) int { return table[s] }\n", "").Replace(pipeline)
	renamed = strings.Replace(renamed, "-- b/b.go --", "-- c/find.go --\npackage c\n\nfunc Find(s string) int { return table[s] }\n-- b/b.go --", 1)
	got := changed(t, program{src: pipeline}, program{src: renamed})
	if want := "c.Find c.Lookup"; strings.Join(got, " ") != want {
		t.Errorf("changed: %q, want only the names themselves: %q", got, want)
	}
}
