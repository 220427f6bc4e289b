package effect

import (
	"go/ast"
	"go/token"
	"go/types"
)

// received notes that the time which a timer sends is used. Only to wait for it
// is fine.
func (w *walker) received(n *ast.UnaryExpr, stack []ast.Node) {
	if n.Op != token.ARROW || !isTimes(w.Info.TypeOf(n.X)) {
		return
	}
	what := w.timer(n.X)
	if _, stmt := parent(stack).(*ast.ExprStmt); what == "" || stmt || w.onlyLogged(n, stack, 0) {
		return
	}
	w.effect(Effect{Kind: Clock, What: what}, n)
}

// ticks notes a loop that uses the times which a ticker sends.
func (w *walker) ticks(n *ast.RangeStmt) {
	if id, ok := n.Key.(*ast.Ident); !ok || id.Name == "_" || !isTimes(w.Info.TypeOf(n.X)) {
		return
	}
	if what := w.timer(n.X); what != "" {
		w.effect(Effect{Kind: Clock, What: what}, n.X)
	}
}

func isTimes(t types.Type) bool {
	if t == nil {
		return false
	}
	ch, ok := coreType(t).(*types.Chan)
	return ok && typeName(ch.Elem()) == "time.Time"
}

// timer is the name of what sends times to a channel, "" where that isn't a timer:
// time.After, time.Tick, the channel of a Timer or a Ticker, or a local variable
// that holds one of these.
func (w *walker) timer(ch ast.Expr) string {
	switch x := ast.Unparen(ch).(type) {
	case *ast.CallExpr:
		if fn := w.static(x); fn != nil && (Key(fn) == "time.After" || Key(fn) == "time.Tick") {
			return ShortName(fn)
		}
	case *ast.SelectorExpr:
		if sel := w.Info.Selections[x]; sel != nil {
			if t := typeName(elem(sel.Recv())); t == "time.Timer" || t == "time.Ticker" {
				return t + "." + x.Sel.Name
			}
		}
	case *ast.Ident:
		v, ok := w.Info.Uses[x].(*types.Var)
		if !ok || isPackageLevel(v) {
			return ""
		}
		found := ""
		ast.Inspect(w.decl, func(n ast.Node) bool {
			a, ok := n.(*ast.AssignStmt)
			if !ok || len(a.Lhs) != len(a.Rhs) {
				return true
			}
			for i, lhs := range a.Lhs {
				if id, ok := lhs.(*ast.Ident); ok && w.Info.ObjectOf(id) == types.Object(v) && ast.Unparen(a.Rhs[i]) != ast.Expr(x) {
					if _, again := ast.Unparen(a.Rhs[i]).(*ast.Ident); !again && found == "" {
						found = w.timer(a.Rhs[i])
					}
				}
			}
			return true
		})
		return found
	}
	return ""
}
