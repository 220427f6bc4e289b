package golangci

import (
	"slices"
	"strings"
	"testing"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/gocheckpoint/checkpoint/analyzer"
)

// build does what golangci-lint does with a linter of .golangci.yml.
func build(t *testing.T, settings any) (*analysis.Analyzer, error) {
	t.Helper()
	newPlugin, err := register.GetPlugin("checkpoint")
	if err != nil {
		t.Fatal(err)
	}
	p, err := newPlugin(settings)
	if err != nil {
		return nil, err
	}
	list, err := p.BuildAnalyzers()
	if err != nil {
		return nil, err
	}
	if len(list) != 1 || p.GetLoadMode() != "typesinfo" {
		t.Fatalf("%d analyzers, load mode %s", len(list), p.GetLoadMode())
	}
	if list[0].Name != "checkpoint" { // or golangci-lint puts the name before each message
		t.Errorf("the analyzer is called %s, the linter checkpoint", list[0].Name)
	}
	return list[0], analysis.Validate(list)
}

// G1, G3: one load of the fixtures for the plugin and, for comparison, for the
// stale check alone.
func TestPluginRunsTheSuiteButForStaleManifests(t *testing.T) {
	plugin, err := build(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	suite := analyzer.Analyzers()
	stale := suite[slices.IndexFunc(suite, func(a *analysis.Analyzer) bool { return a.Name == "checkpoint_stale" })]
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax | packages.NeedModule}, "./testdata/app", "./testdata/stale")
	if err != nil || packages.PrintErrors(pkgs) > 0 {
		t.Fatal("cannot load the fixtures: ", err)
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{plugin, stale}, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	drifted := 0
	for _, act := range graph.Roots {
		if act.Err != nil {
			t.Fatal(act.Err)
		}
		for _, d := range act.Diagnostics {
			if act.Analyzer == stale {
				drifted++
				continue
			}
			found = append(found, d.Message)
			if len(d.Related) > 0 {
				t.Errorf("%q has related information, of which golangci-lint makes further findings", d.Message)
			}
		}
	}
	if drifted == 0 {
		t.Error("the manifest of the fixture is fine")
	}
	slices.Sort(found)
	want := []string{
		"hashable: argument done of wait cannot be hashed: it is chan int",
		"impure: report reads the clock: time.Now",
		"output: report writes to standard output, which a hit would lose: fmt.Println",
	}
	if !slices.Equal(found, want) {
		t.Errorf("found %q\nwant %q", found, want)
	}
}

// G2.
func TestSettingsHold(t *testing.T) {
	defer build(t, nil) // the impure check's flags are the process's
	a, err := build(t, map[string]any{"disable": []any{"hashable", "output"}, "pure": []any{"time.Now"}, "impure": []any{"example.com/lib.F"}})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"disable": "stale,hashable,output", "impure.pure": "time.Now", "impure.impure": "example.com/lib.F"} {
		if got := a.Flags.Lookup(name).Value.String(); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

// G2.
func TestWhatIsUnknownIsAnError(t *testing.T) {
	for want, settings := range map[string]any{
		`unknown field "disabled"`:       map[string]any{"disabled": []any{"output"}},
		"no check is called outptu":      map[string]any{"disable": []any{"outptu"}},
		"settings are disable, pure and": []any{"output"},
	} {
		if _, err := build(t, settings); err == nil || !strings.HasPrefix(err.Error(), "checkpoint: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: error is %v, want %s", settings, err, want)
		}
	}
}
