package identity

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
)

// flow says where an assignment puts what cur holds.
func (b *builder) flow(u use, lhs, rhs []ast.Expr, cur ast.Expr) []use {
	i := slices.Index(rhs, cur)
	if i < 0 || i >= len(lhs) {
		u.kind = escapes
		return []use{u}
	}
	if v := b.flowTo(u, lhs[i]); v.kind != reads {
		return []use{v}
	}
	return nil
}

// flowTo is the use that hands what is stored over to an assignable expression:
// a variable, or a part of a local one that is no pointer to something else.
func (b *builder) flowTo(u use, e ast.Expr) use {
	u.kind = escapes
	if id, ok := ast.Unparen(e).(*ast.Ident); ok && id.Name == "_" {
		u.kind = reads
		return u
	}
	v, whole := b.partOf(e)
	if v == nil || b.immutable(v.Type()) || !whole && isPackageLevel(v) {
		return u
	}
	u.kind, u.to = flows, v
	return u
}

// partOf is the variable, in scope, that an assignable expression denotes, or a
// part of whose own storage it denotes; nil where it is reached by a pointer.
func (b *builder) partOf(e ast.Expr) (v *types.Var, whole bool) {
	whole = true
	for {
		switch x := ast.Unparen(e).(type) {
		case *ast.Ident:
			if v, _ = b.src.Info.ObjectOf(x).(*types.Var); v != nil && isPackageLevel(v) {
				v, _ = b.canonical(v).(*types.Var)
			}
			return v, whole
		case *ast.SelectorExpr:
			switch sel := b.src.Info.Selections[x]; {
			case sel == nil: // of another package
				e = x.Sel
				continue
			case sel.Kind() != types.FieldVal || sel.Indirect():
				return nil, false
			}
			e, whole = x.X, false
		case *ast.IndexExpr:
			if _, ok := coreType(b.src.Info.TypeOf(x.X)).(*types.Array); !ok {
				return nil, false
			}
			e, whole = x.X, false
		default:
			return nil, false
		}
	}
}

// flowToResult is the use that hands what is stored over to a result of the
// function around it.
func (b *builder) flowToResult(u use, i int) use {
	u.kind = escapes
	fn, ok := u.in.Object.(*types.Func)
	if !ok || u.literal || i < 0 {
		return u
	}
	if results := fn.Signature().Results(); i < results.Len() && !b.immutable(results.At(i).Type()) {
		u.kind, u.to = flows, results.At(i)
	}
	return u
}

// classifySwitch is the use of a value of type t in the head of a type switch:
// each clause has a variable of its own.
func (b *builder) classifySwitch(u use, t types.Type, stack []ast.Node) []use {
	for _, n := range slices.Backward(stack) {
		s, ok := n.(*ast.TypeSwitchStmt)
		if !ok {
			continue
		}
		var out []use
		for _, c := range s.Body.List {
			v, ok := b.src.Info.Implicits[c].(*types.Var)
			switch {
			case !ok:
			case b.immutable(t) && b.pool(v.Type()) != nil: // an error, as one of its pool
			case !b.immutable(v.Type()):
				u.kind, u.how, u.to = flows, doesShare, v
				out = append(out, u)
			case b.conceals(v.Type()):
				u.kind, u.how, u.to = escapes, doesShare, nil
				out = append(out, u)
			}
		}
		return out
	}
	return nil
}

