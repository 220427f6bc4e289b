package invariance

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A rewriting is one of a small package that cannot change what its F does.
type rewriting struct {
	name          string
	before, after string
	changes       string // the rule by which F changes all the same; "" if it doesn't
}

// rewritings are listed in docs/invariance.md.
var rewritings = []rewriting{
	// Statements and expressions (I2).
	{"x++ for x += 1", "func F(x int) int { x += 1; return x }", "func F(x int) int { x++; return x }", "I2"},
	{"x += y for x = x + y", "func F(x, y int) int { x = x + y; return x }", "func F(x, y int) int { x += y; return x }", "I2"},
	{"swapped operands", "func F(x, y int) int { return x + y }", "func F(x, y int) int { return y + x }", "I2"},
	{"a negated comparison", "func F(x, y int) bool { return !(x == y) }", "func F(x, y int) bool { return x != y }", "I2"},
	{"an else after a return", "func F(x int) int { if x > 0 { return 1 } else { return 2 } }", "func F(x int) int { if x > 0 { return 1 }; return 2 }", "I2"},
	{"two conditions in one", "func F(x, y bool) int { if x { if y { return 1 } }; return 2 }", "func F(x, y bool) int { if x && y { return 1 }; return 2 }", "I2"},
	{"a switch for a chain of ifs", "func F(x int) int { if x > 0 { return 1 }; return 2 }", "func F(x int) int { switch { case x > 0: return 1 }; return 2 }", "I2"},
	{"the default elsewhere", "func F(x int) int { switch x { case 1: return 1; default: return 2 } }", "func F(x int) int { switch x { default: return 2; case 1: return 1 } }", "I2"},
	{"cases in one clause", "func F(x int) int { switch x { case 1: return 1; case 2: return 1 }; return 2 }", "func F(x int) int { switch x { case 1, 2: return 1 }; return 2 }", "I2"},
	{"an integer range", "func F(n int) (s int) { for i := 0; i < n; i++ { s += i }; return s }", "func F(n int) (s int) { for i := range n { s += i }; return s }", "I2"},
	{"an explicit label", "func F() int { out: for { break out }; return 1 }", "func F() int { for { break }; return 1 }", "I2"},
	{"an implicit result", "func F() (n int) { n = 1; return n }", "func F() (n int) { n = 1; return }", "I2"},
	{"a condition's definition before it", "func F(x int) int { if y := x * 2; y > 2 { return y }; return 1 }", "func F(x int) int { y := x * 2; if y > 2 { return y }; return 1 }", "I2"},
	{"statements swapped", "func F() int { x := 1; y := 2; return x - y }", "func F() int { y := 2; x := 1; return x - y }", "I2"},
	{"a variable inlined", "func F(x int) int { y := x * 2; return y }", "func F(x int) int { return x * 2 }", "I2"},
	{"a block around", "func F(x int) int { x = 2; return x }", "func F(x int) int { { x = 2 }; return x }", "I2"},
	{"a use of nothing", "func F(x int) int { return x }", "func F(x int) int { _ = x; return x }", "I2"},
	{"definitions in one", "func F() int { x := 1; y := 2; return x + y }", "func F() int { x, y := 1, 2; return x + y }", "I2"},
	{"declarations in one", "func F() int { var x, y int; return x + y }", "func F() int { var x int; var y int; return x + y }", "I2"},
	{"a zero value spelled", "func F() int { var x int; return x }", "func F() int { var x = 0; return x }", "I2"},
	{"an explicit dereference", "type T struct{ n int }\nfunc F(t *T) int { return (*t).n }", "type T struct{ n int }\nfunc F(t *T) int { return t.n }", "I2"},
	{"an explicit address", "type T struct{ n int }\nfunc (t *T) m() int { return t.n }\nfunc F() int { var t T; return (&t).m() }", "type T struct{ n int }\nfunc (t *T) m() int { return t.n }\nfunc F() int { var t T; return t.m() }", "I2"},
	{"a promoted field", "type E struct{ n int }\ntype T struct{ E }\nfunc F(t T) int { return t.E.n }", "type E struct{ n int }\ntype T struct{ E }\nfunc F(t T) int { return t.n }", "I2"},
	{"a bound of nothing", "func F(s []int, n int) []int { return s[0:n] }", "func F(s []int, n int) []int { return s[:n] }", "I2"},
	{"a redundant conversion", "func F(x int) int { return int(x) }", "func F(x int) int { return x }", "I2"},
	{"keyed fields in another order", "type T struct{ a, b int }\nfunc F() T { return T{b: 1, a: 2} }", "type T struct{ a, b int }\nfunc F() T { return T{a: 2, b: 1} }", "I2"},
	{"indexes spelled", "func F() []int { return []int{0: 1, 1: 2} }", "func F() []int { return []int{1, 2} }", "I2"},
	{"an empty slice", "func F() []int { return []int{} }", "func F() []int { return make([]int, 0) }", "I2"},
	{"an empty string", "func F(s string) bool { return len(s) == 0 }", "func F(s string) bool { return s == \"\" }", "I2"},
	{"a helper inlined", "func F(x int) int { return g(x) }\nfunc g(x int) int { return x * 2 }", "func F(x int) int { return x * 2 }\nfunc g(x int) int { return x * 2 }", "I2"},
	{"a literal for a function", "func F() int { return func() int { return 1 }() }", "func F() int { return g() }\nfunc g() int { return 1 }", "I2"},
	{"an array's second variable", "func F(a [3]int) (n int) { for i := range a { n += i }; return n }", "func F(a [3]int) (n int) { for i, _ := range a { n += i }; return n }", "I2"},
	{"new for an empty literal", "type T struct{ n int }\nfunc F() *T { return &T{} }", "type T struct{ n int }\nfunc F() *T { return new(T) }", "I2"},
	{"a deferred literal", "func F() { defer g() }\nfunc g() {}", "func F() { defer func() { g() }() }\nfunc g() {}", "I2"},
	// Types and names (I3).
	{"a field renamed", "type t struct{ n int }\nfunc F(x t) int { return x.n }", "type t struct{ m int }\nfunc F(x t) int { return x.m }", "I3"},
	{"fields in another order", "type t struct{ a int; b int }\nfunc F(x t) int { return x.a }", "type t struct{ b int; a int }\nfunc F(x t) int { return x.a }", "I3"},
	{"a type renamed", "type t int\nfunc F() t { return 1 }", "type u int\nfunc F() u { return 1 }", "I3"},
	{"a local type renamed", "func F() int { type t int; return int(t(1)) }", "func F() int { type u int; return int(u(1)) }", "I3"},
	{"a function renamed that has a twin with types of its own", "func F() any { return g() }\nfunc g() any { type t int; return t(1) }\nfunc h() any { type t int; return t(1) }", "func F() any { return k() }\nfunc k() any { type t int; return t(1) }\nfunc h() any { type t int; return t(1) }", "I3"},
	{"a twin added to a function with types of its own", "func F() any { type t int; return t(1) }", "func F() any { type t int; return t(1) }\nfunc h() any { type t int; return t(1) }", "I3"},
	{"a constraint named", "func F() int { return g(1) }\nfunc g[T int | string](x T) T { return x }", "type c interface{ int | string }\nfunc F() int { return g(1) }\nfunc g[T c](x T) T { return x }", "I3"},
	{"a constraint in an interface", "func F() bool { return g(1) }\nfunc g[T comparable](x T) bool { return x == x }", "func F() bool { return g(1) }\nfunc g[T interface{ comparable }](x T) bool { return x == x }", "I3"},
	// Variables (I4, I5).
	{"a pointer variable renamed", "var p = new(int)\nfunc F() int { return *p }", "var q = new(int)\nfunc F() int { return *q }", "I4"},
	{"a sentinel renamed", "import \"errors\"\nvar errA = errors.New(\"a\")\nfunc F() error { return errA }", "import \"errors\"\nvar errB = errors.New(\"a\")\nfunc F() error { return errB }", "I4"},
	{"a lock renamed", "import \"sync\"\nvar mu sync.Mutex\nfunc F() int { mu.Lock(); defer mu.Unlock(); return 1 }", "import \"sync\"\nvar lock sync.Mutex\nfunc F() int { lock.Lock(); defer lock.Unlock(); return 1 }", "I4"},
	{"a string variable renamed", "var version = \"dev\"\nfunc F() string { return version }", "var release = \"dev\"\nfunc F() string { return release }", "I10"},
	{"a variable exported", "var n = 1\nfunc F() int { return n }", "var N = 1\nfunc F() int { return N }", "I4"},
	{"a writer added that nobody calls", "var n = 1\nfunc F() int { return n }", "var n = 1\nfunc F() int { return n }\nfunc set() { n = 2 }", "I4"},
	{"a function added that returns a variable's storage", "var list = []int{1}\nfunc F() int { return list[0] }", "var list = []int{1}\nfunc F() int { return list[0] }\nfunc Share() []int { return list }", "I4"},
	{"a registry filled by two init functions instead of one", "var m = map[int]int{}\nfunc init() { m[1] = 1; m[2] = 2 }\nfunc F() int { return m[1] }", "var m = map[int]int{}\nfunc init() { m[1] = 1 }\nfunc init() { m[2] = 2 }\nfunc F() int { return m[1] }", "I4"},
	{"an initializer for an init function", "var n int\nfunc init() { n = 1 }\nfunc F() int { return n }", "var n = 1\nfunc F() int { return n }", "I4"},
	{"another variable's assignment in an init function", "var n, m int\nfunc init() { n = 1; m = 1 }\nfunc F() int { return n }", "var n, m int\nfunc init() { n = 1; m = 2 }\nfunc F() int { return n }", "I4"},
	{"an entry of a table whose length alone is read", "var t = []int{1, 2}\nfunc F() int { return len(t) }", "var t = []int{1, 3}\nfunc F() int { return len(t) }", "I4"},
	// Dispatch (I6).
	{"a method added that is called by nobody", "type T struct{ n int }\nfunc F() any { return T{1} }", "type T struct{ n int }\nfunc (T) Unrelated() {}\nfunc F() any { return T{1} }", "I6"},
	{"an interface added that has an unexported method's name", "type T struct{ n int }\nfunc (T) m() {}\nfunc F() any { return T{1} }", "type T struct{ n int }\nfunc (T) m() {}\ntype i interface{ m() }\nfunc F() any { return T{1} }", "I6"},

	// These keep F.
	{"a named constant", "func F() int { return 3 }", "const n = 3\nfunc F() int { return n }", ""},
	{"a constant expression", "func F() string { return \"a\" + \"b\" }", "func F() string { return \"ab\" }", ""},
	{"a local constant", "func F() int { const n = 3; return n }", "func F() int { return 3 }", ""},
	{"a typed constant", "const n = 3\nfunc F() int { return n }", "const n int = 3\nfunc F() int { return n }", ""},
	{"an alias", "type t int\nfunc F(x t) t { return x }", "type t int\ntype u = t\nfunc F(x u) u { return x }", ""},
	{"type arguments spelled", "func F() int { return g(1) }\nfunc g[T any](x T) T { return x }", "func F() int { return g[int](1) }\nfunc g[T any](x T) T { return x }", ""},
	{"a constraint without interface", "func F() int { return g(1) }\nfunc g[T interface{ ~int }](x T) T { return x }", "func F() int { return g(1) }\nfunc g[T ~int](x T) T { return x }", ""},
	{"methods of an interface in another order", "type i interface{ a(); b() }\nfunc F(x i) { x.a() }", "type i interface{ b(); a() }\nfunc F(x i) { x.a() }", ""},
	{"methods of an interface embedded", "type i interface{ a(); b() }\nfunc F(x i) { x.a() }", "type e interface{ b() }\ntype i interface{ a(); e }\nfunc F(x i) { x.a() }", ""},
	{"a dot import", "import \"strings\"\nfunc F(s string) string { return strings.ToUpper(s) }", "import . \"strings\"\nfunc F(s string) string { return ToUpper(s) }", ""},
	{"empty statements", "func F() int { return 1 }", "func F() int { ;; return 1; ; }", ""},
	{"clauses of a loop", "func F(x int) int { for x < 3 { x *= 2 }; return x }", "func F(x int) int { for ; x < 3; { x *= 2 }; return x }", ""},
	{"results named", "func F() (int, string) { return 1, \"\" }", "func F() (n int, s string) { return 1, \"\" }", ""},
	{"variables of one declaration apart", "var a, b = 1, 2\nfunc F() int { return a + b }", "var a = 1\nvar b = 2\nfunc F() int { return a + b }", ""},
	{"a type of the value spelled", "func F() int { x := 1; return x }", "func F() int { var x int = 1; return x }", ""},
	{"a plain variable renamed", "var list = []int{1}\nfunc F() int { return list[0] }", "var all = []int{1}\nfunc F() int { return all[0] }", ""},
	{"a function added that writes a variable of its own", "var n = 1\nfunc F() int { return n }", "var m int\nfunc init() { m = 2 }\nvar n = 1\nfunc F() int { return n }", ""},
	{"an implementation added", "type i interface{ M() int }\nfunc F(x i) int { return x.M() }", "type i interface{ M() int }\ntype t int\nfunc (t) M() int { return 1 }\nfunc F(x i) int { return x.M() }", ""},
	{"a receiver named", "type T int\nfunc (T) m() int { return 1 }\nfunc F() int { return T(1).m() }", "type T int\nfunc (t T) m() int { return 1 }\nfunc F() int { return T(1).m() }", ""},
	{"an unused parameter blank", "func F(x int) int { return 1 }", "func F(_ int) int { return 1 }", ""},
	{"an assertion of an interface added", "type i interface{ M() int }\ntype t int\nfunc (t) M() int { return 1 }\nfunc F(x i) any { return t(x.M()) }", "type i interface{ M() int }\ntype t int\nfunc (t) M() int { return 1 }\nvar _ i = t(0)\nfunc F(x i) any { return t(x.M()) }", ""},
	{"a reader of a variable added", "var list = []int{1}\nfunc F() int { return list[0] }", "var list = []int{1}\nfunc F() int { return list[0] }\nfunc G() int { return len(list) + last(list) }\nfunc last(l []int) int { return l[len(l)-1] }", ""},
	{"a caller added", "func F(n int) int { if n == 0 { return 0 }; return g(n - 1) }\nfunc g(n int) int { return F(n) }", "func F(n int) int { if n == 0 { return 0 }; return g(n - 1) }\nfunc g(n int) int { return F(n) }\nfunc h() int { return g(3) }", ""},
	{"an equal function merged", "func F() int { return g() + h() }\nfunc g() int { return 1 }\nfunc h() int { return 1 }", "func F() int { return g() + g() }\nfunc g() int { return 1 }\nfunc h() int { return 1 }", ""},
	{"a field's type by an alias", "type t struct{ a []byte }\nfunc F(x t) int { return len(x.a) }", "type bytes = []uint8\ntype t struct{ a bytes }\nfunc F(x t) int { return len(x.a) }", ""},
}

