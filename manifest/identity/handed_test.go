package identity_test

import "testing"

// twinsHanded hand what a variable holds to other code, which changes it
// there, sooner or later (I4).
var twinsHanded = []twin{
	{"I4 a helper that writes its argument", `
-- a/a.go --
package a

var table = map[string]int{}

func put(m map[string]int) { m["x"] = 1 }

func Fill() { put(table) }

func F() any { return table["x"] }

func Run() any { Fill(); return F() }
`, `m["x"] = 1`, `m["x"] = 2`, "shares"},
	{"I4 a helper that keeps its argument", `
-- a/a.go --
package a

var table = []int{0}

type box struct{ xs []int }

func keep(xs []int) *box { return &box{xs} }

func Fill() { b := keep(table); b.xs[0] = 1 }

func F() any { return table[0] }

func Run() any { Fill(); return F() }
`, `b.xs[0] = 1`, `b.xs[0] = 2`, "shares"},
	{"I4 a method that keeps its receiver", `
-- a/a.go --
package a

type list struct{ xs []int }

func (l list) All() []int { return l.xs }

var table = list{[]int{0}}

func Fill() { table.All()[0] = 1 }

func F() any { return table.xs[0] }

func Run() any { Fill(); return F() }
`, `[0] = 1`, `[0] = 2`, "calls methods"},
	{"I4 an argument that a closure keeps", `
-- a/a.go --
package a

var table = []int{0}

func later(xs []int) func(int) { return func(n int) { xs[0] = n } }

func Fill() { later(table)(1) }

func F() any { return table[0] }

func Run() any { Fill(); return F() }
`, `(table)(1)`, `(table)(2)`, "shares"},
	{"I4 an argument that is read by a helper that hands it on", `
-- a/a.go --
package a

var table = []int{0}

func one(xs []int, n int) { if n > 0 { two(xs, n-1) } }

func two(xs []int, n int) { one(xs, n-1); set(xs) }

func set(xs []int) { xs[0]++ }

func Fill() { one(table, 4) }

func F() any { return table[0] }

func Run() any { Fill(); return F() }
`, `xs[0]++`, `xs[0] += 2`, "shares"},
	{"I4 an argument whose element is handed out", `
-- a/a.go --
package a

type node struct{ n int }

var nodes = []*node{{1}}

func pick(ns []*node) *node { return ns[0] }

func Fill() { pick(nodes).n = 2 }

func F() any { return nodes[0].n }

func Run() any { Fill(); return F() }
`, `.n = 2`, `.n = 3`, "shares"},
	{"I4 an argument that becomes an interface value", `
-- a/a.go --
package a

var table = map[string]int{}

func put(v any) { v.(map[string]int)["x"] = 1 }

func look(m map[string]int) { put(m) }

func Fill() { look(table) }

func F() any { return table["x"] }

func Run() any { Fill(); return F() }
`, `["x"] = 1`, `["x"] = 2`, "shares"},
	{"I4 an argument that is assigned to a local", `
-- a/a.go --
package a

var table = map[string]int{}

func look(m map[string]int) { n := m; n["x"] = 1 }

func Fill() { look(table) }

func F() any { return table["x"] }

func Run() any { Fill(); return F() }
`, `["x"] = 1`, `["x"] = 2`, "shares"},
	{"I4 a slice that is sorted", `
-- a/a.go --
package a

import "sort"

var xs = []int{2, 1}

func Order() { sort.Ints(xs) }

func F() any { return xs[0] }

func Run() any { Order(); return F() }
`, `sort.Ints(xs)`, `sort.Sort(sort.Reverse(sort.IntSlice(xs)))`, "shares"},
	{"I4 a callback that gets the element", `
-- a/a.go --
package a

import "slices"

type node struct{ n int }

var nodes = []*node{{1}}

func Touch() { slices.ContainsFunc(nodes, func(x *node) bool { x.n = 2; return false }) }

func F() any { return nodes[0].n }

func Run() any { Touch(); return F() }
`, `x.n = 2`, `x.n = 3`, "shares"},
	{"I4 a String method that writes", `
-- a/a.go --
package a

import "fmt"

type node struct{ n int }

func (x *node) String() string { x.n = 2; return "" }

var first = &node{1}

func Show() string { return fmt.Sprint(first) }

func F() any { return first.n }

func Run() any { Show(); return F() }
`, `x.n = 2`, `x.n = 3`, "shares"},
	{"I4 a function of another package that writes its argument", `
-- b/b.go --
package b

func Set(xs []int) { inner(xs) }

func inner(xs []int) { xs[0] = 2 }
-- a/a.go --
package a

import "m/b"

var xs = []int{1}

func Fill() { b.Set(xs) }

func F() any { return xs[0] }

func Run() any { Fill(); return F() }
`, "= 2 }", "= 3 }", "shares"},
	{"I4 a method of another package that writes its receiver", `
-- b/b.go --
package b

type C struct{ N int }

func (c *C) Set() { c.inner() }

func (c *C) inner() { c.N = 2 }
-- a/a.go --
package a

import "m/b"

var c b.C

func Fill() { c.Set() }

func F() any { return c.N }

func Run() any { Fill(); return F() }
`, "= 2 }", "= 3 }", "calls methods"},
	{"I4 an error that is converted back", `
-- a/a.go --
package a

type fault struct{ n int }

func (*fault) Error() string { return "" }

var first = &fault{1}

func spoil(err error) { err.(*fault).n = 2 }

func Fill() { spoil(first) }

func F() any { return first.n }

func Run() any { Fill(); return F() }
`, ".n = 2", ".n = 3", "shares"},
	{"I4 a variadic argument that is written", `
-- a/a.go --
package a

var one = map[string]int{}

func spoil(ms ...map[string]int) { for _, m := range ms { m["x"] = 2 } }

func Fill() { spoil(one, one) }

func F() any { return one["x"] }

func Run() any { Fill(); return F() }
`, "= 2 }", "= 3 }", "shares"},
	{"I4 a generic function that writes its argument", `
-- a/a.go --
package a

var xs = []int{1}

func spoil[S ~[]E, E any](s S, e E) { s[0] = e }

func Fill() { spoil(xs, 2) }

func F() any { return xs[0] }

func Run() any { Fill(); return F() }
`, "(xs, 2)", "(xs, 3)", "shares"},
	{"I4 a helper of init that others call", `
-- a/a.go --
package a

var v = 1

func init() { set(2) }

func set(n int) { v = n }

func Set() { set(3) }

func F() any { return v }

func Run() any { Set(); return F() }
`, "set(3)", "set(4)", "set assigns it"},
	{"I4 a map whose values' methods write", `
-- a/a.go --
package a

type node struct{ n int }

func (x *node) bump() { x.n++ }

var nodes = map[string]*node{"a": {1}}

func Bump() { if x, ok := nodes["a"]; ok { x.bump() } }

func F() any { return nodes["a"].n }

func Run() any { Bump(); return F() }
`, "x.bump() }", "x.bump(); x.bump() }", "shares"},
	{"I4 a value that is computed once", `
-- a/a.go --
package a

import "sync"

var get = sync.OnceValue(func() int { return compute() })

func compute() int { return 1 }

func F() any { return get() }
`, "return 1", "return 2", ""},
	{"I4 JSON calls methods of elements", `
-- a/a.go --
package a

import "encoding/json"

type node struct{ n int }

func (x *node) MarshalJSON() ([]byte, error) { x.n = 2; return []byte("1"), nil }

var nodes = []node{{1}}

func Show() { json.Marshal(nodes) }

func F() any { return nodes[0].n }

func Run() any { Show(); return F() }
`, "x.n = 2", "x.n = 3", "shares"},
}

