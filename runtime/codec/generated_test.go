package codec

import (
	"bytes"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"slices"
	"testing"
	"time"
)

// Declared types that generated types are made of, all of them registered.
type (
	tree struct {
		Up    *tree
		kids  []*tree
		value any
		byKey map[string]*tree
		at    time.Time
	}
	ring          struct{ next *ring }
	anys          []any
	keyed         map[any]keyed
	twoPoints     struct{ A, B *point }
	text          string
	flags         [3]bool
	mistake       struct{ Code uint16 }
	boxed         struct{ V any }
	pairOf[T any] struct {
		a T
		B []T
	}
	weird struct {
		_ [3]int
		a struct{ _ string }
		b *struct{}
		c [0]func()
		D [2][]struct{}
		e uintptr
	}
)

func (m *mistake) Error() string { return fmt.Sprint(m.Code) }
func (flags) Area() float64      { return 3 }

var (
	declaredTypes = []reflect.Type{
		reflect.TypeFor[tree](), reflect.TypeFor[ring](), reflect.TypeFor[anys](), reflect.TypeFor[keyed](), reflect.TypeFor[text](),
		reflect.TypeFor[flags](), reflect.TypeFor[mistake](), reflect.TypeFor[boxed](), reflect.TypeFor[weird](), reflect.TypeFor[rose](),
		reflect.TypeFor[myInt](), reflect.TypeFor[point](), reflect.TypeFor[hidden](), reflect.TypeFor[all](), reflect.TypeFor[square](),
		reflect.TypeFor[pairOf[float64]](), reflect.TypeFor[pairOf[*ring]](), reflect.TypeFor[netip.Addr](), reflect.TypeFor[big.Int](),
		reflect.TypeFor[flatResults](), reflect.TypeFor[twoPoints](),
	}
	basicTypes = []reflect.Type{
		reflect.TypeFor[bool](), reflect.TypeFor[int](), reflect.TypeFor[int8](), reflect.TypeFor[int16](), reflect.TypeFor[int32](),
		reflect.TypeFor[int64](), reflect.TypeFor[uint](), reflect.TypeFor[uint8](), reflect.TypeFor[uint16](), reflect.TypeFor[uint32](),
		reflect.TypeFor[uint64](), reflect.TypeFor[uintptr](), reflect.TypeFor[float32](), reflect.TypeFor[float64](),
		reflect.TypeFor[complex64](), reflect.TypeFor[complex128](), reflect.TypeFor[string](), reflect.TypeFor[time.Time](),
	}
	interfaceTypes = []reflect.Type{reflect.TypeFor[any](), reflect.TypeFor[error](), reflect.TypeFor[shaper]()}
)

func init() {
	for _, t := range slices.Concat(declaredTypes, interfaceTypes) {
		Register(t)
	}
}

// typeMaker makes types from a seed: there can be no more than that, as types stay in
// memory for good.
type typeMaker struct{ *rand.Rand }

// leafTypes of interfaces are composed of named types only (C6).
func (m typeMaker) typ(depth int, inInterface bool) reflect.Type {
	n := m.IntN(16)
	if depth > 3 {
		n = m.IntN(7)
	}
	switch {
	case n < 4:
		return basicTypes[m.IntN(len(basicTypes))]
	case n < 6:
		return declaredTypes[m.IntN(len(declaredTypes))]
	case n < 7:
		return interfaceTypes[m.IntN(len(interfaceTypes))]
	case n < 9:
		return reflect.SliceOf(m.typ(depth+1, inInterface))
	case n < 11:
		return reflect.PointerTo(m.typ(depth+1, inInterface))
	case n < 12:
		return reflect.ArrayOf(m.IntN(4), m.typ(depth+1, inInterface))
	case n < 13 || inInterface:
		key := m.typ(depth+2, inInterface)
		for !key.Comparable() {
			key = m.typ(depth+2, inInterface)
		}
		return reflect.MapOf(key, m.typ(depth+1, inInterface))
	}
	var fields []reflect.StructField
	for i := range m.IntN(5) {
		f := reflect.StructField{Name: fmt.Sprintf("F%d", i), Type: m.typ(depth+1, inInterface)}
		if m.IntN(3) == 0 {
			f.Name, f.PkgPath = fmt.Sprintf("f%d", i), "example.com/elsewhere"
		}
		fields = append(fields, f)
	}
	return reflect.StructOf(fields)
}

func generatedType(seed uint64) reflect.Type {
	return typeMaker{rand.New(rand.NewPCG(seed, 5))}.typ(0, false)
}

