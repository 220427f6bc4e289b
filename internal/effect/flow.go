package effect

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
)

// A flow follows what the variables of one node hold, through its statements in
// the order in which they run (E3). Where ways meet, a variable holds what it may
// hold by any of them; loops are gone through until nothing is new. What a name
// holds where it is mentioned is kept for the walker.
type flow struct {
	*summarizer
	node *Node
	// types are those of the node's parameters.
	types []types.Type
	env   env // nil where the code is not reached
	held  map[*ast.Ident]*value
	// calls are the numbers of the node's calls, see resultRoot.
	calls map[*ast.CallExpr]int
	// literals are the keys of the function literals that have nodes of their own.
	literals *literals
	// silent is set while the body of such a literal is gone through for what it
	// assigns to the variables around it.
	silent bool
	// later is what is assigned to the variables that a literal captures after
	// it is made.
	later map[*ast.FuncLit]map[*types.Var]*value
	made  map[*ast.FuncLit]bool
	// closures are those literals as values, inlined what literals return that
	// are called on the spot.
	closures map[*ast.FuncLit]*value
	inlined  map[*ast.FuncLit][]*value
	// indices are the variables that index something, see indexKey.
	indices map[*types.Var]bool
	targets []*target
	exits   []env                // at return statements
	gotos   map[types.Object]env // by label
	// results is what the node returns, that of the literal called on the spot
	// while that is gone through.
	results  []*value
	outer    *ast.FuncType
	deferred []*ast.CallExpr
}

// An env is what the variables hold that refer to anything.
type env map[*types.Var]*value

func (e env) join(other env) env {
	switch {
	case e == nil:
		return other
	case other == nil:
		return e
	}
	out, same := e, true
	for v, val := range other {
		if j := e[v].join(val); j != e[v] {
			if same {
				out, same = maps.Clone(e), false
			}
			out[v] = j
		}
	}
	return out
}

func sameMap(a, b env) bool {
	for v, x := range a {
		if b[v] != x {
			return false
		}
	}
	return true
}

func newFlow(s *summarizer, n *Node, lits *literals) *flow {
	return &flow{summarizer: s, node: n, env: env{}, held: map[*ast.Ident]*value{}, calls: map[*ast.CallExpr]int{},
		literals: lits, later: map[*ast.FuncLit]map[*types.Var]*value{}, closures: map[*ast.FuncLit]*value{},
		inlined: map[*ast.FuncLit][]*value{}, made: map[*ast.FuncLit]bool{}, indices: map[*types.Var]bool{},
		gotos: map[types.Object]env{}}
}

// run goes through a body, and gives what it returns.
func (f *flow) run(body *ast.BlockStmt, ft *ast.FuncType) []*value {
	start := f.env
	for range 2 { // again, where literals and labels saw too little
		f.env, f.exits, f.results, f.outer, f.deferred = maps.Clone(start), nil, nil, ft, nil
		f.made = map[*ast.FuncLit]bool{}
		before := f.laterSize()
		f.block(body.List)
		f.env = f.leave()
		for _, call := range slices.Backward(f.deferred) {
			f.inline(ast.Unparen(call.Fun).(*ast.FuncLit), call)
		}
		if f.laterSize() == before {
			break
		}
	}
	f.env = nil // from now on, what a name holds depends on where it stands
	return f.results
}

// leave is what holds when a function is left.
func (f *flow) leave() env {
	out := f.env
	if out != nil {
		f.bare()
	}
	for _, e := range f.exits {
		out = out.join(e)
	}
	f.exits = nil
	if out == nil {
		out = env{}
	}
	return maps.Clone(out)
}

func (f *flow) laterSize() (n int) {
	for _, m := range f.later {
		for _, v := range m {
			n += len(v.all())
		}
	}
	for _, e := range f.gotos {
		for _, v := range e {
			n += len(v.all())
		}
	}
	return n
}

