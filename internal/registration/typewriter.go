package registration

import (
	"cmp"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// A typeWriter spells types so that identical ones are spelled alike, and others
// are not (R4).
type typeWriter struct {
	strings.Builder
	path func(*types.Package) string

	param string // the name of a type parameter that was met
	local bool   // a type that is declared inside a function was met
}

// list writes types with commas between.
func (w *typeWriter) list(ts []types.Type) {
	for i, t := range ts {
		if i > 0 {
			w.WriteByte(',')
		}
		w.typ(t)
	}
}

func (w *typeWriter) typ(t types.Type) {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		if t.Kind() == types.UnsafePointer {
			w.WriteString("unsafe.Pointer")
			break
		}
		w.WriteString(types.Typ[t.Kind()].Name()) // byte is uint8
	case *types.Named:
		w.named(t)
	case *types.Pointer:
		w.WriteByte('*')
		w.typ(t.Elem())
	case *types.Slice:
		w.WriteString("[]")
		w.typ(t.Elem())
	case *types.Array:
		w.WriteString("[" + strconv.FormatInt(t.Len(), 10) + "]")
		w.typ(t.Elem())
	case *types.Map:
		w.WriteString("map[")
		w.typ(t.Key())
		w.WriteByte(']')
		w.typ(t.Elem())
	case *types.Chan:
		w.WriteString(map[types.ChanDir]string{types.SendRecv: "chan(", types.SendOnly: "chan<-(", types.RecvOnly: "<-chan("}[t.Dir()])
		w.typ(t.Elem())
		w.WriteByte(')')
	case *types.Struct:
		w.WriteString("struct{")
		for i := range t.NumFields() {
			if i > 0 {
				w.WriteByte(';')
			}
			w.field(t.Field(i), t.Tag(i))
		}
		w.WriteByte('}')
	case *types.Signature:
		w.WriteString("func")
		w.signature(t)
	case *types.Interface:
		w.iface(t)
	case *types.TypeParam:
		w.param = t.Obj().Name()
	default:
		w.local = true // no type argument; without a name, it is not taken for another
	}
}

func (w *typeWriter) named(t *types.Named) {
	switch obj := t.Obj(); {
	case obj.Pkg() == nil: // error, comparable
		w.WriteString(obj.Name())
	case local(t):
		w.local = true
	default:
		w.WriteString(w.path(obj.Pkg()) + "." + obj.Name())
	}
	if args := t.TypeArgs(); args.Len() > 0 {
		w.WriteByte('[')
		w.list(slices.Collect(args.Types()))
		w.WriteByte(']')
	}
}

// member is the name of a field or a method; unexported ones of two packages
// differ.
func (w *typeWriter) member(obj types.Object) string {
	if obj.Exported() {
		return obj.Name()
	}
	return w.path(obj.Pkg()) + "." + obj.Name()
}

func (w *typeWriter) field(v *types.Var, tag string) {
	if v.Embedded() {
		w.WriteByte('=') // its name is that of its type, or of an alias
	}
	w.WriteString(w.member(v) + " ")
	w.typ(v.Type())
	if tag != "" {
		w.WriteString(" " + strconv.Quote(tag))
	}
}

func (w *typeWriter) signature(sig *types.Signature) {
	tuple := func(t *types.Tuple, variadic bool) {
		w.WriteByte('(')
		for i := range t.Len() {
			if i > 0 {
				w.WriteByte(',')
			}
			typ := t.At(i).Type()
			if s, ok := types.Unalias(typ).(*types.Slice); ok && variadic && i == t.Len()-1 {
				w.WriteString("...")
				typ = s.Elem()
			}
			w.typ(typ)
		}
		w.WriteByte(')')
	}
	tuple(sig.Params(), sig.Variadic())
	if sig.Results().Len() > 0 {
		tuple(sig.Results(), false)
	}
}

// iface writes all methods of an interface, embedded or not, in one order.
func (w *typeWriter) iface(t *types.Interface) {
	methods := slices.SortedFunc(t.Methods(), func(a, b *types.Func) int { return cmp.Compare(w.member(a), w.member(b)) })
	w.WriteString("interface{")
	for i, m := range methods {
		if i > 0 {
			w.WriteByte(';')
		}
		w.WriteString(w.member(m))
		w.signature(m.Signature())
	}
	w.WriteByte('}')
}
