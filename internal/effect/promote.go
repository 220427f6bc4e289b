package effect

import (
	"go/ast"
	"go/types"
	"path/filepath"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// interfaceOf is the interface whose dynamic type decides which method a
// selection denotes, nil where it denotes a declared one: the type that it
// selects from, or that of the embedded field that promotes the method (E5).
func interfaceOf(sel *types.Selection) types.Type {
	if sel == nil || sel.Kind() == types.FieldVal {
		return nil
	}
	if types.IsInterface(sel.Recv()) {
		return sel.Recv()
	}
	return promotedBy(sel.Recv(), sel.Obj(), sel.Index())
}

// promotedBy is the type of the embedded interface through which a concrete
// type has a method, nil for a declared method. The index is that of a selection
// or of a lookup.
func promotedBy(t types.Type, method types.Object, index []int) types.Type {
	fn, ok := method.(*types.Func)
	if !ok || fn.Signature().Recv() == nil || !types.IsInterface(fn.Signature().Recv().Type()) {
		return nil
	}
	for _, i := range index[:len(index)-1] {
		s, ok := elem(t).Underlying().(*types.Struct)
		if !ok {
			return nil
		}
		t = s.Field(i).Type()
	}
	return t
}

// dispatched is the interface value that decides which method a selection from x
// denotes: x itself, or an embedded field of it.
func (w *walker) dispatched(x ast.Expr, method *types.Func) *value {
	t := w.Info.TypeOf(x)
	if t == nil || types.IsInterface(t) {
		return w.argument(x)
	}
	_, index, _ := types.LookupFieldOrMethod(t, true, method.Pkg(), method.Name())
	if len(index) == 0 {
		return nil
	}
	return w.flow.fields(w.flow.slot(x), index[:len(index)-1]).value
}

// implementation is the key of the function that a concrete type has as a
// method, "" for one outside the scope. For a method promoted by an embedded
// interface it is that of a node which calls the interface.
func (s *summarizer) implementation(t types.Type, fn *types.Func, index []int) string {
	if fn.Pkg() == nil {
		return "" // error.Error
	}
	iface := promotedBy(t, fn, index)
	if iface == nil {
		if types.IsInterface(fn.Signature().Recv().Type()) || !s.InScope(identity.PlainPath(fn.Pkg().Path())) {
			return ""
		}
		return Key(fn)
	}
	if named, ok := types.Unalias(elem(t)).(*types.Named); ok &&
		(named.Obj().Pkg() == nil || !s.InScope(identity.PlainPath(named.Obj().Pkg().Path()))) {
		return "" // the table's
	}
	return s.promoted(fn, iface)
}

// promoted gives a method of an interface a node that calls it, for the types
// that have it through an embedded field, and the node's key.
func (s *summarizer) promoted(fn *types.Func, iface types.Type) string {
	key := Key(fn)
	if s.nodes[key] != nil {
		return key
	}
	n := s.nodeOf(key)
	p := s.Fset.PositionFor(fn.Pos(), false)
	site := Site{File: filepath.Base(p.Filename), Line: p.Line}
	if kind := s.interfaceEffect(fn); kind != 0 {
		n.Effects = append(n.Effects, Effect{Kind: kind, What: ShortName(fn), Site: site})
		return key
	}
	if pure, _ := s.Extra.says(fn); pure {
		return key
	}
	d := s.dynamicOf(fn, iface)
	for i := range fn.Signature().Params().Len() + 1 {
		d.Args = append(d.Args, Flow{To: i, Ref: Ref{Root: Root(i + 1)}})
	}
	d.Site = site
	if writes(fn, iface) {
		n.Effects = append(n.Effects, Effect{Kind: Writes, What: clip(ShortName(fn)), Ref: Ref{Root: 1}, Site: site})
	}
	if fn.Name() == "Read" && fn.Signature().Params().Len() == 1 {
		n.Effects = append(n.Effects, Effect{Kind: Mutates, What: ShortName(fn), Ref: Ref{Root: 2}, Site: site})
	}
	n.Dynamic = append(n.Dynamic, d)
	return key
}