func (f *flow) block(list []ast.Stmt) {
	for _, s := range list {
		f.stmt(s, "")
	}
}

func (f *flow) stmt(s ast.Stmt, label string) {
	if l, ok := s.(*ast.LabeledStmt); ok {
		f.env = maps.Clone(f.env.join(f.gotos[f.Info.Defs[l.Label]]))
	}
	if f.env == nil {
		f.env = env{} // not reached; it is walked all the same
		defer func() { f.env = nil }()
	}
	switch s := s.(type) {
	case *ast.LabeledStmt:
		f.stmt(s.Stmt, s.Label.Name)
	case *ast.BlockStmt:
		f.block(s.List)
	case *ast.ExprStmt:
		f.expr(s.X)
		if call, ok := ast.Unparen(s.X).(*ast.CallExpr); ok && f.ends(call) {
			f.env = nil
		}
	case *ast.SendStmt:
		f.expr(s.Chan)
		f.expr(s.Value)
		f.store(s.Chan, f.value(s.Chan).with(elements, f.value(s.Chan).at(elements).join(f.value(s.Value))))
	case *ast.IncDecStmt:
		f.expr(s.X)
		f.forget(s.X)
	case *ast.AssignStmt:
		f.assigns(s)
	case *ast.DeclStmt:
		f.declares(s)
	case *ast.GoStmt:
		f.expr(s.Call)
	case *ast.DeferStmt:
		if _, ok := ast.Unparen(s.Call.Fun).(*ast.FuncLit); ok {
			for _, a := range s.Call.Args {
				f.expr(a)
			}
			if !slices.Contains(f.deferred, s.Call) {
				f.deferred = append(f.deferred, s.Call)
			}
		} else {
			f.expr(s.Call)
		}
	case *ast.ReturnStmt:
		f.returns(s)
	case *ast.BranchStmt:
		f.branch(s)
	case *ast.IfStmt:
		f.ifStmt(s)
	case *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
		f.clauses(s, label)
	case *ast.ForStmt:
		f.forStmt(s, label)
	case *ast.RangeStmt:
		f.rangeStmt(s, label)
	}
}

func (f *flow) optional(s ast.Stmt) {
	if s != nil {
		f.stmt(s, "")
	}
}

func (f *flow) assigns(s *ast.AssignStmt) {
	for _, e := range s.Rhs {
		f.expr(e)
	}
	for _, e := range s.Lhs {
		f.expr(e)
	}
	if s.Tok != token.ASSIGN && s.Tok != token.DEFINE {
		f.forget(s.Lhs[0]) // x += y keeps the storage
		return
	}
	vals := make([]*value, len(s.Lhs))
	for i := range s.Lhs {
		switch {
		case len(s.Lhs) == len(s.Rhs):
			vals[i] = f.value(s.Rhs[i])
		default:
			vals[i] = f.component(s.Rhs[0], i)
		}
	}
	for i, e := range s.Lhs {
		f.forget(e)
		f.store(e, vals[i])
	}
}

// component is the ith value of an expression of several.
func (f *flow) component(e ast.Expr, i int) *value {
	if call, ok := ast.Unparen(e).(*ast.CallExpr); ok {
		return f.result(call, i)
	}
	if i == 0 {
		return f.value(e) // v, ok
	}
	return nil
}

func (f *flow) declares(s *ast.DeclStmt) {
	d, ok := s.Decl.(*ast.GenDecl)
	if !ok {
		return
	}
	for _, spec := range d.Specs {
		spec, ok := spec.(*ast.ValueSpec)
		if !ok {
			continue
		}
		for _, e := range spec.Values {
			f.expr(e)
		}
		for i, name := range spec.Names {
			var v *value
			switch {
			case len(spec.Values) == len(spec.Names):
				v = f.value(spec.Values[i])
			case len(spec.Values) == 1:
				v = f.component(spec.Values[0], i)
			}
			f.store(name, v)
		}
	}
}

