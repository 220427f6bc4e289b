// Package lib says of its functions what they are to be taken for.
package lib

import (
	"math/rand"
	"os"
	"time"
)

var memo = map[int]int{}

// Memo remembers.
//
//checkpoint:pure what it remembers is what it computes
func Memo(n int) int {
	if os.Getenv("MEMO") == "" {
		return n * n
	}
	if memo[n] == 0 {
		memo[n] = n * n
	}
	return memo[n]
}

// Temperature asks the card.
//
//checkpoint:impure the card knows
func Temperature() int { return ask(3) }

func ask(register int) int { return register }

// A Device is a card.
type Device struct{ n int }

// Draw is declared, too.
//
//checkpoint:impure the card rolls dice
func (d *Device) Draw() int { return d.n }

// Roll is not.
func (d *Device) Roll() int { return rand.Int() + int(time.Now().Unix()) }
