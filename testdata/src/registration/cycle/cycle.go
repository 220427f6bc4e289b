// Package cycle holds functions that call their own handles: initialization
// cycles, which do not compile.
package cycle

import "github.com/gocheckpoint/checkpoint/runtime/checkpoint"

var Fib = checkpoint.Func(fib)

func fib(n int) int {
	if n < 2 {
		return n
	}
	return Fib.Call(n-1) + n // want `^fib depends on Fib, which registers it, an initialization cycle: call checkpoint.Of\(fib\) in the place of Fib$`
}

// By way of a helper, of a method and of the handle's own fields.

type tree struct{ n int }

func (t tree) walk(n int) int { return help(t, n) }

func help(t tree, n int) int {
	return Walk.Call(t, n-1) // want `^tree.walk depends on Walk, which registers it, by way of help, an initialization cycle: call checkpoint.Of\(tree.walk\) in the place of Walk$`
}

var Walk = checkpoint.Func(tree.walk)

func hidden(n int) int { return tree{}.down(n) }

func (t tree) down(n int) int {
	f := Hidden.Fn // want `^hidden depends on Hidden, which registers it, by way of down, an initialization cycle: call checkpoint.Of\(hidden\) in the place of Hidden$`
	return f(n)
}

var Hidden = checkpoint.Func(hidden, checkpoint.NoHash("n"))

// Two that call each other: one edit is enough.
var (
	A = checkpoint.Func(a)
	B = checkpoint.Func(b)
)

func a(n int) int { return B.Call(n) } // want `^a depends on A, which registers it, by way of B → b, an initialization cycle: call checkpoint.Of\(b\) in the place of B$`
func b(n int) int { return A.Call(n) } // want `^b depends on B, which registers it, by way of A → a, an initialization cycle: call checkpoint.Of\(a\) in the place of A$`

// What no edit in place mends.
var (
	x       = C.Call
	C       = checkpoint.Func(c)
	Literal = checkpoint.Func(func(n int) int { return Literal.Call(n) }) // want `^a function literal depends on Literal, which registers it, an initialization cycle: declare the literal as a function, and name its handle by checkpoint.Of in the place of Literal$`
)

func c(n int) int { return x(n) } // want `^c depends on C, which registers it, by way of x, an initialization cycle: call checkpoint.Of\(c\) in the place of x$`

// What is fine.
var Fine = checkpoint.Func(fine)

func fine(n int) int { return checkpoint.Of(fine).Call(n-1) + local(n) }

func local(n int) int {
	Fine := func(n int) int { return n }
	return Fine(n)
}

func caller() int { return Fib.Call(3) + Walk.Call(tree{}, 3) }
