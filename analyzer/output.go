package analyzer

import (
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/gocheckpoint/checkpoint/internal/effect"
)

var outputCheck = newCheck("output", "report what registered functions write and a hit would lose", checkOutput, effectFacts)

func checkOutput(p *pass) error {
	return p.reportReached(func(r *reach, h hit) (string, []analysis.SuggestedFix) {
		switch h.kind {
		case effect.Stdout:
			return fmt.Sprintf("%s writes to standard output, which a hit would lose: %s", describe(r.Registration), h.what), nil
		case effect.Writes:
			return fmt.Sprintf("%s writes to its argument %s, which a hit would lose: %s", describe(r.Registration), h.param, h.what), nil
		}
		return "", nil
	})
}