func TestRewritingsChangeExactlyWhatTheRulesSay(t *testing.T) {
	var dirs [2]string
	for i := range dirs {
		dirs[i] = t.TempDir()
		write(t, filepath.Join(dirs[i], "go.mod"), "module example.com/w\n\ngo 1.26\n")
		for j, w := range rewritings {
			write(t, filepath.Join(dirs[i], fmt.Sprintf("p%d", j), "p.go"), "package p\n\n"+[]string{w.before, w.after}[i]+"\n")
		}
	}
	var repos [2]*Repo
	for i := range dirs {
		var err error
		if repos[i], err = Load(context.Background(), dirs[i], "./..."); err != nil {
			t.Fatal(err)
		}
	}
	for j, w := range rewritings {
		id := fmt.Sprintf("func example.com/w/p%d.F", j)
		before, after := repos[0].nodes[id], repos[1].nodes[id]
		if changed := before.Identity != after.Identity; changed != (w.changes != "") {
			t.Errorf("%s: F changes: %v; the rule is %q", w.name, changed, w.changes)
		}
	}
}

func TestManualListsEveryRewriting(t *testing.T) {
	manual, err := os.ReadFile(filepath.Join("..", "..", "docs", "invariance.md"))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(string(manual)), " ")
	for _, w := range rewritings {
		if !strings.Contains(text, w.name) {
			t.Errorf("docs/invariance.md does not say %q", w.name)
		}
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
