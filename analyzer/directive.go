package analyzer

import (
	"go/token"
	"go/types"
	"slices"

	"github.com/gocheckpoint/checkpoint/internal/directive"
)

var directiveCheck = newCheck("directive", "check the //checkpoint: comments", checkDirectives, checks...)

func checkDirectives(p *pass) error {
	for _, problem := range p.problems {
		p.reportf(span{problem.Pos, problem.End}, "%s", problem.Message)
	}
	seen := make(map[token.Pos]bool) // var a, b has one directive
	for _, v := range p.sortedVars() {
		a := p.vars[v]
		if a.By != "" && !seen[a.Directive.Pos] {
			if msg := p.checkBy(v, a); msg != "" {
				seen[a.Directive.Pos] = true
				p.reportf(span{a.Directive.Pos, a.Directive.End}, "%s", msg)
			}
		}
	}
	p.reportUnused()
	return nil
}

// checkBy says why the function of by= can't be called with the variable.
func (p *pass) checkBy(v *types.Var, a directive.Var) string {
	const subject = "directive //checkpoint:capture "
	obj := p.Pkg.Scope().Lookup(a.By)
	fn, ok := obj.(*types.Func)
	switch {
	case obj == nil:
		msg := subject + "names the unknown function " + a.By
		if near := directive.Nearest(a.By, p.functions()); near != "" {
			msg += ", did you mean " + near
		}
		return msg
	case !ok:
		return subject + "names " + a.By + ", which is no function"
	case fn.Signature().TypeParams().Len() > 0:
		return subject + "names the generic function " + a.By + ": give it one without type parameters"
	}
	sig := fn.Signature()
	results := sig.Results()
	fits := sig.Params().Len() == 1 && !sig.Variadic() && types.AssignableTo(v.Type(), sig.Params().At(0).Type()) &&
		(results.Len() == 1 || results.Len() == 2 && isError(results.At(1).Type()))
	if fits {
		return ""
	}
	t := p.typeString(v.Type())
	return subject + "needs func(" + t + ") K or func(" + t + ") (K, error), but " + a.By + " is " + p.typeString(sig)
}

// functions gives the names of the package's functions, sorted.
func (p *pass) functions() []string {
	var names []string
	for _, name := range p.Pkg.Scope().Names() {
		if _, ok := p.Pkg.Scope().Lookup(name).(*types.Func); ok {
			names = append(names, name)
		}
	}
	return names
}

// reportUnused reports the ignores that no check used. It can tell for the
// checks that this one requires, and last of all for its own findings.
func (p *pass) reportUnused() {
	silenced := make(used)
	ran := make(map[string]bool)
	for _, check := range checks {
		ran[check.Name] = true
		for ig := range p.ResultOf[check].(used) {
			silenced[ig] = true
		}
	}
	unused := func(ig *ignore) {
		p.report(finding{
			at:      span{ig.Pos, ig.End},
			message: "directive //checkpoint:ignore " + ig.Category + " silences nothing: remove it",
			about:   ig,
		})
	}
	own := slices.DeleteFunc(sortedIgnores(p.ignores), func(ig *ignore) bool {
		if ran[prefix+ig.Category] && !silenced[ig] {
			unused(ig)
		}
		return ig.Category != p.category
	})
	for _, ig := range own {
		if !p.used[ig] {
			unused(ig)
		}
	}
}

func isError(t types.Type) bool { return types.Identical(t, types.Universe.Lookup("error").Type()) }
