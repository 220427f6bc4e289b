package invariance

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// swapDefinitions turns x := v into var x = v and back, where a statement
// stands in a list.
func swapDefinitions(c *change) {
	for f := range c.r.files {
		info := f.pkg.TypesInfo
		statements(f.ast, func(s ast.Stmt) {
			if a, ok := s.(*ast.AssignStmt); ok && a.Tok == token.DEFINE && allNew(info, a) {
				c.insert(f, a.Pos(), "var ")
				c.replace(f, a.TokPos, a.TokPos+2, "=")
				c.sites++
				return
			}
			if spec := loneVar(s); spec != nil && spec.Type == nil && !allBlank(spec) {
				c.replace(f, s.Pos(), spec.Pos(), "")
				at := f.offset(spec.Names[len(spec.Names)-1].End())
				for f.src[at] != '=' {
					at++
				}
				c.at(f, at, at+1, ":=")
				c.sites++
			}
		})
	}
}

// statements calls do for each statement of a list, at any depth.
func statements(root ast.Node, do func(ast.Stmt)) {
	ast.Inspect(root, func(n ast.Node) bool {
		var list []ast.Stmt
		switch n := n.(type) {
		case *ast.BlockStmt:
			list = n.List
		case *ast.CaseClause:
			list = n.Body
		case *ast.CommClause:
			list = n.Body
		}
		for _, s := range list {
			do(s)
		}
		return true
	})
}

// allNew reports whether a definition declares all its names.
func allNew(info *types.Info, a *ast.AssignStmt) bool {
	for _, e := range a.Lhs {
		if id := e.(*ast.Ident); id.Name != "_" && info.Defs[id] == nil {
			return false
		}
	}
	return true
}

// loneVar is the specification of a statement var x = v, without parentheses
// and comments, or nil.
func loneVar(s ast.Stmt) *ast.ValueSpec {
	d, ok := s.(*ast.DeclStmt)
	if !ok {
		return nil
	}
	g := d.Decl.(*ast.GenDecl)
	if g.Tok != token.VAR || g.Lparen.IsValid() || len(g.Specs) != 1 {
		return nil
	}
	spec := g.Specs[0].(*ast.ValueSpec)
	if len(spec.Values) == 0 {
		return nil
	}
	return spec
}

func allBlank(spec *ast.ValueSpec) bool {
	for _, id := range spec.Names {
		if id.Name != "_" {
			return false
		}
	}
	return true
}

// spellTypes writes the types of variables that are declared without, and
// leaves out those that the values have anyway.
func spellTypes(c *change) {
	for f := range c.r.files {
		info := f.pkg.TypesInfo
		ast.Inspect(f.ast, func(n ast.Node) bool {
			d, ok := n.(*ast.GenDecl)
			if !ok || d.Tok != token.VAR {
				return true
			}
			for _, spec := range d.Specs {
				v := spec.(*ast.ValueSpec)
				switch {
				case len(v.Names) != 1 || len(v.Values) != 1:
				case v.Type != nil:
					if ownType(info, v.Values[0]) && types.Identical(info.TypeOf(v.Type), info.TypeOf(v.Values[0])) && !f.hasComment(v.Pos(), v.Type.End()) {
						c.replace(f, v.Names[0].End(), v.Type.End(), "")
						c.sites++
					}
				default:
					if obj := info.Defs[v.Names[0]]; obj != nil {
						if text := f.typeText(obj.Type(), v.Pos()); text != "" {
							c.insert(f, v.Names[0].End(), " "+text)
							c.sites++
						}
					}
				}
			}
			return true
		})
		statements(f.ast, func(s ast.Stmt) {
			a, ok := s.(*ast.AssignStmt)
			if !ok || a.Tok != token.DEFINE || len(a.Lhs) != 1 || !allNew(info, a) {
				return
			}
			obj := info.Defs[a.Lhs[0].(*ast.Ident)]
			if obj == nil {
				return
			}
			if text := f.typeText(obj.Type(), a.Pos()); text != "" {
				c.insert(f, a.Pos(), "var ")
				c.replace(f, a.TokPos, a.TokPos+2, text+" =")
				c.sites++
			}
		})
	}
}

