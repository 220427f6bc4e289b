package mutation

import (
	"bytes"
	"context"
	"go/ast"
	"go/printer"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/zeebo/blake3"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

func load(t *testing.T, dir string, patterns ...string) (*Repo, []*Site) {
	t.Helper()
	r, err := Load(context.Background(), dir, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	sites, err := r.Sites()
	if err != nil {
		t.Fatal(err)
	}
	return r, sites
}

// judge judges all sites, and prints what is wrong if that is an error.
func judge(t *testing.T, r *Repo, sites []*Site, tool Tool) (rep Report, verdicts []*Verdict) {
	t.Helper()
	for _, s := range sites {
		v, err := r.Judge(s, tool)
		if err != nil {
			t.Fatal(s, err)
		}
		if tool == nil {
			v.Print(t.Output())
		}
		rep.Add(v, r.Functions)
		verdicts = append(verdicts, v)
	}
	return rep, verdicts
}

func TestOwnCodeHasNeitherMissesNorStrays(t *testing.T) {
	r, sites := load(t, filepath.Join("..", ".."), "./manifest/...", "./internal/...")
	rep, _ := judge(t, r, Pick(sites, 48, 1), nil)
	rep.Print(t.Output())
	if rep.Misses > 0 || rep.Strays > 0 {
		t.Errorf("%d misses and %d strays, want none", rep.Misses, rep.Strays)
	}
	if rep.Mutants < 30 {
		t.Errorf("only %d mutants compile, want 30", rep.Mutants)
	}
	if uncovered := r.Uncovered(); len(uncovered) > 0 {
		t.Errorf("mentioned, and not covered: %q", uncovered)
	}
	if rep.Share == 0 || rep.Share > 0.5 {
		t.Errorf("a mutant changes %.0f%% of all functions", 100*rep.Share)
	}
}

func TestEveryMutantOfTheFixtureIsJudgedRight(t *testing.T) {
	r, sites := load(t, "testdata/shop", "./...")
	if uncovered := r.Uncovered(); len(uncovered) > 0 {
		t.Errorf("mentioned, and not covered: %q", uncovered)
	}
	rep, verdicts := judge(t, r, sites, nil)
	if rep.Misses > 0 || rep.Strays > 0 || rep.Reclassified > 0 {
		t.Errorf("%d misses, %d strays, %d reclassified, want none", rep.Misses, rep.Strays, rep.Reclassified)
	}
	for _, op := range []string{
		"assignment deleted", "boolean", "break continued", "case body deleted", "character", "comparison",
		"condition negated", "defer deleted", "embedded file", "error dropped", "field added", "fields swapped",
		"float of a const", "increment turned", "init writer added", "integer", "integer of a const", "integer of a var",
		"logical operator", "method added", "operator", "sign dropped", "statement deleted",
		"shallower method added", "sibling field", "sibling function", "sibling method", "sibling variable", "string", "string of a var", "tag added", "tag changed",
	} {
		if rep.Kinds[op] == 0 {
			t.Errorf("no mutant of kind %q compiles", op)
		}
	}
	// What the fixture was written for.
	for _, want := range []struct{ what, changes string }{
		{`"19" → "20"`, "price.New report.Percent report.Print"}, // not High: 20 > 10 too
		{`"7" → "8"`, ""},
		{`"11" → "12"`, "price.First"},
		{"header.txt has other content", "report.Print"},
		{`"n == 0" → !=`, "price.Size price.even price.odd"},
		{`"` + "`" + `json:\"percent\"` + "`" + `"`, "price.New price.vat.Of report.Print"},
		{"func (reduced) Of(cents int) int", "price.Reduced"},
		{`"halved" → "twofold"`, "price.Apart"},
	} {
		found := false
		for _, v := range verdicts {
			if v.Site.What != want.what {
				continue
			}
			found = true
			var got []string
			for _, id := range v.Changed {
				got = append(got, strings.TrimPrefix(id, "func example.com/shop/"))
			}
			slices.Sort(got)
			if !slices.Equal(got, strings.Fields(want.changes)) {
				t.Errorf("%s changes %q, want %q", v.Site, got, want.changes)
			}
		}
		if !found {
			t.Errorf("no mutant %s", want.what)
		}
	}
}

// hashOf hashes the local hashes of nodes.
func hashOf(nodes []*identity.Node) [32]byte {
	var all []string
	for _, n := range nodes {
		all = append(all, n.ID()+string(n.Local[:]))
	}
	slices.Sort(all)
	return blake3.Sum256([]byte(strings.Join(all, "\n")))
}

func TestToolThatHashesTheWholePackageHasStrays(t *testing.T) {
	r, sites := load(t, "testdata/shop", "./...")
	rep, _ := judge(t, r, sites, func(_ []*identity.Unit, fn *identity.Node) [32]byte { return hashOf(fn.Unit().Nodes) })
	if rep.Strays == 0 {
		t.Error("no strays")
	}
}

func TestToolThatHashesTheWholeRepositoryHasStraysAlmostEverywhere(t *testing.T) {
	r, sites := load(t, "testdata/shop", "./...")
	rep, verdicts := judge(t, r, sites, func(units []*identity.Unit, _ *identity.Node) [32]byte {
		var all []*identity.Node
		for _, u := range units {
			all = append(all, u.Nodes...)
		}
		return hashOf(all)
	})
	with := 0
	for _, v := range verdicts {
		if len(v.Strays) > 0 {
			with++
		}
	}
	if with*10 < rep.Mutants*9 {
		t.Errorf("%d of %d mutants have strays, want nine tenths", with, rep.Mutants)
	}
	if rep.Misses > 0 {
		t.Errorf("%d misses, want none", rep.Misses)
	}
}

// byText is a tool that hashes the text of all that a function covers, but for
// the kinds that it is blind to.
func byText(blind ...identity.Kind) Tool {
	texts := make(map[*identity.Node]string)
	return func(_ []*identity.Unit, fn *identity.Node) [32]byte {
		var all []string
		for _, n := range fn.Covers() {
			if slices.Contains(blind, n.Kind) {
				continue
			}
			text, ok := texts[n]
			if !ok {
				text = declText(n)
				texts[n] = text
			}
			all = append(all, text)
		}
		slices.Sort(all)
		return blake3.Sum256([]byte(strings.Join(all, "\n")))
	}
}

// declText prints the declaration of a node.
func declText(n *identity.Node) string {
	src := n.Unit().Source()
	var out bytes.Buffer
	for _, file := range src.Files {
		ast.Inspect(file, func(m ast.Node) bool {
			if m != nil && m.Pos() == n.Pos && m.End() == n.End {
				if _, ok := m.(ast.Expr); !ok && out.Len() == 0 {
					printer.Fprint(&out, src.Fset, m)
				}
			}
			return out.Len() == 0
		})
	}
	return out.String()
}

func TestToolThatIgnoresADeclarationKindHasMisses(t *testing.T) {
	r, sites := load(t, "testdata/shop", "./...")
	for _, test := range []struct {
		blind identity.Kind
		op    string
	}{
		{identity.ConstNode, "integer of a const"},
		{identity.VarNode, "integer of a var"},
		{identity.TypeNode, "tag changed"},
	} {
		var some []*Site
		for _, s := range sites {
			if s.Op == test.op {
				some = append(some, s)
			}
		}
		if rep, _ := judge(t, r, some, byText(test.blind)); rep.Misses == 0 {
			t.Errorf("a tool that ignores every %s has no misses for %s", test.blind, test.op)
		}
		if test.op == "integer of a const" {
			continue // text doesn't tell that of Large
		}
		if rep, _ := judge(t, r, some, byText()); rep.Misses != 0 {
			t.Errorf("a tool that ignores nothing has %d misses for %s", rep.Misses, test.op)
		}
	}
}

func copied(t *testing.T, dir string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

// Functions of the same text are exchangeable, and variables that nobody writes.
func TestSiblingsThatDoAsWellAreNoMutants(t *testing.T) {
	r, sites := load(t, "testdata/shop", "./...")
	for _, s := range sites {
		if s.What == `"double" → "twofold"` || s.What == `"twofold" → "double"` {
			t.Errorf("%s makes no difference", s)
		}
	}
	scope := r.pkgs[0].Types.Scope()
	for _, test := range []struct {
		x, y string
		want bool
	}{
		{"double", "twofold", true}, {"Twice", "Double", true}, {"Twice", "double", false}, {"low", "top", false}, {"cheap", "dear", false},
		{"double", "halved", false},
	} {
		if got := r.exchangeable(scope.Lookup(test.x), scope.Lookup(test.y)); got != test.want {
			t.Errorf("%s and %s: %v, want %v", test.x, test.y, got, test.want)
		}
	}
}

func TestIdentitiesOfMutantsAreThoseOfAFullLoad(t *testing.T) {
	r, sites := load(t, "testdata/shop", "./...")
	checkout := copied(t, "testdata/shop")
	todo := map[string]bool{
		"case body deleted": true, "embedded file": true, "field added": true, "init writer added": true,
		"integer of a const": true, "integer of a var": true, "shallower method added": true, "string": true,
	}
	for _, s := range Pick(sites, len(sites), 3) {
		if !todo[s.Op] {
			continue
		}
		delete(todo, s.Op)
		if err := r.Verify(context.Background(), s, checkout); err != nil {
			t.Error(err)
		}
	}
	if len(todo) > 0 {
		t.Errorf("no mutants of kinds %v", todo)
	}
}

func TestVerifySeesWhereTheHarnessLeavesSomethingOut(t *testing.T) {
	r, sites := load(t, "testdata/shop", "./...")
	checkout := copied(t, "testdata/shop")
	for _, s := range sites {
		if s.Op != "integer of a const" || s.What != `"19" → "20"` {
			continue
		}
		for _, p := range r.pkgs { // as if nobody imported the package
			p.importers = nil
		}
		if err := r.Verify(context.Background(), s, checkout); err == nil {
			t.Errorf("%s: importers are left out, and nobody notices", s)
		}
		return
	}
	t.Error("no such mutant")
}

func TestFunctionsOfAVariableThatBecomesFixedAreReclassified(t *testing.T) {
	r, sites := load(t, "testdata/state", "./...")
	for _, s := range sites {
		if s.Op != "assignment deleted" {
			continue
		}
		v, err := r.Judge(s, nil)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{"func example.com/state.Read": "var example.com/state.counter"}
		if len(v.Misses)+len(v.Strays) > 0 || !maps.Equal(v.Reclassified, want) {
			t.Errorf("%s: misses %q, strays %q, reclassified %q, want %q", s, v.Misses, v.Strays, v.Reclassified, want)
		}
		return
	}
	t.Error("no such mutant")
}

func TestPickIsTheSameForTheSameSeed(t *testing.T) {
	_, sites := load(t, "testdata/shop", "./...")
	_, again := load(t, "testdata/shop", "./...")
	names := func(sites []*Site) (out []string) {
		for _, s := range sites {
			out = append(out, s.String())
		}
		return out
	}
	first := names(Pick(sites, 20, 5))
	if got := names(Pick(again, 20, 5)); !slices.Equal(got, first) {
		t.Errorf("seed 5 gives %q and %q", first, got)
	}
	if got := names(Pick(again, 20, 6)); slices.Equal(got, first) {
		t.Error("seeds 5 and 6 give the same mutants")
	}
}
