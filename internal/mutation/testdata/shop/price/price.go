// Package price is a fixture: constants, types and variables that the
// packages above it use.
package price

import "errors"

// Rate is a constant that importers fold into values of their own.
const Rate = 19

const (
	Small = iota + 1
	Large
	unused = 7
)

const (
	a = 1.5
	b = a * 2
)

var ErrNegative = errors.New("negative")

var table = map[string]int{"tea": 300, "milk": 120}

var discount = initial()

func initial() int { return 3 }

func init() {
	if discount > 2 {
		discount -= 1
	}
}

// A Tax is called through an interface.
type Tax interface{ Of(cents int) int }

type vat struct {
	Percent int `json:"percent"`
	X, Y    int
}

func (v vat) Of(cents int) int { return cents * v.Percent / 100 }

type none struct{}

func (none) Of(int) int { return 0 }

// base is embedded: its method is promoted.
type base struct{}

func (base) Of(cents int) int { return cents }

type reduced struct {
	base
	n int
}

// Reduced calls a promoted method.
func Reduced(cents int) int { return reduced{n: 1}.Of(cents) }

// New chooses by the constant.
func New(free bool) Tax {
	if free {
		return none{}
	}
	return vat{Percent: Rate}
}

// Lookup reads the table.
func Lookup(name string) (int, error) {
	cents, ok := table[name]
	if !ok || cents < 0 {
		return 0, ErrNegative
	}
	return cents - discount, nil
}

// Size is recursive, with odd and even.
func Size(n int) string {
	if even(n) {
		return "even"
	}
	return "odd"
}

func even(n int) bool {
	if n <= 0 {
		return n == 0
	}
	return odd(n - 1)
}

func odd(n int) bool {
	if n <= 0 {
		return false
	}
	return even(n - 1)
}

// Scale uses the floats.
func Scale(x float64) float64 { return x*b + -a }

// Letters is about statements.
func Letters(s string) (n int) {
	defer func() { n++ }()
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case 'a':
			n += Large
		case 'b', 'c':
			n = n &^ Small
		case 'z':
			for {
				break
			}
		default:
			println(s[i])
		}
	}
	return n
}

const width = 11

// Row stands for an array, whose length is a constant.
type Row = [width]int

// First covers the constant by way of the alias.
func First(r Row) int { return r[0] }
