package checkpoint

import (
	"testing"
	"time"
)

// TestHitsInMemoryAllocateNothing holds for functions with generated code, whose
// results have no pointers.
func TestHitsInMemoryAllocateNothing(t *testing.T) {
	if raceEnabled {
		t.Log("the race detector lets pools forget")
		return
	}
	w := newWorld(t, memory())
	one, three := in(w, typedSquare), in(w, threeArguments, TTL(time.Hour))
	for name, call := range map[string]func(){
		"an int":         func() { one.Call(3) },
		"three of which": func() { three.Call("some", "strings", aRecord) },
	} {
		call()
		if n := testing.AllocsPerRun(1000, call); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}
