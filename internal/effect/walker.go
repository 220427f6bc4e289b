package effect

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A walker collects what one declaration does. A function literal has a node of
// its own, with the parameters of the declaration around it, unless it is called
// on the spot.
type walker struct {
	*summarizer
	node *Node
	decl ast.Node
	flow *flow
	// skip are names that are no reads: those of what is assigned, and those of
	// functions that are called.
	skip   map[*ast.Ident]bool
	sorted []sortCall
	spawns bool // the declaration has a go statement
	// inTurns are calls in loops without order, see hands; captured the first
	// parameters of a literal.
	inTurns  map[*ast.CallExpr]Unordered
	captured []*types.Var
	// holders are the local variables that hold functions, see holdsSeen.
	holders map[*types.Var]bool
}

func (s *summarizer) newWalker(n *Node, decl ast.Node) *walker {
	return &walker{summarizer: s, node: n, decl: decl, flow: newFlow(s, n, newLiterals(n.Key)), skip: map[*ast.Ident]bool{}, holders: map[*types.Var]bool{}, inTurns: map[*ast.CallExpr]Unordered{}}
}

// walk collects what a declaration, or an expression of one, does.
func (w *walker) walk(root ast.Node) {
	switch n := root.(type) {
	case *ast.FuncDecl:
		w.follow(n.Body, n.Type)
	case ast.Expr:
		if !w.ByName {
			w.flow.expr(n)
			w.flow.env = nil
		}
	}
	w.findSorted(w.decl)
	w.findHolders(w.decl)
	w.visit(root, nil)
}

// follow goes through a body, and notes what its node returns.
func (w *walker) follow(body *ast.BlockStmt, ft *ast.FuncType) {
	if w.ByName {
		w.flow.forgetAssigned(body)
		return
	}
	for i, v := range w.flow.run(body, ft) {
		if i < maxResults {
			w.node.Returns = v.flows(i, "", w.node.Returns)
		}
	}
}

// argument is what a callee gets, or what is written to.
func (w *walker) argument(e ast.Expr) *value { return w.flow.value(e) }

func (w *walker) visit(root ast.Node, around []ast.Node) {
	ast.PreorderStack(root, around, func(n ast.Node, stack []ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			if call, ok := parent(stack).(*ast.CallExpr); !ok || ast.Unparen(call.Fun) != ast.Expr(n) {
				w.literal(n, stack)
				return false
			}
		case *ast.IfStmt:
			if w.never(n.Cond) { // the rest is dead, as where a constant says debug
				around := append(stack[:len(stack):len(stack)], n)
				if n.Init != nil {
					w.visit(n.Init, around)
				}
				if n.Else != nil {
					w.visit(n.Else, around)
				}
				return false
			}
		case *ast.CallExpr:
			w.addsTo(n)
			w.call(n, stack)
		case *ast.Ident:
			w.mention(n, stack)
		case *ast.AssignStmt:
			w.assignment(n, stack)
		case *ast.IncDecStmt:
			w.write(n.X, n.X, stack)
		case *ast.RangeStmt:
			if n.Tok == token.ASSIGN {
				for _, e := range []ast.Expr{n.Key, n.Value} {
					if e != nil {
						w.write(e, e, stack)
					}
				}
			}
			w.rangeCall(n, stack)
			w.ticks(n)
			w.rangeOrder(n)
			w.receiveOrder(n, n.Body)
		case *ast.ForStmt:
			w.receiveOrder(n, n.Body)
		case *ast.ValueSpec:
			if n.Type != nil {
				for _, e := range n.Values {
					w.convert(w.Info.TypeOf(n.Type), w.Info.TypeOf(e), e)
				}
			}
		case *ast.ReturnStmt:
			w.returns(n, stack)
			w.returnsAdded(n)
		case *ast.CompositeLit:
			w.composite(n)
		case *ast.SendStmt:
			if c, ok := coreType(w.Info.TypeOf(n.Chan)).(*types.Chan); ok {
				w.convert(c.Elem(), w.Info.TypeOf(n.Value), n.Value)
			}
		case *ast.GoStmt:
			w.goroutine(n.Call, stack)
		case *ast.SelectStmt:
			w.choice(n)
		case *ast.UnaryExpr:
			w.received(n, stack)
			w.firstAnswer(n, stack)
		case *ast.TypeAssertExpr:
			if n.Type != nil {
				w.asserts(n.X, n.Type)
			}
		case *ast.TypeSwitchStmt:
			w.switches(n)
		}
		return true
	})
}

