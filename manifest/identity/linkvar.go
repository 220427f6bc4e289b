package identity

import (
	"go/ast"
	"go/types"
	"strings"
)

// isLinkVar reports whether the linker's -X flag may set a package variable
// (I10): one of type string that the compiler initializes statically, as then
// no code runs that would overwrite what the linker put there. It does so
// without an initializer, with a constant one, and with one that becomes
// constant when calls are inlined (cmd/compile/internal/staticinit).
func (b *builder) isLinkVar(v *types.Var, spec *ast.ValueSpec, idx int) bool {
	if !types.Identical(v.Type(), types.Typ[types.String]) {
		return false
	}
	if len(spec.Values) == 0 {
		return true
	}
	return len(spec.Values) == len(spec.Names) && b.mayFold(spec.Values[idx], map[*ast.BlockStmt]bool{})
}

// mayFold reports whether an expression of a string type may be constant once
// calls are inlined. Operators, variables and elements never are: the compiler
// leaves them to the run time, and doesn't copy strings that the linker may set.
func (b *builder) mayFold(e ast.Expr, seen map[*ast.BlockStmt]bool) bool {
	info := b.src.Info
	e = ast.Unparen(e)
	if info.Types[e].Value != nil {
		return true
	}
	if id, ok := e.(*ast.Ident); ok {
		v, ok := info.Uses[id].(*types.Var)
		return ok && !isPackageLevel(v) // a parameter, which may be constant
	}
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return false
	}
	switch tv := info.Types[call.Fun]; {
	case tv.IsType():
		from, ok := coreType(info.TypeOf(call.Args[0])).(*types.Basic)
		return ok && from.Info()&types.IsString != 0 && b.mayFold(call.Args[0], seen)
	case tv.IsBuiltin():
		return false
	}
	if lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit); ok {
		return b.bodyMayFold(lit.Body, seen)
	}
	fn := calleeOf(info, call.Fun)
	switch {
	case fn == nil || fn.Pkg() == nil:
		return false // known at run time only
	case fn.Pkg() == b.src.Types:
		return b.bodyMayFold(b.bodies[fn], seen)
	case b.unitOf(PlainPath(fn.Pkg().Path())) == nil && isStandard(fn.Pkg().Path()):
		return foldable[fn.Pkg().Path()]
	}
	return true
}

// foldable are packages of the standard library that have functions which are
// inlined to what they get, or to a constant. The others' functions that return
// strings compute them.
var foldable = set("path/filepath cmp slices maps")

// isStandard reports whether a path outside the scope is of the standard
// library.
func isStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}

// bodyMayFold reports whether a function may be inlined to a value: it does
// nothing but to return one, but for conditions, which may be constant.
func (b *builder) bodyMayFold(body *ast.BlockStmt, seen map[*ast.BlockStmt]bool) bool {
	if body == nil || seen[body] {
		return false
	}
	seen[body] = true
	simple, folds := true, false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ReturnStmt:
			folds = folds || len(n.Results) == 1 && b.mayFold(n.Results[0], seen)
			return false
		case *ast.IfStmt:
			simple = simple && n.Init == nil
		case *ast.DeclStmt:
			return false
		case *ast.BlockStmt, *ast.EmptyStmt:
		case ast.Stmt:
			simple = false
		case ast.Expr:
			return false
		}
		return simple
	})
	return simple && folds
}
