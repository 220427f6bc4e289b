package identity

import (
	"cmp"
	"go/types"
	"slices"
	"strings"

	"github.com/zeebo/blake3"
)

// An event is a step of the package's initialization: the initializer of a
// variable, or an init function.
type event struct {
	d *decl
	// node stands for the event: the declaration, or, where its form leaves the
	// initializer out, a node of its own.
	node *Node
	form *former
	// at is the variable's place in the order of initialization; that of an init
	// function is behind all.
	at int
	// runs are the declarations whose code may run, the first of which is node.
	runs []*Node
}

// events lists what initializes the package, in order. An initializer that is
// no part of its variable's form, as the value is captured or has no influence,
// counts all the same for what it writes (I4).
func (b *builder) events(written map[*Node][]*types.Var) []*event {
	var all []*event
	for _, d := range b.decls {
		if v, ok := d.node.Object.(*types.Var); ok && d.node.Kind == VarNode && d.init() != nil {
			e := &event{d: d, node: d.node, form: d.form, at: len(b.initOrder)}
			if at, ok := b.initOrder[v]; ok {
				e.at = at
			}
			if b.annotated(v) && !callsNothing(b.src.Info, d.init()) && !b.ownInitializer(e, written) {
				continue
			}
			all = append(all, e)
		}
	}
	slices.SortStableFunc(all, func(x, y *event) int { return cmp.Compare(x.at, y.at) })
	for _, d := range b.decls {
		if isInit(d.node) {
			all = append(all, &event{d: d, node: d.node, form: d.form, at: len(b.initOrder)})
		}
	}
	for _, e := range all {
		e.runs = b.executes(e)
	}
	return all
}

// ownInitializer gives an event a node of its own with the whole initializer; it
// reports false, and adds nothing, if that runs no code that writes variables.
func (b *builder) ownInitializer(e *event, written map[*Node][]*types.Var) bool {
	n := &Node{Kind: InitNode, Name: e.d.node.Name, Pos: e.d.node.Pos, End: e.d.node.End, unit: b.Unit, whole: e.d.node}
	f := b.newFormer(n, e.d.file)
	f.op("initializer")
	f.expr(e.d.init())
	f.op("inert")
	f.exprs(slices.Clone(f.inert))
	f.finish(n)
	if !slices.ContainsFunc(b.runs(n), func(m *Node) bool { return len(written[m]) > 0 }) {
		return false
	}
	b.add(n)
	e.node, e.form = n, f
	return true
}

// keepWritingOptions puts back the options of registrations that have no
// influence on results, but run code that writes variables.
func (b *builder) keepWritingOptions(written map[*Node][]*types.Var) {
	for _, d := range b.decls {
		if len(d.form.inert) == 0 {
			continue
		}
		scratch := d.form.scratch()
		scratch.exprs(slices.Clone(d.form.inert))
		scratch.finish(scratch.node)
		if slices.ContainsFunc(b.runs(scratch.node), func(m *Node) bool { return len(written[m]) > 0 }) {
			d.form.op("inert")
			d.form.exprs(slices.Clone(d.form.inert))
			d.form.finish(d.node)
		}
	}
}

// executes lists the declarations whose code may run when the program gets to
// an event: an initializer that calls nothing runs no code but its own, whatever
// it makes reachable.
func (b *builder) executes(e *event) []*Node {
	if e.node.Kind == VarNode && callsNothing(b.src.Info, e.d.init()) {
		nodes := []*Node{e.node}
		for _, r := range e.node.refs {
			if m := r.node; m != nil && m.unit == b.Unit && m.Kind == VarNode && !slices.Contains(nodes, m) {
				nodes = append(nodes, m)
			}
		}
		return nodes
	}
	return b.runs(e.node)
}

