package identity

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
)

// exprs writes a list of expressions.
func (f *former) exprs(list []ast.Expr) {
	f.int(len(list))
	for _, e := range list {
		f.expr(e)
	}
}

// expr writes an expression; nil is allowed where the syntax allows it.
func (f *former) expr(e ast.Expr) {
	if e == nil {
		f.op("none")
		return
	}
	info := f.src.Info
	if tv, ok := info.Types[e]; ok {
		switch {
		case tv.Value != nil:
			f.constant(tv.Value, tv.Type)
			return
		case tv.IsType():
			f.op("type")
			f.typ(tv.Type)
			return
		}
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		f.expr(e.X)
	case *ast.Ident:
		f.ident(e)
	case *ast.BasicLit: // without a value: only in code with errors
		f.op("literal")
		f.str(e.Value)
	case *ast.FuncLit:
		f.op("closure")
		sig := info.TypeOf(e).(*types.Signature)
		f.signature(sig)
		f.body(sig, e.Body)
	case *ast.CompositeLit:
		f.composite(e)
	case *ast.SelectorExpr:
		f.selector(e)
	case *ast.IndexExpr:
		if f.instance(e.X) {
			return
		}
		f.op("index")
		f.expr(e.X)
		f.expr(e.Index)
		if m, ok := coreType(info.TypeOf(e.X)).(*types.Map); ok {
			f.convert(m.Key(), info.TypeOf(e.Index))
		}
	case *ast.IndexListExpr:
		if !f.instance(e.X) {
			panic("identity: index list of no instance")
		}
	case *ast.SliceExpr:
		f.op("slicing")
		f.expr(e.X)
		f.expr(e.Low)
		if f.wholeLength(e) {
			f.op("none")
		} else {
			f.expr(e.High)
		}
		f.expr(e.Max)
	case *ast.TypeAssertExpr:
		f.op("assert")
		f.expr(e.X)
		if e.Type == nil {
			f.op("switch")
		} else {
			f.typ(info.TypeOf(e.Type))
			f.numbers(info.TypeOf(e.Type), false) // as the panic says
		}
	case *ast.CallExpr:
		f.call(e)
	case *ast.StarExpr:
		f.op("deref")
		f.expr(e.X)
	case *ast.UnaryExpr:
		f.op("unary")
		f.str(e.Op.String())
		f.expr(e.X)
	case *ast.BinaryExpr:
		f.op("binary")
		f.str(e.Op.String())
		f.expr(e.X)
		f.expr(e.Y)
		if e.Op == token.EQL || e.Op == token.NEQ {
			x, y := info.TypeOf(e.X), info.TypeOf(e.Y)
			f.convert(x, y)
			f.convert(y, x)
		}
	case *ast.KeyValueExpr: // of composite literals, which see to it
		panic("identity: stray key")
	default:
		panic(fmt.Sprintf("identity: unknown expression %T", e))
	}
}

// wholeLength reports whether e is s[x:len(s)], which is s[x:] as long as x
// calls nothing that could assign s.
func (f *former) wholeLength(e *ast.SliceExpr) bool {
	call, ok := ast.Unparen(e.High).(*ast.CallExpr)
	if !ok || e.Slice3 || !isBuiltin(f.src.Info, call.Fun) || identOf(call.Fun).Name != "len" {
		return false
	}
	x, ok := ast.Unparen(e.X).(*ast.Ident)
	y, ok2 := ast.Unparen(call.Args[0]).(*ast.Ident)
	if !ok || !ok2 || f.src.Info.Uses[x] == nil || f.src.Info.Uses[x] != f.src.Info.Uses[y] {
		return false
	}
	if e.Low == nil {
		return true
	}
	switch ast.Unparen(e.Low).(type) {
	case *ast.BasicLit, *ast.Ident:
		return true
	}
	return false
}

// instance writes e if it names an instance of a generic function.
func (f *former) instance(e ast.Expr) bool {
	id := identOf(e)
	if id == nil {
		return false
	}
	if _, ok := f.src.Info.Instances[id]; !ok {
		return false
	}
	f.expr(ast.Unparen(e))
	return true
}

func identOf(e ast.Expr) *ast.Ident {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return e
	case *ast.SelectorExpr:
		return e.Sel
	}
	return nil
}

// ident writes what an identifier denotes (I3).
func (f *former) ident(id *ast.Ident) {
	obj := f.src.Info.ObjectOf(id)
	switch obj := obj.(type) {
	case nil:
		f.op("blank")
	case *types.Nil:
		f.op("nil")
	case *types.Builtin:
		f.op("builtin")
		f.str(obj.Name())
	case *types.Var:
		if f.isC(obj) {
			f.reachC(id, obj)
			return
		}
		if isPackageLevel(obj) {
			f.object(obj)
			return
		}
		f.op("local")
		f.int(f.local(obj))
	case *types.Func:
		if f.isC(obj) {
			f.reachC(id, obj)
			return
		}
		f.object(obj)
		f.typeArgs(id)
	default:
		f.object(obj)
	}
}

func isPackageLevel(obj types.Object) bool {
	return obj.Pkg() != nil && obj.Parent() == obj.Pkg().Scope()
}

// typeArgs writes the type arguments of an instance, spelled or inferred. The
// instance's body may call the arguments' methods (I6).
func (f *former) typeArgs(id *ast.Ident) {
	inst, ok := f.src.Info.Instances[id]
	if !ok {
		return
	}
	f.op("args")
	f.int(inst.TypeArgs.Len())
	for t := range inst.TypeArgs.Types() {
		f.typ(t)
		f.reach(t)
		f.numbers(t, f.printsTypes(f.src.Info.ObjectOf(id).Pkg()))
	}
}

