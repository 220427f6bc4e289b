package identity_test

import (
	"strings"
	"testing"
)

// What a file may do that programs can be made of, though it is in no package
// (I4): only its syntax is known.
func TestI4LooseFilesKeepVariablesFromBeingFixed(t *testing.T) {
	const head = `
-- lib/lib.go --
package lib

import "errors"

type Set struct{ list []int }

func (s *Set) Len() int { return len(s.list) }
func (s *Set) List() []int { return s.list }

type Count int

func (c *Count) Inc() { *c++ }
func (c Count) Get() int { return int(c) }

type Config struct{ Rate int; Hits Count }

func (c Config) Twice() int { return 2 * c.Rate }

type Plain int

func (p Plain) Get() int { return int(p) }

var Level = 1
var Table = []int{1, 2}
var All = &Set{}
var Hits Count
var Some Plain
var Cfg Config
var Arr [2]int
var ErrNone = errors.New("none")
var table = []int{1, 2}
var other = &Set{}
//checkpoint:capture
var Captured = 1

func Get() []int { return table }
func Other() *Set { return other }
func Size() int { return len(table) }

-- a/a.go --
package a

import "m/lib"

func F() int {
	_ = lib.Captured
	return lib.Level + lib.Table[0] + lib.All.Len() + len(lib.ErrNone.Error()) + lib.Get()[0] + lib.Cfg.Twice() + lib.Hits.Get() +
		lib.Some.Get() + lib.Arr[0] + lib.Other().Len() + lib.Size()
}

-- loose/gen.go --
package main

IMPORT

func main() {
	BODY
}
`
	for name, c := range map[string]struct {
		imp, body string
		doubt     string // "" if nothing keeps the variables from being fixed
	}{
		"nothing":               {"", "", ""},
		"a read":                {"", "print(lib.Level + 1)", ""},
		"an assignment":         {"", "lib.Level = 2", "lib.Level: is not fixed: a file outside the build assigns it"},
		"an operation":          {"", "lib.Level += 2", "lib.Level"},
		"an increment":          {"", "(lib.Level)++", "lib.Level"},
		"an address":            {"", "p := &lib.Level; *p = 3", "lib.Level"},
		"a range":               {"", "for lib.Level = range 3 {}", "lib.Level"},
		"ranged over":           {"", "for range lib.Level {}", ""},
		"an element":            {"", "lib.Arr[0] = 1", "lib.Arr"},
		"an element, read":      {"", "print(lib.Arr[0])", ""},
		"an index":              {"", "x[lib.Level] = 1", ""},
		"a part":                {"", "lib.Cfg.Rate = 1", "lib.Cfg"},
		"a part, read":          {"", "print(lib.Cfg.Rate)", "lib.Cfg: is not fixed: a file outside the build may change"}, // it has Hits
		"a method by a pointer": {"", "lib.Hits.Inc()", "lib.Hits: is not fixed: a file outside the build may change"},
		"its value":             {"", "f := lib.Hits.Inc; f()", "lib.Hits"},
		"a method of a part":    {"", "lib.Cfg.Hits.Inc()", "lib.Cfg"},
		"a method":              {"", "print(lib.Some.Get())", ""},
		"a conversion":          {"", "print(int(lib.Some))", ""},
		"a slice":               {"", "x := lib.Table", "lib.Table"},
		"a pointer":             {"", "lib.All.Len()", "lib.All"},
		"a sentinel":            {"", "lib.ErrNone = nil", "lib.ErrNone"},
		"a sentinel, read":      {"", "print(err == lib.ErrNone)", ""},
		"a captured variable":   {"", "lib.Captured = 3", ""},
		"a result":              {"", "lib.Get()[0] = 3", "lib.table: is not fixed: m/lib.Get shares"},
		"a function's value":    {"", "f := lib.Get", "lib.table"},
		"a method's result":     {"", "lib.Other().List()[0] = 1", "lib.other"},
		"a number":              {"", "print(lib.Size())", ""},
		"by another name":       {`import x "m/lib"`, "x.Level = 3", "lib.Level"},
		"without a name":        {`import . "m/lib"`, "Level = 3", "lib.Level"},
		"another package":       {`import "n/lib"`, "lib.Level = 3", ""},
		"a variable of its own": {`import "m/a"`, "lib.Level = 3", ""},
		"a blank import":        {`import _ "m/lib"`, "_.Level = 3", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if c.imp == "" {
				c.imp = `import "m/lib"`
			}
			without := head[:strings.Index(head, "-- loose")]
			src := strings.NewReplacer("IMPORT", c.imp, "BODY", c.body).Replace(head)
			var all []string
			for _, a := range functions(t, program{src: src, closed: true})["a.F"].Closure().Assumptions {
				all = append(all, a.In+": "+a.Reason)
				if !strings.HasPrefix(a.Pos.Filename, "loose/") && a.In != "m/lib.table" && a.In != "m/lib.other" {
					t.Errorf("%s is reported at %s", a.In, a.Pos)
				}
			}
			if got := strings.Join(all, "; "); c.doubt == "" && got != "" || !strings.Contains(got, c.doubt) {
				t.Errorf("F assumes %q, want %q", got, c.doubt)
			}
			if got := changed(t, program{src: without}, program{src: src, closed: true}); len(got) != 0 {
				t.Errorf("the identities of %q change", got)
			}
		})
	}
}
