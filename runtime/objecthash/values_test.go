package objecthash

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"math/big"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unique"

	"github.com/gocheckpoint/checkpoint/runtime/objecthash/internal/foreign"
)

type (
	myInt  int
	myInts []int
	point  struct{ X, Y int }
	pair   struct{ X, Y int }
	tagged struct {
		X int `json:"x"`
		Y int
	}
	hidden struct{ a, b string }
	node   struct {
		V    int
		Next *node
	}
	box  struct{ V any }
	tree struct {
		V           int
		Left, Right *tree
	}
	generic[T any] struct{ V T }
	rose           []rose
)

func mustHash(t testing.TB, v any) Sum {
	t.Helper()
	s, err := Hash(v)
	if err != nil {
		t.Fatalf("Hash(%T): %v", v, err)
	}
	return s
}

func ptr[T any](v T) *T { return &v }

func location(name string) *time.Location {
	l, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return l
}

// Point has the name and structure of foreign.Point.
type Point struct{ X, Y int }

func cycle(n int) *node {
	first := &node{V: 1}
	last := first
	for range n - 1 {
		last.Next = &node{V: 1}
		last = last.Next
	}
	last.Next = first
	return first
}

func selfSlice() []any {
	s := make([]any, 1)
	s[0] = s
	return s
}

func selfMap() map[string]any {
	m := map[string]any{}
	m["m"] = m
	return m
}

func atomics[T any](set func(*T)) *T {
	var x T
	set(&x)
	return &x
}

// distinct is a table of values that are pairwise different.
func distinct() []any {
	at := time.Date(2024, 5, 6, 7, 8, 9, 10, time.UTC)
	shared, other := &node{V: 3}, &node{V: 3}
	type local struct{ X, Y int }
	return []any{
		nil, false, true, 0, 1, -1, int8(1), int16(1), int32(1), int64(1), uint(1), uint8(1), uint16(1), uint32(1),
		uint64(1), uintptr(1), float32(1), float64(1), 0.0, math.Copysign(0, -1), math.NaN(),
		math.Float64frombits(0x7ff8000000000002), math.Inf(1), complex64(1), complex128(1), complex(0, 1),
		"", "a", "b", "ab", "\x00", "\x00\x00", "\xff", strings.Repeat("x", 5000), strings.Repeat("x", 5001),
		myInt(1), myInts{1}, []int{1}, [1]int{1}, []int{}, []int(nil), myInts(nil), []int64{1}, []int{0}, [0]int{}, [2]int{},
		[]byte{}, []byte(nil), []byte{0}, []byte("a"), json.RawMessage("a"), []string{"a", "b"}, []string{"ab"}, []string{"", "ab"}, []string{}, []string(nil),
		[][]int{{1}, {}}, [][]int{{1}, nil}, [][]int{{}, {1}}, [][2]int{{1, 2}}, [][1]int{{1}, {2}}, []float64{0}, []float64{math.Copysign(0, -1)}, []float32{0},
		[]bool{true}, []bool{false}, []uint8{1},
		map[string]int{}, map[string]int(nil), map[string]int{"a": 1}, map[string]int{"a": 2}, map[string]int{"b": 1}, map[string]int{"a": 1, "b": 2}, map[string]int{"a": 2, "b": 1},
		map[any]int{1: 1}, map[any]int{int64(1): 1}, map[any]int{"1": 1}, map[float64]int{math.NaN(): 1}, map[[2]int]bool{{1, 2}: true},
		point{1, 2}, pair{1, 2}, tagged{1, 2}, point{2, 1}, local{1, 2}, struct{ X, Y int }{1, 2}, struct {
			X int `a:"b"`
			Y int
		}{1, 2}, hidden{"a", "b"}, hidden{"ab", ""}, hidden{"", "ab"}, struct{}{}, []struct{}{}, make([]struct{}, 1), make([]struct{}, 1<<30), [2]struct{}{},
		(*int)(nil), ptr(0), ptr(ptr(0)), (**int)(nil), ptr((*int)(nil)), &point{1, 2}, &point{}, (*point)(nil), ptr(struct{}{}), ptr([]int(nil)),
		box{}, box{1}, box{"1"}, box{int8(1)}, box{box{1}}, box{&box{1}}, box{ptr(1)}, box{[]int(nil)}, box{(*int)(nil)}, box{map[string]int(nil)},
		generic[int]{1}, generic[int8]{1}, generic[any]{1}, generic[point]{}, generic[pair]{}, generic[generic[int]]{}, generic[struct{ a int }]{},
		[]any{}, []any(nil), []any{nil}, []any{nil, nil}, []any{1, "a"}, []any{[]any{}}, []any{[]any{}, []any{}}, []any{[]any{[]any{}}}, selfSlice(), []any{selfSlice()},
		selfMap(), map[string]any{"m": selfMap()}, rose{}, rose{{}, {}}, rose{{{}}}, rose{nil},
		cycle(1), cycle(2), cycle(3), &node{V: 1}, &node{V: 1, Next: &node{V: 1}},
		[2]*node{shared, shared}, [2]*node{{V: 3}, {V: 3}}, [2]*node{shared, nil},
		at, at.Add(1), at.In(time.FixedZone("X", 3600)), at.In(time.FixedZone("Y", 3600)), at.In(time.FixedZone("X", 7200)), at.In(time.FixedZone("UTC", 0)).Add(2), time.Time{}, time.Second,
		time.UTC, time.FixedZone("UTC", 5), time.FixedZone("UTC", 6),
		big.NewInt(0), big.NewInt(1), big.NewInt(-1), *big.NewInt(1), big.NewRat(1, 2), big.NewRat(2, 1), big.NewFloat(1), big.NewFloat(1).SetPrec(80), big.NewFloat(math.Copysign(0, -1)), big.NewFloat(0),
		netip.MustParseAddr("1.2.3.4"), netip.MustParseAddr("::1.2.3.4"), netip.MustParseAddr("::ffff:1.2.3.4"), netip.MustParseAddr("fe80::1%eth0"), netip.Addr{}, map[netip.Addr]int{netip.MustParseAddr("1.2.3.4"): 1},
		url.URL{Path: "a"}, url.URL{RawPath: "a"}, &url.URL{User: url.User("a")},
		reflect.TypeOf(1), reflect.TypeOf(""), reflect.TypeOf(point{}), reflect.TypeOf(local{}), reflect.TypeFor[func(int)](), reflect.TypeFor[func(...int)](), reflect.TypeFor[func([]int)](), reflect.TypeFor[chan int](), reflect.TypeFor[<-chan int](), reflect.TypeFor[error](), reflect.TypeFor[any](), reflect.TypeFor[interface{ m() }](),
		atomics(func(x *atomic.Int64) { x.Store(1) }), atomics(func(x *atomic.Int64) { x.Store(2) }), atomics(func(x *atomic.Int32) { x.Store(1) }), atomics(func(x *atomic.Bool) { x.Store(true) }),
		atomics(func(x *atomic.Value) { x.Store(1) }), atomics(func(x *atomic.Value) {}), atomics(func(x *atomic.Pointer[int]) { x.Store(ptr(4)) }), atomics(func(x *atomic.Pointer[int]) { x.Store(ptr(5)) }), atomics(func(x *atomic.Pointer[int]) {}),
		at.In(location("Europe/Berlin")), at.In(location("Europe/Paris")),
		hidden{"a\x11", "b"}, hidden{"a", "\x11b"}, // with a tag where a boundary could be
		[2][]byte{[]byte("a\x13\x08"), []byte("b")}, [2][]byte{[]byte("a"), []byte("\x13\x08b")},
		[3]*node{shared, other, shared}, [3]*node{shared, other, other},
		Point{1, 2}, foreign.Point{X: 1, Y: 2}, []any{Point{}, point{}, Point{}}, []any{Point{}, point{}, point{}},
		unique.Make("a"), unique.Make("b"), hooked{1}, hooked{3}, &hooked{1},
	}
}

