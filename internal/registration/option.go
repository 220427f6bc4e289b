package registration

import (
	"go/ast"
	"go/constant"
	"go/types"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// An Option is one option of a registration, or of a [List].
type Option struct {
	Expr  ast.Expr
	Name  string        // the runtime package's function, such as HashBy; "" if it isn't a direct call (R5)
	Call  *ast.CallExpr // nil if Name is "", or if another package makes it
	Param []Param       // for HashBy and NoHash the parameters named
	Vague bool          // a name for HashBy or NoHash is no constant: it isn't in Param
	// By is the function that HashBy, KeyBy or HashContext is given, nil for
	// others, where it is missing, and where another package gives it.
	By ast.Expr

	// At is the expression in the list of options that brings it: Expr itself,
	// but for what a variable, a helper or a bundle brings ([Expander]).
	At    ast.Expr
	Level int    // tells the lists of bundles apart, 0 for the list itself
	Where string // where another package makes it, such as "lib.go:12"
	Text  string // it, as Spell gives it there

	replaced bool // by later ones, as to all that it names
}

// A Param is a parameter's name in an option.
type Param struct {
	Name string
	At   ast.Expr // nil where another package names it
}

// Direct reports whether the option stands in the list itself, where manifests
// see it.
func (o *Option) Direct() bool { return o.At == o.Expr && o.Where == "" }

// String is the option as it is written.
func (o *Option) String() string {
	if o.Text != "" {
		return o.Text
	}
	return types.ExprString(ast.Unparen(o.Expr))
}

// Spell is the option in a spelling that packages can compare: what its arguments
// name by import path, constants by value.
func (o *Option) Spell(info *types.Info) string {
	if o.Call == nil {
		return o.String()
	}
	var args []string
	for _, arg := range o.Call.Args {
		args = append(args, spell(arg, info))
	}
	return o.Name + "(" + strings.Join(args, ", ") + ")"
}

func spell(x ast.Expr, info *types.Info) string {
	x = ast.Unparen(x)
	if v := info.Types[x].Value; v != nil {
		return v.ExactString()
	}
	var id *ast.Ident
	switch t := x.(type) {
	case *ast.Ident:
		id = t
	case *ast.SelectorExpr:
		if info.Selections[t] == nil {
			id = t.Sel
		}
	}
	if obj := info.Uses[id]; obj != nil && obj.Pkg() != nil && obj.Parent() == obj.Pkg().Scope() {
		return identity.PlainPath(obj.Pkg().Path()) + "." + obj.Name()
	}
	return types.ExprString(x)
}

// optionsOf describes options as they are written (R5).
func optionsOf(args []ast.Expr, info *types.Info) []Option {
	var out []Option
	for _, arg := range args {
		o := Option{Expr: arg, At: arg}
		if c, ok := ast.Unparen(arg).(*ast.CallExpr); ok {
			if name := runtimeCall(c, info); name != "" {
				o.made(name, c, func(x ast.Expr) ast.Expr { return x }, info)
			}
		}
		out = append(out, o)
	}
	return out
}

// made notes what a call of the runtime package's function of that name makes.
// meant gives what an argument stands for.
func (o *Option) made(name string, call *ast.CallExpr, meant func(ast.Expr) ast.Expr, info *types.Info) {
	o.Name, o.Call = name, call
	args, names := call.Args, call.Args
	switch {
	case name == "HashBy":
		names = args[:min(1, len(args))]
		if len(args) > 1 {
			o.By = meant(args[1])
		}
	case name == "NoHash":
	case (name == "KeyBy" || name == "HashContext") && len(args) > 0:
		o.By = meant(args[0])
		fallthrough
	default:
		return
	}
	o.Vague = call.Ellipsis.IsValid()
	for _, arg := range names {
		if v := info.Types[meant(arg)].Value; v != nil && v.Kind() == constant.String {
			o.Param = append(o.Param, Param{constant.StringVal(v), arg})
		} else {
			o.Vague = true
		}
	}
}
