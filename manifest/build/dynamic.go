package build

import "go/types"

// interfaceTypes lists the interfaces that values of the types can hold, at any
// depth, also in unexported fields of other modules' types.
func interfaceTypes(ts []types.Type) []*types.Interface {
	var out []*types.Interface
	seen := make(map[types.Type]bool)
	var walk func(t types.Type)
	walk = func(t types.Type) {
		t = types.Unalias(t)
		if seen[t] {
			return
		}
		seen[t] = true
		if named, ok := t.(*types.Named); ok {
			if obj := named.Obj(); obj.Pkg() != nil && obj.Pkg().Path() == "context" && obj.Name() == "Context" {
				return
			}
			if named.Obj().Pkg() == nil { // error
				out = append(out, named.Underlying().(*types.Interface))
				return
			}
		}
		switch u := t.Underlying().(type) {
		case *types.Interface:
			out = append(out, u)
		case *types.Pointer:
			walk(u.Elem())
		case *types.Slice:
			walk(u.Elem())
		case *types.Array:
			walk(u.Elem())
		case *types.Map:
			walk(u.Key())
			walk(u.Elem())
		case *types.Struct:
			for f := range u.Fields() {
				walk(f.Type())
			}
		}
	}
	for _, t := range ts {
		walk(t)
	}
	return out
}

// localTypeNames are the names of types that functions of the package declare:
// at run time nothing tells them from package-level types of the same name.
func localTypeNames(p *Package) map[string]bool {
	out := make(map[string]bool)
	for id, obj := range p.TypesInfo.Defs {
		if tn, ok := obj.(*types.TypeName); ok && tn.Parent() != p.Types.Scope() {
			out[id.Name] = true
		}
	}
	return out
}
