package objecthash

import (
	"fmt"
	"math"
	"math/big"
	"reflect"
	"sort"
	"strings"
	"testing"
	"time"
	"unsafe"
)

// types makes types of every shape from bytes, and values of them from other bytes. It
// shares pointers, maps and slices of interfaces between places, and makes cycles of them.
type types struct {
	gen
	made []reflect.Value // referents that may be shared
}

var basics = []reflect.Type{
	reflect.TypeFor[bool](), reflect.TypeFor[int](), reflect.TypeFor[int8](), reflect.TypeFor[int16](), reflect.TypeFor[int32](),
	reflect.TypeFor[int64](), reflect.TypeFor[uint](), reflect.TypeFor[uint8](), reflect.TypeFor[uint16](), reflect.TypeFor[uint32](),
	reflect.TypeFor[uint64](), reflect.TypeFor[uintptr](), reflect.TypeFor[float32](), reflect.TypeFor[float64](),
	reflect.TypeFor[complex64](), reflect.TypeFor[complex128](), reflect.TypeFor[string](), reflect.TypeFor[myInt](),
	reflect.TypeFor[point](), reflect.TypeFor[pair](), reflect.TypeFor[hidden](), reflect.TypeFor[generic[int8]](), reflect.TypeFor[generic[string]](),
}

var others = []reflect.Type{
	anyType, reflect.TypeFor[[]any](), reflect.TypeFor[map[string]any](), reflect.TypeFor[box](), reflect.TypeFor[*box](), reflect.TypeFor[rose](),
	reflect.TypeFor[*node](), reflect.TypeFor[*tree](), reflect.TypeFor[time.Time](), reflect.TypeFor[big.Int](), reflect.TypeFor[*big.Int](),
	reflect.TypeFor[fmt.Stringer](), reflect.TypeFor[struct{}](), reflect.TypeFor[[0]int](),
}

func (g *types) typ(depth int) reflect.Type {
	c := g.byte()
	if depth > 4 || c%3 == 0 {
		return basics[int(c/3)%len(basics)]
	}
	switch c / 3 % 8 {
	case 0, 1:
		return reflect.SliceOf(g.typ(depth + 1))
	case 2:
		return reflect.ArrayOf(int(g.byte()%4), g.typ(depth+1))
	case 3:
		return reflect.MapOf(g.key(depth+1), g.typ(depth+1))
	case 4:
		return reflect.PointerTo(g.typ(depth + 1))
	case 5, 6:
		var fields []reflect.StructField
		for i := range int(g.byte() % 4) {
			f := reflect.StructField{Name: fmt.Sprint("F", i), Type: g.typ(depth + 1)}
			switch g.byte() % 4 {
			case 0:
				f.Name, f.PkgPath = fmt.Sprint("f", i), "example.com/p"
			case 1:
				f.Tag = `json:"x"`
			}
			fields = append(fields, f)
		}
		return reflect.StructOf(fields)
	default:
		return others[int(g.byte())%len(others)]
	}
}

// key makes types of map keys, which hold no references.
func (g *types) key(depth int) reflect.Type {
	c := g.byte()
	switch {
	case depth > 4 || c%4 > 0:
		return basics[int(c/4)%len(basics)]
	case c%8 == 0:
		return anyType
	case c%16 == 4:
		return reflect.ArrayOf(int(c/16)%3, g.key(depth+1))
	}
	return reflect.StructOf([]reflect.StructField{{Name: "A", Type: g.key(depth + 1)}, {Name: "B", Type: g.key(depth + 1)}})
}

// small is a number of few values, so that equal ones come up.
func (g *types) small() int64 { return int64(g.byte()%5) - 1 }

// fill makes v, which is zero, a value of its type.
func (g *types) fill(v reflect.Value, depth int, inKey bool) {
	if !v.CanSet() { // an unexported field
		v = reflect.NewAt(v.Type(), unsafe.Pointer(v.UnsafeAddr())).Elem()
	}
	t := v.Type()
	switch t {
	case timeType:
		at := time.Unix(g.small(), g.small()+1).UTC()
		if g.byte()%2 == 0 {
			at = at.In(time.FixedZone(g.str(), int(g.byte()%3)*3600))
		}
		v.Set(reflect.ValueOf(at))
		return
	case reflect.TypeFor[big.Int]():
		v.Addr().Interface().(*big.Int).SetInt64(g.small())
		return
	}
	if n := len(g.made); n > 0 && !inKey && g.byte()%4 == 0 {
		if old := g.made[int(g.byte())%n]; old.Type() == t {
			v.Set(old)
			return
		}
	}
	switch k := t.Kind(); k {
	case reflect.Bool:
		v.SetBool(g.byte()%2 == 1)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(g.small())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		v.SetUint(uint64(g.small() + 1))
	case reflect.Float32, reflect.Float64:
		v.SetFloat(g.float(inKey))
	case reflect.Complex64, reflect.Complex128:
		v.SetComplex(complex(g.float(inKey), g.float(inKey)))
	case reflect.String:
		v.SetString(g.str())
	case reflect.Array:
		for i := range t.Len() {
			g.fill(v.Index(i), depth+1, inKey)
		}
	case reflect.Struct:
		for i := range t.NumField() {
			g.fill(v.Field(i), depth+1, inKey)
		}
	case reflect.Interface:
		g.fillInterface(v, depth, inKey)
	case reflect.Slice:
		n := int(g.byte()%5) - 1
		if n < 0 || depth > 12 {
			return
		}
		v.Set(reflect.MakeSlice(t, n, n+int(g.byte()%3)))
		if n > 0 && t.Elem() == anyType {
			g.made = append(g.made, v)
		}
		for i := range n {
			g.fill(v.Index(i), depth+1, inKey)
		}
	case reflect.Map:
		n := int(g.byte()%4) - 1
		if n < 0 || depth > 12 {
			return
		}
		v.Set(reflect.MakeMap(t))
		g.made = append(g.made, v)
		for range n {
			key, elem := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
			g.fill(key, depth+1, true)
			g.fill(elem, depth+1, inKey)
			v.SetMapIndex(key, elem)
		}
	case reflect.Pointer:
		if g.byte()%4 == 0 || depth > 12 {
			return
		}
		v.Set(reflect.New(t.Elem()))
		g.made = append(g.made, v)
		g.fill(v.Elem(), depth+1, inKey)
	}
}

