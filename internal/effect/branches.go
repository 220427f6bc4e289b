package effect

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strconv"
)

// A target is a statement that break and continue lead out of.
type target struct {
	label         string
	loop          bool
	breaks, nexts []env
}

func (f *flow) ifStmt(s *ast.IfStmt) {
	f.optional(s.Init)
	f.expr(s.Cond)
	before := maps.Clone(f.env)
	f.stmt(s.Body, "")
	after := f.env
	f.env = before
	f.optional(s.Else)
	f.env = after.join(f.env)
}

func (f *flow) clauses(s ast.Stmt, label string) {
	t := &target{label: label}
	var body *ast.BlockStmt
	var over ast.Expr // of a type switch
	whole := false    // one of the clauses runs
	switch s := s.(type) {
	case *ast.SwitchStmt:
		f.optional(s.Init)
		f.expr(s.Tag)
		body = s.Body
	case *ast.TypeSwitchStmt:
		f.optional(s.Init)
		over = switchedOver(s)
		f.expr(over)
		body = s.Body
	case *ast.SelectStmt:
		body, whole = s.Body, true
	}
	f.targets = append(f.targets, t)
	before := f.env
	var out, falls env
	for _, c := range body.List {
		f.env = maps.Clone(before).join(falls)
		falls = nil
		var list []ast.Stmt
		switch c := c.(type) {
		case *ast.CaseClause:
			whole = whole || c.List == nil
			if over == nil {
				for _, e := range c.List {
					f.expr(e)
				}
			} else if v, ok := f.Info.Implicits[c].(*types.Var); ok {
				f.set(v, f.value(over))
			}
			list = c.Body
		case *ast.CommClause:
			f.optional(c.Comm)
			list = c.Body
		}
		f.block(list)
		if n := len(list); n > 0 {
			if b, ok := list[n-1].(*ast.BranchStmt); ok && b.Tok == token.FALLTHROUGH {
				falls, f.env = f.env, nil
			}
		}
		out = out.join(f.env)
	}
	if !whole {
		out = out.join(before)
	}
	f.env = out
	f.leaveTarget(t.breaks)
}

func switchedOver(s *ast.TypeSwitchStmt) ast.Expr {
	var x ast.Expr
	switch a := s.Assign.(type) {
	case *ast.AssignStmt:
		x = a.Rhs[0]
	case *ast.ExprStmt:
		x = a.X
	}
	return ast.Unparen(x).(*ast.TypeAssertExpr).X
}

// leaveTarget ends the innermost target: out are the ways beside the one that
// f.env is.
func (f *flow) leaveTarget(out []env) {
	f.targets = f.targets[:len(f.targets)-1]
	for _, e := range out {
		f.env = f.env.join(e)
	}
}

func (f *flow) branch(s *ast.BranchStmt) {
	switch s.Tok {
	case token.FALLTHROUGH:
		return // see clauses
	case token.GOTO:
		label := f.Info.Uses[s.Label]
		f.gotos[label] = f.gotos[label].join(f.env)
		f.env = nil
		return
	}
	for _, t := range slices.Backward(f.targets) {
		if s.Label != nil && t.label != s.Label.Name || s.Label == nil && s.Tok == token.CONTINUE && !t.loop {
			continue
		}
		if s.Tok == token.BREAK {
			t.breaks = append(t.breaks, f.env)
		} else {
			t.nexts = append(t.nexts, f.env)
		}
		break
	}
	f.env = nil
}

// maxRounds bounds the rounds of a loop; ways and depths are bounded, so that
// a few suffice.
const maxRounds = 8

// loop goes through a body until nothing is new. turn begins, tail ends a turn.
func (f *flow) loop(label string, endless bool, turn func(), body *ast.BlockStmt, tail func()) (broken bool) {
	head := f.env
	for range maxRounds {
		t := &target{label: label, loop: true}
		f.targets = append(f.targets, t)
		f.env = maps.Clone(head)
		turn()
		in := maps.Clone(f.env)
		f.block(body.List)
		for _, e := range t.nexts {
			f.env = f.env.join(e)
		}
		if f.env != nil {
			f.env = maps.Clone(f.env)
			tail()
		}
		next := head.join(f.env)
		f.targets = f.targets[:len(f.targets)-1]
		if sameMap(next, head) {
			f.env = in
			if endless {
				f.env = nil
			}
			for _, e := range t.breaks {
				f.env = f.env.join(e)
			}
			return len(t.breaks) > 0
		}
		head = next
	}
	f.env = head
	return true
}

