package codec

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"math/big"
	"net/netip"
	"reflect"
	"slices"
	"testing"
	"time"
)

// comparison compares strictly what was encoded with what came back: bits of numbers,
// nil or not, dynamic types, which references are one, and that they are fresh.
type comparison struct {
	there, back map[ref]ref
	later       [][2]reflect.Value // maps
}

type ref struct {
	t reflect.Type
	p pointer
	n int
}

// same pairs references; known says that this pair was met before.
func (c *comparison) same(a, b ref, fresh bool) (known bool, difference string) {
	x, ok1 := c.there[a]
	y, ok2 := c.back[b]
	switch {
	case ok1 != ok2 || ok1 && (x != b || y != a):
		return false, "is shared with another one than before"
	case ok1:
		return true, ""
	case fresh && a.p == b.p:
		return false, "is memory of the value that was encoded"
	}
	c.there[a], c.back[b] = b, a
	return false, ""
}

func (c *comparison) compare(a, b reflect.Value) (difference string) {
	t := a.Type()
	whole := a.Interface()
	if t.Kind() == reflect.Interface {
		whole = nil // its types are compared first
	}
	switch x := whole.(type) {
	case time.Time:
		y := b.Interface().(time.Time)
		xz, xo := x.Zone()
		yz, yo := y.Zone()
		if !x.Equal(y) || x.UTC() != y.UTC() || xz != yz || xo != yo || x.Location().String() != y.Location().String() ||
			(x.Location() == time.UTC) != (y.Location() == time.UTC) || (x.Location() == time.Local) != (y.Location() == time.Local) {
			return fmt.Sprintf("is %v, was %v", y, x)
		}
		return ""
	case netip.Addr:
		if y := b.Interface().(netip.Addr); x != y {
			return fmt.Sprintf("is %v, was %v", y, x)
		}
		return ""
	case big.Int:
		if y := b.Interface().(big.Int); x.Cmp(&y) != 0 {
			return fmt.Sprintf("is %v, was %v", &y, &x)
		}
		return ""
	}
	switch t.Kind() {
	case reflect.String:
		if a.String() != b.String() {
			return fmt.Sprintf("is %q, was %q", b.String(), a.String())
		}
	case reflect.Array:
		for i := range t.Len() {
			if d := c.compare(part(a.Index(i)), part(b.Index(i))); d != "" {
				return fmt.Sprintf("[%d]%s", i, d)
			}
		}
	case reflect.Struct:
		for i := range t.NumField() {
			if t.Field(i).Name == "_" {
				continue
			}
			if d := c.compare(part(a.Field(i)), part(b.Field(i))); d != "" {
				return "." + t.Field(i).Name + d
			}
		}
	case reflect.Interface:
		if a.IsNil() || b.IsNil() {
			if a.IsNil() != b.IsNil() {
				return " is nil, or was"
			}
			return ""
		}
		if a.Elem().Type() != b.Elem().Type() {
			return fmt.Sprintf(" is a %v, was a %v", b.Elem().Type(), a.Elem().Type())
		}
		return c.compare(addressable(a.Elem()), addressable(b.Elem()))
	case reflect.Pointer:
		if a.IsNil() || b.IsNil() {
			if a.IsNil() != b.IsNil() {
				return " is nil, or was"
			}
			return ""
		}
		known, d := c.same(ref{t, a.UnsafePointer(), 0}, ref{t, b.UnsafePointer(), 0}, t.Elem().Size() > 0)
		if known || d != "" {
			return d
		}
		return c.compare(a.Elem(), b.Elem())
	case reflect.Slice:
		return c.slices(a, b)
	case reflect.Map:
		return c.mapping(a, b)
	default:
		x, y := view(a.Addr().UnsafePointer(), int(t.Size())), view(b.Addr().UnsafePointer(), int(t.Size()))
		if !bytes.Equal(x, y) {
			return fmt.Sprintf(" is %x, was %x", y, x)
		}
	}
	return ""
}

// part makes a field or element accessible though it is unexported.
func part(v reflect.Value) reflect.Value {
	return reflect.NewAt(v.Type(), v.Addr().UnsafePointer()).Elem()
}

func addressable(v reflect.Value) reflect.Value {
	c := reflect.New(v.Type()).Elem()
	c.Set(v)
	return c
}

func (c *comparison) slices(a, b reflect.Value) (difference string) {
	if a.IsNil() != b.IsNil() {
		return " is nil, or was"
	}
	if a.Len() != b.Len() || b.Cap() != b.Len() {
		return fmt.Sprintf(" has length %d and capacity %d, had %d elements", b.Len(), b.Cap(), a.Len())
	}
	if n := a.Len(); n > 0 && a.Type().Elem().Size() > 0 {
		if open(a.Type().Elem(), []reflect.Type{a.Type()}) {
			known, d := c.same(ref{a.Type(), a.UnsafePointer(), n}, ref{a.Type(), b.UnsafePointer(), n}, true)
			if known || d != "" {
				return d
			}
		} else if a.UnsafePointer() == b.UnsafePointer() {
			return " is memory of the value that was encoded"
		}
	}
	n := a.Len()
	if a.Type().Elem().Size() == 0 {
		n = min(n, 1) // few bytes stand for many of these
	}
	for i := range n {
		if d := c.compare(part(a.Index(i)), part(b.Index(i))); d != "" {
			return fmt.Sprintf("[%d]%s", i, d)
		}
	}
	return ""
}

