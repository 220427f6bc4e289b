package objecthash

import (
	"cmp"
	"reflect"
	"slices"
	"sync"
	"unsafe"
)

// entries reads the map at q. For each entry it appends the key to h.buf, its end to h.ends,
// the value where its size is fixed, and the end of that. It returns the address of an
// array of the other values in the same order, and what to call when they are written,
// or nil.
type entries func(h *Hasher, pl *plan, q unsafePointer) (vals unsafePointer, done func(), err error)

// entry appends one key, and the value if its size is fixed.
func (h *Hasher) entry(pl *plan, key, val unsafePointer) error {
	if err := pl.key.enc(h, key); err != nil {
		return err
	}
	h.ends = append(h.ends, len(h.buf))
	if pl.elem.fixed {
		if err := pl.elem.enc(h, val); err != nil {
			return err
		}
	}
	h.ends = append(h.ends, len(h.buf))
	return nil
}

// mapReader is what reading maps of one type by reflection takes.
type mapReader struct {
	q        unsafePointer // the map
	m        reflect.Value // the map at q
	it       reflect.MapIter
	key, val reflect.Value // places of an entry
	vals     reflect.Value // a slice
	done     func()
}

func newMapReader(t reflect.Type, readers *sync.Pool) *mapReader {
	r := &mapReader{key: reflect.New(t.Key()).Elem(), val: reflect.New(t.Elem()).Elem()}
	r.m = reflect.NewAt(t, unsafePointer(&r.q)).Elem()
	r.vals = reflect.New(reflect.SliceOf(t.Elem())).Elem()
	r.done = func() { // and keep nothing alive
		r.q = nil
		r.it.Reset(reflect.Value{})
		r.key.SetZero()
		r.val.SetZero()
		if size := uintptr(r.vals.Cap()) * t.Elem().Size(); size > keepBytes {
			r.vals.SetZero()
		}
		r.vals.Clear()
		readers.Put(r)
	}
	return r
}

func reflectEntries(pl *plan) entries {
	readers := new(sync.Pool)
	readers.New = func() any { return newMapReader(pl.t, readers) }
	return func(h *Hasher, pl *plan, q unsafePointer) (unsafePointer, func(), error) {
		r := readers.Get().(*mapReader)
		r.q = q
		r.it.Reset(r.m)
		n := r.m.Len()
		if !pl.elem.fixed {
			r.vals.SetLen(0)
			r.vals.Grow(n)
			r.vals.SetLen(n)
		}
		kp, vp := r.key.Addr().UnsafePointer(), r.val.Addr().UnsafePointer()
		for i := 0; i < n && r.it.Next(); i++ {
			r.key.SetIterKey(&r.it)
			if pl.elem.fixed {
				r.val.SetIterValue(&r.it)
			} else {
				r.vals.Index(i).SetIterValue(&r.it)
			}
			if err := h.entry(pl, kp, vp); err != nil {
				return nil, r.done, err
			}
		}
		return r.vals.UnsafePointer(), r.done, nil
	}
}

// typedEntries are faster than reflection for the maps that are met most.
var typedEntries = map[reflect.Type]entries{}

func init() {
	addEntries[string]()
	addEntries[int]()
	addEntries[int64]()
}

func addEntries[K cmp.Ordered]() {
	addFixed[K, bool]()
	addFixed[K, int]()
	addFixed[K, int64]()
	addFixed[K, float64]()
	addFixed[K, struct{}]()
	addOther[K, string]()
	addOther[K, []string]()
	typedEntries[reflect.TypeFor[map[K]any]()] = func(h *Hasher, pl *plan, q unsafePointer) (unsafePointer, func(), error) {
		m := *(*map[K]any)(unsafePointer(&q))
		h.anys = slices.Grow(h.anys[:0], len(m))
		vals, err := entriesOf(h, pl, m, h.anys)
		h.anys = vals
		return unsafePointer(unsafe.SliceData(vals)), h.clearAnys, err
	}
}

// addFixed is for values of fixed size, of which no array is needed.
func addFixed[K cmp.Ordered, V any]() {
	typedEntries[reflect.TypeFor[map[K]V]()] = func(h *Hasher, pl *plan, q unsafePointer) (unsafePointer, func(), error) {
		for k, v := range *(*map[K]V)(unsafePointer(&q)) {
			// Numbers and strings hold nothing that would be kept.
			if err := h.entry(pl, noescape(unsafePointer(&k)), noescape(unsafePointer(&v))); err != nil {
				return nil, nil, err
			}
		}
		return nil, nil, nil
	}
}

func addOther[K cmp.Ordered, V any]() {
	typedEntries[reflect.TypeFor[map[K]V]()] = func(h *Hasher, pl *plan, q unsafePointer) (unsafePointer, func(), error) {
		m := *(*map[K]V)(unsafePointer(&q))
		vals, err := entriesOf(h, pl, m, make([]V, 0, len(m)))
		return unsafePointer(unsafe.SliceData(vals)), nil, err
	}
}

// entriesOf appends the values to vals, which has room for them.
func entriesOf[K cmp.Ordered, V any](h *Hasher, pl *plan, m map[K]V, vals []V) ([]V, error) {
	for k, v := range m {
		if len(vals) == cap(vals) {
			break // somebody writes to the map
		}
		if err := h.entry(pl, noescape(unsafePointer(&k)), nil); err != nil { // as in addFixed
			return vals, err
		}
		vals = append(vals, v)
	}
	return vals, nil
}
