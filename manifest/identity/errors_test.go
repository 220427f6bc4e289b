package identity_test

import (
	"strings"
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// Who only looks at errors, or makes and fills others, keeps them as they are.
func TestI4ErrorsThatNobodyWritesAreFixed(t *testing.T) {
	const head = `
-- b/b.go --
package b

type Fault struct{ n int }

func (e *Fault) Error() string { return "" }

func New(n int) *Fault { e := &Fault{}; e.n = n; return e }

func (e *Fault) With(n int) *Fault { c := *e; c.n = n; return &c }
-- a/a.go --
package a

import (
	"encoding/json"
	"errors"
	"fmt"

	"m/b"
)

type fault struct{ n int; in error; list []int; any any }

func (e *fault) Error() string { return fmt.Sprint(e.n, e.list) }

func (e *fault) Unwrap() error { return e.in }

func (e *fault) set(n int) { e.n = n }

var errBase error = &fault{n: 1, in: errInner}

var errOwn = &fault{n: 1}

var errInner = errors.New("inner")

var errMade = b.New(3)

type writer interface{ WriteTo(any) error }

type holder struct{ e *fault; err error }

func F(w writer, h *holder) string {
	BODY
	return errBase.Error() + errOwn.Error() + errMade.Error() + fmt.Sprint(errOwn.n)
}

func use(err error) {}

var _, _, _ = json.Marshal, errors.As, fmt.Sprint
`
	for name, body := range map[string]string{
		"nothing":            "",
		"a look by As":       "var e *fault; if errors.As(errBase, &e) { use(e.in) }",
		"formatting":         "_ = fmt.Sprintf(\"%v %d\", errBase, errBase.(*fault).n)",
		"encoding":           "_, _ = json.Marshal(errBase.(*fault))",
		"an unseen callee":   "_ = w.WriteTo(errBase.(*fault))",
		"parts to unseen":    "_ = w.WriteTo(errBase.(*fault).any)",
		"keeping":            "h.e = errOwn; h.err = errBase",
		"another is filled":  "e := &fault{}; e.n = 2; e.set(3); e.list = append(e.list, 1); use(e)",
		"another is made":    "e := b.New(2); use(e)",
		"a copy":             "e := *errOwn; e.n = 5; use(&e)",
		"a copy by a method": "use(errMade.With(2))",
		"wrapped":            "use(fmt.Errorf(\"x: %w\", errOwn))",
		"sentinel returned":  "f := func() error { return errOwn }; use(f())",
	} {
		fns := functions(t, program{src: strings.Replace(head, "BODY", body, 1), closed: true})
		if as := fns["a.F"].Closure().Assumptions; len(as) > 0 {
			t.Errorf("%s: F assumes %v", name, as)
		}
	}
	for name, body := range map[string]string{
		"a field":            "errBase.(*fault).n = 2",
		"a field, kept":      "h.e = errOwn; h.e.n = 2",
		"a method":           "errBase.(*fault).set(2)",
		"one behind another": "var e *fault; if errors.As(errBase.(*fault).in, &e) { e.n = 2 }",
		"an element":         "errBase.(*fault).list[0] = 2",
		"by reference":       "p := &errBase.(*fault).n; *p = 2",
		"the variable":       "errBase = nil",
		"the sentinel":       "errOwn = nil",
		"its address":        "p := &errOwn; *p = nil",
	} {
		fns := functions(t, program{src: strings.Replace(head, "BODY", body, 1), closed: true})
		if as := fns["a.F"].Closure().Assumptions; len(as) == 0 {
			t.Errorf("%s: F assumes nothing", name)
		}
	}
}

// What one package cannot know of its errors, the whole program tells.
func TestI4CloseSettlesErrors(t *testing.T) {
	const src = `
-- lib/lib.go --
package lib

import "errors"

type Fault struct{ Code int }

func (e *Fault) Error() string { return "" }

var ErrPlain = errors.New("plain")

var errOwn error = &Fault{Code: 1}

func Own() error { return errOwn }
-- user/user.go --
package user

import "m/lib"

var _ = lib.ErrPlain

func Use() {
	BODY
}
-- a/a.go --
package a

import (
	"m/lib"
	_ "m/user"
)

func F() (error, error) { return lib.ErrPlain, lib.Own() }
`
	for body, want := range map[string]string{
		"":                                "",
		"_ = lib.Own().(*lib.Fault).Code": "",
		"lib.Own().(*lib.Fault).Code = 2": "may hold",
		"lib.ErrPlain = nil":              "assigns",
	} {
		p := program{src: strings.Replace(src, "BODY", body, 1)}
		open, closed := functions(t, p)["a.F"], func() *identity.Node { p.closed = true; return functions(t, p)["a.F"] }()
		if open.Identity != closed.Identity {
			t.Errorf("%q: the whole program has another identity", body)
		}
		if got := len(open.Closure().Assumptions); got < 2 {
			t.Errorf("%q: without the whole program, %v are assumed", body, open.Closure().Assumptions)
		}
		var all []string
		for _, a := range closed.Closure().Assumptions {
			all = append(all, a.Reason)
		}
		if got := strings.Join(all, "; "); (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%q: F assumes %q, want %q", body, got, want)
		}
	}
}
