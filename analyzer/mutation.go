package analyzer

import (
	"cmp"
	"fmt"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/gocheckpoint/checkpoint/internal/effect"
)

var mutationCheck = newCheck("mutation", "report writes through the arguments of registered functions, and to shared results", checkMutation, effectFacts)

func checkMutation(p *pass) error {
	err := p.reportReached(func(r *reach, h hit) (string, []analysis.SuggestedFix) {
		if h.kind != effect.Mutates {
			return "", nil
		}
		return fmt.Sprintf("%s writes through its argument %s, which a hit would not: %s", describe(r.Registration), h.param, h.what), nil
	})
	if err != nil {
		return err
	}
	p.checkShared()
	return nil
}

// checkShared reports the writes of this package's code to what calls of
// functions return that are registered with Shared: all callers have it.
func (p *pass) checkShared() {
	own := p.ResultOf[effectFacts].(*effects).own
	if own == nil || p.world() == nil {
		return
	}
	found := p.world().SharedWrites(own)
	slices.SortFunc(found, func(a, b effect.ResultWrite) int { return cmp.Compare(a.Pos, b.Pos) })
	seen := make(map[token.Pos]bool)
	for _, w := range found {
		if seen[w.Pos] {
			continue
		}
		seen[w.Pos] = true
		in, handle := p.nodeName(w.In), strings.TrimPrefix(p.nodeName(w.Handle), "variable ")
		text := fmt.Sprintf("%s writes to what %s returned, which Shared hands to all its callers: %s", in, handle, w.What)
		if w.Callee != "" {
			text = fmt.Sprintf("%s writes to what %s returned, which Shared hands to all its callers: %s, by way of %s", in, handle, w.What, p.nodeName(w.Callee))
		}
		p.reportf(span{w.Pos, w.End}, "%s", text)
	}
}
