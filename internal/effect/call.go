package effect

import (
	"go/ast"
	"go/types"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// runtimePath is the import path of the package that declares Func.
const runtimePath = "github.com/gocheckpoint/checkpoint/runtime/checkpoint"

// call notes what a call does and hands on.
func (w *walker) call(call *ast.CallExpr, stack []ast.Node) {
	fun := ast.Unparen(call.Fun)
	if w.Info.Types[fun].IsType() {
		if len(call.Args) == 1 {
			w.convert(w.Info.TypeOf(fun), w.Info.TypeOf(call.Args[0]), call.Args[0])
		}
		return
	}
	if name := w.builtin(call); name != "" {
		w.builtinCall(name, call, stack)
		return
	}
	if sig, ok := coreType(w.Info.TypeOf(fun)).(*types.Signature); ok {
		w.convertArgs(sig, call)
	}
	if w.remembered(call, fun, stack) {
		return
	}
	fn, id, recv := w.callee(fun)
	if w.callsC(call, fn) {
		return
	}
	if fn == nil {
		if w.madeOutside(fun) {
			return // as for range maps.Keys(m)
		}
		if _, ok := fun.(*ast.FuncLit); ok {
			return // part of the function around it
		}
		w.invoke(w.Info.TypeOf(fun))
		w.indirect(fun, call)
		return
	}
	if sel := w.Info.Selections[selector(fun)]; interfaceOf(sel) != nil {
		w.skip[id] = true
		var x ast.Expr
		args := call.Args
		if sel.Kind() == types.MethodVal {
			x = recv
		} else if len(args) > 0 { // I.M(x, …)
			x, args = args[0], args[1:]
		}
		switch {
		case outsideKind(fn) == Context && w.harmless(fn, Context, call, stack):
		case fn.Signature().Results().Len() == 0 && loggerType(interfaceOf(sel)): // whatever it is
		default:
			w.dynamic(fn, interfaceOf(sel), x, args, call)
		}
		return
	}
	w.skip[id] = true
	w.instance(id)
	w.receives(fn, id)
	opens := w.opens(id, fn)
	fn = fn.Origin()
	args := w.arguments(fn, recv, call)
	if fn.Pkg() == nil {
		return
	}
	if !w.InScope(identity.PlainPath(fn.Pkg().Path())) {
		w.outsideCall(fn, recv, call, stack)
		return
	}
	if pure, impure := w.Extra.says(fn); pure {
		return
	} else if impure {
		w.effect(Effect{Kind: Declared, What: ShortName(fn)}, call)
	}
	key := Key(fn)
	if fn.Pkg() == w.Types {
		_, spawned := parent(stack).(*ast.GoStmt)
		w.callers = append(w.callers, caller{w.node, key, !spawned && (!inLiteral(stack) || w.inOnce(stack))})
	}
	c := Call{No: w.flow.number(call), Callee: key, Args: args, Known: w.known(fn.Signature(), recv != nil, call),
		Sorted: w.isSorted(call, stack), AtInit: w.atInit(stack), Logs: w.logging(fn), Opens: opens, Unordered: w.inTurns[call], Site: siteOf(w.Fset, call)}
	if c.Logs != NoLogger {
		c.Params = parameters(fn.Signature())
		c.Packed = fn.Signature().Variadic() && !call.Ellipsis.IsValid()
	}
	w.node.Calls = append(w.node.Calls, c)
}

// rangeCall notes the call that a loop over a function is. What the loop does
// with each value is code of the function around it.
func (w *walker) rangeCall(n *ast.RangeStmt, stack []ast.Node) {
	if _, ok := coreType(w.Info.TypeOf(n.X)).(*types.Signature); ok {
		end, before := n.X.End(), len(w.node.Indirect)
		w.call(&ast.CallExpr{Fun: n.X, Lparen: end - 1, Rparen: end - 1}, append(stack[:len(stack):len(stack)], n))
		for i := range w.node.Indirect[before:] {
			w.node.Indirect[before+i].Handed = true // it is given nothing but the loop
		}
	}
}

func inLiteral(stack []ast.Node) bool {
	for _, n := range stack {
		if _, ok := n.(*ast.FuncLit); ok {
			return true
		}
	}
	return false
}

// callee gives the declared function or method that an expression names, its
// identifier, and the receiver of a method that is called on a value.
func (w *summarizer) callee(fun ast.Expr) (fn *types.Func, id *ast.Ident, recv ast.Expr) {
	switch x := fun.(type) {
	case *ast.IndexExpr:
		fun = ast.Unparen(x.X)
	case *ast.IndexListExpr:
		fun = ast.Unparen(x.X)
	}
	switch x := fun.(type) {
	case *ast.Ident:
		id = x
	case *ast.SelectorExpr:
		id = x.Sel
		if sel := w.Info.Selections[x]; sel != nil && sel.Kind() == types.MethodVal {
			recv = x.X
		}
	default:
		return nil, nil, nil
	}
	fn, _ = w.Info.Uses[id].(*types.Func)
	return fn, id, recv
}

func selector(fun ast.Expr) *ast.SelectorExpr {
	switch x := fun.(type) {
	case *ast.IndexExpr:
		return selector(ast.Unparen(x.X))
	case *ast.IndexListExpr:
		return selector(ast.Unparen(x.X))
	case *ast.SelectorExpr:
		return x
	}
	return nil
}

// arguments are what a callee gets by its parameters, the receiver first.
func (w *walker) arguments(fn *types.Func, recv ast.Expr, call *ast.CallExpr) []Flow {
	sig := fn.Signature()
	var out []Flow
	at := 0
	switch {
	case recv != nil:
		out = w.flow.receiver(selector(ast.Unparen(call.Fun)), fn).flows(0, "", out)
		at = 1
	case sig.Recv() != nil && len(call.Args) > 0: // T.M(x, …)
		out = w.argument(call.Args[0]).flows(0, "", out)
		return w.passed(sig, call.Args[1:], call.Ellipsis.IsValid(), 1, out)
	}
	return w.passed(sig, call.Args, call.Ellipsis.IsValid(), at, out)
}

// passed adds what arguments are to the parameters of a signature, of which the
// first has the number at.
func (w *walker) passed(sig *types.Signature, args []ast.Expr, spread bool, at int, out []Flow) []Flow {
	n := sig.Params().Len()
	put := func(i int, v *value) {
		switch {
		case sig.Variadic() && i >= n-1 && !spread:
			out = v.flows(at+n-1, elements, out) // of a slice that the call makes
		case i < n:
			out = v.flows(at+i, "", out)
		}
	}
	if len(args) == 1 {
		if t, ok := w.Info.TypeOf(args[0]).(*types.Tuple); ok { // f(g())
			for i := range t.Len() {
				put(i, w.flow.component(args[0], i))
			}
			return out
		}
	}
	for i, a := range args {
		put(i, w.argument(a))
	}
	return out
}

// indirect notes a call of a function value.
func (w *walker) indirect(fun ast.Expr, call *ast.CallExpr) {
	sig, ok := coreType(w.Info.TypeOf(fun)).(*types.Signature)
	if !ok {
		return
	}
	v := w.argument(fun)
	known := w.known(sig, false, call)
	c := Indirect{No: w.flow.number(call), Sig: sigKey(sig), Name: clip(types.ExprString(fun)), Plain: w.isSeen(fun) || w.Silenced(Unknown.Category(), call.Pos()), Args: w.passed(sig, call.Args, call.Ellipsis.IsValid(), 0, nil), Known: known, Site: siteOf(w.Fset, call)}
	direct := false
	for _, r := range v.leads() {
		if _, ok := r.Root.function(); ok {
			w.callValue(v, r, c, w.inTurns[call])
			direct = true
			continue
		}
		c.Fun = append(c.Fun, r)
		if !r.Root.isVar() {
			w.effect(Effect{Kind: Unknown, What: "calls " + clip(types.ExprString(fun)), Ref: r}, call)
		}
	}
	if len(c.Fun) > 0 || !direct {
		w.node.Indirect = append(w.node.Indirect, c)
	}
}

// callValue notes a call of a function value that is known: r is one of its refs.
func (w *walker) callValue(v *value, r Ref, c Indirect, in Unordered) {
	i, _ := r.Root.function()
	fn := w.out.Funcs[i]
	args := v.bound()
	for _, a := range c.Args {
		a.To += fn.Bound
		args = append(args, a)
	}
	w.node.Calls = append(w.node.Calls, Call{No: c.No, Callee: fn.Key, Args: args, Known: c.Known << fn.Bound, Opens: Inherits, Unordered: in, Site: c.Site})
}

// parameters is the number of a function's parameters, with the receiver.
func parameters(sig *types.Signature) int {
	if sig.Recv() != nil {
		return sig.Params().Len() + 1
	}
	return sig.Params().Len()
}

// known are the parameters of a callee, the receiver first, that get a value of
// which the caller decides what code it has.
func (w *walker) known(sig *types.Signature, method bool, call *ast.CallExpr) (mask uint32) {
	at := 0
	if method {
		at = 1
	}
	for i, a := range call.Args {
		if j := at + min(i, sig.Params().Len()-1); j < MaxParams && w.decides(paramType(sig, i, call.Ellipsis.IsValid()), a) {
			mask |= 1 << j
		}
	}
	return mask
}

// remembered notes a call of a registered function, by way of the variable that
// holds it or of Of.
func (w *walker) remembered(call *ast.CallExpr, fun ast.Expr, stack []ast.Node) bool {
	sel, ok := fun.(*ast.SelectorExpr)
	if !ok || !isFunction(w.Info.TypeOf(sel.X)) {
		return false
	}
	switch sel.Sel.Name {
	case "Call", "Cached", "Rerun", "Fn":
	default:
		return false
	}
	var args []Flow
	for i, a := range call.Args {
		args = w.argument(a).flows(i, "", args)
	}
	c := Call{No: w.flow.number(call), Args: args, Sorted: w.isSorted(call, stack), Site: siteOf(w.Fset, call)}
	switch x := ast.Unparen(sel.X).(type) {
	case *ast.CallExpr: // Of(fn)
		if len(x.Args) != 1 {
			return false
		}
		fn, id, _ := w.callee(ast.Unparen(x.Args[0]))
		if fn == nil || fn.Pkg() == nil || !w.InScope(identity.PlainPath(fn.Pkg().Path())) {
			return false
		}
		w.skip[id] = true
		c.Callee = Key(fn)
		if fn.Pkg() == w.Types {
			w.callers = append(w.callers, caller{w.node, c.Callee, false})
		}
	default:
		id := w.rootIdent(sel.X)
		v := w.packageVar(id)
		if v == nil || !w.InScope(identity.PlainPath(v.Pkg().Path())) {
			return false
		}
		w.skip[id] = true
		c.Callee = VarKey(v)
	}
	w.node.Calls = append(w.node.Calls, c)
	return true
}

// isFunction reports whether t is *checkpoint.Function.
func isFunction(t types.Type) bool {
	if t == nil {
		return false
	}
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	return typeName(t) == runtimePath+".Function"
}
