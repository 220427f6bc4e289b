// Package given holds what the hashable check flags of what calls put into
// interfaces, and what it doesn't.
package given

import (
	"bytes"
	"context"
	"io"
	"os"
	"strings"
	"sync"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

type source struct {
	name string
	in   any
	log  io.Writer `checkpoint:"-"`
}

type pair [2]any

type holder struct{ mu sync.Mutex }

type stringer struct{ c chan int }

func (stringer) HashCheckpoint() (any, error) { return 1, nil }

type wrapper struct{ v any }

func (wrapper) HashCheckpoint() (any, error) { return 1, nil }

func sum(ctx context.Context, src any, more ...any) int { return 0 }
func read(r io.Reader) int                              { return 0 }
func ofSource(s *source) int                            { return 0 }
func ofPair(p pair, m map[any]any) int                  { return 0 }
func plain(m any, s string) int                         { return 0 }
func excluded(a, b any) int                             { return 0 }
func keyed(a any) int                                   { return 0 }
func ofChan(c chan int) int                             { return 0 }
func ofWrapper(w wrapper) int                           { return 0 }
func sizeOf(a any) (int, error)                         { return 0, nil }

func byNothing(a any) int { return 0 }

var (
	Sum      = checkpoint.Func(sum)
	Read     = checkpoint.Func(read)
	Source   = checkpoint.Func(ofSource)
	Pair     = checkpoint.Func(ofPair)
	Excluded = checkpoint.Func(excluded, checkpoint.NoHash("a"), checkpoint.HashBy("b", sizeOf))
	Keyed    = checkpoint.Func(keyed, checkpoint.KeyBy(byNothing))
	Chan     = checkpoint.Func(ofChan) // want `argument c of ofChan cannot be hashed: it is chan int$`
	Wrapper  = checkpoint.Func(ofWrapper)
	Plain    = checkpoint.Func(plain, checkpoint.NoHash("m"))
	Layer    = checkpoint.Over(Sum, checkpoint.Memory())
)

func calls(ctx context.Context, c chan int, f *os.File, w io.Writer) {
	Sum.Call(ctx, c)                                           // want `^argument src of sum is given what cannot be hashed: it is chan int$`
	Sum.Rerun(ctx, 1, 2, calls)                                // want `^argument more of sum is given what cannot be hashed: it is func\(ctx context.Context, c chan int, f \*os.File, w io.Writer\)$`
	Sum.Args(ctx, holder{}).Exists()                           // want `^argument src of sum is given what cannot be hashed: holder.mu is sync.Mutex: locks`
	Sum.Cached(ctx, any(c))                                    // want `^argument src of sum is given what cannot be hashed: it is chan int$`
	Layer.Call(ctx, c)                                         // want `^argument src of sum is given what cannot be hashed: it is chan int$`
	Read.Call(f)                                               // want `^argument r of read is given what cannot be hashed: \*File is os.File`
	Read.Call(io.Reader(f))                                    // want `^argument r of read is given what cannot be hashed: \*File is os.File`
	Source.Call(&source{"a", c, w})                            // want `^argument s of ofSource is given what cannot be hashed: it is chan int$`
	Source.Call(&source{in: func() {}})                        // want `^argument s of ofSource is given what cannot be hashed: it is func\(\)$`
	Pair.Call(pair{1, c}, nil)                                 // want `^argument p of ofPair is given what cannot be hashed: it is chan int$`
	Pair.Call(pair{1: []any{1, c}}, map[any]any{1: c, "a": 2}) // want `argument p of ofPair is given` `argument m of ofPair is given what cannot be hashed: it is chan int$`
	Pair.Call(pair{}, map[any]any{c: 1})                       // want `^argument m of ofPair is given what cannot be hashed: it is chan int$`
	checkpoint.Func(read).Call(f)                              // want `argument r of read is given what cannot be hashed`
}

func local(f *os.File) {
	read := checkpoint.Func(read)
	read.Call(f) // want `argument r of read is given what cannot be hashed`
	var again *checkpoint.Function[func(io.Reader) int] = read
	again.Args(f) // want `argument r of read is given what cannot be hashed`
}

// What is fine, or decided at run time.
func fine(ctx context.Context, c chan int, a any, w io.Writer, list []any) {
	Sum.Call(ctx, 1, "a", []int{1}, nil, stringer{c}, &source{})
	Sum.Call(nil, nil)
	Sum.Call(ctx, a, list...)
	Sum.Call(ctx, w)
	Sum.Args(ctx, source{log: os.Stderr, in: 3})
	Sum.Fn(ctx, c)
	Read.Call(strings.NewReader("a"))
	Read.Call(bytes.NewReader(nil))
	Source.Call(&source{name: "a", log: os.Stderr})
	Excluded.Call(c, c)
	Keyed.Call(c)
	Plain.Call(map[string]chan int{"a": c}, "b")
	Chan.Call(c)
	Wrapper.Call(wrapper{c})
	Call(c)
}

func Call(a any) {}
