package mutation

import (
	"slices"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	"github.com/gocheckpoint/checkpoint/testdata/src/mutation/lib"
)

// Functions that are called as values.

func setN(b *box) { b.n = 1 }

func getN(b *box) { _ = b.n }

func value(b *box) int {
	f := setN
	f(b) // want `^value writes through its argument b, which a hit would not: b.n at functions.go:\d+, by way of setN$`
	return 1
}

func methodValue(b *box) int {
	f := b.zero // want `methodValue writes through its argument b`
	f()
	return 1
}

func methodExpression(b *box) int {
	f := (*box).zero
	f(b) // want `methodExpression writes through its argument b`
	return 1
}

func methodOnTheSpot(b *box) int {
	(*box).take(b, nil) // want `methodOnTheSpot writes through its argument b, which a hit would not: b.next at functions.go:\d+, by way of box.take$`
	return 1
}

func passesTwo(b *box) int {
	setSecond(withSelf(b)) // want `passesTwo writes through its argument b, which a hit would not: b.n at functions.go:\d+, by way of setSecond$`
	return 1
}

func setSecond(_, b *box) { b.n = 1 }

func literal(b *box) int {
	f := func(x *box) { x.n = 1 } // want `literal writes through its argument b, which a hit would not: x.n$`
	f(b)
	return 1
}

func captured(b *box) int {
	x := b.next
	f := func() { x.n = 1 } // want `captured writes through its argument b, which a hit would not: x.n$`
	f()
	return 1
}

func capturedLater(b *box) int {
	var x *box
	f := func() { x.n = 1 } // want `capturedLater writes through its argument b, which a hit would not: x.n$`
	x = b
	f()
	return 1
}

func assignedByLiteral(b *box) int {
	x := &box{}
	f := func() { x = b }
	f()
	x.n = 1 // want `assignedByLiteral writes through its argument b`
	return 1
}

func callback(boxes []*box) int {
	each(boxes, func(b *box) { b.n = 1 }) // want `callback writes through its argument boxes, which a hit would not: b.n at functions.go:\d+, by way of each$`
	return 1
}

func each(boxes []*box, f func(*box)) {
	for _, b := range boxes {
		f(b)
	}
}

func named(boxes []*box) int {
	each(boxes, setN) // want `named writes through its argument boxes, which a hit would not: b.n at functions.go:\d+, by way of each \(functions.go:\d+\) → setN$`
	return 1
}

func bound(boxes []*box, into *box) int {
	each(boxes, into.take) // want `bound writes through its argument into, which a hit would not: b.next at functions.go:\d+, by way of box.take$`
	return 1
}

func (b *box) take(x *box) { b.next = x }

func acrossPackages(list []*lib.Box) int {
	lib.Each(list, func(b *lib.Box) { b.N = 1 }) // want `acrossPackages writes through its argument list`
	return 1
}

func table(b *box) int {
	m := map[string]func(*box){"a": setN}
	m["a"](b) // want `table writes through its argument b`
	return 1
}

var handlers = map[string]func(*box){"set": setN, "get": getN}

func packageTable(b *box, name string) int {
	handlers[name](b) // want `packageTable writes through its argument b, which a hit would not: b.n at functions.go:\d+, by way of setN$`
	return 1
}

type visitor struct{ visit func(*box) }

func inField(b *box) int {
	v := &visitor{visit: setN}
	v.run(b) // want `inField writes through its argument b, which a hit would not: b.n at functions.go:\d+, by way of visitor.run \(functions.go:\d+\) → setN$`
	return 1
}

func (v *visitor) run(b *box) { v.visit(b) }

func made(b *box) int {
	givesSetN()(b) // want `made writes through its argument b`
	return 1
}

func givesSetN() func(*box) { return setN }

func byLibrary(boxes []*box) int {
	return slices.IndexFunc(boxes, func(b *box) bool {
		b.n = 1 // want `byLibrary writes through its argument boxes`
		return true
	})
}

func recursiveLiteral(b *box) int {
	var walk func(*box)
	walk = func(x *box) {
		if x.next != nil {
			walk(x.next)
		}
		x.n = 1 // want `recursiveLiteral writes through its argument b`
	}
	walk(b)
	return 1
}

func deferred(b *box) int {
	defer b.zero() // want `deferred writes through its argument b`
	return b.n
}

func onTheSpot(b *box) int {
	func(x *box) { x.n = 1 }(b) // want `onTheSpot writes through its argument b`
	return b.n
}

// Fine: the same helpers with what is new, or that write to nothing.

func twoWays(boxes []*box) int {
	each(boxes, getN)
	each([]*box{{}}, setN)
	each([]*box{{}}, func(b *box) { b.n = 2 })
	total := 0
	each(boxes, func(b *box) { total += b.n })
	return total
}

func ownTable(b *box) int {
	m := map[string]func(*box){"get": getN}
	m["get"](b)
	f := getN
	f(b)
	return b.n
}

func memo(n int) int {
	known := map[int]int{}
	var fib func(int) int
	fib = func(n int) int {
		if n < 2 {
			return n
		}
		known[n] = fib(n-1) + fib(n-2)
		return known[n]
	}
	return fib(n)
}

var (
	_ = checkpoint.Func(value)
	_ = checkpoint.Func(methodValue)
	_ = checkpoint.Func(methodExpression)
	_ = checkpoint.Func(methodOnTheSpot)
	_ = checkpoint.Func(passesTwo)
	_ = checkpoint.Func(literal)
	_ = checkpoint.Func(captured)
	_ = checkpoint.Func(capturedLater)
	_ = checkpoint.Func(assignedByLiteral)
	_ = checkpoint.Func(callback)
	_ = checkpoint.Func(named)
	_ = checkpoint.Func(bound)
	_ = checkpoint.Func(acrossPackages)
	_ = checkpoint.Func(table)
	_ = checkpoint.Func(packageTable)
	_ = checkpoint.Func(inField)
	_ = checkpoint.Func(made)
	_ = checkpoint.Func(byLibrary)
	_ = checkpoint.Func(recursiveLiteral)
	_ = checkpoint.Func(deferred)
	_ = checkpoint.Func(onTheSpot)
	_ = checkpoint.Func(twoWays)
	_ = checkpoint.Func(ownTable)
	_ = checkpoint.Func(memo)
)
