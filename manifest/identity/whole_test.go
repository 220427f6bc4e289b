package identity_test

import (
	"strings"
	"testing"
)

// What one package cannot know of its exported variables, the whole program
// tells (I4); identities don't change with it.
func TestI4CloseSettlesWhatOtherPackagesDo(t *testing.T) {
	const head = `
-- lib/lib.go --
package lib

import "errors"

type Set struct{ list []int }

func (s *Set) Add(n int) { s.list = append(s.list, n) }
func (s *Set) Len() int { return len(s.list) }
func (s *Set) List() []int { return s.list }

type Lister interface{ List() []int }

type Empty struct{}

func (Empty) List() []int { return table }

var Level = 1
var Table = []int{1, 2}
var All = &Set{}
var ErrNone = errors.New("none")
var table = []int{1, 2}
var Hook = func() int { return 1 }
var Nothing []int
//checkpoint:capture
var Captured = 1

func Get() []int { return table }
func Two() ([]int, error) { return table, nil }
func Keep(x []int) []int { return x }
func Lost() []int { return Kept }
var Kept = []int{3}

-- user/user.go --
package user

import "m/lib"

var _ = lib.Level

func Look(x []int) int { return x[0] }
func Set(x []int) { x[0] = 1 }

func Use() any {
	BODY
	return nil
}

-- a/a.go --
package a

import (
	"m/lib"
	_ "m/user"
)

func F() int {
	_ = lib.Captured
	return lib.Level + lib.Table[0] + lib.All.Len() + len(lib.ErrNone.Error()) + lib.Get()[0] + lib.Hook() + len(lib.Nothing) + lib.Lost()[0]
}
`
	for name, c := range map[string]struct {
		body  string
		doubt string // "" if nothing keeps the variables from being fixed
	}{
		"nothing":                   {"", ""},
		"a read":                    {"_ = lib.Level + lib.Table[1] + lib.All.Len()", ""},
		"an assignment":             {"lib.Level = 2", "user.Use assigns"},
		"one in a literal":          {"func() { lib.Level++ }()", "user.Use assigns"},
		"an element":                {"lib.Table[0] = 3", "user.Use assigns"},
		"a local":                   {"x := lib.Table; x[0] = 3", "user.Use shares"},
		"a local that is read":      {"x := lib.Table; _ = x[0]", ""},
		"an address":                {"p := &lib.Level; *p = 3", "user.Use takes the address"},
		"an address that is read":   {"p := &lib.Level; _ = *p", ""},
		"a method that writes":      {"lib.All.Add(1)", "user.Use calls methods"},
		"a sentinel":                {"lib.ErrNone = nil", "user.Use assigns"},
		"a function":                {"lib.Hook = nil", "user.Use assigns"},
		"a callee that writes":      {"Set(lib.Table)", "user.Use shares"},
		"a callee that reads":       {"Look(lib.Table)", ""},
		"one that keeps":            {"Set(lib.Keep(lib.Table))", "user.Use shares"},
		"one that hands back":       {"Look(lib.Keep(lib.Table))", ""},
		"a result":                  {"lib.Get()[0] = 3", "lib.Get shares"},
		"a result that is read":     {"Look(lib.Get())", ""},
		"one of two results":        {"x, _ := lib.Two(); Set(x)", "lib.Two shares"},
		"a function as a value":     {"f := lib.Get; f()[0] = 3", "lib.Get shares"},
		"a method's result":         {"lib.All.List()[0] = 3", "user.Use calls methods"},
		"by an interface":           {"var l lib.Lister = lib.All; l.List()[0] = 3", "shares"},
		"a dynamic result, read":    {"_ = (lib.Lister(lib.Empty{}).List)()[0]", ""},
		"a dynamic result, written": {"(lib.Lister(lib.Empty{}).List)()[0] = 3", "List shares"},
		"a dynamic method's value":  {"f := lib.Lister(lib.Empty{}).List; _ = f", "List shares"},
		"nothing is handed on":      {"return lib.Nothing", ""},
		"something is":              {"return lib.Table", ""}, // to nobody
		"to somebody":               {"return lib.Table }\nfunc Again() any { Use().([]int)[0] = 1", "user.Use shares"},
		"a captured variable":       {"lib.Captured = 2", ""},
		"into another's variable":   {"lib.Kept = lib.Table; lib.Kept[0] = 1", "user.Use"},
	} {
		t.Run(name, func(t *testing.T) {
			src := strings.Replace(head, "BODY", c.body, 1)
			open, closed := program{src: src}, program{src: src, closed: true}
			var all []string
			for _, a := range functions(t, closed)["a.F"].Closure().Assumptions {
				all = append(all, a.Reason)
			}
			if got := strings.Join(all, "; "); c.doubt == "" && got != "" || !strings.Contains(strings.ReplaceAll(got, "m/", ""), c.doubt) {
				t.Errorf("F assumes %q, want %q", got, c.doubt)
			}
			if len(functions(t, open)["a.F"].Closure().Assumptions) == 0 {
				t.Error("without the whole program, nothing is in doubt")
			}
			if got := changed(t, open, closed); len(got) != 0 {
				t.Errorf("the identities of %q change", got)
			}
		})
	}
}

// Packages that are known by their summaries stay as they are.
func TestCloseAmongSummaries(t *testing.T) {
	p := program{facts: true, closed: true, src: `
-- b/b.go --
package b

var V = 1

-- a/a.go --
package a

import "m/b"

var W = 1

func F() int { return b.V + W }
`}
	if as := functions(t, p)["a.F"].Closure().Assumptions; len(as) != 0 {
		t.Errorf("F assumes %v, though nobody assigns W", as)
	}
}