func (f *flow) returns(s *ast.ReturnStmt) {
	for _, e := range s.Results {
		f.expr(e)
	}
	n := f.outer.Results.NumFields()
	switch {
	case len(s.Results) == 0:
		f.bare()
	case len(s.Results) == n:
		for i, e := range s.Results {
			f.give(i, f.value(e))
		}
	default:
		for i := range n {
			f.give(i, f.component(s.Results[0], i))
		}
	}
	f.exits = append(f.exits, f.env)
	f.env = nil
}

// bare gives what the named results hold.
func (f *flow) bare() {
	i := 0
	if f.outer == nil || f.outer.Results == nil {
		return
	}
	for _, field := range f.outer.Results.List {
		for _, name := range field.Names {
			if v, ok := f.Info.Defs[name].(*types.Var); ok {
				f.give(i, f.env[v])
			}
			i++
		}
	}
}

func (f *flow) give(i int, v *value) {
	for len(f.results) <= i {
		f.results = append(f.results, nil)
	}
	f.results[i] = f.results[i].join(v)
}

// ends reports whether nothing follows a call.
func (f *flow) ends(call *ast.CallExpr) bool {
	if f.builtin(call) == "panic" {
		return true
	}
	fn, _, _ := f.callee(ast.Unparen(call.Fun))
	return fn != nil && final[Key(fn)]
}

var final = words(`os.Exit log.Fatal log.Fatalf log.Fatalln runtime.Goexit`)

// expr notes what the names in an expression hold, and goes through the function
// literals in it.
func (f *flow) expr(e ast.Expr) {
	if e == nil {
		return
	}
	ast.PreorderStack(e, nil, func(n ast.Node, stack []ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			if v, ok := f.Info.Uses[n].(*types.Var); ok && !f.silent && f.env[v] != nil {
				f.held[n] = f.held[n].join(f.env[v])
			}
		case *ast.FuncLit:
			if call, ok := parent(stack).(*ast.CallExpr); ok && ast.Unparen(call.Fun) == ast.Expr(n) {
				f.inline(n, call)
			} else {
				f.capture(n)
			}
			return false
		}
		return true
	})
}

// inline goes through a literal that is called on the spot.
func (f *flow) inline(lit *ast.FuncLit, call *ast.CallExpr) []*value {
	exits, results, outer, targets, deferred := f.exits, f.results, f.outer, f.targets, f.deferred
	f.exits, f.results, f.outer, f.targets, f.deferred = nil, nil, lit.Type, nil, nil
	i := 0
	for _, field := range lit.Type.Params.List {
		for _, name := range field.Names {
			if v, ok := f.Info.Defs[name].(*types.Var); ok && i < len(call.Args) && !call.Ellipsis.IsValid() {
				if _, variadic := field.Type.(*ast.Ellipsis); !variadic {
					f.set(v, f.value(call.Args[i]))
				}
			}
			i++
		}
	}
	f.block(lit.Body.List)
	f.env = f.leave()
	for _, call := range slices.Backward(f.deferred) {
		f.inline(ast.Unparen(call.Fun).(*ast.FuncLit), call)
	}
	got := f.results
	f.inlined[lit] = got
	f.exits, f.results, f.outer, f.targets, f.deferred = exits, results, outer, targets, deferred
	return got
}

// capture goes through a literal that somebody may call, for what it assigns to
// variables around it: then, or never.
func (f *flow) capture(lit *ast.FuncLit) {
	f.made[lit] = true
	if f.later[lit] == nil {
		f.later[lit] = map[*types.Var]*value{}
	}
	if !f.silent {
		f.closures[lit] = f.closures[lit].join(f.closure(lit))
	}
	before, silent := f.env, f.silent
	f.env, f.silent = maps.Clone(before), true
	f.inline(lit, &ast.CallExpr{Fun: lit})
	f.env, f.silent = before.join(f.env), silent
}
