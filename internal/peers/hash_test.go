package peers

import (
	"slices"
	"testing"
	"unsafe"

	hugo "github.com/gohugoio/hashstructure"
	mitchellh "github.com/mitchellh/hashstructure/v2"
	"github.com/zeebo/blake3"
	"tailscale.com/util/deephash"

	"github.com/gocheckpoint/checkpoint/runtime/objecthash"
)

func byMitchellh(v any) (uint64, error) { return mitchellh.Hash(v, mitchellh.FormatV2, nil) }

func byHugo(v any) (uint64, error) { return hugo.Hash(v, nil) }

// benchmarkHash hashes one value with every library; its type is static for the only peer
// that can make use of that.
func benchmarkHash[T any](b *testing.B, v T, size int64) {
	run := func(name string, hash func() error) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			if size > 0 {
				b.SetBytes(size)
			}
			for b.Loop() {
				if err := hash(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	x := any(v)
	run("objecthash", func() error { _, err := objecthash.Hash(x); return err })
	run("mitchellh", func() error { _, err := byMitchellh(x); return err })
	run("gohugoio", func() error { _, err := byHugo(x); return err })
	run("deephash", func() error { deephash.Hash(&v); return nil })
}

func BenchmarkStructOf6(b *testing.B) { benchmarkHash(b, sixFields, 0) }

func BenchmarkMapOf1000(b *testing.B) { benchmarkHash(b, mapOf1000(), 0) }

func BenchmarkTreeOf1023(b *testing.B) { benchmarkHash(b, treeOf(10), 0) }

func BenchmarkThreeArguments(b *testing.B) { benchmarkHash(b, threeArguments, 0) }

func BenchmarkSliceOf100Structs(b *testing.B) {
	benchmarkHash(b, slices.Repeat([]record{sixFields}, 100), 0)
}

func BenchmarkMapOf100Structs(b *testing.B) { benchmarkHash(b, mapOf100Structs(), 0) }

func BenchmarkJSON(b *testing.B) { benchmarkHash(b, jsonLike(), 0) }

func BenchmarkMillionFloats(b *testing.B) {
	f := millionFloats()
	benchmarkHash(b, f, 8_000_000)
	b.Run("blake3", func(b *testing.B) {
		b.SetBytes(8_000_000)
		for b.Loop() {
			blake3.Sum256(unsafe.Slice((*byte)(unsafe.Pointer(&f[0])), 8_000_000))
		}
	})
}