// Who only reads an argument leaves variables fixed, wherever it is declared.
func TestI4ReadersLeaveVariablesFixed(t *testing.T) {
	const src = `
-- b/b.go --
package b

type Set struct{ m map[string]int }

func New(names ...string) *Set {
	s := &Set{m: map[string]int{}}
	for i, n := range names { s.m[n] = i }
	return s
}

func (s *Set) Has(name string) bool { _, ok := s.get(name); return ok }

func (s *Set) get(name string) (int, bool) { n, ok := s.m[name]; return n, ok }

func Len(xs []string) int { return length(xs) }

func length(xs []string) int {
	if len(xs) == 0 { return 0 }
	ys := xs[1:]
	return 1 + Len(ys)
}
-- a/a.go --
package a

import (
	"encoding/json"
	"fmt"
	"log"
	"maps"
	"slices"
	"strings"

	"m/b"
)

var set = b.New("x", "y")

var names = []string{"x", "y"}

var counts = map[string]int{"x": 1}

var logger = log.New(nil, "", 0)

func F() any {
	logger.Printf("%v", names)
	js, _ := json.Marshal(counts)
	for _, k := range slices.Sorted(maps.Keys(counts)) {
		if slices.Contains(names, k) { return k }
	}
	return fmt.Sprint(set.Has("x"), b.Len(names), strings.Join(names, ","), js)
}
`
	for _, facts := range []bool{false, true} {
		for _, a := range functions(t, program{src: src, facts: facts})["a.F"].Closure().Assumptions {
			t.Errorf("with summaries %v, F assumes %s", facts, a.Reason)
		}
	}
}
