package effect

import (
	"go/ast"
	"go/token"
	"go/types"
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

// sorts reports whether a call sorts: those of sort and slices, and any other
// whose name begins with sort.
func (w *walker) sorts(call *ast.CallExpr) bool {
	fn, _, _ := w.callee(ast.Unparen(call.Fun))
	if fn == nil {
		return false
	}
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
		return p.X == ast.Expr(call) && w.ordered(p, p.Body, loopVars(w.Info, p)) == nil
	}
	return false
}

// rangeOrder notes a loop over a map whose order reaches beyond the loop.
func (w *walker) rangeOrder(n *ast.RangeStmt, stack []ast.Node) {
	kind := Kind(0)
	switch u := coreType(w.Info.TypeOf(n.X)).(type) {
	case *types.Map:
		kind = MapOrder
	case *types.Signature:
		if call, ok := ast.Unparen(n.X).(*ast.CallExpr); ok {
			if fn := w.static(call); fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "maps" {
				kind = MapOrder
			}
		}
	case *types.Chan:
		if u != nil && w.manySenders(n.X) {
			kind = Completion
		}
	}
	if kind == 0 {
		return
	}
	if o := w.ordered(n, n.Body, loopVars(w.Info, n)); o != nil {
		w.effect(Effect{Kind: kind, What: o.what, Returned: o.returned}, o.at)
	}
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

// goroutine notes a goroutine, or a function handed to a group, that appends to
// what others append to: in the order in which they finish.
func (w *walker) goroutine(call *ast.CallExpr, stack []ast.Node) {
	lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit)
	if !ok || !inLoop(stack) {
		return
	}
	ast.Inspect(lit.Body, func(n ast.Node) bool {
		a, ok := n.(*ast.AssignStmt)
		if !ok || len(a.Lhs) != 1 || len(a.Rhs) != 1 {
			return true
		}
		app, ok := ast.Unparen(a.Rhs[0]).(*ast.CallExpr)
		if !ok || w.builtin(app) != "append" {
			return true
		}
		id := w.rootIdent(a.Lhs[0])
		v, ok := w.Info.ObjectOf(id).(*types.Var)
		if !ok || v.Pos() >= lit.Pos() && v.Pos() < lit.End() || isErrorSlice(v.Type()) || w.sortedAfter(v, call.End()) {
			return true
		}
		w.effect(Effect{Kind: Completion, What: "append to " + clip(types.ExprString(a.Lhs[0])), Returned: w.returnedOnly(v)}, a)
		return true
	})
}

func inLoop(stack []ast.Node) bool {
	for _, n := range stack {
		switch n.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return true
		}
	}
	return false
}

func isErrorSlice(t types.Type) bool {
	s, ok := t.Underlying().(*types.Slice)
	return ok && isErrorType(s.Elem())
}

// manySenders reports whether goroutines that a loop of this declaration starts
// send to a channel.
func (w *walker) manySenders(ch ast.Expr) bool {
	id := w.rootIdent(ch)
	if id == nil {
		return false
	}
	v := w.Info.Uses[id]
	found := false
	ast.PreorderStack(w.decl, nil, func(n ast.Node, stack []ast.Node) bool {
		g, ok := n.(*ast.GoStmt)
		if !ok || !inLoop(stack) {
			return true
		}
		ast.Inspect(g, func(m ast.Node) bool {
			if s, ok := m.(*ast.SendStmt); ok {
				to := w.rootIdent(s.Chan)
				found = found || to != nil && w.Info.Uses[to] == v
			}
			return true
		})
		return true
	})
	return found
}

// choice notes a select whose result depends on which of several channels with
// data is ready. Channels of signals, of times and of errors, and a context's,
// are ways out.
func (w *walker) choice(n *ast.SelectStmt, stack []ast.Node) {
	data := 0
	for _, c := range n.Body.List {
		comm, ok := c.(*ast.CommClause)
		if !ok || comm.Comm == nil {
			continue
		}
		var ch ast.Expr
		switch s := comm.Comm.(type) {
		case *ast.SendStmt:
			ch = s.Chan
		default:
			ast.Inspect(s, func(m ast.Node) bool {
				if u, ok := m.(*ast.UnaryExpr); ok && u.Op == token.ARROW && ch == nil {
					ch = u.X
				}
				return ch == nil
			})
		}
		if t, ok := coreType(w.Info.TypeOf(ch)).(*types.Chan); ok && !signal(t.Elem()) {
			data++
		}
	}
	if data > 1 {
		w.effect(Effect{Kind: Ready, What: "select"}, selectHead{n})
	}
}

// selectHead is the word select alone, for a position of one line.
type selectHead struct{ *ast.SelectStmt }

func (s selectHead) End() token.Pos { return s.Pos() + token.Pos(len("select")) }

func signal(t types.Type) bool {
	if isErrorType(t) || typeName(t) == "time.Time" || strings.HasPrefix(typeName(t), "os.") {
		return true
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		return u.NumFields() == 0
	case *types.Basic:
		return u.Kind() == types.Bool
	}
	return false
}
