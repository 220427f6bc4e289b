package identity

import (
	"go/ast"
	"go/types"
	"slices"
)

// A pool hands what one function left in a value to another (I4): a buffer
// that is not empty, a slice with elements. That doesn't happen where values are
// reset before they are put there, or as soon as they are got.

// findTidy finds the calls of the method Put of sync.Pool whose values nobody
// finds as they were left.
func (b *builder) findTidy() {
	puts := make(map[types.Object][]*ast.CallExpr)
	dirty := make(map[types.Object]bool) // pools that hand out values to be used as they are
	for _, file := range b.src.Files {
		var stack []ast.Node
		ast.Inspect(file, func(n ast.Node) bool {
			if n == nil {
				stack = stack[:len(stack)-1]
				return true
			}
			stack = append(stack, n)
			sel, ok := n.(*ast.SelectorExpr)
			if !ok || sel.Sel.Name != "Get" && sel.Sel.Name != "Put" || !b.isPool(sel.X) {
				return true
			}
			key := b.poolKey(sel.X)
			call, _ := outside(stack[:len(stack)-1]).(*ast.CallExpr)
			called := call != nil && ast.Unparen(call.Fun) == ast.Expr(sel)
			switch {
			case sel.Sel.Name == "Put":
				if called && b.resetBefore(call, stack) {
					b.tidy[call] = true
				} else if called && key != nil {
					puts[key] = append(puts[key], call)
				}
			case !called || !b.resetFirst(stack):
				dirty[key] = true
			}
			return true
		})
	}
	for key, calls := range puts {
		for _, call := range calls {
			b.tidy[call] = !key.Exported() && !dirty[key] && !dirty[nil]
		}
	}
}

func (b *builder) isPool(e ast.Expr) bool {
	named := namedOf(b.src.Info.TypeOf(e))
	return named != nil && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "sync" && named.Obj().Name() == "Pool"
}

// poolKey is the variable or field that an expression names; nil for what has no
// name.
func (b *builder) poolKey(e ast.Expr) types.Object {
	if id := identOf(e); id != nil {
		return b.src.Info.Uses[id]
	}
	return nil
}

// resetFirst reports whether what a call of Get at the end of the stack returns
// becomes a variable that the next statement resets.
func (b *builder) resetFirst(stack []ast.Node) bool {
	for i := len(stack) - 2; i > 0; i-- {
		switch n := stack[i].(type) {
		case *ast.CallExpr, *ast.TypeAssertExpr, *ast.ParenExpr:
			continue
		case *ast.AssignStmt:
			if len(n.Rhs) != 1 {
				return false
			}
			return b.resets(neighbour(stack[i-1], n, 1), b.variableOf(n.Lhs[0]))
		}
		return false
	}
	return false
}

// resetBefore reports whether the statement before a call of Put resets what is
// put.
func (b *builder) resetBefore(call *ast.CallExpr, stack []ast.Node) bool {
	for i := len(stack) - 1; i > 0; i-- {
		if s, ok := stack[i].(*ast.ExprStmt); ok {
			return ast.Unparen(s.X) == ast.Expr(call) && len(call.Args) == 1 && b.resets(neighbour(stack[i-1], s, -1), b.variableOf(call.Args[0]))
		}
	}
	return false
}

// neighbour is the statement at a distance from another in a block, or nil.
func neighbour(block ast.Node, s ast.Stmt, by int) ast.Stmt {
	var list []ast.Stmt
	switch n := block.(type) {
	case *ast.BlockStmt:
		list = n.List
	case *ast.CaseClause:
		list = n.Body
	case *ast.CommClause:
		list = n.Body
	}
	at := slices.Index(list, s)
	if at < 0 || at+by < 0 || at+by >= len(list) {
		return nil
	}
	return list[at+by]
}

// variableOf is the local variable that an expression is, or nil.
func (b *builder) variableOf(e ast.Expr) types.Object {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return nil
	}
	v, ok := b.src.Info.ObjectOf(id).(*types.Var)
	if !ok || isPackageLevel(v) {
		return nil
	}
	return v
}

// resets reports whether a statement resets a variable: it calls the method
// Reset of a type outside the scope, whatever becomes of its result, or cuts a
// slice to nothing.
func (b *builder) resets(s ast.Stmt, v types.Object) bool {
	if v == nil {
		return false
	}
	var call ast.Expr
	switch s := s.(type) {
	case *ast.ExprStmt:
		call = s.X
	case *ast.IfStmt: // if err := x.Reset(r); err != nil
		if init, ok := s.Init.(*ast.AssignStmt); ok && len(init.Rhs) == 1 {
			call = init.Rhs[0]
		}
	case *ast.AssignStmt:
		if len(s.Lhs) != 1 || len(s.Rhs) != 1 {
			return false
		}
		call = s.Rhs[0]
		to, ok := ast.Unparen(s.Lhs[0]).(*ast.StarExpr)
		if cut, isSlice := ast.Unparen(call).(*ast.SliceExpr); ok && isSlice && cut.Low == nil && b.isZero(cut.High) {
			from, ok := ast.Unparen(cut.X).(*ast.StarExpr)
			return ok && b.variableOf(to.X) == v && b.variableOf(from.X) == v
		}
	}
	c, ok := ast.Unparen(call).(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := ast.Unparen(c.Fun).(*ast.SelectorExpr)
	if !ok || b.variableOf(sel.X) != v {
		return false
	}
	fn := calleeOf(b.src.Info, c.Fun)
	return fn != nil && fn.Name() == "Reset" && fn.Pkg() != nil && fn.Pkg().Path() != "time" && b.unitOf(PlainPath(fn.Pkg().Path())) == nil
}

func (b *builder) isZero(e ast.Expr) bool {
	v := b.src.Info.Types[e].Value
	return v != nil && v.ExactString() == "0"
}
