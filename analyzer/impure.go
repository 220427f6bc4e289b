package analyzer

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/gocheckpoint/checkpoint/internal/effect"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

var impureCheck = newImpureCheck()

// The additions and exemptions of a project. They are flags of the check, and
// read where summaries are made.
var pureFlag, impureFlag string

func newImpureCheck() *analysis.Analyzer {
	a := newCheck("impure", "report what registered functions read or do beside their arguments", checkImpure, effectFacts)
	a.Flags.StringVar(&pureFlag, "pure", "", "functions to take for pure, such as example.com/lib.F,example.com/log.*,(*example.com/lib.T).M")
	a.Flags.StringVar(&impureFlag, "impure", "", "functions outside the module to take for impure, written likewise")
	return a
}

func extra() effect.Extra {
	split := func(s string) []string {
		return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })
	}
	return effect.Extra{Pure: split(pureFlag), Impure: split(impureFlag)}
}

func checkImpure(p *pass) error {
	p.reportMisnamed()
	unknown := make(map[*reach]bool)
	return p.reportReached(func(r *reach, h hit) (string, []analysis.SuggestedFix) {
		switch {
		case h.kind == 0 || h.kind.Category() != p.category:
			return "", nil
		case h.kind == effect.Unknown:
			if unknown[r] {
				return "", nil // one says it: the rest follows from the same arguments
			}
			unknown[r] = true
			return fmt.Sprintf("cannot determine whether %s is pure: it %s%s", describe(r.Registration), p.unqualified(h), p.whose(h)), nil
		}
		return fmt.Sprintf("%s %s: %s", describe(r.Registration), h.kind, h.what), p.sortFix(h)
	})
}

// whose says of a call that cannot be resolved who decides what it runs.
func (p *pass) whose(h hit) string {
	switch {
	case h.stated:
		return ""
	case h.param != "":
		return fmt.Sprintf("%s of its argument %s, which callers decide", whereMark, h.param)
	case h.held != "":
		return fmt.Sprintf("%s of %s, which other packages may set", whereMark, p.nodeName(h.held))
	}
	return whereMark + ", and nothing in sight makes what is called"
}

// unqualified is what a hit says of a call, without the name of the package
// analyzed before an interface of its own.
func (p *pass) unqualified(h hit) string {
	if name, ok := strings.CutPrefix(h.what, "calls "+p.Pkg.Name()+"."); ok && h.reached.Pkg.Path == identity.PlainPath(p.Pkg.Path()) {
		return "calls " + name
	}
	return h.what
}
