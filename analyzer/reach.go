package analyzer

import (
	"cmp"
	"fmt"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/gocheckpoint/checkpoint/internal/effect"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// reached gives what registered functions reach, and marks the ignores that
// silence effects of the category where they happen.
func (p *pass) reached() ([]*reach, error) {
	e := p.ResultOf[effectFacts].(*effects)
	for ig := range e.silenced {
		if ig.Category == p.category {
			p.used[ig] = true
		}
	}
	return e.reaches()
}

// world is what is known of the packages at and below this one; nil before
// reached.
func (p *pass) world() *effect.World { return p.ResultOf[effectFacts].(*effects).world }

// A routed finding says where a registered function comes to a hit.
type routed struct {
	at    analysis.Range
	where string // " at lib.go:12, by way of resize (scale.go:40) → lib.Stamp", or less
}

// whereMark stands in a text for the rest of the way; without one it comes last.
const whereMark = "\x00"

func (to routed) in(text string) string {
	if before, after, ok := strings.Cut(text, whereMark); ok {
		if to.where != "" && strings.HasPrefix(after, " ") {
			after = "," + after
		}
		return before + to.where + after
	}
	return text + to.where
}

// routeTo finds the first expression of the package analyzed on the way to a hit,
// and describes the rest of the way.
func (p *pass) routeTo(r *reach, h hit) routed {
	steps := h.reached.Route()
	sites := make([]effect.Site, 0, len(steps)+1)
	for _, s := range steps {
		sites = append(sites, s.Site)
	}
	sites = append(sites, h.site)
	if len(steps) > 0 && effect.IsRegistered(steps[0].Caller) { // what it names is the registered function
		steps, sites = steps[1:], sites[1:]
	}
	for len(steps) > 0 && isLiteral(steps[0].Callee) { // what a literal does, the function around it does
		steps, sites = steps[1:], sites[1:]
	}
	out := routed{at: r.Call.Args[0]}
	if sites[0].Pos.IsValid() {
		out.at = span{sites[0].Pos, sites[0].End}
		if len(sites) == 1 && len(h.via) == 0 {
			return out
		}
	}
	out.where = fmt.Sprintf(" at %s:%d", h.site.File, h.site.Line)
	if len(h.via) > 0 {
		out.where = fmt.Sprintf(" at %s:%d", h.beyond.File, h.beyond.Line)
	}
	for i, s := range steps {
		switch {
		case isLiteral(s.Callee):
			continue
		case i == 0:
			out.where += ", by way of "
		default:
			out.where += " → "
		}
		out.where += p.nodeName(s.Callee)
		on := i + 1
		for on < len(steps) && isLiteral(steps[on].Callee) {
			on++
		}
		if on < len(steps) || len(h.via) > 0 {
			out.where += fmt.Sprintf(" (%s:%d)", sites[on].File, sites[on].Line)
		}
	}
	for i, key := range h.via {
		if i > 0 || len(steps) > 0 {
			out.where += " → "
		} else {
			out.where += ", by way of "
		}
		out.where += p.nodeName(key)
	}
	return out
}

// isLiteral reports whether a key is that of a function literal.
func isLiteral(key string) bool { return strings.ContainsRune(key, '$') }

// nodeName names a function or a variable as the package analyzed would.
func (p *pass) nodeName(key string) string {
	short, own := effect.Short(key), identity.PlainPath(p.Pkg.Path())+"."
	if strings.HasPrefix(strings.TrimLeft(strings.TrimPrefix(key, "var "), "(*"), own) {
		short = strings.TrimPrefix(short, effect.Short(own))
	}
	if strings.HasPrefix(key, "var ") {
		return "variable " + short
	}
	return short
}

// reportReached reports, for each registered function, the hits that tell has a
// text for, the nearest of each text and place. Two registrations of one function,
// or two instances of it, tell the same once.
func (p *pass) reportReached(tell func(r *reach, h hit) (text string, fixes []analysis.SuggestedFix)) error {
	list, err := p.reached()
	if err != nil {
		return err
	}
	type told struct {
		fn   *types.Func
		pos  token.Pos
		text string
	}
	seen := make(map[told]bool)
	for _, r := range list {
		var findings []finding
		for _, h := range r.hits {
			text, fixes := tell(r, h)
			if text == "" {
				continue
			}
			to := p.routeTo(r, h)
			// What one expression leads to is one finding, whichever way it goes on, and
			// whichever instance of the function goes there.
			subject, _, _ := strings.Cut(text, ":")
			subject = strings.ReplaceAll(subject, describe(r.Registration), "")
			if key := (told{r.Func, to.at.Pos(), subject}); !seen[key] {
				seen[key] = true
				findings = append(findings, finding{at: to.at, message: to.in(text), fixes: fixes})
			}
		}
		slices.SortStableFunc(findings, func(a, b finding) int { return cmp.Compare(a.at.Pos(), b.at.Pos()) })
		for _, f := range findings {
			p.report(f)
		}
	}
	return nil
}
