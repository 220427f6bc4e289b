package effect

import "go/types"

func isPointer(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := coreType(t).(*types.Pointer)
	return ok
}

// refers reports whether the elements of t are storage that others may see.
func refers(t types.Type) bool {
	switch coreType(t).(type) {
	case *types.Slice, *types.Map, *types.Pointer:
		return true
	}
	return false
}

// coreType is the underlying type of t, that of all types in its constraint if
// t is a type parameter and they agree in it.
func coreType(t types.Type) types.Type {
	if t == nil {
		return nil
	}
	p, ok := types.Unalias(t).(*types.TypeParam)
	if !ok {
		return t.Underlying()
	}
	iface, ok := p.Constraint().Underlying().(*types.Interface)
	if !ok {
		return t.Underlying()
	}
	for e := range iface.EmbeddedTypes() {
		if u, ok := e.(*types.Union); ok && u.Len() == 1 {
			return u.Term(0).Type().Underlying()
		}
		if !types.IsInterface(e) {
			return e.Underlying()
		}
	}
	return t.Underlying()
}
