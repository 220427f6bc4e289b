package checkpoint

import (
	"encoding/binary"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/zeebo/blake3"

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

// What a hit is compared with: the cheapest memo, the part of a hit that no
// implementation can do without, and what reflection costs that typed code
// would not.

func BenchmarkMemoInASyncMap(b *testing.B) {
	var memo sync.Map
	call := func(n int) int {
		if v, ok := memo.Load(n); ok {
			return v.(int)
		}
		v := square(n)
		memo.Store(n, v)
		return v
	}
	b.ReportAllocs()
	for b.Loop() {
		call(3)
	}
}

func BenchmarkBufferHashAndMapAlone(b *testing.B) {
	m := map[store.Key]int{}
	var mu sync.RWMutex
	key := store.Key{Function: self + ".square"}
	var buf []byte
	header := []byte{callVersion, 0, 1, 'v', 0, 0, 'i'}
	look := func(n int) int {
		buf = binary.LittleEndian.AppendUint64(append(buf[:0], header...), uint64(n))
		key.Call = blake3.Sum256(buf)
		mu.RLock()
		defer mu.RUnlock()
		return m[key]
	}
	look(3)
	m[key] = 9
	b.ReportAllocs()
	for b.Loop() {
		look(3)
	}
}

func BenchmarkMakeFuncAlone(b *testing.B) {
	out := []reflect.Value{reflect.ValueOf(9)}
	f := reflect.MakeFunc(reflect.TypeFor[func(int) int](), func([]reflect.Value) []reflect.Value { return out }).Interface().(func(int) int)
	b.ReportAllocs()
	for b.Loop() {
		f(3)
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

func BenchmarkRegister1000(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		w := benchWorld(b, memory())
		for range 1000 {
			register(w.environment, testPkg, square, nil)
		}
	}
}

func BenchmarkHitOfAllLifetimeOptions(b *testing.B) {
	f := in(benchWorld(b, memory()), square, TTL(time.Hour), When(func() bool { return true }))
	f.Call(3)
	b.ReportAllocs()
	for b.Loop() {
		f.Call(3)
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
		f.core.newResolution(0, "")
	}
}