func (g *types) float(inKey bool) float64 {
	fs := []float64{0, 1, math.Copysign(0, -1), -1, math.Inf(1), math.NaN(), math.Float64frombits(math.Float64bits(math.NaN()) ^ 2)}
	if inKey {
		fs = fs[:5]
	}
	return fs[int(g.byte())%len(fs)]
}

func (g *types) fillInterface(v reflect.Value, depth int, inKey bool) {
	c := g.byte()
	if c%5 == 0 || depth > 8 {
		return
	}
	var x reflect.Value
	switch {
	case v.NumMethod() > 0:
		x = reflect.New([]reflect.Type{reflect.TypeFor[text](), reflect.TypeFor[*big.Int](), timeType}[c%3]).Elem()
	case inKey:
		x = reflect.New(g.key(4)).Elem()
	case len(g.made) > 0 && c%2 == 0:
		v.Set(g.made[int(g.byte())%len(g.made)])
		return
	default:
		x = reflect.New(g.typ(2)).Elem()
	}
	g.fill(x, depth+1, inKey)
	v.Set(x)
}

// oracle writes a value so that two of one type have the same text exactly if H1–H8 call
// them equal. It shares no code with the hasher, and goes through references depth first.
type oracle struct {
	strings.Builder
	seen map[any]int
}

func textOf(v reflect.Value) string {
	o := oracle{seen: map[any]int{}}
	x := reflect.New(anyType).Elem()
	if v.Kind() != reflect.Interface || !v.IsNil() {
		x.Set(v)
	}
	o.value(x)
	return o.String()
}

func (o *oracle) typed(v reflect.Value) {
	fmt.Fprintf(o, "%v(", v.Type())
	o.value(v)
	o.WriteString(")")
}

// again writes the number of a referent that was met before.
func (o *oracle) again(id any) bool {
	n, ok := o.seen[id]
	if ok {
		fmt.Fprintf(o, "#%d", n)
	} else {
		o.seen[id] = len(o.seen)
	}
	return ok
}

func (o *oracle) value(v reflect.Value) {
	type ref struct {
		t reflect.Type
		p unsafe.Pointer
		n int
	}
	if !v.CanInterface() {
		v = reflect.NewAt(v.Type(), v.Addr().UnsafePointer()).Elem()
	}
	switch v.Type() {
	case timeType:
		at := *(*time.Time)(v.Addr().UnsafePointer())
		zone, offset := at.Zone()
		fmt.Fprintf(o, "%d %q %d %q", at.UnixNano(), zone, offset, at.Location())
		return
	case reflect.TypeFor[big.Int]():
		fmt.Fprint(o, (*big.Int)(v.Addr().UnsafePointer()))
		return
	}
	switch v.Kind() {
	case reflect.Float32, reflect.Float64:
		fmt.Fprintf(o, "%x", math.Float64bits(v.Float()))
	case reflect.Complex64, reflect.Complex128:
		fmt.Fprintf(o, "%x,%x", math.Float64bits(real(v.Complex())), math.Float64bits(imag(v.Complex())))
	case reflect.String:
		fmt.Fprintf(o, "%q", v.String())
	case reflect.Pointer:
		switch {
		case v.IsNil():
			o.WriteString("nil")
		case v.Type().Elem().Size() == 0:
			o.WriteString("&")
			o.value(v.Elem())
		case !o.again(ref{v.Type(), v.UnsafePointer(), -1}):
			o.WriteString("&")
			o.value(v.Elem())
		}
	case reflect.Slice:
		if v.IsNil() {
			o.WriteString("nil")
			return
		}
		if v.Len() > 0 && v.Type().Elem() == anyType && o.again(ref{v.Type(), v.UnsafePointer(), v.Len()}) {
			return
		}
		o.list(v)
	case reflect.Array:
		o.list(v)
	case reflect.Struct:
		o.WriteString("{")
		for i := range v.NumField() {
			o.value(v.Field(i))
			o.WriteString(";")
		}
		o.WriteString("}")
	case reflect.Map:
		o.entries(v, func() bool { return o.again(ref{v.Type(), v.UnsafePointer(), -2}) })
	case reflect.Interface:
		if v.IsNil() {
			o.WriteString("nil")
			return
		}
		x := reflect.New(v.Elem().Type()).Elem() // addressable
		x.Set(v.Elem())
		o.typed(x)
	default:
		fmt.Fprint(o, v)
	}
}

