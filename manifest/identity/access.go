package identity

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"
)

// A use is one place where code of the package mentions a variable, a
// package's or a function's own, in another way than to read it (I4).
type use struct {
	in   *Node // the declaration around it
	pos  token.Pos
	kind useKind
	how  string // "assigns", "takes the address of", …
	// literal is set inside a function literal, which may run at any time.
	literal bool
	// to is the local variable that takes over what is stored, where kind is
	// flows.
	to *types.Var
	// callee and arg (-1 for the receiver) say who gets it, where kind is
	// passes; typ is what is passed.
	callee *types.Func
	arg    int
	typ    types.Type
	values []ast.Expr // what is assigned
}

type useKind int

const (
	reads useKind = iota
	// assigns changes the variable itself: of a local, that is no matter.
	assigns
	// writes changes what the variable refers to.
	writes
	escapes
	flows
	passes
)

const (
	doesAssign = "assigns"
	doesShare  = "shares what is stored in"
	doesCall   = "calls methods on"
	doesTake   = "takes the address of"
)

// collectUses finds the uses of variables, and of functions, in the order of
// the source.
func (b *builder) collectUses() {
	b.uses = make(map[*types.Var][]use)
	owner := make(map[ast.Node]*Node)
	for _, d := range b.decls {
		switch {
		case d.fn != nil:
			owner[d.fn] = d.node
		case d.spec != nil:
			owner[d.spec] = d.node
		}
	}
	in := inspector.New(b.src.Files)
	in.WithStack([]ast.Node{(*ast.Ident)(nil), (*ast.FuncType)(nil)}, func(n ast.Node, push bool, stack []ast.Node) bool {
		if !push {
			return true
		}
		if ft, ok := n.(*ast.FuncType); ok {
			b.noteResults(ft)
			return true
		}
		obj := b.src.Info.Uses[n.(*ast.Ident)]
		if obj == nil || obj.Pkg() != b.src.Types {
			return true
		}
		fn, isFunc := obj.(*types.Func)
		v, isVar := obj.(*types.Var)
		if !isFunc && (!isVar || v.IsField() || !isPackageLevel(v) && b.immutable(v.Type())) {
			return true
		}
		u := use{pos: n.Pos()}
		for _, s := range stack {
			if o := owner[s]; o != nil && u.in == nil {
				u.in = o
			}
			if _, ok := s.(*ast.FuncLit); ok {
				u.literal = true
			}
		}
		if isFunc {
			b.noteCaller(fn, u, stack)
			return true
		}
		if u.in == nil {
			return true // the length of an array type
		}
		for _, u := range b.classify(u, stack) {
			b.uses[v] = append(b.uses[v], u)
		}
		return true
	})
}

// classify says how the variable at the end of the stack is used there;
// nothing if it is only read.
func (b *builder) classify(u use, stack []ast.Node) []use {
	info := b.src.Info
	// Climb from the name to the largest expression that denotes part of the
	// variable's storage, or what it refers to: v, v.f, v[i], *v, v.(T), T(v).
	i := len(stack) - 1
	cur := stack[i].(ast.Expr)
	through := false // a pointer, a slice, a map or an interface value
	asserted := false
	step := func(p ast.Expr) {
		switch coreType(info.TypeOf(cur)).(type) {
		case *types.Basic, *types.Array, *types.Struct:
		default:
			through = true
		}
		cur = p
	}
	one := func(kind useKind, how string) []use {
		u.kind, u.how = kind, how
		return []use{u}
	}
climb:
	for i--; i >= 0; i-- {
		switch p := stack[i].(type) {
		case *ast.ParenExpr:
			cur = p
		case *ast.StarExpr:
			step(p)
		case *ast.SelectorExpr:
			if sel := info.Selections[p]; sel != nil && sel.Kind() != types.FieldVal {
				call, _ := stack[i-1].(*ast.CallExpr)
				return b.classifyMethod(u, sel, cur, call != nil && call.Fun == ast.Expr(p), call)
			} else if sel != nil && sel.Indirect() {
				through = true
			}
			step(p)
		case *ast.IndexExpr:
			if p.X != cur {
				break climb
			}
			step(p)
		case *ast.SliceExpr:
			if p.X != cur {
				break climb
			}
			step(p)
		case *ast.TypeAssertExpr:
			if p.Type == nil { // of a type switch
				return b.classifySwitch(u, stack[:i])
			}
			asserted = true
			step(p)
		case *ast.CallExpr:
			if tv := info.Types[p.Fun]; !tv.IsType() || p.Fun == cur {
				break climb
			}
			if b.immutable(info.TypeOf(cur)) {
				return nil // []byte(s) is a copy
			}
			if b.immutable(info.TypeOf(p)) && types.Identical(info.TypeOf(cur).Underlying(), types.Typ[types.UnsafePointer]) {
				return one(escapes, doesShare) // a number that is an address
			}
			step(p) // a conversion
		default:
			break climb
		}
	}
	t := info.TypeOf(cur)
	change := func(values []ast.Expr) []use {
		u.values = values
		if through {
			return one(writes, doesAssign)
		}
		return one(assigns, doesAssign)
	}
	switch p := stack[i].(type) {
	case *ast.AssignStmt:
		if slices.Contains(p.Lhs, cur) {
			return change(p.Rhs)
		}
		if !b.immutable(t) {
			return b.flow(u, p.Lhs, p.Rhs, cur)
		}
	case *ast.ValueSpec:
		if u.in.Kind == FuncNode && !b.immutable(t) {
			lhs := make([]ast.Expr, len(p.Names))
			for i, name := range p.Names {
				lhs[i] = name
			}
			return b.flow(u, lhs, p.Values, cur)
		}
	case *ast.IncDecStmt:
		return change(nil)
	case *ast.RangeStmt:
		switch cur {
		case p.Key, p.Value:
			return change(nil)
		case p.X:
			var out []use
			for i, elem := range rangeTypes(t) {
				if e := []ast.Expr{p.Key, p.Value}[i]; elem != nil && e != nil && !b.immutable(elem) {
					out = append(out, b.flowTo(u, e))
				}
			}
			return out
		}
	case *ast.UnaryExpr:
		if p.Op == token.AND {
			return one(escapes, doesTake)
		}
	case *ast.BinaryExpr:
		return nil // compared, or of a basic type
	case *ast.CallExpr:
		if p.Fun == cur {
			if asserted {
				return one(escapes, doesShare)
			}
			return nil
		}
		if builtin, kind := b.classifyBuiltin(p, cur, t); builtin {
			if kind == reads {
				return nil
			}
			return one(kind, map[useKind]string{writes: doesAssign, escapes: doesShare}[kind])
		}
		if b.immutable(t) {
			return nil
		}
		if fn := calleeOf(info, p.Fun); fn != nil {
			u.callee, u.arg, u.typ = fn, slices.Index(p.Args, cur), t
			return one(passes, doesShare)
		}
	}
	if b.immutable(t) {
		return nil
	}
	return one(escapes, doesShare)
}

