package codec

import (
	"bytes"
	"errors"
	"math"
	"reflect"
	"testing"
	"time"
	"unsafe"
)

type flatResults struct {
	A    int8
	B    bool
	C, D uint32
	E    [3]float64
	F    complex64
	_    int64
	G    struct{ H, I int16 }
	S    string
	T    [2]string
	Fs   []float64
	Bs   []byte
	Us   [][2]uint16
	N    []int32
}

func flatSample() flatResults {
	return flatResults{A: -1, B: true, C: 1 << 31, D: 7, E: [3]float64{math.Inf(1), math.Copysign(0, -1), 3}, F: 1i, G: struct{ H, I int16 }{-5, 6},
		S: "\xff\x00", T: [2]string{"", "b"}, Fs: []float64{1, 2, 3}, Bs: []byte{}, Us: [][2]uint16{{1, 2}, {3, 4}, {5, 6}}}
}

// The programs of moves write and read the same bytes as encoder and decoder.
func TestDirectProgramsAgreeWithPlans(t *testing.T) {
	v, s, n, b := flatSample(), "result", int64(5), [2]bool{true, false} // int is short on some machines
	for _, vs := range [][]reflect.Value{{rv(v)}, {rv(v), rv(s), rv(n)}, {rv(n)}, {rv(s)}, {rv(b)}, {rv(flatResults{})}, {rv([0]func(){})}, {}} {
		c := codecOf(vs)
		if len(vs) > 0 && c.direct == nil && vs[0].Type().Size() > 0 {
			t.Errorf("%v has no program", vs[0].Type())
		}
		data, err := c.Encode(vs)
		if err != nil {
			t.Fatal(err)
		}
		slow := *c
		slow.direct = nil
		if got, err := slow.Encode(vs); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%v: the program writes %x, the plans %x (%v)", vs, data, got, err)
		}
		for i := range len(data) + 1 {
			for _, x := range []byte{0, 1, 2, 0x80, 0xff} {
				if i == len(data) && x != 0 {
					continue
				}
				bad := bytes.Clone(data)
				if i < len(data) {
					bad[i] ^= x
				}
				one, err1 := c.Decode(bad)
				two, err2 := slow.Decode(bad)
				if (err1 == nil) != (err2 == nil) || reflect.TypeOf(err1) != reflect.TypeOf(err2) {
					t.Fatalf("byte %d: the program says %v, the plans %v", i, err1, err2)
				}
				if err1 != nil {
					continue
				}
				for j := range one {
					if a, b := one[j].Interface(), two[j].Interface(); i < len(data) && !sameEncoding(t, c, one, two) || i == len(data) && !reflect.DeepEqual(a, b) {
						t.Fatalf("byte %d: the program gives %v, the plans %v", i, a, b)
					}
				}
			}
			if i < len(data) {
				_, err1 := c.Decode(data[:i])
				_, err2 := slow.Decode(data[:i])
				if err1 == nil || reflect.TypeOf(err1) != reflect.TypeOf(err2) {
					t.Fatalf("%d bytes: the program says %v, the plans %v", i, err1, err2)
				}
			}
		}
		if _, err := c.Decode(append(data, 0)); err == nil {
			t.Error("bytes left over are accepted")
		}
	}
}

func sameEncoding(t *testing.T, c *Codec, a, b []reflect.Value) bool {
	t.Helper()
	x, err1 := c.Encode(a)
	y, err2 := c.Encode(b)
	return err1 == nil && err2 == nil && bytes.Equal(x, y)
}

func TestDecodedSlicesAreOfTheirOwn(t *testing.T) {
	data, err := encode([]reflect.Value{rv(flatSample())})
	if err != nil {
		t.Fatal(err)
	}
	c := For(reflect.TypeFor[flatResults]())
	var a, b flatResults
	for _, p := range []*flatResults{&a, &b} {
		if err := c.DecodeTo([]unsafe.Pointer{unsafe.Pointer(p)}, data); err != nil {
			t.Fatal(err)
		}
	}
	clear(data)
	a.Fs[0], a.Us[0][0] = 9, 9
	if !reflect.DeepEqual(b, flatSample()) {
		t.Errorf("got %+v", b)
	}
	if cap(a.Fs) != len(a.Fs) || cap(a.Us) != len(a.Us) || a.Bs == nil || a.N != nil {
		t.Errorf("got %+v", a)
	}
}

type nest struct{ V any }

// keeps remembers all that its methods were called on.
type keeps struct{ p *keeps }

var kept []*keeps

func (k *keeps) MarshalBinary() ([]byte, error) { kept = append(kept, k); return []byte{1}, nil }
func (k *keeps) UnmarshalBinary([]byte) error   { kept = append(kept, k); k.p = k; return nil }

