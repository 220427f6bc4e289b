package effect

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// written judges a call that writes to a text, a hash or a writer that lives
// beyond the loop.
func (l *loop) written(call *ast.CallExpr) *place {
	to, args := l.sink(call)
	if fn, _, recv := l.callee(ast.Unparen(call.Fun)); to == nil && recv != nil && fn != nil && isAtomicStore(fn) {
		to, args = recv, call.Args // the last one stays
	}
	if to == nil {
		return nil
	}
	id := l.rootIdent(to)
	if id == nil || !l.outer(l.Info.ObjectOf(id)) || l.met[l.Info.ObjectOf(id)] || !l.mentionsAny(args) || l.standardError(to) {
		return nil
	}
	return &place{what: clip(types.ExprString(call.Fun)), at: call}
}

// sink gives what a call adds to, and what it adds, nil if it does no such thing:
// a writer, and what functions outside the scope write to or keep in order.
func (w *walker) sink(call *ast.CallExpr) (to ast.Expr, args []ast.Expr) {
	fn, _, recv := w.callee(ast.Unparen(call.Fun))
	if fn == nil || len(call.Args) == 0 {
		return nil, nil
	}
	if recv != nil && writerMethods[fn.Name()] && isWriter(addressed(w.Info.TypeOf(recv))) {
		return recv, call.Args
	}
	if fn.Pkg() == nil || w.InScope(identity.PlainPath(fn.Pkg().Path())) {
		return nil, nil
	}
	if r := fn.Signature().Recv(); recv != nil && r != nil && keepsOrder(typeName(elem(r.Type())), fn.Name()) {
		return recv, call.Args
	}
	for i, a := range call.Args {
		if p := paramType(fn.Signature(), i, call.Ellipsis.IsValid()); p != nil && types.IsInterface(p) && isWriter(p) {
			args = slices.Delete(slices.Clone(call.Args), i, i+1)
			if recv != nil {
				args = append(args, recv)
			}
			return a, args
		}
	}
	return nil, nil
}

// keepsOrder reports whether a method of a type outside the scope adds to what it
// is called on, in the order of its calls: of an encoder, or of a list.
func keepsOrder(typ, method string) bool {
	switch {
	case strings.HasSuffix(typ, "Encoder"):
		return strings.HasPrefix(method, "Encode")
	case typ == "encoding/csv.Writer":
		return strings.HasPrefix(method, "Write")
	case typ == "container/list.List":
		return strings.HasPrefix(method, "Push")
	}
	return false
}

