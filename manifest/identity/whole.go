package identity

import (
	"go/types"
	"maps"
	"slices"
)

// Settle tells the graph that no more packages come, and no more loose files:
// what packages do to each other that do not import each other is put down then.
// It must come before the first closure is asked for.
func (g *Graph) Settle() { g.settle(false) }

// Close is Settle, and tells the graph besides that it holds the whole program: no
// package that is not in it imports one that is, but for those of loose files.
// Every place is then known that could change an exported variable, or what a
// function returns, and the assumptions that one package alone cannot settle are
// settled (I4): dropped, or replaced by the places that keep the variable from
// being fixed. Code outside the scope that calls methods of the scope through
// its own interfaces is taken not to write into what they return.
//
// Identities stay as they are, so that drivers that see one package at a time
// agree on them. Packages that were added by their summaries keep their
// assumptions.
func (g *Graph) Close() { g.settle(true) }

func (g *Graph) settle(closed bool) {
	builders := g.builders(closed)
	loose := g.looseUses()
	others := make(map[*types.Var][]owned) // uses of variables of other packages
	for _, b := range builders {
		for _, o := range b.owned() {
			if isPackageLevel(o.v) && o.v.Pkg() != b.src.Types {
				others[o.v] = append(others[o.v], o)
			}
		}
	}
	if closed {
		leakWhole(builders, loose)
	}
	for _, b := range builders {
		for _, n := range b.Nodes {
			v, ok := n.Object.(*types.Var)
			if !ok || n.Kind != VarNode || n.Blank() || b.annotated(v) {
				continue
			}
			if closed {
				b.settle(n, v, others[v])
			} else {
				b.assignedElsewhere(n, v, others[v])
			}
			loose.note(b, n, v)
		}
	}
	g.link(builders)
	noteLeafStates(builders)
}

// leakWhole decides anew which variables hold storage that is only read, now that
// all packages know of each other.
func leakWhole(builders []*builder, loose looseUses) {
	var all []owned
	dynamic := make(map[methodResult][]owned)
	for _, b := range builders {
		b.leakOpen()
		all = append(all, b.owned()...)
		all = append(all, loose.returned(b)...)
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
}

// builders are builders of the packages; if closed is set, they know of each
// other.
func (g *Graph) builders(closed bool) []*builder {
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
		b := &builder{
			Unit: u, access: u.access, immutables: make(map[types.Type]bool), closed: closed,
			pools: g.pools, poolOf: make(map[types.Type]*types.Var), poolVars: poolVars, errFlow: u.access.errors,
		}
		out = append(out, b)
		if !closed {
			continue
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
		b.access, b.errFlow, b.thawsElsewhere = &own, whole.errors, whole.thaws
	}
	if closed {
		for _, b := range out {
			b.writers = whole.writers
		}
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

// assignedElsewhere notes what other packages of the graph assign to a variable
// that is taken to be left alone.
func (b *builder) assignedElsewhere(n *Node, v *types.Var, others []owned) {
	if b.isOpen(v) {
		return // that is said already
	}
	for _, o := range others {
		for _, u := range o.uses {
			if u.kind == assigns || u.kind == writes {
				n.unfixed(o.b.src, u)
			}
		}
	}
}
