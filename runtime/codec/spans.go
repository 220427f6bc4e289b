package codec

import (
	"cmp"
	"reflect"
	"slices"
)

// span is memory that was stored as one thing: a pointee or the elements of a slice.
type span struct {
	lo, hi uintptr
	item   int // of a pointee, -1 for a slice
}

// note remembers the elements of a slice, for aliases.
func (e *encoder) note(p pointer, size uintptr) {
	if e.aliasing && size > 0 {
		e.slices = append(e.slices, span{uintptr(p), uintptr(p) + size, -1})
	}
}

// aliases refuses pointers that lead into something stored as another thing, as &s[0] or
// &x.f beside s or x: they would come back as pointers to copies (C3). Addresses are
// only compared, while everything is still referred to.
func (e *encoder) aliases(roots []root) error {
	spans := e.slices
	for i, it := range e.queue {
		if it.n == isPointee && it.pl.t.Size() > 0 {
			spans = append(spans, span{uintptr(it.p), uintptr(it.p) + it.pl.t.Size(), i})
		}
	}
	if len(spans) == len(e.slices) {
		return nil
	}
	slices.SortFunc(spans, func(a, b span) int {
		return cmp.Or(cmp.Compare(a.lo, b.lo), cmp.Compare(b.hi, a.hi), cmp.Compare(a.item, b.item))
	})
	var pointee, slice uintptr // ends of what began before
	last := -1                 // the pointee that ends last
	for _, s := range spans {
		bad := s.item
		if s.item < 0 {
			bad = last
		}
		if s.lo < pointee || s.item >= 0 && s.lo < slice {
			t := e.queue[bad].pl.t
			e.cur = bad
			return e.explain(within(unstorable(t, "a pointer leads into a slice or struct that is stored as well, or is stored with two types; it would come back as a pointer to a copy"), "*"), roots)
		}
		if s.item < 0 {
			slice = max(slice, s.hi)
		} else if s.hi > pointee {
			pointee, last = s.hi, s.item
		}
	}
	return nil
}

// mayAlias reports whether values of t can hold pointers, or interfaces that hold some.
func mayAlias(t reflect.Type) bool {
	found := false
	each(t, map[reflect.Type]bool{}, func(u reflect.Type) {
		found = found || u.Kind() == reflect.Pointer || u.Kind() == reflect.Interface
	})
	return found
}
