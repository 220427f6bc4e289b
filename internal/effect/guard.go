package effect

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// A condition is one under which a statement runs, or, if it is left, one that
// would have gone on to the next turn.
type condition struct {
	ast.Expr
	left bool
}

// conditions are those under which a statement of the loop runs.
func (l *loop) conditions(stack []ast.Node, at token.Pos) []condition {
	var conds []condition
	for _, s := range stack {
		switch s := s.(type) {
		case *ast.IfStmt:
			conds = append(conds, condition{s.Cond, false})
		case *ast.CaseClause:
			for _, e := range s.List {
				conds = append(conds, condition{e, false})
			}
		case *ast.BlockStmt:
			for _, before := range s.List {
				if before.End() > at {
					break
				}
				if f, ok := before.(*ast.IfStmt); ok && f.Else == nil && goesOn(f.Body) {
					conds = append(conds, condition{f.Cond, true})
				}
			}
		}
	}
	return conds
}

func goesOn(body *ast.BlockStmt) bool {
	if len(body.List) == 0 {
		return false
	}
	b, ok := body.List[len(body.List)-1].(*ast.BranchStmt)
	return ok && b.Tok == token.CONTINUE
}

// selected reports whether a condition on the way chooses what equals something,
// or fits it.
func (l *loop) selected(stack []ast.Node, at token.Pos) bool {
	found := false
	for _, c := range l.conditions(stack, at) {
		ast.PreorderStack(c.Expr, nil, func(n ast.Node, stack []ast.Node) bool {
			switch n := n.(type) {
			case *ast.BinaryExpr:
				if n.Op == token.NEQ || n.Op == token.EQL && !c.left {
					found = found || (l.mentions(n.X) || l.mentions(n.Y)) && !l.Info.Types[n.Y].IsNil()
				}
			case *ast.CallExpr:
				not, _ := parent(stack).(*ast.UnaryExpr)
				if fn, _, _ := l.callee(ast.Unparen(n.Fun)); fn != nil && (!c.left || not != nil) {
					name := strings.ToLower(fn.Name())
					found = found || strings.Contains(name, "equal") || name == "is" || name == "hasprefix" || name == "hassuffix"
				}
			}
			return !found
		})
	}
	return found
}

// chosen reports whether a condition on the way decides which value is kept,
// whatever the order: one that equals something, or an extreme. Of equal extremes
// one is as good as the other only if it is nothing but what was compared.
func (l *loop) chosen(stack []ast.Node, value ast.Expr) bool {
	at := value.Pos()
	if l.selected(stack, at) {
		return true
	}
	compared := map[string]bool{}
	for _, c := range l.conditions(stack, at) {
		ast.Inspect(c.Expr, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BinaryExpr:
				switch n.Op {
				case token.LSS, token.GTR, token.LEQ, token.GEQ:
					compared[types.ExprString(ast.Unparen(n.X))] = true
					compared[types.ExprString(ast.Unparen(n.Y))] = true
				}
			case *ast.CallExpr:
				fn, _, recv := l.callee(ast.Unparen(n.Fun))
				if fn == nil || !compares(fn.Name()) {
					return true
				}
				if recv != nil {
					compared[types.ExprString(ast.Unparen(recv))] = true
				}
				for _, a := range n.Args {
					compared[types.ExprString(ast.Unparen(a))] = true
				}
			}
			return true
		})
	}
	return l.madeOf(value, compared)
}

func compares(name string) bool {
	name = strings.ToLower(name)
	for _, word := range []string{"less", "before", "after", "compare", "cmp", "greater"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// madeOf reports whether an expression holds nothing of what the loop meets but
// some expressions.
func (l *loop) madeOf(e ast.Expr, some map[string]bool) bool {
	ok := len(some) > 0
	ast.Inspect(e, func(n ast.Node) bool {
		if x, is := n.(ast.Expr); is && some[types.ExprString(x)] {
			return false
		}
		if id, is := n.(*ast.Ident); is && l.met[l.Info.Uses[id]] {
			ok = false
		}
		return ok
	})
	return ok
}
