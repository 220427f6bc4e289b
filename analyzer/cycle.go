package analyzer

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/gocheckpoint/checkpoint/internal/registration"
)

// checkCycles reports initialization cycles, with what the compiler doesn't say:
// the remedy.
func (p *pass) checkCycles() {
	if !slices.ContainsFunc(p.TypeErrors, func(err types.Error) bool { return isCycle(err) }) {
		return // it doesn't compile for another reason
	}
	for _, c := range registration.Cycles(p.Files, p.TypesInfo) {
		f := finding{at: c.Use, message: cycleText(c)}
		if c.Replace {
			name := "checkpoint"
			for _, file := range p.Files {
				if file.FileStart <= c.Use.Pos() && c.Use.Pos() < file.FileEnd {
					name = runtimeName(file)
				}
			}
			if name != "" {
				f.fixes = []analysis.SuggestedFix{{
					Message:   "Name the handle by its function",
					TextEdits: []analysis.TextEdit{{Pos: c.Use.Pos(), End: c.Use.End(), NewText: fmt.Appendf(nil, "%sOf(%s)", name, c.Of)}},
				}}
			}
		}
		p.report(f)
	}
}

// isCycle reports whether an error of the type checker is an initialization cycle.
func isCycle(err error) bool { return strings.Contains(err.Error(), "initialization cycle") }

func cycleText(c registration.Cycle) string {
	return c.Problem() + ", an initialization cycle: " + c.Remedy()
}

// runtimeName is what stands before names of the runtime package in a file, such
// as "checkpoint.", and "" where the file doesn't import it.
func runtimeName(f *ast.File) string {
	for _, spec := range f.Imports {
		switch {
		case strings.Trim(spec.Path.Value, "`\"") != registration.RuntimePath:
		case spec.Name == nil:
			return "checkpoint."
		case spec.Name.Name != "." && spec.Name.Name != "_":
			return spec.Name.Name + "."
		}
	}
	return ""
}

// A noImporter imports nothing: what leads from one declaration of a package to
// another is known without.
type noImporter struct{}

func (noImporter) Import(string) (*types.Package, error) { return nil, os.ErrNotExist }

// Cycles gives a finding, a line of text, for each initialization cycle of a
// registered function in the files of one package. No analyzer runs under go vet
// on a package with such a cycle, as it doesn't compile. What can't be read has
// none.
func Cycles(fileNames []string) []string {
	sources := make([][]byte, len(fileNames))
	registers := false
	for i, name := range fileNames {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil
		}
		sources[i] = data
		registers = registers || bytes.Contains(data, []byte(registration.RuntimePath))
	}
	if !registers {
		return nil
	}
	fset := token.NewFileSet()
	files := make([]*ast.File, len(fileNames))
	for i, name := range fileNames {
		f, err := parser.ParseFile(fset, name, sources[i], parser.SkipObjectResolution)
		if err != nil {
			return nil
		}
		files[i] = f
	}
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	cyclic := false
	conf := types.Config{
		Importer: noImporter{},
		Error:    func(err error) { cyclic = cyclic || isCycle(err) }, // most are of packages that are not imported
	}
	conf.Check("", fset, files, info)
	if !cyclic {
		return nil
	}
	var found []string
	for _, c := range registration.Cycles(files, info) {
		found = append(found, fmt.Sprintf("%s: %s", fset.Position(c.Use.Pos()), cycleText(c)))
	}
	return found
}
