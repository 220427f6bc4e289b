package build

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/sync/errgroup"
	"golang.org/x/tools/go/packages"

	"github.com/gocheckpoint/checkpoint/internal/inputs"
	"github.com/gocheckpoint/checkpoint/internal/leaf"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// readLoose reads the Go files of the modules in scope that are in none of the
// packages, but that a program can be made of (rule 4): those in folders that
// ./... passes over and in packages that were not loaded; and beside those that
// were, commands that build constraints exclude, as go run gen.go ignores those.
// What another build selects of a loaded package is of another target.
func (prog *Program) readLoose(graph []*packages.Package) ([]identity.Loose, error) {
	loaded := make(map[string]bool)
	dirs := make(map[string]bool)  // of packages in scope
	roots := make(map[string]bool) // of modules
	names := make(map[string]string)
	packages.Visit(graph, nil, func(p *packages.Package) {
		if p.ForTest == "" && p.Name != "" {
			names[p.PkgPath] = p.Name
		}
		if !prog.scope.contains(p) || generatedMain(p) {
			return
		}
		for _, list := range [][]string{p.GoFiles, p.CompiledGoFiles, p.IgnoredFiles} {
			for _, name := range list {
				dirs[filepath.Dir(name)] = true
			}
		}
		for _, name := range slices.Concat(p.GoFiles, p.CompiledGoFiles) {
			loaded[name] = true
		}
		if m := p.Module; m != nil && !leaf.IsOwn(m.Path) || m != nil && m.Main {
			roots[m.Dir] = true
		}
	})
	delete(roots, "")
	if more, _, err := prog.env.modules(); err == nil {
		for _, dir := range more {
			if data, err := os.ReadFile(filepath.Join(dir, "go.mod")); err == nil && !leaf.IsOwn(modfile.ModulePath(data)) {
				roots[dir] = true
			}
		}
	}
	files, err := inputs.GoFiles(sortedKeys(roots))
	if err != nil {
		return nil, err
	}
	for name := range prog.env.Overlay {
		if filepath.Ext(name) == ".go" {
			files = append(files, name)
		}
	}
	slices.Sort(files)
	files = slices.DeleteFunc(slices.Compact(files), func(name string) bool {
		replaced, ok := prog.env.Overlay[name]
		return loaded[name] || ok && replaced == "" || !prog.env.cfg.Tests && strings.HasSuffix(name, "_test.go")
	})
	parsed := make([]*ast.File, len(files))
	fset := token.NewFileSet()
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, name := range files {
		g.Go(func() error {
			data, err := prog.env.Overlay.ReadFile(name)
			if err != nil {
				return err
			}
			if dirs[filepath.Dir(name)] && !isCommand(data) {
				return nil
			}
			parsed[i], _ = parser.ParseFile(fset, name, data, parser.ParseComments|parser.SkipObjectResolution)
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	var out []identity.Loose
	for _, file := range parsed {
		if file != nil { // else nothing can be made of it
			out = append(out, identity.Loose{Fset: fset, File: file, Name: func(path string) string { return names[path] }, Rel: prog.Rel})
		}
	}
	return out, nil
}

// isCommand reports whether a Go file may belong to a command, or to a test.
func isCommand(data []byte) bool {
	file, _ := parser.ParseFile(token.NewFileSet(), "", data, parser.PackageClauseOnly)
	return file != nil && file.Name != nil && file.Name.Name == "main"
}
