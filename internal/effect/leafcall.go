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
func (w *walker) outsideCall(fn *types.Func, recv ast.Expr, roots []Root, call *ast.CallExpr, stack []ast.Node) {
	if pure, _ := w.Extra.says(fn); pure {
		return
	}
	if kind, what := w.outside(fn); kind != 0 && !w.harmless(fn, kind, call, stack) {
		e := Effect{Kind: kind, What: what}
		if kind == Files || kind == FileInfo {
			e.Root = w.fileName(fn, call)
		}
		w.effect(e, call)
	}
	w.collected(fn, call, stack)
	if fn.Name() == "Go" && recv != nil && len(call.Args) == 1 { // of a group
		if lit, ok := ast.Unparen(call.Args[0]).(*ast.FuncLit); ok {
			w.goroutine(&ast.CallExpr{Fun: lit}, stack)
		}
	}
	given := call.Args
	if recv != nil {
		given = append([]ast.Expr{recv}, given...)
	}
	for _, i := range writesTo(fn) {
		if i >= len(given) {
			continue
		}
		r := w.target(fn, recv, given, i)
		if r > 0 && i == 0 && recv != nil && writerMethods[fn.Name()] && isWriter(fn.Signature().Recv().Type()) {
			w.effect(Effect{Kind: Writes, What: ShortName(fn), Root: r}, call)
			continue
		}
		w.mutateRoot(r, ShortName(fn), call, stack)
	}
	if strings.HasSuffix(fn.Name(), "Var") || strings.HasSuffix(fn.Name(), "VarP") { // of flag and its kin
		for _, a := range call.Args {
			if r := w.root(a); r < 0 {
				w.writeVar(r, bound, call, stack)
			}
		}
	}
	sig := fn.Signature()
	for i, a := range call.Args {
		w.given(fn, paramType(sig, i, call.Ellipsis.IsValid()), a, call)
	}
}

// target is the root of what a function writes to.
func (w *walker) target(fn *types.Func, recv ast.Expr, given []ast.Expr, i int) Root {
	if i == 0 && recv != nil {
		return w.receiver(recv, fn)
	}
	return w.argument(given[i])
}

