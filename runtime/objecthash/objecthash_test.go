package objecthash

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"net/netip"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/objecthash/internal/foreign"
)

func TestDistinctValuesHaveDistinctSums(t *testing.T) {
	seen := map[Sum]int{}
	vs := distinct()
	for i, v := range vs {
		s := mustHash(t, v)
		if j, ok := seen[s]; ok {
			t.Errorf("%d %T %+v and %d %T have the same sum", i, v, v, j, vs[j])
		}
		seen[s] = i
	}
}

func TestEqualValuesHaveEqualSums(t *testing.T) {
	a, b := distinct(), distinct()
	for i := range a {
		if mustHash(t, a[i]) != mustHash(t, b[i]) {
			t.Errorf("%d: two sums of %T %+v", i, a[i], a[i])
		}
	}
	now := time.Now()
	f := new(big.Int).Lsh(big.NewInt(1), 500)
	f.Rsh(f, 499) // leaves capacity behind
	long := make([]int, 1, 100)
	long[0] = 1
	for name, p := range map[string][2]any{
		"monotonic reading": {now, now.Round(0)},
		"capacity":          {long, []int{1}},
		"big.Int capacity":  {f, big.NewInt(2)},
		"blank fields":      {struct{ _, A int }{A: 1}, struct{ _, A int }{A: 1}},
		"skipped fields": {struct {
			A int `checkpoint:"-"`
		}{1}, struct {
			A int `checkpoint:"-"`
		}{2}},
		"zero-sized pointees": {[2]*struct{}{{}, {}}, [2]*struct{}{ptr(struct{}{}), {}}},
		"hook":                {hooked{1}, hooked{2}},
	} {
		if mustHash(t, p[0]) != mustHash(t, p[1]) {
			t.Errorf("%s enters the sum", name)
		}
	}
}

// hooked says that only half of V counts.
type hooked struct{ V int }

func (h *hooked) HashCheckpoint() (any, error) { return (h.V + 1) / 2, nil }

type promotes struct {
	hooked
	Name string
}

type overrides struct {
	promotes
	Name string
}

func (overrides) HashCheckpoint() (any, error) { return 1, nil }

func TestPromotedHashCheckpointHidesNoField(t *testing.T) {
	if mustHash(t, promotes{Name: "a"}) == mustHash(t, promotes{Name: "b"}) {
		t.Error("a promoted HashCheckpoint method hides Name")
	}
	if mustHash(t, promotes{hooked{1}, "a"}) != mustHash(t, promotes{hooked{2}, "a"}) {
		t.Error("the embedded field is not hashed by its method")
	}
	if mustHash(t, overrides{Name: "a"}) != mustHash(t, overrides{Name: "b"}) {
		t.Error("a method of the type's own is not used")
	}
}

type (
	failing  struct{ _ int }
	panics   struct{ _ int }
	copies   struct{ V int }
	hookFunc func()
)

var errFailing = errors.New("no")

func (failing) HashCheckpoint() (any, error)   { return nil, errFailing }
func (panics) HashCheckpoint() (any, error)    { panic("oops") }
func (c *copies) HashCheckpoint() (any, error) { d := *c; return &d, nil }
func (hookFunc) HashCheckpoint() (any, error)  { return "f", nil }

func TestHashCheckpointErrors(t *testing.T) {
	_, err := Hash([]failing{{}})
	if !errors.Is(err, errFailing) || !strings.HasPrefix(err.Error(), "[]objecthash.failing[] is") {
		t.Errorf("got %v", err)
	}
	if _, err = Hash(panics{}); err == nil || !strings.Contains(err.Error(), "oops") {
		t.Errorf("got %v", err)
	}
	if _, err = Hash(copies{}); err == nil || !strings.Contains(err.Error(), "type itself") {
		t.Errorf("got %v", err)
	}
	mustHash(t, hookFunc(func() {})) // the method comes before the kind
}

func TestMapOrderNeverMatters(t *testing.T) {
	type val struct{ P, Q *int }
	shared := ptr(7)
	build := func(rev bool) map[any]val {
		m := map[any]val{}
		for i := range 100 {
			if rev {
				i = 99 - i
			}
			var k any = i
			switch i % 4 {
			case 1:
				k = fmt.Sprint(i)
			case 2:
				k = point{i, i}
			case 3:
				k = pair{i, i}
			}
			m[k] = val{ptr(i % 3), shared}
		}
		return m
	}
	want := mustHash(t, build(false))
	for range 50 {
		if mustHash(t, build(true)) != want {
			t.Fatal("the order of a map enters its sum")
		}
	}
}

type job struct {
	Name string
	Next *job
	Subs []job
	Any  any
	M    map[key]any
	done chan struct{} `checkpoint:"-"`
}

type key struct{ K any }

type badField struct {
	A int
	B []struct{ Done chan struct{} }
}

