package combine

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// Analyzers makes one analyzer of suite. prefix is what the names in suite have
// before their category. It panics if one of the suite has facts.
func Analyzers(name, doc, url, prefix string, suite []*analysis.Analyzer) *analysis.Analyzer {
	c := &combined{prefix: prefix}
	for _, a := range suite {
		c.known = append(c.known, strings.TrimPrefix(a.Name, prefix))
	}
	combined := &analysis.Analyzer{Name: name, Doc: doc, URL: url, Run: c.run}
	placed := make(map[*analysis.Analyzer]bool)
	var place func(a *analysis.Analyzer)
	place = func(a *analysis.Analyzer) {
		if placed[a] {
			return
		}
		placed[a] = true
		if !slices.Contains(suite, a) {
			combined.Requires = append(combined.Requires, a)
			return
		}
		if len(a.FactTypes) > 0 {
			panic("combine: " + a.Name + " has facts: let it require an analyzer that has them")
		}
		for _, need := range a.Requires {
			place(need)
		}
		c.order = append(c.order, a)
	}
	for _, a := range suite {
		place(a)
		a.Flags.VisitAll(c.adopt(combined, a))
	}
	combined.Flags.Var(&c.disabled, "disable", "categories to leave out, separated by commas: "+strings.Join(c.known, ", "))
	c.disabled.known = c.known
	return combined
}

// combined is what the analyzer runs.
type combined struct {
	prefix   string
	known    []string             // the categories
	order    []*analysis.Analyzer // each after those that it requires
	disabled categories
}

func (c *combined) run(pass *analysis.Pass) (any, error) {
	results := maps.Clone(pass.ResultOf)
	for _, a := range c.order {
		category := strings.TrimPrefix(a.Name, c.prefix)
		own := *pass
		own.Analyzer = a
		own.ResultOf = make(map[*analysis.Analyzer]any)
		for _, need := range a.Requires {
			own.ResultOf[need] = results[need]
		}
		own.Report = func(d analysis.Diagnostic) {
			if slices.Contains(c.disabled.list, category) {
				return
			}
			d.Message = category + ": " + d.Message
			d.Related = nil
			pass.Report(d)
		}
		result, err := a.Run(&own)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", a.Name, err)
		}
		if got := reflect.TypeOf(result); got != a.ResultType {
			return nil, fmt.Errorf("%s: result is %v, want %v", a.Name, got, a.ResultType)
		}
		results[a] = result
	}
	return nil, nil
}
