package storetest

import (
	"fmt"
	"testing"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// benchSizes are the payload sizes in bytes that Bench measures.
var benchSizes = []int{100, 1 << 20}

// Bench measures Get, Put and Exists, and what a miss costs, with payloads of
// 100 bytes and 1 MiB. Each benchmark opens a store of its own, which must be
// empty.
func Bench(b *testing.B, open func(b *testing.B) store.Store) {
	for _, size := range benchSizes {
		b.Run(fmt.Sprintf("Get/%d", size), func(b *testing.B) {
			s := open(b)
			const keys = 16
			for i := range keys {
				if err := s.Put(b.Context(), key(i), entry(i, size)); err != nil {
					b.Fatal(err)
				}
			}
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := s.Get(b.Context(), key(i%keys)); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("Put/%d", size), func(b *testing.B) {
			s, e := open(b), entry(1, size)
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if err := s.Put(b.Context(), key(i%64), e); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("Exists", func(b *testing.B) {
		s := open(b)
		if err := s.Put(b.Context(), key(1), entry(1, 1<<20)); err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for b.Loop() {
			if ok, err := s.Exists(b.Context(), key(1)); !ok || err != nil {
				b.Fatal(ok, err)
			}
		}
	})
	b.Run("Miss", func(b *testing.B) {
		s := open(b)
		b.ReportAllocs()
		for b.Loop() {
			if _, err := s.Get(b.Context(), key(1)); err == nil {
				b.Fatal("found what was not put")
			}
		}
	})
}
