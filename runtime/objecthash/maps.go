package objecthash

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"reflect"
	"slices"
)

func (c compiler) mapOf(pl *plan) encoder {
	pl.key, pl.elem = c.plan(pl.t.Key()), c.plan(pl.t.Elem())
	entries := typedEntries[reflect.MapOf(pl.t.Key(), pl.t.Elem())]
	if entries == nil {
		entries = reflectEntries(pl)
	}
	pl.body = func(h *Hasher, p unsafePointer, _ int) error { return h.mapBody(pl, entries, p) }
	return func(h *Hasher, p unsafePointer) error {
		q := *(*unsafePointer)(p)
		if q == nil {
			h.tag(tagNil)
			return nil
		}
		return h.ref(visit{q, pl, isMap})
	}
}

// mapBody writes the entries sorted by the bytes of their keys (H6). Keys hold no
// references and no numbered types, so their bytes do not depend on the order of
// iteration; values are written after sorting, and so number theirs in sorted order. Those
// of fixed size, which number nothing, are sorted together with their keys.
func (h *Hasher) mapBody(pl *plan, list entries, q unsafePointer) error {
	buf, limit := h.buf, h.limit
	h.buf, h.limit, h.inKey, h.vague = h.keys[:0], noSpill, true, false
	h.ends = append(h.ends[:0], 0)
	vals, done, err := list(h, pl, q)
	h.keys = h.buf
	h.buf, h.limit, h.inKey = buf, limit, false
	if err == nil {
		err = h.sortedEntries(pl, vals)
	} else {
		err = within(err, "[key]")
	}
	if done != nil {
		done()
	}
	return err
}

func (h *Hasher) sortedEntries(pl *plan, vals unsafePointer) error {
	h.tag(tagMap)
	h.uvarint(len(h.ends) / 2)
	sorted, alike := h.sortKeys()
	if h.opt.Tolerant && (alike || h.vague) {
		h.tag(tagOpaque)
		return nil
	}
	if alike {
		return unhashable(pl.key.t, "two keys of the map hash alike (NaN, or times that differ in their monotonic part), so its entries have no order")
	}
	size := pl.elem.t.Size()
	for _, k := range sorted {
		h.raw(h.keys[h.ends[2*k.i]:h.ends[2*k.i+2]])
		if pl.elem.fixed {
			continue
		}
		if err := pl.elem.enc(h, add(vals, uintptr(k.i)*size)); err != nil {
			return within(err, "[]")
		}
	}
	return nil
}

// key is the i-th key of the map that is being written.
func (h *Hasher) key(i int) []byte { return h.keys[h.ends[2*i]:h.ends[2*i+1]] }

// sortKey is an entry of a map while its keys are sorted: most comparisons need no more
// than the first bytes in which the keys differ.
type sortKey struct {
	head uint64 // big-endian, filled up with zeros
	i    int
}

// sortKeys returns the order of the keys by their bytes, and whether two are alike.
func (h *Hasher) sortKeys() (sorted []sortKey, alike bool) {
	n := len(h.ends) / 2
	skip := h.commonPrefix(n)
	h.perm = slices.Grow(h.perm[:0], 2*n)[:2*n]
	sorted = h.perm[:n]
	var differ uint64 // the bits in which heads differ
	for i := range sorted {
		head := headOf(h.keys, h.ends[2*i]+skip, h.ends[2*i+1])
		sorted[i] = sortKey{head, i}
		differ |= head ^ sorted[0].head
	}
	sorted = sortHeads(sorted, h.perm[n:], differ)
	for i := 0; i < n; {
		j := i + 1
		for j < n && sorted[j].head == sorted[i].head {
			j++
		}
		if run := sorted[i:j]; len(run) > 1 {
			slices.SortFunc(run, func(a, b sortKey) int { return bytes.Compare(h.key(a.i), h.key(b.i)) })
			for k := 1; k < len(run) && !alike; k++ {
				alike = bytes.Equal(h.key(run[k].i), h.key(run[k-1].i))
			}
		}
		i = j
	}
	return sorted, alike
}

// commonPrefix is how many bytes all of the first n keys begin with.
func (h *Hasher) commonPrefix(n int) int {
	if n == 0 {
		return 0
	}
	first := h.key(0)
	skip := len(first)
	for i := 1; i < n && skip > 0; i++ {
		k := h.key(i)
		skip = min(skip, len(k))
		for j := range skip {
			if k[j] != first[j] {
				skip = j
				break
			}
		}
	}
	return skip
}

// headOf is the first eight bytes of b[from:to].
func headOf(b []byte, from, to int) uint64 {
	if from+8 <= len(b) {
		head := binary.BigEndian.Uint64(b[from:])
		if n := to - from; n < 8 { // what follows is another key's; a shift by 64 gives 0
			head &= ^uint64(0) << (64 - 8*n)
		}
		return head
	}
	var head uint64
	for i, c := range b[from:to] {
		head |= uint64(c) << (56 - 8*i)
	}
	return head
}

// sortHeads sorts by the heads, which differ in the given bits alone: radix sort goes
// through those bytes only, to and fro between the two arrays.
func sortHeads(from, to []sortKey, differ uint64) []sortKey {
	if len(from) < 40 { // insertion
		for i, k := range from {
			for ; i > 0 && from[i-1].head > k.head; i-- {
				from[i] = from[i-1]
			}
			from[i] = k
		}
		return from
	}
	for differ != 0 {
		shift := bits.TrailingZeros64(differ) &^ 7
		differ &^= 0xff << shift
		var ends [256]int
		for i := range from {
			ends[byte(from[i].head>>shift)]++
		}
		sum := 0
		for i, c := range ends {
			ends[i] = sum
			sum += c
		}
		for _, k := range from {
			b := byte(k.head >> shift)
			to[ends[b]] = k
			ends[b]++
		}
		from, to = to, from
	}
	return from
}
