package effect

import (
	"go/ast"
	"go/token"
	"go/types"
)

// onlyCloned reports whether a mention of http.DefaultTransport is there only for a
// transport of one's own with its settings, by Clone, which uses no network: what
// is done with the copy tells.
func (w *walker) onlyCloned(stack []ast.Node) bool {
	i := len(stack) - 1
	if i < 0 {
		return false
	}
	if sel, ok := stack[i].(*ast.SelectorExpr); ok && i > 0 && sel.Sel.Name == "DefaultTransport" {
		i-- // of package http
	}
	for i > 0 && isParen(stack[i]) {
		i--
	}
	assert, ok := stack[i].(*ast.TypeAssertExpr)
	if !ok || i == 0 || assert.Type == nil {
		return false
	}
	for i--; i > 0 && isParen(stack[i]); i-- {
	}
	switch p := stack[i].(type) {
	case *ast.SelectorExpr:
		return i > 0 && clones(p, stack[i-1])
	case *ast.AssignStmt:
		id, ok := p.Lhs[0].(*ast.Ident)
		return ok && p.Tok == token.DEFINE && len(p.Rhs) == 1 && w.onlyClones(w.Info.Defs[id])
	}
	return false
}

// onlyClones reports whether all that is done with a variable is a call of Clone.
func (w *walker) onlyClones(v types.Object) bool {
	ok := v != nil
	ast.PreorderStack(w.decl, nil, func(n ast.Node, stack []ast.Node) bool {
		if id, is := n.(*ast.Ident); is && ok && w.Info.Uses[id] == v {
			sel, is := parent(stack).(*ast.SelectorExpr)
			ok = is && len(stack) > 1 && clones(sel, stack[len(stack)-2])
		}
		return ok
	})
	return ok
}

func clones(sel *ast.SelectorExpr, around ast.Node) bool {
	call, ok := around.(*ast.CallExpr)
	return ok && call.Fun == ast.Expr(sel) && sel.Sel.Name == "Clone"
}

func isParen(n ast.Node) bool {
	_, ok := n.(*ast.ParenExpr)
	return ok
}
