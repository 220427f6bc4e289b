// Package sortfix holds what the fix of the impure check sorts, and what it
// cannot.
package sortfix

import (
	"strings"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

func keys(m map[string]int) string {
	var out []string
	for k := range m {
		if k != "" {
			out = append(out, k) // want `keys depends on the order of a map: append to out$`
		}
	}
	return strings.Join(out, ",")
}

func structs(m map[string]struct{ n int }) []struct{ n int } {
	var out []struct{ n int }
	for _, v := range m {
		out = append(out, v) // want `structs depends on the order of a map: append to out$`
	}
	return out
}

func unordered(m map[complex128]int) []complex128 {
	var out []complex128
	for k := range m {
		out = append(out, k) // want `unordered depends on the order of a map: append to out$`
	}
	return out
}

var (
	_ = checkpoint.Func(keys)
	_ = checkpoint.Func(structs)
	_ = checkpoint.Func(unordered)
)
