package identity

import (
	"go/ast"
	"go/types"
	"slices"
)

// findEmpty finds the package's variables that hold nothing that could be
// changed, whatever their type says: nil, an empty slice, an interface value
// with an immutable value in it (I4). Whoever
// gets what such a variable holds cannot change it, without the variable's own
// address.
func (b *builder) findEmpty() {
	for _, d := range b.decls {
		v, ok := d.node.Object.(*types.Var)
		if !ok || d.node.Kind != VarNode || len(d.spec.Values) != 0 && len(d.spec.Values) != len(d.spec.Names) {
			continue
		}
		b.exact[v] = (d.init() == nil || b.madeOfLiterals(d.init())) && !slices.ContainsFunc(b.uses[v], func(u use) bool {
			return (u.kind == assigns || u.kind == writes) && !(len(u.values) == 1 && b.madeOfLiterals(u.values[0]))
		})
		if b.shared[v] {
			continue
		}
		if init := d.init(); init != nil && !b.holdsNothing(init) {
			continue
		}
		b.empty[v] = !slices.ContainsFunc(b.uses[v], func(u use) bool {
			return u.kind == assigns && (len(u.values) != 1 || !b.holdsNothing(u.values[0]))
		})
	}
}

// holdsNothing reports whether the value of an expression is nothing that could
// be changed.
func (b *builder) holdsNothing(e ast.Expr) bool {
	e = ast.Unparen(e)
	tv := b.src.Info.Types[e]
	if tv.IsNil() || tv.Value != nil {
		return true
	}
	switch e := e.(type) {
	case *ast.CompositeLit:
		if _, ok := coreType(tv.Type).(*types.Slice); ok && len(e.Elts) == 0 {
			return true
		}
	case *ast.CallExpr:
		if b.src.Info.Types[e.Fun].IsType() && len(e.Args) == 1 && isInterface(tv.Type) {
			return b.holdsNothing(e.Args[0])
		}
	}
	return !isInterface(tv.Type) && b.immutable(tv.Type) && !(b.holdsFunc(tv.Type, map[types.Type]bool{}) && b.madeAtRunTime(e, false))
}

// madeOfLiterals reports whether all slices in the value of an expression are
// as long as their arrays: nothing can be appended in place.
func (b *builder) madeOfLiterals(e ast.Expr) bool {
	exact := true
	ast.Inspect(e, func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		if !ok {
			return exact
		}
		if tv := b.src.Info.Types[e]; tv.IsType() || tv.IsNil() || tv.Value != nil || tv.Type != nil && b.immutable(tv.Type) {
			return false
		}
		switch e.(type) {
		case *ast.CompositeLit, *ast.KeyValueExpr, *ast.ParenExpr:
		case *ast.UnaryExpr:
		case *ast.Ident: // a key
			if _, ok := b.src.Info.Uses[e.(*ast.Ident)].(*types.Var); ok && !b.src.Info.Uses[e.(*ast.Ident)].(*types.Var).IsField() {
				exact = false
			}
		default:
			exact = false
		}
		return exact
	})
	return exact
}
