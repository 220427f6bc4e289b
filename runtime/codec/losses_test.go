package codec

import (
	"errors"
	"math"
	"reflect"
	"testing"
	"time"
)

type withCallback struct {
	Name string
	Done func()
}

// What other codecs lose silently with their default options, value by value: here it
// comes back by the strict comparison, or is refused with the path.
func TestNothingIsLost(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	shared := &point{1, 2}
	cycle := &ring{}
	cycle.next = &ring{cycle}
	floats := make([]float64, 131_073)
	floats[131_072] = math.Copysign(0, -1)
	for _, c := range []struct {
		loses   string // what, and which codec
		value   any    // in an interface, as a result of type any
		refused string // the error, "" if it comes back
	}{
		{"gob: empty slice", []string{}, ""},
		{"gob: empty map in a struct", pairOf[float64]{B: []float64{}}, ""},
		{"gob: pointer to zero", &twoPoints{&point{}, nil}, ""},
		{"gob: pointer to pointer to zero", ptr(ptr(0)), ""},
		{"gob: negative zero", &boxed{math.Copysign(0, -1)}, ""},
		{"gob: function field", withCallback{"a", func() {}}, "withCallback.Done is func(): a function is not a value; return what it is made from instead, and make it after the call"},
		{"gob: nil function field", withCallback{"a", nil}, "withCallback.Done is func(): a function is not a value; return what it is made from instead, and make it after the call"},
		{"json: integer above 2^53", map[string]any{"n": int64(1<<53 + 1)}, ""},
		{"json: unsigned integer", []any{uint64(math.MaxUint64)}, ""},
		{"json: invalid UTF-8", "a\xff\xc3(", ""},
		{"json: NaN, with its payload", math.Float64frombits(0x7ff8000000abcdef), ""},
		{"json: infinity", []float32{float32(math.Inf(-1))}, ""},
		{"json: dynamic type", []any{myInt(5), int8(5), [2]int16{1, 2}, point{1, 2}, &point{3, 4}, []byte("x")}, ""},
		{"json: dynamic type without a name", []any{struct{ X int }{1}}, "[]interface {}[].(struct { X int }) is struct { X int }: this type inside an interface has no registered name; give it one by checkpoint.RegisterType, in the package that declares it"},
		{"json: keys that are no strings", map[any]int{1: 1, "1": 2, [1]bool{true}: 3}, ""},
		{"json: complex number", complex(math.Copysign(0, -1), math.Inf(1)), ""},
		{"cbor: sub-second time", time.Date(2026, 2, 3, 4, 5, 6, 123_456_789, time.UTC), ""},
		{"cbor: more than 131072 elements", floats, ""},
		{"msgpack: location", time.Date(2026, 7, 1, 12, 0, 0, 1, berlin), ""},
		{"msgpack: fixed zone", time.Date(2026, 7, 1, 12, 0, 0, 1, time.FixedZone("X", -4242)), ""},
		{"msgpack: type of an error", []error{&mistake{7}, nil}, ""},
		{"msgpack: error compared by address", []error{errNotFound}, "[]error[].(*errors.errorString) is errors.errorString: such an error is known by its address alone; make its variable known by checkpoint.RegisterError, or return its text"},
		{"all: unexported fields", hidden{"a", []byte{}, map[string]*int{"x": ptr(1)}, point{1, 2}, 0}, ""},
		{"all: fields with a tag", tagged{1, "x", nil}, ""},
		{"all: shared pointer", []*point{shared, shared, {1, 2}}, ""},
		{"all: shared map", []map[string]int{shared2, shared2}, ""},
		{"all: cycle", cycle, ""},
		{"all: channel", struct{ C chan int }{}, "struct { C chan int }.C is chan int: a channel is not a value; return a slice of what is sent instead"},
	} {
		v := reflect.New(reflect.TypeFor[any]()).Elem()
		v.Set(reflect.ValueOf(c.value))
		data, err := encode([]reflect.Value{v})
		var ue *UnstorableError
		if c.refused != "" {
			if !errors.As(err, &ue) || err.Error() != c.refused {
				t.Errorf("%s: got %v, want %s", c.loses, err, c.refused)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.loses, err)
			continue
		}
		got, err := decode(data, []reflect.Type{v.Type()})
		if err != nil {
			t.Errorf("%s: %v", c.loses, err)
			continue
		}
		cmp := newComparison()
		if d := cmp.compare(v, got[0]) + cmp.finish(); d != "" {
			t.Errorf("%s: the value%s", c.loses, d)
		}
	}
}

type tagged struct {
	A int    `json:"-" gob:"-"`
	B string `checkpoint:"-" json:",omitempty"`
	C any    `json:",omitempty"`
}

var shared2 = map[string]int{"a": 1}

func init() {
	Register(reflect.TypeFor[tagged]())
	Register(reflect.TypeFor[withCallback]())
}
