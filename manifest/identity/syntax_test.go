package identity_test

// twinsSyntax differ in what the normal form must keep (I2).
var twinsSyntax = []twin{
	{"I2 goto", `
-- a/a.go --
package a

func F() any {
	n := 0
one:
	n++
two:
	n += 2
	if n < 5 { goto one }
	if n < 10 { goto two }
	return n
}
`, "n < 5 { goto one }\n\tif n < 10 { goto two }", "n < 5 { goto two }\n\tif n < 10 { goto one }", ""},
	{"I2 order of deferred calls", `
-- a/a.go --
package a

func F() (r any) {
	s := ""
	defer func() { r = s }()
	defer func() { s += "a" }()
	defer func() { s += "b" }()
	return s
}
`, `s += "a"`, `s += "c"`, ""},
	{"I2 which result a deferred function sets", `
-- a/a.go --
package a

func two() (x, y int) {
	defer func() { x = 5 }()
	return 1, 2
}

func F() any { x, y := two(); return x*10 + y }
`, "x = 5", "y = 5", ""},
	{"I2 min and max", `
-- a/a.go --
package a

func F() any { x := 1; return min(x, 2) }
`, "min(x", "max(x", ""},
	{"I2 clear", `
-- a/a.go --
package a

func F() any { x := map[int]int{1: 1}; clear(x); return len(x) }
`, "clear(x)", "_ = x", ""},
	{"I2 the size of a type", `
-- a/a.go --
package a

import "unsafe"

type T struct{ a int32 }

func F() any { return int(unsafe.Sizeof(T{})) }
`, "a int32", "a int64", ""},
	{"I2 an alias of a basic type", `
-- a/a.go --
package a

import "fmt"

type A = int

func F() any { var x A; return fmt.Sprintf("%T", x) }
`, "type A = int", "type A = int64", ""},
	{"I2 a constant of another package is a length", `
-- b/b.go --
package b

const N = 2
-- a/a.go --
package a

import . "m/b"

type T struct{ a [N]int }

func F() any { return len(T{}.a) }
`, "N = 2", "N = 3", ""},
	{"I2 tags of anonymous structs", "\n-- a/a.go --\npackage a\n\nimport \"encoding/json\"\n\nfunc F() any { b, _ := json.Marshal(struct{ A int `json:\"a\"` }{1}); return string(b) }\n", "json:\"a\"", "json:\"z\"", ""},
	{"I2 a conversion to other tags", `
-- a/a.go --
package a

import "encoding/json"

type T struct{ A int }

type U struct{ A int "json:\"b\"" }

func F() any { b, _ := json.Marshal(U(T{1})); return string(b) }
`, "U(T{1})", "T(T{1})", ""},
	{"I2 the order of clauses of a type switch", `
-- a/a.go --
package a

import "fmt"

type T struct{}

func (T) String() string { return "" }

func F() any {
	switch any(T{}).(type) {
	case fmt.Stringer:
		return 1
	case T:
		return 2
	}
	return 3
}
`, "case fmt.Stringer:\n\t\treturn 1\n\tcase T:\n\t\treturn 2", "case T:\n\t\treturn 2\n\tcase fmt.Stringer:\n\t\treturn 1", ""},
	{"I2 a range over a function", `
-- a/a.go --
package a

func seq(yield func(int) bool) { for i := range 5 { if !yield(i) { return } } }

func F() any { n := 0; for i := range seq { if i == 3 { break }; n += i }; return n }
`, "range 5", "range 2", ""},
	{"I2 a blank assignment that evaluates", `
-- a/a.go --
package a

func F() (r any) {
	defer func() { r = recover() != nil }()
	var p *[3]int
	for i, _ := range p { _ = i }
	_ = *p
	return nil
}
`, "_ = *p", "_ = p", ""},
	{"I2 full slice expressions", `
-- a/a.go --
package a

func F() any { s := make([]int, 5); return cap(s[1:2:3]) }
`, "s[1:2:3]", "s[1:2]", ""},
	{"I2 the length of another slice", `
-- a/a.go --
package a

func F() any { s, t := make([]int, 5), make([]int, 3); return len(s[1:len(s)]) + len(t) }
`, "len(s)]", "len(t)]", ""},
	{"I2 else belongs to its if", `
-- a/a.go --
package a

func F() any {
	x, y := false, true
	if x { if y { return 1 } } else { return 2 }
	return 3
}
`, "{ if y { return 1 } } else { return 2 }", "{ if y { return 1 } else { return 2 } }", ""},
	{"I2 a send is no receive", `
-- a/a.go --
package a

func F() any {
	c := make(chan int, 2)
	c <- 1
	select {
	case c <- 2:
	case <-c:
	default:
	}
	c = make(chan int, 1)
	select {
	case c <- 5:
	default:
	}
	return len(c)
}
`, "case c <- 5:", "case <-c:", ""},
	{"I2 indexed elements", `
-- a/a.go --
package a

func F() any { return len([]int{2: 1, 2}) }
`, "2: 1, 2", "1: 1, 2", ""},
	{"I2 a pointer element", `
-- a/a.go --
package a

type T struct{ n int }

func F() any { a := []*T{{1}}; b := a[0]; b.n = 2; return a[0].n }
`, "a := []*T{{1}}; b := a[0]", "a := []T{{1}}; b := a[0]", ""},
	{"I7 which of two cycles is called", `
-- a/a.go --
package a

func evenA(n int) int { if n == 0 { return 1 }; return oddA(n - 1) }
func oddA(n int) int { if n == 0 { return 2 }; return evenA(n - 1) }
func evenB(n int) int { if n == 0 { return 1 }; return oddB(n - 1) }
func oddB(n int) int { if n == 0 { return 3 }; return evenB(n - 1) }

func F() any { return evenA(3) }
`, "evenA(3)", "evenB(3)", ""},
	{"I3 the receiver of a method expression", `
-- a/a.go --
package a

type B struct{ n int }

func (b *B) Set() { b.n = 1 }

type T struct{ B }

type U struct{ b B; B }

func F() any { u := U{}; (*B).Set(&u.B); return u.B.n }
`, "Set(&u.B)", "Set(&u.b)", ""},
}
