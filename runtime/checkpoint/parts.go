package checkpoint

import (
	"encoding/binary"

	"github.com/gocheckpoint/checkpoint/runtime/internal/frame"
	"github.com/gocheckpoint/checkpoint/runtime/objecthash"
)

// Digests of the parts of a key are stored beside a result, so that Why can tell
// which part of another call differs. They decide nothing: what doesn't fit is
// not compared.
//
// The first is that of the key's header, which says what parts follow: captured
// variables, parameters, KeyBy and HashContext, in the order of key.

// partSize is the length of a digest: enough to tell two values apart for people.
const partSize = 8

// maxParts bounds what is stored for functions with very many captured variables.
const maxParts = 500

// parts gives the digests of a call's parts, nil if there are too many or they
// cannot be had.
func (f *function) parts(r *resolution, fr *frame.Frame) (parts []byte) {
	n := 1 + r.partCount()
	if n > maxParts {
		return nil
	}
	defer func() {
		if recover() != nil {
			parts = nil
		}
	}()
	h := r.take(fr)
	defer f.give(fr, r, h)
	digest := func(add func(h *objecthash.Hasher) error) bool {
		h.Reset()
		if err := add(h); err != nil {
			return false
		}
		sum := h.Sum()
		parts = append(parts, sum[:partSize]...)
		return true
	}
	parts = make([]byte, 0, n*partSize)
	if !digest(func(h *objecthash.Hasher) error { h.Frame(r.header); return nil }) {
		return nil
	}
	for i := range r.partCount() {
		if !digest(func(h *objecthash.Hasher) error { return f.part(h, r, fr, i) }) {
			return nil
		}
	}
	return parts
}

// differing gives the indices of the parts that differ between two calls; ok is
// false if they cannot be compared.
func differing(a, b []byte) (indices []int, ok bool) {
	if len(a) != len(b) || len(a) < partSize || len(a)%partSize != 0 || partAt(a, 0) != partAt(b, 0) {
		return nil, false
	}
	for i := 1; i < len(a)/partSize; i++ {
		if partAt(a, i) != partAt(b, i) {
			indices = append(indices, i-1)
		}
	}
	return indices, true
}

func partAt(parts []byte, i int) uint64 { return binary.LittleEndian.Uint64(parts[i*partSize:]) }