// dynamicTypes are what interfaces hold, for each interface type.
var dynamicTypes = func() map[reflect.Type][]reflect.Type {
	list := slices.Concat(basicTypes, declaredTypes)
	for _, t := range slices.Concat(basicTypes, declaredTypes) {
		list = append(list, reflect.PointerTo(t), reflect.SliceOf(t))
	}
	for seed := range uint64(100) {
		list = append(list, typeMaker{rand.New(rand.NewPCG(seed, 6))}.typ(1, true))
	}
	m := map[reflect.Type][]reflect.Type{}
	for _, it := range interfaceTypes {
		for _, t := range list {
			if t.Implements(it) && t.Kind() != reflect.Interface {
				m[it] = append(m[it], t)
			}
		}
	}
	return m
}()

// filler fills values of any type with what bytes say; when they end, with zeros and nils.
type filler struct {
	b      []byte
	shared map[reflect.Type][]reflect.Value // pointers, maps and slices made so far
}

func (f *filler) byte() byte {
	if len(f.b) == 0 {
		return 0
	}
	c := f.b[0]
	f.b = f.b[1:]
	return c
}

func (f *filler) u64() (x uint64) {
	switch f.byte() % 8 {
	case 0:
		return 0
	case 1:
		return math.Float64bits(math.Copysign(0, -1))
	case 2:
		return 0x7ff8dead00000000 | uint64(f.byte()) // NaN
	case 3:
		return 0xffffffff7fc00000 | uint64(f.byte()) // NaN of float32
	case 4:
		return uint64(f.byte())
	case 5:
		return -uint64(f.byte())
	}
	for range 8 {
		x = x<<8 | uint64(f.byte())
	}
	return x
}

func (f *filler) string() string {
	n := min(int(f.byte()%6), len(f.b))
	s := string(f.b[:n])
	f.b = f.b[n:]
	return s
}

// reuse gives a reference that was made before, so that it is shared or part of a cycle.
func (f *filler) reuse(v reflect.Value) bool {
	list := f.shared[v.Type()]
	if len(list) == 0 || f.byte()%3 != 0 {
		return false
	}
	v.Set(list[int(f.byte())%len(list)])
	return true
}

func (f *filler) remember(v reflect.Value) {
	c := reflect.New(v.Type()).Elem()
	c.Set(v)
	f.shared[v.Type()] = append(f.shared[v.Type()], c)
}

// fill sets v, which is addressable. In keys of maps, interfaces hold what is comparable.
func (f *filler) fill(v reflect.Value, depth int, inKey bool) {
	v = reflect.NewAt(v.Type(), v.Addr().UnsafePointer()).Elem() // unexported fields, too
	t := v.Type()
	switch t {
	case timeType:
		v.Set(reflect.ValueOf(f.time()))
		return
	case reflect.TypeFor[netip.Addr]():
		a, _ := netip.AddrFromSlice([]byte{f.byte(), 1, 2, f.byte()})
		if f.byte()%2 == 0 {
			a = netip.AddrFrom16([16]byte{1: f.byte(), 15: 1}).WithZone(f.string())
		}
		v.Set(reflect.ValueOf(a))
		return
	case reflect.TypeFor[big.Int]():
		i := v.Addr().Interface().(*big.Int)
		i.SetInt64(int64(f.u64())).Mul(i, i)
		if f.byte()%2 == 0 {
			i.Neg(i)
		}
		return
	}
	switch t.Kind() {
	case reflect.Bool:
		v.SetBool(f.byte()%2 == 1)
	case reflect.String:
		v.SetString(f.string())
	case reflect.Array:
		for i := range t.Len() {
			f.fill(v.Index(i), depth+1, inKey)
		}
	case reflect.Struct:
		for i := range t.NumField() {
			if fv := v.Field(i); t.Field(i).Name != "_" && fv.Type() != reflect.TypeFor[[0]func()]() {
				f.fill(fv, depth+1, inKey)
			}
		}
	case reflect.Interface:
		f.dynamic(v, depth, inKey)
	case reflect.Pointer:
		if len(f.b) == 0 || depth > 12 || f.byte()%5 == 0 || f.reuse(v) {
			return
		}
		v.Set(reflect.New(t.Elem()))
		f.remember(v)
		f.fill(v.Elem(), depth+1, false)
	case reflect.Slice:
		if len(f.b) == 0 || depth > 12 || f.byte()%5 == 0 || f.reuse(v) {
			return
		}
		n := int(f.byte() % 4)
		v.Set(reflect.MakeSlice(t, n, n+int(f.byte()%2)))
		f.remember(v)
		for i := range n {
			f.fill(v.Index(i), depth+1, false)
		}
	case reflect.Map:
		if len(f.b) == 0 || depth > 12 || f.byte()%5 == 0 || f.reuse(v) {
			return
		}
		v.Set(reflect.MakeMap(t))
		f.remember(v)
		for range f.byte() % 4 {
			key, elem := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
			f.fill(key, depth+1, true)
			f.fill(elem, depth+1, false)
			v.SetMapIndex(key, elem)
		}
	default: // a number
		x := f.u64()
		if t.Size() == 16 {
			*(*uint64)(add(v.Addr().UnsafePointer(), 8)) = f.u64()
		}
		store(v.Addr().UnsafePointer(), min(t.Size(), 8), x)
	}
}

