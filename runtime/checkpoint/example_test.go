package checkpoint_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	"github.com/gocheckpoint/checkpoint/runtime/store/memstore"
)

// Examples keep their results in memory, so that each run of them computes.
var memory = checkpoint.Store(memstore.New())

var Primes = checkpoint.Func(primes, memory)

func primes(below int) []int {
	fmt.Println("computing")
	var out []int
next:
	for n := 2; n < below; n++ {
		for _, p := range out {
			if n%p == 0 {
				continue next
			}
		}
		out = append(out, n)
	}
	return out
}

func ExampleFunc() {
	fmt.Println(Primes.Call(20))
	fmt.Println(Primes.Call(20))
	// Output:
	// computing
	// [2 3 5 7 11 13 17 19]
	// [2 3 5 7 11 13 17 19]
}

var Fib = checkpoint.Func(fib, memory)

func fib(n int) int {
	if n < 2 {
		return n
	}
	return checkpoint.Of(fib).Call(n-1) + checkpoint.Of(fib).Call(n-2)
}

func ExampleOf() {
	fmt.Println(Fib.Call(80), "in", Fib.Stats().Computed, "steps")
	// Output: 23416728348467685 in 81 steps
}

type Server struct{ Name string }

func (s *Server) Greet(ctx context.Context, who string) (string, error) {
	if who == "" {
		return "", errors.New("nobody to greet")
	}
	return s.Name + " greets " + who, nil
}

// A method is registered by its method expression: the receiver is the first
// argument, and hashed as such.
var Greet = checkpoint.Func((*Server).Greet, memory)

func ExampleFunc_method() {
	s := &Server{Name: "gopher"}
	fmt.Println(Greet.Call(s, context.Background(), "you"))
	fmt.Println(Greet.Call(s, context.Background(), ""))
	// Output:
	// gopher greets you <nil>
	//  nobody to greet
}

func ExampleFunction_Args() {
	s := &Server{Name: "gopher"}
	call := Greet.Args(s, nil, "me") // nil for the context
	var text string
	fmt.Println(errors.Is(call.Get(&text), checkpoint.ErrNotStored))
	Greet.Call(s, context.Background(), "me")
	fmt.Println(call.Get(&text), text)
	call.Delete()
	fmt.Println(call.Exists())
	// Output:
	// true
	// <nil> gopher greets me
	// false <nil>
}

var Lines = checkpoint.Func(lines, memory,
	checkpoint.HashBy("path", checkpoint.FileContent),
	checkpoint.NoHash("log"))

func lines(path string, log *slog.Logger) (int, error) {
	fmt.Println("counting")
	data, err := os.ReadFile(path)
	return bytes.Count(data, []byte("\n")), err
}

func ExampleHashBy() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	os.WriteFile(a, []byte("one\ntwo\n"), 0o644)
	os.WriteFile(b, []byte("one\ntwo\n"), 0o644)
	fmt.Println(Lines.Call(a, nil))
	fmt.Println(Lines.Call(b, nil)) // another file, the same content
	os.WriteFile(b, []byte("one\n"), 0o644)
	fmt.Println(Lines.Call(b, nil))
	// Output:
	// counting
	// 2 <nil>
	// 2 <nil>
	// counting
	// 1 <nil>
}

func ExampleFunction_Stats() {
	f := checkpoint.Func(slow, checkpoint.Store(memstore.New()))
	f.Call(1)
	f.Call(1)
	f.Call(2)
	s := f.Stats()
	fmt.Println(s.Computed, "computed,", s.Remembered, "remembered")
	// Output: 2 computed, 1 remembered
}

func slow(n int) int { return n }
