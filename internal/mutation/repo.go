package mutation

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/packages"

	"github.com/gocheckpoint/checkpoint/internal/registration"
	"github.com/gocheckpoint/checkpoint/manifest/build"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A Repo is a program that mutants are made of: every package in scope, typed,
// with its identities. It is not safe for concurrent use.
type Repo struct {
	// Functions is how many functions are in scope.
	Functions int

	dir      string
	patterns []string

	fset  *token.FileSet
	pkgs  []*pkg // each after its imports
	graph *identity.Graph
	whole *world
	// declarations are those of all functions and variables, once they were
	// asked for.
	declarations map[types.Object]*declaration
}

// A pkg is one package as it is in the checkout.
type pkg struct {
	*packages.Package
	unit      *identity.Unit
	importers []*pkg // at any depth, each after its imports
	// leaves are the packages that it imports, as the type checker made them.
	imports map[string]*types.Package
}

// Load reads the packages that match the patterns in dir. Packages that don't
// type-check are an error: their functions could not be judged.
func Load(ctx context.Context, dir string, patterns ...string) (*Repo, error) {
	prog, err := build.Load(ctx, build.Config{Dir: dir}, patterns...)
	if err != nil {
		return nil, err
	}
	var errs []error
	for _, p := range prog.Problems {
		errs = append(errs, p)
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	r := &Repo{dir: dir, patterns: patterns, graph: identity.NewGraph()}
	byID := make(map[string]*pkg)
	for _, p := range prog.Packages {
		unit, err := r.graph.Add(p.Unit.Source())
		if err != nil {
			return nil, err
		}
		if err := sameIdentities(p.Unit, unit); err != nil {
			return nil, err
		}
		q := &pkg{Package: p.Package, unit: unit, imports: make(map[string]*types.Package)}
		for _, dep := range p.Types.Imports() {
			q.imports[dep.Path()] = dep
		}
		r.fset = p.Fset
		r.pkgs = append(r.pkgs, q)
		byID[p.ID] = q
	}
	above := make(map[*pkg]map[*pkg]bool) // by package, those that it imports at any depth
	for _, p := range r.pkgs {
		above[p] = make(map[*pkg]bool)
		for _, id := range p.unit.Source().Imports {
			dep := byID[id]
			above[p][dep] = true
			for d := range above[dep] {
				above[p][d] = true
			}
		}
		for _, q := range r.pkgs {
			if above[p][q] {
				q.importers = append(q.importers, p)
			}
		}
	}
	r.whole = newWorld(r.units())
	r.Functions = len(r.whole.functions)
	return r, nil
}

func (r *Repo) units() []*identity.Unit {
	var out []*identity.Unit
	for _, p := range r.pkgs {
		out = append(out, p.unit)
	}
	return out
}

// sameIdentities compares two units of one package: the harness judges the
// engine by packages that it adds itself.
func sameIdentities(a, b *identity.Unit) error {
	for i, n := range a.Nodes {
		if i >= len(b.Nodes) || b.Nodes[i].Identity != n.Identity {
			return fmt.Errorf("%s: two identities of equal source", n.ID())
		}
	}
	return nil
}

// A version is one package of a mutated program.
type version struct {
	files []*ast.File
	types *types.Package
	info  *types.Info
}

// check type-checks a package anew. Imports that are in fresh are taken from
// there, the others as they were.
func (p *pkg) check(fset *token.FileSet, files []*ast.File, fresh map[string]*types.Package) (*version, error) {
	v := &version{files: files, info: &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Instances: map[*ast.Ident]types.Instance{},
		Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
		Scopes: map[ast.Node]*types.Scope{}, FileVersions: map[*ast.File]string{},
	}}
	conf := types.Config{
		GoVersion: p.unit.Source().GoVersion, Sizes: p.TypesSizes,
		Importer: importer(func(path string) (*types.Package, error) {
			if pkg := fresh[path]; pkg != nil {
				return pkg, nil
			}
			if path == "unsafe" {
				return types.Unsafe, nil
			}
			if dep := p.Imports[path]; dep != nil { // a vendored path differs
				path = dep.PkgPath
			}
			if pkg := p.imports[path]; pkg != nil {
				return pkg, nil
			}
			return nil, fmt.Errorf("package %s is not among the imports of %s", path, p.PkgPath)
		}),
	}
	var err error
	v.types, err = conf.Check(p.PkgPath, fset, files, v.info)
	return v, err
}

type importer func(path string) (*types.Package, error)

func (f importer) Import(path string) (*types.Package, error) { return f(path) }

// source is the package in a version of its own; nil stands for the one in the
// checkout.
func (p *pkg) source(v *version) *identity.Source {
	src := *p.unit.Source()
	if v != nil {
		src.Files, src.Types, src.Info = v.files, v.types, v.info
		src.Roots = registration.Roots(registration.Find(src.Path, v.files, v.info), v.info)
	}
	return &src
}

// A world is a whole program, with what covers what turned around.
type world struct {
	units     []*identity.Unit
	nodes     map[string]*identity.Node // by ID
	functions []*identity.Node
	users     map[*identity.Node][]user
}

// A user is a node that refers to another, or holds its value.
type user struct {
	node    *identity.Node
	byValue bool
}

func newWorld(units []*identity.Unit) *world {
	w := &world{units: units, nodes: make(map[string]*identity.Node), users: make(map[*identity.Node][]user)}
	for _, u := range units {
		for _, n := range u.Nodes {
			w.nodes[n.ID()] = n
			if n.Kind == identity.FuncNode {
				w.functions = append(w.functions, n)
			}
			refs, values := n.Refs()
			for _, m := range refs {
				w.users[m] = append(w.users[m], user{n, false})
			}
			for _, m := range values {
				w.users[m] = append(w.users[m], user{n, true})
			}
		}
	}
	return w
}

// covering lists, by ID, the nodes that cover one of those given: by reference
// alone, or by values too. The given ones are among them.
func (w *world) covering(ids map[string]bool, values bool) map[string]bool {
	seen := make(map[*identity.Node]bool)
	var work []*identity.Node
	for id := range ids {
		if n := w.nodes[id]; n != nil {
			seen[n] = true
			work = append(work, n)
		}
	}
	for len(work) > 0 {
		n := work[len(work)-1]
		work = work[:len(work)-1]
		for _, u := range w.users[n] {
			if (values || !u.byValue) && !seen[u.node] {
				seen[u.node] = true
				work = append(work, u.node)
			}
		}
	}
	out := make(map[string]bool, len(seen))
	for n := range seen {
		out[n.ID()] = true
	}
	return out
}

// closed lists the packages of p and its importers, each after its imports.
func (p *pkg) closed() []*pkg { return slices.Concat([]*pkg{p}, p.importers) }
