package wire

import (
	"maps"
	"math"
	"slices"
	"testing"
)

func write() []byte {
	e := new(Encoder)
	e.Int(2)
	e.Num(-3)
	e.Num(math.MaxInt32)
	e.Str("a")
	e.Strs([]string{"b", "a", ""})
	e.Bools([]bool{true, false})
	e.Pairs(map[string]string{"y": "a", "x": "b"})
	e.Raw([]byte{1, 2})
	return e.Bytes()
}

func TestValuesComeBack(t *testing.T) {
	d := NewDecoder(write())
	if a, b, c := d.Int(), d.Num(), d.Num(); a != 2 || b != -3 || c != math.MaxInt32 {
		t.Error(a, b, c)
	}
	if s, list := d.Str(), d.Strs(); s != "a" || !slices.Equal(list, []string{"b", "a", ""}) {
		t.Errorf("%q %q", s, list)
	}
	if list := d.Bools(); !slices.Equal(list, []bool{true, false}) {
		t.Error(list)
	}
	if m := d.Pairs(); !maps.Equal(m, map[string]string{"y": "a", "x": "b"}) {
		t.Error(m)
	}
	if raw := d.Raw(2); string(raw) != "\x01\x02" || d.Err() != nil {
		t.Error(raw, d.Err())
	}
}

func TestEqualValuesAreEqualBytes(t *testing.T) {
	for range 50 {
		if string(write()) != string(write()) {
			t.Fatal("other bytes")
		}
	}
}

// A count beyond what follows must not be believed.
func TestHugeCountsAreErrors(t *testing.T) {
	e := new(Encoder)
	e.Int(1 << 40)
	d := NewDecoder(e.Bytes())
	if n := d.Int(); n != 0 || d.Err() == nil {
		t.Errorf("%d, %v", n, d.Err())
	}
	if s := d.Str(); s != "" {
		t.Errorf("%q after a failure", s)
	}
}
