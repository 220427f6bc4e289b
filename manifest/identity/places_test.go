package identity_test

import (
	"slices"
	"testing"
)

// twinsPlaces read, or fill, one of two variables that look alike: of one type,
// initialized alike, and written by the same code (I4, I7).
var twinsPlaces = []twin{
	{"I4 the other variable is read", `
-- a/a.go --
package a
var x, y int
func init() { x = 1; y = 2 }
func F() any { return x }
`, "return x", "return y", ""},
	{"I4 the other variable is written", `
-- a/a.go --
package a
var x, y = 0, 0
func init() { x = 1; y = 2 }
func F() any { return x }
`, "x = 1; y = 2", "y = 1; x = 2", ""},
	{"I4 maps that one function fills", `
-- a/a.go --
package a
type set map[string]bool
var good, bad = set{}, set{}
func init() {
	for _, w := range []string{"a", "b"} { good[w] = true }
	for _, w := range []string{"c"} { bad[w] = true }
}
func F() any { return good["a"] }
`, `return good`, "return bad", ""},
	{"I4 tables that one function fills", `
-- a/a.go --
package a
var upper, lower [256]byte
func init() {
	for i := range upper { upper[i], lower[i] = byte(i), byte(i) }
	for c := 'a'; c <= 'z'; c++ { upper[c] = byte(c) - 32; lower[c-32] = byte(c) }
}
func F() any {
	b := []byte("Hello")
	for i := range b { b[i] = upper[b[i]] }
	return string(b)
}
`, `upper[b[i]]`, "lower[b[i]]", ""},
	{"I4 tables of functions", `
-- a/a.go --
package a
var first = map[string]func() int{}
var second = map[string]func() int{}
func one() int { return 1 }
func two() int { return 2 }
func init() { first["a"] = one; second["a"] = two }
func F() any { return first["a"]() }
`, `return first`, "return second", ""},
	{"I4 fields that one function sets", `
-- a/a.go --
package a
var fast, slow struct{ n int; f func(int) int }
func init() {
	fast.n, slow.n = 1, 2
	fast.f = func(x int) int { return x }
	slow.f = func(x int) int { return -x }
}
func F() any { return fast.f(fast.n) }
`, "return fast.f(fast.n)", "return slow.f(slow.n)", ""},
	{"I4 functions that set one each", `
-- a/a.go --
package a
var x, y int
func setX(n int) { x = n }
func setY(n int) { y = n }
func init() { setX(1); setY(2) }
func F() any { return x }
`, "setX(1); setY(2)", "setY(1); setX(2)", ""},
	{"I4 readers of one each", `
-- a/a.go --
package a
var x, y int
func init() { x = 1; y = 2 }
func getX() int { return x }
func getY() int { return y }
func F() any { return getX() }
`, "return getX()", "return getY()", ""},
	{"I4 variables filled from others", `
-- a/a.go --
package a
var x, y int
var from, to int
func init() { from = 1; to = 2; x = from; y = to }
func F() any { return x }
`, "x = from; y = to", "x = to; y = from", ""},
	{"I4 initializers that count", `
-- a/a.go --
package a
var counter int
func next() int { counter++; return counter }
var x, y = next(), next()
func F() any { return x }
`, "return x", "return y", ""},
	{"I4 initializers that register", `
-- a/a.go --
package a
var names [4]string
var n int
func register(name string) int { names[n] = name; n++; return n }
var x = register("n")
var y = register("n")
func F() any { return x }
`, "return x", "return y", ""},
	{"I4 a variable of an imported package", `
-- b/b.go --
package b
var x, y int
func init() { x = 1; y = 2 }
func X() int { return x }
func Y() int { return y }
-- a/a.go --
package a
import "m/b"
func F() any { return b.X() }
`, "b.X()", "b.Y()", ""},
	{"I5 one of two is written later", `
-- a/a.go --
package a
var x, y, z int
func init() { x = 1 }
func init() { z = x*10 + y }
func init() { y = 1 }
func F() any { return z }
`, "x*10 + y", "y*10 + x", ""},
	{"I5 one of two is written later, through functions", `
-- a/a.go --
package a
var x, y, z int
func getX() int { return x }
func getY() int { return y }
func init() { x = 1 }
func init() { z = getX()*10 + getY() }
func init() { y = 1 }
func F() any { return z }
`, "getX()*10 + getY()", "getY()*10 + getX()", ""},
	{"I5 one of two is initialized later", `
-- a/a.go --
package a
type getter interface{ get() int }
type getX struct{}
func (getX) get() int { return x*10 + y }
//go:noinline
func one() int { return 1 }
var x = one()
var z = call(getX{})
var y = one()
func call(g getter) int { return g.get() }
func F() any { return z }
`, "x*10 + y", "y*10 + x", ""},
	{"I5 one of three is written later, and one is read twice", `
-- a/a.go --
package a
var x, y, w, z int
func init() { x = 1 }
func init() { y = 1 }
func init() { z = x*1000 + y*100 + x*10 + w }
func init() { w = 1 }
func F() any { return z }
`, "x*1000 + y*100 + x*10 + w", "x*1000 + y*100 + w*10 + x", ""},
}

// Where alike variables hold the same, it doesn't matter which is read, nor
// what they are called.
func TestI4AlikeVariablesAreExchangeable(t *testing.T) {
	runEdits(t, `
-- a/a.go --
package a

var x, y int

var p, q = []int{1}, []int{1}

func init() { x = 1 }

func init() { y = 1 }

func Set() int { return x }

func List() int { return p[0] }
`, []edit{
		{"written alike", "return x", "return y", ""},
		{"initialized alike", "return p[0]", "return q[0]", ""},
	})
	const twins = `
-- a/a.go --
package a

var x, y int

func init() { x = 1; y = 2 }

func F() int { return x }

func G() int { return y }
`
	for name, renamed := range map[string]string{
		"renamed": `
-- a/a.go --
package a

var other, another int

func init() { other = 1; another = 2 }

func F() int { return other }

func G() int { return another }
`, "exchanged": `
-- a/a.go --
package a

var y, x int

func init() { y = 1; x = 2 }

func F() int { return y }

func G() int { return x }
`, "reordered": `
-- a/a.go --
package a

func G() int { return y }

func F() int { return x }

func init() { x = 1; y = 2 }

var y, x int
`} {
		if got := changed(t, program{src: twins}, program{src: renamed}); len(got) != 0 {
			t.Errorf("%s: changes %q", name, got)
		}
	}
}

// Functions that do the same count as one, among variables too.
func TestI7AlikeFunctionsCountAsOneAmongVariables(t *testing.T) {
	const one = `
-- a/a.go --
package a

var x, y int

func set(n int) int { x = n; return x }

func init() { set(1); set(2); y = x }

func F() int { return y }
`
	const two = `
-- a/a.go --
package a

var x, y int

func set(n int) int { x = n; return x }

func put(n int) int { x = n; return x }

func init() { set(1); put(2); y = x }

func F() int { return y }
`
	if got := changed(t, program{src: one}, program{src: two}); !slices.Equal(got, []string{"a.put"}) {
		t.Errorf("a second function that does the same changes %q", got)
	}
}
