package codec

import (
	"reflect"
	"testing"
	"time"
)

type (
	myInt  int
	point  struct{ X, Y int }
	hidden struct {
		a string
		b []byte
		c map[string]*int
		d any
		_ int
	}
	node struct {
		V    int
		Next *node
	}
	rose   []rose
	shaper interface{ Area() float64 }
	square struct{ side float64 }
	all    struct {
		B    bool
		I    int
		I8   int8
		I16  int16
		I32  int32
		I64  int64
		U    uint
		U8   uint8
		U16  uint16
		U32  uint32
		U64  uint64
		Up   uintptr
		F32  float32
		F64  float64
		C64  complex64
		C128 complex128
		S    string
		A    [2]string
		An   [2][2]uint16
		P    *point
		PP   **int
		M    map[point][]string
		T    time.Time
		E    struct{}
	}
)

func (s square) Area() float64 { return s.side * s.side }

func ptr[T any](v T) *T { return &v }

func rv[T any](v T) reflect.Value { return reflect.ValueOf(&v).Elem() }

func roundTrip[T any](t testing.TB, v T) T {
	t.Helper()
	data, err := encode([]reflect.Value{rv(v)})
	if err != nil {
		t.Fatalf("Encode(%T): %v", v, err)
	}
	got, err := decode(data, []reflect.Type{reflect.TypeFor[T]()})
	if err != nil {
		t.Fatalf("Decode(%T): %v", v, err)
	}
	again, err := encode(got)
	if err != nil || string(again) != string(data) {
		t.Errorf("%T: the decoded value has another encoding (%v)", v, err)
	}
	x, _ := got[0].Interface().(T) // a nil interface has no type
	return x
}

func same[T any](t *testing.T, v T) {
	t.Helper()
	if got := roundTrip(t, v); !reflect.DeepEqual(got, v) {
		t.Errorf("got  %#v\nwant %#v", got, v)
	}
}

// encode and decode use a Codec of the types at hand, once.
func encode(vs []reflect.Value) ([]byte, error) { return codecOf(vs).Encode(vs) }

func decode(data []byte, ts []reflect.Type) ([]reflect.Value, error) { return For(ts...).Decode(data) }

func codecOf(vs []reflect.Value) *Codec {
	var ts []reflect.Type
	for _, v := range vs {
		ts = append(ts, v.Type())
	}
	return For(ts...)
}

func TestCodecRefusesValuesOfOtherTypes(t *testing.T) {
	c := For(reflect.TypeFor[any](), reflect.TypeFor[int]())
	for _, vs := range [][]reflect.Value{{rv(1), rv(1)}, {rv(1)}, {{}, rv(1)}} {
		if _, err := c.Encode(vs); err == nil {
			t.Errorf("%v is encoded", vs)
		}
	}
	var x any = 7
	data, err := c.Encode([]reflect.Value{reflect.ValueOf(&x).Elem(), rv(1), rv("beyond the types")})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := c.Decode(data); err != nil || len(got) != 2 || got[0].Interface() != 7 || got[1].Int() != 1 {
		t.Errorf("got %v, %v", got, err)
	}
}
