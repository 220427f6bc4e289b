package codec

import (
	"encoding/binary"
	"math/bits"
	"reflect"
	"unsafe"
)

// A move is a part of a result that is read and written without an encoder or decoder:
// results that consist of such parts alone are the most frequent, and small.
type move struct {
	op     op
	result int     // which result
	off    uintptr // in it
	n      int     // bytes, of opBlock and opBools
	elem   int     // bytes of an element, of opSlice
	align  int     // of the elements
}

type op byte

const (
	opBlock  op = iota // memory that is its own encoding
	opBools            // the same, of which not all are values
	opString           // length and bytes
	opSlice            // length+1 and elements that are their own encoding; 0 for nil
)

// maxMoves bounds a program: arrays of strings are unrolled.
const maxMoves = 32

// directOf compiles the moves of results, nil if there is more to them.
func directOf(ts []reflect.Type) []move {
	ms := []move{}
	for i, t := range ts {
		var ok bool
		if ms, ok = moves(ms, i, 0, t); !ok {
			return nil
		}
	}
	return ms
}

func moves(ms []move, result int, off uintptr, t reflect.Type) ([]move, bool) {
	if modeOf(t) != byFields || refusal(t) != "" {
		return nil, false
	}
	m := move{result: result, off: off}
	size, isBlock := block(t)
	k, _, n, isFlat := flat(t)
	switch {
	case isBlock && size == 0, isFlat && n == 0:
		return ms, true
	case isFlat && k == reflect.Bool:
		m.op, m.n = opBools, n
	case isBlock:
		m.op, m.n = opBlock, size
		if last := len(ms) - 1; last >= 0 && ms[last].op == opBlock && ms[last].result == result && ms[last].off+uintptr(ms[last].n) == off {
			ms[last].n += m.n
			return ms, true
		}
	case t.Kind() == reflect.String:
		m.op = opString
	case t.Kind() == reflect.Slice:
		size, ok := block(t.Elem())
		if !ok || size == 0 {
			return nil, false
		}
		m.op, m.elem, m.align = opSlice, size, t.Elem().Align()
	case t.Kind() == reflect.Array:
		if t.Len() > maxMoves {
			return nil, false
		}
		for i := range t.Len() {
			var ok bool
			if ms, ok = moves(ms, result, off+uintptr(i)*t.Elem().Size(), t.Elem()); !ok {
				return nil, false
			}
		}
		return ms, true
	case t.Kind() == reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); f.Name != "_" {
				var ok bool
				if ms, ok = moves(ms, result, off+f.Offset, f.Type); !ok {
					return nil, false
				}
			}
		}
		return ms, true
	default:
		return nil, false
	}
	return append(ms, m), len(ms) < maxMoves
}

func (c *Codec) encodeDirect(results []pointer) ([]byte, error) {
	size, lead := headerSize, 0
	for i := range c.direct {
		m := &c.direct[i]
		n := m.n
		switch p := add(results[m.result], m.off); m.op {
		case opString:
			n = len(*(*string)(p))
			size += uvarintLen(n)
		case opSlice:
			s := (*sliceHeader)(p)
			n = s.len * m.elem
			size++
			if s.data != nil {
				size += uvarintLen(s.len+1) - 1
			}
		}
		if n >= large && lead == 0 {
			lead = -size & 15 // copying to an odd place takes half as long again
		}
		size += n
	}
	buf := append(make([]byte, lead+size)[lead:lead], c.header[:]...)
	for i := range c.direct {
		m := &c.direct[i]
		switch p := add(results[m.result], m.off); m.op {
		case opString:
			s := *(*string)(p)
			buf = append(binary.AppendUvarint(buf, uint64(len(s))), s...)
		case opSlice:
			s := (*sliceHeader)(p)
			if s.data == nil {
				buf = append(buf, 0)
				continue
			}
			buf = binary.AppendUvarint(buf, uint64(s.len)+1)
			buf = append(buf, view(s.data, s.len*m.elem)...)
		default:
			buf = append(buf, view(p, m.n)...)
		}
	}
	return buf, nil
}

// large is from how many bytes on it matters how they are copied.
const large = 4096

// uvarintLen is the length of what binary.AppendUvarint makes of n.
func uvarintLen(n int) int { return (bits.Len64(uint64(n)|1) + 6) / 7 }

func (c *Codec) decodeDirect(results []pointer, data []byte) error {
	r := reader{data, headerSize}
	for i := range c.direct {
		m := &c.direct[i]
		p := add(results[m.result], m.off)
		switch m.op {
		case opString:
			b, err := r.bytes()
			if err != nil {
				return err
			}
			*(*string)(p) = string(b)
		case opSlice:
			n, ok, err := r.length(m.elem)
			if err != nil {
				return err
			}
			if !ok {
				continue // nil
			}
			b, err := r.take(n * m.elem)
			if err != nil {
				return err
			}
			*(*sliceHeader)(p) = sliceHeader{clone(b, m.align), n, n}
		default:
			b, err := r.take(m.n)
			if err != nil {
				return err
			}
			if m.op == opBools {
				if err := r.bools(b); err != nil {
					return err
				}
			}
			copy(view(p, m.n), b)
		}
	}
	return r.end()
}

// clone copies bytes to memory for numbers of that alignment; their length is a multiple
// of it. append, unlike make, does not clear the memory first.
func clone(b []byte, align int) pointer {
	p, n := pointer(unsafe.SliceData(b)), len(b)/align
	if n == 0 {
		return pointer(&struct{}{}) // not nil
	}
	switch align {
	case 8:
		return pointer(unsafe.SliceData(append([]uint64(nil), unsafe.Slice((*uint64)(p), n)...)))
	case 4:
		return pointer(unsafe.SliceData(append([]uint32(nil), unsafe.Slice((*uint32)(p), n)...)))
	case 2:
		return pointer(unsafe.SliceData(append([]uint16(nil), unsafe.Slice((*uint16)(p), n)...)))
	}
	return pointer(unsafe.SliceData(append([]byte(nil), b...)))
}