// Two processes may call other rules Local: in January, New York and Jamaica agree.
func TestTimesInLocationsOfOtherRulesDiffer(t *testing.T) {
	file := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(runtime.GOROOT(), "lib", "time", "zoneinfo.zip"))
		if err != nil {
			t.Fatal(err)
		}
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		data, err = fs.ReadFile(z, name)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	var sums []Sum
	for _, name := range []string{"America/New_York", "America/Jamaica", "America/New_York"} {
		l, err := time.LoadLocationFromTZData("Local", file(name))
		if err != nil {
			t.Fatal(err)
		}
		s, err := Hash(time.Date(2024, 1, 2, 3, 4, 5, 6, l))
		if err != nil {
			t.Fatal(err)
		}
		sums = append(sums, s)
	}
	if sums[0] == sums[1] {
		t.Error("a time in New York and one in Jamaica hash alike")
	}
	if sums[0] != sums[2] {
		t.Error("times in one location, loaded twice, differ")
	}
}

// Code compares sentinels by their addresses: equal texts don't make them equal (H10).
func TestSentinelsDifferFromErrorsOfTheirTexts(t *testing.T) {
	for name, err := range map[string]error{"io.EOF": io.EOF, "fs.ErrNotExist": os.ErrNotExist, "strconv.ErrRange": strconv.ErrRange} {
		for what, wrap := range map[string]func(error) any{
			"alone":   func(err error) any { return err },
			"wrapped": func(err error) any { return fmt.Errorf("read: %w", err) },
			"field":   func(err error) any { return &os.PathError{Err: err} },
			"slice":   func(err error) any { return []error{err, nil} },
		} {
			if mustHash(t, wrap(err)) == mustHash(t, wrap(errors.New(err.Error()))) {
				t.Errorf("%s, %s: looks like another error of its text", name, what)
			}
			if mustHash(t, wrap(err)) != mustHash(t, wrap(err)) {
				t.Errorf("%s, %s: differs from itself", name, what)
			}
		}
	}
	if mustHash(t, errors.New("x")) != mustHash(t, errors.New("x")) {
		t.Error("errors of one text differ: no call with one would be found again")
	}
}
