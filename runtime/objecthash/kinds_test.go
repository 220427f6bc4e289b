package objecthash

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"math/big"
	"net/netip"
	"net/url"
	"reflect"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// dense has the structure of gonum's mat.Dense.
type dense struct {
	mat struct {
		Rows, Cols int
		Data       []float64
		Stride     int
	}
	capRows, capCols int
}

func newDense(rows, cols int, data ...float64) *dense {
	d := &dense{capRows: rows, capCols: cols}
	d.mat.Rows, d.mat.Cols, d.mat.Data, d.mat.Stride = rows, cols, data, cols
	return d
}

type (
	list[T any] struct {
		Head T
		Tail *list[T]
	}
	graph struct {
		Name  string
		Edges map[string]*graph
	}
	notFound struct{ Name string }
)

func (e notFound) Error() string { return e.Name + " not found" }

var errBase, errSame = errors.New("base"), errors.New("base")

// Every kind of value that users hand over: the values of a group are made by functions, so
// that each can be made twice.
var everyKind = map[string][]func() any{
	"addresses": {
		func() any { return netip.MustParseAddr("1.2.3.4") }, func() any { return netip.MustParseAddr("::ffff:1.2.3.4") }, func() any { return netip.MustParseAddr("fe80::1%a") },
		func() any { return netip.MustParseAddr("fe80::1%b") }, func() any { return netip.MustParseAddr("fe80::1") }, func() any { return netip.Addr{} },
		func() any { return netip.MustParseAddrPort("1.2.3.4:80") }, func() any { return netip.MustParseAddrPort("1.2.3.4:81") }, func() any { return netip.MustParseAddrPort("[fe80::1%a]:80") }, func() any { return netip.AddrPort{} },
		func() any { return netip.MustParsePrefix("1.2.3.0/24") }, func() any { return netip.MustParsePrefix("1.2.3.0/25") }, func() any { return netip.MustParsePrefix("1.2.3.1/24") }, func() any { return netip.Prefix{} },
		func() any { return map[netip.AddrPort]int{netip.MustParseAddrPort("1.2.3.4:80"): 1} },
	},
	"URLs": {
		parse("https://a/b?c=d#e"), parse("https://a/b?c=d"), parse("https://u@a/b"), parse("https://u:p@a/b"), parse("https://u:@a/b"),
		parse("a%2fb"), parse("a/b"), parse("http://a?"), parse("http://a"), parse(""),
		func() any { return url.URL{Host: "a"} }, func() any { return (*url.URL)(nil) }, func() any { return url.Values{"a": {"1", "2"}} }, func() any { return url.Values{"a": {"2", "1"}} },
	},
	"raw JSON": {
		func() any { return json.RawMessage(nil) }, func() any { return json.RawMessage{} }, func() any { return json.RawMessage("{}") }, func() any { return json.RawMessage("{ }") },
		func() any { return []byte("{}") }, func() any { return "{}" }, func() any { return json.Number("1") },
	},
	"errors": {
		func() any { return errors.New("a") }, func() any { return errors.New("b") },
		func() any { return fmt.Errorf("x: %w", errors.New("a")) }, func() any { return fmt.Errorf("x: %w", errors.New("b")) }, func() any { return fmt.Errorf("x: %v", errors.New("a")) },
		func() any { return fmt.Errorf("x: %w", fmt.Errorf("y: %w", notFound{"n"})) }, func() any { return fmt.Errorf("x: %w", notFound{"y: n"}) },
		func() any { return fmt.Errorf("%w, %w", errors.New("a"), errors.New("b")) }, func() any { return fmt.Errorf("%w, %w", errors.New("b"), errors.New("a")) },
		func() any { return errors.Join(errors.New("a"), errors.New("b")) }, func() any { return errors.Join(errors.New("b"), errors.New("a")) }, func() any { return errors.Join(errors.New("a\nb")) },
		func() any { return notFound{"a"} }, func() any { return &notFound{"a"} }, func() any { return syscall.ENOENT },
		func() any { return &fs.PathError{Op: "open", Path: "a", Err: syscall.ENOENT} }, func() any { return &fs.PathError{Op: "open", Path: "a", Err: fs.ErrNotExist} },
		func() any { return [2]error{errBase, errBase} }, func() any { return [2]error{errBase, errSame} },
	},
	"atomic values": {
		func() any { return atomics(func(x *atomic.Bool) { x.Store(true) }) }, func() any { return new(atomic.Bool) },
		func() any { return atomics(func(x *atomic.Int32) { x.Store(1) }) }, func() any { return atomics(func(x *atomic.Int64) { x.Store(1) }) },
		func() any { return atomics(func(x *atomic.Uint32) { x.Store(1) }) }, func() any { return atomics(func(x *atomic.Uint64) { x.Store(1) }) }, func() any { return atomics(func(x *atomic.Uintptr) { x.Store(1) }) },
		func() any { return atomics(func(x *atomic.Uint64) { x.Store(2) }) }, func() any { return atomics(func(x *atomic.Value) { x.Store("a") }) }, func() any { return atomics(func(x *atomic.Value) { x.Store(1) }) }, func() any { return new(atomic.Value) },
		func() any { return atomics(func(x *atomic.Pointer[point]) { x.Store(&point{1, 2}) }) }, func() any { return atomics(func(x *atomic.Pointer[pair]) { x.Store(&pair{1, 2}) }) }, func() any { return new(atomic.Pointer[point]) },
	},
	"big numbers": {
		func() any { return new(big.Int) }, func() any { return (*big.Int)(nil) }, func() any { return big.NewInt(1) }, func() any { return big.NewInt(-1) }, func() any { return new(big.Int).Lsh(big.NewInt(1), 64) }, func() any { return new(big.Int).Lsh(big.NewInt(1), 72) },
		func() any { return new(big.Rat) }, func() any { return big.NewRat(1, 1) }, func() any { return big.NewRat(1, 3) }, func() any { return big.NewRat(-1, 3) }, func() any { return big.NewRat(3, 1) },
		func() any { return new(big.Float) }, func() any { return big.NewFloat(0) }, func() any { return big.NewFloat(1) }, func() any { return big.NewFloat(1).SetPrec(100) }, func() any { return big.NewFloat(1).SetMode(big.ToZero) },
		func() any { return big.NewFloat(math.Inf(1)) }, func() any { return big.NewFloat(math.Inf(-1)) }, func() any { return big.NewFloat(math.Copysign(0, -1)) }, func() any { return new(big.Float).SetMantExp(big.NewFloat(1), 1000) },
	},
	"times": {
		at(time.UTC, 0), at(time.UTC, 1), at(time.FixedZone("A", 3600), 0), at(time.FixedZone("B", 3600), 0), at(time.FixedZone("A", 7200), 0), at(location("Europe/Berlin"), 0), at(location("Europe/Paris"), 0),
		func() any { return time.Time{} }, func() any { return time.Unix(0, 0).UTC() }, func() any { return time.Second }, func() any { return time.Monday }, func() any { return []time.Time{{}, {}} },
	},
	"generic and recursive types": {
		func() any { return list[int]{} }, func() any { return list[int8]{} }, func() any { return list[list[int]]{} }, func() any { return &list[int]{Tail: &list[int]{}} }, func() any { return list[any]{Head: list[any]{}} },
		func() any { return graph{} }, func() any { return graph{Edges: map[string]*graph{}} }, func() any { return graph{Edges: map[string]*graph{"a": nil}} }, func() any { return graph{Edges: map[string]*graph{"a": {}}} },
		func() any { g := &graph{Edges: map[string]*graph{}}; g.Edges["a"] = g; return g }, func() any { g := &graph{Edges: map[string]*graph{}}; g.Edges["a"] = &graph{Edges: g.Edges}; return g },
		func() any { return rose{} }, func() any { return rose{nil} }, func() any { return rose{{}} }, func() any { return rose(nil) },
	},
	"nil and empty": {
		func() any { return nil }, func() any { return []int(nil) }, func() any { return []int{} }, func() any { return [0]int{} }, func() any { return []any(nil) }, func() any { return []any{} }, func() any { return []any{nil} },
		func() any { return map[int]int(nil) }, func() any { return map[int]int{} }, func() any { return "" }, func() any { return (*int)(nil) }, func() any { return (*string)(nil) }, func() any { return new(int) }, func() any { return new(*int) },
		func() any { return struct{}{} }, func() any { return &struct{}{} }, func() any { return (*struct{})(nil) }, func() any { return (*any)(nil) }, func() any { return new(any) }, func() any { return [1]any{} }, func() any { return [1]any{(*int)(nil)} },
	},
	"numbers": {
		func() any { return 0.0 }, func() any { return math.Copysign(0, -1) }, func() any { return float32(0) }, func() any { return float32(math.Copysign(0, -1)) },
		func() any { return math.NaN() }, func() any { return math.Float64frombits(0x7ff0000000000001) }, func() any { return -math.NaN() }, func() any { return math.Inf(1) }, func() any { return math.Inf(-1) },
		func() any { return complex(0, 0) }, func() any { return complex(0, math.Copysign(0, -1)) }, func() any { return complex(math.NaN(), 0) }, func() any { return complex(0, math.NaN()) }, func() any { return complex64(0) },
		func() any { return []float64{0} }, func() any { return []float64{math.Copysign(0, -1)} }, func() any { return []float64{math.NaN()} }, func() any { return []complex64{0} }, func() any { return []complex128{0} },
		func() any { return 1 }, func() any { return int8(1) }, func() any { return int64(1) }, func() any { return uint(1) }, func() any { return uintptr(1) }, func() any { return '1' }, func() any { return true }, func() any { return byte(1) },
	},
	"arrays and slices": {
		func() any { return [2]int{1, 2} }, func() any { return []int{1, 2} }, func() any { return [2]int64{1, 2} }, func() any { return &[2]int{1, 2} }, func() any { return [][2]int{{1, 2}} }, func() any { return [1][]int{{1, 2}} }, func() any { return [2][1]int{{1}, {2}} }, func() any { return [1][2]int{{1, 2}} },
		func() any { return [][]int{{1}, {2}} }, func() any { return [][]int{{1, 2}} }, func() any { return [][]int{{}, {1, 2}} }, func() any { return [][]int{{1, 2}, {}} }, func() any { return [][]int{nil, {1, 2}} },
	},
	"strings of any bytes": {
		func() any { return "\xff\xfe" }, func() any { return "\ufffd\ufffd" }, func() any { return "\x00" }, func() any { return "a\x00b" }, func() any { return [2]string{"a", "\x00b"} }, func() any { return [2]string{"a\x00", "b"} },
		func() any { return []string{"a", "b"} }, func() any { return []string{"a\x11\x01b"} }, func() any { return "é" }, func() any { return "e\u0301" },
	},
	"matrices": {
		func() any { return newDense(2, 3, 1, 2, 3, 4, 5, 6) }, func() any { return newDense(3, 2, 1, 2, 3, 4, 5, 6) }, func() any { return newDense(2, 3, 1, 2, 3, 4, 5, 7) }, func() any { return newDense(0, 0) }, func() any { return newDense(0, 0, []float64{}...) }, func() any { return newDense(1, 1, math.NaN()) },
		func() any { return *newDense(1, 1, 1) }, func() any { return [][]float64{{1, 2, 3}, {4, 5, 6}} },
	},
}

