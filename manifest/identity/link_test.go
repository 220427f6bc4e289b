package identity_test

import (
	"strings"
	"testing"
)

// twinsLinked change variables of a through go:linkname directives that stand in
// another package (I9).
var twinsLinked = []twin{
	{"I9 a variable by another name elsewhere", `
-- b/b.go --
package b

import _ "unsafe"

//go:linkname y m/a.x
var y int

func Set() { y = 2 }
-- a/a.go --
package a

import "m/b"

var x = 1

func F() any { return x }

func Run() any { b.Set(); return F() }
`, "y = 2", "y = 3", "linked by name"},
	{"I9 a function that looks as if it ran at initialization only", `
-- b/b.go --
package b

import _ "unsafe"

//go:linkname set m/a.set
func set(n int)

func Set() { set(2) }
-- b/b.s --
-- a/a.go --
package a

import "m/b"

var x = 1

func set(n int) { x = n }

func init() { set(1) }

func F() any { return x }

func Run() any { b.Set(); return F() }
`, "set(2)", "set(3)", "a.set may change it"},
	{"I9 a function that looks as if nobody wrote into its result", `
-- b/b.go --
package b

import _ "unsafe"

//go:linkname get m/a.get
func get() []int

func Set() { get()[0] = 2 }
-- b/b.s --
-- a/a.go --
package a

import "m/b"

var table = []int{1}

func get() []int { return table }

func F() any { return get()[0] }

func Run() any { b.Set(); return F() }
`, "= 2", "= 3", "a.get may change it"},
	{"I9 a method", `
-- b/b.go --
package b

import _ "unsafe"

//go:linkname set m/a.(*T).set
func set(p *int, n int)

func Set() { x := 0; set(&x, 2) }
-- b/b.s --
-- a/a.go --
package a

import "m/b"

type T int

var x = []int{1}

func (t *T) set(n int) { x[0] = n }

func init() { new(T).set(1) }

func F() any { return x[0] }

func Run() any { b.Set(); return F() }
`, ", 2) }", ", 3) }", "it"},
	{"I4 an error that another package assigns", `
-- c/c.go --
package c

import "errors"

var ErrX = errors.New("one")
-- b/b.go --
package b

import "m/c"
import "errors"

func Set() { c.ErrX = errors.New("two") }
-- a/a.go --
package a

import "m/b"
import "m/c"

func F() any { return c.ErrX.Error() }

func Run() any { b.Set(); return F() }
`, `"two"`, `"three"`, "any package can assign it"},
}

// What is linked concerns what it names, and what that leads to, alone. A loose
// file's directives count too.
func TestI9DirectivesElsewhereConcernWhatTheyName(t *testing.T) {
	const src = `
-- a/a.go --
package a

var x = 1
var y = 1
var z = []int{1}

func set(n int) { x, y = n, n }
func get() int { return x + z[0] }
func init() { set(2) }

func X() int { return x }
func Z() int { return z[0] }
func N() int { return 1 }

-- b/b.go --
package b

import _ "unsafe"

//go:linkname LINK
func l()

-- b/b.s --
`
	for link, want := range map[string]string{
		"l":           "",
		"l m/a.N":     "",
		"l m/a.y":     "X", // what writes x refers to it
		"l m/a.x":     "X",
		"l m/a.set":   "X",
		"l m/a.get":   "X Z", // z is no number, and could be changed through a pointer
		"l m/b.x":     "",
		"l n/a.x":     "",
		"l m/a.z":     "Z",
		"l x":         "",
		"l m/a.init":  "",
		"l m%2ea.x.y": "",
	} {
		loose := strings.ReplaceAll(src, "-- b/", "-- loose/")
		for _, p := range []program{{src: src, settled: true}, {src: src, closed: true}, {src: loose, settled: true}, {src: loose, closed: true}} {
			p.src = strings.Replace(p.src, "LINK", link, 1)
			p.src = strings.ReplaceAll(p.src, "-- loose/b.s --\n", "")
			var got []string
			for _, name := range strings.Fields("X Z N") {
				if functions(t, p)["a."+name].Closure().Assumptions != nil {
					got = append(got, name)
				}
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s: assumed are %q, want %q", link, got, want)
			}
		}
	}
}
