package analyzer

import (
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/gocheckpoint/checkpoint/internal/effect"
)

var mutationCheck = newCheck("mutation", "report writes through the arguments of registered functions", checkMutation, effectFacts)

func checkMutation(p *pass) error {
	return p.reportReached(func(r *reach, h hit) (string, []analysis.SuggestedFix) {
		if h.kind != effect.Mutates {
			return "", nil
		}
		return fmt.Sprintf("%s writes through its argument %s, which a hit would not: %s", describe(r.Registration), h.param, h.what), nil
	})
}
