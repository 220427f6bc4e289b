package boundedstore_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"

	"github.com/gocheckpoint/checkpoint/runtime/store"
	"github.com/gocheckpoint/checkpoint/runtime/store/boundedstore"
	"github.com/gocheckpoint/checkpoint/runtime/store/memstore"
	"github.com/gocheckpoint/checkpoint/runtime/store/storetest"
)

// room is more than the conformance suite ever has in a store.
const room = 64 << 20

func TestConformance(t *testing.T) {
	storetest.Run(t, func(*testing.T) store.Store { return boundedstore.New(room) })
}

// BenchmarkStore is to be compared with BenchmarkMap.
func BenchmarkStore(b *testing.B) {
	storetest.Bench(b, func(*testing.B) store.Store { return boundedstore.New(256 << 20) })
}

func BenchmarkMap(b *testing.B) {
	storetest.Bench(b, func(*testing.B) store.Store { return memstore.New() })
}

// BenchmarkPutFull puts what has no room unless something else goes.
func BenchmarkPutFull(b *testing.B) {
	s := boundedstore.New(1 << 20)
	e := store.Entry{Payload: make([]byte, 100)}
	for i := range 10_000 {
		put(b, s, key(i), e)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		put(b, s, key(10_000+i), e)
	}
}

func key(i int) store.Key {
	k := store.Key{Function: "example.com/app.F"}
	binary.LittleEndian.PutUint64(k.Call[:], uint64(i))
	return k
}

func put(tb testing.TB, s *boundedstore.Store, k store.Key, e store.Entry) {
	if err := s.Put(tb.Context(), k, e); err != nil {
		tb.Error(err) // also from other goroutines
	}
}

// weigh adds up what s lists, which leaves to otter what it has left to do.
func weigh(t *testing.T, s *boundedstore.Store) (total int64) {
	t.Helper()
	for i, err := range s.Entries(t.Context(), key(0).Function) {
		if err != nil {
			t.Fatal(err)
		}
		total += i.Size
	}
	return total
}

func TestBoundHoldsWheneverPutReturns(t *testing.T) {
	const bound = 100_000
	s := boundedstore.New(bound)
	r := rand.New(rand.NewPCG(1, 2))
	full := int64(0)
	for i := range 5000 {
		e := store.Entry{Payload: make([]byte, r.IntN(20_000)), Parts: make([]byte, r.IntN(2000))}
		put(t, s, key(r.IntN(i+1)), e) // new keys and old
		w := weigh(t, s)
		if w > bound {
			t.Fatalf("after %d puts the entries weigh %d, more than %d", i+1, w, bound)
		}
		if got := s.Weight(); got != w {
			t.Fatalf("the entries weigh %d, Weight says %d", w, got)
		}
		full = max(full, w)
	}
	if full < bound*3/4 {
		t.Errorf("the store was never more than %d full, of %d", full, bound)
	}
}

// A Put that meets another at work must not leave anything to a third.
func TestBoundHoldsAfterConcurrentPuts(t *testing.T) {
	const bound = 5 * boundedstore.Overhead
	s := boundedstore.New(bound)
	for round := range 2000 {
		var wg sync.WaitGroup
		for g := range 4 {
			wg.Go(func() {
				for i := range 3 {
					put(t, s, key(round<<10+g<<5+i), store.Entry{Payload: make([]byte, i)})
				}
			})
		}
		wg.Wait()
		w := weigh(t, s)
		if w > bound {
			t.Fatalf("after round %d the entries weigh %d, more than %d", round, w, bound)
		}
		if got := s.Weight(); got != w {
			t.Fatalf("the entries weigh %d, Weight says %d", w, got)
		}
	}
}

func TestWhatIsAskedForStays(t *testing.T) {
	s := boundedstore.New(100 * (boundedstore.Overhead + 1000))
	e := store.Entry{Payload: make([]byte, 1000)}
	const wanted = 10
	for i := range wanted {
		put(t, s, key(i), e)
	}
	for i := range 5000 {
		for j := range wanted {
			_, _ = s.Get(t.Context(), key(j)) // asked for, whether there or not
		}
		put(t, s, key(1000+i), e)
	}
	for i := range wanted {
		if _, err := s.Get(t.Context(), key(i)); err != nil {
			t.Errorf("key %d, which is asked for all the time: %v", i, err)
		}
	}
}

func TestEntryHeavierThanTheBoundIsNotKept(t *testing.T) {
	const bound = boundedstore.Overhead + 100
	s := boundedstore.New(bound)
	put(t, s, key(1), store.Entry{Payload: make([]byte, 100)})
	if _, err := s.Get(t.Context(), key(1)); err != nil {
		t.Errorf("an entry as heavy as the bound: %v", err)
	}
	put(t, s, key(1), store.Entry{Payload: make([]byte, 101)})
	if _, err := s.Get(t.Context(), key(1)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("neither the entry nor the one before it may be there: %v", err)
	}
	for _, bound := range []int64{0, -1, boundedstore.Overhead - 1} {
		s := boundedstore.New(bound)
		put(t, s, key(1), store.Entry{})
		if ok, err := s.Exists(t.Context(), key(1)); ok || err != nil {
			t.Errorf("a bound of %d keeps an entry (%v)", bound, err)
		}
	}
}

// An entry that is put while Remove looks at its predecessor stays.
func TestRemoveLeavesWhatCameMeanwhile(t *testing.T) {
	s := boundedstore.New(room)
	put(t, s, key(1), store.Entry{Cost: 1})
	n, err := s.Remove(t.Context(), key(1).Function, func(i store.Info) bool {
		put(t, s, key(1), store.Entry{Cost: 2})
		return i.Cost == 1
	})
	if n != 0 || err != nil {
		t.Errorf("%d removed, %v", n, err)
	}
	if e, err := s.Get(t.Context(), key(1)); err != nil || e.Cost != 2 {
		t.Errorf("Get: %v, %v", e, err)
	}
}

// The memory that small entries take is what they weigh, or less.
func TestOverheadCoversWhatEntriesTake(t *testing.T) {
	for _, size := range []int{0, 16, 100, 1000} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			const n = 20_000
			e := store.Entry{Payload: make([]byte, size)}
			before := heap()
			s := boundedstore.New(room)
			for i := range n {
				put(t, s, key(i), e)
			}
			grown := heap() - before
			if w := s.Weight(); grown > w {
				t.Errorf("%d entries take %d bytes each, but weigh %d", n, grown/n, w/n)
			} else {
				t.Logf("%d entries take %d bytes each, and weigh %d", n, grown/n, w/n)
			}
			runtime.KeepAlive(s)
		})
	}
}

func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
