package containment

import (
	"cmp"
	"context"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/gocheckpoint/checkpoint/manifest/build"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A Repo is a module with its identities, and with what its declarations
// mention.
type Repo struct {
	Dir string
	// Problems are the packages without identities; their tests are left out.
	Problems []build.Problem

	prog       *build.Program
	decls      map[place]*Decl
	spans      map[string][]span // by file as coverage names it, in the order of the source
	byID       map[string]*build.Package
	inScope    map[string]bool   // by import path
	links      map[string]string // what go:linkname gives a name to, by path.Name
	tests      map[testName][]*identity.Node
	vars       map[string][]*Decl // who writes a package variable, by path.Name
	leafs      map[string][]*Decl // who mentions a function or variable outside, by FullName or path.Name
	sourceMemo map[*identity.Node]*source
	scenes     map[string]*scene // by package under test
	declMemo   map[*identity.Node]*Decl
}

// A place is the position of a declared name. The variants of a package share
// it.
type place struct {
	file      string // absolute
	line, col int
}

// A Decl is a function or a package variable.
type Decl struct {
	Name string // types.Func.FullName, or path.Name
	File string // relative to the module
	Line int

	pkg      string // import path
	method   string // the exported method's receiver type as path.Name, or ""
	test     bool   // in a _test.go file
	starts   bool   // has a go statement, or the like
	at       place
	mentions []place // functions that the text refers to
}

func (d *Decl) String() string { return fmt.Sprintf("%s (%s:%d)", d.Name, d.File, d.Line) }

// A span is the text of a declaration that coverage blocks lie in.
type span struct {
	from, to point
	decl     *Decl
}

type point struct{ line, col int }

func (p point) compare(q point) int {
	return cmp.Or(cmp.Compare(p.line, q.line), cmp.Compare(p.col, q.col))
}

// A testName is a test, an example with output, or a fuzz test with its seeds.
type testName struct{ pkg, name string }

func (t testName) String() string { return t.pkg + "." + t.name }

// Load computes the identities of the packages and their tests.
func Load(ctx context.Context, dir string, patterns ...string) (*Repo, error) {
	return load(ctx, dir, true, patterns...)
}

func load(ctx context.Context, dir string, tests bool, patterns ...string) (*Repo, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	prog, err := build.Load(ctx, build.Config{Dir: dir, Tests: tests}, patterns...)
	if err != nil {
		return nil, err
	}
	r := &Repo{
		Dir: dir, Problems: prog.Problems, prog: prog,
		decls: make(map[place]*Decl), spans: make(map[string][]span), byID: make(map[string]*build.Package), inScope: make(map[string]bool), links: make(map[string]string),
		tests: make(map[testName][]*identity.Node), vars: make(map[string][]*Decl), leafs: make(map[string][]*Decl), sourceMemo: make(map[*identity.Node]*source), scenes: make(map[string]*scene), declMemo: make(map[*identity.Node]*Decl),
	}
	for _, p := range prog.Packages {
		r.byID[p.ID] = p
		r.inScope[p.PkgPath] = true
	}
	for _, p := range prog.Packages {
		r.index(p)
		if !p.Named || p.ForTest == "" || p.PkgPath != p.ForTest && p.PkgPath != p.ForTest+"_test" {
			continue
		}
		for _, n := range p.Unit.Nodes {
			if n.Kind == identity.FuncNode && isTestFile(p.Fset, n.Pos) && !strings.Contains(n.Name, ".") {
				t := testName{p.ForTest, n.Name}
				r.tests[t] = append(r.tests[t], n)
			}
		}
	}
	for _, spans := range r.spans {
		slices.SortFunc(spans, func(a, b span) int { return a.from.compare(b.from) })
	}
	return r, nil
}

func isTestFile(fset *token.FileSet, pos token.Pos) bool {
	return strings.HasSuffix(fset.Position(pos).Filename, "_test.go")
}

func placeOf(fset *token.FileSet, pos token.Pos) place {
	p := fset.Position(pos)
	return place{p.Filename, p.Line, p.Column}
}

// index enters the declarations of a package. Those of a variant are entered
// once; only what test files declare is new there.
func (r *Repo) index(p *build.Package) {
	for _, file := range p.Syntax {
		for _, group := range file.Comments {
			for _, c := range group.List {
				if f := strings.Fields(c.Text); len(f) == 3 && f[0] == "//go:linkname" {
					r.links[p.PkgPath+"."+f[1]] = f[2]
				}
			}
		}
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				r.indexDecl(p, d.Name, d, d)
			case *ast.GenDecl:
				for _, s := range d.Specs {
					s, ok := s.(*ast.ValueSpec)
					if !ok || d.Tok != token.VAR {
						continue
					}
					for i, name := range s.Names {
						var value ast.Node
						switch {
						case len(s.Values) == len(s.Names):
							value = s.Values[i]
						case len(s.Values) > 0 && i == 0:
							value = s.Values[0]
						}
						r.indexDecl(p, name, s, value)
					}
				}
			}
		}
	}
}

