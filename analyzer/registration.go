package analyzer

import (
	"fmt"
	"go/ast"
	"go/types"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/gocheckpoint/checkpoint/internal/registration"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

var registrationCheck = despiteErrors(newCheck("registration", "check that registered functions can be known and their options fit", checkRegistrations))

func checkRegistrations(p *pass) error {
	if len(p.TypeErrors) > 0 {
		p.checkCycles()
		return nil // the rest is said of what compiles
	}
	p.checkValues()
	p.checkNames()
	p.checkLists()
	first := make(map[string]registration.Registration)
	for _, r := range p.registrations {
		fn := r.Call.Args[0]
		switch {
		case r.Problem != "":
			p.reportf(fn, "checkpoint.Func registers %s: %s", r.Problem, r.Remedy)
		default:
			if name, once := p.enclosing(r.Call); !once {
				p.reportf(fn, "checkpoint.Func registers %s each time %s runs: move it to a package-level variable",
					types.ExprString(fn), name)
			}
		}
		if sig := p.signature(r); sig != nil && sig.Results().Len() == 0 {
			p.reportf(fn, "checkpoint.Func registers %s, which has no results: there is nothing to remember", describe(r))
		}
		p.checkOptions(r)
		p.checkUnseen(r)
		p.checkKeying(r)
		p.checkValuesIn(describe(r), r.Options)

		if r.ID == "" || !r.TopLevel {
			continue // what is unknown can't be compared, and tests and examples try things
		}
		switch other, again := first[r.ID]; {
		case again && spelling(p.Pass, other) != spelling(p.Pass, r):
			at := p.Fset.Position(other.Call.Pos())
			p.registeredAgain(r, fmt.Sprintf("%s:%d", filepath.Base(at.Filename), at.Line),
				analysis.RelatedInformation{Pos: other.Call.Pos(), Message: "first registered here"})
		case !again:
			first[r.ID] = r
			if b, ok := p.registeredBelow[r.ID]; ok && b.Options != spelling(p.Pass, r) && !isTest(p.Pass, r) {
				p.registeredAgain(r, b.Where+" of "+b.Package)
			}
		}
	}
	return nil
}

// checkValues reports uses of checkpoint.Func other than calls: nobody knows
// what is registered through them.
func (p *pass) checkValues() {
	if len(p.registrations) == 0 && !slices.ContainsFunc(p.Files, imports) {
		return // nothing of checkpoint is used
	}
	called := make(map[*ast.Ident]bool)
	for _, r := range p.registrations {
		ast.Inspect(r.Call.Fun, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				called[id] = true
			}
			return true
		})
	}
	for _, f := range p.Files {
		ast.Inspect(f, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok || called[id] || id.Name != "Func" {
				return true
			}
			if fn, ok := p.TypesInfo.Uses[id].(*types.Func); ok && registration.IsFunc(fn) {
				p.reportf(id, "cannot determine what checkpoint.Func registers where it is used as a value: call it with a declared function")
			}
			return true
		})
	}
}

// checkNames reports calls of checkpoint.Of and IdentityOf with functions that
// never are the one that was registered.
func (p *pass) checkNames() {
	for _, f := range p.Files {
		if !imports(f) {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 1 {
				return true
			}
			name := identity.RuntimeFunc(p.TypesInfo, call.Fun)
			if name != "Of" && name != "IdentityOf" {
				return true
			}
			switch x := ast.Unparen(call.Args[0]).(type) {
			case *ast.FuncLit:
				p.reportf(x, "checkpoint.%s names a function literal, which is registered nowhere: give it a declared function", name)
			case *ast.SelectorExpr:
				if sel := p.TypesInfo.Selections[x]; sel != nil && sel.Kind() == types.MethodVal {
					p.reportf(x, "checkpoint.%s names the method value %s, which is registered nowhere: give it the method expression", name, types.ExprString(x))
				}
			}
			return true
		})
	}
}

// signature gives the type that callers see: a method expression's begins with
// the receiver, and an instance's has its type arguments.
func (p *pass) signature(r registration.Registration) *types.Signature {
	t := p.TypesInfo.TypeOf(r.Call.Args[0])
	if t == nil {
		return nil
	}
	sig, _ := t.Underlying().(*types.Signature)
	return sig
}

// describe names the registered function in a finding.
func describe(r registration.Registration) string {
	if _, ok := ast.Unparen(r.Call.Args[0]).(*ast.FuncLit); ok {
		return "a function literal"
	}
	return types.ExprString(ast.Unparen(r.Call.Args[0]))
}

// registeredAgain reports a registration of a function that has one with other
// options.
func (p *pass) registeredAgain(r registration.Registration, where string, related ...analysis.RelatedInformation) {
	p.report(finding{
		at:      r.Call.Args[0],
		message: fmt.Sprintf("checkpoint.Func registers %s again with other options: the first is at %s", describe(r), where),
		related: related,
	})
}

// spelling is the text of the options that count, whatever brings them.
func spelling(pass *analysis.Pass, r registration.Registration) string {
	var texts []string
	for _, o := range r.Options {
		texts = append(texts, o.Spell(pass.TypesInfo))
	}
	slices.Sort(texts)
	return strings.Join(texts, "\n")
}

// checkUnseen reports options that have no effect, or another one, as no manifest
// sees them where they come from.
func (p *pass) checkUnseen(r registration.Registration) {
	for i := range r.Options {
		o := &r.Options[i]
		if o.Level > 0 || o.Direct() {
			continue // seen, or told of by New
		}
		switch o.Name {
		case "CaptureAll":
			p.optionf(o, nil, "CaptureAll is given to %s where no manifest sees it: write it in the list of checkpoint.Func", describe(r))
		case "Version":
			p.optionf(o, nil, "the version of %s is given where no manifest sees it, and its code counts as well: write it in the list of checkpoint.Func", describe(r))
		}
	}
}

// enclosing names the declared function that a call stands in. once tells that
// it runs a single time: the initializer of a variable, init, main, a test or an
// example, outside literals and loops.
func (p *pass) enclosing(call *ast.CallExpr) (name string, once bool) {
	name = "the function around it"
	for _, f := range p.Files {
		if call.Pos() < f.FileStart || f.FileEnd <= call.Pos() {
			continue // another file
		}
		once = true
		path, _ := astutil.PathEnclosingInterval(f, call.Pos(), call.End())
		for _, n := range path {
			switch n := n.(type) {
			case *ast.FuncLit, *ast.ForStmt, *ast.RangeStmt:
				once = false
			case *ast.FuncDecl:
				if n.Name.Name == "init" && n.Recv == nil {
					if !once {
						name = "the loop or literal around it"
					}
					return name, once
				}
				name = n.Name.Name
				test := strings.HasSuffix(p.Fset.File(f.Pos()).Name(), "_test.go") &&
					(strings.HasPrefix(name, "Test") || strings.HasPrefix(name, "Example"))
				return name, once && n.Recv == nil && (test || name == "main" && p.Pkg.Name() == "main")
			}
		}
		return name, once
	}
	return name, false
}
