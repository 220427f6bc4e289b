package invariance

import (
	"go/ast"
	"go/token"
	"go/types"
)

// unsimplify does the contrary of gofmt -s: it spells the elided types of
// composite literals, the blank variables of range clauses and the lengths of
// what is sliced.
func unsimplify(c *change) {
	for f := range c.r.files {
		info := f.pkg.TypesInfo
		ast.Inspect(f.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CompositeLit:
				if n.Type != nil {
					c.spellElements(f, n, n.Type)
				}
			case *ast.RangeStmt:
				c.spellRange(f, n)
			case *ast.SliceExpr:
				id, ok := n.X.(*ast.Ident)
				if !ok || n.High != nil || n.Slice3 || !f.predeclared("len", n.Pos()) {
					break
				}
				switch n.Low.(type) {
				case nil, *ast.BasicLit, *ast.Ident:
				default:
					return true // may assign what is sliced
				}
				if _, ok := info.TypeOf(id).(*types.TypeParam); !ok {
					c.insert(f, n.Rbrack, "len("+id.Name+")")
					c.sites++
				}
			}
			return true
		})
	}
}

// spellElements gives the elements of a literal the types that they elide: t
// is the type of the literal as it is spelled.
func (c *change) spellElements(f *file, lit *ast.CompositeLit, t ast.Expr) {
	var key, elem ast.Expr
	switch t := t.(type) {
	case *ast.ArrayType:
		elem = t.Elt
	case *ast.MapType:
		key, elem = t.Key, t.Value
	default:
		return
	}
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if key != nil {
				c.spellElement(f, kv.Key, key)
			}
			e = kv.Value
		}
		c.spellElement(f, e, elem)
	}
}

func (c *change) spellElement(f *file, e, t ast.Expr) {
	lit, ok := e.(*ast.CompositeLit)
	if !ok || lit.Type != nil {
		return
	}
	text := f.text(t)
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
		text = "&" + f.text(t)
	}
	if _, ok := ast.Unparen(t).(*ast.FuncType); ok {
		return
	}
	c.insert(f, lit.Lbrace, text)
	c.sites++
	c.spellElements(f, lit, t)
}

func (c *change) spellRange(f *file, s *ast.RangeStmt) {
	t := f.pkg.TypesInfo.TypeOf(s.X)
	switch u := t.Underlying().(type) {
	case *types.Slice, *types.Map:
	case *types.Basic:
		if u.Info()&types.IsString == 0 {
			t = nil
		}
	default:
		t = nil // has one variable at most, or may not be evaluated
	}
	switch {
	case s.Key == nil:
		if t == nil {
			if _, ok := f.pkg.TypesInfo.TypeOf(s.X).Underlying().(*types.Signature); ok {
				return // may have none at all
			}
		}
		c.insert(f, s.For+token.Pos(len("for")), " _ =")
		c.sites++
	case s.Value == nil && t != nil:
		c.insert(f, s.Key.End(), ", _")
		c.sites++
	case s.Value == nil && overArray(f.pkg.TypesInfo.TypeOf(s.X)):
		c.left["I2: a range whose second variable can mean something"]++
	}
}

// overArray reports whether a range over a t evaluates its expression only if
// it has two variables.
func overArray(t types.Type) bool {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	_, ok := t.Underlying().(*types.Array)
	return ok
}
