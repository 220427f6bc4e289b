package analyzer

import (
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/gocheckpoint/checkpoint/internal/directive"
)

// root is the module's: the fixtures are packages of it, which wildcards skip
// because of the name testdata, so that they import the real API.
const root = ".."

func fixture(name string) string { return "./testdata/src/" + name }

func TestDirective(t *testing.T) {
	holdRules(t, directiveCheck, analysistest.Run(t, root, directiveCheck, fixture("directive")))
}

func TestRegistration(t *testing.T) {
	holdRules(t, registrationCheck, analysistest.RunWithSuggestedFixes(t, root, registrationCheck, fixture("registration"), fixture("registration/program"), fixture("registration/keying"), fixture("registration/bundles"), fixture("registration/again"), fixture("registration/values")))
	holdRules(t, registrationCheck, analysistest.RunWithSuggestedFixes(t, root, registrationCheck, fixture("registration/cycle"))) // doesn't compile
}

func TestHashable(t *testing.T) {
	holdRules(t, hashableCheck, analysistest.Run(t, root, hashableCheck, fixture("hashable"), fixture("hashable/keying"), fixture("hashable/given")))
	analysistest.RunWithSuggestedFixes(t, root, hashableCheck, fixture("hashable/logger"))
}

func TestStorable(t *testing.T) {
	holdRules(t, storableCheck, analysistest.Run(t, root, storableCheck, fixture("storable")))
}

func TestImpure(t *testing.T) {
	holdRules(t, impureCheck, analysistest.Run(t, root, impureCheck, fixture("impure"), fixture("impure/order"), fixture("impure/keying"),
		fixture("impure/calls"), fixture("impure/bodiless"), fixture("impure/dependency"), fixture("impure/declared"), fixture("impure/program")))
	analysistest.RunWithSuggestedFixes(t, root, impureCheck, fixture("impure/sortfix"))
}

// The flags add to the table, and take from it, for functions outside the scope
// and for methods of interfaces.
func TestImpureFlags(t *testing.T) {
	for name, value := range map[string]string{
		"pure":   "time.Now,math/rand.*,io.Reader.Read,(*github.com/gocheckpoint/checkpoint/testdata/src/impure/flags.memo).get",
		"impure": "strings.ToUpper,encoding/...",
	} {
		if err := impureCheck.Flags.Set(name, value); err != nil {
			t.Fatal(err)
		}
		defer impureCheck.Flags.Set(name, "")
	}
	holdRules(t, impureCheck, analysistest.Run(t, root, impureCheck, fixture("impure/flags")))
}

// A name of no function is told of by the package, or by those that import it.
func TestImpureFlagsNameFunctions(t *testing.T) {
	const dir = "github.com/gocheckpoint/checkpoint/testdata/src/impure/misnamed"
	names := map[string]string{
		"pure": "time.Noww,time.now,(os.File).Write,io.ReadWriter.Read,os.Args,os.Get*,net.Dail," + // net is not imported
			"time.Now,(*os.File).Read,os.File.Sync,io.Writer.Write,encoding/hx.*,maps.Keyz/...,gopkg.in/yaml.v3.Unmarshal," +
			"golang.org/x/mod/modfile.unseen,golang.org/x/mod/modfile.Pars," + dir + ".loda," + dir + ".table.put,(*" + dir + ".table).get," + dir + "/lib.Stam",
		"impure": "strings.ToUper",
	}
	for name, value := range names {
		if err := impureCheck.Flags.Set(name, value); err != nil {
			t.Fatal(err)
		}
		defer impureCheck.Flags.Set(name, "")
	}
	holdRules(t, impureCheck, analysistest.Run(t, root, impureCheck, fixture("impure/misnamed"), fixture("impure/misnamed/lib"), fixture("impure/misnamed/silenced")))
}

func TestOutput(t *testing.T) {
	holdRules(t, outputCheck, analysistest.Run(t, root, outputCheck, fixture("output")))
}

func TestMutation(t *testing.T) {
	holdRules(t, mutationCheck, analysistest.Run(t, root, mutationCheck, fixture("mutation"), fixture("mutation/shared"), fixture("mutation/importer")))
}

func TestCapture(t *testing.T) {
	holdRules(t, captureCheck, analysistest.RunWithSuggestedFixes(t, root, captureCheck, fixture("capture")))
	holdRules(t, captureCheck, analysistest.Run(t, root, captureCheck, fixture("capture/all"), fixture("capture/importer"), fixture("capture/importer/lib"), fixture("capture/instances"), fixture("capture/program"), fixture("capture/opaque"), fixture("capture/lent")))
}

func TestArguments(t *testing.T) {
	holdRules(t, argumentsCheck, analysistest.Run(t, root, argumentsCheck, fixture("arguments")))
}

func TestUnrelatedPackageHasNoFindings(t *testing.T) {
	d := &nogoDriver{t: t, facts: map[string][]byte{}}
	d.run(root, Analyzers(), fixture("unrelated"))
	for _, diag := range d.found {
		t.Errorf("unexpected: %s", diag.Message)
	}
}

// holdRules checks that findings are one line over an extent of the source, and
// have the check's category (A1, A2).
func holdRules(t *testing.T, a *analysis.Analyzer, results []*analysistest.Result) {
	t.Helper()
	n := 0
	for _, result := range results {
		for _, d := range result.Action.Diagnostics {
			n++
			if d.Category != strings.TrimPrefix(a.Name, prefix) {
				t.Errorf("%s: category %q", a.Name, d.Category)
			}
			if strings.HasSuffix(d.Message, ".") || strings.Contains(d.Message, "\n") {
				t.Errorf("%s: %q is no line without a period", a.Name, d.Message)
			}
			if !d.Pos.IsValid() || d.End <= d.Pos {
				t.Errorf("%s: %q has no extent", a.Name, d.Message)
			}
		}
	}
	if n == 0 {
		t.Errorf("%s: no findings at all", a.Name)
	}
}

// A3.
func TestSuiteIsValid(t *testing.T) {
	if err := analysis.Validate(Analyzers()); err != nil {
		t.Fatal(err)
	}
	known := make(map[string]bool)
	for _, category := range directive.Categories() {
		known[category] = true
	}
	for _, a := range Analyzers() {
		category, ok := strings.CutPrefix(a.Name, prefix)
		if !ok || !known[category] {
			t.Errorf("%s is not named for a category", a.Name)
		}
		if summary, manual, _ := strings.Cut(a.Doc, "\n"); summary == "" || !strings.Contains(manual, "//") {
			t.Errorf("%s: its section of the manual is missing:\n%s", a.Name, a.Doc)
		}
	}
}
