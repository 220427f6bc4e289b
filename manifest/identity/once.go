package identity

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// A once is a package variable of type sync.Once with the code that it runs:
// code that takes nothing from around it, at one place (I4).
type once struct {
	d    *decl // of the variable
	in   *Node // the declaration whose text has the code
	body *ast.BlockStmt
	lit  *ast.FuncLit // nil where the code is a function's
	// ensures says for each function whether it has run the code when it
	// returns; absent where that isn't known yet.
	ensures map[*types.Func]bool
}

// collectOnces finds the package's onces: unexported, used by one call of Do
// alone, whose argument is a literal that captures no local variables, or an
// unexported function that nothing else mentions.
func (b *builder) collectOnces() []*once {
	var out []*once
	for _, d := range b.decls {
		v, ok := d.node.Object.(*types.Var)
		if !ok || d.node.Kind != VarNode || v.Exported() || !isSyncOnce(v.Type()) || len(b.mentions[v]) != 1 || b.linknames[v.Name()] != nil {
			continue
		}
		m := b.mentions[v][0]
		if m.do == nil || m.in == nil {
			continue
		}
		o := &once{d: d, in: m.in, ensures: make(map[*types.Func]bool)}
		switch arg := ast.Unparen(m.do).(type) {
		case *ast.FuncLit:
			if !b.captures(arg) {
				o.body, o.lit = arg.Body, arg
			}
		case *ast.Ident:
			fn, _ := b.src.Info.Uses[arg].(*types.Func)
			if fn != nil && !fn.Exported() && len(b.callers[fn]) == 1 && b.linknames[fn.Name()] == nil && !b.assembly().mentions(b.node(fn)) {
				o.body, o.in = b.bodies[fn], b.node(fn)
			}
		}
		if o.body != nil {
			b.doers[m.do] = o
			out = append(out, o)
		}
	}
	return out
}

func isSyncOnce(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "sync" && named.Obj().Name() == "Once"
}

// A mention is one place where the package names one of its own variables.
type mention struct {
	pos token.Pos
	in  *Node
	do  ast.Expr // the argument of a call of the variable's method Do
}

// mentionOf describes the mention at the end of the stack.
func mentionOf(in *Node, stack []ast.Node) mention {
	m := mention{pos: stack[len(stack)-1].Pos(), in: in}
	stack = slices.DeleteFunc(slices.Clone(stack), func(n ast.Node) bool {
		_, ok := n.(*ast.ParenExpr)
		return ok
	})
	n := len(stack)
	if n > 2 {
		sel, _ := stack[n-2].(*ast.SelectorExpr)
		call, _ := stack[n-3].(*ast.CallExpr)
		if sel != nil && call != nil && ast.Unparen(call.Fun) == ast.Expr(sel) && sel.Sel.Name == "Do" && len(call.Args) == 1 {
			m.do = call.Args[0]
		}
	}
	return m
}

// lazies marks the writes of variables that only a once's code writes, and that
// are mentioned only there, or where that code has run: they hold what the code
// makes of them, and whoever reads them covers that code.
func (b *builder) lazies() {
	b.onces = b.collectOnces()
	if len(b.onces) == 0 {
		return
	}
	for _, v := range sortedVars(b.uses) {
		if !isPackageLevel(v) || v.Pkg() != b.src.Types || v.Exported() || b.annotated(v) { // others may read it before
			continue
		}
		for _, o := range b.onces {
			if !b.onlyIn(o, v) {
				continue
			}
			for i, u := range b.uses[v] {
				if u.kind == assigns || u.kind == writes {
					b.uses[v][i].lazy, b.lazy[v] = true, o
				}
			}
		}
	}
}

// onlyIn reports whether a variable is written by the code of o alone, and
// mentioned elsewhere only after that has run.
func (b *builder) onlyIn(o *once, v *types.Var) bool {
	inside := func(pos token.Pos) bool { return o.body.Pos() <= pos && pos < o.body.End() }
	written := false
	for _, u := range b.uses[v] {
		if u.kind == assigns || u.kind == writes {
			if !inside(u.pos) || u.inner != o.lit {
				return false // or at another time
			}
			written = true
		}
	}
	return written && !slices.ContainsFunc(b.mentions[v], func(m mention) bool {
		if inside(m.pos) {
			return false
		}
		fn, ok := m.in.Object.(*types.Func)
		return !ok || !b.ranBefore(o, fn, m.pos)
	})
}

// ranBefore reports whether the code of o has run when a function gets to a
// place in it: one of the statements of its body that come before is a call
// that makes sure of it.
func (b *builder) ranBefore(o *once, fn *types.Func, pos token.Pos) bool {
	body := b.bodies[fn]
	if body == nil || jumps(body) {
		return false
	}
	for _, s := range body.List {
		if s.End() > pos {
			return false
		}
		if b.makesSure(o, s) {
			return true
		}
	}
	return false
}

// makesSure reports whether the code of o has run after a statement: a call of
// Do, or of a function that returns only after such a call.
func (b *builder) makesSure(o *once, s ast.Stmt) bool {
	e, ok := s.(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := ast.Unparen(e.X).(*ast.CallExpr)
	if !ok {
		return false
	}
	if len(call.Args) == 1 && b.doers[call.Args[0]] == o {
		return true
	}
	fn := calleeOf(b.src.Info, call.Fun)
	if fn == nil || b.bodies[fn] == nil {
		return false
	}
	if known, ok := o.ensures[fn]; ok {
		return known
	}
	o.ensures[fn] = false // of a recursive function
	if !jumps(b.bodies[fn]) {
		for _, s := range b.bodies[fn].List {
			if b.makesSure(o, s) {
				o.ensures[fn] = true
				break
			}
			if returns(s) || b.recovers(s) {
				break
			}
		}
	}
	return o.ensures[fn]
}

func jumps(body *ast.BlockStmt) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		if s, ok := n.(*ast.BranchStmt); ok && s.Tok == token.GOTO {
			found = true
		}
		return !found
	})
	return found
}

// recovers reports whether a statement defers what may recover from a panic,
// so that the function around it returns before its end.
func (b *builder) recovers(s ast.Stmt) bool {
	found := false
	ast.Inspect(s, func(n ast.Node) bool {
		if d, ok := n.(*ast.DeferStmt); ok {
			fn := calleeOf(b.src.Info, d.Call.Fun)
			if fn == nil || fn.Signature().Recv() == nil || !isLock(fn.Signature().Recv().Type()) {
				found = true
			}
		}
		return !found
	})
	return found
}

// returns reports whether a statement may return from the function around it.
func returns(s ast.Stmt) bool {
	found := false
	ast.Inspect(s, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			found = true
		}
		return !found
	})
	return found
}
