package effect

import (
	"go/ast"
	"go/types"
)

// withoutOrder are functions that give the keys or values of a map, as slices
// or to what collects them.
var withoutOrder = words(`
	(reflect.Value).MapKeys golang.org/x/exp/maps.Keys golang.org/x/exp/maps.Values`)

var collectors = words(`slices.Collect slices.AppendSeq`)

var mapSequences = words(`maps.Keys maps.Values maps.All`)

// collected notes a slice made of a map's keys or values that nothing sorts,
// and sync.Map's Range.
func (w *walker) collected(fn *types.Func, call *ast.CallExpr, stack []ast.Node) {
	key := Key(fn)
	switch {
	case withoutOrder[key]:
	case collectors[key]:
		seq, ok := ast.Unparen(call.Args[len(call.Args)-1]).(*ast.CallExpr)
		if !ok {
			return
		}
		from := w.static(seq)
		if from == nil || !mapSequences[Key(from)] {
			return
		}
	case key == "(*sync.Map).Range":
		if len(call.Args) == 0 {
			return // of a loop, see rangeOrder
		}
		lit, ok := ast.Unparen(call.Args[0]).(*ast.FuncLit)
		if !ok {
			return
		}
		vars := map[types.Object]bool{}
		for _, field := range lit.Type.Params.List {
			for _, name := range field.Names {
				vars[w.Info.Defs[name]] = true
			}
		}
		w.newLoop(MapOrder, call, lit.Body, vars).report()
		return
	default:
		return
	}
	if w.isSorted(call, stack) {
		return
	}
	e := Effect{Kind: MapOrder, What: ShortName(fn)}
	switch p := parent(stack).(type) {
	case *ast.ReturnStmt:
		e.Returned = true
	case *ast.AssignStmt:
		if id, ok := p.Lhs[0].(*ast.Ident); ok {
			e.Returned = w.returnedOnly(w.Info.ObjectOf(id))
		}
	}
	w.effect(e, call)
}
