package identity

import (
	"go/ast"
	"go/token"
	"go/types"
)

// calleeOf is the function or method that a call names, or nil if only the run
// time knows.
func calleeOf(info *types.Info, fun ast.Expr) *types.Func {
	fun = ast.Unparen(fun)
	switch e := fun.(type) {
	case *ast.IndexExpr:
		fun = e.X
	case *ast.IndexListExpr:
		fun = e.X
	}
	if sel, ok := fun.(*ast.SelectorExpr); ok {
		if s := info.Selections[sel]; s != nil && (s.Kind() != types.MethodVal || types.IsInterface(s.Recv())) {
			return nil
		}
	}
	id := identOf(fun)
	if id == nil {
		return nil
	}
	fn, _ := info.Uses[id].(*types.Func)
	if fn == nil || fn.Signature().Recv() != nil && types.IsInterface(fn.Signature().Recv().Type()) {
		return nil
	}
	return fn.Origin()
}

// interfaceMethod is the method that a call finds at run time, or nil.
func interfaceMethod(info *types.Info, fun ast.Expr) *types.Func {
	sel, ok := ast.Unparen(fun).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	if fn, ok := info.Uses[sel.Sel].(*types.Func); ok && isInterfaceMethod(fn) {
		return fn
	}
	return nil
}

func isInterfaceMethod(fn *types.Func) bool {
	recv := fn.Signature().Recv()
	return recv != nil && types.IsInterface(recv.Type())
}

func (b *builder) classifyBuiltin(call *ast.CallExpr, cur ast.Expr, t types.Type) (bool, useKind) {
	id := identOf(call.Fun)
	if id == nil {
		return false, reads
	}
	fn, ok := b.src.Info.Uses[id].(*types.Builtin)
	if !ok {
		return false, reads
	}
	s, _ := coreType(t).(*types.Slice)
	switch fn.Name() {
	case "StringData":
		return true, escapes
	case "len", "cap", "min", "max", "print", "println":
		return true, reads
	case "delete":
		if call.Args[0] == cur {
			return true, writes
		}
	case "clear":
		return true, writes
	case "copy":
		if call.Args[0] == cur {
			return true, writes
		}
		if s != nil && b.immutable(s.Elem()) {
			return true, reads
		}
	case "append":
		if s != nil && call.Args[0] != cur && call.Ellipsis.IsValid() && b.immutable(s.Elem()) {
			return true, reads
		}
	}
	if b.immutable(t) {
		return true, reads
	}
	return true, escapes
}

// appendsTo reports whether a call appends to a slice.
func (b *builder) appendsTo(call *ast.CallExpr, s ast.Expr) bool {
	return isBuiltin(b.src.Info, call.Fun) && identOf(call.Fun).Name == "append" && call.Args[0] == s
}

// classifyMethod says whether a method call, or a method value, may change its
// receiver.
func (b *builder) classifyMethod(u use, sel *types.Selection, x ast.Expr, called bool, call *ast.CallExpr) []use {
	m := sel.Obj().(*types.Func).Origin()
	recv := m.Signature().Recv().Type()
	u.kind, u.how = escapes, doesCall
	_, pointer := types.Unalias(recv).(*types.Pointer)
	if _, already := b.src.Info.TypeOf(x).Underlying().(*types.Pointer); pointer && !already {
		u.address = true
	}
	switch {
	case changing[m.FullName()]:
		u.address = true
		return []use{u}
	case isLock(recv):
		switch m.Name() {
		case "Put":
			if !called || !b.poolable(b.src.Info.TypeOf(call.Args[0])) || !b.tidy[call] {
				u.how, u.address = "puts values that others may find as they were left into the pool", true
				return []use{u}
			}
		case "Do":
			if !called || b.tells(call.Args[0]) {
				u.how, u.address = "asks whether it is the first to run", true
				return []use{u}
			}
		case "TryLock", "TryRLock":
			u.how, u.address = "asks for the state of", true
			return []use{u}
		}
		return nil
	case b.immutable(recv), !pointer && b.immutable(b.src.Info.TypeOf(x)):
		return nil
	}
	if called && !types.IsInterface(recv) {
		u.kind, u.callee, u.arg, u.typ = passes, m, -1, recv
	}
	return []use{u}
}

// tells reports whether what a sync.Once runs may leave a trace in the local
// variables of the one that asks for it: only the first sees it.
func (b *builder) tells(e ast.Expr) bool {
	found := false
	outer := func(e ast.Expr) *types.Var {
		id, ok := ast.Unparen(e).(*ast.Ident)
		if !ok {
			return nil
		}
		v, ok := b.src.Info.Uses[id].(*types.Var)
		if !ok || v.IsField() || isPackageLevel(v) {
			return nil
		}
		return v
	}
	lit, literal := ast.Unparen(e).(*ast.FuncLit)
	inside := func(v *types.Var) bool { return literal && lit.Pos() <= v.Pos() && v.Pos() < lit.End() }
	changed := func(e ast.Expr) {
		if v, _ := b.partOf(e); v != nil && !isPackageLevel(v) && !inside(v) {
			found = true
		}
	}
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, e := range n.Lhs {
				changed(e)
			}
		case *ast.RangeStmt:
			for _, e := range []ast.Expr{n.Key, n.Value} {
				if e != nil {
					changed(e)
				}
			}
		case *ast.IncDecStmt:
			changed(n.X)
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				changed(n.X)
			}
		case *ast.Ident:
			if v := outer(n); v != nil && !inside(v) && (!literal || !b.immutable(v.Type()) || b.conceals(v.Type())) {
				found = true
			}
		}
		return !found
	})
	return found
}

// poolable reports whether values of type t may be put into a pool if they are
// reset: buffers, and the like. A type of the scope is found by no conversion in
// the function that gets it.
func (b *builder) poolable(t types.Type) bool {
	named := namedOf(t)
	if named == nil {
		return !isInterface(t)
	}
	return !isInterface(named) && named.Obj().Pkg() != nil && b.unitOf(PlainPath(named.Obj().Pkg().Path())) == nil
}

// changing are the methods outside the scope that change values of types that
// are taken to be immutable otherwise.
var changing = map[string]bool{
	"(*regexp.Regexp).Longest": true, "(*regexp.Regexp).UnmarshalText": true,
}

// isLock reports whether t is a lock or the like, whose state is no data.
func isLock(t types.Type) bool {
	named := namedOf(t)
	if named == nil || named.Obj().Pkg() == nil || named.Obj().Pkg().Path() != "sync" {
		return false
	}
	switch named.Obj().Name() {
	case "Mutex", "RWMutex", "Once", "WaitGroup", "Pool":
		return true
	}
	return false
}

// isWriter reports whether a call is to a Write method as io.Writer has it,
// whose contract forbids to change the bytes, and to keep them: that is believed
// of code that isn't seen.
func isWriter(info *types.Info, fun ast.Expr) bool {
	sel, ok := ast.Unparen(fun).(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Write" {
		return false
	}
	fn, ok := info.Uses[sel.Sel].(*types.Func)
	return ok && isWriteMethod(fn)
}

func isWriteMethod(fn *types.Func) bool {
	if fn.Name() != "Write" || fn.Signature().Recv() == nil {
		return false
	}
	params, results := fn.Signature().Params(), fn.Signature().Results()
	return params.Len() == 1 && results.Len() == 2 &&
		types.Identical(params.At(0).Type(), types.NewSlice(types.Typ[types.Byte])) &&
		types.Identical(results.At(0).Type(), types.Typ[types.Int]) && isErrorType(results.At(1).Type())
}
