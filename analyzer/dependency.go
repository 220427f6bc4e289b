package analyzer

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/gocheckpoint/checkpoint/internal/effect"
	"github.com/gocheckpoint/checkpoint/internal/leaf"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A dependencyFact says what a function of a dependency does (E12). It is a fact
// of the function, not of its package, so that a package carries what it
// declares and what its API shows, not all that is below it.
type dependencyFact struct {
	Verdicts []effect.Verdict
}

func (*dependencyFact) AFact() {}

func (f *dependencyFact) String() string { return "does" }

// GobEncode writes the verdicts.
func (f *dependencyFact) GobEncode() ([]byte, error) { return effect.EncodeVerdicts(f.Verdicts), nil }

// GobDecode is the inverse of GobEncode.
func (f *dependencyFact) GobDecode(data []byte) (err error) {
	f.Verdicts, err = effect.DecodeVerdicts(data)
	return err
}

// isDependency reports whether a package is one of another module, so that what
// its functions do is worth a look. The standard library has a table.
func isDependency(pass *analysis.Pass) bool {
	if len(pass.Files) == 0 || inScope(pass) || ownRuntime(identity.PlainPath(pass.Pkg.Path())) {
		return false
	}
	m := moduleOf(pass)
	return m != nil && !leaf.IsOwn(m.Path)
}

// outside gives what a function of a dependency does.
func outside(pass *analysis.Pass) func(fn *types.Func) []effect.Verdict {
	return func(fn *types.Func) []effect.Verdict {
		var fact dependencyFact
		if fn.Pkg() == nil || !pass.ImportObjectFact(fn, &fact) {
			return nil
		}
		return fact.Verdicts
	}
}

// exportVerdicts exports what the functions of a dependency do, as facts of those
// that other packages can call.
func exportVerdicts(pass *analysis.Pass) {
	own := identity.PlainPath(pass.Pkg.Path())
	p := effect.Summarize(&effect.Source{
		Fset: pass.Fset, Files: pass.Files, Types: pass.Pkg, Info: pass.TypesInfo, Extra: extra(),
		ByName:     true,
		InScope:    func(path string) bool { return path == own },
		Outside:    outside(pass),
		Quiet:      func(*types.Var) bool { return false },
		Silenced:   func(string, token.Pos) bool { return false },
		Registered: func(ast.Expr) effect.Handle { return effect.Handle{} },
	})
	verdicts := p.Verdicts()
	if len(verdicts) == 0 {
		return
	}
	export := func(fn *types.Func) {
		if v := verdicts[effect.Key(fn)]; len(v) > 0 {
			pass.ExportObjectFact(fn, &dependencyFact{v})
		}
	}
	for _, name := range pass.Pkg.Scope().Names() {
		switch obj := pass.Pkg.Scope().Lookup(name).(type) {
		case *types.Func:
			if obj.Exported() {
				export(obj)
			}
		case *types.TypeName:
			if named, ok := obj.Type().(*types.Named); ok && !obj.IsAlias() {
				for m := range named.Methods() {
					if m.Exported() {
						export(m)
					}
				}
			}
		}
	}
}
