package identity_test

import (
	"strings"
	"testing"
)

// twinsAddress see where functions are: in memory, or in the source (I11).
var twinsAddress = []twin{
	{"I11 the address of a function", `
-- a/a.go --
package a
import ("reflect")
func one() int { return 1 }
func two() int { return 1 }
func same(a, b func() int) bool { return reflect.ValueOf(a).Pointer() == reflect.ValueOf(b).Pointer() }
func F() any { return same(one, two) }
`, "same(one, two)", "same(one, one)", "sees the address"},
	{"I11 the address of a function, formatted", `
-- a/a.go --
package a
import ("fmt")
func one() int { return 1 }
func two() int { return 1 }
func F() any { return fmt.Sprintf("%p", one) == fmt.Sprintf("%p", two) }
`, "\"%p\", two", "\"%p\", one", "sees the address"},
	{"I11 the address of a function, formatted by a verb with flags", `
-- a/a.go --
package a
import ("fmt")
func one() int { return 1 }
func two() int { return 1 }
func F() any { var a, b any = one, two; return fmt.Sprintf("100%% %#[1]p", a) == fmt.Sprintf("100%% %#[1]p", b) }
`, "one, two;", "one, one;", "sees the address"},
	{"I11 the address of a function, printed", `
-- a/a.go --
package a
import ("fmt")
func one() int { return 1 }
func two() int { return 1 }
func F() any { return fmt.Sprint(one) == fmt.Sprint(two) }
`, "Sprint(two)", "Sprint(one)", "sees the address"},
	{"I11 the address of a function, unsafe", `
-- a/a.go --
package a
import ("unsafe")
func one() int { return 1 }
func two() int { return 1 }
func code(f func() int) uintptr { return **(**uintptr)(unsafe.Pointer(&f)) }
func F() any { return code(one) == code(two) }
`, "code(two)", "code(one)", "sees the address"},
	{"I4 pointers that alike functions keep", `
-- a/a.go --
package a
import ("sync")
var p = sync.OnceValue(func() *int { return new(int) })
var q = sync.OnceValue(func() *int { return new(int) })
func F() any { return p() == q() }
`, "p() == q()", "p() == p()", ""},
	{"I4 pointers that alike functions in tables keep", `
-- a/a.go --
package a
import ("sync")
var p = []func() *int{sync.OnceValue(func() *int { return new(int) })}
var q = []func() *int{sync.OnceValue(func() *int { return new(int) })}
func F() any { return p[0]() == q[0]() }
`, "p[0]() == q[0]()", "p[0]() == p[0]()", "@may have state"},
	{"I4 pointers that alike functions keep, assigned by init functions", `
-- a/a.go --
package a
import ("sync")
var p, q func() *int
func init() { p = sync.OnceValue(func() *int { return new(int) }) }
func init() { q = sync.OnceValue(func() *int { return new(int) }) }
func F() any { return p() == q() }
`, "p() == q()", "p() == p()", "@"},
	{"I11 the position in a record of a logger", `
-- a/a.go --
package a
import ("context"; "fmt"; "log/slog")
type h struct{ slog.Handler; out *string }
func (h h) Enabled(context.Context, slog.Level) bool { return true }
func (h h) Handle(_ context.Context, r slog.Record) error { *h.out = fmt.Sprint(r.Source().Line); return nil }
var before = 1
func F() any { var s string; slog.New(h{out: &s}).Info("x"); return s }
`, "var before = 1", "var before =\n1", "position"},
	{"I11 the place in a record of a logger", `
-- a/a.go --
package a
import ("context"; "fmt"; "log/slog"; "runtime")
type h struct{ slog.Handler; out *string }
func (h h) Enabled(context.Context, slog.Level) bool { return true }
func (h h) Handle(_ context.Context, r slog.Record) error { _, line := runtime.FuncForPC(r.PC).FileLine(r.PC); *h.out = fmt.Sprint(line); return nil }
var before = 1
func F() any { var s string; slog.New(h{out: &s}).Info("x"); return s }
`, "var before = 1", "var before =\n1", "position"},
	{"I11 a logger with flags by number", `
-- a/a.go --
package a
import ("bytes"; "log")
var before = 1
func F() any { var b bytes.Buffer; log.New(&b, "", 16).Print("x"); return b.String() }
`, "var before = 1", "var before =\n1", "position"},
	{"I11 a logger with flags of a variable", `
-- a/a.go --
package a
import ("bytes"; "log")
var before = 1
func F() any { var b bytes.Buffer; l := log.New(&b, "", 0); n := 16; l.SetFlags(n); l.Print("x"); return b.String() }
`, "var before = 1", "var before =\n1", "position"},
	{"I11 a structured logger's options without names", `
-- a/a.go --
package a
import ("bytes"; "log/slog")
var before = 1
func F() any { var b bytes.Buffer; slog.New(slog.NewTextHandler(&b, &slog.HandlerOptions{true, nil, nil})).Info("x"); return b.String()[30:] }
`, "var before = 1", "var before =\n1", "position"},
	{"I11 a profile", `
-- a/a.go --
package a
import ("bytes"; "runtime/pprof"; "regexp")
var before = 1
func F() any { var b bytes.Buffer; pprof.Lookup("goroutine").WriteTo(&b, 1); return regexp.MustCompile("a.go:[0-9]+").FindString(b.String()) }
`, "var before = 1", "var before =\n1", "callers"},
}

func TestI11WhatShowsNoAddressesAndPositions(t *testing.T) {
	const src = `
-- a/a.go --
package a

import (
	"fmt"
	"io"
	"log"
	"log/slog"
	"reflect"
)

type named func()

func (named) String() string { return "" }

func f() {}

func F(n int, v reflect.Value, w io.Writer, name func() string) any {
	BODY
	return nil
}

var _, _, _ = fmt.Sprint, log.New, slog.New
`
	for body, assumed := range map[string]bool{
		"_ = fmt.Sprintf(`%d%%p %v`, n, n)":                false,
		"_ = fmt.Sprintf(`%v %p`, n, &n)":                  true,
		"_ = fmt.Sprint(named(f))":                         false,
		"_ = fmt.Sprint(name())":                           false,
		"_ = v.Int()":                                      false,
		"_ = log.New(w, ``, log.LstdFlags|log.Lmsgprefix)": false,
		"_ = log.New(w, ``, log.LstdFlags|log.Lshortfile)": true,
		"_ = log.New(w, ``, 0)":                            false,
		"_ = slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{false, nil, nil}))": false,
		"_ = slog.New(slog.NewTextHandler(w, nil))":                                   false,
	} {
		as := functions(t, program{src: strings.Replace(src, "BODY", body, 1)})["a.F"].Closure().Assumptions
		if (len(as) > 0) != assumed {
			t.Errorf("%s: F assumes %v, want assumed: %v", body, as, assumed)
		}
	}
}
