package directive

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
)

// A Var is what a package-level variable's annotation says.
type Var struct {
	Capture, Once, NoHash bool
	By                    string // the function of by=, "" if none
	Directive             Directive
}

// Vars gives the annotated package-level variables of a package (D1, D2). The
// problems are well-formed directives that annotate nothing: misplaced,
// contradictory or repeated ones, in source order; the malformed are [File]'s.
// A variable with contradictory annotations has the first.
func Vars(files []*ast.File, info *types.Info) (map[*types.Var]Var, []Problem) {
	vars := make(map[*types.Var]Var)
	var problems []Problem
	for _, f := range files {
		specs := variableComments(f)
		for _, group := range f.Comments {
			for _, c := range group.List {
				d, msg, is := parseComment(c)
				if !is || msg != "" || d.Verb != Capture && d.Verb != NoHash {
					continue // not an annotation of a variable, or a malformed one
				}
				report := func(format string, args ...any) {
					problems = append(problems, Problem{d.Pos, d.End, fmt.Sprintf(format, args...)})
				}
				spec := specs[c]
				if spec == nil {
					report("directive //checkpoint:%s %s: put it on a package-level variable", d.Verb, misplaced(f, c))
					continue
				}
				if other := annotate(vars, spec, info, d); other != "" {
					report("directive //checkpoint:%s %s", d.Verb, other)
				}
			}
		}
	}
	return vars, problems
}

// variableComments maps every comment in the places of D1 to its spec.
func variableComments(f *ast.File) map[*ast.Comment]*ast.ValueSpec {
	specs := make(map[*ast.Comment]*ast.ValueSpec)
	add := func(group *ast.CommentGroup, spec *ast.ValueSpec) {
		if group != nil {
			for _, c := range group.List {
				specs[c] = spec
			}
		}
	}
	for _, decl := range f.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.VAR {
			continue // not a variable
		}
		for _, spec := range gen.Specs {
			if spec, ok := spec.(*ast.ValueSpec); ok {
				if len(gen.Specs) == 1 {
					add(gen.Doc, spec)
				}
				add(spec.Doc, spec)
				add(spec.Comment, spec)
			}
		}
	}
	return specs
}

// annotate records d for the variables of spec, and says why it can't be.
func annotate(vars map[*types.Var]Var, spec *ast.ValueSpec, info *types.Info, d Directive) string {
	v := Var{Capture: d.Verb == Capture, Once: d.Once, NoHash: d.Verb == NoHash, By: d.By, Directive: d}
	named := false
	for _, name := range spec.Names {
		obj, ok := info.Defs[name].(*types.Var)
		if !ok || name.Name == "_" {
			continue // nothing reads a blank variable
		}
		named = true
		switch old, dup := vars[obj]; {
		case dup && old.Directive.Verb == d.Verb:
			return fmt.Sprintf("repeats the one of variable %s", name.Name)
		case dup:
			return fmt.Sprintf("contradicts //checkpoint:%s of variable %s", old.Directive.Verb, name.Name)
		}
		vars[obj] = v
	}
	if !named {
		return "annotates a blank variable, which nothing reads"
	}
	return ""
}

// misplaced says where a comment stands that annotates nothing there.
func misplaced(f *ast.File, c *ast.Comment) string {
	where := ""
	has := func(group *ast.CommentGroup) bool {
		return group != nil && group.Pos() <= c.Pos() && c.End() <= group.End()
	}
	// The innermost node wins, as Inspect comes to it last.
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if has(n.Doc) {
				where = "stands on function " + n.Name.Name
			} else if n.Body != nil && n.Pos() <= c.Pos() && c.End() <= n.End() {
				where = "stands inside function " + n.Name.Name
			}
		case *ast.GenDecl:
			switch {
			case !has(n.Doc):
			case n.Tok == token.VAR && where == "" && len(n.Specs) == 1:
				where = "stands on a variable"
			case n.Tok == token.VAR && where == "":
				where = "stands on a group of variables"
			case where == "":
				where = "stands on a declaration of " + n.Tok.String()
			}
		case *ast.TypeSpec:
			if has(n.Doc) || has(n.Comment) {
				where = "stands on type " + n.Name.Name
			}
		case *ast.ValueSpec:
			if (has(n.Doc) || has(n.Comment)) && where == "" {
				where = "stands on constant " + n.Names[0].Name
			}
		case *ast.Field:
			if has(n.Doc) || has(n.Comment) {
				where = "stands on a field"
			}
		}
		return true
	})
	if where == "" {
		where = "belongs to no declaration"
	}
	return where
}
