package containment

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// fixture runs tests of a fixture with the engine, or with a wrong one.
func fixture(t *testing.T, name string, covers func(*Repo, []*Decl) map[*Decl]bool, patterns ...string) *Report {
	t.Helper()
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	repo, err := Load(context.Background(), filepath.Join("testdata", name), patterns...)
	if err != nil {
		t.Fatal(err)
	}
	if len(repo.Problems) > 0 {
		t.Fatal(repo.Problems)
	}
	rep, err := repo.Run(context.Background(), RunOptions{Timeout: 2 * time.Second, Covers: covers, Log: t.Logf})
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

// lines tell of each verdict: how many pairs, and the exceptions.
func lines(rep *Report) []string {
	var out []string
	short := strings.NewReplacer("example.com/m", "m").Replace
	for _, v := range rep.Verdicts {
		out = append(out, short(fmt.Sprintf("%s executes %d, covered %d, hidden %d", v.Test, v.Executed, v.Covered, v.Hidden)))
		for _, e := range v.Exceptions {
			line := fmt.Sprintf("  %s %s", e.Class, e.Decl.Name)
			if e.Class == Explained {
				line += fmt.Sprintf(" through %s, stored by %s, in %d", e.Through.In, e.Source.Name, e.Steps)
			}
			out = append(out, short(line))
		}
	}
	return out
}

// The wanted numbers are counted by hand: TestMain's Unsteady is hidden in each
// test, what it and initialization run otherwise is subtracted.
func TestEachPairHasItsClass(t *testing.T) {
	rep := fixture(t, "m", nil, ".", "./plug")
	want := []string{
		"m.TestDispatch executes 3, covered 3, hidden 1",
		"m.TestGeneric executes 1, covered 1, hidden 1",
		"m.TestLiteral executes 2, covered 2, hidden 1", // Double and the literal
		"m.TestReflection executes 2, covered 2, hidden 1",
		"m.TestInitOnly executes 1, covered 1, hidden 1",
		"m.TestInitToo executes 2, covered 2, hidden 1", // told apart from initialization by the count
		"m.TestFails executes 2, covered 2, hidden 1",
		"m.TestCallbacks executes 3, covered 1, hidden 1",
		"  explained m/plug.hello through m.callbacks, stored by m/plug.init, in 1",
		"  explained m/plug.help through m.callbacks, stored by m/plug.init, in 1",
		"m.TestBackground executes 3, covered 0, hidden 1",
		"  background m.area",
		"  background m.Late",
		"  background (m.circle).area",
		"m.FuzzArea executes 3, covered 3, hidden 1",
		"m.ExampleAdd executes 1, covered 1, hidden 1",
	}
	if diff := cmp.Diff(want, lines(rep)); diff != "" {
		t.Error("-want +got\n" + diff)
	}
	if rep.Found != 11 || rep.Run != 11 || rep.Failed != 1 || len(rep.Lost)+len(rep.Crashed)+len(rep.Broken) != 0 {
		t.Errorf("tests found %d, run %d, failed %d, lost %v, crashed %v, broken %v", rep.Found, rep.Run, rep.Failed, rep.Lost, rep.Crashed, rep.Broken)
	}
	var out strings.Builder
	rep.Print(&out)
	if !strings.Contains(out.String(), "explained 2, background 3, unexplained 0; hidden 11") {
		t.Errorf("the report is\n%s", out.String())
	}
}

// A proof that cannot fail is none.
func TestIdentitiesWithoutDispatchOrVariablesAreFound(t *testing.T) {
	rep := fixture(t, "m", func(r *Repo, tests []*Decl) map[*Decl]bool { return r.Static(tests...) }, ".", "./plug")
	var got []string
	for _, e := range rep.Exceptions {
		if e.Class == Unexplained {
			got = append(got, strings.ReplaceAll(e.Test+" "+e.Decl.Name, "example.com/m", "m"))
		}
	}
	want := []string{
		"m.TestDispatch (m.square).area",
		"m.TestLiteral m.double",
		"m.TestFails m.double",
		"m.FuzzArea (m.square).area",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error("-want +got\n" + diff)
	}
}

func TestTestsWithoutAProfileAreCountedAndLeftOut(t *testing.T) {
	rep := fixture(t, "m", nil, "./broken")
	if !slices.Equal(rep.Lost, []string{"example.com/m/broken.TestHangs"}) || !slices.Equal(rep.Crashed, []string{"example.com/m/broken.TestCrashes"}) || rep.Run != 0 {
		t.Errorf("run %d, lost %v, crashed %v", rep.Run, rep.Lost, rep.Crashed)
	}
}

// Each way leads somewhere that the engine has to find by rule, not by name.
func TestEveryWayToUnnamedCodeIsCovered(t *testing.T) {
	rep := fixture(t, "ways", nil, "./...")
	for _, e := range rep.Exceptions {
		t.Errorf("%s: %s executes %s", e.Class, e.Test, e.Decl)
	}
	for _, v := range rep.Verdicts {
		name := strings.TrimPrefix(v.Test, "example.com/ways.Test")
		names := make(map[string]bool)
		for d := range v.executed {
			names[d.Name] = true
		}
		if !names["example.com/ways."+name] || len(names) < 2 {
			t.Errorf("%s executes only %v", v.Test, names)
		}
	}
	if rep.Run < 180 || rep.Run != rep.Found {
		t.Errorf("run %d of %d", rep.Run, rep.Found)
	}
}
