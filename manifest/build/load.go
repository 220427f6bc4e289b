package build

import (
	"context"
	"errors"
	"fmt"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/gocheckpoint/checkpoint/internal/registration"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A Program is the source in scope, with identities.
type Program struct {
	// Packages are those in scope, each after its imports.
	Packages []*Package
	// Problems are the packages that could not be understood.
	Problems []Problem

	env      *goEnv
	scope    *scope
	closures *identity.Closures
	captures map[*Package][]capturedVar
	needs    map[string]bool // packages whose variables CaptureAll of a named one captures
	closed   bool            // no package elsewhere imports one of those named
	fset     *token.FileSet
	reader   *sourceReader
	fresh    bool              // manifests are for one build alone
	embedded map[string][]byte // embedded files as they were read
	embeds   []embedded        // the patterns that they match
	loose    []identity.Loose  // files that are in no package

	unconstrained map[string]bool // files, by absolute name, that every build selects
}

// A Package is one package variant in scope.
type Package struct {
	*packages.Package
	Unit          *identity.Unit
	Registrations []registration.Registration
	// Named is set for the packages that the patterns name, rather than for
	// what those import.
	Named bool
}

// A Problem is a package without identities, and why.
type Problem struct {
	Package string
	Err     error
}

func (p Problem) Error() string { return fmt.Sprintf("package %s: %v", p.Package, p.Err) }

// ErrNoPackages is returned where the patterns match nothing.
var ErrNoPackages = errors.New("no packages; run go list to see what the patterns match")

// listMode is what the go command is asked for. It compiles what is not in its
// build cache, to give export data.
const listMode = packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports |
	packages.NeedDeps | packages.NeedModule | packages.NeedForTest | packages.NeedExportFile

// Load computes the identities of all functions of the packages that match the
// patterns, and of what they import in scope.
//
// The go command is asked once for the graph of imports, which tells what is in
// scope and the versions of the rest, and for export data. It is asked a second
// time where a generated file is broken, or where tests of packages are wanted
// that the patterns don't name. A package with errors becomes a Problem, as do
// those that import it.
func Load(ctx context.Context, cfg Config, patterns ...string) (*Program, error) {
	env, err := cfg.env(ctx)
	if err != nil {
		return nil, err
	}
	return env.load(ctx, false, patterns...)
}

// load does so; all is set where the patterns match all packages of the main
// modules.
func (env *goEnv) load(ctx context.Context, all bool, patterns ...string) (*Program, error) {
	cfg := env.cfg
	prog := &Program{
		env: env, fset: token.NewFileSet(), embedded: map[string][]byte{}, unconstrained: map[string]bool{},
		reader: &sourceReader{overlay: env.Overlay, hidden: map[string][]byte{}, files: map[string]*sourceFile{}},
	}
	pc := &packages.Config{
		Context: ctx, Mode: listMode, Dir: cfg.Dir, Env: collectLess(cfg.environ()), BuildFlags: cfg.BuildFlags, Tests: cfg.Tests,
	}
	graph, err := packages.Load(pc, patterns...)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", strings.Join(patterns, " "), err)
	}
	all = all || env.isWhole(patterns, graph)
	named := make(map[string]bool)
	for _, p := range graph {
		named[p.ID] = true
	}
	prog.scope = newScope(env, graph)
	var paths []string
	again := false
	packages.Visit(graph, nil, func(p *packages.Package) {
		if !prog.scope.contains(p) {
			return
		}
		if p.ForTest == "" && !strings.HasSuffix(p.ID, ".test") {
			paths = append(paths, p.PkgPath)
			again = again || cfg.Tests && !named[p.ID]
		}
		if prog.reader.hide(p) && len(p.Errors) > 0 {
			again = true
		}
	})
	if len(paths) == 0 {
		return nil, fmt.Errorf("load %s: %w", strings.Join(patterns, " "), errors.Join(append(loadErrors(graph), ErrNoPackages)...))
	}
	if again {
		if slices.Contains(paths, "command-line-arguments") {
			paths = patterns // files
		}
		done, err := prog.reader.hideFrom(pc)
		if err != nil {
			return nil, err
		}
		defer done()
		slices.Sort(paths)
		if graph, err = packages.Load(pc, slices.Compact(paths)...); err != nil {
			return nil, fmt.Errorf("load %s: %w", strings.Join(patterns, " "), err)
		}
		prog.scope = newScope(env, graph)
		packages.Visit(graph, nil, func(p *packages.Package) {
			if prog.scope.contains(p) {
				prog.reader.hide(p)
			}
		})
	}
	prog.add(graph, named, all)
	return prog, nil
}

