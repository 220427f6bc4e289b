// Package lib is analyzed for its facts alone, as nogo does outside its scope.
package lib

import "time"

// Stamp reads the clock.
func Stamp() string { return time.Now().String() }

// Append writes through its argument.
func Append(rows []int) { rows[0] = 1 }

//checkpoint:captrue
var Reported = 1 // where lib is in scope