func parse(s string) func() any {
	return func() any {
		u, err := url.Parse(s)
		if err != nil {
			panic(err)
		}
		return u
	}
}

func at(l *time.Location, ns int) func() any {
	return func() any { return time.Date(2024, 7, 6, 5, 4, 3, ns, l) }
}

func TestEveryKindOfValue(t *testing.T) {
	seen := map[Sum]string{}
	for name, group := range everyKind {
		for i, f := range group {
			v := f()
			s := mustHash(t, v)
			if s != mustHash(t, f()) {
				t.Errorf("%s %d: %T %+v made twice has two sums", name, i, v, v)
			}
			if other, ok := seen[s]; ok {
				t.Errorf("%s %d: %T %+v has the sum of %s", name, i, v, v, other)
			}
			seen[s] = fmt.Sprintf("%s %d: %T %+v", name, i, v, v)
			if v == nil {
				continue
			}
			if err := Check(reflect.TypeOf(v)); err != nil {
				t.Errorf("%s %d: %v", name, i, err)
			}
		}
	}
}

// Numbers in slices and arrays are handed over as a block of memory, at any depth.
func TestH2MatricesAreHashedInBulk(t *testing.T) {
	type (
		grid  struct{ rows [][]float64 }
		cube  [4][4][4]float64
		plain []float64
	)
	write := writers[reflect.Float64]
	defer func() { writers[reflect.Float64] = write }()
	calls := 0
	writers[reflect.Float64] = func(h *Hasher, p unsafe.Pointer) { calls++; write(h, p) }
	values := []any{newDense(100, 100, make([]float64, 10_000)...), grid{[][]float64{make([]float64, 100)}}, cube{}, plain{1, 2}, map[string]*cube{"a": {}}}
	for _, v := range values {
		mustHash(t, v)
	}
	if calls > 0 && littleEndian {
		t.Errorf("%d numbers are written one by one", calls)
	}
	portable, calls = true, 0 // where memory has another form, they are
	defer func() { portable = false }()
	for _, v := range values {
		mustHash(t, v)
	}
	if want := 10_000 + 100 + 64 + 2 + 64; calls != want {
		t.Errorf("%d numbers of %d took the path of blocks", calls, want)
	}
}