func (f *filler) dynamic(v reflect.Value, depth int, inKey bool) {
	if len(f.b) == 0 || depth > 12 {
		return
	}
	list := dynamicTypes[v.Type()]
	i := int(f.byte())
	if i%7 == 0 {
		return // nil
	}
	dt := list[(i<<8+int(f.byte()))%len(list)]
	if inKey && !dt.Comparable() {
		dt = reflect.TypeFor[flags]() // a shaper and an any
		if !dt.Implements(v.Type()) {
			return
		}
	}
	d := reflect.New(dt).Elem()
	f.fill(d, depth+1, inKey)
	v.Set(d)
}

func (f *filler) time() time.Time {
	t := time.Unix(int64(int32(f.u64())), int64(f.byte()))
	switch f.byte() % 4 {
	case 0:
		return t.UTC()
	case 1:
		return t.In(time.FixedZone(f.string(), int(f.byte())*60))
	case 2:
		return time.Time{}
	}
	return t
}

// checkGenerated makes two results of the types that seeds stand for, out of bytes, and
// compares what comes back, of sharing between the results as well.
func checkGenerated(t *testing.T, seed1, seed2 uint64, b []byte) {
	t.Helper()
	ts := []reflect.Type{generatedType(seed1), generatedType(seed2)}
	f := &filler{b, map[reflect.Type][]reflect.Value{}}
	var vs []reflect.Value
	for _, ty := range ts {
		v := reflect.New(ty).Elem()
		f.fill(v, 0, false)
		vs = append(vs, v)
	}
	c := For(ts...)
	data, err := c.Encode(vs)
	if err != nil {
		t.Fatalf("Encode(%v): %v", ts, err)
	}
	got, err := c.Decode(data)
	if err != nil {
		t.Fatalf("Decode(%v): %v", ts, err)
	}
	cmp := newComparison()
	for i := range vs {
		if d := cmp.compare(vs[i], got[i]); d != "" {
			t.Fatalf("%v: result %d%s", ts[i], i, d)
		}
	}
	if d := cmp.finish(); d != "" {
		t.Fatalf("%v: a map%s", ts, d)
	}
	again, err := c.Encode(got)
	if err != nil || len(again) != len(data) {
		t.Fatalf("%v: another encoding of what came back (%v)", ts, err)
	}
}

func FuzzGeneratedTypesComeBack(f *testing.F) {
	f.Add(uint16(1), uint16(2), bytes.Repeat([]byte{7, 1, 2, 200, 4, 3, 9, 6, 11, 0xff}, 60))
	f.Fuzz(func(t *testing.T, seed1, seed2 uint16, b []byte) {
		checkGenerated(t, uint64(seed1%8192), uint64(seed2%8192), b[:min(len(b), 4096)])
	})
}

// What decodes of hostile bytes is a value like any other: it comes back.
func checkHostile(t *testing.T, seed uint64, body []byte) {
	t.Helper()
	ty := generatedType(seed)
	c := For(ty)
	data := append(append([]byte(nil), c.header[:]...), body...)
	decodeHostile(t, c, data)
	vs, err := c.Decode(data)
	if err != nil {
		return
	}
	again, err := c.Encode(vs)
	if err != nil {
		return // pointers into what is stored as well
	}
	got, err := c.Decode(again)
	if err != nil {
		t.Fatalf("%v: an encoding does not decode: %v", ty, err)
	}
	cmp := newComparison()
	if d := cmp.compare(vs[0], got[0]) + cmp.finish(); d != "" {
		t.Fatalf("%v: the value%s", ty, d)
	}
}

func FuzzDecodeGeneratedNeverPanics(f *testing.F) {
	for seed := range uint16(200) {
		ty := generatedType(uint64(seed))
		fl := &filler{bytes.Repeat([]byte{7, 1, byte(seed), 200, 4, 3, 9, 6, 11, 0xff}, 60), map[reflect.Type][]reflect.Value{}}
		v := reflect.New(ty).Elem()
		fl.fill(v, 0, false)
		data, err := For(ty).Encode([]reflect.Value{v})
		if err != nil {
			f.Fatal(err)
		}
		if len(data) < 2000 {
			f.Add(seed, data[headerSize:])
		}
	}
	f.Fuzz(func(t *testing.T, seed uint16, body []byte) { checkHostile(t, uint64(seed%8192), body) })
}

func TestGeneratedTypesComeBack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	kinds := map[reflect.Kind]int{}
	for i := range 2000 {
		b := make([]byte, r.IntN(600))
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		seed := uint64(i)
		kinds[generatedType(seed).Kind()]++
		checkGenerated(t, seed, uint64(r.IntN(8192)), b)
	}
	if len(kinds) < 20 {
		t.Errorf("only kinds %v", kinds)
	}
}
