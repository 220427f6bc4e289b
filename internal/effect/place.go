package effect

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A slot is a place where a value stands.
type slot struct {
	*value
	typ types.Type
	// in is the storage that the place is a part of, as far as others see it:
	// what is assigned here, they see. Variables of the function are seen by none.
	in []Ref
}

// value is what is known of the value of an expression.
func (f *flow) value(e ast.Expr) *value {
	v := f.slot(e).value
	if !carries(f.Info.TypeOf(e)) {
		return nil
	}
	return v
}

// shared is the storage that an assignment to e changes for others.
func (f *flow) shared(e ast.Expr) []Ref { return f.slot(e).in }

func (f *flow) slot(e ast.Expr) slot {
	e = ast.Unparen(e)
	t := f.Info.TypeOf(e)
	switch e := e.(type) {
	case *ast.Ident:
		return f.name(e)
	case *ast.SelectorExpr:
		if id, ok := e.X.(*ast.Ident); ok {
			if _, ok := f.Info.Uses[id].(*types.PkgName); ok {
				return f.name(e.Sel)
			}
		}
		sel := f.Info.Selections[e]
		if sel == nil {
			return slot{}
		}
		if sel.Kind() == types.FieldVal {
			return f.fields(f.slot(e.X), sel.Index())
		}
		fn, ok := sel.Obj().(*types.Func)
		if !ok || interfaceOf(sel) != nil {
			return slot{}
		}
		if sel.Kind() != types.MethodVal {
			return slot{value: f.functionValue(fn, 0), typ: t}
		}
		v := f.functionValue(fn, 1)
		if v != nil {
			v = v.with("$0", f.receiver(e, fn))
		}
		return slot{value: v, typ: t}
	case *ast.IndexExpr:
		if tv := f.Info.Types[e.Index]; tv.IsType() {
			return f.slot(e.X) // an instance
		}
		return f.index(f.slot(e.X), f.indexKey(e.Index), t)
	case *ast.IndexListExpr:
		return f.slot(e.X)
	case *ast.SliceExpr:
		x := f.slot(e.X)
		v := x.value
		if _, ok := coreType(x.typ).(*types.Array); ok {
			v = f.address(x)
		}
		switch {
		case v.empty():
		case e.Max != nil:
			v = &value{refs: v.refs, parts: v.parts, capacity: clipped}
		case e.High != nil:
			v = &value{refs: v.refs, parts: v.parts, capacity: cut}
		}
		return slot{value: v, typ: t}
	case *ast.StarExpr:
		return f.deref(f.slot(e.X), t)
	case *ast.TypeAssertExpr:
		return slot{value: f.slot(e.X).value, typ: t}
	case *ast.UnaryExpr:
		switch e.Op {
		case token.AND:
			return slot{value: f.address(f.slot(e.X)), typ: t}
		case token.ARROW:
			return slot{value: f.slot(e.X).at(elements), typ: t}
		}
	case *ast.CompositeLit:
		return slot{value: f.composite(e), typ: t}
	case *ast.FuncLit:
		return slot{value: f.closure(e), typ: t}
	case *ast.CallExpr:
		return slot{value: f.result(e, 0), typ: t}
	}
	return slot{typ: t}
}

// name is the slot of a variable or a function.
func (f *flow) name(id *ast.Ident) slot {
	switch obj := f.Info.ObjectOf(id).(type) {
	case *types.Func:
		return slot{value: f.functionValue(obj, 0), typ: obj.Type()}
	case *types.Var:
		if !isPackageLevel(obj) {
			if f.env == nil {
				return slot{value: f.held[id], typ: obj.Type()}
			}
			return slot{value: f.env[obj], typ: obj.Type()}
		}
		if !f.InScope(identity.PlainPath(obj.Pkg().Path())) || quietType(obj.Type()) {
			return slot{typ: obj.Type()}
		}
		r := refTo(Ref{Root: f.varRoot(obj)})
		return slot{value: r, typ: obj.Type(), in: r.refs}
	}
	return slot{}
}

