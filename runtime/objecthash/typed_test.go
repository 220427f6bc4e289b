package objecthash

import (
	"math/big"
	"reflect"
	"testing"
	"time"
	"unsafe"
)

func TestPointerAppendsWhatValueAppends(t *testing.T) {
	for _, v := range distinct() {
		if v == nil {
			continue
		}
		rv := reflect.New(reflect.TypeOf(v)).Elem()
		rv.Set(reflect.ValueOf(v))
		a, b := New(Options{}), New(Options{})
		for range 2 { // the second one refers back to the first
			if err := a.Value(rv); err != nil {
				t.Fatal(err)
			}
			if err := b.Pointer(PlanFor(rv.Type()), rv.Addr().UnsafePointer()); err != nil {
				t.Fatal(err)
			}
		}
		if a.Sum() != b.Sum() {
			t.Errorf("%T %+v: the sums of Value and Pointer differ", v, v)
		}
	}
	for _, v := range []any{nil, 1, &point{1, 2}, point{1, 2}} { // in an interface
		a, b := New(Options{}), New(Options{})
		a.Value(reflect.ValueOf(&v).Elem())
		b.Pointer(PlanFor(reflect.TypeFor[any]()), unsafe.Pointer(&v))
		if a.Sum() != b.Sum() {
			t.Errorf("any(%T): the sums of Value and Pointer differ", v)
		}
	}
}

func TestPointerErrorsNameThePath(t *testing.T) {
	var v badField
	v.B = make([]struct{ Done chan struct{} }, 1)
	err := New(Options{}).Pointer(PlanFor(reflect.TypeFor[badField]()), unsafe.Pointer(&v))
	if err == nil || err.Error() != "badField.B[].Done is chan struct {}: channels cannot be hashed" {
		t.Errorf("got %v", err)
	}
}

type flatArgs struct {
	A, B   string
	W, H   int
	F      float64
	Strict bool
	Sides  [4]float32
}

func TestPointerAllocatesNothing(t *testing.T) {
	h := New(Options{})
	ints, texts := PlanFor(reflect.TypeFor[int]()), PlanFor(reflect.TypeFor[string]())
	structs, lists, times := PlanFor(reflect.TypeFor[flatArgs]()), PlanFor(reflect.TypeFor[[]float64]()), PlanFor(reflect.TypeFor[time.Time]())
	bigs := PlanFor(reflect.TypeFor[*big.Int]())
	floats, at, large := []float64{1, 2}, time.Now().UTC(), big.NewInt(1)
	n, s, f := 1, "a", flatArgs{A: "x"}
	call := func() {
		h.Reset()
		h.Pointer(ints, unsafe.Pointer(&n))
		h.Pointer(texts, unsafe.Pointer(&s))
		h.Pointer(structs, unsafe.Pointer(&f))
		h.Pointer(lists, unsafe.Pointer(&floats))
		h.Pointer(times, unsafe.Pointer(&at))
		h.Pointer(bigs, unsafe.Pointer(&large))
		sink = h.Sum()
	}
	if n := testing.AllocsPerRun(100, call); n > 1 { // big.Int.Bytes
		t.Errorf("%v allocations", n)
	}
}

// keeper keeps its receiver, as methods may.
type keeper struct{ N int }

var kept *keeper

func (k *keeper) HashCheckpoint() (any, error) { kept = k; return &k.N, nil }

func TestReceiversThatMethodsKeepStayAsTheyWere(t *testing.T) {
	h := New(Options{})
	outer := struct{ In [1]keeper }{[1]keeper{{42}}}
	for _, hash := range []func() error{
		func() error { return h.Pointer(PlanFor(reflect.TypeOf(outer)), unsafe.Pointer(&outer)) },
		func() error { return h.Pointer(PlanFor(reflect.TypeFor[keeper]()), unsafe.Pointer(&outer.In[0])) },
	} {
		outer.In[0].N = 42
		if err := hash(); err != nil {
			t.Fatal(err)
		}
		outer.In[0].N = 7 // the next call's
		if kept.N != 42 {
			t.Errorf("the receiver that a method kept is another value: %d", kept.N)
		}
	}
}

func BenchmarkPointerInt(b *testing.B) {
	h, pl := New(Options{}), PlanFor(reflect.TypeFor[int]())
	b.ReportAllocs()
	x := 42
	for b.Loop() {
		h.Reset()
		h.Pointer(pl, unsafe.Pointer(&x))
		sink = h.Sum()
	}
}

func BenchmarkPointerThreeArguments(b *testing.B) {
	h, texts, structs := New(Options{}), PlanFor(reflect.TypeFor[string]()), PlanFor(reflect.TypeFor[flatArgs]())
	b.ReportAllocs()
	s, f, m := "a.png", flatArgs{"a", "b", 1, 2, 3, true, [4]float32{}}, "mode"
	for b.Loop() {
		h.Reset()
		h.Pointer(texts, unsafe.Pointer(&s))
		h.Pointer(structs, unsafe.Pointer(&f))
		h.Pointer(texts, unsafe.Pointer(&m))
		sink = h.Sum()
	}
}
