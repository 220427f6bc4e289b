package analyzer

import (
	"maps"
	"slices"

	"github.com/gocheckpoint/checkpoint/internal/leaf"
	"github.com/gocheckpoint/checkpoint/internal/wire"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// GobEncode writes the table of strings, then units and leaves.
func (f *packageFact) GobEncode() ([]byte, error) {
	e := new(wire.Encoder)
	e.Int(len(f.Units))
	for _, u := range f.Units {
		e.Str(u.ID)
		e.Str(u.Path)
		e.Int(len(u.Nodes))
		for i := range u.Nodes {
			n := &u.Nodes[i]
			e.Str(string(n.Kind))
			e.Str(n.Name)
			e.Raw(n.Identity[:])
			e.Strs(n.Captures)
			e.Strs(n.LinkVars)
			e.Strs(n.Outside)
			e.Bools(append([]bool{n.Unknown, n.Narrow, n.Varies, n.All}, n.Keeps...))
		}
	}
	paths := slices.Sorted(maps.Keys(f.Leaves))
	e.Int(len(paths))
	for _, path := range paths {
		c := f.Leaves[path]
		e.Str(path)
		e.Str(c.Unknown)
		e.Pairs(c.Versions)
		e.Pairs(c.Modules)
	}
	return e.Bytes(), nil
}

// GobDecode is the inverse of GobEncode.
func (f *packageFact) GobDecode(data []byte) error {
	d := wire.NewDecoder(data)
	f.Units = make([]*identity.Summary, d.Int())
	for i := range f.Units {
		u := &identity.Summary{ID: d.Str(), Path: d.Str()}
		u.Nodes = make([]identity.SummaryNode, d.Int())
		for j := range u.Nodes {
			n := &u.Nodes[j]
			n.Kind, n.Name = identity.Kind(d.Str()), d.Str()
			copy(n.Identity[:], d.Raw(len(n.Identity)))
			n.Captures, n.LinkVars, n.Outside = d.Strs(), d.Strs(), d.Strs()
			if flags := d.Bools(); len(flags) > 3 {
				n.Unknown, n.Narrow, n.Varies, n.All, n.Keeps = flags[0], flags[1], flags[2], flags[3], flags[4:]
			}
		}
		f.Units[i] = u
	}
	leaves := d.Int()
	f.Leaves = make(map[string]*leaf.Closure, leaves)
	for range leaves {
		path, unknown := d.Str(), d.Str()
		f.Leaves[path] = &leaf.Closure{Unknown: unknown, Versions: d.Pairs(), Modules: d.Pairs()}
	}
	return d.Err()
}
