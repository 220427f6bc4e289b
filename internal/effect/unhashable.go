package effect

import (
	"go/ast"
	"go/types"

	"github.com/gocheckpoint/checkpoint/internal/typewalk"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// unhashable says why what a mention reads of a package variable, the fields
// that are named or all of it, can't be part of a key: "" if it can.
func (w *walker) unhashable(id *ast.Ident, stack []ast.Node) string {
	cur, part := ast.Expr(id), false
climb:
	for i := len(stack) - 1; i >= 0; i-- {
		switch p := stack[i].(type) {
		case *ast.ParenExpr:
			cur = p
		case *ast.SelectorExpr:
			switch sel := w.Info.Selections[p]; {
			case sel == nil && ast.Expr(p.Sel) == cur: // qualified by its package
				cur = p
			case sel != nil && sel.Kind() == types.FieldVal && p.X == cur && !identity.SpeaksForItself(sel.Recv()):
				cur, part = p, true
			default:
				break climb
			}
		default:
			break climb
		}
	}
	t := w.Info.TypeOf(cur)
	if t == nil || part && identity.IsStateless(t) {
		return ""
	}
	if text, known := w.unhashables.At(t).(string); known {
		return text
	}
	text := ""
	if c := typewalk.Unhashable(t); c != nil {
		text = c.Text((*types.Package).Name)
	}
	w.unhashables.Set(t, text)
	return text
}
