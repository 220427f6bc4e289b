package identity_test

import (
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

const layers = `
-- b/b.go --
package b

const Rate = 2

func F() int { return 1 }
-- a/a.go --
package a

import "m/b"

func G() int { return b.F() + int(b.Rate) }

func H() int { return 3 }
`

func TestPackagesCanBeAddedAnewToACopyOfAGraph(t *testing.T) {
	g := program{src: layers}.load(t)
	was := g.Unit("m/a")
	copied := g.Without(map[string]bool{"m/a": true})
	if copied.Unit("m/a") != nil || g.Unit("m/a") != was {
		t.Fatal("Without changes the graph, or leaves the package")
	}
	if copied.Unit("m/b") != g.Unit("m/b") {
		t.Error("a package that is not named goes too")
	}
	again, err := copied.Add(was.Source())
	if err != nil {
		t.Fatal(err)
	}
	for i, n := range was.Nodes {
		if again.Nodes[i].Identity != n.Identity {
			t.Errorf("%s has another identity when it is added anew", n.ID())
		}
	}
}

func TestRefsTellReferencesFromValues(t *testing.T) {
	nodes := functions(t, program{src: layers})
	names := func(nodes []*identity.Node) (out string) {
		for _, n := range nodes {
			out += short(n) + " "
		}
		return out
	}
	refs, values := nodes["a.G"].Refs()
	if names(refs) != "b.F " || names(values) != "b.Rate " {
		t.Errorf("G refers to %q and holds the values of %q, want b.F and b.Rate", names(refs), names(values))
	}
	if refs, values := nodes["a.H"].Refs(); len(refs)+len(values) > 0 {
		t.Errorf("H refers to %q and %q, want nothing", names(refs), names(values))
	}
}
