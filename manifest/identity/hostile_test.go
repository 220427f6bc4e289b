package identity_test

// twinsHostile change what looks fixed in roundabout ways (I4): by a second name
// that the initializer gave it, inside interface values and errors, by its
// address.
var twinsHostile = []twin{
	{"I4 pair setter", `
-- a/a.go --
package a
type T struct{ n int }
func pair() (*T, func(int)) { t := &T{1}; return t, func(n int) { t.n = n } }
var v, set = pair()
func Set(n int) { set(n) }
func F() any { return v.n }
func Run() any { Set(2); return F() }
`, "Set(2)", "Set(3)", "shares"},
	{"I4 pair same pointer unexported", `
-- a/a.go --
package a
type T struct{ n int }
func pair() (*T, *T) { t := &T{1}; return t, t }
var v, w = pair()
func Set(n int) { w.n = n }
func F() any { return v.n }
func Run() any { Set(2); return F() }
`, "Set(2)", "Set(3)", "shares"},
	{"I4 handler func in interface", `
-- a/a.go --
package a
type Caller interface{ Call() int }
type Fn func() int
func (f Fn) Call() int { return f() }
func counter() func() int { n := 0; return func() int { n++; return n } }
var next Caller = Fn(counter())
func Other(k int) { for range k { next.Call() } }
func F() any { return next.Call() }
func Run() any { Other(1); return F() }
`, "Other(1)", "Other(2)", "calls methods"},
	{"I4 any holds closure", `
-- a/a.go --
package a
func counter() func() int { n := 0; return func() int { n++; return n } }
var next any = counter()
func Other(k int) { for range k { next.(func() int)() } }
func F() any { return next.(func() int)() }
func Run() any { Other(1); return F() }
`, "Other(1)", "Other(2)", "shares"},
	{"I4 map any closure commaok", `
-- a/a.go --
package a
func counter() func() int { n := 0; return func() int { n++; return n } }
var next = map[string]any{"a": counter()}
func get() func() int { f, _ := next["a"].(func() int); return f }
func Other(k int) { for range k { get()() } }
func F() any { return get()() }
func Run() any { Other(1); return F() }
`, "Other(1)", "Other(2)", "shares"},
	{"I4 map any closure switch", `
-- a/a.go --
package a
func counter() func() int { n := 0; return func() int { n++; return n } }
var next = map[string]any{"a": counter()}
func get() int { switch f := next["a"].(type) { case func() int: return f() }; return 0 }
func Other(k int) { for range k { get() } }
func F() any { return get() }
func Run() any { Other(1); return F() }
`, "Other(1)", "Other(2)", "shares"},
	{"I4 init method value of local", `
-- a/a.go --
package a
type c struct{ n int }
func (c *c) Next() int { c.n++; return c.n }
var next func() int
func init() { var t c; next = t.Next }
func Other(k int) { for range k { next() } }
func F() any { return next() }
func Run() any { Other(1); return F() }
`, "Other(1)", "Other(2)", "may have state"},
	{"I4 init assert closure", `
-- a/a.go --
package a
func counter() func() int { n := 0; return func() int { n++; return n } }
var next func() int
func init() { var x any = counter(); next = x.(func() int) }
func Other(k int) { for range k { next() } }
func F() any { return next() }
func Run() any { Other(1); return F() }
`, "Other(1)", "Other(2)", "may have state"},
	{"I4 init range closure", `
-- a/a.go --
package a
func counter() func() int { n := 0; return func() int { n++; return n } }
var next func() int
func init() { for _, next = range []func() int{counter()} {} }
func Other(k int) { for range k { next() } }
func F() any { return next() }
func Run() any { Other(1); return F() }
`, "Other(1)", "Other(2)", "may have state"},
	{"I4 init copy closure", `
-- a/a.go --
package a
func counter() func() int { n := 0; return func() int { n++; return n } }
var next = make([]func() int, 1)
func init() { copy(next, []func() int{counter()}) }
func Other(k int) { for range k { next[0]() } }
func F() any { return next[0]() }
func Run() any { Other(1); return F() }
`, "Other(1)", "Other(2)", "may have state"},
	{"I4 init reads captured", `
-- a/a.go --
package a
//checkpoint:capture
var rate = 10
var burst = rate * 2
func F() any { return burst }
func Run() any { rate = 5; return F() }
`, "var rate = 10", "var rate = 11", "captured variable"},
	{"I4 append spare", `
-- a/a.go --
package a
var base = append([]int{1, 2, 3}, 4)
var x = append(base, 5)
func Other(n int) { y := append(base, n); _ = y }
func F() any { return x[4] }
func Run() any { Other(2); return F() }
`, "Other(2)", "Other(3)", "appends to"},
	{"I4 append spare 2", `
-- a/a.go --
package a
var buf = make([]int, 0, 4)
func Other(n int) { _ = append(buf, n) }
func F() any { return buf[:1][0] }
func Run() any { Other(2); return F() }
`, "Other(2)", "Other(3)", "appends to"},
	{"I4 chan range", `
-- a/a.go --
package a
func mk() chan int { c := make(chan int, 3); c <- 1; c <- 2; c <- 3; return c }
var ch = mk()
func Other() { for range ch { return } }
func F() any { for x := range ch { return x }; return 0 }
func Run() any { Other(); return F() }
`, "Other();", "", "receives from"},
	{"I4 chan len", `
-- a/a.go --
package a
func mk() chan int { c := make(chan int, 3); c <- 1; c <- 2; c <- 3; return c }
var ch = mk()
func Other() { for range ch { return } }
func F() any { return len(ch) }
func Run() any { Other(); return F() }
`, "Other();", "", "receives from"},
	{"I4 error conversion", `
-- a/a.go --
package a
type fault struct{ n int }
func (*fault) Error() string { return "" }
var first = &fault{1}
func Set(n int) { x := error(first); x.(*fault).n = n }
func F() any { return first.n }
func Run() any { Set(2); return F() }
`, "Set(2)", "Set(3)", "shares"},
	{"I4 error in struct", `
-- a/a.go --
package a
type fault struct{ n int }
func (*fault) Error() string { return "" }
type box struct{ err error }
var first = &fault{1}
func Set(n int) { x := box{first}; x.err.(*fault).n = n }
func F() any { return first.n }
func Run() any { Set(2); return F() }
`, "Set(2)", "Set(3)", "shares"},
	{"I4 error assert", `
-- a/a.go --
package a
type fault struct{ n int }
func (*fault) Error() string { return "" }
var first any = &fault{1}
func Set(n int) { x := first.(error); x.(*fault).n = n }
func F() any { return first.(*fault).n }
func Run() any { Set(2); return F() }
`, "Set(2)", "Set(3)", "shares"},
	{"I4 error switch", `
-- a/a.go --
package a
type fault struct{ n int }
func (*fault) Error() string { return "" }
var first any = &fault{1}
func Set(n int) { switch x := first.(type) { case error: x.(*fault).n = n } }
func F() any { return first.(*fault).n }
func Run() any { Set(2); return F() }
`, "Set(2)", "Set(3)", "shares"},
	{"I4 error generic", `
-- a/a.go --
package a
type fault struct{ n int }
func (*fault) Error() string { return "" }
var first = &fault{1}
func id[T any](x T) T { return x }
func Set(n int) { x := id[error](first); x.(*fault).n = n }
func F() any { return first.n }
func Run() any { Set(2); return F() }
`, "Set(2)", "Set(3)", "shares"},
	{"I4 address compare", `
-- a/a.go --
package a
var a, b = 1, 1
func F() any { return &a == &b }
`, "&a == &b", "&a == &a", ""},
	{"I4 address compare array", `
-- a/a.go --
package a
var a, b = []int{1}, []int{1}
func F() any { return &a[0] == &b[0] }
`, "&a[0] == &b[0]", "&a[0] == &a[0]", ""},
	{"I4 unsafe bits", `
-- a/a.go --
package a
import "unsafe"
var v = &struct{ n int }{1}
func Set(n int) { x := *(*uintptr)(unsafe.Pointer(&v)); *(*int)(unsafe.Pointer(x)) = n }
func F() any { return v.n }
func Run() any { Set(2); return F() }
`, "Set(2)", "Set(3)", "takes the address"},
	{"I4 struct with func in any", `
-- a/a.go --
package a
type S struct{ f func() int }
func (s S) Call() int { return s.f() }
func counter() func() int { n := 0; return func() int { n++; return n } }
var next interface{ Call() int } = S{counter()}
func Other(k int) { for range k { next.Call() } }
func F() any { return next.Call() }
func Run() any { Other(1); return F() }
`, "Other(1)", "Other(2)", "calls methods"},
	{"I4 captured in other package", `
-- lib/lib.go --
package lib
//checkpoint:capture
var rate = 10
func Set(n int) { rate = n }
func Twice() int { return rate * 2 }
-- a/a.go --
package a
import "m/lib"
var burst = lib.Twice()
func F() any { return burst }
func Run() any { lib.Set(5); return F() }
`, "rate = 10", "rate = 11", "captured variable"},
	{"I4 captured exported direct", `
-- lib/lib.go --
package lib
//checkpoint:capture
var Rate = 10
-- a/a.go --
package a
import "m/lib"
var burst = lib.Rate * 2
func F() any { return burst }
func Run() any { lib.Rate = 5; return F() }
`, "Rate = 10", "Rate = 11", "captured variable"},
	{"I4 captured part direct", `
-- lib/lib.go --
package lib
//checkpoint:capture
var Cfg = struct{ A, B int }{A: 10}
-- a/a.go --
package a
import "m/lib"
var burst = lib.Cfg.A * 2
func F() any { return burst }
func Run() any { lib.Cfg.A = 5; return F() }
`, "A: 10", "A: 11", "captured variable"},
	{"I4 captured init", `
-- a/a.go --
package a
//checkpoint:capture
var rate = 10
var burst int
func init() { burst = rate * 2 }
func F() any { return burst }
func Run() any { rate = 5; return F() }
`, "rate = 10", "rate = 11", "captured variable"},
	{"I4 a list of errors that is named as a sentinel", `
-- a/a.go --
package a

type list struct{ n int }

func (*list) Error() string { return "" }

func (l *list) add(n int) { l.n += n }

var errs = &list{}

func Add(n int) { errs.add(n) }

func F() any { return errs.n }

func Run() any { Add(2); return F() }
`, "Add(2)", "Add(3)", "calls methods"},
	{"I4 a writer that changes what it gets", `
-- a/a.go --
package a

import "io"

type shouter struct{}

func (shouter) Write(b []byte) (int, error) { b[0] = 'b'; return len(b), nil }

var text = []byte("a")

func Print(w io.Writer) { w.Write(text) }

func F() any { return string(text) }

func Run() any { Print(shouter{}); return F() }
`, "= 'b'", "= 'c'", "shares"},
	{"I4 a table of characters", `
-- a/a.go --
package a

import "unicode"

var tab = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 'a', Hi: 'b', Stride: 1}}}

func Widen(r uint16) { t := tab; t.R16[0].Hi = r }

func F() any { return unicode.Is(tab, 'e') }

func Run() any { Widen('e'); return F() }
`, "Widen('e')", "Widen('d')", "shares"},
}
