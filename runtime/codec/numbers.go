package codec

import (
	"encoding/binary"
	"reflect"
	"unsafe"
)

// kindSizes are the bytes of numbers, the same on every architecture (C1); 0 of other kinds.
var kindSizes = [reflect.UnsafePointer + 1]int{
	reflect.Bool: 1, reflect.Int: 8, reflect.Int8: 1, reflect.Int16: 2, reflect.Int32: 4, reflect.Int64: 8,
	reflect.Uint: 8, reflect.Uint8: 1, reflect.Uint16: 2, reflect.Uint32: 4, reflect.Uint64: 8,
	reflect.Uintptr: 8, reflect.Float32: 4, reflect.Float64: 8, reflect.Complex64: 8, reflect.Complex128: 16,
}

var littleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

// portable makes tests compile plans as for machines that are not little-endian or 64-bit.
var portable = false

func add(p pointer, off uintptr) pointer { return unsafe.Add(p, off) }

func view(p pointer, n int) []byte { return unsafe.Slice((*byte)(p), n) }

type sliceHeader struct {
	data pointer
	len  int
	cap  int
}

func (c compiler) number(pl *plan) {
	k, size := pl.t.Kind(), pl.t.Size()
	pl.enc = func(e *encoder, p pointer) error { e.numbers(k, size, p, 1); return nil }
	pl.dec = func(d *decoder, p pointer) error { return d.numbers(k, size, p, 1) }
}

func asStored(k reflect.Kind, size uintptr) bool {
	return littleEndian && int(size) == kindSizes[k] && !portable
}

// numbers writes n numbers of kind k, as one block where that is their stored form.
func (e *encoder) numbers(k reflect.Kind, size uintptr, p pointer, n int) {
	if n == 0 {
		return
	}
	if asStored(k, size) {
		e.buf = append(e.buf, view(p, n*int(size))...)
		return
	}
	for i := range n {
		q := add(p, uintptr(i)*size)
		switch k {
		case reflect.Complex64:
			e.little(uint64(*(*uint32)(q)), 4)
			e.little(uint64(*(*uint32)(add(q, 4))), 4)
		case reflect.Complex128:
			e.u64(*(*uint64)(q))
			e.u64(*(*uint64)(add(q, 8)))
		case reflect.Int: // sign-extended where int is short
			e.u64(uint64(*(*int)(q)))
		default:
			e.little(load(q, size), kindSizes[k])
		}
	}
}

func (e *encoder) little(x uint64, n int) {
	for range n {
		e.buf = append(e.buf, byte(x))
		x >>= 8
	}
}

func load(p pointer, size uintptr) uint64 {
	switch size {
	case 1:
		return uint64(*(*uint8)(p))
	case 2:
		return uint64(*(*uint16)(p))
	case 4:
		return uint64(*(*uint32)(p))
	}
	return *(*uint64)(p)
}

func store(p pointer, size uintptr, x uint64) {
	switch size {
	case 1:
		*(*uint8)(p) = uint8(x)
	case 2:
		*(*uint16)(p) = uint16(x)
	case 4:
		*(*uint32)(p) = uint32(x)
	default:
		*(*uint64)(p) = x
	}
}

func (d *decoder) numbers(k reflect.Kind, size uintptr, p pointer, n int) error {
	if n == 0 {
		return nil
	}
	b, err := d.take(n * kindSizes[k])
	if err != nil {
		return err
	}
	if k == reflect.Bool {
		if err := d.bools(b); err != nil {
			return err
		}
	}
	if asStored(k, size) {
		copy(view(p, len(b)), b)
		return nil
	}
	for i := range n {
		q := add(p, uintptr(i)*size)
		b := b[i*kindSizes[k]:]
		switch k {
		case reflect.Complex64:
			store(q, 4, little(b, 4))
			store(add(q, 4), 4, little(b[4:], 4))
		case reflect.Complex128:
			store(q, 8, little(b, 8))
			store(add(q, 8), 8, little(b[8:], 8))
		default:
			x := little(b, kindSizes[k])
			if int(size) < kindSizes[k] {
				if k == reflect.Int && int64(int32(x)) != int64(x) || k != reflect.Int && x>>32 != 0 {
					return &ShapeError{Reason: "an integer written on a 64-bit machine does not fit"}
				}
			}
			store(q, size, x)
		}
	}
	return nil
}

func little(b []byte, n int) (x uint64) {
	for i := range n {
		x |= uint64(b[i]) << (8 * i)
	}
	return x
}

// flat returns the kind of number that t consists of, and how many of them.
func flat(t reflect.Type) (k reflect.Kind, size uintptr, n int, ok bool) {
	if modeOf(t) != byFields {
		return 0, 0, 0, false
	}
	if kindSizes[t.Kind()] > 0 {
		return t.Kind(), t.Size(), 1, true
	}
	if t.Kind() == reflect.Array {
		if k, size, n, ok := flat(t.Elem()); ok {
			return k, size, n * t.Len(), true
		}
	}
	return 0, 0, 0, false
}

// block returns the size of values of t if their memory is their encoding: numbers, and
// arrays and structs of them without padding. Not bools, of which not all bytes are values.
func block(t reflect.Type) (size int, ok bool) {
	if modeOf(t) != byFields || refusalByFields(t) != "" {
		return 0, false
	}
	switch k := t.Kind(); k {
	case reflect.Bool:
		return 0, false
	case reflect.Array:
		each, ok := block(t.Elem())
		return each * t.Len(), ok
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			n, ok := block(f.Type)
			if !ok || f.Name == "_" || f.Offset != uintptr(size) {
				return 0, false
			}
			size += n
		}
		return size, uintptr(size) == t.Size()
	default:
		return kindSizes[k], kindSizes[k] > 0 && asStored(k, t.Size())
	}
}
