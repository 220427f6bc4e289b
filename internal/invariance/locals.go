package invariance

import (
	"go/ast"
	"go/types"
)

// renameLocals renames what functions and signatures declare: variables,
// parameters, results, receivers, labels and constants. Local types keep their
// names: %T shows them.
func renameLocals(c *change) {
	c.renameInside(isLocal)
}

// renameTypeParameters renames those of functions, receivers and types.
func renameTypeParameters(c *change) {
	c.renameInside(isTypeParameter)
}

// renameInside renames what is declared by something smaller than a package.
func (c *change) renameInside(pick func(types.Object) bool) {
	n := 0
	for f := range c.r.files {
		info := f.pkg.TypesInfo
		names := make(map[types.Object]string)
		name := func(obj types.Object) string {
			if names[obj] == "" {
				n++
				names[obj] = c.r.fresh("l", n)
			}
			return names[obj]
		}
		ast.Inspect(f.ast, func(m ast.Node) bool { // the variable of a type switch is one per clause
			s, ok := m.(*ast.TypeSwitchStmt)
			if !ok {
				return true
			}
			a, ok := s.Assign.(*ast.AssignStmt)
			if !ok {
				return true
			}
			n++
			for _, clause := range s.Body.List {
				if v := info.Implicits[clause]; v != nil && pick(v) {
					names[v] = c.r.fresh("l", n)
				}
			}
			if len(s.Body.List) > 0 && names[info.Implicits[s.Body.List[0]]] != "" {
				c.rename(f, a.Lhs[0].(*ast.Ident), c.r.fresh("l", n))
			}
			return true
		})
		ast.Inspect(f.ast, func(m ast.Node) bool {
			id, ok := m.(*ast.Ident)
			if !ok || id.Name == "_" {
				return true
			}
			if obj := info.ObjectOf(id); obj != nil && pick(obj) {
				c.rename(f, id, name(origin(obj)))
			} else if obj != nil && isLocalType(obj) && info.Defs[id] != nil {
				c.left["I3: a local type"]++
			}
			return true
		})
	}
}

// isLocal reports whether obj is declared by a function or a signature, and its
// name is nobody's business.
func isLocal(obj types.Object) bool {
	switch obj := obj.(type) {
	case *types.Var:
		return !obj.IsField() && !isPackageLevel(obj)
	case *types.Label:
		return true
	case *types.Const:
		return obj.Pkg() != nil && !isPackageLevel(obj)
	}
	return false
}

func isTypeParameter(obj types.Object) bool {
	tn, ok := obj.(*types.TypeName)
	if !ok {
		return false
	}
	_, ok = tn.Type().(*types.TypeParam)
	return ok
}

func isLocalType(obj types.Object) bool {
	tn, ok := obj.(*types.TypeName)
	return ok && obj.Pkg() != nil && !isPackageLevel(tn) && !isTypeParameter(tn)
}

func isPackageLevel(obj types.Object) bool {
	return obj.Pkg() != nil && obj.Parent() == obj.Pkg().Scope()
}

// origin is the declared object behind one of an instance.
func origin(obj types.Object) types.Object {
	switch obj := obj.(type) {
	case *types.Var:
		return obj.Origin()
	case *types.Func:
		return obj.Origin()
	}
	return obj
}
