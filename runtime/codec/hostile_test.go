package codec

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/big"
	"net/netip"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"
)

type everything struct {
	A all
	N *node
	R rose
	I any
	E error
	S shaper
	Q square
	M map[string]any
	K map[any][]*point
	L *time.Location
	G *big.Int
	D netip.Addr
	W [][]string
	Z []struct{}
	B []struct{ _ [64]byte }
	F []float64
	H [][]byte
	T []withFunc
}

var everythingType = []reflect.Type{reflect.TypeFor[everything](), reflect.TypeFor[error]()}

func sample() everything {
	c := &node{V: 1}
	c.Next = &node{2, c}
	return everything{N: c, R: rose{nil, {}, {{}}}, I: []any{1, "a", &point{1, 2}, map[string]int{"a": 1}, [3]int8{1}},
		S: square{2}, M: map[string]any{"x": nil, "y": time.Unix(5, 0).UTC()}, K: map[any][]*point{1: {{1, 2}, nil}, "z": nil},
		L: time.UTC, G: big.NewInt(-77), D: netip.MustParseAddr("1.2.3.4"), W: [][]string{{"a"}, nil},
		Z: make([]struct{}, 3), B: make([]struct{ _ [64]byte }, 2), F: []float64{1, 2}, H: [][]byte{{1}, {}}, T: []withFunc{{N: 12}}}
}

func encoded(t testing.TB, v everything) []byte {
	t.Helper()
	data, err := encode([]reflect.Value{rv(v), rv(error(nil))})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// decodeHostile decodes bytes that need not be an encoding. What it holds is that an
// error is one of ours and that memory stays in proportion.
func decodeHostile(t *testing.T, c *Codec, data []byte) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := c.Decode(data)
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 1<<20+uint64(len(data))*1024 {
		t.Errorf("%d bytes made it allocate %d", len(data), n)
	}
	var ce *CorruptError
	var se *ShapeError
	if err != nil && !errors.As(err, &ce) && !errors.As(err, &se) {
		t.Errorf("got %T %v", err, err)
	}
}

func TestFlippedAndTruncatedBytesNeverPanic(t *testing.T) {
	c := For(everythingType...)
	data := encoded(t, sample())
	for i := range data {
		for _, x := range []byte{1, 2, 0x80, 0xff} {
			b := bytes.Clone(data)
			b[i] ^= x
			decodeHostile(t, c, b)
		}
		decodeHostile(t, c, data[:i])
		decodeHostile(t, c, append(bytes.Clone(data[:i]), bytes.Repeat([]byte{0xff}, 20)...))
		decodeHostile(t, c, append(bytes.Clone(data[:i]), bytes.Repeat([]byte{1}, 50)...))
	}
	if _, err := decode(append(data, 0), everythingType); err == nil {
		t.Error("bytes left over are accepted")
	}
}

func TestLengthsCannotMakeItAllocate(t *testing.T) {
	for _, ty := range []reflect.Type{
		reflect.TypeFor[[]float64](), reflect.TypeFor[[][1000]string](), reflect.TypeFor[[]struct{ _ [100]byte }](), reflect.TypeFor[[]any](), reflect.TypeFor[[]*[512]byte](),
		reflect.TypeFor[string](), reflect.TypeFor[map[string]int](), reflect.TypeFor[map[[100]string]int](), reflect.TypeFor[[][0]int](), reflect.TypeFor[rose](),
		reflect.TypeFor[[]*[1 << 16]byte](), reflect.TypeFor[map[struct{}]int](), reflect.TypeFor[[]map[string]int](),
	} {
		sum := shapeOf([]reflect.Type{ty})
		for _, n := range []uint64{5, 1500, 1 << 20, 1<<31 - 1, 1 << 31, 1<<63 - 1, 1<<64 - 1} {
			for _, mark := range [][]byte{nil, {markNew}} {
				b := append([]byte{version}, sum[:]...)
				b = append(b, mark...)
				b = binary.AppendUvarint(b, n)
				b = append(b, bytes.Repeat([]byte{markNew}, 2000)...)
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				decode(b, []reflect.Type{ty})
				runtime.ReadMemStats(&after)
				if got := after.TotalAlloc - before.TotalAlloc; got > 256<<10 {
					t.Errorf("%v of length %d allocated %d", ty, n, got)
				}
			}
		}
	}
}

