package build

import (
	gobuild "go/build"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// declaredAnywhere reports whether every build of its package has the object, as
// p sees it: generated code that names one of a file that only some builds
// select would break the others.
func (prog *Program) declaredAnywhere(p *Package, obj types.Object) bool {
	of := p.Package
	if obj.Pkg() != p.Types {
		path := obj.Pkg().Path()
		if of = p.Imports[path]; of == nil {
			of = prog.scope.all[path]
		}
	}
	return of != nil && prog.anywhere(of, obj.Pos())
}

// anywhere reports whether every build selects the file of a package that the
// position is in.
func (prog *Program) anywhere(p *packages.Package, pos token.Pos) bool {
	file := prog.fset.File(pos)
	if file == nil {
		return false
	}
	// Export data may name a file without its folder. What cgo rewrote is in
	// none of these.
	i := slices.IndexFunc(p.GoFiles, func(name string) bool {
		return name == file.Name() || !prog.scope.contains(p) && filepath.Base(name) == filepath.Base(filepath.FromSlash(file.Name()))
	})
	if i < 0 {
		return false
	}
	name := p.GoFiles[i]
	known, ok := prog.unconstrained[name]
	if !ok {
		known = unconstrainedName(name) && prog.reader.unconstrained(name)
		prog.unconstrained[name] = known
	}
	return known
}

// unconstrainedName reports whether a file's name selects no system, as
// f_linux.go does.
func unconstrainedName(name string) bool {
	ctx := gobuild.Context{GOOS: "none", GOARCH: "none", Compiler: "gc", OpenFile: func(string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader("package p\n")), nil
	}}
	match, err := ctx.MatchFile(filepath.Dir(name), filepath.Base(name))
	return err == nil && match
}

// unconstrained reports whether a file has no build constraint. One that uses
// cgo is compiled with cgo alone.
func (r *sourceReader) unconstrained(name string) bool {
	data, err := r.overlay.ReadFile(name)
	if err != nil {
		return false
	}
	f, err := parser.ParseFile(token.NewFileSet(), name, data, parser.ImportsOnly|parser.ParseComments)
	if err != nil || importsC(f) {
		return false
	}
	for _, group := range f.Comments {
		for _, c := range group.List {
			if constraint.IsGoBuild(c.Text) || constraint.IsPlusBuild(c.Text) {
				return false
			}
		}
	}
	return true
}
