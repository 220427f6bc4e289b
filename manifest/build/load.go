package build

import (
	"context"
	"errors"
	"fmt"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/zeebo/blake3"
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
	fset     *token.FileSet
	reader   *sourceReader
	fresh    bool              // manifests are for one build alone
	embedded map[string][]byte // embedded files as they were read
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

const (
	graphMode = packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedDeps |
		packages.NeedModule | packages.NeedForTest | packages.NeedEmbedFiles
	syntaxMode = packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports |
		packages.NeedTypes | packages.NeedTypesSizes | packages.NeedSyntax | packages.NeedTypesInfo |
		packages.NeedModule | packages.NeedForTest
)

// Load computes the identities of all functions of the packages that match the
// patterns, and of what they import in scope.
//
// The go command is asked twice: for the graph of imports, which tells what is
// in scope and the versions of the rest; then for the syntax of what is in
// scope and for the export data of what it imports. A package with errors
// becomes a Problem, as do those that import it.
func Load(ctx context.Context, cfg Config, patterns ...string) (*Program, error) {
	env, err := cfg.env(ctx)
	if err != nil {
		return nil, err
	}
	prog := &Program{
		env: env, fset: token.NewFileSet(), embedded: map[string][]byte{},
		reader: &sourceReader{hidden: map[string][]byte{}, read: map[string][]byte{}},
	}
	overlay, err := contents(env.Overlay)
	if err != nil {
		return nil, err
	}
	pc := &packages.Config{
		Context: ctx, Mode: graphMode, Dir: cfg.Dir, Env: cfg.environ(), BuildFlags: withoutOverlay(cfg.BuildFlags),
		Fset: prog.fset, Tests: cfg.Tests, Overlay: overlay,
	}
	if env.Overlay != nil {
		// go/packages passes an overlay of its own; the user's is part of it.
		if pc.Env, err = withoutOverlayEnv(pc.Env, env.Vars["GOFLAGS"]); err != nil {
			return nil, err
		}
	}
	graph, err := packages.Load(pc, patterns...)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", strings.Join(patterns, " "), err)
	}
	prog.scope = newScope(env, graph)
	var paths []string
	named := make(map[string]bool)
	for _, p := range graph {
		named[p.ID] = true
	}
	packages.Visit(graph, nil, func(p *packages.Package) {
		if prog.scope.contains(p) && p.ForTest == "" && !strings.HasSuffix(p.ID, ".test") {
			paths = append(paths, p.PkgPath)
		}
		if prog.scope.contains(p) {
			prog.reader.hide(p)
		}
	})
	if len(paths) == 0 {
		return nil, fmt.Errorf("load %s: %w", strings.Join(patterns, " "), errors.Join(append(loadErrors(graph), ErrNoPackages)...))
	}
	if slices.Contains(paths, "command-line-arguments") {
		paths = patterns // files
	}
	slices.Sort(paths)
	pc.Mode, pc.ParseFile = syntaxMode, prog.reader.parse
	done, err := prog.reader.overlay(pc)
	if err != nil {
		return nil, err
	}
	defer done()
	roots, err := packages.Load(pc, slices.Compact(paths)...)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", strings.Join(patterns, " "), err)
	}
	prog.add(roots, named)
	return prog, nil
}

func loadErrors(pkgs []*packages.Package) (errs []error) {
	for _, p := range pkgs {
		for _, e := range p.Errors {
			errs = append(errs, e)
		}
	}
	return errs
}

