package identity

import (
	"go/types"

	"github.com/gocheckpoint/checkpoint/internal/typewalk"
)

// CaptureAll captures each variable that a function reads and that is not fixed,
// as if it were annotated (I8). What then stands in the place of a declaration
// is a twin of its node: one whose references lead to captured variables instead
// of variables that are not fixed. Only what covers such a variable has a twin.
//
// Which variables are not fixed is decided by their own package alone, whatever
// else a driver knows: so that all give equal identities.

// capturing is how a node differs where CaptureAll captures what is not fixed.
type capturing struct {
	// varies is set for a variable that is not fixed.
	varies bool
	// twin stands for the node; that of a variable that varies, where it cannot
	// be captured.
	twin *Node
	// hidden is set for a variable whose value captured ones decided before the
	// call, and for a function that lets code run once that depends on them.
	hidden bool
}

// A doubt is an assumption that a twin, or a registration, adds to those of the
// code.
type doubt struct {
	Assumption
	// about is the variable that the doubt is about: it counts while that is not
	// fixed. Nil always counts.
	about *Node
}

func (n *Node) twin() *Node {
	if n.all == nil {
		return nil
	}
	return n.all.twin
}

func (n *Node) varies() bool { return n.all != nil && n.all.varies }

func (n *Node) capturing() *capturing {
	if n.all == nil {
		n.all = new(capturing)
	}
	return n.all
}

// assumptions iterates over what the node itself assumes.
func (n *Node) assumptions(yield func(Assumption) bool) {
	of := n
	if n.of != nil {
		of = n.of // which Close may have settled in the meantime
	}
	for _, a := range of.notes {
		if !yield(a) {
			return
		}
	}
	for _, d := range n.doubts {
		if v := d.about; v != nil && v.closed == nil && len(v.notes) == 0 && !v.all.hidden {
			continue // fixed, as the whole program shows
		}
		if !yield(d.Assumption) {
			return
		}
	}
}

// makeTwins makes the twins of the unit's nodes, once.
func (u *Unit) makeTwins() {
	if u.twinned || u.src == nil { // of a summary, they are known
		return
	}
	u.twinned = true
	for _, path := range sortedKeys(u.imports) {
		u.imports[path].makeTwins()
	}
	b := &builder{Unit: u, access: u.access, immutables: make(map[types.Type]bool)}
	t := &twins{builder: b, parts: make(map[string]*Node)}
	t.find()
	for _, n := range t.affected {
		t.make(n)
	}
	for _, n := range t.affected {
		t.fill(n)
	}
	t.hash()
	u.twins = t
}

// twins makes the twins of one package's nodes.
type twins struct {
	*builder
	affected []*Node          // those that cover a variable that varies
	parts    map[string]*Node // captured variables, and parts of them, by name
	made     []*Node          // twins, and parts, that have no identity yet
}

// find decides which variables vary, and what covers them: a variable whose
// initial value depends on a captured one does, too.
func (t *twins) find() {
	var all []*Node
	for _, n := range t.Nodes {
		all = append(all, n)
		if n.code != nil && n.Kind == FuncNode {
			all = append(all, n.code)
		}
	}
	users := make(map[*Node][]*Node)
	covers := make(map[*Node]bool)
	var work []*Node
	mark := func(n *Node) {
		if !covers[n] {
			covers[n] = true
			work = append(work, n)
		}
	}
	vary := func(n *Node) {
		n.capturing().varies = true
		mark(n)
	}
	for _, n := range all {
		for m := range n.beneath {
			switch {
			case m.unit == t.Unit:
				users[m] = append(users[m], n)
			case m.all != nil: // covers some that vary
				mark(n)
			}
		}
		if n.Kind == VarNode && n.own && t.capturable(n) {
			vary(n)
		}
	}
	for again := true; again; {
		for i := 0; i < len(work); i++ {
			for _, user := range users[work[i]] {
				mark(user)
			}
		}
		work, again = nil, false
		for _, n := range t.Nodes {
			if n.early == nil || n.all != nil && n.all.hidden || !t.decided(n.early, covers) {
				continue
			}
			again = true
			n.capturing().hidden = true
			mark(n)
			if n.Kind == VarNode && t.capturable(n) {
				vary(n)
			}
		}
	}
	for _, n := range all {
		if covers[n] && n.Kind != RootNode {
			t.affected = append(t.affected, n)
		}
	}
}

// beneath iterates over what n covers itself, and the code that a version
// stands for.
func (n *Node) beneath(yield func(*Node) bool) {
	for m := range n.edges {
		if !yield(m) {
			return
		}
	}
	if n.code != nil {
		yield(n.code)
	}
}

// capturable reports whether CaptureAll may capture a variable at all: it is
// not annotated, and nothing decides it that no key has.
func (t *twins) capturable(n *Node) bool {
	v, ok := n.Object.(*types.Var)
	return ok && !n.Blank() && !t.annotated(v) && (n.early == nil || !n.early.lazy)
}

// decided reports whether variables that CaptureAll captures are among what
// decides.
func (t *twins) decided(d *deciders, covers map[*Node]bool) bool {
	for _, n := range d.runs {
		if covers[n] || n.unit != t.Unit && n.all != nil {
			return true
		}
	}
	for _, n := range d.reads {
		if n.varies() {
			return true
		}
	}
	return false
}

