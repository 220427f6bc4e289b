package invariance

import (
	"go/ast"
	"go/token"
	"go/types"
)

// parenthesize puts each expression in parentheses that may have some.
func parenthesize(c *change) {
	for f := range c.r.files {
		info := f.pkg.TypesInfo
		bare := make(map[ast.Expr]bool) // must stay as they are
		no := func(list ...ast.Expr) {
			for _, e := range list {
				bare[e] = true
			}
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ImportSpec:
				return false
			case *ast.SelectorExpr:
				no(n.Sel)
			case *ast.AssignStmt:
				if n.Tok == token.DEFINE {
					no(n.Lhs...)
				}
			case *ast.RangeStmt:
				no(n.Key, n.Value)
			case *ast.GoStmt:
				no(n.Call)
			case *ast.DeferStmt:
				no(n.Call)
			case *ast.KeyValueExpr:
				if id, ok := n.Key.(*ast.Ident); ok {
					if v, ok := info.Uses[id].(*types.Var); ok && v.IsField() {
						no(id)
					}
				}
			case *ast.Field:
				for _, name := range n.Names {
					no(name)
				}
				if n.Tag != nil {
					no(n.Tag)
				}
			case *ast.ValueSpec:
				for _, name := range n.Names {
					no(name)
				}
			case *ast.CommClause:
				switch s := n.Comm.(type) {
				case *ast.ExprStmt:
					no(s.X)
				case *ast.AssignStmt:
					no(s.Rhs...)
				}
			case *ast.TypeAssertExpr:
				if n.Type == nil {
					no(n)
				} else if !bare[n.Type] {
					c.wrap(f, n.Type)
				}
			case *ast.CallExpr:
				if tv := info.Types[n.Fun]; tv.IsType() {
					c.wrap(f, n.Fun)
				}
			}
			e, ok := n.(ast.Expr)
			if !ok || bare[e] || isInstance(info, e) { // type arguments may be inferred from what stands around it
				return true
			}
			tv, ok := info.Types[e]
			if !ok || !tv.IsValue() && !tv.IsVoid() {
				return true
			}
			if lit, ok := e.(*ast.CompositeLit); ok && lit.Type == nil {
				return true // its type is elided
			}
			if id, ok := e.(*ast.Ident); ok && id.Name == "_" {
				return true
			}
			c.wrap(f, e)
			return true
		})
	}
}

func (c *change) wrap(f *file, e ast.Expr) {
	c.insert(f, e.Pos(), "(")
	c.insert(f, e.End(), ")")
	c.sites++
}

// isInstance reports whether e names a generic function.
func isInstance(info *types.Info, e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident:
		_, ok := info.Instances[e]
		return ok
	case *ast.SelectorExpr:
		return isInstance(info, e.Sel)
	}
	return false
}
