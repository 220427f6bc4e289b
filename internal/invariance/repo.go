package invariance

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest"
	"github.com/gocheckpoint/checkpoint/manifest/build"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A Repo is a program that transformations are made of, also by several
// goroutines.
type Repo struct {
	// Functions is how many functions are in scope.
	Functions int

	dir      string // absolute
	patterns []string
	packages []*pkg
	nodes    map[string]*identity.Node // by ID
	prefix   string                    // of new names: no name in the program begins so
}

// A pkg is a package that may be edited.
type pkg struct {
	*build.Package
	files []*file // in the order in which the compiler gets them
}

// A file is one that may be edited.
type file struct {
	pkg  *pkg
	ast  *ast.File
	name string // relative to the checkout
	src  []byte
}

// Load reads the packages that match the patterns in dir. Packages that don't
// type-check are an error: their functions could not be compared.
func Load(ctx context.Context, dir string, patterns ...string) (*Repo, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	prog, err := program(ctx, dir, patterns)
	if err != nil {
		return nil, err
	}
	r := &Repo{dir: dir, patterns: patterns, nodes: nodesOf(prog), prefix: "q"}
	for _, n := range r.nodes {
		if n.Kind == identity.FuncNode {
			r.Functions++
		}
	}
	embedded := make(map[string]bool) // Go files that count by content
	for _, p := range prog.Packages {
		for _, n := range p.Unit.Nodes {
			for _, e := range n.Embeds {
				embedded[filepath.Join(packageDir(p), filepath.FromSlash(e.Name))] = true
			}
		}
	}
	for _, p := range prog.Packages {
		q := &pkg{Package: p}
		r.packages = append(r.packages, q)
		if !slices.Equal(p.GoFiles, p.CompiledGoFiles) {
			continue // cgo compiles rewritten copies, and counts by the content of its files (I9)
		}
		for _, syntax := range p.Syntax {
			name := p.Fset.File(syntax.FileStart).Name()
			rel, err := filepath.Rel(dir, name)
			if err != nil || strings.HasPrefix(rel, "..") || embedded[name] || manifest.IsCodeName(filepath.Base(name)) {
				continue
			}
			src, err := os.ReadFile(name)
			if err != nil {
				return nil, err
			}
			q.files = append(q.files, &file{pkg: q, ast: syntax, name: rel, src: src})
		}
	}
	r.choosePrefix()
	return r, nil
}

func packageDir(p *build.Package) string {
	if len(p.GoFiles) == 0 {
		return ""
	}
	return filepath.Dir(p.GoFiles[0])
}

// program loads a program that must not have problems.
func program(ctx context.Context, dir string, patterns []string) (*build.Program, error) {
	prog, err := build.Load(ctx, build.Config{Dir: dir}, patterns...)
	if err != nil {
		return nil, err
	}
	var errs []error
	for _, p := range prog.Problems {
		errs = append(errs, p)
	}
	return prog, errors.Join(errs...)
}

func nodesOf(prog *build.Program) map[string]*identity.Node {
	out := make(map[string]*identity.Node)
	for _, p := range prog.Packages {
		for _, n := range p.Unit.Nodes {
			out[n.ID()] = n
		}
	}
	return out
}

// choosePrefix lengthens the prefix until no name in the program begins so:
// new names then hide nothing, and nothing hides them.
func (r *Repo) choosePrefix() {
	for again := true; again; {
		again = false
		for f := range r.files {
			ast.Inspect(f.ast, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok && strings.HasPrefix(strings.ToLower(id.Name), r.prefix) {
					again = true
				}
				return !again
			})
		}
		if again {
			r.prefix += "q"
		}
	}
}

// fresh is a new unexported name.
func (r *Repo) fresh(kind string, n int) string { return fmt.Sprintf("%s%s%d", r.prefix, kind, n) }

// files yields all files that may be edited.
func (r *Repo) files(yield func(*file) bool) {
	for _, p := range r.packages {
		for _, f := range p.files {
			if !yield(f) {
				return
			}
		}
	}
}

// offset is where a position stands in the file.
func (f *file) offset(pos token.Pos) int { return f.pkg.Fset.File(f.ast.FileStart).Offset(pos) }

// text is the source of a node.
func (f *file) text(n ast.Node) string { return string(f.src[f.offset(n.Pos()):f.offset(n.End())]) }

// hasComment reports whether a comment stands between two positions.
func (f *file) hasComment(from, to token.Pos) bool {
	return slices.ContainsFunc(f.ast.Comments, func(g *ast.CommentGroup) bool { return g.Pos() < to && g.End() > from })
}

// lookup is what a name denotes at a position.
func (f *file) lookup(name string, pos token.Pos) types.Object {
	scope := f.pkg.TypesInfo.Scopes[f.ast]
	if inner := scope.Innermost(pos); inner != nil {
		scope = inner
	}
	_, obj := scope.LookupParent(name, pos)
	return obj
}

// predeclared reports whether a name denotes what the universe declares.
func (f *file) predeclared(name string, pos token.Pos) bool {
	obj := f.lookup(name, pos)
	return obj != nil && obj.Parent() == types.Universe
}

// assembly reports whether the package has files that may mention its
// declarations by name.
func (p *pkg) assembly() bool { return len(p.OtherFiles) > 0 }

// importsEnd is where an import can be added.
func (f *file) importsEnd() token.Pos {
	end := f.ast.Name.End()
	for _, d := range f.ast.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
			end = g.End()
		}
	}
	return end
}
