package checkpoint

import (
	"testing"

	"github.com/gocheckpoint/checkpoint/runtime/store"
	"github.com/gocheckpoint/checkpoint/runtime/store/diskstore"
)

func benchWorld(b *testing.B, s store.Store) *world {
	w := newWorld(b, s)
	w.said.Store("no manifest", nil)
	return w
}

func BenchmarkDirect(b *testing.B) {
	for b.Loop() {
		square(3)
	}
}

func BenchmarkHitInMemory(b *testing.B) {
	f := in(benchWorld(b, memory()), square)
	f.Call(3)
	b.ReportAllocs()
	for b.Loop() {
		f.Call(3)
	}
}

func BenchmarkHitOfASliceInMemory(b *testing.B) {
	f := in(benchWorld(b, memory()), list)
	f.Call(1000)
	b.ReportAllocs()
	for b.Loop() {
		f.Call(1000)
	}
}

func BenchmarkHitOnDisk(b *testing.B) {
	s, err := diskstore.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	f := in(benchWorld(b, s), square)
	f.Call(3)
	b.ReportAllocs()
	for b.Loop() {
		f.Call(3)
	}
}

func BenchmarkHitOfManyGoroutines(b *testing.B) {
	f := in(benchWorld(b, memory()), square)
	b.RunParallel(func(pb *testing.PB) {
		for n := 0; pb.Next(); n++ {
			f.Call(n % 64)
		}
	})
}

func BenchmarkMissInMemory(b *testing.B) {
	f := in(benchWorld(b, memory()), square)
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		f.Call(n)
	}
}

func BenchmarkOf(b *testing.B) {
	w := benchWorld(b, memory())
	in(w, square)
	b.ReportAllocs()
	for b.Loop() {
		of(w.environment, square)
	}
}

func BenchmarkResolveWithManifest(b *testing.B) {
	w := benchWorld(b, memory())
	withManifest(w)
	f := in(w, square)
	for b.Loop() {
		f.core.newResolution(0)
	}
}
