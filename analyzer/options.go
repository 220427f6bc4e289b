package analyzer

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/gocheckpoint/checkpoint/internal/directive"
	"github.com/gocheckpoint/checkpoint/internal/registration"
)

// A parameter is one of a registered function with the options that name it.
type parameter struct {
	name string // as options name it, "_" if unnamed
	v    *types.Var
	// by are the HashBy options for it, none those that NoHash is in.
	by, none []mention
}

// A mention is where an option names a parameter.
type mention struct {
	option *registration.Option
	at     ast.Expr
}

// parameters pairs the parameters of a registered function with its options.
// Names that fit none go to unknown.
func (p *pass) parameters(r registration.Registration, unknown func(m mention, value string, have []*parameter)) []*parameter {
	sig := p.signature(r)
	if sig == nil {
		return nil
	}
	var list []*parameter
	for v := range sig.Params().Variables() {
		list = append(list, &parameter{name: v.Name(), v: v})
	}
	if r.Func != nil { // the method expression's own first parameter may have lost its name
		for i, name := range registration.Params(r.Func) {
			if i < len(list) {
				list[i].name = name
			}
		}
	}
	for k := range r.Options {
		o := &r.Options[k]
		for _, param := range o.Param {
			m := mention{o, param.At}
			i := slices.IndexFunc(list, func(q *parameter) bool { return q.name == param.Name && param.Name != "_" })
			switch {
			case i < 0:
				unknown(m, param.Name, list)
			case o.Name == "HashBy":
				list[i].by = append(list[i].by, m)
			default:
				list[i].none = append(list[i].none, m)
			}
		}
	}
	return list
}

// checkOptions reports the options that don't fit a function's parameters, and
// those that can't be known.
func (p *pass) checkOptions(r registration.Registration) {
	fn := describe(r)
	p.checkKnown("the options of "+fn, r.Options)
	list := p.parameters(r, func(m mention, value string, have []*parameter) {
		p.unknownParameter(fn, m, value, have)
	})
	for _, q := range list {
		for i, m := range q.by {
			switch {
			case i > 0:
				p.optionf(m.option, m.at, "parameter %s of %s has two HashBy: keep one of them", q.name, fn)
			case isContext(q.v.Type()):
				p.optionf(m.option, m.at, "parameter %s of %s is a context, which is never hashed: remove the HashBy", q.name, fn)
			}
			if m.option.By != nil {
				p.checkHashBy(fn, q, m.option)
			}
		}
		for i, m := range q.none {
			switch {
			case len(q.by) > 0:
				p.optionf(m.option, m.at, "parameter %s of %s has both HashBy and NoHash: keep one of them", q.name, fn)
			case i > 0:
				p.optionf(m.option, m.at, "parameter %s of %s has two NoHash: keep one of them", q.name, fn)
			}
		}
	}
}

// checkKnown reports options that are decided at run time, and such as none is.
func (p *pass) checkKnown(list string, options []registration.Option) {
	for i := range options {
		switch o := &options[i]; {
		case o.Name == "nil":
			p.optionf(o, nil, "nil is among %s: remove it", list)
		case o.Name == "":
			what := o.Expr
			if what == nil || strings.Contains(types.ExprString(what), "literal") {
				what = o.At
			}
			p.optionf(o, nil, "cannot determine %s: what %s holds is decided at run time", list, short(what))
		case o.Vague:
			p.optionf(o, nil, "cannot determine which parameters %s names among %s: give it constants", o.Name, list)
		}
	}
}

// checkHashBy reports a function of another type than the parameter's. The
// runtime compares them exactly, so that assignability isn't enough.
func (p *pass) checkHashBy(fn string, q *parameter, o *registration.Option) {
	takes := p.takes(o)
	if takes == nil || types.Identical(takes, q.v.Type()) || hasTypeParam(q.v.Type()) || hasTypeParam(takes) {
		return
	}
	at, origin := p.place(o, o.By)
	p.report(finding{
		at: at,
		message: fmt.Sprintf("HashBy of parameter %s of %s takes %s: the parameter is %s%s",
			q.name, fn, p.typeString(takes), p.typeString(q.v.Type()), origin),
		related: p.declaredAt(q.v),
	})
}

