package codec_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"

	"github.com/gocheckpoint/checkpoint/runtime/codec"
)

type Graph struct {
	name  string
	Edges []*Graph
}

func Example() {
	g := &Graph{name: "root"}
	g.Edges = []*Graph{g, nil}

	results := codec.For(reflect.TypeFor[*Graph]())
	data, err := results.Encode([]reflect.Value{reflect.ValueOf(g)})
	if err != nil {
		panic(err)
	}
	vs, err := results.Decode(data)
	if err != nil {
		panic(err)
	}
	got := vs[0].Interface().(*Graph)
	fmt.Println(got.name, got.Edges[0] == got, got == g)
	// Output: root true false
}

func ExampleCheck() {
	fmt.Println(codec.Check(reflect.TypeFor[struct{ Done chan int }]()))
	// Output: struct { Done chan int }.Done is chan int: a channel is not a value; return a slice of what is sent instead
}

func ExampleErrors() {
	ErrQuota := errors.New("quota exceeded")
	failures, err := codec.ErrorsFor(codec.Sentinel{Name: "example.com/app.ErrQuota", Err: ErrQuota})
	if err != nil {
		panic(err)
	}

	_, missing := os.Open("/no/such/file")
	data, lost, err := failures.Encode(fmt.Errorf("%w: %w", ErrQuota, missing))
	if lost != nil || err != nil {
		panic("of a type that is not registered, or not to be stored at all")
	}
	got, err := failures.Decode(data)
	if err != nil {
		panic(err)
	}
	_, isPath := errors.AsType[*fs.PathError](got)
	fmt.Println(errors.Is(got, ErrQuota), errors.Is(got, fs.ErrNotExist), isPath)
	// Output: true true true
}