func (f *former) selector(e *ast.SelectorExpr) {
	sel, ok := f.src.Info.Selections[e]
	if !ok { // a name qualified by its package
		f.ident(e.Sel)
		return
	}
	switch sel.Kind() {
	case types.FieldVal:
		if f.capturedPart(e) {
			return
		}
		f.op("field")
		f.expr(e.X)
		f.member(sel.Obj())
	case types.MethodVal:
		f.op("method")
		f.expr(e.X)
		f.methodRef(sel.Obj().(*types.Func), e.Sel)
	case types.MethodExpr:
		f.op("methodexpr")
		f.typ(sel.Recv())
		f.methodRef(sel.Obj().(*types.Func), e.Sel)
	}
}

// methodRef writes a method: by what it denotes if that is known, by name if
// the receiver is an interface, whose values bring their methods along where
// they are made (I6).
func (f *former) methodRef(m *types.Func, id *ast.Ident) {
	if recv := m.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
		f.op("dynamic")
		f.member(m)
		if reason := leafAssumption(m); reason != "" {
			f.assume(id.Pos(), reason)
		}
		return
	}
	f.object(m)
}

func (f *former) call(e *ast.CallExpr) {
	info := f.src.Info
	fun := ast.Unparen(e.Fun)
	if tv := info.Types[fun]; tv.IsType() {
		f.op("conversion")
		f.typ(tv.Type)
		f.expr(e.Args[0])
		f.convert(tv.Type, info.TypeOf(e.Args[0]))
		f.rawFunction(tv.Type, info.TypeOf(e.Args[0]), e)
		return
	}
	if id := identOf(fun); id != nil {
		if b, ok := info.Uses[id].(*types.Builtin); ok {
			f.builtin(b.Name(), e)
			return
		}
	}
	f.suspicious(e)
	f.op("call")
	f.expr(fun)
	if takesOptions(info, fun) {
		f.registration(fun, e.Args)
	} else {
		f.exprs(e.Args)
	}
	f.bool(e.Ellipsis.IsValid())
	sig, ok := coreType(info.TypeOf(fun)).(*types.Signature)
	if !ok {
		return
	}
	f.arguments(sig, e)
}

// arguments covers the conversions of a call's arguments to the types of its
// parameters.
func (f *former) arguments(sig *types.Signature, e *ast.CallExpr) {
	info := f.src.Info
	param := func(i int) types.Type {
		n := sig.Params().Len()
		if sig.Variadic() && i >= n-1 {
			last := sig.Params().At(n - 1).Type()
			if e.Ellipsis.IsValid() {
				return last
			}
			if s, ok := coreType(last).(*types.Slice); ok {
				return s.Elem()
			}
			return last
		}
		if i >= n {
			return nil
		}
		return sig.Params().At(i).Type()
	}
	if len(e.Args) == 1 {
		if tuple, ok := info.TypeOf(e.Args[0]).(*types.Tuple); ok { // f(g())
			for i := range tuple.Len() {
				f.convert(param(i), tuple.At(i).Type())
			}
			return
		}
	}
	for i, arg := range e.Args {
		f.convert(param(i), info.TypeOf(arg))
	}
}

func (f *former) builtin(name string, e *ast.CallExpr) {
	info := f.src.Info
	f.op("builtin")
	f.str(name)
	f.exprs(e.Args)
	f.bool(e.Ellipsis.IsValid())
	switch name {
	case "append":
		if s, ok := coreType(info.TypeOf(e.Args[0])).(*types.Slice); ok && !e.Ellipsis.IsValid() {
			for _, arg := range e.Args[1:] {
				f.convert(s.Elem(), info.TypeOf(arg))
			}
		}
	case "delete":
		if m, ok := coreType(info.TypeOf(e.Args[0])).(*types.Map); ok {
			f.convert(m.Key(), info.TypeOf(e.Args[1]))
		}
	case "panic":
		f.convert(types.NewInterfaceType(nil, nil), info.TypeOf(e.Args[0]))
	}
}

// coreType is the underlying type; of a type parameter, the one that all types
// of its constraint share, if any.
func coreType(t types.Type) types.Type {
	if t == nil {
		return nil
	}
	tp, ok := types.Unalias(t).(*types.TypeParam)
	if !ok {
		return t.Underlying()
	}
	var core types.Type
	iface, ok := tp.Constraint().Underlying().(*types.Interface)
	if !ok {
		return nil
	}
	for e := range iface.EmbeddedTypes() {
		terms := []types.Type{e}
		if u, ok := e.(*types.Union); ok {
			terms = terms[:0]
			for term := range u.Terms() {
				terms = append(terms, term.Type())
			}
		}
		for _, term := range terms {
			u := term.Underlying()
			if _, ok := u.(*types.Interface); ok {
				u = coreOfInterface(u.(*types.Interface))
			}
			if u == nil || core != nil && !types.Identical(core, u) {
				return nil
			}
			core = u
		}
	}
	return core
}

func coreOfInterface(it *types.Interface) types.Type {
	for e := range it.EmbeddedTypes() {
		if u, ok := e.(*types.Union); ok && u.Len() > 0 {
			return u.Term(0).Type().Underlying()
		}
		if _, ok := e.Underlying().(*types.Interface); !ok {
			return e.Underlying()
		}
	}
	return nil
}

func tupleAt(t types.Type, i int) types.Type {
	if tuple, ok := t.(*types.Tuple); ok && i < tuple.Len() {
		return tuple.At(i).Type()
	}
	if i == 0 {
		return t
	}
	return types.Typ[types.Bool] // v, ok = …
}
