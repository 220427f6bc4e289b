package identity

import "maps"

// Source is the package as it was added, nil where the unit comes from a
// summary. It must not be changed; a copy can be added to another graph.
func (u *Unit) Source() *Source { return u.given }

// Without returns a copy of g that lacks the packages with the given IDs, so
// that they can be added anew, as after an edit. The packages that import them,
// at any depth, must be among them: they stand on the identities that go.
func (g *Graph) Without(ids map[string]bool) *Graph {
	out := &Graph{units: maps.Clone(g.units), pools: maps.Clone(g.pools), loose: g.loose}
	maps.DeleteFunc(out.units, func(id string, _ *Unit) bool { return ids[id] })
	return out
}

// Refs lists the nodes that n covers itself: those that its normal form refers
// to, in order, and those whose value stands in the form instead of a
// reference. The identity changes with each of the first, and with the value of
// the second.
func (n *Node) Refs() (refs, values []*Node) {
	for _, r := range n.refs {
		if r.node != nil {
			refs = append(refs, r.node)
		}
	}
	return refs, n.soft
}
