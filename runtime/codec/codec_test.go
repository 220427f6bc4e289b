package codec

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"net"
	"net/netip"
	"net/url"
	"os"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestWhatOtherCodecsLoseComesBack(t *testing.T) {
	same(t, []int(nil))
	same(t, []int{})
	same(t, map[string]int(nil))
	same(t, map[string]int{})
	same(t, [][]string{nil, {}, {""}})
	same(t, ptr(0))
	same(t, ptr(ptr(false)))
	same(t, struct{ A, B *point }{&point{}, nil})
	same(t, map[string]any{"big": int64(1<<53 + 1), "u": uint8(1), "nil": nil, "s": []any{}, "n": []any(nil), "e": [2]int{1, 2}})
	same(t, "\xff\xfe\x00")
	same(t, hidden{"a", []byte{}, map[string]*int{"x": ptr(1), "y": nil}, point{1, 2}, 0}.withKnown())
	same(t, make([]float64, 200_000))
	same(t, all{true, -1, -2, -3, -4, -5, 1, 2, 3, 4, 5, 6, 1.5, -2.5, 1i, 2i, "s", [2]string{"a", "b"}, [2][2]uint16{{1, 2}, {3, 4}},
		&point{1, 2}, ptr(ptr(3)), map[point][]string{{1, 2}: {"a"}, {3, 4}: nil}, time.Time{}, struct{}{}})
	same(t, []struct{}{{}, {}})
	same(t, [][0]int{{}, {}})
	same(t, []struct{ _ int }{{}, {}})
	same(t, [0]func(){})
	same(t, map[struct{}]struct{}{{}: {}})
	same(t, map[any]any{1: "a", "b": 2.5, [1]string{"x"}: nil, int8(1): []string{"z"}})
	same(t, rose{{}, {{}, nil}, nil})
	same(t, []bool{true, false})
	same(t, []complex64{1i, 2})
	same(t, json(`{"a":1}`))
	same(t, time.Duration(5))
	same[any](t, 5)
	same[any](t, nil)
	same[error](t, nil)
	if got := roundTrip(t, make([]struct{}, 1<<30)); len(got) != 1<<30 {
		t.Errorf("%d elements came back", len(got))
	}
	for _, f := range []float64{math.NaN(), math.Float64frombits(0x7ff8dead00000001), math.Copysign(0, -1), math.Inf(-1)} {
		if got := roundTrip(t, []any{f, f})[1].(float64); math.Float64bits(got) != math.Float64bits(f) {
			t.Errorf("%x came back as %x", math.Float64bits(f), math.Float64bits(got))
		}
	}
	if got := roundTrip(t, map[float64]int{math.NaN(): 1, math.Copysign(math.NaN(), -1): 2}); len(got) != 2 {
		t.Errorf("NaN keys: %v", got)
	}
}

type json []byte

func (h hidden) withKnown() struct {
	H hidden
	P point
} {
	return struct {
		H hidden
		P point
	}{h, point{}}
}

func TestPairsCarryTypesWhoseFieldsCannot(t *testing.T) {
	a := netip.MustParseAddr("fe80::1%eth0")
	if got := roundTrip(t, map[netip.Addr]netip.Prefix{a: netip.MustParsePrefix("10.0.0.0/8")}); got[a].Bits() != 8 {
		t.Errorf("got %v", got)
	}
	x := new(big.Int).Exp(big.NewInt(-3), big.NewInt(301), nil)
	if got := roundTrip(t, []*big.Int{x, nil, new(big.Int)}); got[0].Cmp(x) != 0 || got[1] != nil || got[2].Sign() != 0 {
		t.Errorf("got %v", got)
	}
	if got := roundTrip(t, *big.NewRat(3, 7)); got.Cmp(big.NewRat(3, 7)) != 0 {
		t.Errorf("got %v", got.String())
	}
	f := new(big.Float).SetPrec(100).SetMode(big.ToZero).Quo(big.NewFloat(1), big.NewFloat(3))
	if got := roundTrip(t, f); got.Cmp(f) != 0 || got.Prec() != 100 || got.Mode() != big.ToZero || got.Acc() != f.Acc() {
		t.Errorf("got %v", got)
	}
	// These have pairs that lose something; their fields don't.
	same(t, []net.IP{nil, {}, {1, 2, 3, 4}, net.IPv4(1, 2, 3, 4)})
	same(t, &url.URL{Scheme: "x", Path: "/a b", RawPath: "/a%20b", User: url.UserPassword("u", "")})
	re := regexp.MustCompile(`a+|a+b`)
	re.Longest()
	if got := roundTrip(t, re); got.FindString("aab") != "aab" {
		t.Error("Longest is lost")
	}
}

type embedsTime struct {
	time.Time
	Name string
}

type panicky struct{ F func() }

func (panicky) MarshalBinary() ([]byte, error)  { panic("oops") }
func (*panicky) UnmarshalBinary(b []byte) error { panic("oops") }

type withFunc struct {
	N int
	f func()
}

