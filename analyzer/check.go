package analyzer

import (
	"fmt"
	"go/token"
	"go/types"
	"maps"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/gocheckpoint/checkpoint/internal/typewalk"
)

// A pass is one check's look at one package.
type pass struct {
	*analysis.Pass
	*inputs
	category string
	used     used
}

// used are the ignores that silenced a finding of a check: its result.
type used map[*ignore]bool

// newCheck makes the analyzer of a category. Its findings go through
// [pass.report]; needs are further analyzers whose results run reads.
func newCheck(category, summary string, run func(*pass) error, needs ...*analysis.Analyzer) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:       prefix + category,
		Doc:        doc(category, summary),
		URL:        "https://pkg.go.dev/github.com/gocheckpoint/checkpoint/analyzer#hdr-" + category,
		Requires:   append([]*analysis.Analyzer{inputsAnalyzer}, needs...),
		ResultType: reflect.TypeFor[used](),
		Run: func(ap *analysis.Pass) (any, error) {
			p := &pass{ap, ap.ResultOf[inputsAnalyzer].(*inputs), category, make(used)}
			return p.used, run(p)
		},
	}
}

// despiteErrors lets a check run on packages that do not compile, in drivers that
// do so, such as gopls.
func despiteErrors(a *analysis.Analyzer) *analysis.Analyzer {
	a.RunDespiteErrors = true
	return a
}

// A finding is a diagnostic on its way.
type finding struct {
	at      analysis.Range
	message string
	related []analysis.RelatedInformation
	fixes   []analysis.SuggestedFix
	about   *ignore // that the finding is about, and which therefore doesn't silence it
}

// report is the one way to report a finding: it sets the category and honours
// the ignores (A2).
func (p *pass) report(f finding) {
	at := p.Fset.PositionFor(f.at.Pos(), false)
	silent := false
	for _, ig := range p.ignores {
		if ig != f.about && ig.Category == p.category && ig.file == at.Filename && ig.first <= at.Line && at.Line <= ig.last {
			p.used[ig] = true
			silent = true
		}
	}
	if !silent {
		p.Report(analysis.Diagnostic{
			Pos: f.at.Pos(), End: f.at.End(), Category: p.category, Message: f.message,
			Related: f.related, SuggestedFixes: f.fixes,
		})
	}
}

func (p *pass) reportf(at analysis.Range, format string, args ...any) {
	p.report(finding{at: at, message: fmt.Sprintf(format, args...)})
}

// span is a Range of two positions.
type span struct{ pos, end token.Pos }

func (s span) Pos() token.Pos { return s.pos }
func (s span) End() token.Pos { return s.end }

// declaredAt is the related information that leads to a declaration, none
// where its position is unknown.
func (p *pass) declaredAt(v *types.Var) []analysis.RelatedInformation {
	if v == nil || !v.Pos().IsValid() || v.Name() == "" || v.Name() == "_" {
		return nil
	}
	return []analysis.RelatedInformation{{Pos: v.Pos(), Message: v.Name() + " is declared here"}}
}

// typeString spells a type as the package analyzed would.
func (p *pass) typeString(t types.Type) string { return types.TypeString(t, p.qualify) }

func (p *pass) qualify(pkg *types.Package) string {
	if pkg == p.Pkg {
		return ""
	}
	return pkg.Name()
}

// cannot says what is wrong with c.
func (p *pass) cannot(c *typewalk.Culprit) string { return c.Text(p.qualify) }

// sortedVars gives the annotated variables in source order.
func (p *pass) sortedVars() []*types.Var {
	return slices.SortedFunc(maps.Keys(p.vars), func(a, b *types.Var) int { return int(a.Pos() - b.Pos()) })
}

// sortedIgnores gives ignores in source order.
func sortedIgnores(list []*ignore) []*ignore {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b *ignore) int { return int(a.Pos - b.Pos) })
	return list
}