// A type that takes memory but no bytes, composed to arrays of arrays.
func TestComposedTypesCannotMakeItAllocate(t *testing.T) {
	type hollow struct{ _ [64]byte }
	for _, elem := range []reflect.Type{reflect.TypeFor[hollow](), reflect.TypeFor[struct{}](), reflect.TypeFor[int64](), reflect.TypeFor[string]()} {
		Register(elem)
		for _, under := range [][]byte{nil, {descPointer}, {descSlice}} {
			e := &encoder{}
			sum := shapeOf([]reflect.Type{reflect.TypeFor[any]()})
			e.buf = append(e.buf, version)
			e.buf = append(e.buf, sum[:]...)
			e.byte(markNew)
			e.buf = append(e.buf, under...)
			for range 4 {
				e.byte(descArray)
				e.uvarint(1000)
			}
			if err := e.typeDesc(elem, 0); err != nil {
				t.Fatal(err)
			}
			e.buf = append(e.buf, bytes.Repeat([]byte{markNew}, 2000)...)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			vs, err := decode(e.buf, []reflect.Type{reflect.TypeFor[any]()})
			runtime.ReadMemStats(&after)
			if got := after.TotalAlloc - before.TotalAlloc; got > 1<<20 {
				t.Errorf("%v under %v allocated %d: %v, %v", elem, under, got, vs, err)
			}
		}
	}
}

func TestMalformedBytesAreCorrupt(t *testing.T) {
	type pointers struct {
		A *int64
		B *string
		M map[string]int
		S []any
	}
	for name, c := range map[string]struct {
		t    reflect.Type
		body []byte
	}{
		"a bool that is 2":              {reflect.TypeFor[bool](), []byte{2}},
		"bools in a slice":              {reflect.TypeFor[[]bool](), []byte{3, 1, 2}},
		"a pointer to another type":     {reflect.TypeFor[pointers](), append([]byte{markNew, markBack, 0, markNil, markNil}, make([]byte, 8)...)},
		"a map that is a pointee":       {reflect.TypeFor[pointers](), append([]byte{markNew, markNil, markBack, 0, markNil}, make([]byte, 8)...)},
		"a slice that is a pointee":     {reflect.TypeFor[pointers](), append([]byte{markNew, markNil, markNil, markBack, 0}, make([]byte, 8)...)},
		"a reference to nothing":        {reflect.TypeFor[*int](), []byte{markBack, 0}},
		"a dynamic type without method": {reflect.TypeFor[shaper](), append([]byte{markBack}, 0)},
		"equal keys":                    {reflect.TypeFor[map[int8]int8](), []byte{markNew, 2, 1, 1, 5, 6}},
	} {
		sum := shapeOf([]reflect.Type{c.t})
		var ce *CorruptError
		vs, err := decode(append(append([]byte{version}, sum[:]...), c.body...), []reflect.Type{c.t})
		if !errors.As(err, &ce) {
			t.Errorf("%s: got %v, %v", name, vs, err)
		}
	}
}

func TestHowATypeIsStoredIsPartOfItsShape(t *testing.T) {
	type gains struct{ P *int }
	ty := reflect.TypeFor[gains]()
	before := shape(ty)
	defer modes.Delete(ty)
	shapes.Delete(ty)
	modes.Store(ty, byText) // as if it had gained the methods
	if shape(ty) == before {
		t.Error("a type that gains MarshalText keeps its shape")
	}
	shapes.Delete(ty)
}

func FuzzDecodeNeverPanics(f *testing.F) {
	f.Add(encoded(f, sample())[headerSize:])
	f.Add(encoded(f, everything{})[headerSize:])
	c := For(everythingType...)
	f.Fuzz(func(t *testing.T, body []byte) {
		data := append(append([]byte(nil), c.header[:]...), body...)
		decodeHostile(t, c, data)
		vs, err := decode(data, everythingType)
		if err != nil {
			return
		}
		// What decodes is a value like any other: it comes back.
		again, err := encode(vs)
		if err != nil {
			return
		}
		if _, err := decode(again, everythingType); err != nil {
			t.Errorf("an encoding does not decode: %v", err)
		}
	})
}

// source makes values from bytes, for the fuzzer of round trips.
type source struct {
	b    []byte
	ptrs []*node2
}

type node2 struct {
	s    string
	F    float64
	Next *node2
	Kids []*node2
	M    map[string]*node2
	V    any
	T    time.Time
	L    []any
}

func (s *source) byte() byte {
	if len(s.b) == 0 {
		return 0
	}
	c := s.b[0]
	s.b = s.b[1:]
	return c
}

