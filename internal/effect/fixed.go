package effect

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"
)

// constantOf is the value of an expression that is the same whatever happens, nil
// if there is none: a constant, or a variable that nothing changes.
func (s *summarizer) constantOf(e ast.Expr) constant.Value {
	e = ast.Unparen(e)
	if v := s.Info.Types[e].Value; v != nil {
		return v
	}
	id, ok := e.(*ast.Ident)
	if !ok {
		return nil
	}
	v, ok := s.Info.Uses[id].(*types.Var)
	if !ok || !isPackageLevel(v) || v.Exported() {
		return nil
	}
	if s.fixed == nil {
		s.findFixed()
	}
	return s.fixed[v]
}

// findFixed finds the package's variables that are as good as constants: unexported
// ones of numbers or booleans that begin with a constant, or with nothing, and that no
// code assigns or takes the address of, as the debug level of a generated parser. What
// the linker, assembly or other packages may set is none of them.
func (s *summarizer) findFixed() {
	s.fixed = map[*types.Var]constant.Value{}
	linked := map[string]bool{}
	for _, f := range s.Files {
		for _, decl := range f.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				if decl.Body == nil {
					clear(s.fixed)
					return // it may write any of them
				}
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					if spec, ok := spec.(*ast.ValueSpec); ok && decl.Tok == token.VAR {
						s.beginFixed(spec)
					}
				}
			}
		}
		for _, g := range f.Comments {
			for _, c := range g.List {
				if words := strings.Fields(c.Text); len(words) > 1 && words[0] == "//go:linkname" {
					linked[words[1]] = true
				}
			}
		}
	}
	for v := range s.fixed {
		if linked[v.Name()] {
			delete(s.fixed, v)
		}
	}
	changed := func(e ast.Expr) {
		if id, ok := ast.Unparen(e).(*ast.Ident); ok {
			if v, ok := s.Info.Uses[id].(*types.Var); ok {
				delete(s.fixed, v)
			}
		}
	}
	for _, f := range s.Files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, e := range n.Lhs {
					changed(e)
				}
			case *ast.IncDecStmt:
				changed(n.X)
			case *ast.RangeStmt:
				for _, e := range []ast.Expr{n.Key, n.Value} {
					if e != nil {
						changed(e)
					}
				}
			case *ast.UnaryExpr:
				if n.Op == token.AND {
					changed(n.X)
				}
			}
			return true
		})
	}
}

func (s *summarizer) beginFixed(spec *ast.ValueSpec) {
	for i, id := range spec.Names {
		v, ok := s.Info.Defs[id].(*types.Var)
		if !ok || v.Exported() {
			continue
		}
		// Types with a name may have methods that change a variable.
		b, ok := types.Unalias(v.Type()).(*types.Basic)
		if !ok || b.Info()&(types.IsBoolean|types.IsNumeric) == 0 {
			continue
		}
		switch {
		case len(spec.Values) == len(spec.Names):
			if val := s.Info.Types[spec.Values[i]].Value; val != nil {
				s.fixed[v] = val
			}
		case len(spec.Values) > 0: // of a call
		case b.Info()&types.IsBoolean != 0:
			s.fixed[v] = constant.MakeBool(false)
		default:
			s.fixed[v] = constant.MakeInt64(0)
		}
	}
}
