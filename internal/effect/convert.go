package effect

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// convert notes that a concrete type becomes an interface value: its methods
// may then be called through any interface that it implements (E5).
func (w *walker) convert(dst, src types.Type, at ast.Expr) {
	if dst == nil || src == nil || !isInterface(dst) || types.IsInterface(src) {
		return
	}
	w.converted(src, at)
	if iface, _ := dst.Underlying().(*types.Interface); iface.NumMethods() > 0 && w.ours(dst) && w.typeOf(src) < 0 {
		w.node.Converts = append(w.node.Converts, Convert{Type: w.outsideType(src), Site: siteOf(w.Fset, at)})
	}
}

func isInterface(t types.Type) bool {
	if _, ok := types.Unalias(t).(*types.TypeParam); ok {
		return false
	}
	return types.IsInterface(t)
}

// convertArgs notes the conversions of a call's arguments.
func (w *walker) convertArgs(sig *types.Signature, call *ast.CallExpr) {
	if len(call.Args) == 1 {
		if t, ok := w.Info.TypeOf(call.Args[0]).(*types.Tuple); ok { // f(g())
			for i := range t.Len() {
				w.convert(paramType(sig, i, false), t.At(i).Type(), call.Args[0])
			}
			return
		}
	}
	for i, a := range call.Args {
		w.convert(paramType(sig, i, call.Ellipsis.IsValid()), w.Info.TypeOf(a), a)
	}
}

// returns notes the conversions of a return statement.
func (w *walker) returns(n *ast.ReturnStmt, stack []ast.Node) {
	var ft *ast.FuncType
	if d, ok := w.decl.(*ast.FuncDecl); ok {
		ft = d.Type
	}
	for _, s := range stack {
		if lit, ok := s.(*ast.FuncLit); ok {
			ft = lit.Type
		}
	}
	if ft == nil || ft.Results == nil {
		return
	}
	var want []types.Type
	for _, field := range ft.Results.List {
		for range max(1, len(field.Names)) {
			want = append(want, w.Info.TypeOf(field.Type))
		}
	}
	if len(n.Results) == 1 && len(want) > 1 {
		if t, ok := w.Info.TypeOf(n.Results[0]).(*types.Tuple); ok {
			for i := range min(t.Len(), len(want)) {
				w.convert(want[i], t.At(i).Type(), n.Results[0])
			}
		}
		return
	}
	for i, e := range n.Results {
		if i < len(want) {
			w.convert(want[i], w.Info.TypeOf(e), e)
		}
	}
}

// composite notes the conversions of a composite literal's elements.
func (w *walker) composite(n *ast.CompositeLit) {
	t := coreType(w.Info.TypeOf(n))
	if p, ok := t.(*types.Pointer); ok { // elided &T
		t = p.Elem().Underlying()
	}
	for i, e := range n.Elts {
		kv, keyed := e.(*ast.KeyValueExpr)
		if keyed {
			e = kv.Value
		}
		if _, ok := t.(*types.Struct); ok && !w.ours(elem(w.Info.TypeOf(n))) {
			w.invoke(w.Info.TypeOf(e)) // such as New of a sync.Pool
		}
		if m, ok := t.(*types.Map); ok && isInterface(m.Elem()) {
			w.invoke(w.Info.TypeOf(e)) // a function that templates may call by its name
		}
		switch u := t.(type) {
		case *types.Struct:
			if keyed {
				if f, ok := w.Info.Uses[kv.Key.(*ast.Ident)].(*types.Var); ok {
					w.convert(f.Type(), w.Info.TypeOf(e), e)
				}
			} else if i < u.NumFields() {
				w.convert(u.Field(i).Type(), w.Info.TypeOf(e), e)
			}
		case *types.Slice:
			w.convert(u.Elem(), w.Info.TypeOf(e), e)
		case *types.Array:
			w.convert(u.Elem(), w.Info.TypeOf(e), e)
		case *types.Map:
			w.convert(u.Elem(), w.Info.TypeOf(e), e)
			if keyed {
				w.convert(u.Key(), w.Info.TypeOf(kv.Key), kv.Key)
			}
		}
	}
}

