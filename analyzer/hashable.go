package analyzer

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/gocheckpoint/checkpoint/internal/directive"
	"github.com/gocheckpoint/checkpoint/internal/registration"
	"github.com/gocheckpoint/checkpoint/internal/typewalk"
)

var hashableCheck = newCheck("hashable", "check that arguments of registered functions and captured variables can be hashed", checkHashable, effectFacts)

func checkHashable(p *pass) error {
	for _, r := range p.registrations {
		p.checkKeys(r)
		if r.Has("KeyBy") {
			continue // which stands for all arguments
		}
		unless := ""
		if mayExclude(r) {
			unless = " unless an option that is not seen here excludes it"
		}
		misspelt := make(map[string]bool)
		list := p.parameters(r, func(_ mention, value string, have []*parameter) {
			misspelt[directive.Nearest(value, names(have))] = true
		})
		for i, q := range list {
			switch {
			case isContext(q.v.Type()), len(q.none) > 0:
				continue // never hashed
			case misspelt[q.name]:
				continue // by the option that was meant; the registration check reports its name
			case len(q.by) > 0:
				for _, m := range q.by {
					p.checkHashByResult(r, q, m.option)
				}
				continue
			}
			c := typewalk.Unhashable(q.v.Type())
			if c == nil {
				continue // it can be hashed
			}
			p.report(finding{
				at:      r.Call.Args[0],
				message: fmt.Sprintf("argument %s of %s cannot be hashed%s: %s", nameOr(q.name, i), describe(r), unless, p.cannot(c)),
				related: p.route(q.v, c),
				fixes:   excludeLogger(r, q),
			})
		}
	}
	p.checkGiven()
	p.checkCaptures()
	return p.checkCaptureAll()
}

// checkKeys reports a KeyBy or a HashContext whose K can't be hashed.
func (p *pass) checkKeys(r registration.Registration) {
	for i := range r.Options {
		o := &r.Options[i]
		if o.By == nil || o.Name == "HashBy" {
			continue // of an argument: with it
		}
		sig, ok := p.TypesInfo.TypeOf(o.By).Underlying().(*types.Signature)
		if !ok || sig.Results().Len() == 0 {
			continue // reported by the registration check, or by the compiler
		}
		if c := typewalk.Unhashable(sig.Results().At(0).Type()); c != nil {
			at, origin := p.place(o, o.By)
			p.report(finding{
				at:      at,
				message: fmt.Sprintf("%s of %s returns what cannot be hashed: %s%s", o.Name, describe(r), p.cannot(c), origin),
				related: p.route(nil, c),
			})
		}
	}
}

// checkCaptureAll reports what CaptureAll would have to capture and that can't be
// hashed: a variable that a function reads and that somebody writes.
func (p *pass) checkCaptureAll() error {
	seen := make(map[string]bool) // the nearest read says it
	return p.reportReached(func(r *reach, h hit) (string, []analysis.SuggestedFix) {
		if h.read == "" || h.unhashable == "" || !capturesAll(r) || len(p.changes(h.read)) == 0 || seen[r.ID+" "+h.read] {
			return "", nil
		}
		seen[r.ID+" "+h.read] = true
		return fmt.Sprintf("%s captures %s%s, which cannot be hashed: %s: annotate it with //checkpoint:nohash if it is without influence",
			describe(r.Registration), strings.TrimPrefix(p.nodeName(h.read), "variable "), whereMark, h.unhashable), nil
	})
}

// capturesAll reports whether CaptureAll is given where a manifest sees it.
func capturesAll(r *reach) bool {
	return slices.ContainsFunc(r.Options, func(o registration.Option) bool { return o.Name == "CaptureAll" && o.Direct() })
}

// checkCaptures reports captured variables that can't be hashed, or whose by=
// function gives what can't be. That it fits is the directive check's affair.
func (p *pass) checkCaptures() {
	for _, v := range p.sortedVars() {
		a := p.vars[v]
		t, subject := v.Type(), "captured variable "+v.Name()+" cannot be hashed: "
		if by, ok := p.Pkg.Scope().Lookup(a.By).(*types.Func); a.By != "" {
			if !ok || by.Signature().Results().Len() == 0 {
				continue // no function to call
			}
			t, subject = by.Signature().Results().At(0).Type(), "by="+a.By+" of captured variable "+v.Name()+" returns what cannot be hashed: "
		}
		if c := typewalk.Unhashable(t); a.Capture && c != nil {
			p.report(finding{
				at:      span{v.Pos(), v.Pos() + token.Pos(len(v.Name()))},
				message: subject + p.cannot(c),
				related: p.route(nil, c),
			})
		}
	}
}

// checkHashByResult reports a HashBy whose K can't be hashed.
func (p *pass) checkHashByResult(r registration.Registration, q *parameter, o *registration.Option) {
	if o.By == nil {
		return // the compiler says so, or the package that makes the option
	}
	args := p.typeArgs(o.Call)
	if args == nil || args.Len() < 2 {
		return
	}
	if c := typewalk.Unhashable(args.At(1)); c != nil {
		at, origin := p.place(o, o.By)
		p.report(finding{
			at:      at,
			message: fmt.Sprintf("HashBy of argument %s of %s returns what cannot be hashed: %s%s", q.name, describe(r), p.cannot(c), origin),
			related: p.route(nil, c),
		})
	}
}

// excludeLogger is the fix that adds NoHash for a logger. Of any other type, only
// the user knows whether it is without influence.
func excludeLogger(r registration.Registration, q *parameter) []analysis.SuggestedFix {
	t := q.v.Type()
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	if !typewalk.IsNamed(t, "log", "Logger") && !typewalk.IsNamed(t, "log/slog", "Logger") || q.name == "_" || q.name == "" {
		return nil
	}
	if r.Call.Ellipsis.IsValid() {
		return nil // nothing may stand behind a list that is spread
	}
	qualifier := ""
	if sel, ok := ast.Unparen(r.Call.Fun).(*ast.SelectorExpr); ok {
		qualifier = types.ExprString(sel.X) + "."
	}
	at := r.Call.Args[len(r.Call.Args)-1].End()
	return []analysis.SuggestedFix{{
		Message:   "Leave the logger out of the key",
		TextEdits: []analysis.TextEdit{{Pos: at, End: at, NewText: fmt.Appendf(nil, ", %sNoHash(%q)", qualifier, q.name)}},
	}}
}

// route leads to the declaration that holds the culprit: the field's, or else
// that of the parameter or result. It is one, as go vet prints a line for each.
func (p *pass) route(v *types.Var, c *typewalk.Culprit) []analysis.RelatedInformation {
	if c.Field != nil {
		return p.declaredAt(c.Field)
	}
	return p.declaredAt(v)
}

// nameOr is a parameter's name, or its number from 1 if it has none.
func nameOr(name string, i int) string {
	if name == "" || name == "_" {
		return fmt.Sprint(i + 1)
	}
	return name
}

// mayExclude reports whether an option may leave arguments out of the key though
// this can't be seen: the registration check says so.
func mayExclude(r registration.Registration) bool {
	return slices.ContainsFunc(r.Options, func(o registration.Option) bool { return o.Name == "" || o.Vague })
}