// never reports whether a condition is false whatever happens.
func (w *walker) never(cond ast.Expr) bool {
	if v := w.constantOf(cond); v != nil && v.Kind() == constant.Bool {
		return !constant.BoolVal(v)
	}
	switch c := ast.Unparen(cond).(type) {
	case *ast.BinaryExpr:
		switch c.Op {
		case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
			x, y := w.constantOf(c.X), w.constantOf(c.Y)
			return x != nil && y != nil && !constant.Compare(x, c.Op, y)
		case token.LAND:
			return w.never(c.X) || w.never(c.Y)
		case token.LOR:
			return w.never(c.X) && w.never(c.Y)
		}
	}
	return false
}

// effect notes an effect, unless an ignore silences it.
func (w *walker) effect(e Effect, at ast.Node) {
	if w.Silenced(e.Kind.Category(), at.Pos()) {
		return
	}
	e.Site = siteOf(w.Fset, at)
	w.node.Effects = append(w.node.Effects, e)
}

// mention notes what a name refers to that isn't called by it.
func (w *walker) mention(id *ast.Ident, stack []ast.Node) {
	if w.skip[id] {
		return
	}
	switch obj := w.Info.Uses[id].(type) {
	case *types.Func:
		at := ast.Node(id)
		if sel, ok := parent(stack).(*ast.SelectorExpr); ok && sel.Sel == id {
			at = sel
			if iface := interfaceOf(w.Info.Selections[sel]); iface != nil { // a method value of an interface
				w.dynamic(obj, iface, sel.X, nil, sel)
				return
			}
		}
		w.instance(id)
		w.receives(obj, id)
		w.functionMention(obj.Origin(), w.opens(id, obj), at, stack)
	case *types.TypeName:
		w.instance(id)
	case *types.Var:
		if !isPackageLevel(obj) {
			return
		}
		path := identity.PlainPath(obj.Pkg().Path())
		if w.InScope(path) {
			w.node.Uses = append(w.node.Uses, Use{Var: VarKey(obj), AtInit: w.atInit(stack), Unhashable: w.unhashable(id, stack), Site: siteOf(w.Fset, id)})
		} else if kind := outsideVars[path+"."+obj.Name()]; kind != 0 && (obj.Name() != "DefaultTransport" || !w.onlyCloned(stack)) {
			w.effect(Effect{Kind: kind, What: obj.Pkg().Name() + "." + obj.Name()}, id)
		}
	}
}

// functionMention notes a mention of a function as a value: taken for a call (E2).
func (w *walker) functionMention(fn *types.Func, opens Opening, at ast.Node, stack []ast.Node) {
	if fn.Pkg() == nil {
		return
	}
	if w.InScope(identity.PlainPath(fn.Pkg().Path())) {
		key := Key(fn)
		if w.onceArgument(at, stack) {
			w.callers = append(w.callers, caller{nil, key, true})
		} else {
			w.callers = append(w.callers, caller{w.node, key, false})
		}
		e, _ := at.(ast.Expr)
		c := Call{Callee: key, Value: w.valueOf(e, stack), Opens: opens, Site: siteOf(w.Fset, at)}
		if sel, ok := e.(*ast.SelectorExpr); ok && w.Info.Selections[sel] != nil && w.Info.Selections[sel].Kind() == types.MethodVal {
			c.Bound, c.Args = 1, w.argument(e).bound()
		}
		w.node.Calls = append(w.node.Calls, c)
		return
	}
	if kind, what := w.outside(fn); kind != 0 {
		w.effect(Effect{Kind: kind, What: what}, at)
	} else if e, ok := at.(ast.Expr); ok && !w.exempt(fn) {
		w.dependencyCall(fn, nil, &ast.CallExpr{Fun: e, Lparen: e.End() - 1, Rparen: e.End() - 1}, stack)
	}
}

// exempt reports whether a flag says that a function is pure.
func (w *walker) exempt(fn *types.Func) bool {
	pure, _ := w.Extra.says(fn)
	return pure
}

// outside is what a function outside the scope does.
func (w *walker) outside(fn *types.Func) (Kind, string) {
	pure, impure := w.Extra.says(fn)
	switch {
	case impure:
		return Declared, ShortName(fn)
	case pure:
		return 0, ""
	}
	if kind := outsideKind(fn); kind != 0 {
		return kind, ShortName(fn)
	}
	return 0, ""
}

// atInit reports whether code runs while the package is initialized: that of an
// initializer, but for what those of its literals do later that aren't called on
// the spot.
func (w *walker) atInit(stack []ast.Node) bool {
	if !strings.HasPrefix(w.node.Key, "var ") {
		return false
	}
	for i, n := range stack {
		if lit, ok := n.(*ast.FuncLit); ok {
			call, ok := parent(stack[:i]).(*ast.CallExpr)
			if !ok || ast.Unparen(call.Fun) != ast.Expr(lit) {
				return false
			}
			if _, spawned := parent(stack[:i-1]).(*ast.GoStmt); spawned {
				return false
			}
		}
	}
	return true
}