// instance notes the type arguments of an instance, of a function or of a type:
// generic code calls their methods through the constraints.
func (w *walker) instance(id *ast.Ident) {
	if inst, ok := w.Info.Instances[id]; ok {
		w.typeArgs(slices.Collect(inst.TypeArgs.Types()), id, 0)
	}
}

// receives notes the type arguments of the type that a method is called on,
// which need not be spelt where that is done.
func (w *walker) receives(fn *types.Func, at ast.Node) {
	if recv := fn.Signature().Recv(); recv != nil {
		w.within(recv.Type(), at, 0)
	}
}

func (w *walker) typeArgs(args []types.Type, at ast.Node, depth int) {
	for _, t := range args {
		if !types.IsInterface(t) {
			w.converted(t, at)
		}
		w.within(t, at, depth)
	}
}

// within notes the type arguments that a type is made with, at any depth.
func (w *walker) within(t types.Type, at ast.Node, depth int) {
	if depth > 5 {
		return // of a type that instantiates itself with more and more
	}
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		w.typeArgs(slices.Collect(t.TypeArgs().Types()), at, depth+1)
	case *types.Map:
		w.within(t.Key(), at, depth+1)
		w.within(t.Elem(), at, depth+1)
	case interface{ Elem() types.Type }: // pointers, slices, arrays, channels
		w.within(t.Elem(), at, depth+1)
	}
}

// converted notes that a concrete type becomes an interface value.
func (w *walker) converted(t types.Type, at ast.Node) {
	i := w.typeOf(t)
	if i >= 0 && !slices.ContainsFunc(w.node.Converts, func(c Convert) bool { return c.Type == i }) {
		w.node.Converts = append(w.node.Converts, Convert{Type: i, Site: siteOf(w.Fset, at)})
	}
}

// outsideType is the index of a concrete type without methods in scope: that an
// interface of the scope holds it is known, and what its methods do.
func (s *summarizer) outsideType(t types.Type) int {
	if i, ok := s.outsideTypes.At(t).(int); ok {
		return i
	}
	out := Type{Name: types.TypeString(t, nil)}
	set := types.NewMethodSet(t)
	for i := range set.Len() {
		if fn, ok := set.At(i).Obj().(*types.Func); ok {
			out.Methods, out.Impls = append(out.Methods, methodShape(fn)), append(out.Impls, "")
		}
	}
	s.out.Types = append(s.out.Types, out)
	s.outsideTypes.Set(t, len(s.out.Types)-1)
	return len(s.out.Types) - 1
}

// typeOf is the index of a concrete type, -1 for one without methods in scope.
func (s *summarizer) typeOf(t types.Type) int {
	if i, ok := s.types.At(t).(int); ok {
		return i
	}
	s.types.Set(t, -1)
	out := Type{Name: types.TypeString(t, nil)}
	known := false
	set := types.NewMethodSet(t)
	for i := range set.Len() {
		fn, ok := set.At(i).Obj().(*types.Func)
		if !ok {
			continue
		}
		impl := s.implementation(t, fn, set.At(i).Index())
		known = known || impl != ""
		out.Methods = append(out.Methods, methodShape(fn))
		out.Impls = append(out.Impls, impl)
	}
	if !known {
		return -1
	}
	i := len(s.out.Types)
	s.out.Types = append(s.out.Types, out)
	s.types.Set(t, i)
	return i
}

// shape is the index of an interface's method set.
func (s *summarizer) shape(t types.Type) int {
	var methods []string
	if iface, ok := t.Underlying().(*types.Interface); ok {
		methods = methodsOf(iface)
	}
	key := strings.Join(methods, " ")
	i, ok := s.shapes[key]
	if !ok {
		i = len(s.out.Shapes)
		s.out.Shapes = append(s.out.Shapes, Shape{methods})
		s.shapes[key] = i
	}
	return i
}

// methodShape is a method's name with the numbers of its parameters and
// results. Types are left out, as those of generic code differ: at worst a
// method counts that can't be called.
func methodShape(fn *types.Func) string {
	sig := fn.Signature()
	name := fn.Name()
	if !fn.Exported() && fn.Pkg() != nil {
		name = identity.PlainPath(fn.Pkg().Path()) + "." + name
	}
	return fmt.Sprintf("%s/%d/%d", name, sig.Params().Len(), sig.Results().Len())
}
