package build

import (
	"go/types"
	"slices"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

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

// A dynamicType is a type that may arrive inside an interface.
type dynamicType struct {
	obj     *types.TypeName
	methods *identity.Node
}

// dynamicTypes are the types in scope that can arrive inside the given interfaces,
// with the nodes of their methods, by name. The runtime asks for those of
// arguments; it treats one that is not listed as changed with every build.
//
// Whatever implements an interface with methods is listed; for an interface
// without, what the package itself and its direct imports declare.
func (prog *Program) dynamicTypes(p *Package, ifaces []*types.Interface) map[string]dynamicType {
	out := make(map[string]dynamicType)
	if len(ifaces) == 0 {
		return out
	}
	for _, q := range prog.closure(p) {
		_, direct := p.Imports[q.PkgPath]
		near := q == p || direct
		local := localTypeNames(q)
		scope := q.Types.Scope()
		for _, name := range scope.Names() {
			tn, named, ok := concrete(scope.Lookup(name))
			if !ok || local[name] {
				continue
			}
			if !implements(named, ifaces, near) {
				continue
			}
			if n := q.Unit.Methods(name); n != nil {
				out[q.PkgPath+"."+name] = dynamicType{tn, n}
			}
		}
	}
	return out
}

// concrete reports whether obj declares a type that values in interfaces can have.
func concrete(obj types.Object) (tn *types.TypeName, named *types.Named, ok bool) {
	if tn, ok = obj.(*types.TypeName); !ok || tn.IsAlias() {
		return nil, nil, false
	}
	named, ok = tn.Type().(*types.Named)
	return tn, named, ok && named.TypeParams().Len() == 0 && !types.IsInterface(named)
}

// implements reports whether t or *t implements one of the interfaces; those without
// methods count if empty.
func implements(t types.Type, ifaces []*types.Interface, empty bool) bool {
	return slices.ContainsFunc(ifaces, func(it *types.Interface) bool {
		if it.NumMethods() == 0 {
			return empty
		}
		return types.Implements(t, it) || types.Implements(types.NewPointer(t), it)
	})
}

// storedTypes are the types of the results of a package's registered functions, that of
// an error at the end only where it is remembered.
func (prog *Program) storedTypes(p *Package) []types.Type {
	var results []types.Type
	for _, r := range p.Registrations {
		if !r.Known() {
			continue
		}
		res := r.Signature(p.TypesInfo).Results()
		for i := range res.Len() {
			if t := res.At(i).Type(); i < res.Len()-1 || !isError(t) || r.Has("CacheErrors") {
				results = append(results, t)
			}
		}
	}
	return results
}

// resultTypes spells the types that may arrive inside interfaces of results, as far
// as the generated code can name them: the runtime can decode what it can name. They
// are the package's, and those of packages that it imports, of other modules and the
// standard library where the interface has methods (rule 10).
func (prog *Program) resultTypes(n *namer) []string {
	ifaces := interfaceTypes(prog.storedTypes(n.p))
	if len(ifaces) == 0 {
		return nil
	}
	objs := make(map[string]*types.TypeName)
	for id, t := range prog.dynamicTypes(n.p, ifaces) {
		objs[id] = t.obj
	}
	for _, pkg := range n.p.Types.Imports() {
		for _, name := range pkg.Scope().Names() {
			tn, named, ok := concrete(pkg.Scope().Lookup(name))
			if ok && tn.Exported() && !prog.inScope(tn) && implements(named, ifaces, false) {
				objs[pkg.Path()+"."+name] = tn
			}
		}
	}
	var names []string
	for _, id := range sortedKeys(objs) {
		if n.object(objs[id]) {
			names = append(names, types.TypeString(objs[id].Type(), n.qualifier))
		}
	}
	return names
}
