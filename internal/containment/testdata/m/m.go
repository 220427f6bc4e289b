// Package m reaches its functions in every way that containment tells apart.
package m

import "reflect"

type shape interface{ area() int }

type square struct{ side int }

func (s square) area() int { return s.side * s.side }

// Area calls a method through an interface.
func Area(side int) int { return area(square{side}) }

func area(s shape) int { return s.area() }

// Add is called by nobody but tests.
func Add[T int | float64](a, b T) T { return a + b }

var double = func(n int) int { return 2 * n }

// Double calls a literal of a package variable.
func Double(n int) int { return double(n) }

var callbacks []func() int

// Register stores a callback.
func Register(f func() int) { callbacks = append(callbacks, f) }

// Callbacks calls those stored.
func Callbacks() int {
	n := 0
	for _, f := range callbacks {
		n += f()
	}
	return n
}

// Greeter has a method that only reflection calls.
type Greeter struct{}

// Greet is called by name.
func (Greeter) Greet() int { return 5 }

// ByName calls a method by reflection.
func ByName(v any, name string) int {
	return int(reflect.ValueOf(v).MethodByName(name).Call(nil)[0].Int())
}

var table = fill()

func init() { table[1] = atInit() }

func fill() []int { return make([]int, 2) }

func atInit() int { return 7 }

// Lookup reads what initialization made.
func Lookup(i int) int { return table[i] }

// Again calls what initialization calls too.
func Again() int { return atInit() }

// Setup is called by TestMain alone.
func Setup() { ready = true }

var ready bool

// Unsteady is called by TestMain, unequally often.
func Unsteady() {
	unsteady++
}

var unsteady int

// Late runs when a test wakes a goroutine of TestMain.
func Late() int { return area(circle{}) }

type circle struct{}

func (circle) area() int { return 3 }