// add gives the packages to the engine, each after its imports.
func (prog *Program) add(roots []*packages.Package, named map[string]bool) {
	graph := identity.NewGraph()
	byID := make(map[string]*packages.Package, len(roots))
	for _, p := range roots {
		byID[p.ID] = p
	}
	failed := make(map[string]bool)
	done := make(map[string]bool)
	var visit func(p *packages.Package)
	visit = func(p *packages.Package) {
		if done[p.ID] {
			return
		}
		done[p.ID] = true
		imports := make(map[string]string)
		for _, path := range sortedKeys(p.Imports) {
			dep := byID[p.Imports[path].ID]
			if dep == nil {
				continue
			}
			visit(dep)
			imports[path] = dep.ID
			if failed[dep.ID] && !failed[p.ID] {
				failed[p.ID] = true
				prog.Problems = append(prog.Problems, Problem{p.ID, fmt.Errorf("imports %s, which has errors", dep.ID)})
			}
		}
		if failed[p.ID] {
			return
		}
		if errs := packageErrors(p); len(errs) > 0 {
			failed[p.ID] = true
			prog.Problems = append(prog.Problems, Problem{p.ID, errors.Join(errs...)})
			return
		}
		if strings.HasSuffix(p.ID, ".test") && p.Name == "main" && p.ForTest == "" && generatedMain(p) {
			return
		}
		pkg := &Package{Package: p, Named: named[p.ID]}
		pkg.Registrations = registration.Find(p.PkgPath, p.Syntax, p.TypesInfo)
		src, err := prog.source(pkg, imports)
		if err == nil {
			pkg.Unit, err = graph.Add(src)
		}
		if err != nil {
			failed[p.ID] = true
			prog.Problems = append(prog.Problems, Problem{p.ID, err})
			return
		}
		prog.Packages = append(prog.Packages, pkg)
	}
	slices.SortFunc(roots, func(a, b *packages.Package) int { return strings.Compare(a.ID, b.ID) })
	for _, p := range roots {
		visit(p)
	}
}

// generatedMain reports whether p is the main package that go test makes, not
// one that happens to be called so.
func generatedMain(p *packages.Package) bool {
	for _, f := range p.GoFiles {
		if filepath.Ext(f) == ".go" {
			return false
		}
	}
	return true
}

// packageErrors are the errors that keep a package from being understood. What
// go/packages reports twice is listed once.
func packageErrors(p *packages.Package) []error {
	var errs []error
	seen := make(map[string]bool)
	for _, e := range p.Errors {
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
			return prog.files(dir, names, true)
		},
		Roots: registration.Roots(p.Registrations, p.TypesInfo),
	}
	if p.Module != nil && p.Module.GoVersion != "" {
		src.GoVersion = "go" + p.Module.GoVersion
	}
	var other []string
	for _, file := range p.OtherFiles {
		other = append(other, filepath.Base(file))
	}
	for _, file := range p.GoFiles { // cgo compiles a rewritten copy
		if !slices.Contains(p.CompiledGoFiles, file) {
			other = append(other, filepath.Base(file))
		}
	}
	slices.Sort(other)
	var err error
	src.Other, err = prog.files(dir, other, false)
	if len(p.CompiledGoFiles) > 0 && !slices.Equal(p.GoFiles, p.CompiledGoFiles) {
		src.Other = append(src.Other, prog.cgoSettings()...)
	}
	return src, err
}

// cgoVars are the settings that decide what cgo's C code is.
var cgoVars = []string{"CC", "CXX", "CGO_CFLAGS", "CGO_CPPFLAGS", "CGO_CXXFLAGS", "CGO_FFLAGS", "CGO_LDFLAGS"}

// cgoSettings are the settings of cgo in the form of files: with -trimpath, a
// binary's build info doesn't tell them.
func (prog *Program) cgoSettings() []identity.File {
	var out []identity.File
	for _, name := range cgoVars {
		out = append(out, identity.File{Name: "$" + name, Sum: blake3.Sum256([]byte(prog.env.Vars[name]))})
	}
	return out
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
		out[i] = identity.File{Name: name, Sum: blake3.Sum256(data)}
	}
	return out, nil
}

// Rel shortens the name of a file: relative to the main module, with slashes.
func (prog *Program) Rel(name string) string {
	base := prog.env.cfg.abs(".")
	if mod := prog.env.Vars["GOMOD"]; mod != "" && mod != os.DevNull {
		base = filepath.Dir(mod)
	}
	if rel, err := filepath.Rel(base, name); err == nil {
		return filepath.ToSlash(rel)
	}
	return name
}

// withoutOverlay drops -overlay from flags; those of the go command that take
// it otherwise stay as they are.
func withoutOverlay(flags []string) []string {
	return slices.DeleteFunc(slices.Clone(flags), func(f string) bool {
		return strings.HasPrefix(strings.TrimLeft(f, "-"), "overlay=")
	})
}

// withoutOverlayEnv drops -overlay from the environment's GOFLAGS.
func withoutOverlayEnv(env []string, goflags string) ([]string, error) {
	flags, err := splitFlags(goflags)
	if err != nil {
		return nil, err
	}
	joined, err := joinFlags(withoutOverlay(flags))
	if err != nil {
		return nil, err
	}
	return append(slices.Clone(env), "GOFLAGS="+joined), nil
}
