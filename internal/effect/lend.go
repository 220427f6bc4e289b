package effect

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// readers begin the names of functions of other modules that only look at what
// pointers of any type lead to.
var readers = []string{"Print", "Sprint", "Fprint", "Dump", "Fdump", "Sdump", "Format", "Log", "Marshal", "Encode", "Write", "Equal", "Diff", "Hash", "Validate", "Struct"}

// lends reports whether an argument is the address of something of which a
// function of another module knows no more than its type at run time, or that it is a
// number or a text: it is there to be filled, now or when the command line is
// parsed, but for what the function's name says.
func (w *walker) lends(fn *types.Func, param types.Type, a ast.Expr, call *ast.CallExpr) bool {
	u, ok := ast.Unparen(a).(*ast.UnaryExpr)
	if !ok || u.Op != token.AND || param == nil || fn.Pkg() == nil {
		return false
	}
	if domain, _, _ := strings.Cut(fn.Pkg().Path(), "/"); !strings.Contains(domain, ".") {
		return false // of the standard library, which is known by name
	}
	for _, word := range readers {
		if strings.HasPrefix(strings.TrimPrefix(fn.Name(), "Must"), word) {
			return false
		}
	}
	if w.logs(call) {
		return false
	}
	if isAny(param) {
		return true
	}
	ptr, ok := param.Underlying().(*types.Pointer)
	if !ok {
		return false
	}
	_, basic := ptr.Elem().Underlying().(*types.Basic)
	return basic
}

// isAny reports whether a type is an interface without methods.
func isAny(t types.Type) bool {
	iface, ok := t.Underlying().(*types.Interface)
	return ok && iface.NumMethods() == 0 && iface.IsMethodSet()
}
