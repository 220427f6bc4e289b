package analyzer

import (
	"fmt"
	"go/ast"
	"go/types"

	"github.com/gocheckpoint/checkpoint/internal/registration"
	"github.com/gocheckpoint/checkpoint/internal/typewalk"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

var argumentsCheck = newCheck("arguments", "check the number and types of what Args and Get are given", checkArguments)

func checkArguments(p *pass) error {
	if !mentionsRuntime(p) {
		return nil
	}
	for _, f := range p.Files {
		// What a local variable that holds an invocation was made by.
		made := make(map[*types.Var]*types.Signature)
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for i, lhs := range n.Lhs {
					if id, ok := lhs.(*ast.Ident); ok && len(n.Lhs) == len(n.Rhs) {
						p.noteInvocation(made, id, n.Rhs[i])
					}
				}
			case *ast.ValueSpec:
				for i, id := range n.Names {
					if len(n.Names) == len(n.Values) {
						p.noteInvocation(made, id, n.Values[i])
					}
				}
			case *ast.CallExpr:
				p.checkInvocation(made, n)
			}
			return true
		})
	}
	return nil
}

// mentionsRuntime reports whether the package's types can have methods of the
// runtime: it may get them from a package that it imports.
func mentionsRuntime(p *pass) bool {
	for _, obj := range p.TypesInfo.Uses {
		if obj.Pkg() != nil && identity.PlainPath(obj.Pkg().Path()) == registration.RuntimePath {
			return true
		}
	}
	return false
}

// noteInvocation remembers of which function a local variable names a call. One
// that is assigned twice may name calls of several.
func (p *pass) noteInvocation(made map[*types.Var]*types.Signature, id *ast.Ident, value ast.Expr) {
	v, ok := p.TypesInfo.ObjectOf(id).(*types.Var)
	if !ok {
		return
	}
	if _, again := made[v]; again {
		made[v] = nil
		return
	}
	if call, ok := ast.Unparen(value).(*ast.CallExpr); ok {
		made[v] = p.argsOf(call)
	}
}

// method gives the receiver of a call of a method of the runtime's type, nil
// for any other call.
func (p *pass) method(call *ast.CallExpr, typ, name string) ast.Expr {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != name {
		return nil
	}
	s := p.TypesInfo.Selections[sel]
	if s == nil || s.Kind() != types.MethodVal {
		return nil
	}
	t := s.Recv()
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	if !typewalk.IsNamed(t, registration.RuntimePath, typ) {
		return nil
	}
	return sel.X
}

// argsOf is the signature of the function whose call an expression Fn.Args(…)
// names, nil for any other call.
func (p *pass) argsOf(call *ast.CallExpr) *types.Signature {
	x := p.method(call, "Function", "Args")
	if x == nil {
		return nil
	}
	t := p.TypesInfo.TypeOf(x)
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.TypeArgs().Len() != 1 {
		return nil
	}
	sig, _ := named.TypeArgs().At(0).Underlying().(*types.Signature)
	return sig
}

func (p *pass) checkInvocation(made map[*types.Var]*types.Signature, call *ast.CallExpr) {
	if sig := p.argsOf(call); sig != nil {
		p.checkArgs(sig, call)
		return
	}
	x, check := p.method(call, "Invocation", "Get"), p.checkGet
	if x == nil {
		x, check = p.method(call, "Invocation", "Set"), p.checkSet
	}
	if x == nil {
		return
	}
	var sig *types.Signature
	switch x := ast.Unparen(x).(type) {
	case *ast.CallExpr:
		sig = p.argsOf(x)
	case *ast.Ident:
		if v, ok := p.TypesInfo.Uses[x].(*types.Var); ok {
			sig = made[v]
		}
	}
	if sig != nil {
		check(sig, call)
	}
}

