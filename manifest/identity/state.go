package identity

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// holdsState reports whether a variable that is given the value of an expression
// may hold a function with state of its own (I4). If others is set, functions of
// other packages are looked at, too.
func (b *builder) holdsState(v *types.Var, d *decl, e ast.Expr, others bool) bool {
	return !isRegistration(b.src.Info, d.spec) && (b.holdsFunc(v.Type(), map[types.Type]bool{}) || b.leafHoldsFunc(v.Type())) && b.madeAtRunTime(e, others)
}

// madeAtRunTime reports whether an expression yields a function that may have
// state of its own: one that a call returns, a literal that captures
// variables, a method that is bound to a value.
func (b *builder) madeAtRunTime(e ast.Expr, others bool) bool {
	info := b.src.Info
	called := make(map[ast.Expr]bool)
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			found = found || b.captures(n)
			return false
		case *ast.CallExpr:
			called[ast.Unparen(n.Fun)] = true
			if info.Types[n.Fun].IsType() || isBuiltin(info, n.Fun) {
				return true
			}
			if fn := calleeOf(info, n.Fun); fn != nil && onces[fn.FullName()] {
				// Whoever calls it gets the same result, and may change that.
				results := info.TypeOf(n).(*types.Signature).Results()
				if b.holdsFunc(results, map[types.Type]bool{}) || !b.immutable(results) && !b.tracked[n] {
					found = true
				}
				return true
			}
			found = found || b.holdsFunc(info.TypeOf(n), map[types.Type]bool{})
			if !b.leafHoldsFunc(info.TypeOf(n)) {
				return false
			}
			found = found || b.makesState(calleeOf(info, n.Fun), others)
		case *ast.SelectorExpr:
			if sel := info.Selections[n]; sel != nil && sel.Kind() == types.MethodVal && !called[n] &&
				(!b.immutable(sel.Recv()) || !b.immutable(sel.Obj().(*types.Func).Signature().Recv().Type())) {
				found = true
			}
		case *ast.TypeAssertExpr:
			if n.Type != nil && b.holdsFunc(info.TypeOf(n.Type), map[types.Type]bool{}) {
				found = true
			}
		case *ast.UnaryExpr:
			if n.Op == token.ARROW && b.holdsFunc(info.TypeOf(n), map[types.Type]bool{}) {
				found = true
			}
		case *ast.Ident:
			if v, ok := info.Uses[n].(*types.Var); ok && !v.IsField() && !isPackageLevel(v) && b.holdsFunc(v.Type(), map[types.Type]bool{}) {
				found = true
			}
		}
		return !found
	})
	return found
}

// onces make functions whose only state is what they return.
var onces = map[string]bool{"sync.OnceFunc": true, "sync.OnceValue": true, "sync.OnceValues": true}

func isBuiltin(info *types.Info, fun ast.Expr) bool {
	id := identOf(fun)
	if id == nil {
		return false
	}
	_, ok := info.Uses[id].(*types.Builtin)
	return ok
}

// findShared finds the variables that hold a function which hands the same
// storage to all who call it: what they do with it is done to the variable.
func (b *builder) findShared() {
	for _, d := range b.decls {
		v, ok := d.node.Object.(*types.Var)
		if !ok || d.node.Kind != VarNode || len(d.spec.Values) != len(d.spec.Names) {
			continue
		}
		call, ok := ast.Unparen(d.init()).(*ast.CallExpr)
		if !ok {
			continue
		}
		if fn := calleeOf(b.src.Info, call.Fun); fn != nil && onces[fn.FullName()] && !b.immutable(b.src.Info.TypeOf(call).(*types.Signature).Results()) {
			b.shared[v], b.tracked[call] = true, true
		}
	}
}

// hands reports whether a package variable, in scope, is such a variable.
func (b *builder) hands(v *types.Var) bool {
	u := b.unitOf(PlainPath(v.Pkg().Path()))
	return u != nil && u.access != nil && u.access.shared[v]
}

// sharedUses are the uses of what such a variable, at the end of the stack,
// returns.
func (b *builder) sharedUses(v *types.Var, u use, stack []ast.Node) []use {
	i := len(stack) - 1
	cur := stack[i].(ast.Expr)
	for i--; i >= 0; i-- {
		switch p := stack[i].(type) {
		case *ast.ParenExpr:
			cur = p
			continue
		case *ast.SelectorExpr:
			if p.Sel == cur { // qualified by its package
				cur = p
				continue
			}
		case *ast.AssignStmt:
			if slices.Contains(p.Lhs, cur) {
				return nil
			}
		case *ast.CallExpr:
			if p.Fun != cur {
				break
			}
			if _, several := b.src.Info.TypeOf(p).(*types.Tuple); !several {
				return b.classify(v, u, stack[:i+1])
			}
			var out []use
			results := b.src.Info.TypeOf(p).(*types.Tuple)
			for r := range results.Len() {
				if !b.immutable(results.At(r).Type()) {
					out = append(out, b.flowOfResult(u, r, stack[:i+1]))
				}
			}
			return out
		}
		break
	}
	u.kind, u.how = escapes, doesShare
	return []use{u}
}

