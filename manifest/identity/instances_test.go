package identity_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// allRoots maps the registrations of the packages to their nodes, by id without
// the module.
func allRoots(t *testing.T, p program) map[string]*identity.Node {
	t.Helper()
	g := p.load(t)
	out := map[string]*identity.Node{}
	for _, f := range txtar.Parse([]byte(p.src)).Files {
		dir, _, _ := strings.Cut(f.Name, "/")
		for _, n := range g.Unit("m/" + dir).Nodes {
			if n.Kind == identity.RootNode {
				out[strings.ReplaceAll(n.Name, "m/", "")] = n
			}
		}
	}
	return out
}

// changedInstances lists the registrations whose identities differ.
func changedInstances(t *testing.T, before, after program) []string {
	t.Helper()
	a, b := allRoots(t, before), allRoots(t, after)
	var out []string
	for _, name := range slices.Sorted(maps.Keys(a)) {
		if b[name] == nil || a[name].Identity != b[name].Identity {
			out = append(out, name)
		}
	}
	return out
}

const instancesSrc = `
-- lib/lib.go --
package lib

type Num interface{ Twice(int) int }

type A struct{ inner }

type inner struct{ x int }

func (inner) Twice(n int) int { return n * 2 }

type B struct{ hidden int }

func (b B) Twice(n int) int { return n * 3 }

func (b B) Other() int { return unused() }

func unused() int { return 4 }

func Gen[T Num](n int) int {
	var t T
	return t.Twice(n)
}

type Set[T any] struct{ list []T }

func (s *Set[T]) Len() int { return len(s.list) }
-- a/a.go --
package a

import (
	"m/lib"
	"strings"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

type C int

func (c C) Twice(n int) int { return n * level }

//checkpoint:capture
var level = 5

type fn func(int) int

type outer struct{ x int; lib.Set[C] }

var (
	GenA    = checkpoint.Func(lib.Gen[lib.A])
	GenB    = checkpoint.Func(lib.Gen[lib.B])
	GenC    = checkpoint.Func(lib.Gen[C], checkpoint.Version("1"))
	PtrC    = checkpoint.Func(lib.Gen[*C])
	LenA    = checkpoint.Func((*lib.Set[lib.A]).Len)
	LenB    = checkpoint.Func((*lib.Set[lib.B]).Len, checkpoint.NoHash("s"))
	Fields  = checkpoint.Func((*outer).Len)
	One     = checkpoint.Func(one[[]int])
	Two     = checkpoint.Func(one[[]uint])
	Builder = checkpoint.Func(one[strings.Builder])
	Plain   = checkpoint.Func(plain)
)

func one[T any]() int { return 1 }

func plain() int { return one[int]() }
`

// The identity of an instance covers the generic code and its type arguments,
// whatever signature they leave it (I6, I8).
func TestI8InstancesCoverTheirArguments(t *testing.T) {
	for _, e := range []edit{
		{"a promoted method of one argument", "n * 2", "n * 20", "lib.(*Set[lib.A]).Len lib.Gen[lib.A]"},
		{"a method of another", "n * 3", "n * 30", "lib.(*Set[lib.B]).Len lib.Gen[lib.B]"},
		{"what a method that reflection can call calls", "return 4", "return 5", "lib.(*Set[lib.B]).Len lib.Gen[lib.B]"},
		{"a method of a third", "n * level", "n + level", "a.(*outer).Len lib.Gen[*a.C] lib.Gen[a.C]"},
		{"the structure of one argument", "B struct{ hidden int }", "B struct{ hidden int8 }", "lib.(*Set[lib.B]).Len lib.Gen[lib.B]"},
		{"the structure of a part of one", "inner struct{ x int }", "inner struct{ x int8 }", "lib.(*Set[lib.A]).Len lib.Gen[lib.A]"},
		{"the underlying type of a third", "type C int", "type C int8", "a.(*outer).Len lib.Gen[*a.C] lib.Gen[a.C]"},
		{"the generic code", "return t.Twice(n)", "return -t.Twice(n)", "lib.Gen[*a.C] lib.Gen[a.C] lib.Gen[lib.A] lib.Gen[lib.B]"},
		{"a generic method", "len(s.list)", "cap(s.list)", "a.(*outer).Len lib.(*Set[lib.A]).Len lib.(*Set[lib.B]).Len"},
		{"an option", `"s"`, `"S"`, "lib.(*Set[lib.B]).Len"},
		{"generic code that another function calls", "int { return 1 }", "int { return 2 }", "a.one[[]int] a.one[[]uint] a.one[strings.Builder] a.plain"},
		{"a renamed type parameter", "one[T any]()", "one[U any]()", ""},
		{"a captured value", "level = 5", "level = 6", ""},
		{"parentheses and inferred type arguments", "checkpoint.Func(one[[]int])", "(checkpoint.Func[func() int])((one[[]int]))", ""},
		{"a conversion", "checkpoint.Func(lib.Gen[lib.B])", "checkpoint.Func(fn(lib.Gen[lib.B]))", ""},
	} {
		t.Run(e.rule, func(t *testing.T) {
			if strings.Count(instancesSrc, e.old) != 1 {
				t.Fatalf("%q is %d times in the program", e.old, strings.Count(instancesSrc, e.old))
			}
			for _, facts := range []bool{false, true} {
				before := program{src: instancesSrc, facts: facts}
				after := program{src: strings.Replace(instancesSrc, e.old, e.new, 1), facts: facts}
				if got, want := changedInstances(t, before, after), strings.Fields(e.changes); !slices.Equal(got, want) {
					t.Errorf("facts %v: %q → %q changes %q, want %q", facts, e.old, e.new, got, want)
				}
			}
		})
	}
}