// ownType reports whether an expression has its type whatever stands around
// it.
func ownType(info *types.Info, e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.CompositeLit, *ast.FuncLit:
		return true
	case *ast.CallExpr:
		tv := info.Types[e.Fun]
		return !tv.IsBuiltin() && info.Types[e].Value == nil && !isGenericCall(info, e)
	}
	return false
}

// isGenericCall reports whether the type of a call may be inferred from what
// it is assigned to.
func isGenericCall(info *types.Info, e *ast.CallExpr) bool {
	return isInstance(info, ast.Unparen(e.Fun))
}

// typeText spells a type at a position; "" where a name is hidden or missing
// there.
func (f *file) typeText(t types.Type, pos token.Pos) string {
	switch t := t.(type) {
	case *types.Basic:
		if t.Info()&types.IsUntyped == 0 && f.predeclared(t.Name(), pos) {
			return t.Name()
		}
	case *types.Pointer:
		return prefixed("*", f.typeText(t.Elem(), pos))
	case *types.Slice:
		return prefixed("[]", f.typeText(t.Elem(), pos))
	case *types.Map:
		key, elem := f.typeText(t.Key(), pos), f.typeText(t.Elem(), pos)
		if key != "" && elem != "" {
			return "map[" + key + "]" + elem
		}
	case *types.Named:
		obj := t.Obj()
		if t.TypeArgs().Len() > 0 || t.TypeParams().Len() > 0 {
			return ""
		}
		if obj.Pkg() == f.pkg.Types || obj.Pkg() == nil {
			if f.lookup(obj.Name(), pos) == obj {
				return obj.Name()
			}
			return ""
		}
		if !obj.Exported() {
			return ""
		}
		for _, spec := range f.ast.Imports {
			if pn := importName(f.pkg.TypesInfo, spec); pn != nil && pn.Imported() == obj.Pkg() && f.lookup(pn.Name(), pos) == pn {
				return pn.Name() + "." + obj.Name()
			}
		}
	}
	return ""
}

func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}

// groupDeclarations puts neighbouring constants, variables and types of a file
// into groups, and dissolves the groups that there are.
func groupDeclarations(c *change) {
	for f := range c.r.files {
		var run []*ast.GenDecl
		flush := func() {
			for i, d := range run {
				if i == 0 {
					c.insert(f, d.TokPos+token.Pos(len(d.Tok.String())), " (")
				} else {
					c.replace(f, d.TokPos, d.TokPos+token.Pos(len(d.Tok.String())), "")
				}
				if i == len(run)-1 {
					c.insert(f, d.End(), "\n)")
				}
				c.sites++
			}
			run = nil
		}
		for _, decl := range f.ast.Decls {
			d, ok := decl.(*ast.GenDecl)
			switch {
			case !ok || d.Tok == token.IMPORT:
				flush()
			case hasDirective(d.Doc) || implicit(f, d):
				flush()
				c.left["I2: a directive, or constants that repeat or count"]++
			case d.Lparen.IsValid():
				flush()
				c.dissolve(f, d)
			default:
				if len(run) > 0 && run[0].Tok != d.Tok {
					flush()
				}
				run = append(run, d)
			}
		}
		flush()
	}
}

// dissolve makes each member of a group a declaration of its own.
func (c *change) dissolve(f *file, d *ast.GenDecl) {
	c.replace(f, d.TokPos, d.Lparen+1, "")
	for _, spec := range d.Specs {
		c.insert(f, spec.Pos(), d.Tok.String()+" ")
		c.sites++
	}
	c.replace(f, d.Rparen, d.Rparen+1, "")
}

func hasDirective(g *ast.CommentGroup) bool {
	if g == nil {
		return false
	}
	for _, cm := range g.List {
		if isDirective(cm.Text) {
			return true
		}
	}
	return false
}

// implicit reports whether what a group of constants means depends on their
// being together: by iota, or by values that are repeated.
func implicit(f *file, d *ast.GenDecl) bool {
	if d.Tok != token.CONST {
		return false
	}
	if strings.Contains(f.text(d), "iota") {
		return true
	}
	for _, spec := range d.Specs {
		if len(spec.(*ast.ValueSpec).Values) == 0 {
			return true
		}
	}
	return false
}