// collectLess lets the go command, which ends soon, collect garbage less often,
// unless the user has decided. It has a quarter less to do then.
func collectLess(env []string) []string {
	if slices.ContainsFunc(env, func(v string) bool { return strings.HasPrefix(v, "GOGC=") }) {
		return env
	}
	return append(slices.Clone(env), "GOGC=300")
}

func loadErrors(pkgs []*packages.Package) (errs []error) {
	for _, p := range pkgs {
		for _, e := range p.Errors {
			errs = append(errs, e)
		}
	}
	return errs
}

// add type-checks the packages in scope and gives them to the engine, each after
// its imports, and tells it if they are whole programs.
func (prog *Program) add(graph []*packages.Package, named map[string]bool, whole bool) {
	graph = slices.DeleteFunc(slices.Clone(graph), generatedMain)
	c := &checker{
		fset: prog.fset, reader: prog.reader, inScope: prog.scope.contains, release: prog.env.Vars["GOVERSION"],
		sizes: types.SizesFor("gc", prog.env.Vars["GOARCH"]),
	}
	units := identity.NewGraph()
	added := make(map[*packages.Package]*Package)
	problems := make(map[*packages.Package][]Problem)
	c.check(graph, func(p *packages.Package) {
		imports := make(map[string]string)
		for _, path := range sortedKeys(p.Imports) {
			dep := p.Imports[path]
			if !prog.scope.contains(dep) {
				continue
			}
			imports[path] = dep.ID
			if added[dep] == nil {
				problems[p] = []Problem{{p.ID, fmt.Errorf("imports %s, which has errors", dep.ID)}}
			}
		}
		if problems[p] != nil {
			return
		}
		if errs := packageErrors(p); len(errs) > 0 {
			problems[p] = []Problem{{p.ID, errors.Join(errs...)}}
			return
		}
		pkg := &Package{Package: p, Named: named[p.ID]}
		pkg.Registrations = registration.Find(p.PkgPath, p.Syntax, p.TypesInfo)
		src, err := prog.source(pkg, imports)
		if err == nil {
			pkg.Unit, err = units.Add(src)
		}
		if err != nil {
			problems[p] = []Problem{{p.ID, err}}
			return
		}
		added[p] = pkg
	})
	slices.SortFunc(graph, func(a, b *packages.Package) int { return strings.Compare(a.ID, b.ID) })
	seen := make(map[*packages.Package]bool)
	var visit func(p *packages.Package)
	visit = func(p *packages.Package) {
		if seen[p] {
			return
		}
		seen[p] = true
		for _, path := range sortedKeys(p.Imports) {
			visit(p.Imports[path])
		}
		if pkg := added[p]; pkg != nil {
			prog.Packages = append(prog.Packages, pkg)
		}
		prog.Problems = append(prog.Problems, problems[p]...)
	}
	for _, p := range graph {
		visit(p)
	}
	var err error
	if prog.loose, err = prog.readLoose(graph); err != nil {
		whole = false // a file that cannot be read may do anything
	}
	prog.finish(units, whole)
}

// finish is what can be done only when all packages are known.
func (prog *Program) finish(graph *identity.Graph, whole bool) {
	for _, l := range prog.loose {
		graph.AddLoose(l)
	}
	if whole && len(prog.Problems) == 0 {
		graph.Close()
	} else {
		graph.Settle()
	}
	var all []*identity.Unit
	for _, p := range prog.Packages {
		all = append(all, graph.Unit(p.ID))
	}
	prog.closures = identity.NewClosures(all...)
	prog.closed = whole
	prog.findCaptures()
}

