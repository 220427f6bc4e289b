package effect

import (
	"go/ast"
	"go/token"
	"go/types"
)

// decides reports whether the code of an argument is known where it is passed:
// a concrete value for an interface, a function that is named or seen, or nil.
func (w *walker) decides(param types.Type, a ast.Expr) bool {
	t := w.Info.TypeOf(a)
	if param == nil || t == nil {
		return false
	}
	if isInterface(param) {
		return !types.IsInterface(t)
	}
	_, ok := coreType(param).(*types.Signature)
	return ok && w.isSeen(a)
}

// isSeen reports whether it is seen which functions an expression stands for:
// literals, declared functions, those made outside the scope, and local variables
// that hold no others.
func (w *walker) isSeen(e ast.Expr) bool {
	e = ast.Unparen(e)
	if w.Info.Types[e].IsNil() || w.madeOutside(e) {
		return true
	}
	switch x := e.(type) {
	case *ast.FuncLit:
		return true
	case *ast.Ident:
		if v, ok := w.Info.Uses[x].(*types.Var); ok {
			return w.holders[v]
		}
	case *ast.CallExpr:
		if w.Info.Types[x.Fun].IsType() && len(x.Args) == 1 {
			return w.isSeen(x.Args[0]) // http.HandlerFunc(f)
		}
		return false
	}
	fn, _, _ := w.callee(e)
	return fn != nil && interfaceOf(w.Info.Selections[selector(e)]) == nil
}

// findHolders finds the local variables of function types that hold nothing but
// functions that are seen. What another variable holds doesn't count, but for
// one declared before.
func (w *walker) findHolders(root ast.Node) {
	if root == nil {
		return
	}
	unseen := map[*types.Var]bool{}
	note := func(lhs ast.Expr, seen bool) {
		id, ok := lhs.(*ast.Ident)
		if !ok {
			return
		}
		v, ok := w.Info.ObjectOf(id).(*types.Var)
		if !ok || isPackageLevel(v) {
			return
		}
		if _, ok := coreType(v.Type()).(*types.Signature); !ok {
			return
		}
		unseen[v] = unseen[v] || !seen
		w.holders[v] = !unseen[v]
	}
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, lhs := range n.Lhs {
				rhs := n.Rhs[0]
				if len(n.Lhs) == len(n.Rhs) {
					rhs = n.Rhs[i]
				}
				note(lhs, (n.Tok == token.ASSIGN || n.Tok == token.DEFINE) && w.isSeen(rhs))
			}
		case *ast.RangeStmt:
			for _, e := range []ast.Expr{n.Key, n.Value} {
				if e != nil {
					note(e, false)
				}
			}
		case *ast.ValueSpec:
			for i, name := range n.Names {
				seen := true
				if len(n.Values) == len(n.Names) {
					seen = w.isSeen(n.Values[i])
				} else if len(n.Values) > 0 {
					seen = w.isSeen(n.Values[0])
				}
				note(name, seen)
			}
		case *ast.FuncType: // its parameters are its caller's
			for _, list := range []*ast.FieldList{n.Params, n.Results} {
				if list == nil {
					continue
				}
				for _, field := range list.List {
					for _, name := range field.Names {
						note(name, list == n.Results)
					}
				}
			}
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				note(ast.Unparen(n.X), false) // set elsewhere
			}
		}
		return true
	})
}
