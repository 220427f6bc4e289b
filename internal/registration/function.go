package registration

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/internal/funcname"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// function says which function the first argument of a registration is, or
// what it is instead (R2).
func (f *finder) function(r *Registration, arg ast.Expr) {
	r.Expr = ast.Unparen(arg)
	switch x := r.Expr.(type) {
	case *ast.Ident:
		f.object(r, x, types.ExprString(x))
	case *ast.SelectorExpr:
		if sel := f.info.Selections[x]; sel != nil {
			f.selection(r, x, sel)
		} else {
			f.object(r, x.Sel, types.ExprString(x))
		}
	case *ast.IndexExpr:
		f.index(r, x, x.X)
	case *ast.IndexListExpr:
		f.index(r, x, x.X)
	case *ast.CallExpr:
		if f.info.Types[x.Fun].IsType() && len(x.Args) == 1 {
			f.function(r, x.Args[0]) // a conversion to a named func type keeps the function
			return
		}
		r.Problem = "the result of a call of " + types.ExprString(x.Fun)
		r.Remedy = "register a declared function, with what the call fixes as parameters"
	case *ast.FuncLit:
		f.literal(r, x)
	default:
		r.Problem = "the value of " + types.ExprString(x)
		r.Remedy = "register a declared function by its name"
	}
}

// object decides a plain or qualified identifier.
func (f *finder) object(r *Registration, id *ast.Ident, spelling string) {
	switch obj := f.info.Uses[id].(type) {
	case *types.Func:
		name := obj.Name()
		if r.Generic = obj.Signature().TypeParams().Len() > 0; r.Generic {
			for arg := range f.info.Instances[id].TypeArgs.Types() {
				r.TypeArgs = append(r.TypeArgs, arg)
			}
			name += f.typeArgs(r, spelling, r.TypeArgs)
			r.unnamed = r.unnamed || len(r.TypeArgs) == 0 // info doesn't tell
		}
		if r.Problem != "" {
			return
		}
		r.Func = obj.Origin()
		if !r.unnamed {
			r.ID = funcname.Func(f.importPath(obj.Pkg()), name)
		}
	case *types.Nil:
		r.Problem = "nil"
		r.Remedy = "register a declared function by its name"
	default:
		r.Problem = "the function variable " + spelling
		r.Remedy = "register a declared function by its name"
	}
}

// index decides an instance of a generic function, or an element.
func (f *finder) index(r *Registration, whole, indexed ast.Expr) {
	switch x := ast.Unparen(indexed).(type) {
	case *ast.Ident:
		if _, ok := f.info.Uses[x].(*types.Func); ok {
			f.object(r, x, types.ExprString(whole))
			return
		}
	case *ast.SelectorExpr:
		if _, ok := f.info.Uses[x.Sel].(*types.Func); ok {
			f.object(r, x.Sel, types.ExprString(whole))
			return
		}
	}
	r.Problem = "the element " + types.ExprString(whole)
	r.Remedy = "register a declared function by its name"
}

// selection decides x.Sel where x is a value or a type (R3, R4).
func (f *finder) selection(r *Registration, x *ast.SelectorExpr, sel *types.Selection) {
	spelling := types.ExprString(x)
	if sel.Kind() == types.FieldVal {
		r.Problem = "the function field " + spelling
		r.Remedy = "register a declared function by its name"
		return
	}
	method := sel.Obj().(*types.Func)
	declared, _ := receiver(method.Signature().Recv().Type())
	if types.IsInterface(method.Signature().Recv().Type()) {
		r.Problem = "the interface method " + spelling
		r.Remedy = "register the method expression of a concrete type"
		return
	}
	if sel.Kind() == types.MethodVal {
		r.Problem = "the method value " + spelling
		r.Remedy = fmt.Sprintf("register the method expression %s, whose first argument is the receiver", methodExpr(method))
		return
	}
	named, pointer := receiver(sel.Recv())
	switch {
	case named == nil || declared == nil:
		r.Problem = fmt.Sprintf("the method %s of an unnamed type", spelling)
		r.Remedy = "register the method of a named type"
		return
	case local(named):
		r.Problem = fmt.Sprintf("the method %s of a type declared inside a function", spelling)
		r.Remedy = "declare the type outside functions"
		return
	}
	recv := named.Obj().Name()
	if r.Generic = named.TypeArgs().Len() > 0; r.Generic {
		recv += f.typeArgs(r, spelling, slices.Collect(named.TypeArgs().Types()))
	}
	if r.Problem != "" {
		return
	}
	r.Func, r.Recv = method.Origin(), sel.Recv()
	r.TypeArgs = slices.Collect(declared.TypeArgs().Types())
	if !r.unnamed {
		r.ID = funcname.Method(f.importPath(named.Obj().Pkg()), recv, method.Name(), pointer)
	}
}

// typeArgs is what an id says of the type arguments of an instance (R4).
func (f *finder) typeArgs(r *Registration, spelling string, args []types.Type) string {
	w := typeWriter{path: f.importPath}
	w.list(args)
	if w.param != "" {
		r.Problem = fmt.Sprintf("the instance %s, whose type argument %s only a caller knows", spelling, w.param)
		r.Remedy = "register an instance for each type argument at package level"
	}
	r.unnamed = w.local
	return "[" + w.String() + "]"
}

// literal says what a function literal captures. One that captures nothing is a
// problem too: its runtime name is a number that changes when a sibling is added.
func (f *finder) literal(r *Registration, lit *ast.FuncLit) {
	var captured []string
	seen := make(map[types.Object]bool)
	ast.Inspect(lit.Body, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		v, ok := f.info.Uses[id].(*types.Var)
		switch {
		case !ok || v.IsField() || seen[v]: // no variable, or known
		case v.Pkg() != nil && v.Parent() == v.Pkg().Scope(): // package-level: not captured
		case lit.Pos() <= v.Pos() && v.Pos() < lit.End(): // its own
		default:
			seen[v] = true
			captured = append(captured, v.Name())
		}
		return true
	})
	if len(captured) == 0 {
		r.Problem = "a function literal"
		r.Remedy = "declare it as a function and register that by its name"
		return
	}
	names := strings.Join(captured, ", ")
	r.Problem = "a function literal that captures " + names
	r.Remedy = fmt.Sprintf("declare a function with %s among its parameters and register that by its name", names)
}

// importPath is the path of pkg as ids have it.
func (f *finder) importPath(pkg *types.Package) string {
	if pkg == f.own && f.path != "" {
		return f.path
	}
	return identity.PlainPath(pkg.Path())
}

// methodExpr spells the method expression of a declared method.
func methodExpr(method *types.Func) string {
	named, pointer := receiver(method.Signature().Recv().Type())
	switch {
	case named == nil:
		return "of its type"
	case pointer:
		return "(*" + named.Obj().Name() + ")." + method.Name()
	}
	return named.Obj().Name() + "." + method.Name()
}

// receiver gives the named type of T or *T, nil if it has none.
func receiver(t types.Type) (named *types.Named, pointer bool) {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t, pointer = types.Unalias(p.Elem()), true
	}
	named, _ = t.(*types.Named)
	return named, pointer
}

// local reports whether a type is declared inside a function: the runtime
// numbers such types. The package's scope is not looked into, as reading other
// export data may add to it meanwhile.
func local(named *types.Named) bool {
	obj := named.Obj()
	return obj.Pkg() != nil && obj.Parent() != obj.Pkg().Scope()
}