// make makes the twin of a node, still without references.
func (t *twins) make(n *Node) {
	twin := *n
	twin.of, twin.all, twin.refs, twin.soft, twin.notes, twin.open, twin.early = n, nil, nil, nil, nil, nil, nil
	twin.Identity = [32]byte{}
	if n.all != nil && n.all.hidden {
		reason := "has an initializer that depends on variables that CaptureAll captures, which may change afterwards"
		if n.Kind == FuncNode {
			reason = "runs code once that depends on variables that CaptureAll captures: whether it has run is no part of a key"
		}
		twin.doubts = append(twin.doubts, doubt{Assumption: t.assumption(n, reason)})
	}
	n.capturing().twin = &twin
	t.made = append(t.made, &twin)
}

// fill gives the twin of a node its references.
func (t *twins) fill(n *Node) {
	twin := n.twin()
	twin.refs = t.captured(twin, n.refs)
	twin.soft = n.soft
	if n.code != nil {
		if code := n.code.twin(); code != nil {
			twin.code = code
		}
	}
}

// captured are references as they are where all that is not fixed is captured;
// to is the node whose they are.
func (t *twins) captured(to *Node, refs []ref) []ref {
	out := make([]ref, len(refs))
	for i, r := range refs {
		if m := r.node; m != nil && m.varies() && !r.code {
			r.node = t.capture(to, r)
		} else if m != nil && m.twin() != nil {
			r.node = m.twin()
		}
		out[i] = r
	}
	return out
}

// capture is what stands for a reference to a variable that varies: the
// captured variable, or the part of it that is read; the variable itself where
// that cannot be hashed.
func (t *twins) capture(to *Node, r ref) *Node {
	v, path, typ := r.node, "", types.Type(nil)
	if r.part != nil {
		path, typ = r.part.path, r.part.typ
	} else {
		typ = v.Object.Type()
	}
	name := v.FullName()
	if path != "" {
		name += "." + path
	}
	if n := t.parts[name]; n != nil {
		return n
	}
	if path != "" && IsStateless(typ) {
		n := &Node{Kind: VarNode, Name: v.Name, Object: v.Object, Pos: v.Pos, End: v.End, unit: t.Unit, whole: v.Whole()}
		f := t.newFormer(n, nil)
		f.op("lock")
		f.finish(n)
		t.parts[name] = n
		t.made = append(t.made, n)
		return n
	}
	if why := uncapturable(typ); why != "" {
		d := doubt{Assumption: t.assumption(to, "reads "+name+", which CaptureAll cannot capture: "+why), about: v}
		to.doubts = append(to.doubts, d)
		return v.twin()
	}
	n := &Node{Kind: PartNode, Name: name, Pos: v.Pos, End: v.End, unit: t.Unit, whole: v}
	t.parts[name] = n
	t.made = append(t.made, n)
	f := t.newFormer(n, nil)
	f.op("part")
	f.str(name)
	f.typ(typ)
	f.codecs(typ, map[types.Type]bool{})
	f.finish(n)
	n.refs = t.captured(n, n.refs)
	return n
}

// IsStateless reports whether a part of a variable is a lock, whose state is no
// data: CaptureAll passes it over.
func IsStateless(t types.Type) bool {
	if !isLock(t) {
		return false
	}
	switch namedOf(t).Obj().Name() {
	case "Mutex", "RWMutex", "WaitGroup":
		return true
	}
	return false
}

// uncapturable says why values of a type cannot be part of a key, or "".
func uncapturable(t types.Type) string {
	if named := namedOf(t); named != nil && named.Obj().Pkg() != nil && isRuntime(PlainPath(named.Obj().Pkg().Path())) {
		return "it decides what is remembered"
	}
	c := typewalk.Unhashable(t)
	if c == nil {
		return ""
	}
	return c.Text(func(p *types.Package) string { return PlainPath(p.Path()) })
}

// assumption is one about a node, at its place.
func (t *twins) assumption(n *Node, reason string) Assumption {
	p := t.src.Fset.Position(n.Pos)
	if t.src.Rel != nil {
		p.Filename = t.src.Rel(p.Filename)
	}
	return Assumption{Reason: reason, Pos: p, In: n.FullName()}
}

// hash gives what was made its identities.
func (t *twins) hash() {
	hashAll(t.made)
	for _, n := range t.made {
		if n.code != nil {
			n.captures = behind(n)
		}
	}
	t.made = nil
}

// captureAll makes the registrations that ask for it cover twins.
func (b *builder) captureAll() {
	for i := range b.src.Roots {
		r := &b.src.Roots[i]
		n := b.Root(r.Name)
		if !r.CaptureAll || n == nil || n.capturesAll {
			continue
		}
		n.capturesAll = true
		b.makeTwins()
		n.refs = b.twins.captured(n, n.refs)
		if n.code != nil {
			if code := n.code.twin(); code != nil {
				n.code = code
			}
			n.captures = behind(n)
		}
		b.twins.hash() // what it refers to itself
		hashAll([]*Node{n})
	}
}
