package objecthash

import (
	"math"
	"reflect"
)

func isBasic(k reflect.Kind) bool {
	return k >= reflect.Bool && k <= reflect.Complex128 || k == reflect.String
}

// kindTags are the tags of the numeric kinds, kindSizes their bytes in the stream (H1, H2).
var (
	kindTags = map[reflect.Kind]byte{
		reflect.Bool: tagBool, reflect.Int: tagInt, reflect.Int8: tagInt8, reflect.Int16: tagInt16,
		reflect.Int32: tagInt32, reflect.Int64: tagInt64, reflect.Uint: tagUint, reflect.Uint8: tagUint8,
		reflect.Uint16: tagUint16, reflect.Uint32: tagUint32, reflect.Uint64: tagUint64,
		reflect.Uintptr: tagUintptr, reflect.Float32: tagFloat32, reflect.Float64: tagFloat64,
		reflect.Complex64: tagComplex64, reflect.Complex128: tagComplex128,
	}
	kindSizes = map[reflect.Kind]uintptr{
		reflect.Bool: 1, reflect.Int: 8, reflect.Int8: 1, reflect.Int16: 2, reflect.Int32: 4, reflect.Int64: 8,
		reflect.Uint: 8, reflect.Uint8: 1, reflect.Uint16: 2, reflect.Uint32: 4, reflect.Uint64: 8,
		reflect.Uintptr: 8, reflect.Float32: 4, reflect.Float64: 8, reflect.Complex64: 8, reflect.Complex128: 16,
	}
	scalars = map[reflect.Kind]encoder{}
)

func init() {
	for k, tag := range kindTags {
		write := writers[k]
		scalars[k] = func(h *Hasher, p unsafePointer) error {
			h.tag(tag)
			write(h, p)
			return nil
		}
	}
	// The commonest ones without the second call.
	scalars[reflect.Int] = func(h *Hasher, p unsafePointer) error {
		h.tag(tagInt)
		h.u64(uint64(*(*int)(p)))
		return nil
	}
	scalars[reflect.Float64] = func(h *Hasher, p unsafePointer) error {
		h.tag(tagFloat64)
		h.u64(math.Float64bits(*(*float64)(p)))
		return nil
	}
}

// little appends the n low bytes of x.
func (h *Hasher) little(x uint64, n int) {
	for range n {
		h.buf = append(h.buf, byte(x))
		x >>= 8
	}
	if len(h.buf) >= h.limit {
		h.spill()
	}
}

// writers append one number without its tag, equally on every architecture (H2).
var writers = map[reflect.Kind]func(h *Hasher, p unsafePointer){
	reflect.Bool: func(h *Hasher, p unsafePointer) {
		if *(*bool)(p) {
			h.little(1, 1)
		} else {
			h.little(0, 1)
		}
	},
	reflect.Int:     func(h *Hasher, p unsafePointer) { h.u64(uint64(*(*int)(p))) },
	reflect.Int8:    func(h *Hasher, p unsafePointer) { h.little(uint64(*(*int8)(p)), 1) },
	reflect.Int16:   func(h *Hasher, p unsafePointer) { h.little(uint64(*(*int16)(p)), 2) },
	reflect.Int32:   func(h *Hasher, p unsafePointer) { h.little(uint64(*(*int32)(p)), 4) },
	reflect.Int64:   func(h *Hasher, p unsafePointer) { h.u64(uint64(*(*int64)(p))) },
	reflect.Uint:    func(h *Hasher, p unsafePointer) { h.u64(uint64(*(*uint)(p))) },
	reflect.Uint8:   func(h *Hasher, p unsafePointer) { h.little(uint64(*(*uint8)(p)), 1) },
	reflect.Uint16:  func(h *Hasher, p unsafePointer) { h.little(uint64(*(*uint16)(p)), 2) },
	reflect.Uint32:  func(h *Hasher, p unsafePointer) { h.little(uint64(*(*uint32)(p)), 4) },
	reflect.Uint64:  func(h *Hasher, p unsafePointer) { h.u64(*(*uint64)(p)) },
	reflect.Uintptr: func(h *Hasher, p unsafePointer) { h.u64(uint64(*(*uintptr)(p))) },
	reflect.Float32: func(h *Hasher, p unsafePointer) { h.little(uint64(math.Float32bits(*(*float32)(p))), 4) },
	reflect.Float64: func(h *Hasher, p unsafePointer) { h.u64(math.Float64bits(*(*float64)(p))) },
	reflect.Complex64: func(h *Hasher, p unsafePointer) {
		c := *(*[2]float32)(p)
		h.little(uint64(math.Float32bits(c[0])), 4)
		h.little(uint64(math.Float32bits(c[1])), 4)
	},
	reflect.Complex128: func(h *Hasher, p unsafePointer) {
		c := *(*[2]float64)(p)
		h.u64(math.Float64bits(c[0]))
		h.u64(math.Float64bits(c[1]))
	},
}