func (c *comparison) mapping(a, b reflect.Value) (difference string) {
	if a.IsNil() != b.IsNil() {
		return " is nil, or was"
	}
	if a.IsNil() {
		return ""
	}
	known, d := c.same(ref{a.Type(), a.UnsafePointer(), 0}, ref{b.Type(), b.UnsafePointer(), 0}, true)
	if known || d != "" {
		return d
	}
	if a.Len() != b.Len() {
		return fmt.Sprintf(" has %d entries, had %d", b.Len(), a.Len())
	}
	c.later = append(c.later, [2]reflect.Value{a, b})
	return ""
}

type entry struct{ k, v reflect.Value }

func entriesOf(m reflect.Value) (list []entry) {
	for it := m.MapRange(); it.Next(); {
		list = append(list, entry{addressable(it.Key()), addressable(it.Value())})
	}
	return list
}

// finish compares the maps that were met: their keys may be pointers, or NaN, and any
// assignment of entries that explains all references is good.
func (c *comparison) finish() (difference string) {
	if len(c.later) == 0 {
		return ""
	}
	m := c.later[0]
	c.later = c.later[1:]
	return c.assign(entriesOf(m[0]), entriesOf(m[1]))
}

func (c *comparison) assign(a, b []entry) (difference string) {
	if len(a) == 0 {
		return c.finish()
	}
	difference = fmt.Sprintf("[%v] is not there", a[0].k)
	for i, e := range b {
		try := &comparison{maps.Clone(c.there), maps.Clone(c.back), slices.Clone(c.later)}
		if try.compare(a[0].k, e.k) != "" {
			continue
		}
		if d := try.compare(a[0].v, e.v); d != "" {
			difference = fmt.Sprintf("[%v]%s", a[0].k, d)
			continue
		}
		if difference = try.assign(a[1:], slices.Concat(b[:i], b[i+1:])); difference == "" {
			return ""
		}
	}
	return difference
}

func newComparison() *comparison {
	return &comparison{there: map[ref]ref{}, back: map[ref]ref{}}
}

// The comparison sees each kind of loss.
func TestTheComparisonIsStrict(t *testing.T) {
	p, q := &point{1, 2}, &point{1, 2}
	nan := math.Float64frombits(0x7ff8dead00000001)
	loop := &ring{}
	loop.next = loop
	sl := []int{1, 2, 3}
	s2 := anys{1}
	for name, c := range map[string][2]any{
		"payload of NaN":      {nan, math.NaN()},
		"sign of zero":        {0.0, math.Copysign(0, -1)},
		"nil and empty":       {[]int(nil), []int{}},
		"nil map":             {map[int]int(nil), map[int]int{}},
		"lost sharing":        {twoPoints{p, p}, twoPoints{&point{1, 2}, &point{1, 2}}},
		"new sharing":         {twoPoints{p, q}, twoPoints{&point{1, 2}, nil}},
		"same memory":         {p, p},
		"same elements":       {sl, sl},
		"capacity":            {[]int{1, 2}, slices.Clone(sl)[:2]},
		"dynamic type":        {[]any{1}, []any{int64(1)}},
		"unrolled cycle":      {loop, &ring{&ring{}}},
		"longer cycle":        {loop, func() *ring { a := &ring{}; a.next = &ring{a}; return a }()},
		"slices apart":        {[]anys{s2, s2}, []anys{{1}, {1}}},
		"key":                 {map[float64]int{nan: 1}, map[float64]int{math.NaN(): 1}},
		"element":             {map[string]int{"a": 1}, map[string]int{"a": 2}},
		"nil interface":       {[]any{nil}, []any{[]int(nil)}},
		"pointer to zero":     {ptr(ptr(0)), ptr((*int)(nil))},
		"location":            {time.Unix(5, 0).UTC(), time.Unix(5, 0).In(time.FixedZone("UTC", 0))},
		"invalid UTF-8":       {"\xff", "\ufffd"},
		"a field, unexported": {tree{value: 1}, tree{}},
	} {
		cmp := newComparison()
		a, b := addressable(reflect.ValueOf(c[0])), addressable(reflect.ValueOf(c[1]))
		if cmp.compare(a, b) == "" && cmp.finish() == "" {
			t.Errorf("%s: no difference is seen", name)
		}
		cmp = newComparison()
		if got := roundTrip(t, c[0]); cmp.compare(a, addressable(reflect.ValueOf(got)))+cmp.finish() != "" {
			t.Errorf("%s: a difference after a round trip", name)
		}
	}
}
