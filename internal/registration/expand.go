package registration

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// An Expander finds the options that variables, helpers and bundles bring into a
// list (R7).
type Expander struct {
	info     *types.Info
	values   map[*types.Var]ast.Expr // of variables that are assigned once; nil: where they are declared, to nothing
	returns  map[*types.Func]helper
	imported func(types.Object) (options []Option, known bool)
}

// A helper is a function that returns an expression and does nothing else.
type helper struct {
	params []*types.Var
	result ast.Expr
}

// NewExpander makes an Expander for a package. imported tells of the variables
// and functions of other packages.
func NewExpander(files []*ast.File, info *types.Info, imported func(types.Object) ([]Option, bool)) *Expander {
	x := &Expander{info, make(map[*types.Var]ast.Expr), make(map[*types.Func]helper), imported}
	changed := make(map[*types.Var]bool)
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				for i, id := range n.Names {
					switch v, _ := info.Defs[id].(*types.Var); {
					case v == nil || !bringsOptions(v.Type()):
					case len(n.Values) == len(n.Names):
						x.values[v] = n.Values[i]
					case len(n.Values) == 1: // an option and an error
						x.values[v] = n.Values[0]
					case len(n.Values) == 0:
						x.values[v] = nil
					}
				}
			case *ast.AssignStmt:
				for i, lhs := range n.Lhs {
					id, _ := lhs.(*ast.Ident)
					if id == nil || n.Tok != token.DEFINE || info.Defs[id] == nil {
						x.change(changed, lhs)
						continue
					}
					if v, _ := info.Defs[id].(*types.Var); v != nil && bringsOptions(v.Type()) {
						x.values[v] = n.Rhs[min(i, len(n.Rhs)-1)]
					}
				}
			case *ast.RangeStmt:
				if n.Tok == token.ASSIGN {
					x.change(changed, n.Key)
					x.change(changed, n.Value)
				}
			case *ast.UnaryExpr:
				if n.Op == token.AND {
					x.change(changed, n.X)
				}
			case *ast.FuncDecl:
				x.helper(n)
			}
			return true
		})
	}
	for v := range changed {
		delete(x.values, v)
	}
	return x
}

// change notes that a variable is written to, or a part of it.
func (x *Expander) change(changed map[*types.Var]bool, e ast.Expr) {
	for {
		switch t := e.(type) {
		case *ast.ParenExpr:
			e = t.X
		case *ast.IndexExpr:
			e = t.X
		case *ast.SliceExpr:
			e = t.X
		case *ast.Ident:
			if v, ok := x.info.Uses[t].(*types.Var); ok {
				changed[v] = true
			}
			return
		default:
			return
		}
	}
}

// helper notes a function that returns one expression and does nothing else.
func (x *Expander) helper(decl *ast.FuncDecl) {
	fn, _ := x.info.Defs[decl.Name].(*types.Func)
	if fn == nil || decl.Recv != nil || decl.Body == nil || len(decl.Body.List) != 1 {
		return
	}
	if ret, ok := decl.Body.List[0].(*ast.ReturnStmt); ok && len(ret.Results) == 1 && !fn.Signature().Variadic() {
		x.returns[fn] = helper{slices.Collect(fn.Signature().Params().Variables()), ret.Results[0]}
	}
}

// bringsOptions reports whether a value of type t is an option, or several.
func bringsOptions(t types.Type) bool {
	if s, ok := t.Underlying().(*types.Slice); ok {
		t = s.Elem()
	}
	if s, ok := t.Underlying().(*types.Array); ok {
		t = s.Elem()
	}
	named, _ := receiver(t)
	return named != nil && named.Obj().Pkg() != nil && identity.PlainPath(named.Obj().Pkg().Path()) == RuntimePath &&
		(named.Obj().Name() == "Option" || named.Obj().Name() == "Checkpointer")
}

// Exported gives the options that a package-level variable holds, or that a
// function returns, for importers; false for others.
func (x *Expander) Exported(obj types.Object) ([]Option, bool) {
	e := expansion{Expander: x}
	switch obj := obj.(type) {
	case *types.Var:
		if _, known := x.values[obj]; !known || !bringsOptions(obj.Type()) {
			return nil, false
		}
	case *types.Func:
		if _, known := x.returns[obj]; !known || !bringsOptions(obj.Signature().Results().At(0).Type()) {
			return nil, false
		}
	default:
		return nil, false
	}
	e.object(obj, nil)
	return e.found, true
}

// Expand gives the options that count in the list of a call, which begins with
// its argument of that number.
func (x *Expander) Expand(call *ast.CallExpr, first int) []Option {
	e := expansion{Expander: x}
	e.list(call, first)
	return effective(e.found)
}
