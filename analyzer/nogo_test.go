package analyzer

import (
	"bytes"
	"context"
	"encoding/gob"
	"go/types"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/types/objectpath"

	"github.com/gocheckpoint/checkpoint/manifest"
	"github.com/gocheckpoint/checkpoint/manifest/build"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A nogoDriver runs analyzers as Bazel's nogo does: a package at a time, facts
// as bytes, none for the standard library, and a Pass without Module,
// OtherFiles, IgnoredFiles and ReadFile.
type nogoDriver struct {
	t     *testing.T
	facts map[string][]byte // by analyzer, package and type
	found []analysis.Diagnostic
}

func factKey(a *analysis.Analyzer, pkg *types.Package, f analysis.Fact) string {
	return a.Name + " " + pkg.Path() + " " + reflect.TypeOf(f).String()
}

// run analyzes packages and, before them, those of the same patterns that they
// import.
func (d *nogoDriver) run(dir string, analyzers []*analysis.Analyzer, patterns ...string) {
	d.t.Helper()
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax, Dir: dir}, patterns...)
	if err != nil || packages.PrintErrors(pkgs) > 0 {
		d.t.Fatal("cannot load the fixture: ", err)
	}
	packages.Visit(pkgs, nil, func(p *packages.Package) {
		if len(p.Syntax) == 0 {
			return // of export data
		}
		results := make(map[*analysis.Analyzer]any)
		for _, a := range analyzers {
			d.analyze(p, a, results)
		}
	})
}

func (d *nogoDriver) analyze(p *packages.Package, a *analysis.Analyzer, results map[*analysis.Analyzer]any) {
	if _, done := results[a]; done {
		return
	}
	for _, need := range a.Requires {
		d.analyze(p, need, results)
	}
	pass := &analysis.Pass{
		Analyzer: a, Fset: p.Fset, Files: p.Syntax, Pkg: p.Types, TypesInfo: p.TypesInfo, TypesSizes: p.TypesSizes,
		ResultOf: results,
		Report:   func(diag analysis.Diagnostic) { d.found = append(d.found, diag) },
		ImportPackageFact: func(pkg *types.Package, f analysis.Fact) bool {
			data, ok := d.facts[factKey(a, pkg, f)]
			if ok {
				if err := gob.NewDecoder(bytes.NewReader(data)).Decode(f); err != nil {
					d.t.Fatal(err)
				}
			}
			return ok
		},
		ExportPackageFact: func(f analysis.Fact) {
			var b bytes.Buffer
			if err := gob.NewEncoder(&b).Encode(f); err != nil {
				d.t.Fatal(err)
			}
			d.facts[factKey(a, p.Types, f)] = b.Bytes()
		},
		ImportObjectFact: func(obj types.Object, f analysis.Fact) bool {
			path, err := objectpath.For(obj)
			data, ok := d.facts[factKey(a, obj.Pkg(), f)+" "+string(path)]
			if ok && err == nil {
				if err := gob.NewDecoder(bytes.NewReader(data)).Decode(f); err != nil {
					d.t.Fatal(err)
				}
			}
			return ok && err == nil
		},
		ExportObjectFact: func(obj types.Object, f analysis.Fact) {
			path, err := objectpath.For(obj)
			if err != nil {
				return // that others can't see
			}
			var b bytes.Buffer
			if err := gob.NewEncoder(&b).Encode(f); err != nil {
				d.t.Fatal(err)
			}
			d.facts[factKey(a, obj.Pkg(), f)+" "+string(path)] = b.Bytes()
		},
	}
	result, err := a.Run(pass)
	if err != nil {
		d.t.Fatalf("%s of %s: %v", a.Name, p.PkgPath, err)
	}
	results[a] = result
}

func TestSuiteRunsUnderNogo(t *testing.T) {
	d := &nogoDriver{t: t, facts: map[string][]byte{}}
	d.run(root, Analyzers(), fixture("impure"), fixture("impure/lib"), fixture("mutation"), fixture("mutation/lib"),
		fixture("capture"), fixture("capture/lib"), fixture("unrelated"))
	for _, want := range []string{
		"across reads the clock: time.Now at lib.go:11, by way of lib.Deep (lib.go:13) → lib.Stamp",
		"b.Items at lib.go:10, by way of lib.Box.Add",
		"across reads lib.Tolerance at lib.go:10, by way of lib.Round",
	} {
		found := false
		for _, diag := range d.found {
			found = found || strings.Contains(diag.Message, want)
		}
		if !found {
			t.Errorf("not found: %s", want)
		}
	}
}

// Equal code has equal identities, whichever driver computes them.
func TestIdentitiesUnderNogoAreThoseOfTheManifestTool(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":   "module example.com/nogo\n\ngo 1.26\n",
		"a/a.go":   "package a\n\nimport \"example.com/nogo/b\"\n\ntype T struct{ N int }\n\nfunc (t T) Twice() int { return b.Double(t.N) }\n\nfunc Report(list []int) (n int) {\n\tfor _, v := range list {\n\t\tn += T{v}.Twice()\n\t}\n\treturn n\n}\n",
		"b/b.go":   "package b\n\nimport \"strings\"\n\nconst two = 2\n\nfunc Double(n int) int { return two * n }\n\nfunc Shout(s string) string { return strings.ToUpper(s) }\n",
		"c/doc.go": "// Package c has no functions.\npackage c\n",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("GOWORK", "off")
	t.Setenv("GOFLAGS", "")
	prog, err := build.Load(context.Background(), build.Config{Dir: dir, Cache: "off"}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	want := make(map[string]string)
	for _, l := range prog.List(build.ListOptions{All: true}) {
		want[l.Func] = l.Identity
	}

	d := &nogoDriver{t: t, facts: map[string][]byte{}}
	d.run(dir, Analyzers(), "./...")
	compared := 0
	for key, data := range d.facts {
		if !strings.HasPrefix(key, identityFacts.Name) {
			continue
		}
		var f packageFact
		if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&f); err != nil {
			t.Fatal(err)
		}
		for _, u := range f.Units {
			for _, n := range u.Nodes {
				name := u.Path + "." + n.Name
				if typ, method, ok := strings.Cut(n.Name, "."); ok {
					name = "(" + u.Path + "." + typ + ")." + method
				}
				identityOf, listed := want[name]
				if n.Kind != identity.FuncNode || !listed {
					continue
				}
				compared++
				if got := manifest.FormatIdentity(n.Identity); got != identityOf || n.Unknown {
					t.Errorf("%s: %s (unknown %v), the manifest tool's is %s", name, got, n.Unknown, identityOf)
				}
			}
		}
	}
	if compared < 4 {
		t.Errorf("%d identities compared", compared)
	}
}
