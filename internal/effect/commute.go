package effect

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// appends reports whether a call appends to its first argument: append, and
// functions of other packages that are named for it, or slices.Insert.
func (w *walker) appends(call *ast.CallExpr) bool {
	if w.builtin(call) == "append" {
		return true
	}
	fn := w.static(call)
	return fn != nil && len(call.Args) > 1 && (appends(fn) || Key(fn) == "slices.Insert")
}

// overwrites reports whether an element is chosen by the value of an entry alone,
// and given something of its key: of entries with equal values, the last stays.
func (l *loop) overwrites(x *ast.IndexExpr, rhs ast.Expr) bool {
	r, ok := l.whole.(*ast.RangeStmt)
	if !ok || r.Key == nil || !l.mentions(x.Index) {
		return false
	}
	key, ok := r.Key.(*ast.Ident)
	if !ok || l.kind != MapOrder {
		return false
	}
	v := l.Info.ObjectOf(key)
	return v != nil && mentionsObject(l.Info, rhs, v) && !mentionsObject(l.Info, x.Index, v) && !l.dependsOn(x.Index, v)
}

// dependsOn reports whether an expression mentions a variable of the turn that
// was made from v.
func (l *loop) dependsOn(e ast.Expr, v types.Object) bool {
	found := false
	ast.Inspect(l.body, func(n ast.Node) bool {
		a, ok := n.(*ast.AssignStmt)
		if !ok || !slices.ContainsFunc(a.Rhs, func(r ast.Expr) bool { return mentionsObject(l.Info, r, v) }) {
			return true
		}
		for _, lhs := range a.Lhs {
			if id, ok := lhs.(*ast.Ident); ok {
				obj := l.Info.ObjectOf(id)
				found = found || obj != nil && !l.outer(obj) && mentionsObject(l.Info, e, obj)
			}
		}
		return true
	})
	return found
}

// numbers reports whether an expression tells how many turns have been: by a
// variable that turns count with, or by the length of what they fill.
func (l *loop) numbers(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if l.builtin(n) == "len" {
				if id := l.rootIdent(n.Args[0]); id != nil && !l.mentions(n.Args[0]) {
					v := l.Info.ObjectOf(id)
					found = found || l.outer(v) && l.fills(v)
				}
				return false
			}
		case *ast.Ident:
			v := l.Info.Uses[n]
			found = found || v != nil && l.outer(v) && !l.met[v] && l.countsWith(v)
		}
		return !found
	})
	return found
}

// fills reports whether the loop adds to a variable.
func (l *loop) fills(v types.Object) bool {
	found := false
	ast.Inspect(l.body, func(n ast.Node) bool {
		if a, ok := n.(*ast.AssignStmt); ok {
			for _, lhs := range a.Lhs {
				id := l.rootIdent(lhs)
				found = found || id != nil && l.Info.ObjectOf(id) == v
			}
		}
		return !found
	})
	return found
}

// countsWith reports whether the loop counts with a variable.
func (l *loop) countsWith(v types.Object) bool {
	found := false
	ast.Inspect(l.body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IncDecStmt:
			id, ok := n.X.(*ast.Ident)
			found = found || ok && l.Info.Uses[id] == v
		case *ast.AssignStmt:
			if n.Tok == token.ADD_ASSIGN || n.Tok == token.SUB_ASSIGN {
				id, ok := n.Lhs[0].(*ast.Ident)
				found = found || ok && l.Info.Uses[id] == v && !isString(v.Type())
			}
		}
		return !found
	})
	return found
}

// rounds reports whether a sum of the type, of what an expression gives, depends
// on the order in which it is added up. Whole numbers are taken to fit.
func (l *loop) rounds(t types.Type, e ast.Expr) bool {
	b, ok := t.Underlying().(*types.Basic)
	if !ok || b.Info()&(types.IsFloat|types.IsComplex) == 0 {
		return false
	}
	if call, ok := ast.Unparen(e).(*ast.CallExpr); ok && l.Info.Types[call.Fun].IsType() && len(call.Args) == 1 {
		from, ok := l.Info.TypeOf(call.Args[0]).Underlying().(*types.Basic)
		return !ok || from.Info()&types.IsInteger == 0
	}
	return true
}

// commutes reports whether x = e, where e mentions x, gives the same in any
// order: by one commutative operation, or whatever a function makes of it.
func (l *loop) commutes(e, x ast.Expr) bool {
	b, ok := ast.Unparen(e).(*ast.BinaryExpr)
	if !ok {
		return true
	}
	if b.Op == token.REM { // of a sum
		return l.commutes(b.X, x)
	}
	self := types.ExprString(x)
	var parts func(e ast.Expr) []ast.Expr
	parts = func(e ast.Expr) []ast.Expr {
		if y, ok := ast.Unparen(e).(*ast.BinaryExpr); ok && (y.Op == b.Op || b.Op == token.SUB && y.Op == token.ADD) {
			return append(parts(y.X), parts(y.Y)...)
		}
		return []ast.Expr{ast.Unparen(e)}
	}
	id := l.rootIdent(x)
	v := l.Info.ObjectOf(id)
	for i, p := range parts(e) {
		switch same := types.ExprString(p) == self; {
		case same && i > 0 && b.Op == token.SUB, !same && mentionsObject(l.Info, p, v):
			return false
		case !same && l.mentions(p) && l.rounds(l.Info.TypeOf(x), p):
			return false
		}
	}
	switch b.Op {
	case token.ADD, token.SUB, token.MUL, token.AND, token.OR, token.XOR, token.AND_NOT, token.LAND, token.LOR:
		return true
	}
	return false
}
