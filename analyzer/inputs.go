package analyzer

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/gocheckpoint/checkpoint/internal/directive"
	"github.com/gocheckpoint/checkpoint/internal/registration"
)

// inputs is what all checks read of a package, found once.
type inputs struct {
	registrations []registration.Registration
	lists         []registration.List
	// registeredBelow are the registrations of packages that are imported, by id.
	registeredBelow map[string]registeredFact
	vars            map[*types.Var]directive.Var
	funcs           map[*types.Func]directive.Directive // those declared pure or impure
	problems        []directive.Problem                 // of the directives, in source order by file
	ignores         []*ignore
}

// An ignore is a well-formed //checkpoint:ignore comment.
type ignore struct {
	directive.Directive
	file        string
	first, last int // the lines whose findings it silences
}

// inputsAnalyzer is no check: it reports nothing and is not in the suite. Its
// facts are the options that a package makes for others, and its registrations.
var inputsAnalyzer = &analysis.Analyzer{
	Name:      prefix + "inputs",
	Doc:       "find checkpoint's registrations and comments, for the checks",
	Run:       findInputs,
	FactTypes: []analysis.Fact{new(optionsFact), new(registrationsFact)},

	RunDespiteErrors: true,
	ResultType:       reflect.TypeFor[*inputs](),
}

func findInputs(pass *analysis.Pass) (any, error) {
	in := new(inputs)
	if len(pass.TypeErrors) > 0 {
		return in, nil
	}
	calls, comments := false, false
	for _, f := range pass.Files {
		calls = calls || imports(f)
		comments = comments || mentions(f)
	}
	if pass.Pkg.Path() == registration.RuntimePath {
		calls = true // its own tests call Func without an import
	}
	if calls {
		in.registrations = registration.Find(pass.Pkg.Path(), pass.Files, pass.TypesInfo)
		in.lists = registration.Lists(pass.Files, pass.TypesInfo)
		x := registration.NewExpander(pass.Files, pass.TypesInfo, importedOptions(pass))
		for i := range in.registrations {
			r := &in.registrations[i]
			r.Options = x.Expand(r.Call, 1)
		}
		for i := range in.lists {
			l := &in.lists[i]
			l.Options = x.Expand(l.Call, len(l.Call.Args)-len(l.Options))
		}
		exportOptions(pass, x)
	}
	in.registeredBelow = registeredBelow(pass)
	exportRegistrations(pass, in)
	if comments {
		for _, f := range pass.Files {
			ds, problems := directive.File(f)
			in.problems = append(in.problems, problems...)
			in.ignores = append(in.ignores, ignores(pass.Fset, f, ds)...)
		}
		vars, problems := directive.Vars(pass.Files, pass.TypesInfo)
		in.vars = vars
		in.problems = append(in.problems, problems...)
		in.funcs, problems = directive.Funcs(pass.Files, pass.TypesInfo)
		in.problems = append(in.problems, problems...)
	}
	return in, nil
}

func imports(f *ast.File) bool {
	for _, spec := range f.Imports {
		if path, err := strconv.Unquote(spec.Path.Value); err == nil && path == registration.RuntimePath {
			return true
		}
	}
	return false
}

// mentions reports whether a comment may be a directive or resemble one.
func mentions(f *ast.File) bool {
	for _, group := range f.Comments {
		for _, c := range group.List {
			if len(c.Text) > 2 && len(strings.TrimLeft(c.Text[2:], " \t")) >= len("checkpoint") &&
				strings.EqualFold(strings.TrimLeft(c.Text[2:], " \t")[:len("checkpoint")], "checkpoint") {
				return true
			}
		}
	}
	return false
}

// ignores decides which lines the ignores of a file are for (A2): gofmt moves
// directives to the end of a doc comment, and several may follow one another, so
// the line below is the one below the whole comment.
func ignores(fset *token.FileSet, f *ast.File, ds []directive.Directive) []*ignore {
	var found []*ignore
	var code map[int]bool
	for _, d := range ds {
		if d.Verb != directive.Ignore {
			continue
		}
		if code == nil {
			code = codeLines(fset, f)
		}
		at := fset.PositionFor(d.Pos, false)
		ig := &ignore{Directive: d, file: at.Filename, first: at.Line, last: at.Line}
		if !code[at.Line] {
			for _, group := range f.Comments {
				if group.Pos() <= d.Pos && d.Pos < group.End() {
					ig.last = fset.PositionFor(group.End(), false).Line + 1
				}
			}
		}
		found = append(found, ig)
	}
	return found
}

// codeLines gives the lines where a part of the syntax begins or ends.
func codeLines(fset *token.FileSet, f *ast.File) map[int]bool {
	lines := make(map[int]bool)
	ast.Inspect(f, func(n ast.Node) bool {
		switch n.(type) {
		case nil, *ast.File, *ast.Comment, *ast.CommentGroup:
			return n != nil && n == ast.Node(f)
		}
		lines[fset.PositionFor(n.Pos(), false).Line] = true
		lines[fset.PositionFor(n.End()-1, false).Line] = true
		return true
	})
	return lines
}
