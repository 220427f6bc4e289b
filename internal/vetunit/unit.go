package vetunit

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"go/version"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"
)

// firstWithoutTypes is the first release whose go command may leave it to the
// tools to tell each other of types.
const firstWithoutTypes = "go1.27"

// Main answers the go command: from os.Args, which must be flags that ask for what
// the program is, or flags and the configuration of a package. It doesn't return.
func Main(analyzers ...*analysis.Analyzer) { main(analyzers, unitchecker.Main) }

// main is Main with what is done where V1 says so.
func main(analyzers []*analysis.Analyzer, otherwise func(...*analysis.Analyzer)) {
	if err := analysis.Validate(analyzers); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	enabled, file, ok := parse(os.Args[1:], analyzers)
	if !ok || !sameRelease(os.Getenv("GOVERSION")) {
		otherwise(analyzers...)
	}
	debug.SetGCPercent(gcPercent)
	os.Exit(run(file, enabled, os.Stdout, os.Stderr))
}

// gcPercent makes little of collecting garbage: a process is for one package, and
// ends soon.
const gcPercent = 400

// sameRelease reports whether the go command that asks is the one whose compiler
// this program can read the output of (V1).
func sameRelease(goCommand string) bool {
	return goCommand == runtime.Version() && version.Compare(version.Lang(goCommand), firstWithoutTypes) < 0
}

// run analyzes the package that a configuration describes, and gives the exit
// code.
func run(file string, analyzers []*analysis.Analyzer, stdout, stderr io.Writer) int {
	cfg, err := readConfig(file)
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	if cfg.VetxOnly && inStandardLibrary(cfg.Dir) {
		return write(cfg.VetxOutput, nil, stderr) // V2
	}
	u := &unit{cfg: cfg, fset: token.NewFileSet()}
	if err := u.load(); err != nil {
		if cfg.SucceedOnTypecheckFailure {
			return 0 // the compiler reports it
		}
		fmt.Fprintln(stderr, err)
		return 1
	}
	if u.facts, err = readFacts(u.pkg, cfg.PackageVetx); err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	if cfg.VetxOnly { // V3
		analyzers = slices.DeleteFunc(closure(analyzers), func(a *analysis.Analyzer) bool { return len(a.FactTypes) == 0 })
	}
	results := u.analyze(analyzers)
	if !cfg.VetxOnly {
		if err := u.print(analyzers, results, stdout); err != nil {
			fmt.Fprintln(stderr, err)
			return 1
		}
	}
	data, err := u.facts.encode()
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	return write(cfg.VetxOutput, data, stderr)
}

func write(file string, data []byte, stderr io.Writer) int {
	if file == "" {
		return 0
	}
	if err := os.WriteFile(file, data, 0o666); err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	return 0
}

func readConfig(file string) (*unitchecker.Config, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	cfg := new(unitchecker.Config)
	if err := json.Unmarshal(data, cfg); err != nil {
		return nil, fmt.Errorf("decode %s: %w", file, err)
	}
	if len(cfg.GoFiles) == 0 {
		return nil, fmt.Errorf("package has no files: %s", cfg.ImportPath)
	}
	return cfg, nil
}

// inStandardLibrary reports whether a folder is one of the standard library. The
// go command tells its tools where that is.
func inStandardLibrary(dir string) bool {
	root := os.Getenv("GOROOT")
	return root != "" && dir != "" && strings.HasPrefix(dir, filepath.Join(root, "src")+string(filepath.Separator))
}

// A unit is the package that is analyzed.
type unit struct {
	cfg   *unitchecker.Config
	fset  *token.FileSet
	files []*ast.File
	pkg   *types.Package
	info  *types.Info
	sizes types.Sizes
	facts *facts
}

