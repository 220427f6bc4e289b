package codec

import (
	"bytes"
	"math"
	"reflect"
	"slices"
)

func (c compiler) array(pl *plan) {
	n := pl.t.Len()
	if c.block(pl) {
		return
	}
	if k, size, each, ok := flat(pl.t.Elem()); ok {
		pl.enc = func(e *encoder, p pointer) error { e.numbers(k, size, p, n*each); return nil }
		pl.dec = func(d *decoder, p pointer) error { return d.numbers(k, size, p, n*each) }
		return
	}
	if n == 0 { // [0]func() is a marker, not a function
		pl.enc = func(*encoder, pointer) error { return nil }
		pl.dec = func(*decoder, pointer) error { return nil }
		return
	}
	elem := c.plan(pl.t.Elem())
	pl.enc = func(e *encoder, p pointer) error { return e.elements(elem, p, n) }
	pl.dec = func(d *decoder, p pointer) error { return d.elements(elem, p, n) }
}

func (e *encoder) elements(elem *plan, p pointer, n int) error {
	if elem.min == 0 { // no content
		return nil
	}
	size := elem.t.Size()
	e.buf = slices.Grow(e.buf, n*elem.min)
	for i := range n {
		if err := elem.enc(e, add(p, uintptr(i)*size)); err != nil {
			return within(err, "[]")
		}
	}
	return nil
}

func (d *decoder) elements(elem *plan, p pointer, n int) error {
	if elem.min == 0 { // nothing is stored of them
		return nil
	}
	size := elem.t.Size()
	for i := range n {
		if err := elem.dec(d, add(p, uintptr(i)*size)); err != nil {
			return err
		}
	}
	return nil
}

// slice: nil is a length of 0, n elements are n+1; slices that may contain themselves
// are references (C3).
func (c compiler) slice(pl *plan) {
	t, et := pl.t, pl.t.Elem()
	if each, ok := block(et); ok && each > 0 {
		pl.enc = func(e *encoder, p pointer) error {
			s := (*sliceHeader)(p)
			if s.data == nil {
				e.uvarint(0)
				return nil
			}
			e.note(s.data, uintptr(s.len*each))
			e.uvarint(s.len + 1)
			e.buf = append(e.buf, view(s.data, s.len*each)...)
			return nil
		}
		pl.dec = func(d *decoder, p pointer) error {
			n, ok, err := d.length(each)
			if err != nil || !ok {
				return err
			}
			b, err := d.take(n * each)
			if err != nil {
				return err
			}
			*(*sliceHeader)(p) = sliceHeader{clone(b, et.Align()), n, n}
			return nil
		}
		return
	}
	if k, size, each, ok := flat(et); ok {
		pl.enc = func(e *encoder, p pointer) error {
			s := (*sliceHeader)(p)
			if s.data == nil {
				e.uvarint(0)
				return nil
			}
			if each == 0 && s.len >= math.MaxInt32 {
				return unstorable(t, "more than 2147483646 elements without content")
			}
			e.note(s.data, uintptr(s.len)*et.Size())
			e.uvarint(s.len + 1)
			e.numbers(k, size, s.data, s.len*each)
			return nil
		}
		pl.dec = func(d *decoder, p pointer) error {
			n, ok, err := d.length(each * kindSizes[k])
			if err != nil || !ok {
				return err
			}
			q := makeSlice(t, p, n)
			return d.numbers(k, size, q, n*each)
		}
		return
	}
	elem := c.plan(et)
	if !open(et, []reflect.Type{t}) {
		// Elements that take memory but have no content, as all their fields are blank,
		// are padded: lengths must stay bounded by the bytes that follow.
		hollow := minSize(et) == 0 && et.Size() > 0
		pl.enc = func(e *encoder, p pointer) error {
			s := (*sliceHeader)(p)
			if s.data == nil {
				e.uvarint(0)
				return nil
			}
			if s.len >= math.MaxInt32 && elem.min == 0 {
				return unstorable(t, "more than 2147483646 elements without content")
			}
			e.note(s.data, uintptr(s.len)*et.Size())
			e.uvarint(s.len + 1)
			if hollow {
				e.buf = append(e.buf, make([]byte, s.len)...)
				return nil
			}
			return e.elements(elem, s.data, s.len)
		}
		pl.dec = func(d *decoder, p pointer) error {
			n, ok, err := d.length(elem.min)
			if err != nil || !ok {
				return err
			}
			if hollow {
				if _, err := d.take(n); err != nil {
					return err
				}
			}
			return d.elements(elem, makeSlice(t, p, n), n)
		}
		return
	}
	pl.body = func(e *encoder, p pointer, n int) error { return e.elements(elem, p, n) }
	pl.fill = func(d *decoder, p pointer, n int) error { return d.elements(elem, p, n) }
	pl.bodyMin = func(n int) int { return n * elem.min }
	pl.enc = func(e *encoder, p pointer) error {
		s := (*sliceHeader)(p)
		if s.data == nil {
			e.byte(markNil)
			return nil
		}
		if s.len == 0 { // no cycle leads through it, and its address may be shared by chance
			e.byte(markEmpty)
			return nil
		}
		isNew, err := e.ref(visit{s.data, pl, s.len})
		if isNew {
			e.note(s.data, uintptr(s.len)*et.Size())
			e.uvarint(s.len)
		}
		return err
	}
	pl.dec = func(d *decoder, p pointer) error {
		mark, err := d.byte()
		if err != nil || mark == markNil {
			return err
		}
		if mark == markEmpty {
			makeSlice(t, p, 0)
			return nil
		}
		v, err := d.ref(mark, pl, 0, func() (pointer, int, error) {
			n, err := d.count()
			if err != nil {
				return nil, 0, err
			}
			if err := d.reserve(n, max(elem.min, 1)); err != nil {
				return nil, 0, err
			}
			if err := d.promise(n * elem.min); err != nil {
				return nil, 0, err
			}
			return makeSlice(t, p, n), n, nil
		})
		if err != nil {
			return err
		}
		s := (*sliceHeader)(p)
		s.data, s.len, s.cap = v.p, v.n, v.n
		return nil
	}
}

