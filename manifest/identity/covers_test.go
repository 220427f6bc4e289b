package identity_test

import (
	"slices"
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

const byStructure = `
-- b/b.go --
package b

const N = 3

type Row = [N]int

type Opener interface{ Open() }

type Closer = interface{ Opener; Close() }
-- a/a.go --
package a

import "m/b"

func Len(r b.Row) int { return r[0] }

func Open(o interface{ b.Opener; Read() }) { o.Read() }

func Close(c b.Closer) { c.Close() }

func Alone() int { return 1 }
`

// What changes a function's identity is among what the function covers, also
// where it stands in the normal form as a structure.
func TestTypesThatAreStructureCoverWhatTheyMention(t *testing.T) {
	nodes := functions(t, program{src: byStructure})
	for _, test := range []struct {
		fn, covers string
		kind       identity.Kind
	}{
		{"a.Len", "b.N", identity.ConstNode},
		{"a.Open", "b.Opener", identity.TypeNode},
		{"a.Close", "b.Opener", identity.TypeNode},
	} {
		if !slices.ContainsFunc(nodes[test.fn].Covers(), func(n *identity.Node) bool {
			return n.Kind == test.kind && short(n) == test.covers
		}) {
			t.Errorf("%s doesn't cover %s", test.fn, test.covers)
		}
	}
	runEdits(t, byStructure, []edit{
		{"I2 the length of an array behind an alias", "N = 3", "N = 4", "a.Len"},
		{"I2 an embedded interface", "Open() }", "Open(); Shut() }", "a.Close a.Open"},
	})
}
