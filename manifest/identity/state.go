package identity

import (
	"go/ast"
	"go/types"
)

// madeAtRunTime reports whether an expression yields a function that may have
// state of its own: one that a call returns, a literal that captures
// variables, a method that is bound to a value (I4).
func (b *builder) madeAtRunTime(e ast.Expr) bool {
	info := b.src.Info
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			found = found || b.captures(n)
			return false
		case *ast.CallExpr:
			if info.Types[n.Fun].IsType() || isBuiltin(info, n.Fun) {
				return true
			}
			if fn := calleeOf(info, n.Fun); fn != nil && onces[fn.FullName()] {
				return true
			}
			found = found || b.holdsFunc(info.TypeOf(n), map[types.Type]bool{})
			return false
		case *ast.SelectorExpr:
			if sel := info.Selections[n]; sel != nil && sel.Kind() == types.MethodVal && !b.immutable(sel.Recv()) {
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
