package combine_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/gocheckpoint/checkpoint/internal/combine"
)

type fact struct{}

func (*fact) AFact() {}

// outside, first and second are a suite in which second needs first, and first
// needs outside, which is not in it.
func suite() (outside, first, second *analysis.Analyzer) {
	outside = &analysis.Analyzer{Name: "outside", Doc: "d", ResultType: reflect.TypeFor[int](), FactTypes: []analysis.Fact{new(fact)},
		Run: func(*analysis.Pass) (any, error) { return 1, nil }}
	first = &analysis.Analyzer{Name: "x_first", Doc: "d", Requires: []*analysis.Analyzer{outside}, ResultType: reflect.TypeFor[int]()}
	first.Run = func(pass *analysis.Pass) (any, error) {
		pass.Report(analysis.Diagnostic{Pos: 1, Category: "first", Message: "from " + pass.Analyzer.Name,
			Related: []analysis.RelatedInformation{{Pos: 2, Message: "here"}}})
		return pass.ResultOf[outside].(int) + 1, nil
	}
	second = &analysis.Analyzer{Name: "x_second", Doc: "d", Requires: []*analysis.Analyzer{first}}
	limit := second.Flags.Int("limit", 2, "what first gives")
	second.Run = func(pass *analysis.Pass) (any, error) {
		if len(pass.ResultOf) != 1 || pass.ResultOf[first] != *limit {
			return nil, errors.New("wrong results")
		}
		pass.Report(analysis.Diagnostic{Pos: 3, Category: "second", Message: "from " + pass.Analyzer.Name})
		return nil, nil
	}
	return outside, first, second
}

func run(t *testing.T, a *analysis.Analyzer, outside *analysis.Analyzer) ([]analysis.Diagnostic, error) {
	t.Helper()
	if err := analysis.Validate([]*analysis.Analyzer{a}); err != nil {
		t.Fatal(err)
	}
	var found []analysis.Diagnostic
	_, err := a.Run(&analysis.Pass{Analyzer: a, ResultOf: map[*analysis.Analyzer]any{outside: 1},
		Report: func(d analysis.Diagnostic) { found = append(found, d) }})
	return found, err
}

// C1, C2, C3: second comes first in the suite, but needs the result of first.
func TestAnalyzersRunAfterThoseTheyNeedAndTheirFindingsAreReported(t *testing.T) {
	outside, first, second := suite()
	a := combine.Analyzers("all", "doc", "", "x_", []*analysis.Analyzer{second, first})
	if !slices.Equal(a.Requires, []*analysis.Analyzer{outside}) {
		t.Errorf("requires %v, want outside alone", a.Requires)
	}
	found, err := run(t, a, outside)
	if err != nil {
		t.Fatal(err)
	}
	want := []analysis.Diagnostic{
		{Pos: 1, Category: "first", Message: "first: from x_first"},
		{Pos: 3, Category: "second", Message: "second: from x_second"},
	}
	if !reflect.DeepEqual(found, want) {
		t.Errorf("found %+v, want %+v", found, want)
	}
}

// C4.
func TestDisabledAnalyzersRunButReportNothing(t *testing.T) {
	outside, first, second := suite()
	a := combine.Analyzers("all", "doc", "", "x_", []*analysis.Analyzer{first, second})
	if err := a.Flags.Set("disable", "third"); err == nil || !strings.Contains(err.Error(), "no check is called third: there are first, second") {
		t.Errorf("an unknown category: %v", err)
	}
	if err := a.Flags.Set("disable", "first"); err != nil {
		t.Fatal(err)
	}
	found, err := run(t, a, outside)
	if err != nil || len(found) != 1 || found[0].Category != "second" {
		t.Errorf("found %v, %v", found, err)
	}
}

// C4, and errors name the analyzer.
func TestFlagsArePassedOn(t *testing.T) {
	outside, first, second := suite()
	a := combine.Analyzers("all", "doc", "", "x_", []*analysis.Analyzer{first, second})
	if err := a.Flags.Set("second.limit", "7"); err != nil {
		t.Fatal(err)
	}
	if _, err := run(t, a, outside); err == nil || err.Error() != "x_second: wrong results" {
		t.Errorf("error is %v, want that of x_second", err)
	}
}

func TestResultsHaveTheDeclaredType(t *testing.T) {
	outside, first, _ := suite()
	first.ResultType = reflect.TypeFor[string]()
	a := combine.Analyzers("all", "doc", "", "x_", []*analysis.Analyzer{first})
	if _, err := run(t, a, outside); err == nil || !strings.Contains(err.Error(), "result is int, want string") {
		t.Errorf("error is %v", err)
	}
}

// C2.
func TestFactsInTheSuiteAreRefused(t *testing.T) {
	outside, first, _ := suite()
	defer func() {
		if recover() == nil {
			t.Error("an analyzer with facts was taken")
		}
	}()
	combine.Analyzers("all", "doc", "", "x_", []*analysis.Analyzer{first, outside})
}
