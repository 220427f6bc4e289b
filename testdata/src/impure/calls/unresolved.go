package calls

import (
	"context"
	"fmt"
	"io"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	"github.com/gocheckpoint/checkpoint/testdata/src/impure/lib"
)

// Calls of which nothing in sight tells what they run.

// Svc is implemented by no type of the module.
type Svc interface{ Do(int) int }

// Variables that other packages may set.

var (
	Hook   func(int) int
	Impl   Svc
	Config struct{ Filter func(string, string) bool }
)

func hook(n int) int {
	return Hook(n) // want `^cannot determine whether hook is pure: it calls a function of variable Hook, which other packages may set$`
}

func hookOnce(n int) int {
	return Hook(n) + // want `^cannot determine whether hookOnce is pure: it calls a function of variable Hook`
		Impl.Do(n)
}

// Others of the type exist, but none is assigned to the variable.
func hookBeside(n int) int {
	f := twice
	for range 3 {
		f = thrice
	}
	return f(Hook(n)) // want `^cannot determine whether hookBeside is pure: it calls a function of variable Hook`
}

func twice(n int) int { return 2 * n }

func thrice(n int) int { return 3 * n }

func impl(n int) int {
	return Impl.Do(n) // want `^cannot determine whether impl is pure: it calls Svc.Do of variable Impl, which other packages may set$`
}

func implDeep(n int) int {
	return impl(n) // want `^cannot determine whether implDeep is pure: it calls Svc.Do at unresolved.go:\d+, by way of impl, of variable Impl, which other packages may set$`
}

func implStored(n int) int {
	w := wrap{Impl}
	return w.s.Do(n) // want `^cannot determine whether implStored is pure: it calls Svc.Do of variable Impl, which other packages may set$`
}

func implElsewhere(n int) int {
	return lib.Notify(n) // want `^cannot determine whether implElsewhere is pure: it calls a function at lib.go:\d+, by way of lib.Notify, of variable lib.OnNotify, which other packages may set$`
}

func filtered(s string) bool {
	return Config.Filter(s, s) // want `^cannot determine whether filtered is pure: it calls a function of variable Config, which other packages may set$`
}

// With a value of the module's own they are fine, until somebody in sight
// assigns another, which is the capture check's.

var Default func(int) int = twice

var Late Svc

func init() { Late = doubler{} }

type doubler struct{}

func (doubler) Do(n int) int { return 2 * n }

var Assigned func(int) int

func SetAssigned(f func(int) int) { Assigned = f }

//checkpoint:nohash
var Silent func(int) int

// Nobody sets it: it is nil, outside of tests.
var testHook func(int) int

func implOutOfSight(n int) int {
	var m sync.Map
	m.Store("x", Impl)
	x, _ := m.Load("x")
	return x.(Svc).Do(n) // want `^cannot determine whether implOutOfSight is pure: it calls Svc.Do of variable Impl, which other packages may set$`
}

func inSight(n int) int {
	if testHook != nil {
		n = testHook(n)
	}
	return Default(n) + Late.Do(n) + Assigned(n) + Silent(n)
}

// Values of any type.

var (
	value   atomic.Value
	entries sync.Map
)

func loaded(n int) int {
	return value.Load().(func(int, int) int)(n, n) // want `^cannot determine whether loaded is pure: it calls value.Load\(\).\(func\(int, int\) int\), and nothing in sight makes what is called$`
}

type Other interface{ Other(int) int }

func fromMap(n int) int {
	f, _ := entries.Load("x")
	return f.(Other).Other(n) // want `^cannot determine whether fromMap is pure: it calls Other.Other, and nothing in sight makes what is called$`
}

func switched(n int) int {
	f, _ := entries.Load("x")
	switch f := f.(type) {
	case Other:
		return f.Other(n) // want `^cannot determine whether switched is pure: it calls Other.Other, and nothing in sight makes what is called$`
	case int:
		return f
	}
	return 0
}

