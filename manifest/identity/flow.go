package identity

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// flow says where an assignment puts what cur holds.
func (b *builder) flow(u use, lhs, rhs []ast.Expr, cur ast.Expr) []use {
	i := slices.Index(rhs, cur)
	if i < 0 || len(lhs) == 0 {
		u.kind, u.how = escapes, doesShare
		return []use{u}
	}
	if v := b.flowTo(u, lhs[i]); v.kind != reads {
		return []use{v}
	}
	return nil
}

// flowTo is the use that hands what is stored over to an assignable expression.
func (b *builder) flowTo(u use, e ast.Expr) use {
	u.kind, u.how = escapes, doesShare
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return u
	}
	if id.Name == "_" {
		u.kind = reads
		return u
	}
	if v, ok := b.src.Info.ObjectOf(id).(*types.Var); ok && !isPackageLevel(v) && !b.immutable(v.Type()) {
		u.kind, u.to = flows, v
	}
	return u
}

// classifySwitch is the use in the head of a type switch: each clause has a
// variable of its own.
func (b *builder) classifySwitch(u use, stack []ast.Node) []use {
	for _, n := range slices.Backward(stack) {
		s, ok := n.(*ast.TypeSwitchStmt)
		if !ok {
			continue
		}
		var out []use
		for _, c := range s.Body.List {
			if v, ok := b.src.Info.Implicits[c].(*types.Var); ok && !b.immutable(v.Type()) {
				u.kind, u.how, u.to = flows, doesShare, v
				out = append(out, u)
			}
		}
		return out
	}
	return nil
}

// noteResults remembers the named results of functions: what they hold leaves
// the function without being mentioned again.
func (b *builder) noteResults(ft *ast.FuncType) {
	if ft.Results == nil {
		return
	}
	for _, field := range ft.Results.List {
		for _, name := range field.Names {
			if v, ok := b.src.Info.Defs[name].(*types.Var); ok {
				b.leaks[v] = true
			}
		}
	}
}

// noteCaller remembers who mentions a function of the package: nil where it
// may run at another time than the code that mentions it.
func (b *builder) noteCaller(fn *types.Func, u use, stack []ast.Node) {
	i := len(stack) - 1
	cur := ast.Node(stack[i])
	for i--; i >= 0; i-- {
		switch p := stack[i].(type) {
		case *ast.ParenExpr:
			cur = p
			continue
		case *ast.IndexExpr:
			if p.X == cur {
				cur = p
				continue
			}
		case *ast.IndexListExpr:
			cur = p
			continue
		}
		break
	}
	call, ok := stack[max(i, 0)].(*ast.CallExpr)
	if !ok || call.Fun != cur || u.literal {
		u.in = nil
	}
	if i > 0 {
		if g, ok := stack[i-1].(*ast.GoStmt); ok && g.Call == call {
			u.in = nil
		}
	}
	b.callers[fn.Origin()] = append(b.callers[fn.Origin()], u.in)
}

// solve decides which variables hold storage that is only read, here and
// wherever it is handed (I4): the largest set of variables such that none is
// written through, escapes, or reaches one that isn't in the set. It also
// tells importers which parameters of each function are in it.
func (b *builder) solve() {
	for _, d := range b.decls {
		if d.fn == nil || d.fn.Body != nil {
			continue
		}
		sig := d.node.Object.(*types.Func).Signature()
		if recv := sig.Recv(); recv != nil {
			b.leaks[recv] = true
		}
		for v := range sig.Params().Variables() {
			b.leaks[v] = true
		}
	}
	all := sortedVars(b.uses)
	for again := true; again; {
		again = false
		for _, v := range all {
			if b.leaks[v] || isPackageLevel(v) {
				continue
			}
			if slices.ContainsFunc(b.uses[v], func(u use) bool { return u.kind != assigns && !b.harmless(u) }) {
				b.leaks[v] = true
				again = true
			}
		}
	}
	for _, d := range b.decls {
		if d.fn == nil {
			continue
		}
		sig := d.node.Object.(*types.Func).Signature()
		if recv := sig.Recv(); recv != nil {
			d.node.keeps = append(d.node.keeps, b.leaks[recv])
		}
		for v := range sig.Params().Variables() {
			d.node.keeps = append(d.node.keeps, b.leaks[v])
		}
	}
}

func sortedVars(m map[*types.Var][]use) []*types.Var {
	vars := make([]*types.Var, 0, len(m))
	for v := range m {
		vars = append(vars, v)
	}
	slices.SortFunc(vars, func(x, y *types.Var) int { return int(x.Pos() - y.Pos()) })
	return vars
}

// harmless reports whether what is stored is only read where a use hands it.
func (b *builder) harmless(u use) bool {
	switch u.kind {
	case reads:
		return true
	case flows:
		return !b.leaks[u.to]
	case passes:
		return b.onlyReads(u.callee, u.arg, u.typ)
	}
	return false
}

// onlyReads reports whether a function neither writes nor keeps what is
// stored in its argument; -1 is the receiver.
func (b *builder) onlyReads(fn *types.Func, arg int, t types.Type) bool {
	sig := fn.Signature()
	if arg < -1 || arg == -1 && sig.Recv() == nil {
		return false
	}
	if n := sig.Params().Len(); arg >= n {
		if !sig.Variadic() {
			return false
		}
		arg = n - 1
	}
	path := PlainPath(fn.Pkg().Path())
	switch u := b.unitOf(path); {
	case u == nil:
		return leafReads(fn, arg) && (arg < 0 || b.flat(t))
	case u == b.Unit:
		n := b.byKey[nodeKey{FuncNode, funcName(fn)}]
		if n == nil || n.Object != types.Object(fn) {
			return false
		}
		param := sig.Recv()
		if arg >= 0 {
			param = sig.Params().At(arg)
		}
		return !b.leaks[param] && !(b.immutable(param.Type()) && !b.immutable(t))
	default:
		n := u.byKey[nodeKey{FuncNode, funcName(fn)}]
		if arg >= 0 && b.immutable(sig.Params().At(arg).Type()) {
			return false // an error, which may be converted back
		}
		if sig.Recv() != nil {
			arg++
		}
		return n != nil && arg < len(n.keeps) && !n.keeps[arg]
	}
}

// initOnly reports whether a function runs only while the package is
// initialized, in the order of the text: it is unexported, and nothing but
// initializers, init functions and such functions call it (I4).
func (b *builder) initOnly(n *Node) bool {
	if isInit(n) {
		return true
	}
	if known, ok := b.inits[n]; ok {
		return known
	}
	fn, ok := n.Object.(*types.Func)
	if !ok || n.Kind != FuncNode {
		return false
	}
	b.inits[n] = false // of a recursive function
	if token.IsExported(fn.Name()) || fn.Signature().Recv() != nil || len(b.callers[fn]) == 0 || b.linknames[fn.Name()] != nil ||
		fn.Name() == "main" || b.assembly() {
		return false
	}
	for _, caller := range b.callers[fn] {
		if caller == nil || caller.Kind != VarNode && !b.initOnly(caller) {
			return false
		}
	}
	b.inits[n] = true
	return true
}