// length is reader.length, besides what is promised.
func (d *decoder) length(min int) (n int, ok bool, err error) {
	n, ok, err = d.reader.length(min)
	if err != nil || !ok {
		return n, ok, err
	}
	return n, true, d.reserve(n, min)
}

// makeSlice sets the nil slice at p to one of n zero elements.
func makeSlice(t reflect.Type, p pointer, n int) pointer {
	s := (*sliceHeader)(p)
	if n == 0 {
		s.data = pointer(&struct{}{}) // not nil
		return s.data
	}
	reflect.NewAt(t, p).Elem().Grow(n) // MakeSlice would allocate a header as well
	s.len, s.cap = n, n
	return s.data
}

func (c compiler) pointer(pl *plan) {
	if pl.t.Elem() == locationType {
		pl.enc, pl.dec = encLocation, decLocation
		return
	}
	elem := c.plan(pl.t.Elem())
	pl.enc = func(e *encoder, p pointer) error {
		q := *(*pointer)(p)
		if q == nil {
			e.byte(markNil)
			return nil
		}
		_, err := e.ref(visit{q, elem, isPointee})
		return err
	}
	pl.dec = func(d *decoder, p pointer) error {
		mark, err := d.byte()
		if err != nil || mark == markNil {
			return err
		}
		v, err := d.ref(mark, elem, isPointee, func() (pointer, int, error) {
			if err := d.promise(elem.min); err != nil {
				return nil, 0, err
			}
			return reflect.New(elem.t).UnsafePointer(), isPointee, nil
		})
		*(*pointer)(p) = v.p
		return err
	}
}

