package peers

import (
	"fmt"
	"math/rand/v2"
)

type record struct {
	A, B   string
	W, H   int
	F      float64
	Strict bool
}

var sixFields = record{"alpha", "beta", 1, 2, 3.5, true}

func mapOf1000() map[string]int {
	m := map[string]int{}
	for i := range 1000 {
		m[fmt.Sprint("key", i)] = i
	}
	return m
}

type tree struct {
	V           int
	Left, Right *tree
}

func treeOf(depth int) *tree {
	if depth == 0 {
		return nil
	}
	return &tree{depth, treeOf(depth - 1), treeOf(depth - 1)}
}

func millionFloats() []float64 {
	r := rand.New(rand.NewPCG(1, 2))
	f := make([]float64, 1_000_000)
	for i := range f {
		f[i] = r.Float64()
	}
	return f
}

type arguments struct {
	Path string
	Opts record
	Mode string
}

var threeArguments = arguments{"a.png", sixFields, "fast"}

type id struct{ Kind, N int }

func mapOf100Structs() map[id]record {
	m := map[id]record{}
	for i := range 100 {
		m[id{i % 3, i}] = sixFields
	}
	return m
}

// jsonLike is what encoding/json makes of a document, without its numbers.
func jsonLike() map[string]any {
	var list []any
	for i := range 20 {
		list = append(list, map[string]any{"name": fmt.Sprint("n", i), "ok": i%2 == 0, "tags": []any{"a", "b", nil}, "size": float64(i)})
	}
	return map[string]any{"items": list, "next": nil}
}
