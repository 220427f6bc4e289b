package identity

import (
	"fmt"
	"go/types"
	"sort"
)

// typeDecl writes a named type: path, package name and own name, which %T and
// reflection show, and its structure (I3). Its methods are no part of it.
func (f *former) typeDecl(tn *types.TypeName) {
	f.op("typedecl")
	f.str(PlainPath(tn.Pkg().Path()))
	f.str(tn.Pkg().Name())
	f.str(tn.Name())
	if named, ok := tn.Type().(*types.Named); ok {
		f.typeParams(named.TypeParams())
	}
	f.typ(tn.Type().Underlying())
}

// typ writes a type. Aliases are what they stand for; a named type is a
// reference to its declaration.
func (f *former) typ(t types.Type) {
	switch t := types.Unalias(t).(type) {
	case nil:
		f.op("notype")
	case *types.Basic:
		f.op("basic")
		f.int(int(t.Kind())) // byte and uint8 are one kind
	case *types.Named:
		f.named(t)
	case *types.Pointer:
		f.op("pointer")
		f.typ(t.Elem())
	case *types.Slice:
		f.op("slice")
		f.typ(t.Elem())
	case *types.Array:
		f.op("array")
		f.str(fmt.Sprint(t.Len()))
		f.typ(t.Elem())
	case *types.Map:
		f.op("map")
		f.typ(t.Key())
		f.typ(t.Elem())
	case *types.Chan:
		f.op("chan")
		f.int(int(t.Dir()))
		f.typ(t.Elem())
	case *types.Struct:
		f.op("struct")
		f.int(t.NumFields())
		for i := range t.NumFields() {
			field := t.Field(i)
			f.member(field)
			f.bool(field.Embedded())
			f.str(t.Tag(i))
			f.typ(field.Type())
		}
	case *types.Signature:
		f.op("signature")
		f.typeParams(t.TypeParams())
		f.typ(t.Params())
		f.bool(t.Variadic())
		f.typ(t.Results())
	case *types.Tuple:
		f.op("tuple")
		f.int(t.Len())
		for v := range t.Variables() {
			f.typ(v.Type())
		}
	case *types.Interface:
		f.iface(t)
	case *types.Union:
		f.op("union")
		f.int(t.Len())
		for term := range t.Terms() {
			f.bool(term.Tilde())
			f.typ(term.Type())
		}
	case *types.TypeParam:
		f.op("typeparam")
		if n, ok := f.tparam[t]; ok {
			f.int(n)
		} else { // of a generic declaration that is only mentioned
			f.op("foreign")
			f.int(t.Index())
		}
	default:
		panic(fmt.Sprintf("identity: unknown type %T", t))
	}
}

// iface writes an interface: the order of methods doesn't matter.
func (f *former) iface(t *types.Interface) {
	f.op("interface")
	methods := make([]*types.Func, 0, t.NumMethods())
	for m := range t.Methods() { // of embedded interfaces too
		methods = append(methods, m)
	}
	sort.Slice(methods, func(i, j int) bool { return methods[i].Id() < methods[j].Id() })
	f.int(len(methods))
	for _, m := range methods {
		f.member(m)
		f.typ(m.Type())
	}
	f.bool(t.IsComparable())
	if !t.IsMethodSet() { // a constraint
		f.int(t.NumEmbeddeds())
		for e := range t.EmbeddedTypes() {
			f.typ(e)
		}
	}
}

// member writes the name of a field or method; unexported ones carry their
// package.
func (f *former) member(obj types.Object) {
	f.op("member")
	f.str(obj.Name())
	if !obj.Exported() && obj.Pkg() != nil {
		f.str(PlainPath(obj.Pkg().Path()))
	} else {
		f.str("")
	}
}

func (f *former) named(t *types.Named) {
	tn := t.Obj()
	if tn.Pkg() != nil && tn.Parent() != tn.Pkg().Scope() {
		f.localType(t)
	} else {
		f.object(tn)
	}
	if args := t.TypeArgs(); args.Len() > 0 {
		f.op("args")
		f.int(args.Len())
		runs := hasCode(t, map[types.Type]bool{})
		for arg := range args.Types() {
			f.typ(arg)
			if runs { // methods of the instance may call those of the argument (I6)
				f.reach(arg)
				if f.printsTypes(tn.Pkg()) {
					f.numbers(arg, true)
				}
			}
		}
	}
}

// localType writes a type that is declared inside a function: in full where it
// is met first, by number after that.
func (f *former) localType(t *types.Named) {
	tn := t.Origin().Obj()
	if n, ok := f.locals[tn]; ok {
		f.op("localtype")
		f.int(n)
		return
	}
	f.op("newtype")
	f.int(f.bind(tn))
	f.str(PlainPath(tn.Pkg().Path()))
	f.str(tn.Pkg().Name())
	f.str(tn.Name())
	f.declares = true
	f.typ(t.Origin().Underlying())
}

// hasCode reports whether an instance of a generic type, or one that it is made
// of, has methods: without, there is no code that knows the type arguments.
func hasCode(t types.Type, seen map[types.Type]bool) bool {
	t = types.Unalias(t)
	if t == nil || seen[t] {
		return false
	}
	seen[t] = true
	switch t := t.(type) {
	case *types.Named:
		return t.TypeArgs().Len() > 0 && (t.NumMethods() > 0 || hasCode(t.Underlying(), seen))
	case *types.Map:
		return hasCode(t.Key(), seen) || hasCode(t.Elem(), seen)
	case *types.Signature:
		return hasCode(t.Params(), seen) || hasCode(t.Results(), seen)
	case *types.Tuple:
		for v := range t.Variables() {
			if hasCode(v.Type(), seen) {
				return true
			}
		}
	case *types.Struct:
		for field := range t.Fields() {
			if hasCode(field.Type(), seen) {
				return true
			}
		}
	case *types.Interface:
		for m := range t.Methods() {
			if hasCode(m.Signature(), seen) {
				return true
			}
		}
	case interface{ Elem() types.Type }:
		return hasCode(t.Elem(), seen)
	}
	return false
}
