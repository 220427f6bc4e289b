package analyzer

import (
	"fmt"
	"go/token"
	"go/types"

	"github.com/gocheckpoint/checkpoint/internal/typewalk"
)

var storableCheck = newCheck("storable", "check that results of registered functions can be stored", checkStorable)

func checkStorable(p *pass) error {
	for _, r := range p.registrations {
		sig := p.signature(r)
		if sig == nil {
			continue // no function: the compiler says so
		}
		for i := range sig.Results().Len() {
			v := sig.Results().At(i)
			if i == sig.Results().Len()-1 && isError(v.Type()) {
				continue // never stored
			}
			if c := storeRules.Find(v.Type()); c != nil {
				p.report(finding{
					at:      r.Call.Args[0],
					message: fmt.Sprintf("result %s of %s cannot be stored: %s", nameOr(v.Name(), i), describe(r), p.cannot(c)),
					related: p.route(v, c),
				})
			}
		}
	}
	return nil
}

// storeRules are package codec's.
var storeRules = &typewalk.Rules{
	Whole: func(t types.Type) (types.Type, string, bool) {
		if ptr, ok := types.Unalias(t).(*types.Pointer); ok && typewalk.IsNamed(ptr.Elem(), "time", "Location") {
			return nil, "", true // known by its name
		}
		named, ok := types.Unalias(t).(*types.Named)
		if !ok || named.Obj().Pkg() == nil || types.IsInterface(named) {
			return nil, "", false
		}
		if typewalk.IsNamed(t, "time", "Time") {
			return nil, "", true
		}
		// The pairs of these lose what their fields keep.
		if typewalk.IsNamed(t, "net/url", "URL") || typewalk.IsNamed(t, "regexp", "Regexp") {
			return nil, "", false
		}
		if _, ok := named.Underlying().(*types.Struct); ok && storeRefusal(named) != "" {
			return nil, "", false // the methods don't help
		}
		bytes, fails := []string{"bytes"}, []string{"bytes", "error"}
		for _, pair := range [][2]string{{"MarshalBinary", "UnmarshalBinary"}, {"GobEncode", "GobDecode"}, {"MarshalText", "UnmarshalText"}} {
			if typewalk.Declares(t, pair[0], nil, fails) && typewalk.Declares(t, pair[1], bytes, []string{"error"}) {
				return nil, "", true
			}
		}
		return nil, "", false
	},
	Refusal: func(named *types.Named) string {
		if reason := storeRefusal(named); reason != "" {
			return reason
		}
		if typewalk.Declares(named, "ProtoReflect", nil, []string{"anything"}) {
			return "a protobuf message holds pointers into its package; return the bytes of proto.Marshal instead, or declare MarshalBinary and UnmarshalBinary on a type around it"
		}
		return ""
	},
	Kind: storeKind,
	Part: func(*types.Var, string) typewalk.FieldPart { return typewalk.FieldPart{} },
}

// storeRefusal says why values of a declared type can't be stored whatever it is made of,
// and whatever methods it has.
func storeRefusal(named *types.Named) string {
	switch named.Underlying().(type) {
	case *types.Chan, *types.Signature, *types.Interface:
		return storeKind(named) // or nothing: iter's types are functions like others
	}
	if reason := typewalk.RefusedType(named); reason != "" {
		if types.Implements(types.NewPointer(named), readerType) {
			reason += "; return what it holds, a []byte (io.ReadAll), instead"
		}
		return reason
	}
	_, isStruct := named.Underlying().(*types.Struct)
	switch {
	case typewalk.IsNamed(named, "unique"):
		return "unique handles are compared by address"
	case isStruct && (typewalk.IsNamed(named, "reflect") || typewalk.IsNamed(named, "internal/abi")):
		return "a handle into this process is not a value"
	case typewalk.IsNamed(named, "time", "Location"):
		return "locations are compared by address; store a *time.Location"
	}
	return ""
}

// storeKind says what to return instead of a channel, a function, an iterator or a
// stream, "" of any other type.
func storeKind(t types.Type) string {
	switch u := t.Underlying().(type) {
	case *types.Chan:
		return "a channel is not a value; return a slice of what is sent instead"
	case *types.Signature:
		switch yields(u) {
		case 0, 1:
			return "an iterator is code and a position; return a slice (slices.Collect) instead"
		case 2:
			return "an iterator is code and a position; return a map (maps.Collect) or a slice of pairs instead"
		}
		return "a function is not a value; return what it is made from instead, and make it after the call"
	case *types.Basic:
		if u.Kind() == types.UnsafePointer {
			return "an unsafe pointer does not tell what it leads to"
		}
	case *types.Interface:
		if types.Implements(u, readerType) {
			return "a stream can be read once; return what it holds, a []byte (io.ReadAll), instead"
		}
	}
	return ""
}

// yields returns how many values an iterator of this type gives at a time, -1 if it is
// no iterator.
func yields(sig *types.Signature) int {
	if sig.Params().Len() != 1 || sig.Results().Len() != 0 || sig.Variadic() {
		return -1
	}
	yield, ok := sig.Params().At(0).Type().Underlying().(*types.Signature)
	if !ok || yield.Results().Len() != 1 || yield.Variadic() {
		return -1
	}
	if b, ok := yield.Results().At(0).Type().Underlying().(*types.Basic); !ok || b.Kind() != types.Bool {
		return -1
	}
	if n := yield.Params().Len(); n <= 2 {
		return n
	}
	return -1
}

// readerType is io.Reader, also in packages that don't import io.
var readerType = func() *types.Interface {
	in := types.NewTuple(types.NewParam(token.NoPos, nil, "p", types.NewSlice(types.Typ[types.Byte])))
	out := types.NewTuple(types.NewParam(token.NoPos, nil, "n", types.Typ[types.Int]), types.NewParam(token.NoPos, nil, "err", types.Universe.Lookup("error").Type()))
	read := types.NewFunc(token.NoPos, nil, "Read", types.NewSignatureType(nil, nil, nil, in, out, false))
	return types.NewInterfaceType([]*types.Func{read}, nil).Complete()
}()