func (f *flow) forStmt(s *ast.ForStmt, label string) {
	f.optional(s.Init)
	var over ast.Expr
	var index *ast.Ident
	if c, ok := s.Cond.(*ast.BinaryExpr); ok && c.Op == token.LSS { // i < len(x)
		if call, ok := ast.Unparen(c.Y).(*ast.CallExpr); ok && f.builtin(call) == "len" {
			index, _ = c.X.(*ast.Ident)
			over = call.Args[0]
		}
	}
	var replaced *value
	broken := f.loop(label, s.Cond == nil, func() { f.expr(s.Cond); replaced = nil }, s.Body, func() {
		replaced = f.elementAt(over, index)
		f.optional(s.Post)
	})
	f.replace(over, replaced, broken)
}

func (f *flow) rangeStmt(s *ast.RangeStmt, label string) {
	f.expr(s.X)
	over := f.value(s.X)
	_, isMap := coreType(f.Info.TypeOf(s.X)).(*types.Map)
	_, isFunc := coreType(f.Info.TypeOf(s.X)).(*types.Signature)
	var replaced *value
	broken := f.loop(label, false, func() {
		replaced = nil
		for i, e := range []ast.Expr{s.Key, s.Value} {
			if e == nil {
				continue
			}
			f.expr(e)
			f.forget(e)
			var v *value
			if i == 1 || isMap || isFunc || isChan(f.Info.TypeOf(s.X)) {
				v = over.at(elements)
			}
			f.store(e, v)
		}
	}, s.Body, func() {
		key, _ := s.Key.(*ast.Ident)
		replaced = f.elementAt(s.X, key)
	})
	f.replace(s.X, replaced, broken)
}

// elementAt is what is known of the element of what a loop runs over, at its
// index, when a turn ends.
func (f *flow) elementAt(over ast.Expr, index *ast.Ident) *value {
	if over == nil || index == nil {
		return nil
	}
	v := f.value(over)
	if v == nil {
		return nil
	}
	key := f.indexKey(index)
	if _, ok := v.parts[key]; key == elements || !ok {
		return nil
	}
	return (&value{}).with(elements, v.parts[key])
}

// replace notes that a loop has given each element another value.
func (f *flow) replace(over ast.Expr, with *value, broken bool) {
	if with == nil || broken || f.env == nil {
		return
	}
	v := f.value(over)
	if v == nil || len(v.refs) > 0 {
		return // a write to what others see
	}
	f.store(over, v.with(elements, with.at(elements)))
}

func isChan(t types.Type) bool {
	_, ok := coreType(t).(*types.Chan)
	return ok
}

// forget ends what is known of elements at an index that changes.
func (f *flow) forget(e ast.Expr) {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return
	}
	v, ok := f.Info.ObjectOf(id).(*types.Var)
	if !ok || !f.indices[v] {
		return
	}
	key := keyOf(v)
	for holder, val := range f.env {
		if w := val.forget(key); w != val {
			f.env[holder] = w
		}
	}
}

func (v *value) forget(key string) *value {
	if v == nil || len(v.parts) == 0 {
		return v
	}
	out := v.without(key)
	for step, p := range out.parts {
		if q := p.forget(key); q != p {
			out = out.with(step, q)
		}
	}
	return out
}

// indexKey is the step to the element at an index: one of its own where the same
// index can be told again, as a variable or a constant.
func (f *flow) indexKey(e ast.Expr) string {
	e = ast.Unparen(e)
	if tv := f.Info.Types[e]; tv.Value != nil {
		return "[=" + tv.Value.ExactString() + "]"
	}
	if id, ok := e.(*ast.Ident); ok {
		if v, ok := f.Info.ObjectOf(id).(*types.Var); ok && !isPackageLevel(v) {
			f.indices[v] = true
			return keyOf(v)
		}
	}
	return elements
}

func keyOf(v *types.Var) string { return "[" + strconv.Itoa(int(v.Pos())) + "]" }
