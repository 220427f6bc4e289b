// Package report is a fixture: what uses package price, what doesn't, and an
// embedded file.
package report

import (
	_ "embed"
	"fmt"

	"example.com/shop/price"
)

//go:embed header.txt
var header string

const rate = price.Rate + 1

const high = price.Rate > 10

type line struct {
	Name  string `json:"name"`
	Cents int
}

// Print covers most of the program.
func Print(names []string) string {
	out := header
	tax := price.New(false)
	for _, name := range names {
		cents, err := price.Lookup(name)
		if err != nil {
			out += err.Error()
			continue
		}
		out += fmt.Sprint(line{name, cents + tax.Of(cents)})
	}
	return out
}

// Percent folds a constant of another package.
func Percent() int { return rate * 1 }

// High has a value that most edits of the rate leave alone.
func High() bool { return high }

// Alone covers nothing.
func Alone(x int) int { return x << 1 }
