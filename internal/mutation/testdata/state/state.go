// Package state is a fixture: a variable that one function writes.
package state

var counter = 1

// Read covers the variable, and not Bump.
func Read() int { return counter }

// Bump keeps the variable from being fixed.
func Bump() {
	counter = 2
}
