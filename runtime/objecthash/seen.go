package objecthash

import "math/bits"

// number returns the number of a referent that was met before (H4), or gives it the next
// one. Numbers are indexes into h.queue, where the caller puts it then.
//
// h.seen is a hash table with open addressing that holds them plus one; zero is free. A Go
// map from visit to int does the same in three times the time, and most of the cost of a
// tree is here.
func (h *Hasher) number(v visit) (n int, ok bool) {
	if 2*len(h.queue) >= len(h.seen) {
		h.growSeen()
	}
	slot := h.slot(v)
	if *slot != 0 {
		return int(*slot - 1), true
	}
	*slot = uint32(len(h.queue) + 1)
	return len(h.queue), false
}

// slot is where the number of v is, or would be.
func (h *Hasher) slot(v visit) *uint32 {
	// Fibonacci hashing: the high bits of the product depend on all bits of the address.
	// Go does not move what is on the heap.
	x := uint64(uintptr(v.p)) ^ uint64(uintptr(unsafePointer(v.pl)))<<16 ^ uint64(v.n)<<40
	i := int(x * 0x9E3779B97F4A7C15 >> h.shift)
	for {
		slot := &h.seen[i&(len(h.seen)-1)]
		if *slot == 0 || h.queue[*slot-1].visit == v {
			return slot
		}
		i++
	}
}

func (h *Hasher) growSeen() {
	n := max(16, 2*len(h.seen))
	h.seen, h.shift = make([]uint32, n), uint8(64-bits.TrailingZeros(uint(n)))
	for i := range h.queue {
		*h.slot(h.queue[i].visit) = uint32(i + 1)
	}
}

// forget empties the table and the queue, which keep what they refer to alive. A table much
// larger than what it holds is dropped, as clearing it would cost its size at every Reset.
func (h *Hasher) forget() {
	n := len(h.queue)
	if n == 0 {
		return
	}
	clear(h.queue)
	h.queue, h.head = h.queue[:0], 0
	if n > keepRefs {
		h.queue = nil
	}
	if n > keepRefs || len(h.seen) > 16*n+64 {
		h.seen = nil
		return
	}
	clear(h.seen)
}
