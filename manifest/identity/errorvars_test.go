package identity_test

import "testing"

// What other packages do to errors, to patterns and in the functions that they
// make decides nothing that all drivers must agree on (I8, I12): which variables
// CaptureAll captures, and identities.
func TestI12WhatOtherPackagesDoChangesNoIdentity(t *testing.T) {
	const src = `
-- b/b.go --
package b

import (
	"fmt"
	"regexp"
	"text/template"
)

type Fault struct{ n int }

func (e *Fault) Error() string { e.n++; return fmt.Sprint(e.n) }

func Fail() error { return &Fault{} }

func Longest(r *regexp.Regexp) { r.Longest() }

func counter() func() int { n := 0; return func() int { n++; return n } }

func Parse(text string) *template.Template { return template.Must(template.New("x").Funcs(template.FuncMap{"next": counter()}).Parse(text)) }
-- a/a.go --
package a

import (
	"regexp"
	"strings"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	"m/b"
)

var errBase = b.Fail()

var re = regexp.MustCompile("a+?")

var tmpl = b.Parse("{{next}}")

func fail() string { return errBase.Error() }

func match() bool { return re.MatchString("a") }

func show() string { var s strings.Builder; tmpl.Execute(&s, nil); return s.String() }

var _ = checkpoint.Func(fail, checkpoint.CaptureAll())

var _ = checkpoint.Func(match, checkpoint.CaptureAll())

var _ = checkpoint.Func(show, checkpoint.CaptureAll())
`
	whole, summed := program{src: src}, program{src: src, facts: true}
	for name, n := range roots(t, whole) {
		if len(n.Closure().Assumptions) == 0 {
			t.Errorf("%s assumes nothing", name)
		}
		if m := roots(t, summed)[name]; m.Identity != n.Identity {
			t.Errorf("%s has another identity if only summaries are known", name)
		}
		if m := roots(t, program{src: src, closed: true})[name]; m.Identity != n.Identity || len(m.Closure().Assumptions) == 0 {
			t.Errorf("%s: in a whole program, assumes %v, same identity: %v", name, m.Closure().Assumptions, m.Identity == n.Identity)
		}
	}
	for name, n := range functions(t, whole) {
		if m := functions(t, summed)[name]; m != nil && name[0] == 'a' && m.Identity != n.Identity {
			t.Errorf("%s has another identity if only summaries are known", name)
		}
	}
}