// generatedMain reports whether p is the main package that go test makes, not
// one that happens to be called so.
func generatedMain(p *packages.Package) bool {
	if !strings.HasSuffix(p.ID, ".test") || p.Name != "main" || p.ForTest != "" {
		return false
	}
	for _, f := range p.GoFiles {
		if filepath.Ext(f) == ".go" {
			return false
		}
	}
	return true
}

// packageErrors are the errors that keep a package from being understood. What
// is reported twice is listed once: by go/packages, and by the compiler that the
// go command runs for export data, whose errors come as one text, "# path\n…".
func packageErrors(p *packages.Package) []error {
	var errs []error
	seen := make(map[string]bool)
	compiled := func(e packages.Error) bool { return strings.HasPrefix(e.Msg, "# ") }
	own := slices.ContainsFunc(p.Errors, func(e packages.Error) bool { return !compiled(e) })
	for _, e := range p.Errors {
		if own && compiled(e) {
			continue
		}
		if msg := e.Error(); !seen[msg] {
			seen[msg] = true
			errs = append(errs, e)
		}
	}
	for _, e := range p.TypeErrors {
		if len(p.Errors) == 0 {
			errs = append(errs, e)
		}
	}
	if len(errs) == 0 && p.IllTyped {
		errs = append(errs, errors.New("does not type-check"))
	}
	return errs
}

// source is what the engine needs to know of a package.
func (prog *Program) source(p *Package, imports map[string]string) (*identity.Source, error) {
	dir := filepath.Dir(firstFile(p.Package))
	src := &identity.Source{
		ID: p.ID, Path: p.PkgPath, Fset: p.Fset, Types: p.Types, Info: p.TypesInfo,
		Files: p.Syntax, Imports: imports, Leaf: prog.scope.leaf, Rel: prog.Rel,
		Embed: func(pattern string) ([]identity.File, error) {
			names, err := prog.env.Overlay.Match(dir, pattern)
			if err != nil {
				return nil, err
			}
			prog.embeds = append(prog.embeds, embedded{Dir: dir, Pattern: pattern, Names: names})
			return prog.files(dir, names, true)
		},
		Roots: registration.Roots(p.Registrations, p.TypesInfo),
	}
	src.GoVersion = languageVersion(p.Package)
	var other []string
	for _, file := range p.OtherFiles {
		other = append(other, filepath.Base(file))
	}
	slices.Sort(other)
	var err error
	src.Other, err = prog.files(dir, other, false)
	if slices.ContainsFunc(p.Syntax, identity.IsCgo) {
		src.Other = append(src.Other, identity.CgoSettings(func(name string) string { return prog.env.Vars[name] })...)
	}
	return src, err
}

// files reads what counts by content.
func (prog *Program) files(dir string, names []string, embedded bool) ([]identity.File, error) {
	out := make([]identity.File, len(names))
	for i, name := range names {
		full := filepath.Join(dir, filepath.FromSlash(name))
		data, err := prog.env.Overlay.ReadFile(full)
		if err != nil {
			return nil, err
		}
		if embedded {
			prog.embedded[full] = data
		}
		out[i] = identity.NewFile(name, data)
	}
	return out, nil
}

// Rel shortens the name of a file: relative to the main module, with slashes.
func (prog *Program) Rel(name string) string { return relative(prog.base(), name) }

// base is the folder of the main module.
func (prog *Program) base() string { return prog.env.base() }

func (env *goEnv) base() string {
	if mod := env.Vars["GOMOD"]; mod != "" && mod != os.DevNull {
		return filepath.Dir(mod)
	}
	return env.cfg.abs(".")
}

func relative(base, name string) string {
	if rel, err := filepath.Rel(base, name); err == nil {
		return filepath.ToSlash(rel)
	}
	return name
}