type stored struct{ n int }

func (s stored) Stored(n int) int { return s.n + n }

func stores(n int) int {
	var m sync.Map
	m.Store("x", stored{n})
	x, _ := m.Load("x")
	return x.(interface{ Stored(int) int }).Stored(n)
}

func reflected(n int) any {
	return reflect.ValueOf(value.Load()).Call(nil)[0].Interface() // want `^cannot determine whether reflected is pure: it calls reflect.Value.Call, which runs what is known at run time only$`
}

// Given.

type wrap struct{ s Svc }

func (w wrap) run() int { return w.s.Do(1) }

type list struct{ items []wrap }

func stored1(s Svc) int {
	w := wrap{s}
	return w.s.Do(1) // want `^cannot determine whether stored1 is pure: it calls Svc.Do of its argument s, which callers decide$`
}

func stored2(s Svc) int {
	return wrap{s}.run() // want `^cannot determine whether stored2 is pure: it calls Svc.Do at unresolved.go:\d+, by way of wrap.run, of its argument s, which callers decide$`
}

func returned(s Svc) int {
	return same(s).Do(1) // want `^cannot determine whether returned is pure: it calls Svc.Do of its argument s, which callers decide$`
}

func same(s Svc) Svc { return s }

// A type of the module's own implements it as well.
func returnedBeside(s Svc) int {
	return same(s).Do(1) + same(doubler{}).Do(1) // want `^cannot determine whether returnedBeside is pure: it calls Svc.Do of its argument s, which callers decide$`
}

func either(a, b wrap) int {
	var m sync.Map
	m.Store("a", a.s)
	m.Store("b", b.s)
	x, _ := m.Load("a")
	return x.(Svc).Do(1) // want `^cannot determine whether either is pure: it calls Svc.Do of its argument a or b, which callers decide$`
}

func deep(l *list) int {
	m := map[string]any{"x": l.items[0].s}
	return m["x"].(Svc).Do(1) // want `^cannot determine whether deep is pure: it calls Svc.Do of its argument l, which callers decide$`
}

func constrainedBy[T Svc](t T) int {
	return t.Do(1) // want `^cannot determine whether constrainedBy\[Svc\] is pure: it calls T.Do of its argument t, which callers decide$`
}

func constrainedDeep[T Svc](t T) int {
	return holding[T]{t}.run() // want `^cannot determine whether constrainedDeep\[Svc\] is pure: it calls T.Do at unresolved.go:\d+, by way of holding\[T\].run, of its argument t, which callers decide$`
}

type holding[T Svc] struct{ t T }

func (h holding[T]) run() int { return h.t.Do(1) }

func constrainedByConcrete[T Svc](t T) int { return t.Do(1) }

func constrainedWithin(s Svc) int {
	return constrainedByConcrete(s) // want `^cannot determine whether constrainedWithin is pure: it calls T.Do at unresolved.go:\d+, by way of constrainedByConcrete, of its argument s, which callers decide$`
}

func sortedBy(list []int, less func(a, b int) int) []int {
	list = slices.Clone(list)
	slices.SortFunc(list, less) // want `^cannot determine whether sortedBy is pure: it calls less of its argument less, which callers decide$`
	return list
}

// A closed interface leads to all that implements it, however it gets there.
type figure interface{ size() int64 }

type line int64

func (l line) size() int64 { return int64(l) }

type growing int64

func (g growing) size() int64 { return time.Now().Unix() }

var figures = []figure{line(1), growing(2)}

type frame struct{ f figure }

func framed(f figure) int64 {
	x := frame{f}
	return x.f.size() // want `^framed reads the clock: time.Now at unresolved.go:\d+, by way of growing.size$`
}

func framedOutOfSight(f figure) int64 {
	var m sync.Map
	m.Store("x", f)
	x, _ := m.Load("x")
	return x.(figure).size() // want `^framedOutOfSight reads the clock: time.Now at unresolved.go:\d+, by way of growing.size$`
}

