package checkpoint

import (
	"github.com/gocheckpoint/checkpoint/runtime/typed"
	"testing"
)

type point6 struct {
	A, B int
	C    float64
	D    string
	E    bool
	F    int32
}

func typedSquare(n int) int                      { ran.Add(1); return n * n }
func threeArgs(a string, b string, p point6) int { ran.Add(1); return len(a) + len(b) + p.A }

var _ = typed.Bind1x1(typedSquare)
var _ = typed.Bind3x1(threeArgs)

func BenchmarkTypedHitInMemory(b *testing.B) {
	f := in(benchWorld(b, memory()), typedSquare)
	f.Call(3)
	b.ReportAllocs()
	for b.Loop() {
		f.Call(3)
	}
}
func BenchmarkTypedHit3(b *testing.B) {
	f := in(benchWorld(b, memory()), threeArgs)
	f.Call("some", "strings", point6{A: 1, D: "x"})
	b.ReportAllocs()
	for b.Loop() {
		f.Call("some", "strings", point6{A: 1, D: "x"})
	}
}
func BenchmarkNow(b *testing.B) {
	for b.Loop() {
		now()
	}
}
func BenchmarkGetenv(b *testing.B) {
	for b.Loop() {
		process.getenv("GODEBUG")
	}
}
