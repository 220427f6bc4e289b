package shelf

import (
	_ "embed"
	"fmt"
	"os"
	"strings"
)

//go:embed names.txt
var names string

var registry = map[string]func(int, int) int{}

//checkpoint:nohash
var trace func(string, ...any)

func init() { register("sum", func(a, b int) int { return a + b }) }

func init() {
	register("product", func(a, b int) int { return a * b })
}

func register(name string, f func(int, int) int) { registry[name] = f }

// Apply looks an operation up.
func Apply(name string, a, b int) int {
	if trace != nil {
		trace("apply %s", name)
	}
	f, ok := registry[name]
	if !ok {
		return even(a) + words["one"]
	}
	return f(a, b) //nolint:all
}

// Names lists the names, and reads an environment variable.
func Names() []string {
	list := strings.Fields(names)
	var home = os.Getenv("HOME")
	var extra string = fmt.Sprint(home)
	return append(list, extra)
}

func even(n int) int {
	if n == 0 {
		return 1
	}
	return odd(n - 1)
}

func odd(n int) int {
	if n == 0 {
		return 0
	}
	return even(n - 1)
}

/*
Pump moves values; this comment has
two lines.
*/
func Pump(in <-chan rune, out chan<- rune, done chan struct{}) (count int) {
	for {
		select {
		case r, ok := <-in:
			if !ok {
				return count
			}
			out <- r + '\n'
			count++
		case <-done:
			return (count)
		}
	}
}
