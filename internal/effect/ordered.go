package effect

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// An unordered is a place in a loop over something without order where the
// order begins to matter.
type unordered struct {
	what     string
	at       ast.Node
	returned bool // only what the function returns depends on it
}

// A loop is the body of a loop over something without order, with the variables
// that hold what it meets (E8).
type loop struct {
	*walker
	whole ast.Node
	body  *ast.BlockStmt
	met   map[types.Object]bool
}

// ordered gives the first place in a loop where the order matters, nil if there
// is none: what it accumulates is commutative, or sorted afterwards.
func (w *walker) ordered(whole ast.Node, body *ast.BlockStmt, vars map[types.Object]bool) *unordered {
	if len(vars) == 0 {
		return nil // only counted
	}
	l := &loop{w, whole, body, vars}
	var found *unordered
	ast.PreorderStack(body, nil, func(n ast.Node, stack []ast.Node) bool {
		if found != nil {
			return false
		}
		switch n := n.(type) {
		case *ast.AssignStmt:
			found = l.assigned(n, stack)
		case *ast.RangeStmt:
			if l.mentions(n.X) {
				for v := range loopVars(w.Info, n) {
					l.met[v] = true
				}
			}
		case *ast.ReturnStmt:
			found = l.returned(n, stack)
		case *ast.CallExpr:
			found = l.written(n)
		}
		return true
	})
	return found
}

// mentions reports whether an expression depends on what the loop meets.
func (l *loop) mentions(e ast.Node) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			found = found || l.met[l.Info.Uses[id]]
		}
		return !found
	})
	return found
}

// outer reports whether a variable lives beyond one turn of the loop.
func (l *loop) outer(v types.Object) bool {
	return v != nil && (v.Pos() < l.body.Pos() || v.Pos() >= l.body.End())
}

func (l *loop) assigned(n *ast.AssignStmt, stack []ast.Node) *unordered {
	for i, lhs := range n.Lhs {
		rhs := n.Rhs[0]
		if len(n.Rhs) == len(n.Lhs) {
			rhs = n.Rhs[i]
		}
		id := l.rootIdent(lhs)
		if id == nil {
			continue
		}
		v := l.Info.ObjectOf(id)
		if !l.outer(v) || l.met[v] {
			if v != nil && l.mentions(rhs) {
				l.met[v] = true
			}
			continue
		}
		if o := l.assignedTo(n, v, lhs, rhs, stack); o != nil {
			return o
		}
	}
	return nil
}

// assignedTo judges one assignment to what lives beyond the loop.
func (l *loop) assignedTo(n *ast.AssignStmt, v types.Object, lhs, rhs ast.Expr, stack []ast.Node) *unordered {
	t := l.Info.TypeOf(lhs)
	if t == nil || isErrorType(t) || isErrorSlice(t) || !l.mentions(rhs) && !l.mentions(lhs) {
		return nil
	}
	o := &unordered{what: clip(types.ExprString(lhs)), at: n, returned: l.returnedOnly(v)}
	text := isString(t)
	switch n.Tok {
	case token.ASSIGN, token.DEFINE:
	case token.ADD_ASSIGN:
		if text && !l.keyed(lhs) {
			return o
		}
		return nil
	default:
		return nil
	}
	if call, ok := ast.Unparen(rhs).(*ast.CallExpr); ok && l.builtin(call) == "append" {
		if l.sortedAfter(v, l.whole.End()) || l.keyed(lhs) || !l.mentionsAny(call.Args[1:]) || l.countedOnly(v, lhs) {
			return nil
		}
		o.what = "append to " + o.what
		return o
	}
	if x, ok := ast.Unparen(lhs).(*ast.IndexExpr); ok {
		if _, isMap := coreType(l.Info.TypeOf(x.X)).(*types.Map); isMap || l.mentions(x.Index) || l.sortedAfter(v, l.whole.End()) {
			return nil
		}
		return o
	}
	if !l.mentions(rhs) || types.ExprString(lhs) == types.ExprString(rhs) {
		return nil
	}
	if !text && mentionsObject(l.Info, rhs, v) {
		return nil // x = x + v, x = max(x, v)
	}
	if l.guarded(stack, true) {
		return nil
	}
	return o
}

func (l *loop) mentionsAny(list []ast.Expr) bool {
	for _, e := range list {
		if l.mentions(e) {
			return true
		}
	}
	return false
}

// keyed reports whether an element is chosen by what the loop meets, so that
// each turn has its own.
func (l *loop) keyed(lhs ast.Expr) bool {
	x, ok := ast.Unparen(lhs).(*ast.IndexExpr)
	if !ok {
		return false
	}
	r, ok := l.whole.(*ast.RangeStmt)
	if !ok || r.Key == nil {
		return false
	}
	key, ok := r.Key.(*ast.Ident)
	return ok && mentionsObject(l.Info, x.Index, l.Info.ObjectOf(key))
}

