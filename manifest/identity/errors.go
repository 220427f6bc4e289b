package identity

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/inspector"
)

// Errors go everywhere, and code that isn't seen is taken to leave them alone
// (I4). Code in scope is looked at, whatever way an error takes: what is stored
// in all errors of one type that somebody gets hold of through an error, a
// field, a channel or the like is one variable, the pool of that type. A
// variable that may hold such an error is not fixed if the pool is written.

// pool is the variable that stands for all errors of the type behind t, or nil
// if there is nothing to write in them, or t is no type of errors.
func (b *builder) pool(t types.Type) *types.Var {
	if p, ok := b.poolOf[t]; ok {
		return p
	}
	var p *types.Var
	if named := namedOf(t); named != nil && named.Obj().Pkg() != nil && !isInterface(named) && !b.immutable(t) && isError(named) {
		key := PlainPath(named.Obj().Pkg().Path()) + "." + named.Obj().Name()
		if p = b.pools[key]; p == nil {
			p = types.NewVar(token.NoPos, nil, key, named)
			b.pools[key] = p
		}
	}
	b.poolOf[t] = p
	if p != nil {
		b.poolVars[p] = true
	}
	return p
}

// isError reports whether t, or a pointer to it, is an error.
func isError(t types.Type) bool {
	it := types.Universe.Lookup("error").Type().Underlying().(*types.Interface)
	return types.Implements(t, it) || types.Implements(types.NewPointer(t), it)
}

// collectErrors finds how errors are used that come from a pool.
func (b *builder) collectErrors(in *inspector.Inspector, place func([]ast.Node) use) {
	info := b.src.Info
	from := func(p *types.Var, uses ...use) { b.uses[p] = append(b.uses[p], uses...) }
	to := func(stack []ast.Node, obj types.Object) {
		v, ok := obj.(*types.Var)
		if !ok {
			return
		}
		if p := b.pool(v.Type()); p != nil {
			if u := place(stack); u.in != nil {
				u.kind, u.how, u.to = flows, doesShare, v
				from(p, u)
			}
		}
	}
	filter := []ast.Node{
		(*ast.TypeAssertExpr)(nil), (*ast.SelectorExpr)(nil), (*ast.IndexExpr)(nil), (*ast.StarExpr)(nil), (*ast.UnaryExpr)(nil), (*ast.CallExpr)(nil),
		(*ast.FuncLit)(nil), (*ast.RangeStmt)(nil), (*ast.CaseClause)(nil),
	}
	in.WithStack(filter, func(n ast.Node, push bool, stack []ast.Node) bool {
		if !push {
			return true
		}
		switch n := n.(type) {
		case *ast.FuncLit:
			for v := range info.TypeOf(n).(*types.Signature).Params().Variables() {
				to(stack, v)
			}
		case *ast.CaseClause:
			to(stack, info.Implicits[n])
		case *ast.RangeStmt:
			for _, e := range []ast.Expr{n.Key, n.Value} {
				if id, ok := e.(*ast.Ident); ok {
					to(stack, info.ObjectOf(id))
				}
			}
		case *ast.CallExpr:
			b.targets(n, stack, to)
			if b.knowsResults(n) {
				return true
			}
			b.expression(n, stack, place, from)
		case *ast.SelectorExpr:
			if sel := info.Selections[n]; sel != nil && sel.Kind() == types.FieldVal {
				b.expression(n, stack, place, from)
			}
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				b.expression(n, stack, place, from)
			}
		case *ast.TypeAssertExpr:
			if n.Type != nil {
				b.expression(n, stack, place, from)
			}
		case *ast.IndexExpr, *ast.StarExpr:
			if info.Types[n.(ast.Expr)].IsValue() {
				b.expression(n.(ast.Expr), stack, place, from)
			}
		}
		return true
	})
	b.callable(from)
}

// expression adds the uses of a value that comes from a pool, if it does.
func (b *builder) expression(e ast.Expr, stack []ast.Node, place func([]ast.Node) use, from func(*types.Var, ...use)) {
	t := b.src.Info.TypeOf(e)
	tuple, several := t.(*types.Tuple)
	if !several {
		if p := b.pool(t); p != nil {
			if u := place(stack); u.in != nil {
				from(p, b.classify(p, u, stack)...)
			}
		}
		return
	}
	for i := range tuple.Len() {
		if p := b.pool(tuple.At(i).Type()); p != nil {
			if u := place(stack); u.in != nil {
				from(p, b.flowOfResult(u, i, stack))
			}
		}
	}
}

// targets adds what errors.As puts into its target.
func (b *builder) targets(call *ast.CallExpr, stack []ast.Node, to func([]ast.Node, types.Object)) {
	if fn := calleeOf(b.src.Info, call.Fun); fn == nil || fn.FullName() != "errors.As" || len(call.Args) != 2 {
		return
	}
	if addr, ok := ast.Unparen(call.Args[1]).(*ast.UnaryExpr); ok && addr.Op == token.AND {
		if v, _ := b.partOf(addr.X); v != nil {
			to(stack, v) // what another pointer leads to is an expression of its own
		}
	}
}

// knowsResults reports whether the results of a call are followed by
// themselves, or are new.
func (b *builder) knowsResults(call *ast.CallExpr) bool {
	if tv := b.src.Info.Types[call.Fun]; tv.IsType() || tv.IsBuiltin() {
		return true
	}
	fn := calleeOf(b.src.Info, call.Fun)
	if fn == nil {
		return false
	}
	fn = b.inScope(fn)
	return fn != nil && !isGeneric(fn)
}

