package identity

import (
	"go/types"
	"slices"
)

// A lazy is what computes something when it is first needed, and then keeps it.
type lazy struct {
	d    *decl
	runs []*Node // the declarations whose code may run
}

// lazyVars are the package's variables that hold functions made by
// sync.OnceValue and the like, and those of type sync.Once.
func (b *builder) lazyVars() []lazy {
	var out []lazy
	for _, d := range b.decls {
		v, ok := d.node.Object.(*types.Var)
		if !ok || d.node.Kind != VarNode || b.annotated(v) {
			continue
		}
		var starts []*Node
		if init := d.init(); init != nil && b.runsOnce(init) {
			starts = append(starts, d.node)
		}
		for _, u := range b.uses[v] {
			if slices.ContainsFunc(u.values, b.runsOnce) {
				starts = append(starts, u.in)
			}
		}
		if len(starts) > 0 {
			out = append(out, lazy{d, b.runs(starts...)})
		}
	}
	for _, o := range b.onces {
		out = append(out, lazy{o.d, b.runs(o.in)})
	}
	return out
}

// early lets what is computed when first needed refer to the events that may
// need it before the variables that it reads are what they are in the end (I5).
func (b *builder) early(events []*event, decls map[*types.Var]*decl, writers map[*decl][]*event) []addition {
	var out []addition
	for _, l := range b.lazyVars() {
		for i, e := range events {
			if !slices.Contains(e.runs, l.d.node) || e.node.Kind == VarNode && callsNothing(b.src.Info, e.d.init()) {
				continue
			}
			if late := b.late(l.runs, e, events[i+1:], decls, writers, true); len(late) > 0 {
				out = append(out, addition{form: l.d.form, node: l.d.node, op: "early", late: late, runs: shapeOf(l.runs), by: e.node})
			}
		}
	}
	return out
}

// keepsResults reports whether a variable is given functions that compute their
// results at the first call.
func (b *builder) keepsResults(d *decl, v *types.Var) bool {
	init := d.init()
	return init != nil && b.runsOnce(init) ||
		slices.ContainsFunc(b.uses[v], func(u use) bool { return slices.ContainsFunc(u.values, b.runsOnce) })
}
