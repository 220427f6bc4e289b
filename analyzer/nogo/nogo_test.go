package nogo_test

import (
	"bytes"
	"encoding/gob"
	"go/types"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/types/objectpath"

	"github.com/gocheckpoint/checkpoint/analyzer/nogo"
)

// A driver does what nogo's main does: it runs Analyzer and what that requires,
// a package at a time, facts as bytes, none for the standard library. Module,
// OtherFiles, IgnoredFiles and ReadFile are unset: a check that calls one of the
// functions panics.
type driver struct {
	t     *testing.T
	facts map[string][]byte // by package and type: nogo doesn't tell analyzers apart
	found []string
}

func (d *driver) check(p *packages.Package, factsOnly bool) {
	results := make(map[*analysis.Analyzer]any)
	if factsOnly {
		for _, a := range producers(nogo.Analyzer, nil) {
			d.analyze(p, a, results)
		}
		return
	}
	d.analyze(p, nogo.Analyzer, results)
}

// producers are the analyzers with facts at and below a.
func producers(a *analysis.Analyzer, list []*analysis.Analyzer) []*analysis.Analyzer {
	if len(a.FactTypes) > 0 && !slices.Contains(list, a) {
		list = append(list, a)
	}
	for _, need := range a.Requires {
		list = producers(need, list)
	}
	return list
}

func key(pkg *types.Package, f analysis.Fact) string {
	return pkg.Path() + " " + reflect.TypeOf(f).String()
}

func (d *driver) analyze(p *packages.Package, a *analysis.Analyzer, results map[*analysis.Analyzer]any) {
	if _, done := results[a]; done {
		return
	}
	own := make(map[*analysis.Analyzer]any)
	for _, need := range a.Requires {
		d.analyze(p, need, results)
		own[need] = results[need]
	}
	pass := &analysis.Pass{
		Analyzer: a, Fset: p.Fset, Files: p.Syntax, Pkg: p.Types, TypesInfo: p.TypesInfo, TypesSizes: p.TypesSizes, ResultOf: own,
		Report: func(diag analysis.Diagnostic) {
			if a == nogo.Analyzer { // those of others are not shown
				at := p.Fset.Position(diag.Pos)
				d.found = append(d.found, filepath.Base(at.Filename)+":"+strconv.Itoa(at.Line)+": "+diag.Message)
			}
		},
		ImportPackageFact: func(pkg *types.Package, f analysis.Fact) bool {
			data, ok := d.facts[key(pkg, f)]
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
			d.facts[key(p.Types, f)] = b.Bytes()
		},
		ImportObjectFact: func(obj types.Object, f analysis.Fact) bool {
			path, err := objectpath.For(obj)
			data, ok := d.facts[key(obj.Pkg(), f)+" "+string(path)]
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
			d.facts[key(obj.Pkg(), f)+" "+string(path)] = b.Bytes()
		},
	}
	result, err := a.Run(pass)
	if err != nil {
		d.t.Fatalf("%s of %s: %v", a.Name, p.PkgPath, err)
	}
	if reflect.TypeOf(result) != a.ResultType {
		d.t.Fatalf("%s gives %T, want %v", a.Name, result, a.ResultType)
	}
	results[a] = result
}

func run(t *testing.T) []string {
	t.Helper()
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax}, "./testdata/lib", "./testdata/app")
	if err != nil || packages.PrintErrors(pkgs) > 0 || len(pkgs) != 2 {
		t.Fatal("cannot load the fixture: ", err)
	}
	slices.SortFunc(pkgs, func(a, b *packages.Package) int { return -bytes.Compare([]byte(a.Name), []byte(b.Name)) }) // lib first
	d := &driver{t: t, facts: map[string][]byte{}}
	for _, p := range pkgs {
		d.check(p, p.Name == "lib")
	}
	slices.Sort(d.found)
	return d.found
}

var findings = []string{
	`app.go:10: mutation: report writes through its argument rows, which a hit would not: rows[0] at lib.go:10, by way of lib.Append`,
	`app.go:11: impure: report reads the clock: time.Now at lib.go:7, by way of lib.Stamp`,
	`app.go:21: directive: directive //checkpoint:ignore output silences nothing: remove it`,
	`app.go:25: registration: report has no parameter "rwos", which NoHash names: did you mean "rows"`,
	`app.go:26: hashable: argument done of wait cannot be hashed: it is chan int`,
}

// N1, N2: with facts of lib, whose findings belong to lib's own target.
func TestSuiteRunsAsOneAnalyzer(t *testing.T) {
	if err := analysis.Validate([]*analysis.Analyzer{nogo.Analyzer}); err != nil {
		t.Fatal(err)
	}
	if got := run(t); !slices.Equal(got, findings) {
		t.Errorf("found %q\nwant %q", got, findings)
	}
}

// N1.
func TestFlagsOfTheConfigurationHold(t *testing.T) {
	set := func(name, value string) {
		if err := nogo.Analyzer.Flags.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	defer set("disable", "")
	set("disable", "mutation,registration,hashable")
	if got, want := run(t), findings[1:3]; !slices.Equal(got, want) {
		t.Errorf("found %q\nwant %q", got, want)
	}
	if nogo.Analyzer.Flags.Lookup("impure.pure") == nil || nogo.Analyzer.Flags.Lookup("impure.impure") == nil {
		t.Error("the impure check's flags are missing")
	}
}
