package effect

import (
	"go/ast"
	"go/token"
	"go/types"
)

// A place in a loop over something without order is where the order begins to
// matter.
type place struct {
	what     string
	at       ast.Node
	returned bool // only what the function returns depends on it
}

// A loop is code that runs several times in no order, or, of goroutines, at once
// (E8): a loop, or what a goroutine in one runs.
type loop struct {
	*walker
	kind  Kind
	whole ast.Node // the loop
	body  *ast.BlockStmt
	// turn is what each turn has variables of its own in: the body, or, of a
	// goroutine, all of the loop.
	turn ast.Node
	// met are the variables that hold what a turn meets, channels those that it is
	// received from.
	met      map[types.Object]bool
	channels map[types.Object]bool
	spawned  bool // of a goroutine
	// asked is set where nothing tells yet that the loop has no order: it notes
	// nothing, and says by handed that a callee decides.
	asked, handed bool
}

// find gives the first place where the order matters, nil if there is none: what
// is accumulated is commutative, or sorted afterwards. It notes the calls of which
// only the callee tells, see [Unordered].
func (l *loop) find() *place {
	if len(l.met)+len(l.channels) == 0 {
		return nil // only counted
	}
	var found *place
	ast.PreorderStack(l.body, nil, func(n ast.Node, stack []ast.Node) bool {
		if found != nil {
			return false
		}
		switch n := n.(type) {
		case *ast.AssignStmt:
			found = l.assigned(n, stack)
		case *ast.RangeStmt:
			if l.mentions(n.X) {
				for v := range loopVars(l.Info, n) {
					l.met[v] = true
				}
			}
		case *ast.ReturnStmt:
			if !l.spawned {
				found = l.returned(n, stack)
			}
		case *ast.CallExpr:
			if found = l.written(n); found == nil {
				l.hands(n)
			}
		}
		return true
	})
	return found
}

// report notes the effect of a loop, if its order matters.
func (l *loop) report() {
	if o := l.find(); o != nil {
		l.effect(Effect{Kind: l.kind, What: o.what, Returned: o.returned}, o.at)
	}
}

// mentions reports whether an expression depends on what the loop meets.
func (l *loop) mentions(e ast.Node) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			found = found || l.met[l.Info.Uses[n]]
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				id := l.rootIdent(n.X)
				found = found || l.spawned || id != nil && l.channels[l.Info.Uses[id]]
			}
		}
		return !found
	})
	return found
}

// outer reports whether a variable lives beyond one turn of the loop.
func (l *loop) outer(v types.Object) bool {
	return v != nil && (v.Pos() < l.turn.Pos() || v.Pos() >= l.turn.End())
}

func (l *loop) assigned(n *ast.AssignStmt, stack []ast.Node) *place {
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
func (l *loop) assignedTo(n *ast.AssignStmt, v types.Object, lhs, rhs ast.Expr, stack []ast.Node) *place {
	t := l.Info.TypeOf(lhs)
	if t == nil || isErrorType(t) || isErrorSlice(t) || !l.mentions(rhs) && !l.mentions(lhs) {
		return nil
	}
	o := &place{what: clip(types.ExprString(lhs)), at: n, returned: l.returnedOnly(v)}
	text := isString(t)
	switch n.Tok {
	case token.ASSIGN, token.DEFINE:
	case token.ADD_ASSIGN, token.SUB_ASSIGN, token.MUL_ASSIGN, token.QUO_ASSIGN:
		if (text || l.rounds(t, rhs)) && l.mentions(rhs) && !l.keyed(lhs) {
			return o
		}
		return nil
	default:
		return nil
	}
	if call, ok := ast.Unparen(rhs).(*ast.CallExpr); ok && l.appends(call) {
		if l.sortedAfter(v, l.whole.End()) || l.keyed(lhs) || !l.mentionsAny(call.Args[1:]) && (types.ExprString(call.Args[0]) == types.ExprString(lhs) || !l.mentions(call.Args[0])) || l.countedOnly(v, lhs) {
			return nil
		}
		o.what = "append to " + o.what
		return o
	}
	if x, ok := ast.Unparen(lhs).(*ast.IndexExpr); ok {
		_, isMap := coreType(l.Info.TypeOf(x.X)).(*types.Map)
		switch {
		case l.numbers(rhs) && l.mentions(x.Index), l.overwrites(x, rhs) && !l.chosen(stack, rhs):
			return o
		case isMap || l.mentions(x.Index) || l.sortedAfter(v, l.whole.End()):
			return nil
		}
		return o
	}
	if !l.mentions(rhs) || types.ExprString(lhs) == types.ExprString(rhs) {
		return nil
	}
	if !text && mentionsObject(l.Info, rhs, v) {
		if l.commutes(rhs, lhs) {
			return nil // x = x + v, x = max(x, v)
		}
		return o
	}
	if l.chosen(stack, rhs) {
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

// returned judges a return from inside the loop: what was met first. Together
// with an error it is no result that is remembered.
func (l *loop) returned(n *ast.ReturnStmt, stack []ast.Node) *place {
	for _, s := range stack {
		if _, ok := s.(*ast.FuncLit); ok {
			return nil
		}
	}
	if l.givesError(n) {
		return nil
	}
	for _, e := range n.Results {
		if l.mentions(e) && !isErrorType(l.Info.TypeOf(e)) && !l.selected(stack, n.Pos()) {
			return &place{what: "return " + clip(types.ExprString(e)), at: n}
		}
	}
	return nil
}

var errorInterface = types.Universe.Lookup("error").Type().Underlying().(*types.Interface)

func isString(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

// returnedOnly reports whether a local variable, or a field of it, is a result of
// the declaration.
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
				if sel, isSel := ast.Unparen(e).(*ast.SelectorExpr); isSel {
					id, ok = w.rootIdent(sel), true
				}
				found = found || ok && id != nil && w.Info.Uses[id] == v
			}
		}
		return true
	})
	return found
}
