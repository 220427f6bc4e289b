package identity

import (
	"fmt"
	"go/ast"
	"go/types"
)

// composite writes a composite literal: elided types are filled in, and fields
// are named.
func (f *former) composite(e *ast.CompositeLit) {
	t := f.src.Info.TypeOf(e)
	if p, ok := coreType(t).(*types.Pointer); ok { // &T elided
		f.op("unary")
		f.str("&")
		t = p.Elem()
	}
	f.op("composite")
	f.typ(t)
	f.int(len(e.Elts))
	info := f.src.Info
	switch u := coreType(t).(type) {
	case *types.Struct:
		for i, elt := range e.Elts {
			field := (*types.Var)(nil)
			if kv, ok := elt.(*ast.KeyValueExpr); ok {
				field, _ = info.Uses[kv.Key.(*ast.Ident)].(*types.Var)
				elt = kv.Value
			} else {
				field = u.Field(i)
			}
			f.member(field)
			f.expr(elt)
			f.convert(field.Type(), info.TypeOf(elt))
		}
	case *types.Map:
		for _, elt := range e.Elts {
			kv := elt.(*ast.KeyValueExpr)
			f.expr(kv.Key)
			f.convert(u.Key(), info.TypeOf(kv.Key))
			f.expr(kv.Value)
			f.convert(u.Elem(), info.TypeOf(kv.Value))
		}
	case *types.Slice:
		f.elements(e.Elts, u.Elem())
	case *types.Array:
		f.elements(e.Elts, u.Elem())
	default:
		panic(fmt.Sprintf("identity: composite literal of %s", t))
	}
}

func (f *former) elements(elts []ast.Expr, elem types.Type) {
	for _, elt := range elts {
		if kv, ok := elt.(*ast.KeyValueExpr); ok {
			f.op("at")
			f.expr(kv.Key)
			elt = kv.Value
		}
		f.expr(elt)
		f.convert(elem, f.src.Info.TypeOf(elt))
	}
}
