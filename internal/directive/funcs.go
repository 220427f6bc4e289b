package directive

import (
	"fmt"
	"go/ast"
	"go/types"
)

// Funcs gives the functions and methods that are declared pure or impure (D7). The
// problems are well-formed directives that annotate nothing: misplaced, contradictory or
// repeated ones, in source order; the malformed are [File]'s.
func Funcs(files []*ast.File, info *types.Info) (map[*types.Func]Directive, []Problem) {
	funcs := make(map[*types.Func]Directive)
	var problems []Problem
	for _, f := range files {
		decls := make(map[*ast.Comment]*ast.FuncDecl)
		for _, decl := range f.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Doc != nil {
				for _, c := range fn.Doc.List {
					decls[c] = fn
				}
			}
		}
		for _, group := range f.Comments {
			for _, c := range group.List {
				d, msg, is := parseComment(c)
				if !is || msg != "" || d.Verb != Pure && d.Verb != Impure {
					continue
				}
				report := func(format string, args ...any) {
					problems = append(problems, Problem{d.Pos, d.End, "directive //checkpoint:" + d.Verb + " " + fmt.Sprintf(format, args...)})
				}
				decl := decls[c]
				if decl == nil {
					report("%s: put it above a function", misplaced(f, c))
					continue
				}
				fn, ok := info.Defs[decl.Name].(*types.Func)
				switch old, dup := funcs[fn]; {
				case !ok || decl.Name.Name == "_":
					report("annotates a blank function, which nothing calls")
				case dup && old.Verb == d.Verb:
					report("repeats the one of function %s", decl.Name.Name)
				case dup:
					report("contradicts //checkpoint:%s of function %s", old.Verb, decl.Name.Name)
				default:
					funcs[fn] = d
				}
			}
		}
	}
	return funcs, problems
}