func TestErrorsNameThePath(t *testing.T) {
	long := &job{}
	for range 100 {
		long = &job{Next: long}
	}
	last := long
	for last.Next != nil {
		last = last.Next
	}
	last.Any = func() {}
	for _, c := range []struct {
		v    any
		want string
	}{
		{badField{B: make([]struct{ Done chan struct{} }, 1)}, "badField.B[].Done is chan struct {}: channels cannot be hashed"},
		{job{Any: func() {}}, "job.Any.(func()) is func(): functions cannot be hashed"},
		{&job{Next: &job{Subs: []job{{Any: make(chan int)}}}}, "*job.Next*.Subs[].Any.(chan int) is chan int: channels cannot be hashed"},
		{[]job{{M: map[key]any{{1}: func() {}}}}, "[]job.M[].(func()) is func(): functions cannot be hashed"},
		{job{M: map[key]any{{ptr(1)}: 1}}, "job.M[key].K.(*int) is int: map keys that hold references"},
		{job{Any: &sync.Mutex{}}, "job.Any.(*sync.Mutex)* is sync.Mutex: locks"},
		{long, "…"},
		{map[float64]int{math.NaN(): 1, math.NaN(): 2}, "map[float64]int is float64: two keys"},
		{[2]any{1, job{Any: [0]func(){}, Next: &job{Any: struct{ f func() }{}}}}, ".(job).Next*.Any.(struct { f func() }).f is func()"},
	} {
		h := New(Options{})
		err := h.Value(reflect.ValueOf(c.v))
		var ue *UnhashableError
		if !errors.As(err, &ue) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got  %v\nwant %v", err, c.want)
		}
	}
}

func TestCheckTellsWhatStaticTypesTell(t *testing.T) {
	for _, c := range []struct {
		t    reflect.Type
		want string
	}{
		{reflect.TypeFor[badField](), "badField.B[].Done is chan struct {}: channels cannot be hashed"},
		{reflect.TypeFor[*badField](), "*badField.B[].Done is"},
		{reflect.TypeFor[map[string][]badField](), "[][]badField.B[].Done is"},
		{reflect.TypeFor[map[*int]int](), "[key] is *int: map keys"},
		{reflect.TypeFor[func()](), "func() is func(): functions"},
		{reflect.TypeFor[struct{ M sync.Mutex }](), "struct { M sync.Mutex }.M is sync.Mutex: locks"},
		{reflect.TypeFor[atomic.Pointer[badField]](), ".Load()*.B[].Done is"},
		{reflect.TypeFor[job](), ""},
		{reflect.TypeFor[[0]func()](), ""},
		{reflect.TypeFor[hookFunc](), ""},
		{reflect.TypeFor[map[netip.Addr]time.Time](), ""},
		{reflect.TypeFor[tree](), ""},
		{reflect.TypeFor[any](), ""},
	} {
		err := Check(c.t)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%v: got %v, want %q", c.t, err, c.want)
		}
	}
}

func TestLongListsAndDeepTreesEnd(t *testing.T) {
	var l *node
	for i := range 1_000_000 {
		l = &node{i, l}
	}
	mustHash(t, l)
	var nested any
	for range 100_000 {
		nested = []any{nested}
	}
	mustHash(t, nested)
	nested = nil
	for range 100_000 {
		nested = map[string]any{"a": nested}
	}
	mustHash(t, nested)
	nested = nil
	for range 100_000 {
		nested = box{nested}
	}
	if _, err := Hash(nested); err == nil || !strings.Contains(err.Error(), "10000 deep") {
		t.Errorf("got %v", err)
	}
}

func TestSharedPartsAreWalkedOnce(t *testing.T) {
	d := &tree{}
	for range 200 { // 2^200 paths
		d = &tree{Left: d, Right: d}
	}
	mustHash(t, d)
	var m any
	for range 200 {
		m = []any{map[string]any{"a": m, "b": m}}
	}
	mustHash(t, m)
}

func TestSharingIsSeenAcrossValues(t *testing.T) {
	two := func(a, b *int) Sum {
		h := New(Options{})
		for _, p := range []*int{a, b} {
			if err := h.Value(reflect.ValueOf(p)); err != nil {
				t.Fatal(err)
			}
		}
		return h.Sum()
	}
	p, q := ptr(1), ptr(1)
	if two(p, p) == two(p, q) {
		t.Error("f(p, p) and f(p, q) have the same key")
	}
	if two(p, q) != two(q, p) {
		t.Error("addresses enter the sum")
	}
}

type withMethod struct{ N int }

func (withMethod) Read([]byte) (int, error) { return 0, nil }

type unexportedMethod struct{ N int }

func (unexportedMethod) m() {}