func TestPointersToLocalVariables(t *testing.T) {
	c := For(reflect.TypeFor[any](), reflect.TypeFor[error](), reflect.TypeFor[*node](), reflect.TypeFor[keeps](), reflect.TypeFor[time.Time](), reflect.TypeFor[map[string]int]())
	Register(reflect.TypeFor[nest]())
	var deep any
	for range 2000 {
		deep = nest{deep}
	}
	var e error
	n := &node{V: 3}
	n.Next = n
	k := keeps{}
	now := time.Unix(5, 6).UTC()
	m := map[string]int{"a": 1}
	var beyond error = errors.New("left out")
	data, err := c.EncodeFrom([]unsafe.Pointer{unsafe.Pointer(&deep), unsafe.Pointer(&e), unsafe.Pointer(&n), unsafe.Pointer(&k), unsafe.Pointer(&now), unsafe.Pointer(&m), unsafe.Pointer(&beyond)})
	if err != nil {
		t.Fatal(err)
	}
	if want, err := c.Encode([]reflect.Value{reflect.ValueOf(&deep).Elem(), reflect.ValueOf(&e).Elem(), rv(n), rv(k), rv(now), rv(m)}); err != nil || !bytes.Equal(data, want) {
		t.Errorf("EncodeFrom and Encode differ (%v)", err)
	}
	done := make(chan bool)
	go func() { // its stack is small, and must grow
		defer close(done)
		var deep2 any
		var e2 error
		var n2 *node
		var k2 keeps
		var now2 time.Time
		var m2 map[string]int
		err := c.DecodeTo([]unsafe.Pointer{unsafe.Pointer(&deep2), unsafe.Pointer(&e2), unsafe.Pointer(&n2), unsafe.Pointer(&k2), unsafe.Pointer(&now2), unsafe.Pointer(&m2), nil}, data)
		if err != nil || !reflect.DeepEqual(deep2, deep) || e2 != nil || n2.Next != n2 || n2.V != 3 || now2 != now || m2["a"] != 1 || k2.p == nil || k2.p == &k2 {
			t.Errorf("got %v %v %v %v %v %v", err, e2, n2, k2, now2, m2)
		}
	}()
	<-done
	for _, k := range kept {
		if k.p != nil && k.p != k {
			t.Error("a variable of a stack was kept")
		}
	}
}

func TestPointersToResultsAreChecked(t *testing.T) {
	c := For(reflect.TypeFor[int](), reflect.TypeFor[int]())
	n := 1
	p := unsafe.Pointer(&n)
	data, err := c.EncodeFrom([]unsafe.Pointer{p, p, nil})
	if err != nil {
		t.Fatal(err)
	}
	for _, ps := range [][]unsafe.Pointer{nil, {p}, {p, nil}} {
		if _, err := c.EncodeFrom(ps); err == nil {
			t.Errorf("EncodeFrom takes %v", ps)
		}
		if err := c.DecodeTo(ps, data); err == nil {
			t.Errorf("DecodeTo takes %v", ps)
		}
	}
	refused := For(reflect.TypeFor[chan int]())
	var ue *UnstorableError
	var se *ShapeError
	if _, err := refused.EncodeFrom([]unsafe.Pointer{p}); !errors.As(err, &ue) {
		t.Errorf("got %v", err)
	}
	if err := refused.DecodeTo([]unsafe.Pointer{p}, data); !errors.As(err, &se) {
		t.Errorf("got %v", err)
	}
}

// What DecodeTo promises: nothing but strings and slices is allocated, and the caller's
// variables stay on its stack.
func TestDecodeToAllocatesOnlyWhatValuesNeed(t *testing.T) {
	type pair struct {
		X float64
		Y [2]int16
	}
	ints := For(reflect.TypeFor[int64](), reflect.TypeFor[pair](), reflect.TypeFor[bool]())
	n, p, b := int64(7), pair{1, [2]int16{2, 3}}, true
	data, err := ints.EncodeFrom([]unsafe.Pointer{unsafe.Pointer(&n), unsafe.Pointer(&p), unsafe.Pointer(&b)})
	if err != nil {
		t.Fatal(err)
	}
	if got := testing.AllocsPerRun(100, func() {
		var n2 int64
		var p2 pair
		var b2 bool
		if err := ints.DecodeTo([]unsafe.Pointer{unsafe.Pointer(&n2), unsafe.Pointer(&p2), unsafe.Pointer(&b2)}, data); err != nil || n2 != n || p2 != p || !b2 {
			t.Error(err, n2, p2, b2)
		}
	}); got != 0 {
		t.Errorf("%v allocations for numbers", got)
	}
	text := For(reflect.TypeFor[string]())
	s := "a string that is longer than any cache of short ones"
	if data, err = text.EncodeFrom([]unsafe.Pointer{unsafe.Pointer(&s)}); err != nil {
		t.Fatal(err)
	}
	if got := testing.AllocsPerRun(100, func() {
		var s2 string
		if err := text.DecodeTo([]unsafe.Pointer{unsafe.Pointer(&s2)}, data); err != nil || s2 != s {
			t.Error(err, s2)
		}
	}); got != 1 {
		t.Errorf("%v allocations for a string", got)
	}
}
