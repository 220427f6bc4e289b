package effect

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// outsideCall notes what a call of a function outside the scope does to what it
// is given.
func (w *walker) outsideCall(fn *types.Func, recv ast.Expr, call *ast.CallExpr, stack []ast.Node) {
	if pure, _ := w.Extra.says(fn); pure {
		return
	}
	if kind, what := w.outside(fn); kind != 0 && !w.harmless(fn, kind, call, stack) {
		e := Effect{Kind: kind, What: what}
		if kind == Unknown {
			e.What = "calls " + what + ", which runs what is known at run time only"
		}
		named := kind == Files || kind == FileInfo
		if Key(fn) == "os.OpenFile" && kind == Files {
			e.Kind, named = w.openFile(fn, call)
		}
		if named {
			e.Ref = w.fileName(fn, call)
		}
		w.effect(e, call)
	} else if kind == 0 {
		w.dependencyCall(fn, recv, call, stack)
	}
	w.templateText(fn, call)
	w.localZone(fn, call, stack)
	w.addresses(fn, call, stack)
	w.collected(fn, call, stack)
	if fn.Name() == "Go" && recv != nil && len(call.Args) == 1 { // of a group
		if lit, ok := ast.Unparen(call.Args[0]).(*ast.FuncLit); ok {
			w.goroutine(&ast.CallExpr{Fun: lit}, stack)
		}
	}
	given := call.Args
	if recv != nil {
		w.handOut(recv) // of a function type, as http.HandlerFunc
		given = append([]ast.Expr{recv}, given...)
	}
	for _, i := range writesTo(fn, len(given)) {
		if i >= len(given) {
			continue
		}
		v := w.argument(given[i])
		if i == 0 && recv != nil {
			v = w.flow.receiver(selector(ast.Unparen(call.Fun)), fn)
		}
		if i == 0 && recv != nil && writerMethods[fn.Name()] && isWriter(fn.Signature().Recv().Type()) {
			w.writesTo(v, ShortName(fn), call)
			v = v.variables()
		}
		w.mutateValue(v, ShortName(fn), call, stack)
	}
	if appends(fn) && len(call.Args) > 0 && w.overwrites(w.argument(call.Args[0])) {
		w.mutate(call.Args[0], ShortName(fn)+" to "+clip(types.ExprString(call.Args[0])), call, stack)
	}
	if strings.HasSuffix(fn.Name(), "Var") || strings.HasSuffix(fn.Name(), "VarP") { // of flag and its kin
		for _, a := range call.Args {
			for _, r := range w.argument(a).leads() {
				if r.Root.isVar() {
					w.writeVar(r.Root, bound, call, stack)
				}
			}
		}
	}
	sig := fn.Signature()
	for i, a := range call.Args {
		if w.lends(fn, paramType(sig, i, call.Ellipsis.IsValid()), a, call) {
			w.mutateValue(w.argument(a).variables(), ShortName(fn), call, stack)
		}
		w.given(fn, paramType(sig, i, call.Ellipsis.IsValid()), a, call)
	}
}

// given notes what a function outside the scope may do with one argument: call
// its methods, call it, write to it.
func (w *walker) given(fn *types.Func, param types.Type, a ast.Expr, call *ast.CallExpr) {
	t := w.Info.TypeOf(a)
	if param == nil || t == nil {
		return
	}
	v := w.argument(a)
	if _, ok := coreType(param).(*types.Signature); ok {
		w.handOut(a)
		w.handed(fn, v, a, call)
		return
	}
	if s, ok := param.Underlying().(*types.Slice); ok && call.Ellipsis.IsValid() {
		param = s.Elem() // args...
	}
	iface, ok := param.Underlying().(*types.Interface)
	if !ok {
		return
	}
	if isWriter(param) {
		w.writesTo(v, ShortName(fn), call)
	}
	switch {
	case iface.NumMethods() == 0:
		if w.logs(call) || Key(fn) == "fmt.Errorf" {
			return // whatever the line says
		}
		for _, asked := range asks(fn) {
			w.asks(t, asked, v, call, map[types.Type]bool{})
		}
	case types.IsInterface(t):
		if isErrorType(t) || plain(t) || plain(param) || w.madeOutside(a) {
			return
		}
		for m := range iface.Methods() {
			d := Dynamic{Shape: w.shape(t), Method: methodShape(m), Name: w.interfaceName(t) + "." + m.Name(),
				Args: v.flows(0, "", nil), Closed: closed(t), Ours: w.ours(t), Plain: isWriter(param), Site: siteOf(w.Fset, call)}
			w.node.Dynamic = append(w.node.Dynamic, d)
		}
	default:
		w.invoke(t) // of a function type, as http.HandlerFunc
		for m := range iface.Methods() {
			w.methodOf(t, m.Name(), "", v, call)
		}
	}
}