// No two instances share an identity, however alike their arguments are.
func TestI8InstancesAreToldApart(t *testing.T) {
	for _, facts := range []bool{false, true} {
		seen := map[[32]byte]string{}
		all := allRoots(t, program{src: instancesSrc, facts: facts})
		if len(all) != 11 {
			t.Fatalf("%d registrations", len(all))
		}
		for name, n := range all {
			if was := seen[n.Identity]; was != "" {
				t.Errorf("facts %v: %s and %s have one identity", facts, name, was)
			}
			seen[n.Identity] = name
		}
		if got := all["lib.Gen[a.C]"].Closure().Captures; !slices.Equal(got, []string{"m/a.level"}) {
			t.Errorf("facts %v: the captures of an argument's method: %q", facts, got)
		}
		if got := all["lib.Gen[lib.A]"].Closure().Captures; len(got) > 0 {
			t.Errorf("facts %v: captures %q that another instance reads", facts, got)
		}
	}
}

// What is registered from outside the scope counts by its leaf, whichever code
// of its own the package has (I1).
func TestI1ARegisteredLeafCountsByVersion(t *testing.T) {
	const src = `
-- a/a.go --
package a

import (
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

var (
	Upper  = checkpoint.Func(strings.ToUpper)
	Repeat = checkpoint.Func(strings.Repeat, checkpoint.NoHash("count"))
	Method = checkpoint.Func((*strings.Reader).Len)
	Sorted = checkpoint.Func(slices.Max[[]C])
)

type C int

func (c C) String() string { return "c" }

func other() int { return 1 }
`
	all := []string{"slices.Max[[]a.C,a.C]", "strings.(*Reader).Len", "strings.Repeat", "strings.ToUpper"}
	for _, test := range []struct {
		rule, old, new, leaf string
		want                 []string
	}{
		{"an edit of the package", "return 1", "return 2", "", nil},
		{"an option", `"count"`, `"s"`, "", []string{"strings.Repeat"}},
		{"a method of a type argument", `return "c"`, `return "d"`, "", []string{"slices.Max[[]a.C,a.C]"}},
		{"another release", "", "", "2", all},
	} {
		after := program{src: strings.Replace(src, test.old, test.new, 1), leaf: test.leaf}
		if got := changedInstances(t, program{src: src}, after); !slices.Equal(got, test.want) {
			t.Errorf("%s changes %q, want %q", test.rule, got, test.want)
		}
	}
	for name, n := range allRoots(t, program{src: src}) {
		if c := n.Closure(); len(c.Assumptions) > 0 || c.Unknown {
			t.Errorf("%s: assumed %v, unknown %v", name, c.Assumptions, c.Unknown)
		}
		if n.Pos == 0 || !strings.HasPrefix(n.FullName(), "strings.") && !strings.HasPrefix(n.FullName(), "(*strings.") && !strings.HasPrefix(n.FullName(), "slices.") {
			t.Errorf("%s: position %d, full name %s", name, n.Pos, n.FullName())
		}
	}
}
