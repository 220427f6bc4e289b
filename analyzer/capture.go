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
	"github.com/gocheckpoint/checkpoint/internal/typewalk"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

var captureCheck = newCheck("capture", "report variables that registered functions read and somebody writes, and annotations of what nothing reads", checkCapture, effectFacts)

func checkCapture(p *pass) error {
	if err := p.checkUnread(); err != nil {
		return err
	}
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
		text := fmt.Sprintf("%s reads %s%s, which %s %s (%s:%d): ", describe(r.Registration),
			strings.TrimPrefix(p.nodeName(h.read), "variable "), whereMark, p.nodeName(by.In), by.How, by.File, by.Line)
		if c := p.uncapturable(h.read); c != nil {
			return text + "annotate it with //checkpoint:nohash if it is without influence, as it cannot be captured: " + p.cannot(c), nil
		}
		return text + "annotate it with //checkpoint:capture or //checkpoint:nohash", p.annotations(p.world().Var(h.read))
	})
	p.checkImported()
	return err
}

// uncapturable says why a variable can't be captured as it is, nil where it can,
// or where it is not known.
func (p *pass) uncapturable(key string) *typewalk.Culprit {
	for _, pkg := range append(p.Pkg.Imports(), p.Pkg) {
		name, ok := strings.CutPrefix(key, "var "+identity.PlainPath(pkg.Path())+".")
		if !ok {
			continue // another package's
		}
		if v, ok := pkg.Scope().Lookup(name).(*types.Var); ok {
			return typewalk.Unhashable(v.Type())
		}
	}
	return nil
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
// else can, as the variable is unexported or the package is a program. In a program,
// also those that no registered function reads.
func (p *pass) checkUnread() error {
	if len(p.vars) == 0 {
		return nil
	}
	settled := make(map[*types.Var]bool) // read by what isn't called by name: initializers, and methods that hash or encode
	read := make(map[*types.Var]bool)
	for _, f := range p.Files {
		ast.PreorderStack(f, nil, func(n ast.Node, stack []ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok {
				return true
			}
			if v, ok := p.TypesInfo.Uses[id].(*types.Var); ok && !assigned(id, stack) {
				read[v] = true
				fn, ok := stack[1].(*ast.FuncDecl)
				settled[v] = settled[v] || !ok || fn.Recv != nil
			}
			return true
		})
	}
	reached, err := p.readByRegistered()
	if err != nil {
		return err
	}
	for _, v := range p.sortedVars() {
		by := ""
		switch {
		case !read[v]:
			if v.Exported() && p.Pkg.Name() != "main" {
				continue // others may
			}
			by = "nothing"
		case reached != nil && !settled[v] && !reached[effect.VarKey(v)]:
			by = "no registered function"
		default:
			continue // it is read
		}
		a := p.vars[v]
		p.reportf(span{a.Directive.Pos, a.Directive.End}, "directive //checkpoint:%s annotates %s, which %s reads: remove it", a.Directive.Verb, v.Name(), by)
	}
	return nil
}

// readByRegistered gives the keys of the variables that registered functions
// read, nil where that isn't known: others may register functions of a package
// that is no program, and calls that can't be resolved may read anything.
func (p *pass) readByRegistered() (map[string]bool, error) {
	if p.Pkg.Name() != "main" {
		return nil, nil
	}
	list, err := p.reached()
	if err != nil || len(list) < len(p.registrations) {
		return nil, err
	}
	read := make(map[string]bool)
	for _, r := range list {
		for _, h := range r.hits {
			if h.kind == effect.Unknown {
				return nil, nil
			}
			if h.read != "" {
				read[h.read] = true
			}
		}
		for _, o := range r.Options {
			p.readBy(o.Expr, read)
			p.readBy(o.By, read)
		}
	}
	for _, a := range p.vars {
		if fn, ok := p.Pkg.Scope().Lookup(a.By).(*types.Func); ok {
			p.readByFunc(fn, read)
		}
	}
	return read, nil
}

// readBy adds the variables that an option's expression reads, and those that the
// functions in it read: they are a part of keys.
func (p *pass) readBy(x ast.Expr, read map[string]bool) {
	if x == nil {
		return
	}
	ast.Inspect(x, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			switch obj := p.TypesInfo.Uses[id].(type) {
			case *types.Var:
				if obj.Pkg() == p.Pkg {
					read[effect.VarKey(obj)] = true
				}
			case *types.Func:
				p.readByFunc(obj, read)
			}
		}
		return true
	})
}

func (p *pass) readByFunc(fn *types.Func, read map[string]bool) {
	if world := p.world(); world != nil && fn.Pkg() != nil {
		world.Walk(effect.Key(fn), effect.Params{}, func(n *effect.Reached) {
			for _, u := range n.Uses {
				read[u.Var] = true
			}
		})
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
