package identity_test

import (
	"strings"
	"testing"
)

// twinsThawed change values of types that are taken to be immutable (I4).
var twinsThawed = []twin{
	{"I4 a pattern that becomes longest, by another name", `
-- a/a.go --
package a
import ("regexp")
var re = regexp.MustCompile("a+?")
func setup(on bool) { r := re; if on { r.Longest() } }
func F() any { return re.FindString("aaa") }
func Run() any { setup(true); return F() }
`, "setup(true)", "setup(false)", "may change it"},
	{"I4 a pattern that becomes longest, by a callee", `
-- a/a.go --
package a
import ("regexp")
var re = regexp.MustCompile("a+?")
func longest(r *regexp.Regexp, on bool) { if on { r.Longest() } }
func setup(on bool) { longest(re, on) }
func F() any { return re.FindString("aaa") }
func Run() any { setup(true); return F() }
`, "setup(true)", "setup(false)", "may change it"},
	{"I4 a pattern that becomes longest, in a field", `
-- a/a.go --
package a
import ("regexp")
var re = regexp.MustCompile("a+?")
type s struct{ re *regexp.Regexp }
func setup(on bool) { x := s{re}; if on { x.re.Longest() } }
func F() any { return re.FindString("aaa") }
func Run() any { setup(true); return F() }
`, "setup(true)", "setup(false)", "may change it"},
	{"I4 a pattern that becomes longest, in an interface value", `
-- a/a.go --
package a
import ("regexp")
var re = regexp.MustCompile("a+?")
func setup(on bool) { var x any = re; if on { x.(*regexp.Regexp).Longest() } }
func F() any { return re.FindString("aaa") }
func Run() any { setup(true); return F() }
`, "setup(true)", "setup(false)", "may change it"},
	{"I4 a pattern that becomes longest, in a list", `
-- a/a.go --
package a
import ("regexp")
var re = regexp.MustCompile("a+?")
func setup(on bool) { for _, r := range []*regexp.Regexp{re} { if on { r.Longest() } } }
func F() any { return re.FindString("aaa") }
func Run() any { setup(true); return F() }
`, "setup(true)", "setup(false)", "may change it"},
	{"I4 a pattern that becomes longest, by a method expression", `
-- a/a.go --
package a
import ("regexp")
var re = regexp.MustCompile("a+?")
func setup(on bool) { f := (*regexp.Regexp).Longest; if on { f(re) } }
func F() any { return re.FindString("aaa") }
func Run() any { setup(true); return F() }
`, "setup(true)", "setup(false)", "may change it"},
	{"I4 a pattern that becomes longest, copied over", `
-- a/a.go --
package a
import ("regexp")
var re = regexp.MustCompile("a+?")
func setup(on bool) { r := re; if on { *r = *regexp.MustCompile("a+") } }
func F() any { return re.FindString("aaa") }
func Run() any { setup(true); return F() }
`, "setup(true)", "setup(false)", "may change it"},
	{"I4 a pattern that becomes longest, local that is not always new", `
-- a/a.go --
package a
import ("regexp")
var re = regexp.MustCompile("a+?")
func setup(on bool) { r := regexp.MustCompile("b"); r = re; if on { r.Longest() } }
func F() any { return re.FindString("aaa") }
func Run() any { setup(true); return F() }
`, "setup(true)", "setup(false)", "may change it"},
	{"I4 a pattern that becomes longest, in a variable's part", `
-- a/a.go --
package a
import ("regexp")
var res = map[string]*regexp.Regexp{"a": regexp.MustCompile("a+?")}
func setup(on bool) { r := res["a"]; if on { r.Longest() } }
func F() any { return res["a"].FindString("aaa") }
func Run() any { setup(true); return F() }
`, "setup(true)", "setup(false)", "may change it"},
	{"I4 a pattern that becomes longest, behind a sync.OnceValue", `
-- a/a.go --
package a
import ("regexp"; "sync")
var re = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile("a+?") })
func setup(on bool) { r := re(); if on { r.Longest() } }
func F() any { return re().FindString("aaa") }
func Run() any { setup(true); return F() }
`, "setup(true)", "setup(false)", "may change it"},
	{"I4 a location that is copied over", `
-- a/a.go --
package a
import "time"
var zone = time.FixedZone("x", 3600)
func set(l *time.Location, seconds int) { *l = *time.FixedZone("y", seconds) }
func F() any { return time.Unix(0, 0).In(zone).String() }
func Run() any { set(zone, 1800); return F() }
`, "1800", "7200", "may change it"},
	{"I4 a replacer that is copied over", `
-- a/a.go --
package a
import "strings"
var rep = strings.NewReplacer("a", "b")
func set(to string) { r := rep; *r = *strings.NewReplacer("a", to) }
func F() any { return rep.Replace("a") }
func Run() any { set("c"); return F() }
`, `set("c")`, `set("d")`, "may change it"},
	{"I4 a pattern of another package", `
-- b/b.go --
package b
import "regexp"
func Longest(r *regexp.Regexp, on bool) { if on { r.Longest() } }
-- a/a.go --
package a
import ("regexp"; "m/b")
var re = regexp.MustCompile("a+?")
func setup(on bool) { b.Longest(re, on) }
func F() any { return re.FindString("aaa") }
func Run() any { setup(true); return F() }
`, "setup(true)", "setup(false)", "may change it"},
	{"I4 the bytes of a string", `
-- a/a.go --
package a
import ("strings"; "unsafe")
var s = strings.Repeat("a", 3)
func setup(c byte) { *unsafe.StringData(s) = c }
func F() any { return s }
func Run() any { setup('b'); return F() }
`, "setup('b')", "setup('c')", "shares"},
}

func TestI4PatternsThatNobodyChanges(t *testing.T) {
	const src = `
-- user/user.go --
package user

import "regexp"

func New(s string) *regexp.Regexp { r := regexp.MustCompile(s); r.Longest(); return r }
-- a/a.go --
package a

import (
	"regexp"
	"strings"

	"m/user"
)

var re = regexp.MustCompile("a")

var other = regexp.MustCompile("b")

func F() bool {
	BODY
	return re.MatchString("a")
}

var _, _ = user.New, strings.Repeat
`
	for body, fixed := range map[string]bool{
		"":                        true,
		"r := re; _ = r.String()": true,
		"r := regexp.MustCompile(`x`); r.Longest()":                                 true,
		"r, err := regexp.Compile(`x`); if err == nil { r.Longest() }":              true,
		"var r = regexp.MustCompile(`x`); r.Longest(); r = regexp.MustCompile(`y`)": true,
		"var r regexp.Regexp; p := &r; *p = *re":                                    false, // p may be anything
		"re.Longest()":                                                              false,
		"user.New(`x`).Longest()":                                                   false, // who knows what it returns
	} {
		for _, closed := range []bool{false, true} {
			as := functions(t, program{src: strings.Replace(src, "BODY", body, 1), closed: closed})["a.F"].Closure().Assumptions
			if (len(as) == 0) != fixed {
				t.Errorf("%q, closed %v: F assumes %v, want fixed: %v", body, closed, as, fixed)
			}
		}
	}
}