func (w withFunc) MarshalText() ([]byte, error) { return []byte(fmt.Sprint(w.N)), nil }
func (w *withFunc) UnmarshalText(b []byte) error {
	if len(b) > 3 {
		panic("long")
	}
	_, err := fmt.Sscan(string(b), &w.N)
	return err
}

func TestPromotedMarshallersHideNoField(t *testing.T) {
	same(t, embedsTime{time.Unix(1, 2).UTC(), "n"})
}

func TestMarshallersMayPanic(t *testing.T) {
	_, err := encode([]reflect.Value{rv([]panicky{{}})})
	var ue *UnstorableError
	if !errors.As(err, &ue) || err.Error() != "[]panicky is codec.panicky: marshalling it: panic: oops" {
		t.Errorf("got %v", err)
	}
	data, err := encode([]reflect.Value{rv(withFunc{N: 123})})
	if err != nil {
		t.Fatal(err)
	}
	ts := []reflect.Type{reflect.TypeFor[withFunc]()}
	if got, err := decode(data, ts); err != nil || got[0].Interface().(withFunc).N != 123 {
		t.Errorf("got %v, %v", got, err)
	}
	data = append(data[:headerSize], 4, '1', '2', '3', '4')
	var ce *CorruptError
	if _, err := decode(data, ts); !errors.As(err, &ce) {
		t.Errorf("got %v", err)
	}
}

func TestSharingAndCyclesComeBack(t *testing.T) {
	p, m := &point{1, 2}, map[string]int{"a": 1}
	type two struct {
		A, B *point
		M, N map[string]int
		I    any
	}
	data, err := encode([]reflect.Value{rv(two{p, p, m, m, p}), rv(p), rv(&point{1, 2})})
	if err != nil {
		t.Fatal(err)
	}
	got, err := decode(data, []reflect.Type{reflect.TypeFor[two](), reflect.TypeFor[*point](), reflect.TypeFor[*point]()})
	if err != nil {
		t.Fatal(err)
	}
	g, q, r := got[0].Interface().(two), got[1].Interface().(*point), got[2].Interface().(*point)
	g.M["b"] = 2
	if g.A != g.B || g.I != any(g.A) || q != g.A || r == q || *r != *q || g.N["b"] != 2 || q == p {
		t.Errorf("sharing is lost: %+v", g)
	}

	c := &node{V: 1}
	c.Next = &node{2, c}
	if d := roundTrip(t, c); d.Next.Next != d || d.Next.V != 2 {
		t.Error("a cycle through pointers is lost")
	}
	s := make([]any, 2)
	s[0], s[1] = s, 7
	if d := roundTrip(t, s); d[0].([]any)[0].([]any)[1] != 7 || &d[0] != &d[0].([]any)[0] {
		t.Error("a cycle through a slice is lost")
	}
	cm := map[string]any{}
	cm["m"] = cm
	d := roundTrip(t, cm)
	d["x"] = 1
	if d["m"].(map[string]any)["x"] != 1 {
		t.Error("a cycle through a map is lost")
	}
	k := &point{5, 6}
	type keyed struct {
		M map[*point]*point
		K *point
	}
	e := roundTrip(t, keyed{map[*point]*point{k: k}, k})
	if e.M[e.K] != e.K || *e.K != *k {
		t.Error("the identity of a key is lost")
	}
}

