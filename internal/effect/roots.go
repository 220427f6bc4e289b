package effect

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A rooted is what a local variable holds from a position on.
type rooted struct {
	from token.Pos
	root Root
}

// findRoots notes, in the order of the source, what the assignments of a
// function make its local variables point into (E3). Branches aren't told apart:
// the assignment before counts, but for one that only replaces nil.
func (w *walker) findRoots(root ast.Node) {
	ast.PreorderStack(root, nil, func(n ast.Node, stack []ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Tok != token.ASSIGN && n.Tok != token.DEFINE {
				return true // x += y keeps the storage
			}
			for i, lhs := range n.Lhs {
				rhs := n.Rhs[0]
				if len(n.Rhs) == len(n.Lhs) {
					rhs = n.Rhs[i]
				} else if call, ok := ast.Unparen(rhs).(*ast.CallExpr); i > 0 && !(ok && w.resultOf(call) != 0) {
					continue // the second of v, ok
				}
				w.assign(lhs, rhs, n.End(), stack)
			}
		case *ast.ValueSpec:
			for i, name := range n.Names {
				if i < len(n.Values) {
					w.assign(name, n.Values[i], n.End(), stack)
				}
			}
		case *ast.RangeStmt:
			if n.Value != nil {
				w.assign(n.Value, n.X, n.X.End(), nil)
			}
		case *ast.TypeSwitchStmt:
			if a, ok := n.Assign.(*ast.AssignStmt); ok {
				x := ast.Unparen(a.Rhs[0]).(*ast.TypeAssertExpr).X
				for _, c := range n.Body.List {
					if v, ok := w.Info.Implicits[c].(*types.Var); ok {
						w.roots[v] = append(w.roots[v], rooted{c.Pos(), w.root(x)})
					}
				}
			}
		}
		return true
	})
}

func (w *walker) assign(lhs, rhs ast.Expr, from token.Pos, stack []ast.Node) {
	id, ok := ast.Unparen(lhs).(*ast.Ident)
	if !ok {
		return
	}
	v, ok := w.Info.ObjectOf(id).(*types.Var)
	if !ok || isPackageLevel(v) {
		return
	}
	r := w.root(rhs)
	if !carries(v.Type()) {
		return
	}
	if r == 0 && w.replacesNil(v, stack) {
		return // a caller that gives something else still sees what is written
	}
	if s, ok := ast.Unparen(rhs).(*ast.SliceExpr); ok && cuts(s) {
		w.cut[v] = true
	}
	w.roots[v] = append(w.roots[v], rooted{from, r})
}

// cuts reports whether a slice keeps capacity beyond its end, so that appending
// to it overwrites what follows.
func cuts(s *ast.SliceExpr) bool { return s.High != nil && s.Max == nil }

// replacesNil reports whether the innermost if around an assignment asks
// whether the variable is nil.
func (w *walker) replacesNil(v *types.Var, stack []ast.Node) bool {
	for i := len(stack) - 1; i >= 0; i-- {
		s, ok := stack[i].(*ast.IfStmt)
		if !ok {
			continue
		}
		found := false
		ast.Inspect(s.Cond, func(n ast.Node) bool {
			if b, ok := n.(*ast.BinaryExpr); ok && b.Op == token.EQL && w.Info.Types[b.Y].IsNil() {
				id, ok := ast.Unparen(b.X).(*ast.Ident)
				found = found || ok && w.Info.Uses[id] == types.Object(v)
			}
			return true
		})
		return found
	}
	return false
}

// root says which storage an expression denotes, or points into.
func (w *walker) root(e ast.Expr) Root {
	r, _ := w.place(e)
	return r
}

