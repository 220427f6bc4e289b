package identity

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// variables decides which of the package's variables are fixed (I4), covers
// the init-only code that writes them, and the order of initialization where
// it matters (I5).
func (b *builder) variables() {
	b.collectUses()
	b.findEmpty()
	b.lazies()
	b.solveErrors()
	b.solve()
	b.findState()
	b.findHidden()
	b.findThaws()
	b.thawsBelow(b.thawsElsewhere, make(map[*Unit]bool))
	known := b.errFlow
	decls := make(map[*types.Var]*decl)
	for _, d := range b.decls {
		if v, ok := d.node.Object.(*types.Var); ok && d.node.Kind == VarNode {
			decls[v] = d
		}
	}
	written := make(map[*Node][]*types.Var) // surely or maybe, by declaration
	for _, d := range b.decls {
		v, ok := d.node.Object.(*types.Var)
		if !ok || d.node.Kind != VarNode || d.node.Blank() || b.annotated(v) {
			continue
		}
		before := len(d.node.notes)
		d.node.own = before > 0
		if slices.ContainsFunc(b.uses[v], func(u use) bool { return u.address }) { // addresses can be told apart
			d.byName("address")
		}
		if b.keepsResults(d, v) && handsIdentity(v.Type()) {
			d.byName("once")
		}
		b.assumptions(d, v)
		lazy := false
		for i, u := range b.uses[v] {
			lazy = lazy || u.lazy
			if b.harmless(v, u) {
				continue
			}
			if !u.lazy {
				written[u.in] = append(written[u.in], v)
			}
			if u.kind == assigns || u.kind == writes {
				if u.lazy || !u.literal && b.initOnly(u.in) { // covered as a writer, or by the readers
					if slices.ContainsFunc(u.values, func(e ast.Expr) bool { return b.holdsState(v, d, e, false) }) {
						b.stateful(d, u.pos)
					}
					b.uses[v][i].covered = true
					continue
				}
			}
			d.node.open = append(d.node.open, d.node.unfixed(b.src, u))
		}
		if lazy { // its value is in no initializer that would tell it from others
			d.byName("lazy")
		}
		d.node.open = append(d.node.open, b.noteThaws(d.node, v, false)...)
		if len(d.node.notes) > before || len(b.spoilers(v)) > 0 { // it may differ from others that are initialized alike
			d.byName("not fixed")
			d.node.own = true
		}
		// What other packages do has no part in forms, as summaries don't tell it.
		b.errFlow = b.errors
		d.node.open = append(d.node.open, b.noteErrors(d.node, v)...)
		d.node.open = append(d.node.open, b.noteThaws(d.node, v, true)...)
		b.errFlow = known
		if init := d.init(); init != nil && b.holdsState(v, d, init, true) {
			b.stateful(d, d.node.Pos)
		}
	}
	b.keepWritingOptions(written)
	b.coverEvents(b.events(written), decls, written)
	b.coverOutside()
	for _, d := range b.decls {
		if v, ok := d.node.Object.(*types.Var); ok && d.node.Kind == VarNode && !d.node.Blank() && !b.annotated(v) {
			before := len(d.node.notes)
			b.environment(d)
			d.node.own = d.node.own || len(d.node.notes) > before
		}
	}
	b.capturedOnce()
}

// byName makes the name of a variable part of its form.
func (d *decl) byName(why string) {
	d.form.op(why)
	d.form.str(d.node.FullName())
	d.form.finish(d.node)
	d.node.byName = true
}

func (b *builder) annotated(v *types.Var) bool {
	a := b.vars[v]
	return a.Capture || a.NoHash
}

// assumptions notes what keeps a variable from being fixed, whatever the
// package's code does.
func (b *builder) assumptions(d *decl, v *types.Var) {
	n := d.node
	if isRegistration(b.src.Info, d.spec) {
		return // by convention, like an error sentinel
	}
	if b.isOpen(v) {
		n.open = append(n.open, n.assume(b.src, n.Pos, "is not fixed: it is exported, so that any package can assign it"))
	}
	if b.assembly().mayWrite(n) {
		n.assume(b.src, n.Pos, "is not fixed: the package has assembly that may write it")
	}
	for _, pos := range b.linknames[n.Name] {
		n.assume(b.src, pos, "is linked by name to code that is not seen")
	}
	if init := d.init(); init != nil && b.holdsState(v, d, init, false) {
		b.stateful(d, n.Pos)
	}
}

func (b *builder) stateful(d *decl, pos token.Pos) {
	d.node.assume(b.src, pos, "holds a function made at run time, which may have state of its own")
}

// unfixed notes that a use keeps a variable from being fixed.
func (n *Node) unfixed(src *Source, u use) Assumption {
	return n.assume(src, u.pos, "is not fixed: "+u.in.FullName()+" "+u.how+" it")
}

// init is the expression that initializes a variable, or nil.
func (d *decl) init() ast.Expr {
	switch len(d.spec.Values) {
	case 0:
		return nil
	case len(d.spec.Names):
		return d.spec.Values[d.idx]
	}
	return d.spec.Values[0]
}

// environment notes that what a variable is initialized with depends on where
// and when the program starts.
func (b *builder) environment(d *decl) {
	if isRegistration(b.src.Info, d.spec) {
		return
	}
	check := func(n *Node) {
		for _, name := range n.outside {
			d.node.assume(b.src, d.node.Pos, "has an initializer that depends on "+name)
		}
	}
	if init := d.init(); init != nil && !callsNothing(b.src.Info, init) {
		check(d.node)
	}
	for _, w := range d.writers {
		check(w)
	}
	d.node.early = b.decidersOf(d)
	for _, id := range d.node.early.captured() {
		d.node.assume(b.src, d.node.Pos, dependsEarly(id))
	}
}

// isRegistration reports whether the variable is initialized by checkpoint.Func,
// New or Over.
func isRegistration(info *types.Info, spec *ast.ValueSpec) bool {
	for _, v := range spec.Values {
		if call, ok := ast.Unparen(v).(*ast.CallExpr); ok && takesOptions(info, call.Fun) {
			return true
		}
	}
	return false
}