// takes gives the type of the argument that a HashBy is for. In a generic helper,
// the function tells that it is given.
func (p *pass) takes(o *registration.Option) types.Type {
	args := p.typeArgs(o.Call)
	if args == nil {
		return nil
	}
	if by, ok := p.TypesInfo.TypeOf(o.By).(*types.Signature); ok && hasTypeParam(args.At(0)) && by.Params().Len() == 1 {
		return by.Params().At(0).Type()
	}
	return args.At(0)
}

// typeArgs gives the type arguments of a call of a generic function.
func (p *pass) typeArgs(call *ast.CallExpr) *types.TypeList {
	fun := ast.Unparen(call.Fun)
	switch x := fun.(type) {
	case *ast.IndexExpr:
		fun = ast.Unparen(x.X)
	case *ast.IndexListExpr:
		fun = ast.Unparen(x.X)
	}
	switch x := fun.(type) {
	case *ast.Ident:
		return p.TypesInfo.Instances[x].TypeArgs
	case *ast.SelectorExpr:
		return p.TypesInfo.Instances[x.Sel].TypeArgs
	}
	return nil
}

// unknownParameter reports a name that no parameter has, with the nearest one.
func (p *pass) unknownParameter(fn string, m mention, value string, have []*parameter) {
	names, option := names(have), m.option.Name
	at, origin := p.place(m.option, m.at)
	f := finding{at: at, message: fmt.Sprintf("%s has no parameter %q, which %s names", fn, value, option)}
	near := directive.Nearest(value, names)
	switch {
	case value == "_" || value == "":
		f.message = fmt.Sprintf("%s names an unnamed parameter of %s: give it a name", option, fn)
	case near != "":
		f.message += ": did you mean " + strconv.Quote(near)
		if lit, ok := ast.Unparen(at).(*ast.BasicLit); ok && lit.Kind == token.STRING { // elsewhere, others may use it
			f.fixes = []analysis.SuggestedFix{{
				Message:   "Replace with " + strconv.Quote(near),
				TextEdits: []analysis.TextEdit{{Pos: lit.Pos(), End: lit.End(), NewText: []byte(strconv.Quote(near))}},
			}}
		}
	case len(names) > 0:
		f.message += ": it has " + strings.Join(names, ", ")
	case len(have) > 0:
		f.message += ": its parameters are unnamed"
	default:
		f.message += ": it has none"
	}
	f.message += origin
	p.report(f)
}

// names gives the names of those parameters that have one.
func names(list []*parameter) []string {
	var found []string
	for _, q := range list {
		if q.name != "_" && q.name != "" {
			found = append(found, q.name)
		}
	}
	return found
}

// isContext reports whether t is context.Context itself, which is never hashed.
func isContext(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == "Context" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "context"
}

// hasTypeParam reports whether t is or holds a type parameter of a function
// around the registration.
func hasTypeParam(t types.Type) bool {
	switch t := types.Unalias(t).(type) {
	case *types.TypeParam:
		return true
	case *types.Pointer:
		return hasTypeParam(t.Elem())
	case *types.Slice:
		return hasTypeParam(t.Elem())
	case *types.Array:
		return hasTypeParam(t.Elem())
	case *types.Map:
		return hasTypeParam(t.Key()) || hasTypeParam(t.Elem())
	case *types.Tuple:
		for v := range t.Variables() {
			if hasTypeParam(v.Type()) {
				return true
			}
		}
	case *types.Named:
		for arg := range t.TypeArgs().Types() {
			if hasTypeParam(arg) {
				return true
			}
		}
	}
	return false
}