// fields follows a selection, through the fields that it leaves out.
func (f *flow) fields(s slot, index []int) slot {
	for _, i := range index {
		s = f.field(s, i)
	}
	return s
}

func (f *flow) field(s slot, i int) slot {
	if isPointer(s.typ) {
		s = f.deref(s, elem(coreType(s.typ)))
	}
	u, ok := coreType(s.typ).(*types.Struct)
	if !ok || i >= u.NumFields() {
		return slot{}
	}
	return slot{value: s.at("." + u.Field(i).Name()), typ: u.Field(i).Type(), in: s.in}
}

func (f *flow) index(s slot, key string, t types.Type) slot {
	out := slot{value: s.at(key), typ: t, in: s.in}
	if _, ok := coreType(s.typ).(*types.Array); !ok {
		out.in = s.leads()
	}
	return out
}

// deref is what a pointer points to.
func (f *flow) deref(s slot, t types.Type) slot {
	out := slot{value: s.value, typ: t, in: s.leads()}
	if !flat(t) {
		out.value = s.at("*")
	}
	return out
}

// flat reports whether a pointer to a t is no step of a way.
func flat(t types.Type) bool {
	switch coreType(t).(type) {
	case *types.Struct, *types.Array:
		return true
	}
	return false
}

// address is a pointer to a slot.
func (f *flow) address(s slot) *value {
	switch {
	case !flat(s.typ):
		v := (&value{refs: s.in}).with("*", s.value)
		if v.empty() {
			return nil
		}
		return v
	case len(s.in) > 0:
		return s.value
	}
	return expanded(s.value, s.typ)
}

// expanded turns the refs of a struct that is held by value, which tell of what it
// is a copy, into its parts, so that what refers to it refers to a copy.
func expanded(v *value, t types.Type) *value {
	if v == nil || len(v.refs) == 0 {
		return v
	}
	out := &value{parts: map[string]*value{}}
	switch u := coreType(t).(type) {
	case *types.Struct:
		for field := range u.Fields() {
			if step := "." + field.Name(); carries(field.Type()) {
				out.parts[step] = v.at(step)
			}
		}
	case *types.Array:
		out.parts[elements] = v.at(elements)
	default:
		return v
	}
	for step, p := range v.parts {
		out.parts[step] = p
	}
	return out
}

// composite is what a composite literal holds.
func (f *flow) composite(e *ast.CompositeLit) *value {
	var v *value
	t := coreType(f.Info.TypeOf(e))
	if p, ok := t.(*types.Pointer); ok { // elided &T
		t = p.Elem().Underlying()
	}
	for i, x := range e.Elts {
		kv, keyed := x.(*ast.KeyValueExpr)
		if keyed {
			x = kv.Value
		}
		switch u := t.(type) {
		case *types.Struct:
			name := ""
			if keyed {
				name = kv.Key.(*ast.Ident).Name
			} else if i < u.NumFields() {
				name = u.Field(i).Name()
			}
			v = v.with("."+name, f.value(x))
		default:
			v = v.with(elements, v.at(elements).join(f.value(x)))
			if keyed {
				if _, isMap := t.(*types.Map); isMap {
					v = v.with(elements, v.at(elements).join(f.value(kv.Key)))
				}
			}
		}
	}
	return v.shallow(maxSteps)
}

// receiver is what a method gets that is selected from a value.
func (f *flow) receiver(e *ast.SelectorExpr, method *types.Func) *value {
	sel := f.Info.Selections[e]
	s := f.slot(e.X)
	if sel != nil {
		s = f.fields(s, sel.Index()[:len(sel.Index())-1]) // embedded ones
	}
	recv := method.Signature().Recv()
	if recv == nil || s.typ == nil {
		return nil
	}
	switch {
	case isPointer(recv.Type()) && !isPointer(s.typ):
		return f.address(s)
	case !isPointer(recv.Type()) && isPointer(s.typ):
		s = f.deref(s, elem(coreType(s.typ)))
	}
	if !carries(s.typ) {
		return nil
	}
	return s.value
}
