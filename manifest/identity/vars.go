package identity

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// variables decides which of the package's variables are fixed (I4), covers
// the init-only code that writes them, and the order of initialization where
// it matters (I5).
func (b *builder) variables() {
	b.collectUses()
	b.findEmpty()
	b.lazies()
	b.solve()
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
		if slices.ContainsFunc(b.uses[v], func(u use) bool { return u.address }) { // addresses can be told apart
			d.byName("address")
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
					if b.holdsFunc(v.Type(), map[types.Type]bool{}) && slices.ContainsFunc(u.values, b.madeAtRunTime) {
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
		if len(d.node.notes) > before { // it may differ from others that are initialized alike
			d.byName("not fixed")
		}
	}
	b.coverOrder(decls) // first: writers are no part of an initializer
	b.coverWriters(decls, written)
	b.coverOutside()
	for _, d := range b.decls {
		if v, ok := d.node.Object.(*types.Var); ok && d.node.Kind == VarNode && !d.node.Blank() && !b.annotated(v) {
			b.environment(d)
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
	if init := d.init(); init != nil && b.holdsFunc(v.Type(), map[types.Type]bool{}) && b.madeAtRunTime(init) {
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

// coverWriters makes each variable refer to the init functions, and to the
// initializers of other variables, that write it, themselves or through
// functions of the package, in the order in which they run.
func (b *builder) coverWriters(decls map[*types.Var]*decl, written map[*Node][]*types.Var) {
	if len(written) == 0 {
		return
	}
	var starts []*decl // init-only code in the order in which it runs
	for _, d := range b.decls {
		if d.node.Kind == VarNode {
			starts = append(starts, d)
		}
	}
	order := func(d *decl) int {
		if v, ok := d.node.Object.(*types.Var); ok {
			if i, ok := b.initOrder[v]; ok {
				return i
			}
		}
		return len(b.initOrder)
	}
	slices.SortStableFunc(starts, func(x, y *decl) int { return cmp.Compare(order(x), order(y)) })
	for _, d := range b.decls {
		if d.node.Kind == FuncNode && isInit(d.node) {
			starts = append(starts, d)
		}
	}
	writers := make(map[*decl][]*Node) // by variable
	for _, start := range starts {
		done := make(map[*decl]bool)
		for _, n := range b.executes(start) {
			for _, v := range written[n] {
				d := decls[v]
				if d == start || done[d] {
					continue
				}
				done[d] = true
				writers[d] = append(writers[d], start.node)
			}
		}
	}
	before := make(map[*decl][]*Node)
	for i, start := range starts {
		before[start] = b.laterWriters(start, starts[i+1:], decls, writers)
	}
	for _, start := range starts { // only now: the edges are no part of the search
		if nodes := before[start]; len(nodes) > 0 {
			start.form.op("before")
			start.form.int(len(nodes))
			for _, n := range nodes {
				start.form.ref(ref{node: n, name: "before", code: true})
			}
			start.form.finish(start.node)
		}
	}
	for _, d := range b.decls {
		if len(writers[d]) == 0 {
			continue
		}
		d.writers = writers[d]
		d.form.op("writers")
		d.form.int(len(writers[d]))
		for _, w := range writers[d] {
			d.form.ref(ref{node: w, name: "writer", code: true})
		}
		d.form.finish(d.node)
	}
}

// laterWriters lists those of the init-only declarations after start that
// write a variable that start reads (I5): start sees what was before. That
// init functions run after all initializers needs no mention.
func (b *builder) laterWriters(start *decl, after []*decl, decls map[*types.Var]*decl, writers map[*decl][]*Node) []*Node {
	found := make(map[*Node]bool)
	for _, n := range b.executes(start) {
		if v, ok := n.Object.(*types.Var); ok && n.Kind == VarNode && decls[v] != nil {
			for _, w := range writers[decls[v]] {
				found[w] = true
			}
		}
	}
	var out []*Node
	if len(found) == 0 {
		return nil
	}
	for _, d := range after {
		if found[d.node] && isInit(start.node) == isInit(d.node) {
			out = append(out, d.node)
		}
	}
	return out
}

// isInit reports whether a node is an init function.
func isInit(n *Node) bool { return n.Kind == FuncNode && strings.HasPrefix(n.Name, "init#") }

// executes lists the declarations whose code may run when the program gets to
// d: an initializer that calls nothing runs no code but its own, whatever it
// makes reachable.
func (b *builder) executes(d *decl) []*Node {
	if d.node.Kind == VarNode {
		if init := d.init(); init == nil || callsNothing(b.src.Info, init) {
			nodes := []*Node{d.node}
			for _, r := range d.node.refs {
				if m := r.node; m != nil && m.unit == b.Unit && m.Kind == VarNode && m != d.node {
					nodes = append(nodes, m)
				}
			}
			return nodes
		}
	}
	return b.runs(d.node)
}

// runs lists the declarations of the package whose code may run when that of
// start does.
func (b *builder) runs(start *Node) []*Node {
	seen := map[*Node]bool{start: true}
	work := []*Node{start}
	for i := 0; i < len(work); i++ {
		for _, r := range work[i].refs {
			if m := r.node; m != nil && m.unit == b.Unit && m.Kind != TypeNode && !seen[m] {
				seen[m] = true
				work = append(work, m)
			}
		}
	}
	return work
}

// coverOrder makes each variable say which of the variables that its
// initializer covers are initialized later (I5): through an interface, an
// initializer can read what the order of initialization doesn't know of.
func (b *builder) coverOrder(decls map[*types.Var]*decl) {
	type late struct {
		d     *decl
		nodes []*Node
	}
	var all []late
	for _, d := range b.decls {
		v, ok := d.node.Object.(*types.Var)
		if !ok || d.node.Kind != VarNode {
			continue
		}
		at, ok := b.initOrder[v]
		if !ok {
			continue
		}
		var later []*types.Var
		for _, n := range b.executes(d) {
			if w, ok := n.Object.(*types.Var); ok && n.Kind == VarNode && decls[w] != nil {
				if i, ok := b.initOrder[w]; ok && i > at {
					later = append(later, w)
				}
			}
		}
		if len(later) == 0 {
			continue
		}
		slices.SortFunc(later, func(x, y *types.Var) int { return cmp.Compare(b.initOrder[x], b.initOrder[y]) })
		l := late{d: d}
		for _, w := range later {
			l.nodes = append(l.nodes, decls[w].node)
		}
		all = append(all, l)
	}
	for _, l := range all { // only now: the edges are no part of the search
		l.d.form.op("later")
		l.d.form.int(len(l.nodes))
		for _, n := range l.nodes {
			l.d.form.ref(ref{node: n, name: "later", code: true})
		}
		l.d.form.finish(l.d.node)
	}
}