// calleeOf is the function or method that a call names, or nil if only the run
// time knows.
func calleeOf(info *types.Info, fun ast.Expr) *types.Func {
	fun = ast.Unparen(fun)
	switch e := fun.(type) {
	case *ast.IndexExpr:
		fun = e.X
	case *ast.IndexListExpr:
		fun = e.X
	}
	if sel, ok := fun.(*ast.SelectorExpr); ok {
		if s := info.Selections[sel]; s != nil && (s.Kind() != types.MethodVal || types.IsInterface(s.Recv())) {
			return nil
		}
	}
	id := identOf(fun)
	if id == nil {
		return nil
	}
	fn, _ := info.Uses[id].(*types.Func)
	if fn == nil || fn.Signature().Recv() != nil && types.IsInterface(fn.Signature().Recv().Type()) {
		return nil
	}
	return fn.Origin()
}

func (b *builder) classifyBuiltin(call *ast.CallExpr, cur ast.Expr, t types.Type) (bool, useKind) {
	id := identOf(call.Fun)
	if id == nil {
		return false, reads
	}
	fn, ok := b.src.Info.Uses[id].(*types.Builtin)
	if !ok {
		return false, reads
	}
	s, _ := coreType(t).(*types.Slice)
	switch fn.Name() {
	case "len", "cap", "min", "max", "print", "println":
		return true, reads
	case "delete":
		if call.Args[0] == cur {
			return true, writes
		}
	case "clear":
		return true, writes
	case "copy":
		if call.Args[0] == cur {
			return true, writes
		}
		if s != nil && b.immutable(s.Elem()) {
			return true, reads
		}
	case "append":
		if s != nil && call.Args[0] != cur && call.Ellipsis.IsValid() && b.immutable(s.Elem()) {
			return true, reads
		}
	}
	if b.immutable(t) {
		return true, reads
	}
	return true, escapes
}

// classifyMethod says whether a method call, or a method value, may change its
// receiver.
func (b *builder) classifyMethod(u use, sel *types.Selection, x ast.Expr, called bool, call *ast.CallExpr) []use {
	m := sel.Obj().(*types.Func).Origin()
	recv := m.Signature().Recv().Type()
	u.kind, u.how = escapes, doesCall
	_, pointer := types.Unalias(recv).(*types.Pointer)
	switch {
	case changing[m.FullName()]:
		return []use{u}
	case isLock(recv):
		if m.FullName() == "(*sync.Pool).Put" && called && !b.pools(b.src.Info.TypeOf(call.Args[0])) {
			u.how = "puts values that another may get into the pool"
			return []use{u}
		}
		return nil
	case b.immutable(recv), !pointer && b.immutable(b.src.Info.TypeOf(x)):
		return nil
	}
	if called && !types.IsInterface(recv) {
		u.kind, u.callee, u.arg, u.typ = passes, m, -1, recv
	}
	return []use{u}
}

// pools reports whether values of type t may be put into a pool without that
// others could learn of it: buffers, and the like. A type of the scope is
// found by no conversion in the function that gets it.
func (b *builder) pools(t types.Type) bool {
	named := namedOf(t)
	if named == nil {
		return !isInterface(t)
	}
	return !isInterface(named) && named.Obj().Pkg() != nil && b.unitOf(PlainPath(named.Obj().Pkg().Path())) == nil
}

// changing are the methods outside the scope that change values of types that
// are taken to be immutable otherwise.
var changing = map[string]bool{
	"(*regexp.Regexp).Longest": true, "(*regexp.Regexp).UnmarshalText": true,
}

// isLock reports whether t is a lock or the like, whose state is no data.
func isLock(t types.Type) bool {
	named := namedOf(t)
	if named == nil || named.Obj().Pkg() == nil || named.Obj().Pkg().Path() != "sync" {
		return false
	}
	switch named.Obj().Name() {
	case "Mutex", "RWMutex", "Once", "WaitGroup", "Pool":
		return true
	}
	return false
}
