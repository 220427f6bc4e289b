package registration

import (
	"go/ast"
	"go/constant"
	"go/types"
)

// An Option is one option of a registration, or of a [List].
type Option struct {
	Expr  ast.Expr
	Name  string        // the runtime package's function, such as HashBy; "" if it isn't a direct call (R5)
	Call  *ast.CallExpr // nil if Name is ""
	Param []string      // for HashBy and NoHash the parameter names, those that are constants
	// By is the function that HashBy, KeyBy or HashContext is given, nil for
	// others and where it is missing.
	By ast.Expr
}

// optionsOf describes options as they are written (R5).
func optionsOf(args []ast.Expr, info *types.Info) []Option {
	var out []Option
	for _, arg := range args {
		o := Option{Expr: arg}
		if c, ok := ast.Unparen(arg).(*ast.CallExpr); ok {
			if name := runtimeCall(c, info); name != "" {
				o.Name, o.Call, o.Param, o.By = name, c, params(name, c, info), given(name, c)
			}
		}
		out = append(out, o)
	}
	return out
}

// given is the function that an option is given.
func given(name string, call *ast.CallExpr) ast.Expr {
	at := 0
	switch name {
	case "HashBy":
		at = 1
	case "KeyBy", "HashContext":
	default:
		return nil
	}
	if at >= len(call.Args) {
		return nil
	}
	return call.Args[at]
}

// params gives the constant parameter names that a HashBy or a NoHash has.
func params(name string, call *ast.CallExpr, info *types.Info) []string {
	args := call.Args
	switch {
	case name == "HashBy" && len(args) > 0:
		args = args[:1]
	case name != "NoHash":
		return nil
	}
	var names []string
	for _, arg := range args {
		if v := info.Types[arg].Value; v != nil && v.Kind() == constant.String {
			names = append(names, constant.StringVal(v))
		}
	}
	return names
}
