package codec_test

import (
	"fmt"
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
	// Output: struct { Done chan int }.Done is chan int: channels cannot be stored
}