func encString(h *Hasher, p unsafePointer) error {
	h.tag(tagString)
	h.string(*(*string)(p))
	return nil
}

// flat returns the kind of number that t consists of, and how many of them: a number
// is one, an array as many as its elements have.
func flat(t reflect.Type) (k reflect.Kind, n int, ok bool) {
	if hasHook(t) || hookProblem(t) != "" {
		return 0, 0, false
	}
	if _, ok := kindTags[t.Kind()]; ok {
		return t.Kind(), 1, true
	}
	if t.Kind() == reflect.Array {
		if k, n, ok := flat(t.Elem()); ok {
			return k, n * t.Len(), true
		}
	}
	return 0, 0, false
}

// portable makes tests take the path of machines that are not little-endian or 64-bit.
var portable = false

// numbers writes the n numbers of kind k at p, as one block of memory where that is
// their form in the stream (H2).
func (h *Hasher) numbers(k reflect.Kind, size uintptr, p unsafePointer, n int) {
	h.tag(kindTags[k])
	if n == 0 {
		return
	}
	h.align(uint64(n) * uint64(kindSizes[k]))
	if littleEndian && size == kindSizes[k] && !portable {
		h.raw(view(p, n*int(size)))
		return
	}
	write := writers[k]
	for i := range n {
		write(h, add(p, uintptr(i)*size))
	}
}

func (c compiler) array(pl *plan) encoder {
	n, et := pl.t.Len(), pl.t.Elem()
	if k, each, ok := flat(et); ok {
		size := scalarSize(et)
		return func(h *Hasher, p unsafePointer) error {
			h.tag(tagArray)
			h.uvarint(n)
			h.numbers(k, size, p, n*each)
			return nil
		}
	}
	if n == 0 { // [0]func() is a marker, not a function
		return func(h *Hasher, p unsafePointer) error {
			h.tag(tagArray)
			h.uvarint(0)
			return nil
		}
	}
	elem := c.plan(et)
	return func(h *Hasher, p unsafePointer) error {
		h.tag(tagArray)
		h.uvarint(n)
		return h.elements(elem, p, n)
	}
}

func scalarSize(t reflect.Type) uintptr {
	for t.Kind() == reflect.Array {
		t = t.Elem()
	}
	return t.Size()
}

func (h *Hasher) elements(elem *plan, p unsafePointer, n int) error {
	size := elem.t.Size()
	if size == 0 {
		n = min(n, 1) // all are alike, and there may be 1<<62 of them
	}
	for i := range n {
		if err := elem.enc(h, add(p, uintptr(i)*size)); err != nil {
			return within(err, "[]")
		}
	}
	return nil
}

func (c compiler) sliceOf(pl *plan) encoder {
	et := pl.t.Elem()
	if k, each, ok := flat(et); ok {
		size := scalarSize(et)
		return func(h *Hasher, p unsafePointer) error {
			s := (*sliceHeader)(p)
			if s.data == nil {
				h.tag(tagNil)
				return nil
			}
			h.tag(tagSlice)
			h.uvarint(s.len)
			h.numbers(k, size, s.data, s.len*each)
			return nil
		}
	}
	if et.Kind() == reflect.String && !hasHook(et) && hookProblem(et) == "" {
		return func(h *Hasher, p unsafePointer) error {
			s := *(*[]string)(p)
			if s == nil {
				h.tag(tagNil)
				return nil
			}
			h.tag(tagSlice)
			h.uvarint(len(s))
			for _, e := range s {
				h.tag(tagString)
				h.string(e)
			}
			return nil
		}
	}
	elem := c.plan(et)
	inline := func(h *Hasher, p unsafePointer, n int) error {
		h.tag(tagSlice)
		h.uvarint(n)
		return h.elements(elem, p, n)
	}
	if !open(et, []reflect.Type{pl.t}) {
		return func(h *Hasher, p unsafePointer) error {
			s := (*sliceHeader)(p)
			if s.data == nil {
				h.tag(tagNil)
				return nil
			}
			return inline(h, s.data, s.len)
		}
	}
	pl.body = inline
	return func(h *Hasher, p unsafePointer) error {
		s := (*sliceHeader)(p)
		switch {
		case s.data == nil:
			h.tag(tagNil)
			return nil
		case s.len == 0:
			return inline(h, s.data, 0)
		}
		return h.ref(visit{s.data, pl, s.len})
	}
}
