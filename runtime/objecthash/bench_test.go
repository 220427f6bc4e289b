package objecthash

import (
	"fmt"
	"reflect"
	"testing"
	"unsafe"

	"github.com/zeebo/blake3"
)

var sink Sum

func benchValues(b *testing.B, vs ...reflect.Value) {
	h := New(Options{})
	b.ReportAllocs()
	for b.Loop() {
		h.Reset()
		for _, v := range vs {
			if err := h.Value(v); err != nil {
				b.Fatal(err)
			}
		}
		sink = h.Sum()
	}
}

func BenchmarkInt(b *testing.B) { benchValues(b, reflect.ValueOf(42)) }

func BenchmarkThreeArguments(b *testing.B) {
	benchValues(b, reflect.ValueOf("a.png"), reflect.ValueOf(struct {
		A, B   string
		W, H   int
		F      float64
		Strict bool
	}{"a", "b", 1, 2, 3, true}), reflect.ValueOf("mode"))
}

func BenchmarkMillionFloats(b *testing.B) {
	f := make([]float64, 1_000_000)
	b.SetBytes(8_000_000)
	benchValues(b, reflect.ValueOf(f))
}

func BenchmarkMillionFloatsBlake3Alone(b *testing.B) {
	f := make([]float64, 1_000_000)
	b.SetBytes(8_000_000)
	for b.Loop() {
		sink = blake3.Sum256(unsafe.Slice((*byte)(unsafe.Pointer(&f[0])), 8_000_000))
	}
}

func BenchmarkMapOf1000(b *testing.B) {
	m := map[string]int{}
	for i := range 1000 {
		m[fmt.Sprint("key", i)] = i
	}
	benchValues(b, reflect.ValueOf(m))
}

func newTree(depth int) *tree {
	if depth == 0 {
		return nil
	}
	return &tree{depth, newTree(depth - 1), newTree(depth - 1)}
}

func BenchmarkTreeOf1023(b *testing.B) { benchValues(b, reflect.ValueOf(newTree(10))) }

func BenchmarkJSONLike(b *testing.B) {
	v := any(map[string]any{"a": []any{1.0, "x", nil, true}, "b": map[string]any{"c": "d"}})
	benchValues(b, reflect.ValueOf(&v).Elem())
}
