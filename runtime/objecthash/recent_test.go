package objecthash

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// A Hasher that remembers sums gives those that another one computes: of streams that it
// knows, of those that take their places, and of those that are too long.
func TestRecallChangesNoSum(t *testing.T) {
	h := New(Options{Recall: true})
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		h.Reset()
		fresh := New(Options{})
		for range rnd.IntN(3) {
			s := strings.Repeat("x", rnd.IntN(recentBytes)) + string(rune('a'+rnd.IntN(20)))
			h.Frame([]byte(s))
			fresh.Frame([]byte(s))
		}
		if got, want := h.Sum(), fresh.Sum(); got != want {
			t.Fatalf("%v, want %v, for a stream of %d bytes", got, want, len(fresh.buf))
		}
	}
	if h.recent == nil {
		t.Error("nothing was remembered")
	}
}