func isAtomicStore(fn *types.Func) bool {
	return fn.Pkg() != nil && fn.Pkg().Path() == "sync/atomic" && fn.Name() == "Store"
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

// hands notes a call of a function of the scope, or of a literal that a variable
// holds, which is given both what a turn meets and what lives beyond it.
func (l *loop) hands(call *ast.CallExpr) {
	fn, id, recv := l.callee(ast.Unparen(call.Fun))
	given := call.Args
	if recv != nil {
		given = slices.Insert(slices.Clone(given), 0, recv)
	}
	if !l.mentionsAny(given) || l.Silenced(MapOrder.Category(), call.Pos()) {
		return
	}
	t := Unordered{Kind: l.kind, What: clip(types.ExprString(call.Fun))}
	lives := func(v types.Object) bool {
		return v != nil && l.outer(v) && !l.met[v] && !l.sortedAfter(v, l.whole.End())
	}
	at := 0
	switch {
	case fn != nil:
		if fn.Pkg() == nil || !l.InScope(identity.PlainPath(fn.Pkg().Path())) || interfaceOf(l.Info.Selections[selector(call.Fun)]) != nil {
			return
		}
	default:
		lit := l.literalIn(id, call.Fun)
		if lit == nil || within(l.turn, lit.Pos()) {
			return
		}
		for i, v := range l.flow.literals.vars(l.summarizer, lit) {
			if i < MaxParams && lives(v) {
				t.To |= 1 << i
			}
			at++
		}
	}
	for i, e := range given {
		id := l.rootIdent(e)
		if id == nil || at+i >= MaxParams {
			continue
		}
		v, ok := l.Info.ObjectOf(id).(*types.Var)
		if ok && l.isParameter(v) && !isWriter(addressed(v.Type())) && !isSlice(elem(v.Type())) {
			continue // what it keeps for itself, as caches do: a write to an argument
		}
		if ok && lives(v) && carries(l.Info.TypeOf(e)) || ok && i == 0 && recv != nil && lives(v) {
			t.Returned = l.returnedOnly(v) && (t.Returned || t.To == 0)
			t.To |= 1 << (at + i)
		}
	}
	switch {
	case t.To == 0:
	case l.asked:
		l.handed = true
	default:
		l.inTurns[call] = t
	}
}

// isParameter reports whether a variable is a parameter of the declaration, or its
// receiver.
func (w *walker) isParameter(v *types.Var) bool {
	d, ok := w.decl.(*ast.FuncDecl)
	return ok && (d.Recv != nil && within(d.Recv, v.Pos()) || within(d.Type.Params, v.Pos()))
}

func isSlice(t types.Type) bool {
	_, ok := coreType(t).(*types.Slice)
	return ok
}

// literalIn is the function literal that a local variable is given once, nil if
// that isn't so.
func (w *walker) literalIn(id *ast.Ident, fun ast.Expr) *ast.FuncLit {
	if x, ok := ast.Unparen(fun).(*ast.Ident); ok {
		id = x
	}
	if id == nil {
		return nil
	}
	v := w.Info.Uses[id]
	var found *ast.FuncLit
	times := 0
	ast.Inspect(w.decl, func(n ast.Node) bool {
		a, ok := n.(*ast.AssignStmt)
		if !ok || len(a.Lhs) != len(a.Rhs) {
			return true
		}
		for i, lhs := range a.Lhs {
			if to, ok := lhs.(*ast.Ident); ok && v != nil && w.Info.ObjectOf(to) == v {
				times++
				found, _ = ast.Unparen(a.Rhs[i]).(*ast.FuncLit)
			}
		}
		return true
	})
	if times != 1 {
		return nil
	}
	return found
}

// adds notes that the node adds, in the order of its calls, to what a parameter
// refers to, or to a variable that the literal captures.
func (w *walker) adds(to ast.Expr, refs []Ref) {
	for _, r := range refs {
		if r.Root.IsParam() && r.Root <= MaxParams {
			w.node.Adds |= 1 << (r.Root - 1)
		}
	}
	if to == nil {
		return
	}
	if id := w.rootIdent(to); id != nil {
		if i := slices.IndexFunc(w.captured, func(v *types.Var) bool { return w.Info.ObjectOf(id) == types.Object(v) }); i >= 0 && i < MaxParams {
			w.node.Adds |= 1 << i
		}
	}
}

// addsBy notes an assignment that adds to a slice or a text.
func (w *walker) addsBy(lhs, rhs ast.Expr, sum bool) {
	switch call, ok := ast.Unparen(rhs).(*ast.CallExpr); {
	case sum && isString(w.Info.TypeOf(lhs)):
	case ok && w.appends(call):
	default:
		return
	}
	if x, ok := ast.Unparen(lhs).(*ast.IndexExpr); ok {
		if _, isMap := coreType(w.Info.TypeOf(x.X)).(*types.Map); isMap {
			return // of what is chosen by a key
		}
	}
	w.adds(lhs, w.flow.shared(lhs))
}

// returnsAdded notes that a function returns one of its parameters with more in
// it.
func (w *walker) returnsAdded(n *ast.ReturnStmt) {
	for _, e := range n.Results {
		if call, ok := ast.Unparen(e).(*ast.CallExpr); ok && w.appends(call) {
			for _, a := range call.Args {
				if isSlice(w.Info.TypeOf(a)) {
					w.adds(nil, w.argument(a).leads())
				}
			}
		}
	}
}

// addsTo notes a call that adds to a writer or the like.
func (w *walker) addsTo(call *ast.CallExpr) {
	to, args := w.sink(call)
	if to == nil || !slices.ContainsFunc(args, func(e ast.Expr) bool { return w.Info.Types[e].Value == nil }) {
		return // what it adds is always the same
	}
	v := w.argument(to)
	if fn, _, recv := w.callee(ast.Unparen(call.Fun)); recv == to {
		v = w.flow.receiver(selector(ast.Unparen(call.Fun)), fn)
	}
	w.adds(to, v.leads())
}

// addsInto gives the parameters, as bits, to what of which a function adds, by
// itself or by what it calls.
func (w *World) addsInto(key string) uint32 {
	if w.adds == nil {
		w.adds = make(map[string]uint32, len(w.nodes))
		for key, b := range w.nodes {
			w.adds[key] = b.Adds
		}
		for again := true; again; {
			again = false
			for key, b := range w.nodes {
				mask := w.adds[key]
				for i := range b.Calls {
					c := &b.Calls[i]
					into := w.adds[w.calleeOf(c)]
					for _, a := range c.Args {
						if a.To < MaxParams && into&(1<<a.To) != 0 && a.Root.IsParam() && a.Root <= MaxParams {
							mask |= 1 << (a.Root - 1)
						}
					}
				}
				if mask != w.adds[key] {
					w.adds[key], again = mask, true
				}
			}
		}
	}
	return w.adds[key]
}

// calleeOf is the key of what a call runs.
func (w *World) calleeOf(c *Call) string {
	if strings.HasPrefix(c.Callee, "var ") { // of a registered function
		return w.registered(c.Callee)
	}
	return c.Callee
}

// Unordered are the effects of calls in a node's loops whose callees add to what
// lives beyond one turn (E8).
func (w *World) Unordered(n *Node) []Effect {
	var out []Effect
	for i := range n.Calls {
		if c := &n.Calls[i]; c.Unordered.To != 0 && c.Unordered.To&w.addsInto(w.calleeOf(c)) != 0 {
			out = append(out, Effect{Kind: c.Unordered.Kind, What: c.Unordered.What, Returned: c.Unordered.Returned, Site: c.Site})
		}
	}
	return out
}