// What is fine.

type options struct {
	filter func(string) bool
	log    Printer
}

// Printer is a logger that NoHash names.
type Printer interface{ Printed(string) int }

func optional(s []string, o options) (out []string) {
	for _, x := range s {
		if o.filter == nil || o.filter(x) {
			out = append(out, x)
		}
	}
	return out
}

// The filter is nil.
func defaults(s []string) []string { return optional(s, options{}) }

func callback(n int, f func(int) int) int {
	if f == nil {
		return n
	}
	return f(n)
}

func passesNil(n int) int { return callback(n, nil) }

func passesOwn(n int) int {
	return callback(n, twice) + callback(n, func(m int) int { return m + n })
}

func cancels(ctx context.Context, n int) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return n, ctx.Err()
}

func noHash(n int, p Printer) int {
	o := options{log: p}
	return o.log.Printed("x") + n
}

type Encoder interface{ Encode() string }

func encode(v any) string {
	if e, ok := v.(Encoder); ok {
		return e.Encode()
	}
	return fmt.Sprint(v)
}

// An int has no method.
func encodesInt(n int) string { return encode(n) }

type file interface{ Name() string }

func outside(n int) string {
	var f file = os.Stderr
	return f.Name() + strings.Repeat("x", n)
}

func readsString(s string) ([]byte, error) {
	var r io.Reader = strings.NewReader(s)
	return io.ReadAll(io.LimitReader(r, 10))
}

func recursive(n int) int {
	var f func(int) int
	f = func(n int) int {
		if n < 2 {
			return n
		}
		return f(n-1) + f(n-2)
	}
	return f(n)
}

func tableOf(s string) int { return table[s](1) }

var table = map[string]func(int) int{"twice": twice}

func ignored(s Svc) int {
	return ignoredHelper(s)
}

func ignoredHelper(s Svc) int {
	return s.Do(1) //checkpoint:ignore impure all implementations compute
}

var (
	_ = checkpoint.Func(hook)
	_ = checkpoint.Func(hookOnce)
	_ = checkpoint.Func(hookBeside)
	_ = checkpoint.Func(impl)
	_ = checkpoint.Func(implDeep)
	_ = checkpoint.Func(implStored)
	_ = checkpoint.Func(implElsewhere)
	_ = checkpoint.Func(filtered)
	_ = checkpoint.Func(implOutOfSight)
	_ = checkpoint.Func(inSight)
	_ = checkpoint.Func(loaded)
	_ = checkpoint.Func(fromMap)
	_ = checkpoint.Func(switched)
	_ = checkpoint.Func(stores)
	_ = checkpoint.Func(reflected)
	_ = checkpoint.Func(stored1)
	_ = checkpoint.Func(stored2)
	_ = checkpoint.Func(returned)
	_ = checkpoint.Func(returnedBeside)
	_ = checkpoint.Func(either)
	_ = checkpoint.Func(deep)
	_ = checkpoint.Func(constrainedBy[Svc])
	_ = checkpoint.Func(constrainedDeep[Svc])
	_ = checkpoint.Func(constrainedByConcrete[doubler])
	_ = checkpoint.Func(constrainedWithin)
	_ = checkpoint.Func(sortedBy)
	_ = checkpoint.Func(framed)
	_ = checkpoint.Func(framedOutOfSight)
	_ = checkpoint.Func(defaults)
	_ = checkpoint.Func(passesNil)
	_ = checkpoint.Func(passesOwn)
	_ = checkpoint.Func(cancels)
	_ = checkpoint.Func(noHash, checkpoint.NoHash("p"))
	_ = checkpoint.Func(encodesInt)
	_ = checkpoint.Func(outside)
	_ = checkpoint.Func(readsString)
	_ = checkpoint.Func(recursive)
	_ = checkpoint.Func(tableOf)
	_ = checkpoint.Func(ignored)
)
