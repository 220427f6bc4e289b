package codec

import (
	"math"
	"reflect"
	"sync"
)

// plan is how the values of one type are written and read, compiled once per type.
type plan struct {
	t       reflect.Type
	enc     func(e *encoder, p pointer) error
	dec     func(d *decoder, p pointer) error
	min     int                                      // fewest bytes of an encoding
	body    func(e *encoder, p pointer, n int) error // of maps and open slices: the referent
	fill    func(d *decoder, p pointer, n int) error // the same, read
	bodyMin func(n int) int                          // fewest bytes of the referent
	refused *pathError                               // why no value can be stored, of roots and dynamic types
	isError bool                                     // values in interfaces may be those of error variables
}

var errorType = reflect.TypeFor[error]()

var (
	plans     sync.Map // reflect.Type → *plan, complete ones only
	compiling sync.Mutex
)

func planOf(t reflect.Type) *plan {
	if pl, ok := plans.Load(t); ok {
		return pl.(*plan)
	}
	compiling.Lock()
	defer compiling.Unlock()
	c := compiler{}
	pl := c.plan(t)
	for t, pl := range c {
		pl.refused = check(t)
		pl.min = minSize(t)
		pl.isError = t.Kind() != reflect.Interface && t.Implements(errorType)
	}
	for t, pl := range c { // only now is every plan of a recursive type complete
		plans.LoadOrStore(t, pl)
	}
	return pl
}

type compiler map[reflect.Type]*plan

func (c compiler) plan(t reflect.Type) *plan {
	if pl, ok := plans.Load(t); ok {
		return pl.(*plan)
	}
	if pl, ok := c[t]; ok {
		return pl
	}
	pl := &plan{t: t}
	c[t] = pl
	c.compile(pl)
	return pl
}

func (c compiler) compile(pl *plan) {
	t := pl.t
	if m := modeOf(t); m != byFields {
		c.pair(pl, m)
		return
	}
	if reason := refusalByFields(t); reason != "" {
		pl.enc = func(*encoder, pointer) error { return unstorable(t, reason) }
		pl.dec = func(d *decoder, _ pointer) error { return &ShapeError{Reason: t.String() + ": " + reason} }
		return
	}
	switch t.Kind() {
	case reflect.String:
		pl.enc = func(e *encoder, p pointer) error { e.string(*(*string)(p)); return nil }
		pl.dec = func(d *decoder, p pointer) error {
			b, err := d.bytes()
			if err == nil {
				*(*string)(p) = string(b)
			}
			return err
		}
	case reflect.Array:
		c.array(pl)
	case reflect.Slice:
		c.slice(pl)
	case reflect.Map:
		c.mapping(pl)
	case reflect.Pointer:
		c.pointer(pl)
	case reflect.Struct:
		c.structure(pl)
	case reflect.Interface:
		isError := t == errorType
		pl.enc = func(e *encoder, p pointer) error {
			if isError && e.inError {
				return e.kid(*(*error)(p))
			}
			return e.dynamic(reflect.NewAt(t, p).Elem().Elem())
		}
		pl.dec = func(d *decoder, p pointer) error {
			if isError && d.inError {
				return d.kid((*error)(p))
			}
			return d.dynamic(t, p)
		}
	default:
		if !c.block(pl) {
			c.number(pl)
		}
	}
}

// block plans values whose memory is their encoding.
func (c compiler) block(pl *plan) bool {
	size, ok := block(pl.t)
	if ok && size > 0 {
		pl.enc, pl.dec = copying(size, pl.t.Align())
	}
	return ok && size > 0
}

// copying copies memory of that size; the most frequent one fast.
func copying(size, align int) (enc func(*encoder, pointer) error, dec func(*decoder, pointer) error) {
	if size == 8 && align == 8 {
		return func(e *encoder, p pointer) error { e.u64(*(*uint64)(p)); return nil },
			func(d *decoder, p pointer) (err error) { *(*uint64)(p), err = d.u64(); return err }
	}
	return func(e *encoder, p pointer) error { e.buf = append(e.buf, view(p, size)...); return nil },
		func(d *decoder, p pointer) error {
			b, err := d.take(size)
			copy(view(p, size), b)
			return err
		}
}

func (c compiler) structure(pl *plan) {
	if c.block(pl) {
		return
	}
	type field struct {
		off  uintptr
		name string
		pl   *plan
		size int // of a block, else 0
	}
	var fields []field
	for i := range pl.t.NumField() {
		f := pl.t.Field(i)
		if f.Name == "_" {
			continue
		}
		fd := field{off: f.Offset, name: f.Name, pl: c.plan(f.Type)}
		if size, ok := block(f.Type); ok {
			fd.size = size
			if last := len(fields) - 1; last >= 0 && fields[last].size > 0 && fields[last].off+uintptr(fields[last].size) == f.Offset {
				prev := &fields[last] // blocks side by side are one
				prev.size += size
				prev.pl = &plan{}
				prev.pl.enc, prev.pl.dec = copying(prev.size, 1)
				continue
			}
		}
		fields = append(fields, fd)
	}
	pl.enc = func(e *encoder, p pointer) error {
		for i := range fields {
			f := &fields[i]
			if err := f.pl.enc(e, add(p, f.off)); err != nil {
				return within(err, "."+f.name)
			}
		}
		return nil
	}
	pl.dec = func(d *decoder, p pointer) error {
		for i := range fields {
			f := &fields[i]
			if err := f.pl.dec(d, add(p, f.off)); err != nil {
				return err
			}
		}
		return nil
	}
}

// minSize returns the fewest bytes that a value of t takes. What may be nil takes one;
// so recursion through pointers, maps and slices ends here.
func minSize(t reflect.Type) int {
	if modeOf(t) != byFields {
		return 1
	}
	switch k := t.Kind(); k {
	case reflect.Array:
		n, each := t.Len(), minSize(t.Elem())
		if each > 0 && n > math.MaxInt32/each {
			return math.MaxInt32
		}
		return n * each
	case reflect.Struct:
		sum := 0
		for i := range t.NumField() {
			if f := t.Field(i); f.Name != "_" {
				sum = min(sum+minSize(f.Type), math.MaxInt32)
			}
		}
		return sum
	case reflect.String, reflect.Slice, reflect.Map, reflect.Pointer, reflect.Interface,
		reflect.Chan, reflect.Func, reflect.UnsafePointer:
		return 1
	default:
		return kindSizes[k]
	}
}
