package analyzer

import (
	"fmt"
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
	Refusal: storeRefusal,
	Part:    func(*types.Var, string) typewalk.FieldPart { return typewalk.FieldPart{} },
}

// storeRefusal says why values of a declared type can't be stored whatever it is made of.
func storeRefusal(named *types.Named) string {
	if reason := typewalk.RefusedType(named); reason != "" {
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
