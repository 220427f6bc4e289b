package analyzer

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/gocheckpoint/checkpoint/internal/effect"
)

// sortFix sorts a slice of ordered elements after the loop over a map that
// appends to it. It is offered only where the loop is in this package, and
// package slices goes by its own name.
func (p *pass) sortFix(h hit) []analysis.SuggestedFix {
	if h.kind != effect.MapOrder || !h.site.Pos.IsValid() {
		return nil
	}
	for _, file := range p.Files {
		if h.site.Pos < file.FileStart || file.FileEnd <= h.site.Pos {
			continue
		}
		path, _ := astutil.PathEnclosingInterval(file, h.site.Pos, h.site.Pos)
		var slice *ast.Ident
		for _, n := range path {
			switch n := n.(type) {
			case *ast.AssignStmt:
				if slice = nil; len(n.Lhs) == 1 && isAppend(p.TypesInfo, n.Rhs[0]) {
					slice, _ = n.Lhs[0].(*ast.Ident)
				}
			case *ast.FuncLit, *ast.FuncDecl:
				return nil
			case *ast.RangeStmt:
				if _, ok := p.TypesInfo.TypeOf(n.X).Underlying().(*types.Map); ok && slice != nil {
					return p.sortAfter(file, n, slice)
				}
			}
		}
	}
	return nil
}

func isAppend(info *types.Info, e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	return ok && info.Uses[id] == types.Universe.Lookup("append")
}

func (p *pass) sortAfter(file *ast.File, loop *ast.RangeStmt, slice *ast.Ident) []analysis.SuggestedFix {
	v, ok := p.TypesInfo.ObjectOf(slice).(*types.Var)
	if !ok || v.Pos() >= loop.Pos() && v.Pos() < loop.End() {
		return nil
	}
	t, ok := v.Type().Underlying().(*types.Slice)
	if !ok {
		return nil
	}
	if elem, ok := t.Elem().Underlying().(*types.Basic); !ok || elem.Info()&types.IsOrdered == 0 {
		return nil
	}
	edits, ok := p.importSlices(file, loop.Pos())
	if !ok {
		return nil
	}
	indent := strings.Repeat("\t", max(p.Fset.Position(loop.Pos()).Column-1, 0))
	edits = append(edits, analysis.TextEdit{Pos: loop.End(), End: loop.End(), NewText: []byte("\n" + indent + "slices.Sort(" + slice.Name + ")")})
	return []analysis.SuggestedFix{{Message: "Sort " + slice.Name + " after the loop", TextEdits: edits}}
}

// importSlices is the edit that imports package slices, none if the file does;
// false where the name stands for something else.
func (p *pass) importSlices(file *ast.File, at token.Pos) ([]analysis.TextEdit, bool) {
	for _, spec := range file.Imports {
		if path, _ := strconv.Unquote(spec.Path.Value); path == "slices" {
			return nil, spec.Name == nil
		}
	}
	if scope := p.Pkg.Scope().Innermost(at); scope != nil {
		if _, obj := scope.LookupParent("slices", at); obj != nil {
			return nil, false
		}
	}
	pos, text := file.Name.End(), "\n\nimport \"slices\""
	if len(file.Imports) > 0 {
		if first := file.Decls[0].(*ast.GenDecl); first.Lparen.IsValid() {
			pos, text = first.Lparen+1, "\n\t\"slices\""
		}
	}
	return []analysis.TextEdit{{Pos: pos, End: pos, NewText: []byte(text)}}, true
}
