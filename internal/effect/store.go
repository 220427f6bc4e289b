package effect

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// store notes an assignment.
func (f *flow) store(e ast.Expr, v *value) {
	if f.env == nil || !carries(f.Info.TypeOf(e)) {
		return
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		if obj, ok := f.Info.ObjectOf(e).(*types.Var); ok {
			f.set(obj, v)
		}
	case *ast.SelectorExpr:
		sel := f.Info.Selections[e]
		if sel == nil || sel.Kind() != types.FieldVal {
			return // a package variable
		}
		x := f.slot(e.X)
		f.store(e.X, f.storeField(x, sel.Index(), v))
	case *ast.IndexExpr:
		x := f.slot(e.X)
		nv := x.value
		if nv == nil {
			nv = &value{}
		}
		if len(nv.refs) > 0 {
			if _, ok := coreType(x.typ).(*types.Array); ok && len(x.in) == 0 {
				nv = expanded(nv, x.typ)
			}
		}
		if key := f.indexKey(e.Index); key != elements && len(nv.refs) == 0 {
			nv = nv.without(key).with(elements, nv.at(elements).join(v))
			if !nv.at(elements).sameAs(v) {
				nv = nv.with(key, v)
			}
		} else {
			nv = nv.with(elements, nv.at(elements).join(v))
		}
		f.store(e.X, nv)
	case *ast.StarExpr:
		x := f.slot(e.X)
		switch {
		case flat(f.Info.TypeOf(e)) && len(x.leads()) == 0:
			f.store(e.X, expanded(v, f.Info.TypeOf(e)))
		case flat(f.Info.TypeOf(e)):
			f.store(e.X, x.value.join(expanded(v, f.Info.TypeOf(e))))
		case len(x.leads()) == 0:
			f.store(e.X, x.with("*", v))
		default:
			f.store(e.X, x.with("*", x.at("*").join(v)))
		}
	}
}

// storeField is a slot's value after an assignment to one of its fields, of which
// other names for the same storage learn nothing.
func (f *flow) storeField(s slot, index []int, v *value) *value {
	if len(index) == 0 {
		return v
	}
	pointer := isPointer(s.typ)
	at := s
	if pointer {
		at = f.deref(s, elem(coreType(s.typ)))
	}
	u, ok := coreType(at.typ).(*types.Struct)
	if !ok {
		return s.value
	}
	step := "." + u.Field(index[0]).Name()
	inner := f.storeField(f.field(s, index[0]), index[1:], v)
	if len(at.in) > 0 {
		return at.with(step, inner)
	}
	return expanded(at.value, at.typ).with(step, inner)
}

// param gives the node its next parameter; v is nil if it has no name.
func (f *flow) param(v *types.Var, t types.Type) {
	f.types = append(f.types, t)
	if v != nil {
		f.set(v, refTo(Ref{Root: Root(len(f.types))}))
	}
}

// forgetAssigned leaves nothing known but what variables hold that are never
// assigned: all that is needed of code that isn't gone through.
func (f *flow) forgetAssigned(body *ast.BlockStmt) {
	forget := func(e ast.Expr) {
		if id, ok := ast.Unparen(e).(*ast.Ident); ok {
			if v, ok := f.Info.Uses[id].(*types.Var); ok {
				delete(f.env, v)
			}
		}
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, e := range n.Lhs {
				forget(e)
			}
		case *ast.RangeStmt:
			forget(n.Key)
			forget(n.Value)
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				forget(n.X)
			}
		}
		return true
	})
}

// concrete reports whether the dynamic type of an interface value is known
// because it comes from what a parameter holds as a value of a concrete type.
func (f *flow) concrete(v *value) bool {
	for _, r := range v.leads() {
		if !r.Root.IsParam() || int(r.Root) > len(f.types) {
			return false
		}
		t := atPath(f.types[r.Root-1], r.Path)
		if t == nil || types.IsInterface(t) || steps(r.Path) >= maxSteps && holdsInterface(t, map[types.Type]bool{}) {
			return false // the way may end early, at what holds the interface value
		}
	}
	return len(v.leads()) > 0
}

// holdsInterface reports whether something in a value of the type is an interface
// value.
func holdsInterface(t types.Type, seen map[types.Type]bool) bool {
	t = types.Unalias(t)
	if seen[t] {
		return false
	}
	seen[t] = true
	switch u := t.Underlying().(type) {
	case *types.Interface:
		return true
	case *types.Struct:
		for field := range u.Fields() {
			if holdsInterface(field.Type(), seen) {
				return true
			}
		}
		return false
	case *types.Map:
		return holdsInterface(u.Key(), seen) || holdsInterface(u.Elem(), seen)
	case interface{ Elem() types.Type }: // pointers, slices, arrays, channels
		return holdsInterface(u.Elem(), seen)
	}
	return false
}

// atPath is the type of what is at a path of a value, nil if it is not known.
func atPath(t types.Type, path string) types.Type {
	for path != "" {
		n := firstStep(path)
		step := path[:n]
		path = path[n:]
		if p, ok := coreType(t).(*types.Pointer); ok && (step == "*" || flat(p.Elem())) {
			if t = p.Elem(); step == "*" {
				continue
			}
		}
		switch u := coreType(t).(type) {
		case *types.Slice:
			t = u.Elem()
		case *types.Array:
			t = u.Elem()
		case *types.Chan:
			t = u.Elem()
		case *types.Struct:
			t = nil
			for field := range u.Fields() {
				if "."+field.Name() == step {
					t = field.Type()
				}
			}
		default:
			return nil // of a map, both keys and elements
		}
		if t == nil {
			return nil
		}
	}
	return t
}

// set gives a variable another value.
func (f *flow) set(obj *types.Var, v *value) {
	if isPackageLevel(obj) || f.env == nil {
		return
	}
	if !carries(obj.Type()) || v.empty() {
		v = nil
	}
	v = v.shallow(maxSteps)
	for lit := range f.made {
		if slices.Contains(f.literals.vars(f.summarizer, lit), obj) {
			f.later[lit][obj] = f.later[lit][obj].join(v)
		}
	}
	if v == nil {
		delete(f.env, obj)
	} else {
		f.env[obj] = v
	}
}
