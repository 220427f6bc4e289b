package peers

import (
	"math"
	"testing"
	"unsafe"

	"github.com/zeebo/blake3"
	"gonum.org/v1/gonum/mat"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	"github.com/gocheckpoint/checkpoint/runtime/objecthash"
)

func matrix(n int) *mat.Dense {
	m := mat.NewDense(n, n, nil)
	for i := range n {
		for j := range n {
			m.Set(i, j, math.Sin(float64(i*n+j)))
		}
	}
	return m
}

// TestMatricesAreHashedByWhatTheyHold: gonum's types have unexported fields alone.
func TestMatricesAreHashedByWhatTheyHold(t *testing.T) {
	sum := func(v any) objecthash.Sum {
		s, err := objecthash.Hash(v)
		if err != nil {
			t.Fatalf("%T: %v", v, err)
		}
		return s
	}
	a, b := matrix(8), matrix(8)
	if sum(a) != sum(b) {
		t.Error("equal matrices have different sums")
	}
	b.Set(7, 7, 5)
	if sum(a) == sum(b) {
		t.Error("a changed element doesn't change the sum")
	}
	if sum(mat.NewDense(2, 3, nil)) == sum(mat.NewDense(3, 2, nil)) {
		t.Error("the shape doesn't count")
	}
	sum(mat.NewVecDense(3, []float64{1, 2, 3}))
	sum(mat.NewSymDense(2, []float64{1, 2, 2, 1}))
	sum(mat.NewDiagDense(2, []float64{1, 2}))
	var lu mat.LU
	lu.Factorize(a)
	sum(&lu)
}

func product(a, b *mat.Dense) *mat.Dense {
	computed++
	var c mat.Dense
	c.Mul(a, b)
	return &c
}

func factors(a *mat.Dense) (values []complex128, det float64) {
	computed++
	var e mat.Eigen
	e.Factorize(a, mat.EigenNone)
	return e.Values(nil), mat.Det(a)
}

var (
	computed int
	products = checkpoint.Func(product, checkpoint.Memory())
	factored = checkpoint.Func(factors, checkpoint.Memory())
)

func TestMatricesComeBack(t *testing.T) {
	a, b := matrix(30), matrix(30)
	want := product(a, b)
	computed = 0
	products.Call(a, b)
	got := products.Call(matrix(30), matrix(30)) // others, which hold the same
	if computed != 1 {
		t.Fatalf("computed %d times", computed)
	}
	if !mat.Equal(got, want) {
		t.Error("another product came back")
	}
	got.Set(0, 0, 99)
	if again := products.Call(a, b); !mat.Equal(again, want) {
		t.Error("what a caller did to its result reached the next one")
	}
	a.Set(0, 0, 7)
	if changed := products.Call(a, b); computed != 2 || mat.Equal(changed, want) {
		t.Error("a changed matrix was not computed anew")
	}
	computed = 0
	values, det := factored.Call(matrix(5))
	values2, det2 := factored.Call(matrix(5))
	if computed != 1 || det != det2 || len(values) != 5 || values2[4] != values[4] {
		t.Errorf("%v %v, then %v %v", values, det, values2, det2)
	}
}

// BenchmarkMatrix measures a matrix of a million numbers against BLAKE3 over its memory.
func BenchmarkMatrix(b *testing.B) {
	m := matrix(1000)
	data := m.RawMatrix().Data
	bytes := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(data))), 8*len(data))
	b.Run("objecthash", func(b *testing.B) {
		b.SetBytes(int64(len(bytes)))
		for b.Loop() {
			objecthash.Hash(m)
		}
	})
	b.Run("blake3", func(b *testing.B) {
		b.SetBytes(int64(len(bytes)))
		for b.Loop() {
			blake3.Sum256(bytes)
		}
	})
}