// runs lists the declarations of the package whose code may run when that of
// one of the starts does.
func (b *builder) runs(starts ...*Node) []*Node {
	seen := make(map[*Node]bool)
	var work []*Node
	for _, n := range starts {
		if !seen[n] {
			seen[n] = true
			work = append(work, n)
		}
	}
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

// shapeOf describes which references of some code lead to the same node: alike
// variables count as one otherwise, though they may hold different things as
// long as the package is not initialized.
func shapeOf(runs []*Node) [32]byte {
	number := make(map[*Node]int, len(runs))
	for i, n := range runs {
		number[n] = i
	}
	w := &writer{}
	for _, n := range runs {
		w.int(len(n.refs))
		for _, r := range n.refs {
			if i, ok := number[r.node]; ok {
				w.int(i)
			} else {
				w.int(-1)
			}
		}
	}
	return blake3.Sum256(w.buf)
}

// A late is a variable that some code reads, by its number among what that code
// runs, before it is what it is in the end.
type late struct {
	number int
	// initialized is set where its own initializer comes later; writers are the
	// events that write it afterwards.
	initialized bool
	node        *Node
	writers     []*Node
}

// An addition is what is added to a form once all forms have been looked at.
type addition struct {
	form *former
	node *Node
	op   string
	late []late
	runs [32]byte // the shape of what runs
	by   *Node    // the event that runs it early, if it isn't the node's own
}

func (a addition) apply() {
	f := a.form
	f.op(a.op)
	f.sum(a.runs)
	if a.by != nil {
		f.ref(ref{node: a.by, name: a.op, code: true})
	}
	f.int(len(a.late))
	for _, l := range a.late {
		f.int(l.number)
		f.bool(l.initialized)
		if l.initialized {
			f.ref(ref{node: l.node, name: "later", code: true})
		}
		f.int(len(l.writers))
		for _, w := range l.writers {
			f.ref(ref{node: w, name: "before", code: true})
		}
	}
	f.finish(a.node)
}

// coverEvents makes each variable refer to the events that write it, themselves
// or through functions of the package, in the order in which they run (I4), and
// each event say what of the variables that it reads is still to come (I5).
func (b *builder) coverEvents(events []*event, decls map[*types.Var]*decl, written map[*Node][]*types.Var) {
	writers := make(map[*decl][]*event) // by variable
	for _, e := range events {
		done := make(map[*decl]bool)
		for _, n := range e.runs {
			for _, v := range written[n] {
				if d := decls[v]; d != e.d && !done[d] {
					done[d] = true
					writers[d] = append(writers[d], e)
				}
			}
		}
	}
	var all []addition
	for i, e := range events {
		if late := b.late(e.runs, e, events[i+1:], decls, writers, false); len(late) > 0 {
			all = append(all, addition{form: e.form, node: e.node, op: "before", late: late, runs: shapeOf(e.runs)})
		}
	}
	all = append(all, b.early(events, decls, writers)...)
	for _, a := range all { // only now: the edges are no part of what runs
		a.apply()
	}
	for _, d := range b.decls {
		if len(writers[d]) == 0 {
			continue
		}
		d.form.op("writers")
		d.form.int(len(writers[d]))
		for _, e := range writers[d] {
			d.writers = append(d.writers, e.node)
			d.form.ref(ref{node: e.node, name: "writer", code: true})
		}
		d.form.finish(d.node)
	}
}

// late lists the variables that code which runs at an event reads before they
// are initialized or written to the end: through an interface, an initializer
// can read what the order of initialization doesn't know of. That init functions
// run after all initializers needs no mention, unless all is set.
func (b *builder) late(runs []*Node, e *event, after []*event, decls map[*types.Var]*decl, writers map[*decl][]*event, all bool) []late {
	var out []late
	for i, n := range runs {
		v, ok := n.Object.(*types.Var)
		if !ok || n.Kind != VarNode || decls[v] == nil {
			continue
		}
		l := late{number: i, node: n}
		if at, ok := b.initOrder[v]; ok && at > e.at {
			l.initialized = true
		}
		for _, w := range writers[decls[v]] {
			if slices.Contains(after, w) && (all || isInit(e.node) == isInit(w.node)) {
				l.writers = append(l.writers, w.node)
			}
		}
		if l.initialized || len(l.writers) > 0 {
			out = append(out, l)
		}
	}
	return out
}

// isInit reports whether a node is an init function.
func isInit(n *Node) bool { return n.Kind == FuncNode && strings.HasPrefix(n.Name, "init#") }
