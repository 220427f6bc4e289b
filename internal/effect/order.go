package effect

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// A sortCall is a call that puts a slice in order, or hands it on to something
// that says so by its name.
type sortCall struct {
	pos  token.Pos
	vars map[types.Object]bool // mentioned in its arguments
	call *ast.CallExpr
}

// findSorted finds the calls that sort.
func (w *walker) findSorted(root ast.Node) {
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			w.spawns = true
		case *ast.CallExpr:
			if !w.sorts(n) {
				return true
			}
			s := sortCall{n.Pos(), map[types.Object]bool{}, n}
			ast.Inspect(n, func(m ast.Node) bool {
				if id, ok := m.(*ast.Ident); ok {
					if v, ok := w.Info.Uses[id].(*types.Var); ok {
						s.vars[v] = true
					}
				}
				return true
			})
			w.sorted = append(w.sorted, s)
		}
		return true
	})
}

// sorts reports whether a call sorts: those of sort and slices, any other whose
// name begins with sort, and functions of the package that call one of these.
func (w *walker) sorts(call *ast.CallExpr) bool {
	fn, _, _ := w.callee(ast.Unparen(call.Fun))
	return fn != nil && (namedSort(fn) || w.sortsGiven(fn.Origin()))
}

func namedSort(fn *types.Func) bool {
	name := strings.ToLower(fn.Name())
	if fn.Pkg() != nil && fn.Pkg().Path() == "sort" {
		return !strings.HasPrefix(name, "search")
	}
	return strings.HasPrefix(name, "sort") || strings.HasPrefix(name, "stablesort") || strings.HasPrefix(name, "natsort") || strings.HasSuffix(name, "sort")
}

// sortedAfter reports whether something sorts what a variable, or a loop
// variable over it, holds, after a position.
func (w *walker) sortedAfter(v types.Object, after token.Pos) bool {
	over := map[types.Object]bool{v: true}
	ast.Inspect(w.decl, func(n ast.Node) bool {
		if r, ok := n.(*ast.RangeStmt); ok && r.Pos() >= after {
			if id := w.rootIdent(r.X); id != nil && over[w.Info.Uses[id]] {
				for _, e := range []ast.Expr{r.Key, r.Value} {
					if id, ok := e.(*ast.Ident); ok {
						over[w.Info.ObjectOf(id)] = true
					}
				}
			}
		}
		return true
	})
	for _, s := range w.sorted {
		if s.pos < after {
			continue
		}
		for v := range over {
			if s.vars[v] {
				return true
			}
		}
	}
	return false
}

// isSorted reports whether the result of a call is sorted before it is used,
// or only counted.
func (w *walker) isSorted(call *ast.CallExpr, stack []ast.Node) bool {
	switch p := parent(stack).(type) {
	case *ast.CallExpr:
		return w.sorts(p) || w.builtin(p) == "len"
	case *ast.AssignStmt:
		if id, ok := p.Lhs[0].(*ast.Ident); ok {
			if v := w.Info.ObjectOf(id); v != nil {
				return w.sortedAfter(v, p.End())
			}
		}
	case *ast.RangeStmt:
		if p.X != ast.Expr(call) {
			return false
		}
		l := w.newLoop(MapOrder, p, p.Body, loopVars(w.Info, p))
		l.asked = true
		return l.find() == nil && !l.handed
	}
	return false
}

// rangeOrder notes a loop over a map whose order reaches beyond the loop.
func (w *walker) rangeOrder(n *ast.RangeStmt) {
	kind := Kind(0)
	if w.orderless(n.X) {
		kind = MapOrder
	} else if isChan(w.Info.TypeOf(n.X)) {
		switch {
		case w.manySenders(n.X, n.Pos()):
			kind = Completion
		case w.sentOrderless(n.X):
			kind = MapOrder
		}
	}
	if kind != 0 {
		w.newLoop(kind, n, n.Body, loopVars(w.Info, n)).report()
	}
}

func (w *walker) newLoop(kind Kind, whole ast.Node, body *ast.BlockStmt, met map[types.Object]bool) *loop {
	return &loop{walker: w, kind: kind, whole: whole, body: body, turn: body, met: met}
}

func loopVars(info *types.Info, n *ast.RangeStmt) map[types.Object]bool {
	vars := map[types.Object]bool{}
	for _, e := range []ast.Expr{n.Key, n.Value} {
		if id, ok := e.(*ast.Ident); ok && id.Name != "_" {
			vars[info.ObjectOf(id)] = true
		}
	}
	return vars
}

// goroutine notes a goroutine that a loop starts, or a function handed to a group,
// of which the order matters in which it finishes.
func (w *walker) goroutine(call *ast.CallExpr, stack []ast.Node) {
	whole := innermostLoop(stack)
	if whole == nil || waits(whole) {
		return
	}
	met := map[types.Object]bool{}
	ast.Inspect(whole, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if v, ok := w.Info.Defs[id].(*types.Var); ok && !v.IsField() {
				met[v] = true
			}
		}
		return true
	})
	l := w.newLoop(Completion, whole, nil, met)
	l.turn, l.spawned = whole, true
	if lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit); ok {
		l.body = lit.Body
		l.report()
	} else {
		l.hands(call)
	}
}

// waits reports whether a loop waits in each turn for what it has started.
func waits(whole ast.Node) bool {
	found := false
	ast.Inspect(whole, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			sel, ok := n.Fun.(*ast.SelectorExpr)
			found = found || ok && sel.Sel.Name == "Wait"
		}
		return !found
	})
	return found
}

func inLoop(stack []ast.Node) bool { return innermostLoop(stack) != nil }

func innermostLoop(stack []ast.Node) ast.Node {
	for _, n := range slices.Backward(stack) {
		switch n.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return n
		}
	}
	return nil
}

func isErrorSlice(t types.Type) bool {
	s, ok := t.Underlying().(*types.Slice)
	return ok && isErrorType(s.Elem())
}
