package objecthash

import (
	"io"
	"math/big"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/internal/sentinel"
)

var (
	timeType     = reflect.TypeFor[time.Time]()
	locationType = reflect.TypeFor[time.Location]()
)

// special returns the encoder of the std types whose fields are not their value (H10),
// nil for others.
func (c compiler) special(t reflect.Type) encoder {
	switch t {
	case timeType:
		return c.time()
	case locationType:
		return c.location()
	case errorTextType:
		return c.errorText()
	case rtype:
		return func(h *Hasher, p unsafePointer) error {
			x := reflect.NewAt(t, p).Elem()
			if x.IsNil() {
				h.tag(tagNil)
				return nil
			}
			return h.reflectType(x.Interface().(reflect.Type))
		}
	case reflect.TypeFor[big.Int]():
		return func(h *Hasher, p unsafePointer) error {
			h.tag(tagBig)
			h.bigInt((*big.Int)(p))
			return nil
		}
	case reflect.TypeFor[big.Rat]():
		return func(h *Hasher, p unsafePointer) error {
			x := (*big.Rat)(p)
			h.tag(tagBig)
			h.bigInt(x.Num())
			h.bigInt(x.Denom())
			return nil
		}
	case reflect.TypeFor[big.Float]():
		return func(h *Hasher, p unsafePointer) error {
			x := (*big.Float)(p)
			h.tag(tagBig)
			h.u64(uint64(x.Prec()))
			h.raw([]byte{byte(x.Mode()), byte(x.Acc())})
			h.string(x.Text('p', 0)) // exact, and free of the word size
			return nil
		}
	}
	if isAtomic(t) {
		return c.atomic(t)
	}
	if et, ok := handle(t); ok {
		// Handles are equal when their values are: the pointer inside is no sharing.
		elem := c.plan(et)
		return func(h *Hasher, p unsafePointer) error {
			q := *(*unsafePointer)(p)
			if q == nil {
				h.tag(tagNil)
				return nil
			}
			if h.depth >= maxDepth {
				return unhashable(t, tooDeep)
			}
			h.tag(tagHandle)
			h.depth++
			err := elem.enc(h, q)
			h.depth--
			return within(err, ".Value()")
		}
	}
	return nil
}

// errorTextType is the type of what errors.New points to.
var errorTextType = reflect.TypeOf(io.EOF).Elem()

// sentinels are the names of errors of the standard library, by their addresses.
var sentinels = sync.OnceValue(func() map[unsafePointer]string {
	byAddress := make(map[unsafePointer]string)
	for name, err := range sentinel.Standard() {
		if v := reflect.ValueOf(err); v.Kind() == reflect.Pointer && v.Type().Elem() == errorTextType {
			byAddress[v.UnsafePointer()] = name
		}
	}
	return byAddress
})

// errorText writes what errors.New points to: its text, but the name of a sentinel, which
// code tells from others by its address.
func (c compiler) errorText() encoder {
	text := c.structOf(errorTextType)
	return func(h *Hasher, p unsafePointer) error {
		name, ok := sentinels()[p]
		if !ok {
			return text(h, p)
		}
		h.tag(tagSentinel)
		h.string(name)
		return nil
	}
}

// handle returns the T of a unique.Handle[T], which is a struct with one field of type *T.
func handle(t reflect.Type) (elem reflect.Type, ok bool) {
	if t.PkgPath() != "unique" || !strings.HasPrefix(t.Name(), "Handle[") || t.NumField() != 1 ||
		t.Field(0).Type.Kind() != reflect.Pointer {
		return nil, false
	}
	return t.Field(0).Type.Elem(), true
}

// time writes the instant, the zone as Format would show it, and what the location
// says of other instants where that differs: two processes may call other rules Local,
// or the same name. The monotonic reading is of this process only.
func (c compiler) time() encoder {
	rules := c.location()
	return func(h *Hasher, p unsafePointer) error {
		t := *(*time.Time)(p)
		zone, offset := t.Zone()
		fixed := t.Location() == time.UTC
		if !fixed {
			start, end := t.ZoneBounds()
			fixed = start.IsZero() && end.IsZero()
		}
		if fixed {
			h.tag(tagTime)
		} else {
			h.tag(tagTimeRules)
			sum, err := ruleSum(t.Location(), rules)
			if err != nil {
				return err
			}
			h.raw(sum[:])
		}
		h.u64(uint64(t.Unix()))
		h.little(uint64(t.Nanosecond()), 4)
		h.u64(uint64(offset))
		h.string(zone)
		h.string(t.Location().String())
		return nil
	}
}

// lastRules is the last result of ruleSum: most programs use one location.
var lastRules atomic.Pointer[struct {
	of  *time.Location
	sum Sum
}]

