package vetunit

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"
	"golang.org/x/tools/txtar"

	"github.com/gocheckpoint/checkpoint/analyzer"
)

// TestMain makes the test binary a vet tool, too.
func TestMain(m *testing.M) {
	switch os.Getenv("VETUNIT_TOOL") {
	case "vetunit":
		main([]*analysis.Analyzer{told}, func(list ...*analysis.Analyzer) {
			if args := strings.Join(os.Args[1:], " "); strings.HasSuffix(args, ".cfg") {
				panic("unitchecker does the work for " + args)
			}
			unitchecker.Main(list...)
		})
	case "unitchecker":
		unitchecker.Main(told)
	}
	os.Exit(m.Run())
}

// A note is a fact about a function or a package.
type note struct{ Text string }

func (*note) AFact()                        {}
func (n *note) GobEncode() ([]byte, error)  { return []byte(n.Text), nil }
func (n *note) GobDecode(data []byte) error { n.Text = string(data); return nil }
func (n *note) String() string              { return n.Text }

// told tells of each name of a function what the facts about it and its package
// say.
var told = &analysis.Analyzer{
	Name: "told", Doc: "tells facts", FactTypes: []analysis.Fact{new(note)},
	Run: func(pass *analysis.Pass) (any, error) {
		if pass.Module == nil {
			return nil, nil // the standard library
		}
		text := "facts of"
		for _, imp := range pass.Pkg.Imports() {
			var n note
			if pass.ImportPackageFact(imp, &n) {
				text += " " + imp.Path()
			}
		}
		pass.ExportPackageFact(&note{text})
		for _, f := range pass.Files {
			ast.Inspect(f, func(n ast.Node) bool {
				id, ok := n.(*ast.Ident)
				if !ok {
					return true
				}
				if fn, ok := pass.TypesInfo.Defs[id].(*types.Func); ok {
					pass.ExportObjectFact(fn, &note{"from " + pass.Pkg.Path() + " of " + pass.Module.Path})
				}
				if fn, ok := pass.TypesInfo.Uses[id].(*types.Func); ok && strings.Contains(fn.FullName(), "example.com/m") {
					n := note{"nothing"}
					pass.ImportObjectFact(fn.Origin(), &n)
					p := note{"nothing"}
					pass.ImportPackageFact(fn.Pkg(), &p)
					pass.Report(analysis.Diagnostic{Pos: id.Pos(), Message: fn.FullName() + ": " + n.Text + "; " + p.Text,
						SuggestedFixes: []analysis.SuggestedFix{{Message: "rename", TextEdits: []analysis.TextEdit{{Pos: id.Pos(), End: id.End(), NewText: []byte("x")}}}},
						Related:        []analysis.RelatedInformation{{Pos: f.Name.Pos(), Message: "in " + f.Name.Name}}})
				}
				return true
			})
		}
		return nil, nil
	},
}