// noteResults remembers the named results of function literals: what they hold
// leaves the function without being mentioned again, for callers that aren't
// known.
func (b *builder) noteResults(ft *ast.FuncType) {
	if ft.Results == nil {
		return
	}
	for _, field := range ft.Results.List {
		for _, name := range field.Names {
			if v, ok := b.src.Info.Defs[name].(*types.Var); ok {
				b.lost[v] = true
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
		case *ast.SelectorExpr:
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

// noteDynamic remembers that a method of an interface is mentioned other than
// to be called: what it returns is then used in ways that are not seen.
func (b *builder) noteDynamic(m *types.Func, stack []ast.Node) {
	i := len(stack) - 2 // the selector
	for i > 0 {
		if _, ok := stack[i-1].(*ast.ParenExpr); !ok {
			break
		}
		i--
	}
	if i > 0 {
		if call, ok := stack[i-1].(*ast.CallExpr); ok && call.Fun == stack[i] {
			return
		}
	}
	for i := range m.Signature().Results().Len() {
		key := methodResult{m.Name(), i}
		b.dynamic[key] = append(b.dynamic[key], use{kind: escapes})
	}
}

// solve decides which variables hold storage that is only read, here and
// wherever it is handed (I4): the largest set of variables such that none is
// written through, escapes, or reaches one that isn't in the set. It also
// tells importers which parameters of each function are in it.
func (b *builder) solve() {
	b.leakOpen()
	spread(b.leaks, b.owned())
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

// leakOpen marks what code that isn't seen can use as it likes.
func (b *builder) leakOpen() {
	maps.Copy(b.leaks, b.lost)
	if !b.closed {
		b.writers = b.writeMethods()
	}
	for _, n := range b.Nodes {
		switch obj := n.Object.(type) {
		case *types.Var:
			if n.Kind == VarNode && (b.isOpen(obj) || b.assembly().mayWrite(n) || b.linknames[obj.Name()] != nil) {
				b.leaks[obj] = true
			}
		case *types.Func:
			if n.Kind == FuncNode {
				b.leakSignature(n, obj)
			}
		}
	}
}

// writeMethods lists the parameters of the package's methods Write as io.Writer
// has them.
func (b *builder) writeMethods() []*types.Var {
	var out []*types.Var
	for _, n := range b.Nodes {
		if fn, ok := n.Object.(*types.Func); ok && n.Kind == FuncNode && isWriteMethod(fn) {
			out = append(out, fn.Signature().Params().At(0))
		}
	}
	return out
}

// leakSignature marks the parameters of a function that has no body, and the
// results of one that others may call.
func (b *builder) leakSignature(n *Node, fn *types.Func) {
	sig := fn.Signature()
	if b.bodiless[fn] {
		if recv := sig.Recv(); recv != nil {
			b.leaks[recv] = true
		}
		for v := range sig.Params().Variables() {
			b.leaks[v] = true
		}
	}
	// container/heap hands on what a method Pop returns.
	exported, method := token.IsExported(fn.Name()), sig.Recv() != nil
	if b.bodiless[fn] || b.linknames[fn.Name()] != nil || slices.Contains(b.callers[fn], nil) || b.assembly().mentions(n) ||
		method && fn.Name() == "Pop" ||
		!b.closed && (exported || method && b.ifaceMethods[fn.Name()]) {
		for v := range sig.Results().Variables() {
			b.leaks[v] = true
		}
	}
}

// isOpen reports whether packages that import this one may use a package
// variable in ways that are not seen here.
func (b *builder) isOpen(v *types.Var) bool {
	return v.Exported() && b.src.Types.Name() != "main" && !b.closed
}

// owned are the uses of a variable by the code of one package.
type owned struct {
	b    *builder
	v    *types.Var
	uses []use
}

func (b *builder) owned() []owned {
	var out []owned
	for _, v := range sortedVars(b.uses) {
		out = append(out, owned{b, v, b.uses[v]})
	}
	return out
}

// spread adds to leaks the variables whose storage leaks through others.
func spread(leaks map[*types.Var]bool, all []owned) {
	for again := true; again; {
		again = false
		for _, o := range all {
			if !leaks[o.v] && slices.ContainsFunc(o.uses, func(u use) bool { return u.kind != assigns && !o.b.harmless(o.v, u) }) {
				leaks[o.v] = true
				again = true
			}
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
func (b *builder) harmless(v *types.Var, u use) bool {
	if b.empty[v] && !u.address && u.kind != assigns && u.kind != writes {
		return true
	}
	if u.kind != assigns && !u.address && isPackageLevel(v) && isSentinel(v) && b.pool(v.Type()) != nil {
		return !b.alters(u)
	}
	switch u.kind {
	case reads:
		return true
	case prints:
		return !slices.ContainsFunc(b.writers, func(v *types.Var) bool { return b.leaks[v] })
	case appends:
		return b.exact[v]
	case flows:
		return !b.leaks[u.to] && (b.closed || u.to.Pkg() == b.src.Types)
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
	case u == b.Unit, b.closed:
		n := u.byKey[nodeKey{FuncNode, funcName(fn)}]
		if n == nil || n.Object == nil || u == b.Unit && n.Object != types.Object(fn) {
			return false
		}
		sig := n.Object.(*types.Func).Signature()
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
		fn.Name() == "main" || b.assembly().mentions(n) {
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
