// Package unrelated has a function called Func, and comments that begin with a word.
package unrelated

// checkpoint: a prose comment.
func Func(f func()) int { return 0 }

var _ = Func(func() {})