func (s *source) str() string {
	n := min(int(s.byte()%8), len(s.b))
	x := string(s.b[:n])
	s.b = s.b[n:]
	return x
}

func (s *source) node(depth int) *node2 {
	c := s.byte()
	if c%4 == 0 || depth > 6 {
		return nil
	}
	if c%4 == 1 && len(s.ptrs) > 0 {
		return s.ptrs[int(c/4)%len(s.ptrs)]
	}
	n := &node2{s: s.str(), F: float64(s.byte()) / 4}
	s.ptrs = append(s.ptrs, n)
	n.Next = s.node(depth + 1)
	for range s.byte() % 3 {
		n.Kids = append(n.Kids, s.node(depth+1))
	}
	if s.byte()%2 == 0 {
		n.M = map[string]*node2{}
		for range s.byte() % 3 {
			n.M[s.str()] = s.node(depth + 1)
		}
	}
	n.V = s.any(depth + 1)
	n.T = time.Unix(int64(s.byte())<<20, int64(s.byte())).UTC()
	for range s.byte() % 3 {
		n.L = append(n.L, s.any(depth+1))
	}
	return n
}

func (s *source) any(depth int) any {
	switch s.byte() % 10 {
	case 0:
		return int(s.byte())
	case 1:
		return s.str()
	case 2:
		return []byte(s.str())
	case 3:
		return s.node(depth)
	case 4:
		return map[string]any{s.str(): nil, s.str(): 1.5}
	case 5:
		return []any{}
	case 6:
		return []string(nil)
	case 7:
		return [2]int16{int16(s.byte()), 2}
	case 8:
		if n := s.node(depth); n != nil {
			return *n
		}
	}
	return nil
}

func FuzzValuesComeBack(f *testing.F) {
	f.Add([]byte(strings.Repeat("\x02abc\x05\x01\x03\x00\x07", 20)))
	f.Add(bytes.Repeat([]byte{2, 3, 'a', 9, 1, 6, 2, 0, 3, 7, 8}, 30))
	f.Fuzz(func(t *testing.T, b []byte) { checkComesBack(t, b) })
}

func checkComesBack(t *testing.T, b []byte) {
	n := (&source{b: b}).node(0)
	if got := roundTrip(t, n); !reflect.DeepEqual(got, n) {
		t.Errorf("got  %#v\nwant %#v", got, n)
	}
}

func TestGeneratedValuesComeBack(t *testing.T) {
	x := uint64(7)
	for range 3000 {
		b := make([]byte, 300)
		for i := range b {
			x ^= x << 13
			x ^= x >> 7
			x ^= x << 17
			b[i] = byte(x >> 32)
		}
		b[0] = 2
		checkComesBack(t, b)
	}
}

// compileAs makes plans anew, portable or not.
func compileAs(isPortable bool) {
	portable = isPortable
	plans.Clear()
}

func TestPortablePathGivesTheSameBytes(t *testing.T) {
	vs := func() []reflect.Value {
		return []reflect.Value{rv(sample()), rv(flatSample()), rv([]point{{1, 2}, {-3, 4}}), rv([2]point{{5, 6}}), rv(ptr(point{7, 8}))}
	}
	ts := make([]reflect.Type, len(vs()))
	for i, v := range vs() {
		ts[i] = v.Type()
	}
	want, err := encode(vs())
	if err != nil {
		t.Fatal(err)
	}
	compileAs(true)
	defer compileAs(false)
	if got, err := encode(vs()); err != nil || !bytes.Equal(got, want) {
		t.Errorf("the portable path writes other bytes (%v)", err)
	}
	back, err := decode(want, ts)
	if err != nil {
		t.Fatal(err)
	}
	compileAs(false)
	if got, err := encode(back); err != nil || !bytes.Equal(got, want) {
		t.Errorf("the portable path reads something else (%v)", err)
	}
}

func TestEqualMapsGiveEqualBytes(t *testing.T) {
	build := func(rev bool) map[string]*int {
		m := map[string]*int{}
		for i := range 100 {
			if rev {
				i = 99 - i
			}
			m[strings.Repeat("k", i)] = &i
		}
		return m
	}
	a, _ := encode([]reflect.Value{rv(build(false))})
	for range 20 {
		if b, _ := encode([]reflect.Value{rv(build(true))}); !bytes.Equal(a, b) {
			t.Fatal("the order of a map is in the bytes")
		}
	}
}
