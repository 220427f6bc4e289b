package analyzer

import (
	"go/ast"
	"go/constant"

	"github.com/gocheckpoint/checkpoint/internal/registration"
)

// checkValuesOf reports options whose values the runtime refuses, that exclude
// each other, or that a manifest cannot know.
func (p *pass) checkValuesOf(r registration.Registration) {
	fn := describe(r)
	given := make(map[string]ast.Expr)
	for _, o := range r.Options {
		if o.Call == nil {
			continue
		}
		switch o.Name {
		case "Version", "TTL", "Expiry", "When", "Store", "Logger":
			if given[o.Name] != nil {
				p.reportf(o.Call, "%s has two %s: keep one of them", fn, o.Name)
				continue
			}
			given[o.Name] = o.Call
		}
		if len(o.Call.Args) != 1 {
			continue
		}
		arg := o.Call.Args[0]
		value := p.TypesInfo.Types[arg].Value
		switch {
		case o.Name == "Version" && value == nil:
			p.reportf(arg, "the version of %s is not constant: a manifest is made before the program runs, and its code counts as well", fn)
		case o.Name == "Version" && value.Kind() == constant.String && constant.StringVal(value) == "":
			p.reportf(arg, "the version of %s is empty: give it one, or remove the option", fn)
		case o.Name == "TTL" && value != nil && constant.Sign(value) <= 0:
			p.reportf(arg, "the TTL of %s is %s: nothing would be remembered", fn, value)
		}
	}
	if given["TTL"] != nil && given["Expiry"] != nil {
		p.reportf(given["Expiry"], "%s has both TTL and Expiry: keep one of them", fn)
	}
}