// given notes what a function outside the scope may do with one argument: call
// its methods, call it, write to it.
func (w *walker) given(fn *types.Func, param types.Type, a ast.Expr, call *ast.CallExpr) {
	t := w.Info.TypeOf(a)
	if param == nil || t == nil {
		return
	}
	root := w.argument(a)
	if _, ok := coreType(param).(*types.Signature); ok {
		if id := w.rootIdent(a); id != nil {
			w.invoke(t)
		}
		if root > 0 {
			w.effect(Effect{Kind: Unknown, What: ShortName(fn) + " calls " + clip(types.ExprString(a)), Root: root}, call)
		}
		return
	}
	iface, ok := param.Underlying().(*types.Interface)
	if !ok {
		return
	}
	if isWriter(param) && root > 0 {
		w.effect(Effect{Kind: Writes, What: ShortName(fn), Root: root}, call)
	}
	switch {
	case iface.NumMethods() == 0:
		if reflective(fn) {
			methods := describing
			if decodes(fn) {
				methods = restoring
			}
			w.describes(t, methods, root, call, map[types.Type]bool{})
		}
	case types.IsInterface(t):
		if isErrorType(t) || plain(t) || plain(param) || w.madeOutside(a) {
			return
		}
		for m := range iface.Methods() {
			d := Dynamic{Shape: w.shape(param), Method: methodShape(m), Name: w.interfaceName(t) + "." + m.Name(),
				Args: []Root{root}, Closed: closed(t), Ours: w.ours(t), Plain: isWriter(param), Site: siteOf(w.Fset, call)}
			w.node.Dynamic = append(w.node.Dynamic, d)
		}
	default:
		w.invoke(t) // of a function type, as http.HandlerFunc
		for m := range iface.Methods() {
			w.methodOf(t, m.Name(), root, call)
		}
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

// methodOf notes a call of the method that a concrete type has by some name.
func (w *walker) methodOf(t types.Type, name string, root Root, at ast.Node) {
	obj, _, _ := types.LookupFieldOrMethod(t, true, w.Types, name)
	fn, ok := obj.(*types.Func)
	if !ok || fn.Pkg() == nil || types.IsInterface(fn.Signature().Recv().Type()) || !w.InScope(identity.PlainPath(fn.Pkg().Path())) {
		return
	}
	c := Call{Callee: Key(fn), Site: siteOf(w.Fset, at)}
	if root != 0 {
		c.Args = []Root{root}
	}
	w.node.Calls = append(w.node.Calls, c)
}

// describing are the methods that formatters and encoders call on values of any
// type (E2).
var describing = strings.Fields(`String Error Format GoString LogValue
	MarshalJSON MarshalText MarshalBinary MarshalXML MarshalXMLAttr MarshalYAML MarshalTOML GobEncode`)

// restoring are those that decoders call.
var restoring = strings.Fields(`UnmarshalJSON UnmarshalText UnmarshalBinary UnmarshalXML UnmarshalXMLAttr UnmarshalYAML
	UnmarshalTOML GobDecode Scan`)

// decodes reports whether a function outside the scope sets the values that it is
// given, rather than to describe them.
func decodes(fn *types.Func) bool {
	name := fn.Name()
	return strings.HasPrefix(name, "Unmarshal") || strings.HasPrefix(name, "Decode") || strings.Contains(name, "scan") || strings.HasPrefix(name, "Scan") || name == "Read"
}

// reflective reports whether a function outside the scope looks into values of
// any type.
func reflective(fn *types.Func) bool {
	if fn.Pkg() == nil {
		return false
	}
	switch path := identity.PlainPath(fn.Pkg().Path()); path {
	case "fmt", "text/template", "html/template", "log":
		return true
	default:
		return strings.HasPrefix(path, "encoding/") || strings.Contains(path, "yaml") || strings.Contains(path, "toml") || strings.Contains(path, "json")
	}
}

// describes notes calls of those methods of a type and its parts that are among
// methods.
func (w *walker) describes(t types.Type, methods []string, root Root, at ast.Node, seen map[types.Type]bool) {
	t = types.Unalias(t)
	if t == nil || seen[t] || isErrorType(t) || types.IsInterface(t) {
		return
	}
	seen[t] = true
	named, _ := t.(*types.Named)
	if p, ok := t.(*types.Pointer); ok {
		named, _ = types.Unalias(p.Elem()).(*types.Named)
	}
	if named != nil && named.Obj().Pkg() != nil {
		if !w.InScope(identity.PlainPath(named.Obj().Pkg().Path())) {
			return
		}
		for m := range named.Methods() {
			if slices.Contains(methods, m.Name()) {
				w.methodOf(t, m.Name(), root, at)
			}
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Pointer:
		w.describes(u.Elem(), methods, root, at, seen)
	case *types.Slice:
		w.describes(u.Elem(), methods, root, at, seen)
	case *types.Array:
		w.describes(u.Elem(), methods, root, at, seen)
	case *types.Map:
		w.describes(u.Key(), methods, root, at, seen)
		w.describes(u.Elem(), methods, root, at, seen)
	case *types.Struct:
		for field := range u.Fields() {
			w.describes(field.Type(), methods, root, at, seen)
		}
	}
}

// fileName is the root of the name of the file that a function reads.
func (w *walker) fileName(fn *types.Func, call *ast.CallExpr) Root {
	for i, a := range call.Args {
		if p := paramType(fn.Signature(), i, call.Ellipsis.IsValid()); p != nil {
			if b, ok := p.Underlying().(*types.Basic); ok && b.Info()&types.IsString != 0 {
				return w.argument(a)
			}
		}
	}
	return 0
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