func TestDynamicTypeIsAskedAtEveryInterface(t *testing.T) {
	asked := map[reflect.Type]int{}
	version := byte(1)
	h := New(Options{DynamicType: func(t reflect.Type) ([]byte, error) { asked[t]++; return []byte{version}, nil }})
	v := struct {
		R  *foreign.Reader
		T  reflect.Type
		M  map[any]any
		No any
	}{
		foreign.NewReader(withMethod{1}, []any{&withMethod{2}, struct{ E unexportedMethod }{}, 1, "s", []int{1}}),
		reflect.TypeFor[pair](), map[any]any{myInt(1): point{}}, map[string][]float64{},
	}
	hash := func() Sum {
		h.Reset()
		if err := h.Value(reflect.ValueOf(v)); err != nil {
			t.Fatal(err)
		}
		return h.Sum()
	}
	a := hash()
	for _, want := range []reflect.Type{
		reflect.TypeFor[withMethod](), reflect.TypeFor[*withMethod](), reflect.TypeFor[struct{ E unexportedMethod }](),
		reflect.TypeFor[pair](), reflect.TypeFor[myInt](), reflect.TypeFor[point](),
	} {
		if asked[want] != 1 {
			t.Errorf("asked %d times about %v", asked[want], want)
		}
		delete(asked, want)
	}
	if len(asked) > 0 {
		t.Errorf("asked about %v as well", asked)
	}
	version = 2
	if hash() == a {
		t.Error("the answer does not enter the sum")
	}
}

func TestDynamicTypeErrorsMakeUnhashable(t *testing.T) {
	no := errors.New("unknown type")
	h := New(Options{DynamicType: func(t reflect.Type) ([]byte, error) { return nil, no }})
	err := h.Value(reflect.ValueOf(box{point{}}))
	if !errors.Is(err, no) || err.Error() != "box.V.(point) is objecthash.point: unknown type" {
		t.Errorf("got %v", err)
	}
}

func TestTypesOfOneNameAreNotConfused(t *testing.T) {
	var a, b any
	{
		type T struct{ X int }
		a = T{1}
	}
	{
		type T struct{ X int }
		b = T{1}
	}
	_, err1 := Hash(a)
	_, err2 := Hash(b)
	if err1 != nil || err2 == nil || !strings.Contains(err2.Error(), "same name and structure") {
		t.Errorf("got %v, %v", err1, err2)
	}
}

func TestFramesAreNotValues(t *testing.T) {
	sum := func(f func(h *Hasher)) Sum { h := New(Options{}); f(h); return h.Sum() }
	seen := map[Sum]bool{}
	for _, f := range []func(h *Hasher){
		func(h *Hasher) {},
		func(h *Hasher) { h.Frame(nil) },
		func(h *Hasher) { h.Frame([]byte("ab")) },
		func(h *Hasher) { h.Frame([]byte("a")); h.Frame([]byte("b")) },
		func(h *Hasher) { h.Value(reflect.ValueOf("ab")) },
		func(h *Hasher) { h.Value(reflect.ValueOf([]byte("ab"))) },
	} {
		s := sum(f)
		if seen[s] {
			t.Error("two streams have one sum")
		}
		seen[s] = true
	}
}

func TestPortablePathGivesTheSameStream(t *testing.T) {
	vs := append(distinct(), []any{make([]float64, large/8), make([]int, large/8-1), [large / 4]float32{1}, 1, make([][]uint16, 3)})
	var want []Sum
	for _, v := range vs {
		want = append(want, mustHash(t, v))
	}
	portable = true
	defer func() { portable = false }()
	for i, v := range vs {
		if mustHash(t, v) != want[i] {
			t.Errorf("%T differs", v)
		}
	}
}

func TestHowAValueIsReachedDoesNotMatter(t *testing.T) {
	for _, v := range distinct() {
		if v == nil {
			continue
		}
		rv := reflect.ValueOf(v)
		addressable := reflect.New(rv.Type()).Elem()
		addressable.Set(rv)
		a, b := New(Options{}), New(Options{})
		if err := errors.Join(a.Value(rv), b.Value(addressable)); err != nil {
			t.Fatal(err)
		}
		if a.Sum() != b.Sum() {
			t.Errorf("%T differs", v)
		}
	}
}

func TestResetLeavesNothing(t *testing.T) {
	h := New(Options{})
	for _, v := range distinct() {
		rv := reflect.ValueOf(&v).Elem()
		h.Reset()
		if err := h.Value(rv); err != nil {
			t.Fatal(err)
		}
		if h.Sum() != mustHash(t, v) {
			t.Errorf("%T differs in a used Hasher", v)
		}
		h.Value(reflect.ValueOf([]any{1, func() {}})) // an error must not survive Reset
	}
}

func TestHashersWorkConcurrently(t *testing.T) {
	var wg sync.WaitGroup
	want := mustHash(t, cycle(3))
	for range 8 {
		wg.Go(func() {
			for range 200 {
				if s, err := Hash(cycle(3)); err != nil || s != want {
					t.Error("differs", err)
					return
				}
			}
		})
	}
	wg.Wait()
}