// onceArgument reports whether an expression is what sync.Once and its kin run.
func (w *walker) onceArgument(at ast.Node, stack []ast.Node) bool {
	call, ok := parent(stack).(*ast.CallExpr)
	if sel, isSel := parent(stack).(*ast.SelectorExpr); isSel && ast.Node(sel) == at && len(stack) > 1 {
		call, ok = stack[len(stack)-2].(*ast.CallExpr)
	}
	if !ok || !slices.ContainsFunc(call.Args, func(a ast.Expr) bool { return ast.Node(ast.Unparen(a)) == at }) {
		return false
	}
	fn := w.static(call)
	return fn != nil && onces[Key(fn)]
}

var onces = words(`(*sync.Once).Do sync.OnceFunc sync.OnceValue sync.OnceValues`)

// assignment notes writes and conversions.
func (w *walker) assignment(n *ast.AssignStmt, stack []ast.Node) {
	for i, lhs := range n.Lhs {
		if n.Tok != token.DEFINE {
			w.write(lhs, lhs, stack)
			w.addsBy(lhs, n.Rhs[min(i, len(n.Rhs)-1)], n.Tok == token.ADD_ASSIGN)
		}
		if len(n.Rhs) == len(n.Lhs) {
			w.convert(w.Info.TypeOf(lhs), w.Info.TypeOf(n.Rhs[i]), n.Rhs[i])
			// v = append(v, x) reads v for nothing but itself.
			if call, ok := ast.Unparen(n.Rhs[i]).(*ast.CallExpr); ok && w.builtin(call) == "append" {
				if id := w.rootIdent(call.Args[0]); id != nil && w.packageVar(id) != nil && types.ExprString(lhs) == types.ExprString(call.Args[0]) {
					w.skip[id] = true
				}
			}
		} else if t, ok := w.Info.TypeOf(n.Rhs[0]).(*types.Tuple); ok && i < t.Len() {
			w.convert(w.Info.TypeOf(lhs), t.At(i).Type(), n.Rhs[0])
		}
	}
}

const (
	assigns = "assigns"
	changes = "changes"
	bound   = "binds to a flag"
)

// write notes that a part of a variable's storage is assigned.
func (w *walker) write(e ast.Expr, at ast.Node, stack []ast.Node) {
	if id := w.rootIdent(e); id != nil {
		w.skip[id] = true
	}
	for _, r := range w.flow.shared(e) {
		switch what := clip(types.ExprString(e)); {
		case w.isResult(r.Root):
			w.writeResult(r.Root, what, at)
		case r.Root.isVar():
			w.writeVar(r.Root, assigns, at, stack)
		default:
			w.effect(Effect{Kind: Mutates, What: what, Ref: r}, at)
		}
	}
}

func (w *walker) writeVar(r Root, how string, at ast.Node, stack []ast.Node) {
	if how != bound && w.inOnce(stack) {
		return
	}
	w.node.Uses = append(w.node.Uses, Use{Var: w.out.Vars[-r-1], Write: how, Site: siteOf(w.Fset, at)})
}

// inOnce reports whether code is in a literal that runs once and captures
// nothing: what it assigns is as good as an initializer.
func (w *walker) inOnce(stack []ast.Node) bool {
	for i, n := range stack {
		lit, ok := n.(*ast.FuncLit)
		if ok && w.onceArgument(lit, stack[:i]) && !w.captures(lit) {
			return true
		}
	}
	return false
}

// captures reports whether a literal mentions variables of the code around it.
func (w *walker) captures(lit *ast.FuncLit) bool {
	found := false
	ast.Inspect(lit.Body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			v, ok := w.Info.Uses[id].(*types.Var)
			found = found || ok && !v.IsField() && !isPackageLevel(v) && (v.Pos() < lit.Pos() || v.Pos() >= lit.End())
		}
		return !found
	})
	return found
}

// static is the declared function that a call names, nil if only the run time
// knows it.
func (w *summarizer) static(call *ast.CallExpr) *types.Func {
	fn := typeutil.StaticCallee(w.Info, call)
	if fn == nil {
		return nil
	}
	return fn.Origin()
}

// builtin is the name of the builtin function that a call calls, "" for any
// other call.
func (w *summarizer) builtin(call *ast.CallExpr) string {
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if sel, isSel := ast.Unparen(call.Fun).(*ast.SelectorExpr); isSel { // of unsafe
		id, ok = sel.Sel, true
	}
	if !ok {
		return ""
	}
	if b, ok := w.Info.Uses[id].(*types.Builtin); ok {
		return b.Name()
	}
	return ""
}

func parent(stack []ast.Node) ast.Node {
	for i := len(stack) - 1; i >= 0; i-- {
		if _, paren := stack[i].(*ast.ParenExpr); !paren {
			return stack[i]
		}
	}
	return nil
}

// clip shortens the text of an expression for a message of one line.
func clip(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
