package effect

import (
	"go/ast"
	"go/types"
	"slices"
)

// asserts notes that a value of any type is taken for one of a function type, or
// of an interface of the scope: where nothing makes such a value, it was put
// there out of sight (E11). Values of a context are told of anyway.
func (w *walker) asserts(x, typ ast.Expr) {
	t := w.Info.TypeOf(typ)
	iface, ok := w.Info.TypeOf(x).Underlying().(*types.Interface)
	if t == nil || !ok || iface.NumMethods() > 0 || w.quietSource(x) {
		return
	}
	var h Held
	switch u := t.Underlying().(type) {
	case *types.Signature:
		h.Func = sigKey(u)
	case *types.Interface:
		if !isOpen(t) || !w.ours(t) {
			return
		}
		h.Methods = methodsOf(u)
	default:
		return
	}
	if !slices.ContainsFunc(w.node.Asserts, func(o Held) bool { return o.Func == h.Func && slices.Equal(o.Methods, h.Methods) }) {
		w.node.Asserts = append(w.node.Asserts, h)
	}
}

func (w *walker) switches(n *ast.TypeSwitchStmt) {
	var x ast.Expr
	switch s := n.Assign.(type) {
	case *ast.AssignStmt:
		x = s.Rhs[0]
	case *ast.ExprStmt:
		x = s.X
	}
	assert, ok := ast.Unparen(x).(*ast.TypeAssertExpr)
	if !ok {
		return
	}
	for _, c := range n.Body.List {
		for _, e := range c.(*ast.CaseClause).List {
			if w.Info.Types[e].IsType() {
				w.asserts(assert.X, e)
			}
		}
	}
}

// quietSource reports whether what holds a value is told of otherwise, or without
// influence: a context, a pool, recover.
func (w *walker) quietSource(x ast.Expr) bool {
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	if !ok {
		return false
	}
	if w.builtin(call) != "" {
		return true
	}
	fn, _, recv := w.callee(ast.Unparen(call.Fun))
	return fn != nil && (outsideKind(fn) != 0 || recv != nil && quietType(w.Info.TypeOf(recv)))
}

// opens says what the type arguments of a function, or of a method's receiver,
// are, as seen from the declaration around it.
func (w *walker) opens(id *ast.Ident, fn *types.Func) Opening {
	out := openings(slices.Collect(w.Info.Instances[id].TypeArgs.Types()))
	if recv := fn.Signature().Recv(); recv != nil {
		if named, ok := types.Unalias(elem(recv.Type())).(*types.Named); ok {
			out = max(out, openings(slices.Collect(named.TypeArgs().Types())))
		}
	}
	return out
}

func openings(args []types.Type) Opening {
	out := Concrete
	for _, t := range args {
		switch {
		case isOpen(t):
			return Opened
		case generic(t, 0):
			out = Inherits
		}
	}
	return out
}

// unset reports whether nothing gives a variable that holds an interface or a
// function a value where it is declared.
func (s *summarizer) unset(v *types.Var, spec *ast.ValueSpec, i int) bool {
	switch v.Type().Underlying().(type) {
	case *types.Interface, *types.Signature:
	default:
		return false
	}
	return len(spec.Values) == 0 || len(spec.Values) == len(spec.Names) && s.Info.Types[spec.Values[i]].IsNil()
}
