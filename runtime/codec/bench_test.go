package codec

import (
	"reflect"
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
	benchRoundTrip(b, rv(f), 8_000_000)
	b.Run("Copy", func(b *testing.B) {
		b.SetBytes(8_000_000)
		for b.Loop() {
			copy(make([]float64, len(f)), f)
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
