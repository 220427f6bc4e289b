package effect

import (
	"go/ast"
	"go/token"
	"go/types"
)

// What a loop and a later statement mean for an order often stands in a function
// of the same package. Of others, only names and types tell.

func (s *summarizer) findDeclared() {
	s.bodies = make(map[*types.Func]*ast.FuncDecl)
	for _, f := range s.Files {
		for _, decl := range f.Decls {
			if d, ok := decl.(*ast.FuncDecl); ok && d.Body != nil {
				if fn, ok := s.Info.Defs[d.Name].(*types.Func); ok {
					s.bodies[fn] = d
				}
			}
		}
	}
}

// parameter is the ith parameter of a declaration, nil for a nameless one.
func (s *summarizer) parameter(d *ast.FuncDecl, i int) types.Object {
	for _, field := range d.Type.Params.List {
		for _, name := range field.Names {
			if i == 0 {
				return s.Info.Defs[name]
			}
			i--
		}
		if len(field.Names) == 0 {
			i--
		}
	}
	return nil
}

// sortsGiven reports whether a function of the package puts its receiver, or what
// it is given, in order.
func (w *walker) sortsGiven(fn *types.Func) bool {
	d := w.bodies[fn]
	if d == nil {
		return false
	}
	given := func(pos token.Pos) bool { return d.Recv != nil && within(d.Recv, pos) || within(d.Type.Params, pos) }
	found := false
	ast.Inspect(d.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || found {
			return !found
		}
		if by, _, _ := w.callee(ast.Unparen(call.Fun)); by != nil && namedSort(by) {
			ast.Inspect(call, func(m ast.Node) bool {
				if id, ok := m.(*ast.Ident); ok {
					v, ok := w.Info.Uses[id].(*types.Var)
					found = found || ok && !v.IsField() && given(v.Pos())
				}
				return !found
			})
		}
		return !found
	})
	return found
}

// sendsTo reports whether a function of the package sends to its ith parameter.
func (w *walker) sendsTo(fn *types.Func, i int) bool {
	d := w.bodies[fn]
	if d == nil {
		return false
	}
	v := w.parameter(d, i)
	found := false
	ast.Inspect(d.Body, func(n ast.Node) bool {
		if s, ok := n.(*ast.SendStmt); ok && v != nil {
			id := w.rootIdent(s.Chan)
			found = found || id != nil && w.Info.Uses[id] == v
		}
		return !found
	})
	return found
}

// yieldsMap reports whether a function of the package returns an iterator that
// goes through a map.
func (w *walker) yieldsMap(fn *types.Func) bool {
	d := w.bodies[fn]
	if d == nil {
		return false
	}
	found := false
	ast.PreorderStack(d.Body, nil, func(n ast.Node, stack []ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || found {
			return !found
		}
		id, ok := ast.Unparen(call.Fun).(*ast.Ident)
		if !ok {
			return true
		}
		v, inside := w.Info.Uses[id], false
		if v == nil {
			return true
		}
		for _, s := range stack {
			switch s := s.(type) {
			case *ast.FuncLit:
				inside = inside || within(s.Type.Params, v.Pos())
			case *ast.RangeStmt:
				_, isMap := coreType(w.Info.TypeOf(s.X)).(*types.Map)
				found = found || inside && isMap
			}
		}
		return true
	})
	return found
}
