package identity

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// classify says how the variable at the end of the stack, or the result of a
// call there, is used; nothing if it is only read.
func (b *builder) classify(v *types.Var, u use, stack []ast.Node) (out []use) {
	info := b.src.Info
	appended := false
	pooled := false // an error, which is looked at as one of its pool
	defer func() {
		if pooled {
			out = slices.DeleteFunc(out, func(u use) bool { return u.kind != writes })
		}
		if appended {
			u.kind, u.how = appends, doesAppend
			out = append(out, u)
		}
	}()
	// Climb from the name to the largest expression that denotes part of the
	// variable's storage, or what it refers to: v, v.f, v[i], *v, v.(T), T(v).
	i := len(stack) - 1
	cur := stack[i].(ast.Expr)
	through := false // a pointer, a slice, a map or an interface value
	asserted := false
	sliced := false
	shares := doesShare
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
		case *ast.UnaryExpr:
			if p.Op != token.AND {
				break climb
			}
			cur, through, shares = p, true, doesTake // a pointer to the storage itself
			u.address = true
		case *ast.KeyValueExpr:
			if p.Value != cur {
				break climb
			}
		case *ast.CompositeLit:
			if b.immutable(info.TypeOf(cur)) {
				return nil
			}
			if b.takesError(p, info.TypeOf(cur)) {
				return one(escapes, shares)
			}
			cur, through = p, true // in a part of a value
		case *ast.SelectorExpr:
			if sel := info.Selections[p]; sel != nil && sel.Kind() != types.FieldVal {
				call, _ := outside(stack[:i]).(*ast.CallExpr)
				return b.classifyMethod(u, sel, cur, call != nil && ast.Unparen(call.Fun) == ast.Expr(p), call)
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
			sliced = true
			if _, ok := coreType(info.TypeOf(cur)).(*types.Array); ok {
				u.address = true
			}
			step(p)
		case *ast.TypeAssertExpr:
			if p.Type == nil { // of a type switch
				return b.classifySwitch(u, info.TypeOf(cur), stack[:i])
			}
			pooled = pooled || b.immutable(info.TypeOf(cur)) && b.pool(info.TypeOf(p.Type)) != nil
			asserted = true
			if b.conceals(info.TypeOf(p.Type)) && !b.immutable(info.TypeOf(cur)) {
				return one(escapes, shares)
			}
			step(p)
		case *ast.CallExpr:
			if b.appendsTo(p, cur) && !sliced && isPackageLevel(v) {
				appended = true
				cur, through = p, true // what is appended lies behind what the variable holds
				continue
			}
			if tv := info.Types[p.Fun]; !tv.IsType() || p.Fun == cur {
				break climb
			}
			if b.immutable(info.TypeOf(cur)) {
				return nil // []byte(s) is a copy
			}
			if types.Identical(info.TypeOf(cur).Underlying(), types.Typ[types.UnsafePointer]) || b.conceals(info.TypeOf(p)) {
				return one(escapes, shares) // which may be read as a number, or hidden in an error
			}
			step(p) // a conversion
		default:
			break climb
		}
	}
	u.how = shares
	t := info.TypeOf(cur)
	u.typ = t
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
		if !b.immutable(t) {
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
			return change([]ast.Expr{p.X, p.X}) // parts of it
		case p.X:
			if _, ok := coreType(t).(*types.Chan); ok {
				return one(escapes, "receives from")
			}
			var out []use
			for i, elem := range rangeTypes(t) {
				if e := []ast.Expr{p.Key, p.Value}[i]; elem != nil && e != nil && !b.immutable(elem) {
					out = append(out, b.flowTo(u, e))
				}
			}
			return out
		}
	case *ast.ReturnStmt:
		if !b.immutable(t) {
			if u = b.flowToResult(u, slices.Index(p.Results, cur)); u.kind == reads {
				return nil
			}
			return []use{u}
		}
	case *ast.ExprStmt, *ast.GoStmt, *ast.DeferStmt:
		return nil // the results of a call are dropped
	case *ast.BinaryExpr:
		if u.address {
			return one(reads, shares) // which tells variables apart
		}
		return nil // compared, or of a basic type
	case *ast.CallExpr:
		if p.Fun == cur {
			if asserted {
				return one(escapes, shares)
			}
			return nil
		}
		if builtin, kind := b.classifyBuiltin(p, cur, t); builtin {
			if kind == reads {
				return nil
			}
			if kind == writes {
				u.values = p.Args[1:]
			}
			u.address = u.address || identOf(p.Fun).Name == "StringData" // of what else can't be written
			return one(kind, map[useKind]string{writes: doesAssign, escapes: shares}[kind])
		}
		if b.immutable(t) {
			return nil
		}
		fn := calleeOf(info, p.Fun)
		if isWriter(info, p.Fun) && (fn == nil || b.unitOf(PlainPath(fn.Pkg().Path())) == nil) {
			return one(prints, shares) // code in scope is looked at instead
		}
		if fn != nil {
			u.callee, u.arg, u.typ = fn, slices.Index(p.Args, cur), t
			return one(passes, shares)
		}
	}
	if b.immutable(t) {
		return nil
	}
	return one(escapes, shares)
}

// conceals reports whether a value of type t may hold what can be changed,
// though the type counts as immutable: errors and functions.
func (b *builder) conceals(t types.Type) bool {
	return b.immutable(t) && (isErrorType(types.Unalias(t)) || b.holdsFunc(t, map[types.Type]bool{}))
}

// takesError reports whether a value of type t may become an error in a
// composite literal.
func (b *builder) takesError(lit *ast.CompositeLit, t types.Type) bool {
	if !types.Implements(t, types.Universe.Lookup("error").Type().Underlying().(*types.Interface)) {
		return false
	}
	switch u := coreType(b.src.Info.TypeOf(lit)).(type) {
	case *types.Slice:
		return isErrorType(u.Elem())
	case *types.Array:
		return isErrorType(u.Elem())
	case *types.Map:
		return isErrorType(u.Elem())
	case *types.Struct:
		for field := range u.Fields() {
			if isErrorType(field.Type()) {
				return true
			}
		}
	}
	return false
}

// outside is the innermost node of a stack that is no parenthesis.
func outside(stack []ast.Node) ast.Node {
	for _, n := range slices.Backward(stack) {
		if _, ok := n.(*ast.ParenExpr); !ok {
			return n
		}
	}
	return nil
}
