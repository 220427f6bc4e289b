package identity_test

import (
	"cmp"
	"maps"
	"slices"
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

const closuresSrc = `
-- b/b.go --
package b

import "os"

//checkpoint:capture
var Rate = 1.0

var Home = os.Getenv("HOME")

var Version string

func Even(n int) bool { return n == 0 || Odd(n-1) }
func Odd(n int) bool { return n != 0 && Even(n-1) }
func Read() string { return Home + Version }
func Scale(x float64) float64 { return x * Rate }
-- c/c.go --
package c

import (
	"fmt"
	"io"
	"reflect"
	"m/b"
)

const Size = len(names)

var names = [...]string{"a", "b"}

type T struct{ r io.Reader }

func (t T) String() string { reflect.ValueOf(t).MethodByName("X"); return b.Read() }

func A(n int) string { if b.Even(n) { return B(n) }; return fmt.Sprint(T{}) }
func B(n int) string { return A(n-Size) + C() }
func C() string { b.Scale(2); return "" }
func D() int { return 1 }
`

// Closures may share and reorder as they like: what they say of a node is what
// following all its edges says.
func TestClosuresOfAllNodesAreThoseOfEachAlone(t *testing.T) {
	g := program{src: closuresSrc}.load(t)
	units := []*identity.Unit{g.Unit("m/b"), g.Unit("m/c")}
	all := identity.NewClosures(units...)
	for _, u := range units {
		for _, n := range u.Nodes {
			got, want := all.Of(n), n.Closure()
			if !slices.Equal(got.Captures, want.Captures) || !slices.Equal(got.LinkVars, want.LinkVars) || !slices.Equal(got.Modules, want.Modules) ||
				!slices.Equal(got.Assumptions, want.Assumptions) || got.Unknown != want.Unknown {
				t.Errorf("%s: %+v, alone %+v", n.ID(), got, want)
			}
			if a, b := ids(all.Covers(n)), ids(n.Covers()); !slices.Equal(a, b) {
				t.Errorf("%s covers %q, alone %q", n.ID(), a, b)
			}
		}
	}
	f := functions(t, program{src: closuresSrc})
	c := f["c.A"].Closure()
	if !slices.Equal(c.Captures, []string{"m/b.Rate"}) || !slices.Equal(c.LinkVars, []string{"m/b.Version"}) || len(c.Assumptions) == 0 {
		t.Errorf("A adds up to %+v", c)
	}
	if !slices.IsSortedFunc(c.Assumptions, func(a, b identity.Assumption) int {
		return cmp.Or(cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.In, b.In))
	}) {
		t.Errorf("assumptions in the order %v", c.Assumptions)
	}
	if c := f["c.D"].Closure(); len(c.Assumptions)+len(c.Captures)+len(c.LinkVars)+len(c.Modules) > 0 {
		t.Errorf("D covers nothing and adds up to %+v", c)
	}
}

func ids(nodes []*identity.Node) []string {
	set := make(map[string]bool)
	for _, n := range nodes {
		set[n.ID()] = true
	}
	return slices.Sorted(maps.Keys(set))
}
