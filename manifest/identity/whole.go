package identity

import (
	"go/types"
	"maps"
	"slices"
)

// Close tells the graph that it holds the whole program: no package that is
// not in it imports one that is. Every place is then known that could change an
// exported variable, or what a function returns, and the assumptions that one
// package alone cannot settle are settled (I4): dropped, or replaced by the
// places that keep the variable from being fixed. Code outside the scope that
// calls methods of the scope through its own interfaces is taken not to write
// into what they return.
//
// Identities stay as they are, so that drivers that see one package at a time
// agree on them. Close must come after the last Add, and before the first
// closure is asked for; packages that were added by their summaries keep their
// assumptions.
func (g *Graph) Close() {
	builders := g.closed()
	var all []owned
	others := make(map[*types.Var][]owned) // uses of variables of other packages
	dynamic := make(map[methodResult][]owned)
	for _, b := range builders {
		b.leakOpen()
		all = append(all, b.owned()...)
		for _, o := range b.owned() {
			if isPackageLevel(o.v) && o.v.Pkg() != b.src.Types {
				others[o.v] = append(others[o.v], o)
			}
		}
		for key, uses := range b.dynamic {
			dynamic[key] = append(dynamic[key], owned{b: b, uses: uses})
		}
	}
	for _, b := range builders {
		for _, n := range b.Nodes {
			if fn, ok := n.Object.(*types.Func); ok && n.Kind == FuncNode && fn.Signature().Recv() != nil {
				for i := range fn.Signature().Results().Len() {
					for _, o := range dynamic[methodResult{fn.Name(), i}] {
						o.v = fn.Signature().Results().At(i)
						all = append(all, o)
					}
				}
			}
		}
	}
	if len(builders) > 0 {
		first := builders[0]
		first.errors.spread(all)
		spread(first.leaks, all)
	}
	for _, b := range builders {
		for _, n := range b.Nodes {
			if v, ok := n.Object.(*types.Var); ok && n.Kind == VarNode && !n.Blank() && !b.annotated(v) {
				b.settle(n, v, others[v])
			}
		}
	}
}

// closed are builders of the packages that know of each other.
func (g *Graph) closed() []*builder {
	whole := newAccess()
	poolVars := make(map[*types.Var]bool)
	for _, p := range g.pools {
		poolVars[p] = true
	}
	var out []*builder
	for _, id := range sortedKeys(g.units) {
		u := g.units[id]
		if u.access == nil {
			continue // known by its summary
		}
		maps.Copy(whole.empty, u.access.empty)
		whole.writers = append(whole.writers, u.access.writers...)
		maps.Copy(whole.exact, u.access.exact)
		for name, list := range u.access.thaws {
			whole.thaws[name] = append(whole.thaws[name], list...)
		}
		for fn, callers := range u.access.callers {
			whole.callers[fn] = append(whole.callers[fn], callers...)
		}
		own := *u.access
		own.leaks, own.callers, own.empty, own.exact = whole.leaks, whole.callers, whole.empty, whole.exact
		own.errors = whole.errors
		out = append(out, &builder{
			Unit: u, access: &own, immutables: make(map[types.Type]bool), closed: true,
			pools: g.pools, poolOf: make(map[types.Type]*types.Var), poolVars: poolVars, errFlow: whole.errors, thawsElsewhere: whole.thaws,
		})
	}
	for _, b := range out {
		b.writers = whole.writers
	}
	return out
}

// settle puts what is known of the whole program in the place of what the
// package alone could tell about a variable.
func (b *builder) settle(n *Node, v *types.Var, others []owned) {
	n.notes = slices.DeleteFunc(n.notes, func(a Assumption) bool { return slices.Contains(n.open, a) })
	n.open = nil
	for _, o := range append([]owned{{b, v, b.uses[v]}}, others...) {
		for _, u := range o.uses {
			if !u.covered && !o.b.harmless(v, u) {
				n.unfixed(o.b.src, u)
			}
		}
	}
	b.noteErrors(n, v)
	b.noteThaws(n, v, true)
}