// countedOnly reports whether a local slice is only counted, or joined into the
// text of an error, after the loop.
func (l *loop) countedOnly(v types.Object, lhs ast.Expr) bool {
	if _, ok := ast.Unparen(lhs).(*ast.Ident); !ok || l.returnedOnly(v) {
		return false
	}
	only := true
	ast.PreorderStack(l.decl, nil, func(n ast.Node, stack []ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok || l.Info.Uses[id] != v || id.Pos() < l.whole.End() {
			return true
		}
		for _, s := range stack {
			if call, ok := s.(*ast.CallExpr); ok {
				if l.builtin(call) == "len" || isErrorType(l.Info.TypeOf(call)) {
					return true
				}
			}
		}
		only = false
		return true
	})
	return only
}

func mentionsObject(info *types.Info, e ast.Node, v types.Object) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		found = found || ok && info.Uses[id] == v
		return !found
	})
	return found
}

// guarded reports whether a condition on the way chooses by comparison: an
// extreme (where extremes count), or the one that equals something.
func (l *loop) guarded(stack []ast.Node, extremes bool) bool {
	for _, s := range stack {
		var conds []ast.Expr
		switch s := s.(type) {
		case *ast.IfStmt:
			conds = append(conds, s.Cond)
		case *ast.CaseClause:
			conds = append(conds, s.List...)
		}
		for _, c := range conds {
			found := false
			ast.Inspect(c, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.BinaryExpr:
					switch n.Op {
					case token.EQL, token.NEQ:
						found = found || (l.mentions(n.X) || l.mentions(n.Y)) && !l.Info.Types[n.Y].IsNil()
					case token.LSS, token.GTR, token.LEQ, token.GEQ:
						found = found || extremes
					}
				case *ast.CallExpr:
					fn, _, _ := l.callee(ast.Unparen(n.Fun))
					if fn == nil {
						return true
					}
					name := strings.ToLower(fn.Name())
					found = found || strings.Contains(name, "equal") || name == "is" || name == "hasprefix" || name == "hassuffix" ||
						extremes && (strings.Contains(name, "less") || strings.Contains(name, "before") || strings.Contains(name, "after") ||
							strings.Contains(name, "compare") || strings.Contains(name, "cmp") || strings.Contains(name, "greater"))
				}
				return true
			})
			if found {
				return true
			}
		}
	}
	return false
}

// returned judges a return from inside the loop: what was met first. Together
// with an error it is no result that is remembered.
func (l *loop) returned(n *ast.ReturnStmt, stack []ast.Node) *unordered {
	for _, s := range stack {
		if _, ok := s.(*ast.FuncLit); ok {
			return nil
		}
	}
	if len(n.Results) > 0 {
		last := n.Results[len(n.Results)-1]
		if t := l.Info.TypeOf(last); t != nil && (isErrorType(t) || types.Implements(t, errorInterface)) && !l.Info.Types[last].IsNil() {
			return nil
		}
	}
	for _, e := range n.Results {
		if l.mentions(e) && !isErrorType(l.Info.TypeOf(e)) && !l.guarded(stack, false) {
			return &unordered{what: "return " + clip(types.ExprString(e)), at: n}
		}
	}
	return nil
}

var errorInterface = types.Universe.Lookup("error").Type().Underlying().(*types.Interface)

// written judges a call that writes to a text, a hash or a writer that lives
// beyond the loop.
func (l *loop) written(call *ast.CallExpr) *unordered {
	fn, _, recv := l.callee(ast.Unparen(call.Fun))
	if fn == nil || !l.mentionsAny(call.Args) {
		return nil
	}
	to, args := recv, call.Args
	switch {
	case recv != nil && writerMethods[fn.Name()] && isWriter(addressed(l.Info.TypeOf(recv))):
	case recv == nil && fn.Pkg() != nil && (fn.Pkg().Path() == "fmt" && strings.HasPrefix(fn.Name(), "Fprint") || Key(fn) == "io.WriteString"):
		to, args = args[0], args[1:]
	default:
		return nil
	}
	id := l.rootIdent(to)
	if id == nil || !l.outer(l.Info.ObjectOf(id)) || l.met[l.Info.ObjectOf(id)] || !l.mentionsAny(args) || l.standardError(to) {
		return nil
	}
	return &unordered{what: clip(types.ExprString(call.Fun)), at: call}
}

func addressed(t types.Type) types.Type {
	if t == nil || isPointer(t) || types.IsInterface(t) {
		return t
	}
	return types.NewPointer(t)
}

func (w *walker) standardError(e ast.Expr) bool {
	sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
	return ok && w.Info.Uses[sel.Sel] != nil && w.Info.Uses[sel.Sel].Pkg() != nil &&
		w.Info.Uses[sel.Sel].Pkg().Path() == "os" && sel.Sel.Name == "Stderr"
}

func isString(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

// returnedOnly reports whether a local variable is a result of the declaration.
func (w *walker) returnedOnly(v types.Object) bool {
	d, ok := w.decl.(*ast.FuncDecl)
	if !ok || v == nil {
		return false
	}
	if d.Type.Results != nil && v.Pos() >= d.Type.Results.Pos() && v.Pos() < d.Type.Results.End() {
		return true
	}
	found := false
	ast.Inspect(d.Body, func(n ast.Node) bool {
		if r, ok := n.(*ast.ReturnStmt); ok {
			for _, e := range r.Results {
				id, ok := ast.Unparen(e).(*ast.Ident)
				found = found || ok && w.Info.Uses[id] == v
			}
		}
		return true
	})
	return found
}
