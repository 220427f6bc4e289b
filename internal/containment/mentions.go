package containment

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/gocheckpoint/checkpoint/manifest/build"
)

// mentions notes what the text of a declaration refers to: functions of the
// scope, variables that it writes, and names outside the scope.
func (r *Repo) mentions(p *build.Package, d *Decl, text ast.Node) {
	info := p.TypesInfo
	seen := make(map[types.Object]bool)
	ast.PreorderStack(text, nil, func(n ast.Node, stack []ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			d.starts = true
		case *ast.Ident:
			switch obj := info.Uses[n].(type) {
			case *types.Func:
				fn := obj.Origin()
				if fn.Pkg() == nil || seen[fn] {
					return true
				}
				seen[fn] = true
				name := fn.FullName()
				r.leafs[name] = append(r.leafs[name], d)
				d.starts = d.starts || starters[name]
				d.mentions = append(d.mentions, placeOf(p.Fset, fn.Pos()))
			case *types.Var:
				if obj.IsField() || obj.Pkg() == nil || obj.Parent() != obj.Pkg().Scope() {
					return true
				}
				if !onlyRead(info, n, stack) {
					name := obj.Pkg().Path() + "." + obj.Name()
					if !slices.Contains(r.vars[name], d) {
						r.vars[name] = append(r.vars[name], d)
					}
				}
			}
		}
		return true
	})
}

// starters run a function at another time.
var starters = map[string]bool{
	"time.AfterFunc": true, "runtime.SetFinalizer": true, "runtime.AddCleanup": true, "context.AfterFunc": true,
}

// onlyRead reports whether a mention of a variable neither writes it nor hands
// out what it holds: it is called, compared, or read as a basic value.
func onlyRead(info *types.Info, id *ast.Ident, stack []ast.Node) bool {
	var cur ast.Expr = id
	i := len(stack) - 1
climb:
	for ; i >= 0; i-- {
		switch p := stack[i].(type) {
		case *ast.ParenExpr:
			cur = p
		case *ast.StarExpr:
			cur = p
		case *ast.SliceExpr:
			if p.X != cur {
				return true
			}
			cur = p
		case *ast.IndexExpr:
			if p.X != cur {
				return true
			}
			cur = p
		case *ast.SelectorExpr:
			if sel := info.Selections[p]; sel != nil && sel.Kind() != types.FieldVal {
				return false // a method may write its receiver
			}
			cur = p
		default:
			break climb
		}
	}
	if i >= 0 {
		switch p := stack[i].(type) {
		case *ast.AssignStmt:
			if slices.Contains(p.Lhs, cur) {
				return false
			}
		case *ast.IncDecStmt:
			return false
		case *ast.RangeStmt:
			if p.Key == cur || p.Value == cur {
				return false
			}
		case *ast.UnaryExpr:
			if p.Op == token.AND {
				return false
			}
		case *ast.CallExpr:
			if p.Fun == cur {
				return true
			}
		case *ast.BinaryExpr:
			return true
		}
	}
	_, basic := info.TypeOf(cur).Underlying().(*types.Basic)
	return basic
}

// Static is what a declaration covers if only the names in its text count,
// transitively: no dispatch, no variables.
func (r *Repo) Static(from ...*Decl) map[*Decl]bool {
	seen := make(map[*Decl]bool)
	work := slices.Clone(from)
	for len(work) > 0 {
		d := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[d] {
			continue
		}
		seen[d] = true
		for _, at := range d.mentions {
			if m := r.decls[at]; m != nil {
				work = append(work, m)
			}
		}
	}
	return seen
}
