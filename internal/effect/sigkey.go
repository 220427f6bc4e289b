package effect

import (
	"fmt"
	"go/token"
	"go/types"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// sigKey names a function type: the numbers of parameters and results, and their
// types, which are left out where generic code has its own.
func sigKey(sig *types.Signature) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d/%d", sig.Params().Len(), sig.Results().Len())
	for _, tuple := range []*types.Tuple{sig.Params(), sig.Results()} {
		for v := range tuple.Variables() {
			if generic(v.Type(), 0) {
				return fmt.Sprintf("%d/%d ~", sig.Params().Len(), sig.Results().Len())
			}
			b.WriteString(" " + types.TypeString(nameless(v.Type()), func(p *types.Package) string { return identity.PlainPath(p.Path()) }))
		}
	}
	return b.String()
}

// nameless is a type without the names that function types in it give to their
// parameters, which don't tell types apart.
func nameless(t types.Type) types.Type {
	switch u := types.Unalias(t).(type) {
	case *types.Pointer:
		return types.NewPointer(nameless(u.Elem()))
	case *types.Slice:
		return types.NewSlice(nameless(u.Elem()))
	case *types.Array:
		return types.NewArray(nameless(u.Elem()), u.Len())
	case *types.Map:
		return types.NewMap(nameless(u.Key()), nameless(u.Elem()))
	case *types.Chan:
		return types.NewChan(u.Dir(), nameless(u.Elem()))
	case *types.Signature:
		return types.NewSignatureType(nil, nil, nil, namelessTuple(u.Params()), namelessTuple(u.Results()), u.Variadic())
	default:
		return u
	}
}

func namelessTuple(t *types.Tuple) *types.Tuple {
	vars := make([]*types.Var, t.Len())
	for i := range vars {
		vars[i] = types.NewParam(token.NoPos, nil, "", nameless(t.At(i).Type()))
	}
	return types.NewTuple(vars...)
}

// generic reports whether a type mentions a type parameter.
func generic(t types.Type, depth int) bool {
	if depth > 5 {
		return true // at worst, more matches
	}
	switch t := types.Unalias(t).(type) {
	case *types.TypeParam:
		return true
	case *types.Pointer:
		return generic(t.Elem(), depth+1)
	case *types.Slice:
		return generic(t.Elem(), depth+1)
	case *types.Array:
		return generic(t.Elem(), depth+1)
	case *types.Chan:
		return generic(t.Elem(), depth+1)
	case *types.Map:
		return generic(t.Key(), depth+1) || generic(t.Elem(), depth+1)
	case *types.Named:
		for a := range t.TypeArgs().Types() {
			if generic(a, depth+1) {
				return true
			}
		}
	case *types.Signature:
		for _, tuple := range []*types.Tuple{t.Params(), t.Results()} {
			for v := range tuple.Variables() {
				if generic(v.Type(), depth+1) {
					return true
				}
			}
		}
	}
	return false
}
