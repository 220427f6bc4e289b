package effect

import (
	"go/types"
	"reflect"
	"slices"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A Held is a type of values whose code only who makes them knows: an interface
// with methods, or a function type.
type Held struct {
	Methods []string // of an interface, see [Shape]
	Func    string   // of a function type, see sigKey
}

// mayHave reports whether a method of an interface may be one of a value of the
// type: the type has all methods of the interface.
func (h Held) mayHave(shape Shape) bool {
	return len(h.Methods) > 0 && !slices.ContainsFunc(shape.Methods, func(m string) bool { return !slices.Contains(h.Methods, m) })
}

// mayBe reports whether a function of a type may be a value of the type.
func (h Held) mayBe(sig string) bool { return h.Func != "" && matches(h.Func, sig) }

// A Given is one parameter of a registered function, with what values of its
// type may hold. Direct is set of an interface, whose values are nothing else.
type Given struct {
	Param  int // the receiver being 0
	Held   []Held
	Direct bool
}

// GivenBy describes the parameters of a registered function, the receiver first.
// ours reports whether a package is in scope.
func GivenBy(params []*types.Var, ours func(path string) bool) []Given {
	var out []Given
	for i, v := range params {
		if held := contents(v.Type(), ours); len(held) > 0 && i < MaxParams {
			out = append(out, Given{i, held, types.IsInterface(v.Type())})
		}
	}
	return out
}

// contents lists what values of a type may hold, through fields, elements and
// pointers, but not through types outside the scope, which keep to themselves
// what they hold, nor where a field is no part of the key.
func contents(t types.Type, ours func(path string) bool) []Held {
	var out []Held
	seen := map[types.Type]bool{}
	add := func(h Held) {
		if !slices.ContainsFunc(out, func(o Held) bool { return o.Func == h.Func && slices.Equal(o.Methods, h.Methods) }) {
			out = append(out, h)
		}
	}
	var walk func(t types.Type)
	walk = func(t types.Type) {
		t = types.Unalias(t)
		if t == nil || seen[t] || quietType(t) || plain(t) {
			return
		}
		seen[t] = true
		if named, ok := t.(*types.Named); ok && !types.IsInterface(t) && named.Obj().Pkg() != nil && !ours(identity.PlainPath(named.Obj().Pkg().Path())) {
			if _, fn := t.Underlying().(*types.Signature); !fn {
				return
			}
		}
		switch u := t.Underlying().(type) {
		case *types.Interface:
			if _, ok := t.(*types.TypeParam); ok || u.NumMethods() == 0 || isWriter(t) {
				return
			}
			add(Held{Methods: methodsOf(u)})
		case *types.Signature:
			add(Held{Func: sigKey(u)})
		case *types.Struct:
			for i := range u.NumFields() {
				if reflect.StructTag(u.Tag(i)).Get("checkpoint") != "-" {
					walk(u.Field(i).Type())
				}
			}
		case *types.Map:
			walk(u.Key())
			walk(u.Elem())
		case interface{ Elem() types.Type }: // pointers, slices, arrays, channels
			walk(u.Elem())
		}
	}
	walk(t)
	return out
}

// methodsOf is the method set of an interface as [Shape] has it.
func methodsOf(t *types.Interface) []string {
	var methods []string
	for m := range t.Methods() {
		methods = append(methods, methodShape(m))
	}
	slices.Sort(methods)
	return methods
}

// isOpen reports whether a type is an interface that any package can implement, so
// that a type parameter which stands for it says nothing of its methods.
func isOpen(t types.Type) bool {
	u, ok := t.Underlying().(*types.Interface)
	return ok && isInterface(t) && u.NumMethods() > 0 && !isErrorType(t) && !plain(t)
}
