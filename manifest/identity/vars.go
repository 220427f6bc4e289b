package identity

import (
	"cmp"
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

// variables decides which of the package's variables are fixed (I4), covers
// the init-only code that writes them, and the order of initialization where
// it matters (I5).
func (b *builder) variables() {
	accesses := b.accesses()
	decls := make(map[*types.Var]*decl)
	for _, d := range b.decls {
		if v, ok := d.node.Object.(*types.Var); ok && d.node.Kind == VarNode {
			decls[v] = d
		}
	}
	for _, d := range b.decls {
		if v, ok := d.node.Object.(*types.Var); ok && d.node.Kind == VarNode && !d.node.Blank() && !b.annotated(v) {
			b.assumptions(d, v)
		}
	}
	writes := make(map[*Node][]*types.Var) // by declaration
	for _, a := range accesses {
		d := decls[a.v]
		if d == nil || b.annotated(a.v) {
			continue
		}
		writes[a.in] = append(writes[a.in], a.v)
		if a.write && !a.literal && strings.HasPrefix(a.in.Name, "init#") {
			continue // covered as a writer
		}
		d.node.assume(b.src, a.pos, "package variable "+d.node.FullName()+" is not fixed: "+a.in.FullName()+" "+a.how+" it")
	}
	b.coverOrder(decls) // first: writers are no part of an initializer
	b.coverWriters(decls, writes)
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
	if v.Exported() && !isErrorType(v.Type()) && b.src.Types.Name() != "main" {
		n.assume(b.src, n.Pos, "package variable "+n.FullName()+" is not fixed: it is exported, so that any package can assign it")
	}
	if len(d.spec.Values) == 0 {
		return
	}
	init := d.spec.Values[0]
	if len(d.spec.Values) == len(d.spec.Names) {
		init = d.spec.Values[d.idx]
	}
	if _, ok := ast.Unparen(init).(*ast.FuncLit); ok {
		return // runs when it is called
	}
	if _, ok := v.Type().Underlying().(*types.Signature); ok {
		if _, ok := ast.Unparen(init).(*ast.CallExpr); ok {
			n.assume(b.src, n.Pos, "package variable "+n.FullName()+" holds a function made at run time, which may have state of its own")
		}
	}
	for _, m := range n.Covers() {
		for _, r := range m.refs {
			if r.node == nil && outsideWorld[r.name] {
				n.assume(b.src, n.Pos, "the initializer of "+n.FullName()+" depends on "+r.name)
			}
		}
	}
}

// outsideWorld are the functions and variables that make an initializer's
// value depend on where and when the program starts (I4).
var outsideWorld = map[string]bool{
	"os.Getenv": true, "os.LookupEnv": true, "os.Environ": true, "os.ExpandEnv": true, "os.Args": true,
	"os.Getwd": true, "os.Hostname": true, "os.UserHomeDir": true, "os.UserCacheDir": true, "os.Executable": true,
	"os.ReadFile": true, "os.Open": true, "os.ReadDir": true, "os.Stat": true, "os.Getpid": true,
	"time.Now": true, "flag.Parse": true, "flag.String": true, "flag.Int": true, "flag.Bool": true, "flag.Duration": true,
	"flag.Float64": true, "flag.Int64": true, "flag.Uint": true, "flag.Uint64": true, "flag.Args": true,
	"math/rand.Int": true, "math/rand.Intn": true, "math/rand.Float64": true, "math/rand/v2.Int": true, "math/rand/v2.IntN": true,
	"math/rand/v2.N": true, "math/rand/v2.Float64": true, "crypto/rand.Read": true,
	"os/user.Current": true, "runtime.NumCPU": true, "runtime.GOMAXPROCS": true,
}

// isRegistration reports whether the variable is initialized by
// checkpoint.Func.
func isRegistration(info *types.Info, spec *ast.ValueSpec) bool {
	for _, v := range spec.Values {
		if call, ok := ast.Unparen(v).(*ast.CallExpr); ok && isFuncOption(info, call.Fun) {
			return true
		}
	}
	return false
}

// coverWriters makes each variable refer to the init functions, and to the
// initializers of other variables, that write it, themselves or through
// functions of the package, in the order in which they run.
func (b *builder) coverWriters(decls map[*types.Var]*decl, writes map[*Node][]*types.Var) {
	if len(writes) == 0 {
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
		if d.node.Kind == FuncNode && strings.HasPrefix(d.node.Name, "init#") {
			starts = append(starts, d)
		}
	}
	writers := make(map[*decl][]*Node) // by variable
	for _, start := range starts {
		done := make(map[*decl]bool)
		for _, n := range b.runs(start.node) {
			for _, v := range writes[n] {
				d := decls[v]
				if d == start || done[d] {
					continue
				}
				done[d] = true
				writers[d] = append(writers[d], start.node)
			}
		}
	}
	for _, d := range b.decls {
		if len(writers[d]) == 0 {
			continue
		}
		d.form.op("writers")
		d.form.int(len(writers[d]))
		for _, w := range writers[d] {
			d.form.ref(ref{node: w, name: "writer"})
		}
		d.form.finish(d.node)
	}
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
		for _, n := range b.runs(d.node) {
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
			l.d.form.ref(ref{node: n, name: "later"})
		}
		l.d.form.finish(l.d.node)
	}
}