func TestPointersIntoStoredThingsAreRefused(t *testing.T) {
	type index struct {
		Items []point
		By    map[string]*point
		N     *int
		P     *point
		Any   any
	}
	items, p := make([]point, 3), &point{1, 2}
	for name, v := range map[string]index{
		"into a slice":         {Items: items, By: map[string]*point{"b": &items[1]}},
		"to a slice's first":   {Items: items, P: &items[0]},
		"into a struct":        {N: &p.Y, P: p},
		"to a struct's first":  {N: &p.X, P: p},
		"inside interfaces":    {P: p, Any: []any{1, &p.Y}},
		"slice around pointee": {P: &items[2], Any: [][]point{nil, items}},
	} {
		_, err := encode([]reflect.Value{rv(v)})
		var ue *UnstorableError
		if !errors.As(err, &ue) || !strings.HasPrefix(ue.Path, "index.") || !strings.Contains(err.Error(), "pointer to a copy") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	q := new(int)
	same(t, index{Items: items[:1], P: &items[1], N: q, Any: []any{q, &point{}}})
	same(t, [][]int{{1}, {2}})
	a := []int{1, 2}
	same(t, [][]int{a, a[:1], a[1:]})
}

func TestLongListsAndDeepNesting(t *testing.T) {
	var l *node
	for i := range 300_000 {
		l = &node{i, l}
	}
	n := 0
	for p := roundTrip(t, l); p != nil; p = p.Next {
		n++
	}
	if n != 300_000 {
		t.Errorf("%d nodes came back", n)
	}
	var v any
	for range 100_000 {
		v = []any{v}
	}
	roundTrip(t, v)
	type box struct{ V any }
	v = nil
	for range 20_000 {
		v = box{v}
	}
	Register(reflect.TypeFor[box]())
	if _, err := encode([]reflect.Value{rv(v)}); err == nil || !strings.Contains(err.Error(), "10000 deep") {
		t.Errorf("got %v", err)
	}
}

func TestTimesKeepInstantAndZone(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []time.Time{
		{}, time.Now(), time.Now().UTC(), time.Now().In(berlin), time.Date(-5, 1, 1, 0, 0, 0, 999, time.FixedZone("", 3600)),
		time.Date(2024, 1, 1, 0, 0, 0, 0, time.FixedZone("Europe/Berlin", 60)), time.Date(2024, 7, 1, 0, 0, 0, 1, time.FixedZone("UTC", 0)),
		time.Unix(1<<60, 0),
	} {
		got := roundTrip(t, v)
		gz, go_ := got.Zone()
		wz, wo := v.Zone()
		if !got.Equal(v) || gz != wz || go_ != wo || got.Location().String() != v.Location().String() || got.Nanosecond() != v.Nanosecond() {
			t.Errorf("%v (%v) came back as %v (%v)", v, v.Location(), got, got.Location())
		}
	}
	same(t, time.Now().Round(0))
	same(t, time.Now().UTC().Round(0))
	if got := roundTrip(t, []*time.Location{nil, time.UTC, time.Local, berlin, time.FixedZone("a", 5)}); got[0] != nil || got[1] != time.UTC ||
		got[2] != time.Local || got[3].String() != "Europe/Berlin" || got[4].String() != "a" {
		t.Errorf("got %v", got)
	}
}

type registeredType struct{ err error }
type elsewhere struct{ N int }

func TestDynamicTypesMustBeNameable(t *testing.T) {
	for _, c := range []struct {
		v    any
		want string
	}{
		{errors.New("x"), "*errors.errorString is errors.errorString: such an error is known by its address alone"},
		{[]any{elsewhere{1}}, "is codec.elsewhere: this type inside"},
		{struct{ A any }{1}, "this type inside"},
		{func() {}, "a function is not a value"},
		{&sync.Mutex{}, "locks"},
		{reflect.TypeFor[int](), "a handle into this process"},
	} {
		_, err := encode([]reflect.Value{rv(c.v)})
		var ue *UnstorableError
		if !errors.As(err, &ue) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%T: got %v, want %q", c.v, err, c.want)
		}
	}
	// Types of arrays whose elements are not there.
	same[any](t, [][2]string(nil))
	same[any](t, (*[60_000]any)(nil))
	same[any](t, map[[3]int][4][5]string{})
	if _, err := encode([]reflect.Value{rv[any]([][70_000]int32{})}); err == nil || !strings.Contains(err.Error(), "is [70000]int32: this type inside an interface has no registered name") {
		t.Errorf("got %v", err)
	}
	Register(reflect.TypeFor[[70_000]int32]())
	same[any](t, [][70_000]int32{})
	Register(reflect.TypeFor[registeredType]())
	Register(reflect.TypeFor[registeredType]())
	same[any](t, map[string][]*registeredType{"a": {{nil}, nil}})
	type static struct {
		S  square
		If shaper
	}
	same(t, static{square{1}, square{2}})
	same(t, static{square{1}, &square{2}})
}

func TestUnstorablePartsAreNamed(t *testing.T) {
	type bad struct{ C map[string][]chan int }
	type outer struct{ B *bad }
	for ty, want := range map[reflect.Type]string{
		reflect.TypeFor[outer]():                "outer.B*.C[][] is chan int: a channel is not a value; return a slice of what is sent instead",
		reflect.TypeFor[[]func()]():             "[] is func(): a function",
		reflect.TypeFor[struct{ F *os.File }](): ".F* is os.File: an open file",
		reflect.TypeFor[struct {
			A [0]func()
			P *node
		}](): "",
		reflect.TypeFor[all]():      "",
		reflect.TypeFor[withFunc](): "",
	} {
		err := Check(ty)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%v: got %v, want %q", ty, err, want)
		}
	}
	// A value that happens to hold nothing bad is refused as well: Decode could not know its type.
	if _, err := encode([]reflect.Value{rv(outer{})}); err == nil {
		t.Error("Encode takes what Check refuses")
	}
	l := &node3{}
	l.Next = &node3{Next: &node3{V: []any{1, elsewhere{}}}}
	_, err := encode([]reflect.Value{rv(1), rv(l)})
	if err == nil || !strings.HasPrefix(err.Error(), "*node3.Next*.Next*.V.([]interface {})[].(elsewhere) is codec.elsewhere") {
		t.Errorf("got %v", err)
	}
}

type node3 struct {
	V    any
	Next *node3
}

func TestPlain(t *testing.T) {
	for ty, want := range map[reflect.Type]bool{
		reflect.TypeFor[int](): true, reflect.TypeFor[string](): true, reflect.TypeFor[[3]point](): true, reflect.TypeFor[time.Time](): true,
		reflect.TypeFor[netip.Addr](): true, reflect.TypeFor[*int](): false, reflect.TypeFor[[]int](): false,
		reflect.TypeFor[map[int]int](): false, reflect.TypeFor[error](): false, reflect.TypeFor[hidden](): false, reflect.TypeFor[func()](): false,
	} {
		if Plain(ty) != want {
			t.Errorf("Plain(%v) is %v", ty, !want)
		}
	}
}
