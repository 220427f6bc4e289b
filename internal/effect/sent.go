package effect

import (
	"go/ast"
	"go/types"
)

// orderless reports whether a loop over something goes through a map.
func (w *walker) orderless(x ast.Expr) bool {
	switch coreType(w.Info.TypeOf(x)).(type) {
	case *types.Map:
		return true
	case *types.Signature:
		if call, ok := ast.Unparen(x).(*ast.CallExpr); ok {
			fn := w.static(call)
			return fn != nil && fn.Pkg() != nil && (fn.Pkg().Path() == "maps" || w.yieldsMap(fn))
		}
	}
	return false
}

// sentOrderless reports whether what is received from a channel has the order of a
// map: the declaration sends to it in a loop over one, or a function of the package
// does that returns it.
func (w *walker) sentOrderless(ch ast.Expr) bool {
	switch ch := ast.Unparen(ch).(type) {
	case *ast.Ident:
		v := w.Info.Uses[ch]
		return v != nil && w.sendsEntries(w.decl, map[types.Object]bool{v: true})
	case *ast.CallExpr:
		fn := w.static(ch)
		if fn == nil {
			return false
		}
		d := w.bodies[fn]
		if d == nil {
			return false
		}
		return w.sendsEntries(d, w.returnedBy(d))
	}
	return false
}

// sendsEntries reports whether code sends to a channel of some, in a loop over a
// map, something that the loop makes or meets.
func (w *walker) sendsEntries(code ast.Node, some map[types.Object]bool) bool {
	found := false
	ast.PreorderStack(code, nil, func(n ast.Node, stack []ast.Node) bool {
		send, ok := n.(*ast.SendStmt)
		if !ok || found {
			return !found
		}
		id := w.rootIdent(send.Chan)
		if id == nil || !some[w.Info.Uses[id]] {
			return true
		}
		for _, s := range stack {
			if r, ok := s.(*ast.RangeStmt); ok && w.orderless(r.X) && !within(r, w.Info.Uses[id].Pos()) {
				found = found || w.mentionsWithin(send.Value, r)
			}
		}
		return true
	})
	return found
}

// mentionsWithin reports whether an expression mentions a variable of a loop.
func (w *walker) mentionsWithin(e ast.Expr, loop *ast.RangeStmt) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			v, ok := w.Info.Uses[id].(*types.Var)
			found = found || ok && !v.IsField() && within(loop, v.Pos())
		}
		return !found
	})
	return found
}

// returnedBy are the variables that a function returns: its named results, and
// those that its return statements name.
func (w *walker) returnedBy(d *ast.FuncDecl) map[types.Object]bool {
	out := map[types.Object]bool{}
	if d.Type.Results != nil {
		for _, field := range d.Type.Results.List {
			for _, id := range field.Names {
				out[w.Info.Defs[id]] = true
			}
		}
	}
	ast.Inspect(d.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			for _, e := range n.Results {
				if id, ok := ast.Unparen(e).(*ast.Ident); ok && w.Info.Uses[id] != nil {
					out[w.Info.Uses[id]] = true
				}
			}
		}
		return true
	})
	return out
}
