package effect

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// manySenders reports whether several goroutines that this declaration starts
// send to a channel that is received from at a place: those that a loop around
// neither the channel nor the place starts, or two.
func (w *walker) manySenders(ch ast.Expr, at token.Pos) bool {
	id := w.rootIdent(ch)
	if id == nil {
		return false
	}
	v := w.Info.Uses[id]
	if v == nil {
		return false
	}
	senders := 0
	ast.PreorderStack(w.decl, nil, func(n ast.Node, stack []ast.Node) bool {
		if !w.starts(n) || !w.sends(n, v) {
			return true
		}
		senders++
		for _, s := range stack {
			switch s.(type) {
			case *ast.ForStmt, *ast.RangeStmt:
				if !within(s, v.Pos()) && !within(s, at) {
					senders++
				}
			}
		}
		return false
	})
	return senders > 1
}

func within(n ast.Node, pos token.Pos) bool { return n.Pos() <= pos && pos < n.End() }

// starts reports whether a node starts a goroutine: a go statement, or a call of
// a group's Go.
func (w *walker) starts(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.GoStmt:
		return true
	case *ast.CallExpr:
		sel, ok := n.Fun.(*ast.SelectorExpr)
		return ok && sel.Sel.Name == "Go" && len(n.Args) == 1
	}
	return false
}

// sends reports whether code sends to a channel, or hands it to a function that
// does, or can do nothing else with it.
func (w *walker) sends(code ast.Node, ch types.Object) bool {
	found := false
	is := func(e ast.Expr) bool {
		id := w.rootIdent(e)
		return id != nil && w.Info.Uses[id] == ch
	}
	ast.Inspect(code, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SendStmt:
			found = found || is(n.Chan)
		case *ast.CallExpr:
			sig, ok := coreType(w.Info.TypeOf(n.Fun)).(*types.Signature)
			if !ok {
				return true
			}
			for i, a := range n.Args {
				c, ok := coreType(paramType(sig, i, n.Ellipsis.IsValid())).(*types.Chan)
				if fn := w.static(n); ok && (c.Dir() == types.SendOnly || fn != nil && w.sendsTo(fn, i)) {
					found = found || is(a)
				}
			}
		}
		return !found
	})
	return found
}

// receiveOrder notes a loop that receives from a channel that several goroutines
// send to, so that what it does with the values has their order.
func (w *walker) receiveOrder(whole ast.Node, body *ast.BlockStmt) {
	channels := map[types.Object]bool{}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit, *ast.ForStmt, *ast.RangeStmt:
			return false
		case *ast.UnaryExpr:
			if w.receivesData(n) && w.manySenders(n.X, n.Pos()) {
				channels[w.Info.Uses[w.rootIdent(n.X)]] = true
			}
		}
		return true
	})
	if len(channels) > 0 {
		l := w.newLoop(Completion, whole, body, map[types.Object]bool{})
		l.channels = channels
		l.report()
	}
}

// receivesData reports whether an expression receives what isn't only a signal.
func (w *walker) receivesData(n *ast.UnaryExpr) bool {
	c, ok := coreType(w.Info.TypeOf(n.X)).(*types.Chan)
	return ok && n.Op == token.ARROW && !signal(c.Elem())
}

// firstAnswer notes that of what several goroutines send only one is received:
// whichever comes first.
func (w *walker) firstAnswer(n *ast.UnaryExpr, stack []ast.Node) {
	if !w.receivesData(n) || inLoop(stack) || !w.manySenders(n.X, n.Pos()) {
		return
	}
	if _, ok := parent(stack).(*ast.ExprStmt); ok {
		return // only waited for
	}
	ch := w.Info.Uses[w.rootIdent(n.X)]
	receivers := 0
	ast.Inspect(w.decl, func(m ast.Node) bool {
		var from ast.Expr
		switch m := m.(type) {
		case *ast.UnaryExpr:
			if m.Op == token.ARROW {
				from = m.X
			}
		case *ast.RangeStmt:
			from = m.X
		}
		if from != nil {
			if id := w.rootIdent(from); id != nil && w.Info.Uses[id] == ch {
				receivers++
			}
		}
		return true
	})
	if receivers == 1 {
		w.effect(Effect{Kind: Completion, What: clip(types.ExprString(n))}, n)
	}
}

// choice notes a select whose result depends on which of several channels with
// data is ready, or on whether a timer was first. Channels of signals and of errors,
// and a context's, are ways out.
func (w *walker) choice(n *ast.SelectStmt) {
	data, timed := 0, false
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
		} else if _, waited := comm.Comm.(*ast.ExprStmt); waited && w.timer(ch) != "" && w.answers(comm) {
			timed = true
		}
	}
	if data > 1 || timed {
		w.effect(Effect{Kind: Ready, What: "select"}, selectHead{n})
	}
}

// answers reports whether a clause returns what is remembered: no error, and more
// than that there is none.
func (w *walker) answers(c *ast.CommClause) bool {
	found := false
	for _, s := range c.Body {
		ast.Inspect(s, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.ReturnStmt:
				if len(n.Results) > 0 && !w.givesError(n) {
					found = found || len(n.Results) > 1 || !w.Info.Types[n.Results[0]].IsNil()
				}
			}
			return true
		})
	}
	return found
}

// givesError reports whether a return statement gives an error: with it, there is no
// result that is remembered.
func (w *walker) givesError(n *ast.ReturnStmt) bool {
	if len(n.Results) == 0 {
		return false
	}
	last := n.Results[len(n.Results)-1]
	t := w.Info.TypeOf(last)
	return t != nil && (isErrorType(t) || types.Implements(t, errorInterface)) && !w.Info.Types[last].IsNil()
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
