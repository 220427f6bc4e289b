package analyzer

import (
	"go/constant"
	"go/token"

	"github.com/gocheckpoint/checkpoint/internal/registration"
)

// checkValuesIn reports options whose values the runtime refuses, that exclude
// each other, or that a manifest cannot know, in the list of fn. Those of a bundle
// are told where it is made.
func (p *pass) checkValuesIn(fn string, options []registration.Option) {
	given := make(map[string]*registration.Option)
	for i := range options {
		o := &options[i]
		if o.Level > 0 {
			continue
		}
		switch o.Name {
		case "Version", "TTL", "Expiry", "When", "Store", "Logger", "HashContext", "Verify":
			if given[o.Name] != nil {
				p.optionf(o, o.Call, "%s has two %s: keep one of them", fn, o.Name)
				continue
			}
			given[o.Name] = o
		}
		if o.Call == nil {
			continue // told where it is made
		}
		p.checkNil(fn, o)
		if o.Name == "NoHash" && len(o.Call.Args) == 0 {
			p.optionf(o, o.Call, "NoHash of %s names no parameter: remove it", fn)
		}
		if len(o.Call.Args) != 1 {
			continue
		}
		arg := o.Call.Args[0]
		value := p.TypesInfo.Types[arg].Value
		switch {
		case o.Name == "Version" && value == nil:
			p.optionf(o, arg, "the version of %s is not constant: a manifest is made before the program runs, and its code counts as well", fn)
		case o.Name == "Version" && value.Kind() == constant.String && constant.StringVal(value) == "":
			p.optionf(o, arg, "the version of %s is empty: give it one, or remove the option", fn)
		case o.Name == "TTL" && value != nil && constant.Sign(value) <= 0:
			p.optionf(o, arg, "the TTL of %s is %s: nothing would be remembered", fn, value)
		case o.Name == "LockWait" && value != nil && constant.Sign(value) < 0:
			p.optionf(o, arg, "the LockWait of %s is %s: want 0 or more", fn, value)
		case o.Name == "Verbosity" && value != nil && (constant.Sign(value) < 0 || constant.Compare(value, token.GTR, constant.MakeInt64(2))):
			p.optionf(o, arg, "the Verbosity of %s is %s: there are 0, 1 and 2", fn, value)
		case o.Name == "Verify" && value != nil && !isFraction(value):
			p.optionf(o, arg, "the fraction of %s that Verify computes anew is %s: want one from 0 to 1", fn, value)
		}
	}
	if given["TTL"] != nil && given["Expiry"] != nil {
		p.optionf(given["Expiry"], given["Expiry"].Call, "%s has both TTL and Expiry: keep one of them", fn)
	}
}

// checkNil reports options that are given nil, which the runtime refuses.
func (p *pass) checkNil(fn string, o *registration.Option) {
	switch o.Name {
	case "HashBy", "HashContext", "Expiry", "When", "Store", "Observe", "CacheErrors":
	default:
		return // without arguments, or nil is fine, or reported with its type
	}
	for _, arg := range o.Call.Args {
		if p.TypesInfo.Types[arg].IsNil() {
			p.optionf(o, arg, "%s of %s is given nil: leave it out", o.Name, fn)
		}
	}
}

// isFraction reports whether a constant is a number from 0 to 1.
func isFraction(v constant.Value) bool {
	v = constant.ToFloat(v)
	return v.Kind() != constant.Float || constant.Sign(v) >= 0 && constant.Compare(v, token.LEQ, constant.MakeInt64(1))
}