// captures reports whether a function literal mentions local variables of the
// code around it.
func (b *builder) captures(lit *ast.FuncLit) bool {
	found := false
	ast.Inspect(lit.Body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			v, ok := b.src.Info.Uses[id].(*types.Var)
			if ok && !v.IsField() && !isPackageLevel(v) && (v.Pos() < lit.Pos() || v.Pos() >= lit.End()) {
				found = true
			}
		}
		return !found
	})
	return found
}

// holdsFunc reports whether a value of type t can hold functions, other than
// those inside types outside the scope, whose methods speak for them.
func (b *builder) holdsFunc(t types.Type, seen map[types.Type]bool) bool {
	t = types.Unalias(t)
	if t == nil || seen[t] {
		return false
	}
	seen[t] = true
	if _, ok := t.Underlying().(*types.Signature); ok {
		return true
	}
	if named := namedOf(t); named != nil && (named.Obj().Pkg() == nil || b.unitOf(PlainPath(named.Obj().Pkg().Path())) == nil) {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Pointer:
		return b.holdsFunc(u.Elem(), seen)
	case *types.Slice:
		return b.holdsFunc(u.Elem(), seen)
	case *types.Array:
		return b.holdsFunc(u.Elem(), seen)
	case *types.Map:
		return b.holdsFunc(u.Elem(), seen)
	case *types.Struct:
		for field := range u.Fields() {
			if b.holdsFunc(field.Type(), seen) {
				return true
			}
		}
	case *types.Tuple:
		for v := range u.Variables() {
			if b.holdsFunc(v.Type(), seen) {
				return true
			}
		}
	}
	return false
}

// leafHoldsFunc reports whether a value of type t can hold functions inside
// types outside the scope: those of a template, those in a field.
func (b *builder) leafHoldsFunc(t types.Type) bool {
	return b.leafFuncIn(t, false, map[types.Type]bool{})
}

func (b *builder) leafFuncIn(t types.Type, leaf bool, seen map[types.Type]bool) bool {
	t = types.Unalias(t)
	if t == nil || seen[t] || isErrorType(t) {
		return false
	}
	seen[t] = true
	if named, ok := t.(*types.Named); ok && named.Obj().Pkg() != nil {
		path := PlainPath(named.Obj().Pkg().Path())
		name := path + "." + named.Obj().Name()
		if immutableTypes[name] || immutableValues[name] || tables[name] || isRuntime(path) {
			return false
		}
		leaf = leaf || b.unitOf(path) == nil
	}
	switch u := t.Underlying().(type) {
	case *types.Signature, *types.Interface:
		return leaf
	case *types.Basic:
		return leaf && u.Kind() == types.UnsafePointer
	case *types.Map:
		return b.leafFuncIn(u.Key(), leaf, seen) || b.leafFuncIn(u.Elem(), leaf, seen)
	case *types.Struct:
		for field := range u.Fields() {
			if b.leafFuncIn(field.Type(), leaf, seen) {
				return true
			}
		}
	case *types.Tuple:
		for v := range u.Variables() {
			if b.leafFuncIn(v.Type(), leaf, seen) {
				return true
			}
		}
	case interface{ Elem() types.Type }:
		return b.leafFuncIn(u.Elem(), leaf, seen)
	}
	return false
}

// makesState reports whether a function in scope, or one that it covers, makes
// functions that may have state of their own.
func (b *builder) makesState(fn *types.Func, others bool) bool {
	if fn == nil {
		return true // not known
	}
	n := b.node(fn)
	if n == nil {
		return false
	}
	covers := b.runs(n)
	if others {
		covers = n.Covers()
	}
	return slices.ContainsFunc(covers, func(m *Node) bool { return m.makesState })
}

// findState marks the functions that make others that may have state.
func (b *builder) findState() {
	for _, d := range b.decls {
		if d.fn != nil && d.fn.Body != nil {
			d.node.makesState = b.madeInside(d.fn.Body)
		}
	}
}

// madeInside reports whether a function literal with state of its own, or a
// method that is bound to something with state, is made in a function.
func (b *builder) madeInside(body ast.Node) bool {
	info := b.src.Info
	called := make(map[ast.Expr]bool)
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			called[ast.Unparen(n.Fun)] = true
		case *ast.FuncLit:
			found = found || !called[n] && b.captures(n)
		case *ast.SelectorExpr:
			sel := info.Selections[n]
			found = found || sel != nil && sel.Kind() == types.MethodVal && !called[n] && !b.immutable(sel.Recv())
		}
		return !found
	})
	return found
}

// callsNothing reports whether an initializer runs no function: what it
// mentions runs later, if at all.
func callsNothing(info *types.Info, e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			if !info.Types[n.Fun].IsType() && !isBuiltin(info, n.Fun) {
				if fn := calleeOf(info, n.Fun); fn == nil || !onces[fn.FullName()] {
					found = true
				}
			}
		}
		return !found
	})
	return !found
}
