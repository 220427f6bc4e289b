package identity_test

// twinsErrors write into errors that the rule takes to be left alone by code
// that isn't seen (I4): all code here is seen.
var twinsErrors = []twin{
	{"I4 errors.As", `
-- a/a.go --
package a
import ("errors"; "fmt")
type fault struct{ n int; list []int; in error }
func (e *fault) Error() string { return fmt.Sprint("fault ", e.n, e.list) }
func (e *fault) Unwrap() error { return e.in }
var errBase error = &fault{n: 1}
func set(n int) { var e *fault; if errors.As(errBase, &e) { e.n = n } }
func F() any { return errBase.Error() }
func Run() any { set(2); return F() }
`, `set(2)`, `set(3)`, "may hold"},
	{"I4 errors.AsType", `
-- a/a.go --
package a
import ("errors"; "fmt")
type fault struct{ n int; list []int; in error }
func (e *fault) Error() string { return fmt.Sprint("fault ", e.n, e.list) }
func (e *fault) Unwrap() error { return e.in }
var errBase error = &fault{n: 1}
func set(n int) { if e, ok := errors.AsType[*fault](errBase); ok { e.n = n } }
func F() any { return errBase.Error() }
func Run() any { set(2); return F() }
`, `set(2)`, `set(3)`, "may hold"},
	{"I4 a pointer to the target of errors.As", `
-- a/a.go --
package a
import ("errors"; "fmt")
type fault struct{ n int; list []int; in error }
func (e *fault) Error() string { return fmt.Sprint("fault ", e.n, e.list) }
func (e *fault) Unwrap() error { return e.in }
var errBase error = &fault{n: 1}
func set(n int) { p := new(*fault); if errors.As(errBase, p) { (*p).n = n } }
func F() any { return errBase.Error() }
func Run() any { set(2); return F() }
`, `set(2)`, `set(3)`, "may hold"},
	{"I4 a field as the target of errors.As", `
-- a/a.go --
package a
import ("errors"; "fmt")
type fault struct{ n int; list []int; in error }
func (e *fault) Error() string { return fmt.Sprint("fault ", e.n, e.list) }
func (e *fault) Unwrap() error { return e.in }
var errBase error = &fault{n: 1}
func set(n int) { var s struct{ e *fault }; if errors.As(errBase, &s.e) { s.e.n = n } }
func F() any { return errBase.Error() }
func Run() any { set(2); return F() }
`, `set(2)`, `set(3)`, "may hold"},
	{"I4 a callee that asserts", `
-- a/a.go --
package a
import ("fmt")
type fault struct{ n int; list []int; in error }
func (e *fault) Error() string { return fmt.Sprint("fault ", e.n, e.list) }
func (e *fault) Unwrap() error { return e.in }
var errBase error = &fault{n: 1}
func set(err error, n int) { err.(*fault).n = n }
func F() any { return errBase.Error() }
func Run() any { set(errBase, 2); return F() }
`, `errBase, 2`, `errBase, 3`, "may hold"},
	{"I4 a callee's callee that asserts", `
-- a/a.go --
package a
import ("fmt")
type fault struct{ n int; list []int; in error }
func (e *fault) Error() string { return fmt.Sprint("fault ", e.n, e.list) }
func (e *fault) Unwrap() error { return e.in }
var errBase error = &fault{n: 1}
func set(err any, n int) { e, _ := err.(*fault); put(e, n) }
func put(e *fault, n int) { e.n = n }
func F() any { return errBase.Error() }
func Run() any { set(errBase, 2); return F() }
`, `errBase, 2`, `errBase, 3`, "may hold"},
	{"I4 a type switch", `
-- a/a.go --
package a
import ("fmt")
type fault struct{ n int; list []int; in error }
func (e *fault) Error() string { return fmt.Sprint("fault ", e.n, e.list) }
func (e *fault) Unwrap() error { return e.in }
var errBase error = &fault{n: 1}
func set(err error, n int) { switch e := err.(type) { case *fault: e.n = n } }
func F() any { return errBase.Error() }
func Run() any { set(errBase, 2); return F() }
`, `errBase, 2`, `errBase, 3`, "may hold"},
	{"I4 a method Error that counts", `
-- a/a.go --
package a
import ("fmt")
type fault struct{ n int; list []int; in error }
func (e *fault) Error() string { return fmt.Sprint("fault ", e.n, e.list) }
func (e *fault) Unwrap() error { return e.in }
type counter struct{ n int }
func (c *counter) Error() string { c.n++; return fmt.Sprint(c.n) }
var errBase error = &counter{}
func look(n int) { for range n { _ = errBase.Error() } }
func F() any { return errBase.Error() }
func Run() any { look(1); return F() }
`, `look(1)`, `look(2)`, "may hold"},
	{"I4 a method that an interface has", `
-- a/a.go --
package a
import ("fmt")
type fault struct{ n int; list []int; in error }
func (e *fault) Error() string { return fmt.Sprint("fault ", e.n, e.list) }
func (e *fault) Unwrap() error { return e.in }
type setter interface{ Set(int) }
func (e *fault) Set(n int) { e.n = n }
var errBase error = &fault{n: 1}
func set(n int) { errBase.(setter).Set(n) }
func F() any { return errBase.Error() }
func Run() any { set(2); return F() }
`, `set(2)`, `set(3)`, "may hold"},
	{"I4 a local name of an error map", `
-- a/a.go --
package a
import ("fmt")
type fault struct{ n int; list []int; in error }
func (e *fault) Error() string { return fmt.Sprint("fault ", e.n, e.list) }
func (e *fault) Unwrap() error { return e.in }
type table map[string]int
func (t table) Error() string { return fmt.Sprint(len(t)) }
var errTable = table{"x": 1}
func set(n int) { m := errTable; m["x"] = n }
func F() any { return errTable["x"] }
func Run() any { set(2); return F() }
`, `set(2)`, `set(3)`, "shares"},
	{"I4 a sentinel of a type of its own", `
-- a/a.go --
package a
import ("errors"; "fmt")
type fault struct{ n int; list []int; in error }
func (e *fault) Error() string { return fmt.Sprint("fault ", e.n, e.list) }
func (e *fault) Unwrap() error { return e.in }
var errBase = &fault{n: 1}
func get() error { return errBase }
func set(n int) { var e *fault; if errors.As(get(), &e) { e.n = n } }
func F() any { return errBase.n }
func Run() any { set(2); return F() }
`, `set(2)`, `set(3)`, "may hold"},
	{"I4 an error in an error", `
-- a/a.go --
package a
import ("errors"; "fmt")
type fault struct{ n int; list []int; in error }
func (e *fault) Error() string { return fmt.Sprint("fault ", e.n, e.list) }
func (e *fault) Unwrap() error { return e.in }
var errBase error = fmt.Errorf("outer: %w", &fault{n: 1})
func set(n int) { var e *fault; if errors.As(errBase, &e) { e.n = n } }
func F() any { return errBase.Error() + fmt.Sprint(errors.Unwrap(errBase)) }
func Run() any { set(2); return F() }
`, `set(2)`, `set(3)`, "may hold"},
	{"I4 an error that a function makes", `
-- a/a.go --
package a
import ("errors"; "fmt")
type fault struct{ n int; list []int; in error }
func (e *fault) Error() string { return fmt.Sprint("fault ", e.n, e.list) }
func (e *fault) Unwrap() error { return e.in }
func fail() error { return &fault{n: 1} }
var errBase = fail()
func set(n int) { var e *fault; if errors.As(errBase, &e) { e.n = n } }
func F() any { return errBase.Error() }
func Run() any { set(2); return F() }
`, `set(2)`, `set(3)`, "may hold"},
	{"I4 an error in a struct", `
-- a/a.go --
package a
import ("errors"; "fmt")
type fault struct{ n int; list []int; in error }
func (e *fault) Error() string { return fmt.Sprint("fault ", e.n, e.list) }
func (e *fault) Unwrap() error { return e.in }
type box struct{ err error }
var inside = box{&fault{n: 1}}
func set(n int) { var e *fault; if errors.As(inside.err, &e) { e.n = n } }
func F() any { return inside.err.Error() }
func Run() any { set(2); return F() }
`, `set(2)`, `set(3)`, "may hold"},
	{"I4 an error in a map", `
-- a/a.go --
package a
import ("errors"; "fmt")
type fault struct{ n int; list []int; in error }
func (e *fault) Error() string { return fmt.Sprint("fault ", e.n, e.list) }
func (e *fault) Unwrap() error { return e.in }
var byName = map[string]error{"x": &fault{n: 1}}
func set(n int) { var e *fault; if errors.As(byName["x"], &e) { e.n = n } }
func F() any { return byName["x"].Error() }
func Run() any { set(2); return F() }
`, `set(2)`, `set(3)`, "may hold"},
	{"I4 an error that an init function makes", `
-- a/a.go --
package a
import ("errors"; "fmt")
type fault struct{ n int; list []int; in error }
func (e *fault) Error() string { return fmt.Sprint("fault ", e.n, e.list) }
func (e *fault) Unwrap() error { return e.in }
var errBase error
func init() { errBase = &fault{n: 1} }
func set(n int) { var e *fault; if errors.As(errBase, &e) { e.n = n } }
func F() any { return errBase.Error() }
func Run() any { set(2); return F() }
`, `set(2)`, `set(3)`, "may hold"},
	{"I4 an error that is kept in a field", `
-- a/a.go --
package a
import ("errors"; "fmt")
type fault struct{ n int; list []int; in error }
func (e *fault) Error() string { return fmt.Sprint("fault ", e.n, e.list) }
func (e *fault) Unwrap() error { return e.in }
type holder struct{ e *fault }
var errBase error = &fault{n: 1}
func keep(h *holder) { errors.As(errBase, &h.e) }
func set(h *holder, n int) { h.e.n = n }
func F() any { return errBase.Error() }
func Run() any { h := &holder{}; keep(h); set(h, 2); return F() }
`, `set(h, 2)`, `set(h, 3)`, "may hold"},
	{"I4 an error from a channel", `
-- a/a.go --
package a
import ("fmt")
type fault struct{ n int; list []int; in error }
func (e *fault) Error() string { return fmt.Sprint("fault ", e.n, e.list) }
func (e *fault) Unwrap() error { return e.in }
var errBase error = &fault{n: 1}
func F() any { return errBase.Error() }
func Run() any {
	c := make(chan *fault, 1)
	c <- errBase.(*fault)
	e := <-c
	e.n = 2
	return F()
}
`, `e.n = 2`, `e.n = 3`, "may hold"},
	{"I4 errors of a list", `
-- a/a.go --
package a
import ("fmt")
type fault struct{ n int; list []int; in error }
func (e *fault) Error() string { return fmt.Sprint("fault ", e.n, e.list) }
func (e *fault) Unwrap() error { return e.in }
var errBase error = &fault{n: 1}
func F() any { return errBase.Error() }
func Run() any {
	all := []*fault{errBase.(*fault)}
	for _, e := range all { e.n = 2 }
	return F()
}
`, `e.n = 2`, `e.n = 3`, "may hold"},
	{"I4 a literal that gets an error", `
-- a/a.go --
package a
import ("fmt")
type fault struct{ n int; list []int; in error }
func (e *fault) Error() string { return fmt.Sprint("fault ", e.n, e.list) }
func (e *fault) Unwrap() error { return e.in }
var errBase error = &fault{n: 1}
func with(f func(*fault)) { f(errBase.(*fault)) }
func F() any { return errBase.Error() }
func Run() any {
	with(func(e *fault) { e.n = 2 })
	return F()
}
`, `e.n = 2`, `e.n = 3`, "may hold"},
	{"I4 a function value that gets an error", `
-- a/a.go --
package a
import ("fmt")
type fault struct{ n int; list []int; in error }
func (e *fault) Error() string { return fmt.Sprint("fault ", e.n, e.list) }
func (e *fault) Unwrap() error { return e.in }
var errBase error = &fault{n: 1}
func with(f func(*fault)) { f(errBase.(*fault)) }
func two(e *fault) { e.n = 2 }
func F() any { return errBase.Error() }
func Run() any {
	with(two)
	return F()
}
`, `e.n = 2`, `e.n = 3`, "may hold"},
	{"I4 a generic function that finds an error", `
-- a/a.go --
package a
import ("errors"; "fmt")
type fault struct{ n int; list []int; in error }
func (e *fault) Error() string { return fmt.Sprint("fault ", e.n, e.list) }
func (e *fault) Unwrap() error { return e.in }
func find[T error](err error) T { var t T; errors.As(err, &t); return t }
var errBase error = &fault{n: 1}
func F() any { return errBase.Error() }
func Run() any {
	e := find[*fault](errBase)
	e.n = 2
	return F()
}
`, `e.n = 2`, `e.n = 3`, "may hold"},
	{"I4 a slice in an error", `
-- a/a.go --
package a
import ("fmt"; "sort")
type fault struct{ n int; list []int; in error }
func (e *fault) Error() string { return fmt.Sprint("fault ", e.n, e.list) }
func (e *fault) Unwrap() error { return e.in }
var errBase error = &fault{list: []int{3, 1, 2}}
func tidy(up bool) {
	e := errBase.(*fault)
	if up { sort.Ints(e.list) } else { sort.Sort(sort.Reverse(sort.IntSlice(e.list))) }
}
func F() any { return errBase.Error() }
func Run() any { tidy(true); return F() }
`, `tidy(true)`, `tidy(false)`, "may hold"},
	{"I4 a slice in an error that is kept", `
-- a/a.go --
package a
import ("fmt")
type fault struct{ n int; list []int; in error }
func (e *fault) Error() string { return fmt.Sprint("fault ", e.n, e.list) }
func (e *fault) Unwrap() error { return e.in }
type holder struct{ list []int }
var errBase error = &fault{list: []int{3, 1, 2}}
func keep(h *holder) { h.list = errBase.(*fault).list }
func F() any { return errBase.Error() }
func Run() any {
	h := &holder{}
	keep(h)
	h.list[0] = 4
	return F()
}
`, `= 4`, `= 5`, "may hold"},
	{"I4 the address of a field of an error", `
-- a/a.go --
package a
import ("fmt")
type fault struct{ n int; list []int; in error }
func (e *fault) Error() string { return fmt.Sprint("fault ", e.n, e.list) }
func (e *fault) Unwrap() error { return e.in }
type holder struct{ p *int }
var errBase error = &fault{n: 1}
func keep(h *holder) { h.p = &errBase.(*fault).n }
func F() any { return errBase.Error() }
func Run() any {
	h := &holder{}
	keep(h)
	*h.p = 4
	return F()
}
`, `= 4`, `= 5`, "may hold"},
	{"I4 a whole error is assigned", `
-- a/a.go --
package a
import ("fmt")
type fault struct{ n int; list []int; in error }
func (e *fault) Error() string { return fmt.Sprint("fault ", e.n, e.list) }
func (e *fault) Unwrap() error { return e.in }
var errBase error = &fault{n: 1}
func set(n int) { *errBase.(*fault) = fault{n: n} }
func F() any { return errBase.Error() }
func Run() any { set(2); return F() }
`, `set(2)`, `set(3)`, "may hold"},
	{"I4 an error of the standard library", `
-- a/a.go --
package a
import ("errors"; "fmt"; "io/fs")
type fault struct{ n int; list []int; in error }
func (e *fault) Error() string { return fmt.Sprint("fault ", e.n, e.list) }
func (e *fault) Unwrap() error { return e.in }
var errBase error = &fs.PathError{Op: "open", Path: "x", Err: fs.ErrNotExist}
func set(path string) { var e *fs.PathError; if errors.As(errBase, &e) { e.Path = path } }
func F() any { return errBase.Error() }
func Run() any { set("y"); return F() }
var _ fault
`, `set("y")`, `set("z")`, "may hold"},
	{"I4 an error of another package", `
-- b/b.go --
package b
import "fmt"
type Fault struct{ n int }
func (e *Fault) Error() string { return fmt.Sprint(e.n) }
func (e *Fault) Set(n int) { e.n = n }
-- c/c.go --
package c
import "m/b"
func Fail() error { return &b.Fault{} }
-- a/a.go --
package a
import "m/b"
import "m/c"
var errBase = c.Fail()
func set(n int) { errBase.(*b.Fault).Set(n) }
func F() any { return errBase.Error() }
func Run() any { set(2); return F() }
`, "set(2)", "set(3)", "may hold"},
}