// handed notes that a function outside the scope calls a function value that it
// is given: with its other arguments, or their elements, where the types fit.
func (w *walker) handed(fn *types.Func, v *value, a ast.Expr, call *ast.CallExpr) {
	sig, ok := coreType(w.Info.TypeOf(a)).(*types.Signature)
	if !ok {
		return
	}
	given := call.Args
	if sel := selector(ast.Unparen(call.Fun)); sel != nil && w.Info.Selections[sel] != nil {
		given = append([]ast.Expr{sel.X}, given...)
	}
	var c Indirect
	for j, p := range slices.Collect(sig.Params().Variables()) {
		var got *value
		for _, b := range given {
			switch t := w.Info.TypeOf(b); {
			case b == a || t == nil:
			case types.Identical(t, p.Type()):
				got = got.join(w.argument(b))
			case hasElement(t, p.Type()):
				got = got.join(w.argument(b).at(elements))
			}
		}
		c.Args = got.flows(j, "", c.Args)
	}
	c.Site = siteOf(w.Fset, call)
	seen := w.isSeen(a)
	for _, r := range v.leads() {
		if _, ok := r.Root.function(); ok {
			seen = true
			if len(c.Args) > 0 {
				w.callValue(v, r, c, Unordered{})
			}
		} else if !r.Root.isVar() {
			w.effect(Effect{Kind: Unknown, What: "calls " + clip(types.ExprString(a)), Ref: r}, call)
		}
	}
	if !seen {
		c.Sig, c.Name, c.Fun = sigKey(sig), clip(types.ExprString(a)), v.leads()
		c.Plain, c.Handed = w.Silenced(Unknown.Category(), call.Pos()), true
		w.node.Indirect = append(w.node.Indirect, c)
	}
}

// hasElement reports whether the elements, or the keys, of a t are of a type.
func hasElement(t, of types.Type) bool {
	switch u := coreType(t).(type) {
	case *types.Slice:
		return types.Identical(u.Elem(), of)
	case *types.Array:
		return types.Identical(u.Elem(), of)
	case *types.Map:
		return types.Identical(u.Elem(), of) || types.Identical(u.Key(), of)
	}
	return false
}

// handOut notes that code outside the scope calls a function value: one that a
// variable holds, or that a call returned. Of functions and literals that are
// handed out where they are named, their mention tells, see valueOf; and what is
// made outside has been handed what it calls.
func (w *walker) handOut(e ast.Expr) {
	if !w.madeOutside(e) {
		w.invoke(w.Info.TypeOf(e))
	}
}

// madeOutside reports whether an expression is what a function outside the scope
// returns: its dynamic type is then taken to be from there, too.
func (w *walker) madeOutside(e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	fn := w.static(call)
	return fn != nil && fn.Pkg() != nil && !w.InScope(identity.PlainPath(fn.Pkg().Path()))
}

// methodOf notes a call of the method that a concrete type has by some name,
// where only isn't empty, only if a function value or a template calls it.
func (w *walker) methodOf(t types.Type, name, only string, v *value, at ast.Node) {
	obj, index, _ := types.LookupFieldOrMethod(t, true, w.Types, name)
	fn, ok := obj.(*types.Func)
	if !ok || types.IsInterface(t) {
		return
	}
	if impl := w.implementation(t, fn, index); impl != "" {
		w.node.Calls = append(w.node.Calls, Call{Callee: impl, Value: only, Args: v.flows(0, "", nil), Site: siteOf(w.Fset, at)})
	}
}

// fileName is where the name of the file that a function reads comes from.
func (w *walker) fileName(fn *types.Func, call *ast.CallExpr) Ref {
	for i, a := range call.Args {
		if p := paramType(fn.Signature(), i, call.Ellipsis.IsValid()); p != nil {
			if b, ok := p.Underlying().(*types.Basic); ok && b.Info()&types.IsString != 0 {
				if refs := w.argument(a).leads(); len(refs) == 1 {
					return refs[0]
				}
				return Ref{}
			}
		}
	}
	return Ref{}
}

// paramType is the type of what the ith argument is passed as.
func paramType(sig *types.Signature, i int, spread bool) types.Type {
	n := sig.Params().Len()
	if sig.Variadic() && i >= n-1 {
		last := sig.Params().At(n - 1).Type()
		if s, ok := last.Underlying().(*types.Slice); ok && !spread {
			return s.Elem()
		}
		return last
	}
	if i < n {
		return sig.Params().At(i).Type()
	}
	return nil
}