// callable lets errors flow to the receivers and parameters of functions that
// are called in ways that are not seen.
func (b *builder) callable(from func(*types.Var, ...use)) {
	for _, d := range b.decls {
		if d.fn == nil {
			continue
		}
		fn := d.node.Object.(*types.Func)
		sig := fn.Signature()
		unseen := slices.Contains(b.callers[fn], nil) || sig.Recv() != nil && b.calledByName(fn.Name())
		if !unseen {
			continue
		}
		give := func(v *types.Var) {
			if p := b.pool(v.Type()); p != nil {
				from(p, use{in: d.node, pos: d.node.Pos, kind: flows, how: doesShare, to: v})
			}
		}
		if recv := sig.Recv(); recv != nil {
			give(recv)
		}
		for v := range sig.Params().Variables() {
			give(v)
		}
	}
}

// protocol are the methods by which code outside the scope looks at errors.
var protocol = set(`
	Error Is As Unwrap Timeout Temporary Format String GoString LogValue MarshalJSON MarshalText MarshalBinary AppendText AppendBinary
	MarshalXML GobEncode UnmarshalJSON UnmarshalText UnmarshalBinary UnmarshalXML GobDecode Read Write Close ServeHTTP
`)

// calledByName reports whether a method of that name may be called through an
// interface.
func (b *builder) calledByName(name string) bool {
	return protocol[name] || b.Unit.callsByName(name, make(map[*Unit]bool))
}

func (u *Unit) callsByName(name string, seen map[*Unit]bool) bool {
	if seen[u] {
		return false
	}
	seen[u] = true
	if u.ifaceNames[name] {
		return true
	}
	for _, dep := range u.imports {
		if dep.callsByName(name, seen) {
			return true
		}
	}
	return false
}

// alters reports whether a use of an error writes what is stored in it, as far
// as the code can be seen. An error that only goes elsewhere comes back from
// there as one of its pool.
func (b *builder) alters(u use) bool {
	switch u.kind {
	case writes, appends:
		return true
	case flows:
		return b.errFlow.alterers[u.to]
	case passes:
		return b.calleeAlters(u)
	case escapes:
		return u.address || !b.travels(u.typ)
	}
	return false
}

// travels reports whether a value of type t is found again where it is used:
// an error, or an interface value.
func (b *builder) travels(t types.Type) bool {
	return t == nil || isInterface(t) || b.pool(t) != nil || b.immutable(t)
}

func (b *builder) calleeAlters(u use) bool {
	fn, arg := u.callee, u.arg
	sig := fn.Signature()
	if n := sig.Params().Len(); arg >= n && n > 0 {
		arg = n - 1
	}
	owner := b.unitOf(PlainPath(fn.Pkg().Path()))
	if owner == nil {
		if fn.FullName() == "errors.As" {
			return false // it fills the target, and leaves alone what is there
		}
		return !b.travels(u.typ) && !leafReads(fn, arg)
	}
	n := owner.byKey[nodeKey{FuncNode, funcName(fn)}]
	switch {
	case n == nil:
		return true
	case n.Object == nil || b.errFlow.local && owner != b.Unit: // known by its summary
		if sig.Recv() != nil {
			arg++
		}
		return arg < len(n.keeps) && n.keeps[arg]
	}
	sig = n.Object.(*types.Func).Signature()
	if arg < 0 {
		return b.errFlow.alterers[sig.Recv()]
	}
	return arg < sig.Params().Len() && b.errFlow.alterers[sig.Params().At(arg)]
}

// An errorFlow says who writes errors.
type errorFlow struct {
	// local is set where what functions of other packages do with errors is taken
	// from what summaries tell.
	local bool
	// alterers are the variables by way of which errors are written: the smallest
	// set such that all are in it that write themselves, or flow into one that
	// does.
	alterers map[*types.Var]bool
	blames   map[*types.Var][]blame // by pool, in order
}

// A blame is a place that keeps the errors of a pool from being fixed.
type blame struct {
	src *Source
	use use
}

func newErrorFlow() *errorFlow {
	return &errorFlow{alterers: make(map[*types.Var]bool), blames: make(map[*types.Var][]blame)}
}

// solveErrors decides who writes errors: by what the package and summaries
// tell, which decides what is in forms, and by all that is known.
func (b *builder) solveErrors() {
	for _, dep := range b.imports {
		if dep.access == nil {
			continue
		}
		maps.Copy(b.errors.alterers, dep.access.errors.alterers)
		for p, list := range dep.access.errors.blames {
			b.errors.blames[p] = append(b.errors.blames[p], list...)
		}
	}
	all := b.owned()
	b.errFlow = b.errors
	b.errFlow.spread(all)
	b.errFlow = newErrorFlow()
	b.errFlow.local = true
	b.errFlow.spread(all)
}

// spread adds the variables that alter errors through others, and the places
// where that is done to those of a pool.
func (f *errorFlow) spread(all []owned) {
	for again := true; again; {
		again = false
		for _, o := range all {
			if !f.alterers[o.v] && slices.ContainsFunc(o.uses, o.b.alters) {
				f.alterers[o.v], again = true, true
			}
		}
	}
	for _, o := range all {
		for _, u := range o.uses {
			if o.b.poolVars[o.v] && o.b.alters(u) {
				f.blames[o.v] = append(f.blames[o.v], blame{o.b.src, u})
			}
		}
	}
	for p, list := range f.blames {
		slices.SortFunc(list, func(x, y blame) int {
			return cmp.Or(strings.Compare(x.src.ID, y.src.ID), cmp.Compare(x.use.pos, y.use.pos))
		})
		f.blames[p] = slices.CompactFunc(list, func(x, y blame) bool { return x.src == y.src && x.use.pos == y.use.pos })
	}
}
