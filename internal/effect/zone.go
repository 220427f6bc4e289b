package effect

import (
	"go/ast"
	"go/token"
	"go/types"
)

// localTimes give times in the zone of the machine. As instants they are what
// their arguments say; how they are shown isn't.
var localTimes = words(`time.Unix time.UnixMilli time.UnixMicro`)

// shows are the methods of a time that its zone decides about, and those that go
// on with a time in the zone.
var (
	shows = words(`String GoString Format AppendFormat Date Year Month Day Weekday ISOWeek Clock Hour Minute YearDay
		Zone ZoneBounds Location IsDST MarshalText MarshalJSON MarshalBinary AppendText AppendBinary GobEncode`)
	keepsZone = words(`Add AddDate Round Truncate`)
)

// localZone notes a time in the zone of the machine that is shown in it, here or
// by way of a local variable that isn't moved to another zone. What is passed on
// or returned is an instant.
func (w *walker) localZone(fn *types.Func, call *ast.CallExpr, stack []ast.Node) {
	if localTimes[Key(fn)] && w.shown(call, stack, true) {
		w.effect(Effect{Kind: Environment, What: "the zone of " + ShortName(fn)}, call)
	}
}

func (w *walker) shown(e ast.Expr, stack []ast.Node, variables bool) bool {
	for i := len(stack) - 1; i >= 0; i-- {
		switch p := stack[i].(type) {
		case *ast.ParenExpr:
			continue
		case *ast.SelectorExpr:
			switch {
			case shows[p.Sel.Name]:
				return true
			case !keepsZone[p.Sel.Name]:
				return false
			}
		case *ast.CallExpr:
			if sel := selector(ast.Unparen(p.Fun)); sel != nil && sel.Pos() <= e.Pos() && e.End() <= sel.End() {
				continue // of keepsZone
			}
			fn := w.static(p)
			return fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "fmt" && fn.Name() != "Errorf" && !w.logs(p)
		case *ast.AssignStmt:
			if !variables || len(p.Lhs) != 1 || p.Tok != token.DEFINE {
				return false
			}
			id, ok := p.Lhs[0].(*ast.Ident)
			return ok && w.variableShown(w.Info.Defs[id])
		default:
			return false
		}
	}
	return false
}

func (w *walker) variableShown(v types.Object) bool {
	shown, moved := false, false
	ast.PreorderStack(w.decl, nil, func(n ast.Node, stack []ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, lhs := range n.Lhs {
				id, ok := lhs.(*ast.Ident)
				moved = moved || ok && v != nil && w.Info.Uses[id] == v // t = t.UTC()
			}
		case *ast.Ident:
			if v != nil && w.Info.Uses[n] == v {
				shown = shown || w.shown(n, stack, false)
			}
		}
		return true
	})
	return shown && !moved
}
