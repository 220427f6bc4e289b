package checkpoint

import (
	"encoding/binary"
	"math"
	"os"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/zeebo/blake3"

	"github.com/gocheckpoint/checkpoint/runtime/internal/callerpc"
	"github.com/gocheckpoint/checkpoint/runtime/store"
	"github.com/gocheckpoint/checkpoint/runtime/store/diskstore"
	"github.com/gocheckpoint/checkpoint/runtime/typed"
)

func benchWorld(b *testing.B, s store.Store) *world {
	w := newWorld(b, s)
	w.said.Store("no manifest", nil)
	return w
}

// Functions with generated code.

type record struct {
	A, B int
	C    float64
	D    string
	E    bool
	F    int32
}

var aRecord = record{A: 1, B: 2, C: 3, D: "x"}

func typedSquare(n uint) uint { ran.Add(1); return n * n }

func threeArguments(a, b string, r record) int { ran.Add(1); return len(a) + len(b) + r.A }

var _ = []bool{typed.Bind1x1(typedSquare), typed.Bind3x1(threeArguments)}

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

// bufferHashAndMap is what a hit of an int cannot do without: look finds what was
// stored for ints from first on.
func bufferHashAndMap(first, size int) (look func(n int) int) {
	m := map[store.Key]int{}
	var mu sync.RWMutex
	key := store.Key{Function: self + ".square"}
	var buf []byte
	header := []byte{callVersion, 0, 1, 'v', 0, 0, 'i'}
	look = func(n int) int {
		buf = binary.LittleEndian.AppendUint64(append(buf[:0], header...), uint64(n))
		key.Call = blake3.Sum256(buf)
		mu.RLock()
		defer mu.RUnlock()
		return m[key]
	}
	for n := first; n < first+size; n++ {
		look(n)
		m[key] = n * n
	}
	return look
}

func BenchmarkBufferHashAndMapAlone(b *testing.B) {
	look := bufferHashAndMap(3, 1)
	b.ReportAllocs()
	for b.Loop() {
		look(3)
	}
}

func BenchmarkBufferHashAndMapOfMany(b *testing.B) {
	look := bufferHashAndMap(0, 1000)
	n := 0
	for b.Loop() {
		look(n % 1000)
		n++
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

// osEnvironment has the world ask what the process asks.
func (w *world) osEnvironment() *world {
	w.getenv = os.Getenv
	return w
}

func BenchmarkHitInMemory(b *testing.B) {
	f := in(benchWorld(b, memory()).osEnvironment(), typedSquare)
	f.Call(3)
	b.ReportAllocs()
	for b.Loop() {
		f.Call(3)
	}
}

// BenchmarkHitInMemoryOfMany is a hit with an argument that was not among the last ones.
func BenchmarkHitInMemoryOfMany(b *testing.B) {
	f := in(benchWorld(b, memory()).osEnvironment(), typedSquare)
	for n := range uint(1000) {
		f.Call(n)
	}
	b.ReportAllocs()
	n := uint(0)
	for b.Loop() {
		f.Call(n % 1000)
		n++
	}
}

func BenchmarkHitInMemoryReflected(b *testing.B) {
	f := in(benchWorld(b, memory()).osEnvironment(), square)
	f.Call(3)
	b.ReportAllocs()
	for b.Loop() {
		f.Call(3)
	}
}

// BenchmarkThreeArgumentsAlone is what a hit of three arguments cannot do without.
func BenchmarkThreeArgumentsAlone(b *testing.B) {
	m := map[store.Key]int{}
	var mu sync.RWMutex
	key := store.Key{Function: self + ".threeArguments"}
	var buf []byte
	look := func(x, y string, p record) int {
		buf = append(append(buf[:0], x...), y...)
		buf = binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(buf, uint64(p.A)), uint64(p.B))
		buf = binary.LittleEndian.AppendUint64(buf, math.Float64bits(p.C))
		buf = binary.LittleEndian.AppendUint32(append(buf, p.D...), uint32(p.F))
		key.Call = blake3.Sum256(buf)
		mu.RLock()
		defer mu.RUnlock()
		return m[key]
	}
	look("some", "strings", aRecord)
	m[key] = 9
	b.ReportAllocs()
	for b.Loop() {
		look("some", "strings", aRecord)
	}
}

func BenchmarkHitOfThreeArguments(b *testing.B) {
	f := in(benchWorld(b, memory()).osEnvironment(), threeArguments)
	f.Call("some", "strings", aRecord)
	b.ReportAllocs()
	for b.Loop() {
		f.Call("some", "strings", aRecord)
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
	f := in(benchWorld(b, s).osEnvironment(), typedSquare)
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

// here is what Func does to know who calls it.
//
//go:noinline
func here() caller {
	if !callerpc.Reads {
		return caller{pc: callerpc.Unwind()}
	}
	return caller{pc: callerpc.Get()}
}

// BenchmarkRegister1000 registers as Func does, with generated code.
func BenchmarkRegister1000(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		w := benchWorld(b, memory())
		b.StartTimer()
		for range 1000 {
			register(w.environment, here(), typedSquare, nil)
		}
	}
}

// BenchmarkRegister1000Reflected registers without generated code.
func BenchmarkRegister1000Reflected(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		w := benchWorld(b, memory())
		b.StartTimer()
		for range 1000 {
			register(w.environment, here(), square, nil)
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