// load parses and type-checks the package.
func (u *unit) load() error {
	for _, name := range u.cfg.GoFiles {
		f, err := parser.ParseFile(u.fset, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		u.files = append(u.files, f)
	}
	u.info = &types.Info{
		Types:        make(map[ast.Expr]types.TypeAndValue),
		Defs:         make(map[*ast.Ident]types.Object),
		Uses:         make(map[*ast.Ident]types.Object),
		Implicits:    make(map[ast.Node]types.Object),
		Instances:    make(map[*ast.Ident]types.Instance),
		Scopes:       make(map[ast.Node]*types.Scope),
		Selections:   make(map[*ast.SelectorExpr]*types.Selection),
		FileVersions: make(map[*ast.File]string),
	}
	u.sizes = types.SizesFor("gc", build.Default.GOARCH)
	tc := &types.Config{Importer: u.importer(), Sizes: u.sizes, GoVersion: u.cfg.GoVersion}
	var err error
	u.pkg, err = tc.Check(u.cfg.ImportPath, u.fset, u.files, u.info)
	return err
}

// importer reads types from what the compiler wrote.
func (u *unit) importer() types.Importer {
	compiled := importer.ForCompiler(u.fset, u.cfg.Compiler, func(path string) (io.ReadCloser, error) {
		file, ok := u.cfg.PackageFile[path]
		if !ok {
			return nil, fmt.Errorf("no package file for %q", path)
		}
		return os.Open(file)
	})
	return importerFunc(func(path string) (*types.Package, error) {
		resolved, ok := u.cfg.ImportMap[path]
		if !ok {
			return nil, fmt.Errorf("cannot resolve import %q", path)
		}
		return compiled.Import(resolved)
	})
}

type importerFunc func(path string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }

// closure gives analyzers and all that they require, each after what it requires.
func closure(analyzers []*analysis.Analyzer) []*analysis.Analyzer {
	var out []*analysis.Analyzer
	var visit func(list []*analysis.Analyzer)
	visit = func(list []*analysis.Analyzer) {
		for _, a := range list {
			if !slices.Contains(out, a) {
				visit(a.Requires)
				out = append(out, a)
			}
		}
	}
	visit(analyzers)
	return out
}

// A result is what an analyzer found.
type result struct {
	value       any
	diagnostics []analysis.Diagnostic
	err         error
}

// analyze runs analyzers, and gives the results of the roots in their order.
func (u *unit) analyze(roots []*analysis.Analyzer) []*result {
	results := make(map[*analysis.Analyzer]*result)
	for _, a := range closure(roots) {
		r := new(result)
		results[a] = r
		inputs := make(map[*analysis.Analyzer]any)
		for _, req := range a.Requires {
			if results[req].err != nil {
				r.err = fmt.Errorf("failed prerequisite: %s", req)
			}
			inputs[req] = results[req].value
		}
		if r.err == nil {
			r.value, r.err = a.Run(u.pass(a, r, inputs))
		}
	}
	out := make([]*result, len(roots))
	for i, a := range roots {
		out[i] = results[a]
	}
	return out
}

func (u *unit) pass(a *analysis.Analyzer, r *result, inputs map[*analysis.Analyzer]any) *analysis.Pass {
	module := u.cfg.Module
	if module == nil && u.cfg.ModulePath != "" {
		module = &analysis.Module{Path: u.cfg.ModulePath, Version: u.cfg.ModuleVersion, GoVersion: u.cfg.GoVersion}
	}
	own := slices.Concat(u.cfg.GoFiles, u.cfg.NonGoFiles, u.cfg.IgnoredFiles)
	return &analysis.Pass{
		Analyzer: a, Fset: u.fset, Files: u.files, OtherFiles: u.cfg.NonGoFiles, IgnoredFiles: u.cfg.IgnoredFiles,
		Pkg: u.pkg, TypesInfo: u.info, TypesSizes: u.sizes, Module: module, ResultOf: inputs,
		Report: func(d analysis.Diagnostic) { r.diagnostics = append(r.diagnostics, d) },
		ReadFile: func(name string) ([]byte, error) {
			if !slices.Contains(own, name) {
				return nil, fmt.Errorf("pass.ReadFile: %s is not a file of the package", name)
			}
			return os.ReadFile(name)
		},
		ImportObjectFact: u.facts.importObject, ExportObjectFact: u.facts.exportObject,
		ImportPackageFact: u.facts.importPackage, ExportPackageFact: u.facts.exportPackage,
		// Nothing asks for all: they would have to be decoded.
		AllObjectFacts:  func() []analysis.ObjectFact { panic("vetunit: AllObjectFacts is not supported") },
		AllPackageFacts: func() []analysis.PackageFact { panic("vetunit: AllPackageFacts is not supported") },
	}
}