// ruleSum is the sum of a location, which never changes once it was used.
func ruleSum(l *time.Location, rules encoder) (Sum, error) {
	if last := lastRules.Load(); last != nil && last.of == l {
		return last.sum, nil
	}
	h := New(Options{})
	if err := rules(h, unsafePointer(l)); err != nil {
		return Sum{}, err
	}
	sum := h.Sum()
	lastRules.Store(&struct {
		of  *time.Location
		sum Sum
	}{l, sum})
	return sum, nil
}

// location writes name and rules, without the cache of the zone used last.
func (c compiler) location() encoder {
	type field struct {
		off uintptr
		pl  *plan
	}
	var fields []field
	for i := range locationType.NumField() {
		if f := locationType.Field(i); !strings.HasPrefix(f.Name, "cache") {
			fields = append(fields, field{f.Offset, c.plan(f.Type)})
		}
	}
	return func(h *Hasher, p unsafePointer) error {
		_ = (*time.Location)(p).String() // time.Local is filled at first use
		h.tag(tagLocation)
		for _, f := range fields {
			if err := f.pl.enc(h, add(p, f.off)); err != nil {
				return err
			}
		}
		return nil
	}
}

func (h *Hasher) bigInt(x *big.Int) {
	h.tag(byte(x.Sign() + 1))
	h.bytes(x.Bytes())
}

func isAtomic(t reflect.Type) bool {
	return t.PkgPath() == "sync/atomic" && t.Kind() == reflect.Struct
}

// atomic writes what Load returns.
func (c compiler) atomic(t reflect.Type) encoder {
	load := func(elem *plan, f func(p unsafePointer) unsafePointer) encoder {
		return func(h *Hasher, p unsafePointer) error {
			h.tag(tagAtomic)
			return within(elem.enc(h, f(p)), ".Load()")
		}
	}
	switch t {
	case reflect.TypeFor[atomic.Bool]():
		return load(c.plan(reflect.TypeFor[bool]()), func(p unsafePointer) unsafePointer {
			x := (*atomic.Bool)(p).Load()
			return unsafePointer(&x)
		})
	case reflect.TypeFor[atomic.Int32]():
		return load(c.plan(reflect.TypeFor[int32]()), func(p unsafePointer) unsafePointer {
			x := (*atomic.Int32)(p).Load()
			return unsafePointer(&x)
		})
	case reflect.TypeFor[atomic.Int64]():
		return load(c.plan(reflect.TypeFor[int64]()), func(p unsafePointer) unsafePointer {
			x := (*atomic.Int64)(p).Load()
			return unsafePointer(&x)
		})
	case reflect.TypeFor[atomic.Uint32]():
		return load(c.plan(reflect.TypeFor[uint32]()), func(p unsafePointer) unsafePointer {
			x := (*atomic.Uint32)(p).Load()
			return unsafePointer(&x)
		})
	case reflect.TypeFor[atomic.Uint64]():
		return load(c.plan(reflect.TypeFor[uint64]()), func(p unsafePointer) unsafePointer {
			x := (*atomic.Uint64)(p).Load()
			return unsafePointer(&x)
		})
	case reflect.TypeFor[atomic.Uintptr]():
		return load(c.plan(reflect.TypeFor[uintptr]()), func(p unsafePointer) unsafePointer {
			x := (*atomic.Uintptr)(p).Load()
			return unsafePointer(&x)
		})
	case reflect.TypeFor[atomic.Value]():
		return load(c.plan(anyType), func(p unsafePointer) unsafePointer {
			x := (*atomic.Value)(p).Load()
			return unsafePointer(&x)
		})
	}
	elem, off, ok := atomicPointer(t)
	if !ok {
		return nil
	}
	return load(c.plan(elem), func(p unsafePointer) unsafePointer {
		x := atomic.LoadPointer((*unsafePointer)(add(p, off)))
		return unsafePointer(&x)
	})
}

// atomicPointer returns, for an atomic.Pointer[T], the type *T and where the pointer is.
// Its fields are [0]*T, noCopy and unsafe.Pointer.
func atomicPointer(t reflect.Type) (elem reflect.Type, off uintptr, ok bool) {
	if !isAtomic(t) || !strings.HasPrefix(t.Name(), "Pointer[") || t.NumField() < 2 {
		return nil, 0, false
	}
	marker, v := t.Field(0).Type, t.Field(t.NumField()-1)
	if marker.Kind() != reflect.Array || marker.Elem().Kind() != reflect.Pointer || v.Type.Kind() != reflect.UnsafePointer {
		return nil, 0, false
	}
	return marker.Elem(), v.Offset, true
}