func (o *oracle) list(v reflect.Value) {
	fmt.Fprintf(o, "%d[", v.Len())
	for i := range v.Len() {
		o.value(v.Index(i))
		o.WriteString(",")
	}
	o.WriteString("]")
}

func (o *oracle) entries(v reflect.Value, again func() bool) {
	if v.IsNil() {
		o.WriteString("nil")
		return
	}
	if again() {
		return
	}
	type entry struct {
		key  string
		elem reflect.Value
	}
	var list []entry
	for it := v.MapRange(); it.Next(); {
		key, elem := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		key.SetIterKey(it)
		elem.SetIterValue(it)
		k := oracle{seen: map[any]int{}}
		k.value(key)
		list = append(list, entry{k.String(), elem})
	}
	sort.Slice(list, func(i, j int) bool { return list[i].key < list[j].key })
	fmt.Fprintf(o, "%d{", len(list))
	for _, e := range list {
		o.WriteString(e.key)
		o.WriteString(":")
		o.value(e.elem)
		o.WriteString(",")
	}
	o.WriteString("}")
}

// random makes a value of a type.
func random(t reflect.Type, b []byte) reflect.Value {
	v := reflect.New(t).Elem()
	(&types{gen: gen{b}}).fill(v, 0, false)
	return v
}

func sumOf(t testing.TB, v reflect.Value) Sum {
	t.Helper()
	s := mustHash(t, v.Interface())
	h := New(Options{})
	if err := h.Pointer(PlanFor(anyType), unsafe.Pointer(ptr(v.Interface()))); err != nil {
		t.Fatal(err)
	}
	if h.Sum() != s {
		t.Errorf("%v: Pointer and Hash differ", v)
	}
	return s
}

func FuzzValuesOfRandomTypesDifferExactlyWhenTheirTextsDo(f *testing.F) {
	f.Add([]byte{1}, []byte{2, 3, 4}, []byte{5, 6, 7})
	f.Add([]byte{16, 3, 1, 1, 2, 9, 1, 13, 4}, []byte{1, 2, 3, 4, 5, 6, 7, 8}, []byte{1, 2, 3, 4, 5, 6, 7, 9})
	f.Add([]byte{22, 1, 22, 4, 22, 2}, []byte{3, 1, 3, 1, 3, 1, 3, 1, 3, 1}, []byte{3, 1, 3, 1, 3, 1, 0, 0, 3, 1})
	f.Fuzz(func(t *testing.T, b, x, y []byte) {
		typ := (&types{gen: gen{b}}).typ(0)
		v, same, w := random(typ, x), random(typ, x), random(typ, y)
		a := sumOf(t, v)
		if a != sumOf(t, same) {
			t.Errorf("%s has two sums", textOf(v))
		}
		if tv, tw := textOf(v), textOf(w); (a == sumOf(t, w)) != (tv == tw) {
			t.Errorf("%s and\n%s: sums equal is %v", tv, tw, tv != tw)
		}
	})
}

// Many values at once, of many types, pairwise.
func TestValuesOfRandomTypesDifferExactlyWhenTheirTextsDo(t *testing.T) {
	texts, sums := map[Sum]string{}, map[string]Sum{}
	x := uint64(7)
	bytes := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			x ^= x << 13
			x ^= x >> 7
			x ^= x << 17
			b[i] = byte(x >> 32)
		}
		return b
	}
	kinds := map[reflect.Kind]int{}
	equal, shared := 0, 0
	for range 3000 {
		typ := (&types{gen: gen{bytes(12)}}).typ(0)
		kinds[typ.Kind()]++
		for range 40 {
			v := random(typ, bytes(int(x%40)))
			text, s := textOf(v), sumOf(t, v)
			if other, ok := texts[s]; ok && other != text {
				t.Fatalf("%s and\n%s have one sum", text, other)
			}
			other, ok := sums[text]
			if ok && other != s {
				t.Fatalf("%s has two sums", text)
			}
			if ok {
				equal++
			}
			if strings.Contains(text, "#") {
				shared++
			}
			texts[s], sums[text] = text, s
		}
	}
	if len(texts) < 20_000 || equal < 20_000 || shared < 2000 || len(kinds) < 20 {
		t.Errorf("%d distinct values, %d equal ones, %d with sharing, of %d kinds: the test says little", len(texts), equal, shared, len(kinds))
	}
}