func (c compiler) mapping(pl *plan) {
	t := pl.t
	key, elem := c.plan(t.Key()), c.plan(t.Elem())
	entry := reflect.SliceOf(t.Elem())
	pl.bodyMin = func(int) int { return 1 }
	pl.body = func(e *encoder, p pointer, _ int) error {
		m := reflect.NewAt(t, pointer(&p)).Elem()
		return e.entries(m, key, elem, entry)
	}
	pl.fill = func(d *decoder, p pointer, _ int) error {
		return d.entries(reflect.NewAt(t, pointer(&p)).Elem(), key, elem)
	}
	pl.enc = func(e *encoder, p pointer) error {
		q := *(*pointer)(p)
		if q == nil {
			e.byte(markNil)
			return nil
		}
		_, err := e.ref(visit{q, pl, isMap})
		return err
	}
	pl.dec = func(d *decoder, p pointer) error {
		mark, err := d.byte()
		if err != nil || mark == markNil {
			return err
		}
		v, err := d.ref(mark, pl, isMap, func() (pointer, int, error) {
			if err := d.promise(1); err != nil {
				return nil, 0, err
			}
			return reflect.MakeMap(t).UnsafePointer(), isMap, nil
		})
		*(*pointer)(p) = v.p
		return err
	}
}

// entries writes the entries sorted by their encoded keys, so that equal maps give equal
// bytes, unless keys lead to something new: that is numbered in the order of iteration (C4).
func (e *encoder) entries(m reflect.Value, key, elem *plan, entry reflect.Type) error {
	n := m.Len()
	e.uvarint(n)
	vals := reflect.MakeSlice(entry, n, n)
	ks := make([][]byte, 0, n)
	kp := reflect.New(key.t)
	buf := e.buf
	perm := make([]int, 0, n)
	refs := len(e.queue)
	e.inKey = true
	i := 0
	for it := m.MapRange(); i < n && it.Next(); i++ {
		kp.Elem().SetIterKey(it)
		e.buf = nil
		if err := key.enc(e, kp.UnsafePointer()); err != nil {
			return within(err, "[key]")
		}
		ks = append(ks, e.buf)
		vals.Index(i).SetIterValue(it)
		perm = append(perm, i)
	}
	e.buf, e.inKey = buf, false
	if len(e.queue) == refs {
		slices.SortFunc(perm, func(a, b int) int { return bytes.Compare(ks[a], ks[b]) })
	}
	// All keys come first, as that is the order in which their references were numbered.
	for _, i := range perm {
		e.buf = append(e.buf, ks[i]...)
	}
	for _, i := range perm {
		if err := elem.enc(e, add(vals.UnsafePointer(), uintptr(i)*elem.t.Size())); err != nil {
			return within(err, "[]")
		}
	}
	return nil
}

func (d *decoder) entries(m reflect.Value, key, elem *plan) error {
	n, err := d.count()
	if err != nil {
		return err
	}
	if key.min == 0 && n > 1 {
		return d.corrupt("a map has several equal keys")
	}
	if err := d.reserve(n, max(key.min+elem.min, 1)); err != nil && n > 1 {
		return err
	}
	ks := reflect.MakeSlice(reflect.SliceOf(key.t), n, n)
	if err := d.elements(key, ks.UnsafePointer(), n); err != nil {
		return err
	}
	ev := reflect.New(elem.t).Elem()
	for i := range n {
		ev.SetZero()
		if err := elem.dec(d, pointer(ev.UnsafeAddr())); err != nil {
			return err
		}
		m.SetMapIndex(ks.Index(i), ev)
	}
	if m.Len() != n {
		return d.corrupt("a map has equal keys")
	}
	return nil
}

// open reports whether values of t can nest without bound, or contain themselves,
// through slices and interfaces alone.
func open(t reflect.Type, path []reflect.Type) bool {
	if slices.Contains(path, t) {
		return true
	}
	if modeOf(t) != byFields {
		return false
	}
	switch t.Kind() {
	case reflect.Interface:
		return true
	case reflect.Slice, reflect.Array:
		return !(t.Kind() == reflect.Array && t.Len() == 0) && open(t.Elem(), append(path, t))
	case reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); f.Name != "_" && open(f.Type, append(path, t)) {
				return true
			}
		}
	}
	return false
}