// place is the root of an expression, and whether the way to what it denotes
// leads through a pointer, a slice or a map, so that others see what is written
// there.
func (w *walker) place(e ast.Expr) (r Root, through bool) {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return w.variable(e, e.Pos()), false
	case *ast.SelectorExpr:
		if id, ok := e.X.(*ast.Ident); ok {
			if _, ok := w.Info.Uses[id].(*types.PkgName); ok {
				return w.variable(e.Sel, e.Pos()), false
			}
		}
		sel := w.Info.Selections[e]
		if sel == nil || sel.Kind() != types.FieldVal {
			return 0, false
		}
		r, through = w.place(e.X)
		return r, through || sel.Indirect() || isPointer(w.Info.TypeOf(e.X))
	case *ast.IndexExpr:
		if tv := w.Info.Types[e.Index]; tv.IsType() {
			return 0, false // an instance
		}
		r, through = w.place(e.X)
		return r, through || refers(w.Info.TypeOf(e.X))
	case *ast.SliceExpr:
		r, through = w.place(e.X)
		if _, ok := coreType(w.Info.TypeOf(e.X)).(*types.Array); ok && !through && w.copied(r) {
			return 0, false // of the function's own copy
		}
		return r, through || refers(w.Info.TypeOf(e.X))
	case *ast.StarExpr:
		r, _ = w.place(e.X)
		return r, true
	case *ast.TypeAssertExpr:
		return w.place(e.X)
	case *ast.UnaryExpr:
		if e.Op != token.AND {
			return 0, false
		}
		r, through = w.place(e.X)
		if w.copied(r) && !through {
			return 0, false // the address of the function's own copy
		}
		return r, false
	case *ast.CallExpr:
		return w.placeOfCall(e)
	}
	return 0, false
}

func (w *walker) placeOfCall(call *ast.CallExpr) (r Root, through bool) {
	if r := w.resultOf(call); r != 0 {
		return r, false
	}
	if len(call.Args) == 0 {
		return 0, false
	}
	if w.Info.Types[call.Fun].IsType() {
		if _, bytes := coreType(w.Info.TypeOf(call)).(*types.Slice); bytes && !refers(w.Info.TypeOf(call.Args[0])) {
			return 0, false // []byte(s) is a copy
		}
		return w.place(call.Args[0])
	}
	if w.builtin(call) == "append" {
		return w.place(call.Args[0])
	}
	if fn := w.static(call); fn != nil && samePath[Key(fn)] {
		return w.place(call.Args[0])
	}
	return 0, false
}

// samePath name the file that their argument names.
var samePath = words(`path/filepath.Clean path/filepath.FromSlash path/filepath.ToSlash path.Clean strings.TrimSpace slices.Clip`)

// variable is the root of a variable at a position.
func (w *walker) variable(id *ast.Ident, at token.Pos) Root {
	v, ok := w.Info.ObjectOf(id).(*types.Var)
	if !ok {
		return 0
	}
	if isPackageLevel(v) {
		if !w.InScope(identity.PlainPath(v.Pkg().Path())) || quietType(v.Type()) {
			return 0
		}
		return w.varRoot(v)
	}
	r := Root(0)
	for _, a := range w.roots[v] {
		if a.from <= at {
			r = a.root
		}
	}
	return r
}

// argument is the root of what a callee gets, 0 where nothing leads anywhere.
func (w *walker) argument(e ast.Expr) Root {
	if !carries(w.Info.TypeOf(e)) {
		return 0
	}
	return w.root(e)
}

// receiver is the root of what a method gets: the address of x where its
// receiver is a pointer and x is none.
func (w *walker) receiver(x ast.Expr, method *types.Func) Root {
	recv := method.Signature().Recv()
	if recv == nil || !isPointer(recv.Type()) || isPointer(w.Info.TypeOf(x)) {
		return w.argument(x)
	}
	r, through := w.place(x)
	if w.copied(r) && !through {
		return 0
	}
	return r
}

func isPointer(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := coreType(t).(*types.Pointer)
	return ok
}

// refers reports whether the elements of t are storage that others may see.
func refers(t types.Type) bool {
	switch coreType(t).(type) {
	case *types.Slice, *types.Map, *types.Pointer:
		return true
	}
	return false
}

// coreType is the underlying type of t, that of all types in its constraint if
// t is a type parameter and they agree in it.
func coreType(t types.Type) types.Type {
	if t == nil {
		return nil
	}
	p, ok := types.Unalias(t).(*types.TypeParam)
	if !ok {
		return t.Underlying()
	}
	iface, ok := p.Constraint().Underlying().(*types.Interface)
	if !ok {
		return t.Underlying()
	}
	for e := range iface.EmbeddedTypes() {
		if u, ok := e.(*types.Union); ok && u.Len() == 1 {
			return u.Term(0).Type().Underlying()
		}
		if !types.IsInterface(e) {
			return e.Underlying()
		}
	}
	return t.Underlying()
}