// checkArgs compares the arguments with the parameters, as the runtime does:
// what could be passed to the function itself may be given.
func (p *pass) checkArgs(sig *types.Signature, call *ast.CallExpr) {
	name := types.ExprString(call.Fun)
	if call.Ellipsis.IsValid() {
		return // their number is known at run time
	}
	params := sig.Params()
	fixed := params.Len()
	if sig.Variadic() {
		fixed--
	}
	switch n := len(call.Args); {
	case n < fixed:
		p.reportf(call, "%s is given %s, want %s: %s is missing", name, arguments(n), atLeast(fixed, sig), p.parameter(params.At(n), n))
		return
	case n > fixed && !sig.Variadic():
		p.reportf(call.Args[fixed], "%s is given %s, want %d", name, arguments(n), fixed)
		return
	}
	for i, a := range call.Args {
		j := min(i, params.Len()-1)
		want := params.At(j).Type()
		if sig.Variadic() && j == fixed {
			want = want.(*types.Slice).Elem()
		}
		if have := p.TypesInfo.TypeOf(a); !p.passable(a, want) {
			p.reportf(a, "%s is given %s for %s: want %s", name, p.typeString(types.Default(have)), p.parameter(params.At(j), i), p.typeString(want))
		}
	}
}

// passable reports whether the value that an any holds can be passed as want.
// A constant has become a value of its default type by then, and an interface
// value may hold what fits.
func (p *pass) passable(a ast.Expr, want types.Type) bool {
	have := p.TypesInfo.TypeOf(a)
	if have == nil || hasTypeParam(want) || hasTypeParam(have) {
		return true
	}
	if b, ok := have.(*types.Basic); ok && b.Kind() == types.UntypedNil {
		switch want.Underlying().(type) {
		case *types.Basic, *types.Struct, *types.Array:
			return false
		}
		return true
	}
	if types.IsInterface(have) {
		return types.IsInterface(want) || types.AssertableTo(have.Underlying().(*types.Interface), want)
	}
	return types.AssignableTo(types.Default(have), want)
}

// checkGet compares what Get sets with the results.
func (p *pass) checkGet(sig *types.Signature, call *ast.CallExpr) {
	name := "Get"
	if call.Ellipsis.IsValid() {
		return
	}
	results := sig.Results()
	n := results.Len()
	if n > 0 && isError(results.At(n-1).Type()) {
		n--
	}
	if len(call.Args) != n {
		p.reportf(call, "%s is given %s, want %d: a pointer for each result but a trailing error", name, arguments(len(call.Args)), n)
		return
	}
	for i, a := range call.Args {
		have, want := p.TypesInfo.TypeOf(a), types.NewPointer(results.At(i).Type())
		if have == nil || types.IsInterface(have) || hasTypeParam(want) || types.Identical(have, want) {
			continue
		}
		p.reportf(a, "%s is given %s for result %s: want %s", name, p.typeString(types.Default(have)), nameOr(results.At(i).Name(), i), p.typeString(want))
	}
}

// checkSet compares what Set is given with the results: one for each, and none or
// nil for a trailing error.
func (p *pass) checkSet(sig *types.Signature, call *ast.CallExpr) {
	if call.Ellipsis.IsValid() {
		return
	}
	results := sig.Results()
	n := results.Len()
	if n > 0 && isError(results.At(n-1).Type()) {
		n--
	}
	given := call.Args
	if len(given) == n+1 && n < results.Len() {
		if last := p.TypesInfo.Types[given[n]]; !last.IsNil() && !types.IsInterface(last.Type) {
			p.reportf(given[n], "Set is given the error %s: errors are not stored, give it results", p.typeString(last.Type))
		}
		given = given[:n]
	}
	if len(given) != n {
		p.reportf(call, "Set is given %s, want %d: a result for each but a trailing error", arguments(len(call.Args)), n)
		return
	}
	for i, a := range given {
		if have, want := p.TypesInfo.TypeOf(a), results.At(i).Type(); !p.passable(a, want) {
			p.reportf(a, "Set is given %s for result %s: want %s", p.typeString(types.Default(have)), nameOr(results.At(i).Name(), i), p.typeString(want))
		}
	}
}

func arguments(n int) string {
	if n == 1 {
		return "1 argument"
	}
	return fmt.Sprintf("%d arguments", n)
}

func atLeast(n int, sig *types.Signature) string {
	if sig.Variadic() {
		return fmt.Sprintf("at least %d", n)
	}
	return fmt.Sprint(n)
}

func (p *pass) parameter(v *types.Var, i int) string { return "parameter " + nameOr(v.Name(), i) }
