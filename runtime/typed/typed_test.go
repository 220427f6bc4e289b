package typed_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"unsafe"

	"github.com/gocheckpoint/checkpoint/runtime/internal/frame"
	"github.com/gocheckpoint/checkpoint/runtime/typed"
)

// hidden is a type that generated code in another package could not name.
type hidden struct{ text string }

var errTest = errors.New("test")

func none() int { return 7 }

func eight(a int, b string, c float64, d []int, e hidden, f *int, g map[string]int, h error) (string, int, hidden, error) {
	return fmt.Sprint(a, b, c, d, e.text, f != nil, len(g)), a, e, h
}

func rest(a string, more ...int) (string, int) { return a, len(more) }

func only(more ...string) []string { return more }

func all(a, b, c, d, e, f, g int, more ...hidden) (int, int, int, hidden) {
	return a + b*10 + c*100, d + e*10 + f*100, g, more[len(more)-1]
}

func (h hidden) method(n int) string { return strings.Repeat(h.text, n) }

var _ = []bool{
	typed.Bind0x1(none), typed.Bind8x4(eight), typed.BindV2x2(rest), typed.BindV1x1(only), typed.BindV8x4(all),
	typed.Bind2x1(hidden.method),
}

// through calls fn by way of its binding, which hands every call to see.
func through[F any](t *testing.T, fn F, see func(*frame.Frame)) F {
	t.Helper()
	bind := frame.Bound[F]()
	if bind == nil {
		t.Fatal("not bound")
	}
	return bind(fn, frame.Rerun, &frame.Target{To: watched(func(way frame.Way, fr *frame.Frame) {
		if way != frame.Rerun {
			t.Errorf("called in the way %d", way)
		}
		ft := reflect.TypeFor[F]()
		if len(fr.Args) != ft.NumIn() || len(fr.Results) != ft.NumOut() {
			t.Errorf("%d arguments and %d results of a %v", len(fr.Args), len(fr.Results), ft)
		}
		for i, p := range fr.Results {
			if !reflect.NewAt(ft.Out(i), p).Elem().IsZero() {
				t.Errorf("result %d is not zero before the call", i)
			}
		}
		see(fr)
	})})
}

// watched is what a target does.
type watched func(frame.Way, *frame.Frame)

func (w watched) Invoke(way frame.Way, fr *frame.Frame) { w(way, fr) }

func run(fr *frame.Frame) { fr.Run() }

func TestBindingsCallTheFunction(t *testing.T) {
	n := 1
	wantText, wantInt, wantHidden, wantErr := eight(1, "b", 2.5, []int{3}, hidden{"e"}, &n, map[string]int{"g": 1}, errTest)
	f0, f8, fv2, fv1, fv8, fm := through(t, none, run), through(t, eight, run), through(t, rest, run), through(t, only, run), through(t, all, run), through(t, hidden.method, run)
	for range 3 { // frames are used again
		if got := f0(); got != 7 {
			t.Errorf("none: %d", got)
		}
		s, i, h, err := f8(1, "b", 2.5, []int{3}, hidden{"e"}, &n, map[string]int{"g": 1}, errTest)
		if s != wantText || i != wantInt || h != wantHidden || err != wantErr {
			t.Errorf("eight: %q, %d, %v, %v", s, i, h, err)
		}
		if a, k := fv2("x", 1, 2, 3); a != "x" || k != 3 {
			t.Errorf("rest: %q, %d", a, k)
		}
		if a, k := fv2("y"); a != "y" || k != 0 {
			t.Errorf("rest: %q, %d", a, k)
		}
		given := []string{"a", "b"}
		if got := fv1(given...); len(got) != 2 || &got[0] != &given[0] {
			t.Errorf("only gets another slice: %q", got)
		}
		if got := fv1(); got != nil {
			t.Errorf("only without arguments: %q", got)
		}
		if a, b, c, d := fv8(1, 2, 3, 4, 5, 6, 7, hidden{"x"}, hidden{"y"}); a != 321 || b != 654 || c != 7 || d.text != "y" {
			t.Errorf("all: %d, %d, %d, %v", a, b, c, d)
		}
		if got := fm(hidden{"ab"}, 2); got != "abab" {
			t.Errorf("method: %q", got)
		}
	}
}

func TestFramesPointToArgumentsAndResults(t *testing.T) {
	f := through(t, rest, func(fr *frame.Frame) {
		if a, more := *(*string)(fr.Args[0]), *(*[]int)(fr.Args[1]); a != "x" || len(more) != 2 || more[1] != 5 {
			t.Errorf("arguments %q, %v", a, more)
		}
		fr.Run()
		fr.Run() // as often as one likes
		if a, k := *(*string)(fr.Results[0]), *(*int)(fr.Results[1]); a != "x" || k != 2 {
			t.Errorf("results %q, %d", a, k)
		}
		*(*string)(fr.Results[0]) = "remembered"
	})
	if a, k := f("x", 4, 5); a != "remembered" || k != 2 {
		t.Errorf("%q, %d", a, k)
	}
}

func TestNothingOfACallStaysInItsFrame(t *testing.T) {
	var frames []*frame.Frame
	f := through(t, eight, func(fr *frame.Frame) { frames = append(frames, fr); fr.Run() })
	n := 1
	f(1, "b", 2.5, []int{3}, hidden{"e"}, &n, map[string]int{"g": 1}, errTest)
	for _, p := range append(frames[0].Args, frames[0].Results...) {
		if word := *(*unsafe.Pointer)(p); word != nil { // each begins with a pointer, or a number that was not 0
			t.Errorf("%v is left", word)
		}
	}
}

func TestConcurrentCallsHaveFramesOfTheirOwn(t *testing.T) {
	f := through(t, rest, run)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 200 {
				if a, k := f(fmt.Sprint(i), make([]int, i)...); a != fmt.Sprint(i) || k != i {
					t.Errorf("%d: %q, %d", i, a, k)
				}
			}
		})
	}
	wg.Wait()
}

func TestAPanicPassesThrough(t *testing.T) {
	f := through(t, all, run)
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
		if a, _, _, _ := f(1, 2, 3, 4, 5, 6, 7, hidden{}); a != 321 {
			t.Errorf("after a panic: %d", a)
		}
	}()
	f(1, 2, 3, 4, 5, 6, 7) // without a last one
}

type named func() int

func TestBindingsAreFoundByType(t *testing.T) {
	if frame.Bound[func(int) int]() != nil {
		t.Error("a type that nobody bound has a binding")
	}
	if frame.Bound[named]() != nil {
		t.Error("a type has the binding of another one")
	}
	eleven := func() int { return 11 }
	if got := through(t, eleven, run)(); got != 11 {
		t.Errorf("another function of a bound type gives %d", got)
	}
}
