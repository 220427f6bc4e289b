package analyzer

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/gocheckpoint/checkpoint/internal/effect"
)

var captureCheck = newCheck("capture", "report variables that registered functions read and somebody writes, and annotations of what nothing reads", checkCapture, effectFacts)

func checkCapture(p *pass) error {
	p.checkUnread()
	type told struct {
		r    *reach
		read string
	}
	seen := make(map[told]bool) // the nearest read says it
	err := p.reportReached(func(r *reach, h hit) (string, []analysis.SuggestedFix) {
		if h.read == "" {
			return "", nil
		}
		writers := p.changes(h.read)
		if capturesAll(r) || len(writers) == 0 || seen[told{r, h.read}] {
			return "", nil
		}
		seen[told{r, h.read}] = true
		by := writers[0]
		text := fmt.Sprintf("%s reads %s%s, which %s %s (%s:%d): annotate it with //checkpoint:capture or //checkpoint:nohash", describe(r.Registration),
			strings.TrimPrefix(p.nodeName(h.read), "variable "), whereMark, p.nodeName(by.In), by.How, by.File, by.Line)
		return text, p.annotations(p.world().Var(h.read))
	})
	p.checkImported()
	return err
}

// changes lists who writes a variable whose value is an input that nobody knows
// of.
func (p *pass) changes(key string) []effect.Writer {
	if v := p.world().Var(key); v == nil || v.Quiet {
		return nil
	}
	return p.world().Writers(key)
}

// annotations are the fixes that write a directive above a variable of this
// package: capture first, as it is never wrong.
func (p *pass) annotations(v *effect.Node) []analysis.SuggestedFix {
	if !v.Decl.Pos.IsValid() {
		return nil
	}
	at, indent := p.lineOf(v.Decl.Pos)
	if !at.IsValid() {
		return nil
	}
	text := "//checkpoint:capture\n" + indent
	return []analysis.SuggestedFix{{
		Message:   "Make the variable's value part of the key",
		TextEdits: []analysis.TextEdit{{Pos: at, End: at, NewText: []byte(text)}},
	}}
}

// lineOf gives where the declaration of a variable begins, and what indents it;
// no position where the line is shared.
func (p *pass) lineOf(pos token.Pos) (token.Pos, string) {
	for _, f := range p.Files {
		if pos < f.FileStart || f.FileEnd <= pos {
			continue // another file
		}
		path, _ := astutil.PathEnclosingInterval(f, pos, pos)
		var spec *ast.ValueSpec
		for _, n := range path {
			switch n := n.(type) {
			case *ast.ValueSpec:
				spec = n
			case *ast.GenDecl:
				switch {
				case spec == nil || len(spec.Names) > 1:
					return token.NoPos, "" // a directive would be for all of them
				case !n.Lparen.IsValid():
					return n.Pos(), ""
				case p.Fset.Position(n.Lparen).Line == p.Fset.Position(spec.Pos()).Line:
					return token.NoPos, ""
				}
				column := p.Fset.PositionFor(spec.Pos(), false).Column
				return spec.Pos(), string(bytes.Repeat([]byte{'\t'}, column-1))
			}
		}
	}
	return token.NoPos, ""
}

// checkUnread reports annotations of variables that no code reads: where nobody
// else can, as the variable is unexported or the package is a program.
func (p *pass) checkUnread() {
	read := make(map[*types.Var]bool)
	if len(p.vars) == 0 {
		return
	}
	for _, f := range p.Files {
		ast.PreorderStack(f, nil, func(n ast.Node, stack []ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				if v, ok := p.TypesInfo.Uses[id].(*types.Var); ok && !assigned(id, stack) {
					read[v] = true
				}
			}
			return true
		})
	}
	for _, v := range p.sortedVars() {
		a := p.vars[v]
		if read[v] || v.Exported() && p.Pkg.Name() != "main" {
			continue
		}
		p.reportf(span{a.Directive.Pos, a.Directive.End}, "directive //checkpoint:%s annotates %s, which nothing reads: remove it", a.Directive.Verb, v.Name())
	}
}

// assigned reports whether a name is only assigned to.
func assigned(id *ast.Ident, stack []ast.Node) bool {
	if len(stack) == 0 {
		return false
	}
	switch s := stack[len(stack)-1].(type) {
	case *ast.AssignStmt:
		for _, lhs := range s.Lhs {
			if lhs == ast.Expr(id) && s.Tok == token.ASSIGN {
				return true
			}
		}
	case *ast.RangeStmt:
		return s.Tok == token.ASSIGN && (s.Key == ast.Expr(id) || s.Value == ast.Expr(id))
	}
	return false
}