// TestFindingsAreUnitcheckers vets a module by both drivers: facts reach the same
// packages, and findings read alike (V3, V4).
func TestFindingsAreUnitcheckers(t *testing.T) {
	dir := t.TempDir()
	a, err := txtar.ParseFile("testdata/module.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range a.Files {
		name := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// The go command takes equal programs for one, and what one found for the other's.
	program, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	tools := t.TempDir()
	for _, tool := range []string{"vetunit", "unitchecker"} {
		if err := os.WriteFile(filepath.Join(tools, tool), append(program, tool...), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	vet := func(tool string, flags ...string) string {
		cmd := exec.Command("go", slices.Concat([]string{"vet", "-vettool=" + filepath.Join(tools, tool)}, flags, []string{"./..."})...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "VETUNIT_TOOL="+tool, "GOFLAGS=", "GOWORK=off")
		out, err := cmd.CombinedOutput()
		if err == nil && len(flags) == 0 {
			t.Fatalf("%s: no findings\n%s", tool, out)
		}
		var lines []string
		for line := range strings.Lines(string(out)) {
			if strings.Contains(line, ".go") {
				lines = append(lines, line)
			}
		}
		slices.Sort(lines)
		return strings.Join(lines, "")
	}
	got, want := vet("vetunit"), vet("unitchecker")
	if got != want {
		t.Errorf("vetunit:\n%s\nunitchecker:\n%s", got, want)
	}
	for _, text := range []string{
		"b.go:6:37: (example.com/m/a.hidden).Size: from example.com/m/a of example.com/m; facts of",
		"c.go:5:34: (example.com/m/a.hidden).Size: from example.com/m/a of example.com/m; nothing", // an indirect import's
		"x_test.go:9:47: example.com/m/b.Exported: from example.com/m/b of example.com/m; facts of example.com/m/a",
	} {
		if !strings.Contains(want, text) {
			t.Errorf("missing: %s\n%s", text, want)
		}
	}
	if got, want := vet("vetunit", "-json"), vet("unitchecker", "-json"); got != want || !strings.Contains(got, `"posn"`) {
		t.Errorf("-json: vetunit:\n%s\nunitchecker:\n%s", got, want)
	}
}

// config is the configuration of a package of the standard library.
func config(t *testing.T, path string, change func(*unitchecker.Config)) (cfgFile, output string) {
	t.Helper()
	out, err := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Export,Dir,GoFiles", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	output = filepath.Join(t.TempDir(), "vet.out")
	cfg := &unitchecker.Config{Compiler: "gc", GoVersion: "go1.26", ImportMap: map[string]string{}, PackageFile: map[string]string{}, VetxOnly: true, VetxOutput: output}
	for dec := json.NewDecoder(bytes.NewReader(out)); dec.More(); {
		var p struct {
			ImportPath, Export, Dir string
			GoFiles                 []string
		}
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		cfg.ImportMap[p.ImportPath], cfg.PackageFile[p.ImportPath] = p.ImportPath, p.Export
		if p.ImportPath == path {
			cfg.ID, cfg.ImportPath, cfg.Dir = path, path, p.Dir
			for _, name := range p.GoFiles {
				cfg.GoFiles = append(cfg.GoFiles, filepath.Join(p.Dir, name))
			}
		}
	}
	change(cfg)
	data, err := json.Marshal(cfg)
	if err != nil {
		t.Fatal(err)
	}
	cfgFile = filepath.Join(t.TempDir(), "vet.cfg")
	if err := os.WriteFile(cfgFile, data, 0o666); err != nil {
		t.Fatal(err)
	}
	return cfgFile, output
}

// TestStandardLibraryHasNoFacts analyzes some of its packages as if they were any
// others: the suite has nothing to say of them, so that V2 loses nothing.
func TestStandardLibraryHasNoFacts(t *testing.T) {
	for _, path := range []string{"errors", "text/template", "os"} {
		file, output := config(t, path, func(cfg *unitchecker.Config) { cfg.Dir = "/elsewhere" })
		var stderr strings.Builder
		if code := run(file, analyzer.Analyzers(), io.Discard, &stderr); code != 0 {
			t.Fatalf("%s: code %d\n%s", path, code, stderr.String())
		}
		if data, err := os.ReadFile(output); err != nil || len(data) > 0 {
			t.Errorf("%s: %d bytes of facts (%v)", path, len(data), err)
		}
	}
}

func TestStandardLibraryIsNotLookedAt(t *testing.T) {
	broken := func(cfg *unitchecker.Config) { cfg.GoFiles = []string{filepath.Join(cfg.Dir, "none.go")} }
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOROOT", strings.TrimSpace(string(root)))
	var stderr strings.Builder
	file, output := config(t, "errors", broken)
	if code := run(file, nil, io.Discard, &stderr); code != 0 {
		t.Errorf("code %d\n%s", code, stderr.String())
	}
	if _, err := os.Stat(output); err != nil {
		t.Error("nothing is written, so that the go command would ask each time: ", err)
	}
	file, _ = config(t, "errors", func(cfg *unitchecker.Config) { broken(cfg); cfg.VetxOnly = false })
	if code := run(file, nil, io.Discard, &stderr); code != 1 {
		t.Errorf("vetted itself: code %d", code)
	}
}

// TestTypecheckFailure has a package that doesn't compile.
func TestTypecheckFailure(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "bad.go")
	if err := os.WriteFile(bad, []byte("package errors\n\nvar x int = \"\"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, succeed := range []bool{false, true} {
		file, _ := config(t, "errors", func(cfg *unitchecker.Config) {
			cfg.VetxOnly, cfg.SucceedOnTypecheckFailure, cfg.GoFiles = false, succeed, []string{bad}
		})
		var stderr strings.Builder
		code := run(file, nil, io.Discard, &stderr)
		if succeed != (code == 0) || succeed != (stderr.Len() == 0) || !succeed && !strings.Contains(stderr.String(), "bad.go:3:13") {
			t.Errorf("code %d: %s", code, stderr.String())
		}
	}
}

func TestOtherReleasesAreUnitcheckers(t *testing.T) {
	for _, v := range []string{"", "go1.25.1", "devel"} {
		if sameRelease(v) {
			t.Errorf("%q: taken for our own", v)
		}
	}
}

func TestFlags(t *testing.T) {
	one, two := &analysis.Analyzer{Name: "one"}, &analysis.Analyzer{Name: "two"}
	text := one.Flags.String("text", "", "")
	for _, c := range []struct {
		args string
		want string
		ok   bool
	}{
		{"-json x.cfg", "one two", true},
		{"-one -json x.cfg", "one", true},
		{"-json -one=false x.cfg", "two", true},
		{"-json -one=false -two=true x.cfg", "two", true},
		{"-json -one.text=a x.cfg", "one two", true},
		{"x.cfg", "", false},
		{"-json -fix x.cfg", "", false},
		{"-fix -one x.cfg", "", false},
		{"-V=full", "", false},
		{"-flags", "", false},
		{"help", "", false},
	} {
		got, file, ok := parse(strings.Fields(c.args), []*analysis.Analyzer{one, two})
		var names []string
		for _, a := range got {
			names = append(names, a.Name)
		}
		if ok != c.ok || strings.Join(names, " ") != c.want || ok && file != "x.cfg" {
			t.Errorf("%s: %q %q %v", c.args, names, file, ok)
		}
	}
	if *text != "a" {
		t.Errorf("flag of an analyzer: %q", *text)
	}
}

func TestFactsAreEqualBytes(t *testing.T) {
	make := func() *facts {
		f := &facts{pkg: types.NewPackage("p", "p"), imported: map[key][]byte{}, own: map[key]Fact{}}
		for _, s := range []string{"a", "b", "c", "d"} {
			f.imported[key{s, "T.M0", "note"}] = []byte(s)
			f.imported[key{s, "F", "note"}] = []byte(s)
			f.own[key{"p", "F" + "x", "note"}] = &note{s + "own"}
			f.own[key{"p", "F" + "x", "note"}] = &note{"own"}
		}
		return f
	}
	first, err := make().encode()
	if err != nil {
		t.Fatal(err)
	}
	for range 10 {
		if again, _ := make().encode(); !bytes.Equal(first, again) {
			t.Fatal("other bytes")
		}
	}
	back := &facts{imported: map[key][]byte{}}
	if err := back.decode(first); err != nil {
		t.Fatal(err)
	}
	if got := slices.SortedFunc(maps.Keys(back.imported), key.compare); len(got) != 5 || string(back.imported[got[4]]) != "own" {
		t.Errorf("%v", got)
	}
	for i := range first {
		if err := (&facts{imported: map[key][]byte{}}).decode(first[:i]); err == nil {
			t.Errorf("cut after %d bytes: no error", i)
		}
	}
}
