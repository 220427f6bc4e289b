package codec

import (
	"reflect"
	"slices"
	"testing"
	"unsafe"
)

func benchRoundTrip(b *testing.B, v reflect.Value, size int) {
	c := For(v.Type())
	ps := []unsafe.Pointer{v.Addr().UnsafePointer()}
	data, err := c.Encode([]reflect.Value{v})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("Encode", func(b *testing.B) {
		b.SetBytes(int64(size))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := c.Encode([]reflect.Value{v}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Decode", func(b *testing.B) {
		b.SetBytes(int64(size))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := c.Decode(data); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("EncodeFrom", func(b *testing.B) {
		b.SetBytes(int64(size))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := c.EncodeFrom(ps); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("DecodeTo", func(b *testing.B) {
		b.SetBytes(int64(size))
		b.ReportAllocs()
		for b.Loop() {
			v.SetZero()
			if err := c.DecodeTo(ps, data); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkMillionFloats(b *testing.B) {
	f := make([]float64, 1_000_000)
	for i := range f { // or the system gives one page of zeros for all of them
		f[i] = float64(i)
	}
	benchRoundTrip(b, rv(f), 8_000_000)
	b.Run("Copy", func(b *testing.B) {
		b.SetBytes(8_000_000)
		for b.Loop() {
			sink = slices.Clone(f)
		}
	})
}

var sink any

// Structs without padding are copied in bulk as well, those with a bool and padding are not.
func BenchmarkTenThousandStructs(b *testing.B) {
	type plain struct {
		X, Y float64
		N    int
	}
	type padded struct {
		X  float64
		OK bool
		N  int32
	}
	b.Run("Plain", func(b *testing.B) { benchRoundTrip(b, rv(make([]plain, 10_000)), 240_000) })
	b.Run("Padded", func(b *testing.B) { benchRoundTrip(b, rv(make([]padded, 10_000)), 160_000) })
	b.Run("Copy", func(b *testing.B) {
		s := make([]plain, 10_000)
		b.SetBytes(240_000)
		for b.Loop() {
			sink = slices.Clone(s)
		}
	})
}

func BenchmarkStruct(b *testing.B) {
	benchRoundTrip(b, rv(struct {
		A, B string
		W, H int
		P    *point
		L    []string
	}{"a", "b", 1, 2, &point{1, 2}, []string{"x", "y"}}), 64)
}

func BenchmarkInt(b *testing.B) { benchRoundTrip(b, rv(7), 8) }
