package analyzer

import (
	"go/ast"
	"go/types"
	"strings"

	"github.com/gocheckpoint/checkpoint/internal/registration"
)

// checkKeying reports what doesn't fit of the options that say what enters keys
// beside, or in the place of, arguments.
func (p *pass) checkKeying(r registration.Registration) {
	fn := describe(r)
	var keyBy *registration.Option
	for i := range r.Options {
		o := &r.Options[i]
		switch {
		case o.Name == "KeyBy" && keyBy != nil:
			p.optionf(o, o.Call, "%s has two KeyBy: keep one of them", fn)
		case o.Name == "KeyBy":
			keyBy = o
			p.checkKeyBy(r, o)
		case o.Name == "HashContext" && !p.hasContext(r):
			p.optionf(o, o.Call, "%s has no context, which HashContext hashes a value of: remove the option", fn)
		case o.Name == "CacheErrors" && o.Direct() && !p.hasError(r):
			p.optionf(o, o.Call, "%s returns no error, which CacheErrors keeps: remove the option", fn)
		}
	}
	if keyBy == nil {
		return
	}
	for i := range r.Options {
		if o := &r.Options[i]; o.Name == "HashBy" || o.Name == "NoHash" {
			p.optionf(o, o.Call, "%s has both KeyBy and %s: KeyBy says all that arguments put into the key", fn, o.Name)
		}
	}
}

// checkKeyBy reports a function whose parameters aren't those of the one that is
// registered, or that doesn't return what can be hashed.
func (p *pass) checkKeyBy(r registration.Registration, o *registration.Option) {
	if o.By == nil {
		return // the compiler says so
	}
	sig := p.signature(r)
	have := p.TypesInfo.TypeOf(o.By)
	if sig == nil || have == nil {
		return
	}
	by, ok := have.Underlying().(*types.Signature)
	if !ok {
		what := p.typeString(types.Default(have))
		if id, ok := ast.Unparen(o.By).(*ast.Ident); ok && id.Name == "nil" {
			what = "nil"
		} else if types.IsInterface(have) {
			return // what it holds is known at run time only
		}
		p.optionf(o, o.By, "KeyBy of %s is given %s: want %s", describe(r), what, p.wantedKeyBy(sig))
		return
	}
	if hasTypeParam(sig.Params()) || hasTypeParam(by.Params()) {
		return // known by the instance
	}
	results := by.Results()
	fits := types.Identical(by.Params(), sig.Params()) && by.Variadic() == sig.Variadic() &&
		(results.Len() == 1 && !isError(results.At(0).Type()) || results.Len() == 2 && !isError(results.At(0).Type()) && isError(results.At(1).Type()))
	if fits {
		return
	}
	p.optionf(o, o.By, "KeyBy of %s is given %s: want %s", describe(r), p.typeString(unnamed(by)), p.wantedKeyBy(sig))
}

// wantedKeyBy spells the type of a function that KeyBy takes.
func (p *pass) wantedKeyBy(sig *types.Signature) string {
	without := types.NewSignatureType(nil, nil, nil, unnamed(sig).Params(), nil, sig.Variadic())
	return strings.TrimSuffix(p.typeString(without), " ") + " (K, error)"
}

// unnamed is a signature without the names of its parameters, which don't count.
func unnamed(sig *types.Signature) *types.Signature {
	strip := func(tuple *types.Tuple) *types.Tuple {
		var vars []*types.Var
		for v := range tuple.Variables() {
			vars = append(vars, types.NewParam(v.Pos(), v.Pkg(), "", v.Type()))
		}
		return types.NewTuple(vars...)
	}
	return types.NewSignatureType(nil, nil, nil, strip(sig.Params()), strip(sig.Results()), sig.Variadic())
}

// hasContext reports whether a registered function has a context parameter, or
// its signature isn't known.
func (p *pass) hasContext(r registration.Registration) bool {
	sig := p.signature(r)
	if sig == nil {
		return true
	}
	for v := range sig.Params().Variables() {
		if isContext(v.Type()) {
			return true
		}
	}
	return false
}

// hasError reports whether the last result of a registered function is an error,
// or its signature isn't known.
func (p *pass) hasError(r registration.Registration) bool {
	sig := p.signature(r)
	return sig == nil || sig.Results().Len() == 0 || isError(sig.Results().At(sig.Results().Len()-1).Type())
}

// checkLists reports the options of bundles and layers that belong elsewhere,
// and those with values that the runtime refuses.
func (p *pass) checkLists() {
	for _, l := range p.lists {
		name := "the bundle"
		if l.Maker == "Over" {
			name = "the layer over " + types.ExprString(ast.Unparen(l.Inner))
			if p.TypesInfo.Types[l.Inner].IsNil() {
				p.reportf(l.Inner, "checkpoint.Over is given nil: give it what checkpoint.Func returned")
			}
			p.checkKnown("the options of "+name, l.Options) // those of a bundle, where it is given
		}
		for i := range l.Options {
			o := &l.Options[i]
			switch {
			case l.Maker == "New" && o.Level > 0:
				continue // told of the bundle inside
			case l.Maker == "New" && o.Name == "CaptureAll":
				p.optionf(o, o.Call, "CaptureAll is given to New, where no manifest sees it: give it to checkpoint.Func")
			case l.Maker == "Over" && decidesKeys[o.Name]:
				p.optionf(o, o.Call, "%s is given to Over, but keys are those of %s: give it to the checkpoint.Func that made that",
					o.Name, types.ExprString(ast.Unparen(l.Inner)))
			}
		}
		p.checkValuesIn(name, l.Options)
	}
}

// decidesKeys are the options that a layer takes from the handle that it is over.
var decidesKeys = map[string]bool{
	"HashBy": true, "NoHash": true, "KeyBy": true, "HashContext": true, "CaptureAll": true, "Version": true, "Static": true,
}
