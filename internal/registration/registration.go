package registration

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/gocheckpoint/checkpoint/internal/funcname"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// RuntimePath is the import path of the package that declares Func.
const RuntimePath = "github.com/gocheckpoint/checkpoint/runtime/checkpoint"

// A Registration is one call of checkpoint.Func.
type Registration struct {
	Call *ast.CallExpr
	Expr ast.Expr    // names the function: Call's first argument without conversions and parentheses
	Func *types.Func // the function registered, Origin for generics; nil if it cannot be known
	ID   string      // its id (R3, R4), "" if it has none

	Recv     types.Type   // of a method expression the type in it: T or *T
	TypeArgs []types.Type // of the generic function, or of the generic type whose method Func is

	// Problem says what is registered instead of a known function, such as
	// "the function variable f", and Remedy what to do; "" if Func is known.
	Problem, Remedy string

	Generic  bool     // an instance of a generic function, or a method of a generic type's (R4)
	Options  []Option // in order
	TopLevel bool     // runs once: in a package-level variable's initializer or in an init function

	unnamed bool // a type argument has no name outside of a function
}

// Has reports whether an option of that name is among the registration's own.
func (r Registration) Has(option string) bool {
	return slices.ContainsFunc(r.Options, func(o Option) bool { return o.Name == option })
}

// Find gives the registrations of a package's files, in source order. pkgPath
// is the package's import path as ids have it; "" takes that of its types.
// info needs Types, Defs, Uses, Selections and Instances.
func Find(pkgPath string, files []*ast.File, info *types.Info) []Registration {
	f := finder{path: identity.PlainPath(pkgPath), info: info}
	for _, file := range files {
		if f.own == nil {
			f.own = packageOf(file, info)
		}
		for _, decl := range file.Decls {
			f.decl(decl)
		}
	}
	return f.found
}

// ID is the id of a declared function or method, under the name that the
// runtime gives to fn itself or to the method expression with fn's own receiver;
// "" for a generic one, an interface's, or one without a package. The suffix of
// a test variant, "p [p.test]", is no part of it.
func ID(fn *types.Func) string {
	if fn.Pkg() == nil {
		return "" // error.Error
	}
	path := identity.PlainPath(fn.Pkg().Path())
	sig := fn.Signature()
	if sig.Recv() == nil {
		if sig.TypeParams().Len() > 0 {
			return ""
		}
		return funcname.Func(path, fn.Name())
	}
	named, pointer := receiver(sig.Recv().Type())
	if named == nil || types.IsInterface(named) || named.TypeParams().Len() > 0 || local(named) {
		return ""
	}
	return funcname.Method(path, named.Obj().Name(), fn.Name(), pointer)
}

type finder struct {
	path  string         // the import path for own's functions, "" for its own
	own   *types.Package // the package whose syntax it is
	info  *types.Info
	found []Registration
}

// decl finds the registrations in one declaration. Those of a package-level
// variable and of an init function run once, unless a literal holds them.
func (f *finder) decl(decl ast.Decl) {
	once := true
	if fn, ok := decl.(*ast.FuncDecl); ok {
		once = fn.Recv == nil && fn.Name.Name == "init"
	}
	literals := 0
	var stack []ast.Node
	ast.Inspect(decl, func(n ast.Node) bool {
		if n == nil {
			if _, ok := stack[len(stack)-1].(*ast.FuncLit); ok {
				literals--
			}
			stack = stack[:len(stack)-1]
			return true
		}
		stack = append(stack, n)
		switch n := n.(type) {
		case *ast.FuncLit:
			literals++
		case *ast.CallExpr:
			if runtimeCall(n, f.info) == "Func" && len(n.Args) > 0 {
				r := f.registration(n)
				r.TopLevel = once && literals == 0
				f.found = append(f.found, r)
			}
		}
		return true
	})
}

func (f *finder) registration(call *ast.CallExpr) Registration {
	r := Registration{Call: call}
	f.function(&r, call.Args[0])
	r.Options = optionsOf(call.Args[1:], f.info)
	return r
}

// runtimeCall gives the name of the runtime package's function that call calls,
// "" for any other call (R1).
func runtimeCall(call *ast.CallExpr, info *types.Info) string {
	return identity.RuntimeFunc(info, call.Fun)
}

// IsFunc reports whether fn is checkpoint.Func.
func IsFunc(fn *types.Func) bool { return isRuntime(fn) && fn.Name() == "Func" }

// isRuntime reports whether fn is a function of the runtime package.
func isRuntime(fn *types.Func) bool {
	return fn.Pkg() != nil && identity.PlainPath(fn.Pkg().Path()) == RuntimePath && fn.Signature().Recv() == nil
}

// packageOf gives the package of a file's syntax, nil if it declares nothing.
func packageOf(file *ast.File, info *types.Info) *types.Package {
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if obj := info.Defs[decl.Name]; obj != nil {
				return obj.Pkg()
			}
		case *ast.GenDecl:
			if decl.Tok == token.IMPORT {
				continue // an import declares its name, if any, in the file
			}
			for _, spec := range decl.Specs {
				switch spec := spec.(type) {
				case *ast.ValueSpec:
					if obj := info.Defs[spec.Names[0]]; obj != nil {
						return obj.Pkg()
					}
				case *ast.TypeSpec:
					if obj := info.Defs[spec.Name]; obj != nil {
						return obj.Pkg()
					}
				}
			}
		}
	}
	return nil
}