// indexDecl enters one declaration with its text, which may be nil.
func (r *Repo) indexDecl(p *build.Package, name *ast.Ident, whole, text ast.Node) {
	at := placeOf(p.Fset, name.Pos())
	if r.decls[at] != nil {
		return
	}
	path := strings.TrimSuffix(p.PkgPath, "_test")
	d := &Decl{
		Name: p.PkgPath + "." + name.Name, File: r.prog.Rel(at.file), Line: at.line, pkg: p.PkgPath,
		test: strings.HasSuffix(at.file, "_test.go"), at: at,
	}
	if fn, ok := p.TypesInfo.Defs[name].(*types.Func); ok {
		d.Name = fn.FullName()
		if recv := fn.Signature().Recv(); recv != nil && fn.Exported() {
			d.method = typeName(recv.Type())
		}
	}
	r.decls[at] = d
	if text == nil {
		return
	}
	from, to := p.Fset.Position(text.Pos()), p.Fset.Position(text.End())
	file := coverName(path, at.file)
	r.spans[file] = append(r.spans[file], span{point{from.Line, from.Column}, point{to.Line, to.Column}, d})
	r.mentions(p, d, text)
}

func typeName(t types.Type) string {
	t = types.Unalias(t)
	if ptr, ok := t.(*types.Pointer); ok {
		t = types.Unalias(ptr.Elem())
	}
	if named, ok := t.(*types.Named); ok && named.Obj().Pkg() != nil {
		return named.Obj().Pkg().Path() + "." + named.Obj().Name()
	}
	return ""
}

// coverName is how coverage profiles name a file of a package.
func coverName(pkg, file string) string { return path.Join(pkg, filepath.Base(file)) }

// find is the declaration that a position of a profile lies in, or nil.
func (r *Repo) find(file string, at point) *Decl {
	spans := r.spans[file]
	i, found := slices.BinarySearchFunc(spans, at, func(s span, p point) int { return s.from.compare(p) })
	if !found {
		i--
	}
	if i < 0 || spans[i].to.compare(at) < 0 {
		return nil
	}
	return spans[i].decl
}

// decl is the declaration that a node stands for; nil for types, constants and
// the engine's own nodes.
func (r *Repo) decl(n *identity.Node) *Decl {
	if n.Object == nil || n.Kind != identity.FuncNode && n.Kind != identity.VarNode {
		return nil
	}
	d, ok := r.declMemo[n]
	if !ok {
		if p := r.byID[n.Unit().ID]; p != nil {
			d = r.decls[placeOf(p.Fset, n.Object.Pos())]
		}
		r.declMemo[n] = d
	}
	return d
}

// linked are the packages in scope of a test binary.
func (r *Repo) linked(pkg string) []*build.Package {
	seen := make(map[string]bool)
	var out []*build.Package
	var visit func(p *packages.Package)
	visit = func(p *packages.Package) {
		known := r.byID[p.ID]
		if known == nil { // a variant for this test that was not loaded, or none of the scope
			known = r.byID[p.PkgPath]
		}
		if known == nil || seen[known.ID] {
			return
		}
		seen[known.ID] = true
		for _, dep := range known.Imports {
			visit(dep)
		}
		out = append(out, known)
	}
	for _, p := range r.prog.Packages {
		if p.ForTest == pkg && (p.PkgPath == pkg || p.PkgPath == pkg+"_test") {
			visit(p.Package)
		}
	}
	slices.SortFunc(out, func(a, b *build.Package) int { return strings.Compare(a.ID, b.ID) })
	return out
}
