// Package report prints shelves.
package report

import (
	"fmt"
	"io"

	"example.com/store/shelf"
)

var width = 8

var rulers = []string{"-", "="}

// Print writes a line for each item.
func Print(w io.Writer, items []*shelf.Item) (int, error) {
	total := 0
	for i, item := range items {
		n, err := line(w, i, item)
		total += n
		if err != nil {
			return total, err
		}
	}
	_, _ = fmt.Fprintln(w, rulers[len(rulers)-1])
	return total, nil
}

func line(w io.Writer, i int, item *shelf.Item) (n int, err error) {
	return fmt.Fprintf(w, "%*d %v %d\n", width, i, item, shelf.Sizes(item))
}
