package invariance

import (
	"go/ast"
	"go/types"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// knownByName says why the name of a variable counts (I4), if it does: by what
// can be seen of it, then as the engine says; that it counts where the engine
// says so is what the renaming of those variables shows.
func knownByName(p *pkg, n *identity.Node) string {
	v := n.Object.(*types.Var)
	spec, value := p.variable(v)
	switch {
	case !p.whole():
		return "I9: in a package with files that are no Go"
	case isRegistered(p.TypesInfo, value):
		return "I8: a registration, which its variable names"
	case types.Identical(v.Type(), types.Typ[types.String]) &&
		(len(spec.Values) == 0 || len(spec.Values) == len(spec.Names) && p.TypesInfo.Types[value].Value != nil):
		return "I4, I10: the linker can set the variable"
	case distinguishable(v.Type(), map[types.Type]bool{}):
		return "I4: the variable holds pointers, channels, interface values or locks"
	}
	for _, name := range n.Closure().Captures {
		if name == n.FullName() {
			return "I4: the variable is captured"
		}
	}
	if n.ByName() {
		return "I4, I10: the variable is not fixed, its address is taken, or the linker may set it"
	}
	return ""
}

// variable finds the declaration of a variable, and its initializer if it has
// one.
func (p *pkg) variable(v *types.Var) (*ast.ValueSpec, ast.Expr) {
	for _, f := range p.Syntax {
		for _, d := range f.Decls {
			d, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range d.Specs {
				spec, ok := spec.(*ast.ValueSpec)
				if !ok {
					continue
				}
				for i, name := range spec.Names {
					if p.TypesInfo.Defs[name] != v {
						continue
					}
					switch len(spec.Values) {
					case 0:
						return spec, nil
					case len(spec.Names):
						return spec, spec.Values[i]
					}
					return spec, spec.Values[0]
				}
			}
		}
	}
	return nil, nil
}

const runtimePath = "github.com/gocheckpoint/checkpoint/runtime/checkpoint"

// isRegistered reports whether an initializer calls checkpoint.Func.
func isRegistered(info *types.Info, value ast.Expr) bool {
	call, ok := value.(*ast.CallExpr)
	if !ok {
		return false
	}
	found := false
	ast.Inspect(call.Fun, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if fn, ok := info.Uses[id].(*types.Func); ok && fn.Pkg() != nil && fn.Pkg().Path() == runtimePath {
				found = true
			}
		}
		return !found
	})
	return found
}

// distinguishable reports whether two variables of a type that hold equal data
// can be told apart: the values have an address, a dynamic type or a state.
func distinguishable(t types.Type, seen map[types.Type]bool) bool {
	t = types.Unalias(t)
	if seen[t] {
		return false
	}
	seen[t] = true
	if named, ok := t.(*types.Named); ok && named.Obj().Pkg() != nil {
		if path := named.Obj().Pkg().Path(); path == "sync" || path == "sync/atomic" {
			return true
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Kind() == types.UnsafePointer
	case *types.Pointer, *types.Chan, *types.Interface:
		return true
	case *types.Slice:
		return distinguishable(u.Elem(), seen)
	case *types.Array:
		return distinguishable(u.Elem(), seen)
	case *types.Map:
		return distinguishable(u.Key(), seen) || distinguishable(u.Elem(), seen)
	case *types.Struct:
		for field := range u.Fields() {
			if distinguishable(field.Type(), seen) {
				return true
			}
		}
	}
	return false
}
