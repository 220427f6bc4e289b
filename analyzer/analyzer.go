package analyzer

import (
	_ "embed"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// checks are the analyzers whose findings an ignore can silence, in the order
// of the categories. The directive check requires them all: it finds the ignores
// that none of them used.
var checks = []*analysis.Analyzer{registrationCheck, hashableCheck, storableCheck, captureCheck, impureCheck, outputCheck, mutationCheck, argumentsCheck, staleCheck}

// Analyzers gives the suite, a slice of the caller's own.
func Analyzers() []*analysis.Analyzer {
	return append([]*analysis.Analyzer{directiveCheck}, checks...)
}

const prefix = "checkpoint_" // of an analyzer's name (A3)

//go:embed doc.go
var manual string

// doc gives the summary of a check followed by its section of the manual, as
// go vet's help shows it.
func doc(category, summary string) string {
	_, section, _ := strings.Cut(manual, "\n// # "+category+"\n")
	section, _, _ = strings.Cut(section, "\n// # ")
	section, _, _ = strings.Cut(section, "\npackage ")
	var b strings.Builder
	b.WriteString(summary + "\n")
	for line := range strings.Lines(section) {
		b.WriteString(strings.TrimPrefix(strings.TrimPrefix(line, "//"), " "))
	}
	return strings.TrimSpace(b.String())
}
