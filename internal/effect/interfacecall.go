package effect

import (
	"go/ast"
	"go/types"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// dynamic notes a call of an interface's method, of a method of a type
// parameter, or a mention of one.
func (w *walker) dynamic(fn *types.Func, recv types.Type, x ast.Expr, args []ast.Expr, at ast.Node) {
	if fn.Pkg() == nil {
		return // error.Error
	}
	if pure, _ := w.Extra.says(fn); pure {
		return
	}
	if kind := w.interfaceEffect(fn); kind != 0 {
		w.effect(Effect{Kind: kind, What: ShortName(fn)}, at)
		return
	}
	d := w.dynamicOf(fn, recv)
	d.Site = siteOf(w.Fset, at)
	d.Plain = d.Plain || w.Silenced(Unknown.Category(), at.Pos())
	if !d.Ours { // which a function type outside the scope may implement, as http.HandlerFunc does
		w.invoke(types.NewSignatureType(nil, nil, nil, fn.Signature().Params(), fn.Signature().Results(), fn.Signature().Variadic()))
	}
	if call, ok := at.(*ast.CallExpr); ok {
		d.No = w.flow.number(call)
	}
	var of *value
	if x != nil {
		of = w.dispatched(x, fn)
	}
	if writes(fn, recv) {
		w.writesTo(of, clip(ShortName(fn)), at)
	}
	d.Args = of.flows(0, "", nil)
	if w.flow.concrete(of) {
		d.Known |= 1
	}
	for i, a := range args {
		d.Args = w.argument(a).flows(i+1, "", d.Args)
		if i+1 < MaxParams && w.decides(paramType(fn.Signature(), i, false), a) {
			d.Known |= 1 << (i + 1)
		}
	}
	if !w.InScope(identity.PlainPath(fn.Pkg().Path())) {
		for _, i := range writesTo(fn, len(args)+1) {
			if 0 < i && i <= len(args) {
				w.mutate(args[i-1], ShortName(fn), at, nil)
			}
		}
	}
	w.node.Dynamic = append(w.node.Dynamic, d)
}

// writesTo notes that something is written to a writer.
func (w *walker) writesTo(v *value, what string, at ast.Node) {
	for _, r := range v.leads() {
		if !r.Root.isVar() {
			w.effect(Effect{Kind: Writes, What: what, Ref: r}, at)
		}
	}
}

// interfaceEffect is what a call of an interface's method does whatever
// implements it, 0 for nothing.
func (s *summarizer) interfaceEffect(fn *types.Func) Kind {
	switch pure, impure := s.Extra.says(fn); {
	case pure:
		return 0
	case impure:
		return Declared
	}
	return outsideKind(fn) // context.Context.Value
}

// dynamicOf describes a call of an interface's method, but for the arguments and
// the place.
func (s *summarizer) dynamicOf(fn *types.Func, iface types.Type) Dynamic {
	return Dynamic{
		Shape: s.shape(iface), Method: methodShape(fn), Name: s.interfaceName(iface) + "." + fn.Name(),
		Closed: closed(iface), Ours: s.ours(iface), Param: !isInterface(iface),
		Plain: plain(iface) || plain(fn.Signature().Recv().Type()) || writes(fn, iface),
	}
}

// writes reports whether a method of an interface writes to it as to an
// io.Writer.
func writes(fn *types.Func, iface types.Type) bool {
	return writerMethods[fn.Name()] && isWriter(iface)
}

// plain reports whether an interface is one of those whose implementations only
// compute.
func plain(t types.Type) bool {
	name := typeName(t)
	return plainInterfaces[name] || strings.HasPrefix(name, "go/types.") || strings.HasPrefix(name, "go/ast.")
}

// closed reports whether only types of the package that declares an interface
// can implement it: it has an unexported method, or, by convention, an
// unexported name.
func closed(t types.Type) bool {
	iface, ok := t.Underlying().(*types.Interface)
	if !ok {
		return false
	}
	for m := range iface.Methods() {
		if !m.Exported() {
			return true
		}
	}
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Pkg() != nil && !named.Obj().Exported()
}

// ours reports whether an interface is declared in scope.
func (s *summarizer) ours(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return !ok || named.Obj().Pkg() != nil && s.InScope(identity.PlainPath(named.Obj().Pkg().Path()))
}

var writerMethods = words("Write WriteString WriteByte WriteRune WriteAt WriteHeader Print Printf Println Flush")

// isWriter reports whether t has the method of io.Writer.
func isWriter(t types.Type) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, "Write")
	fn, ok := obj.(*types.Func)
	if !ok {
		return false
	}
	sig := fn.Signature()
	return sig.Params().Len() == 1 && sig.Results().Len() == 2 &&
		types.Identical(sig.Params().At(0).Type(), types.NewSlice(types.Typ[types.Byte]))
}

// interfaceName names an interface in a message.
func (s *summarizer) interfaceName(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string { return p.Name() })
}
