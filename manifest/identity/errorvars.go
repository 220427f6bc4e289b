package identity

import (
	"go/ast"
	"go/types"
	"slices"
)

// A hidden says which errors that can be written a variable may hold where its
// type doesn't tell (I4).
type hidden struct {
	pools []*types.Var
	// unknown is set where there may be others.
	unknown bool
}

// findHidden looks at what the package's variables that may hold errors are
// given: the values of variables of type error, or with such parts, and of those
// that are named as sentinels.
func (b *builder) findHidden() {
	for _, d := range b.decls {
		v, ok := d.node.Object.(*types.Var)
		if !ok || d.node.Kind != VarNode || !b.holdsError(v) {
			continue
		}
		h := &hidden{}
		if init := d.init(); init != nil {
			b.hides(h, init)
		}
		for _, u := range b.uses[v] {
			if u.kind == assigns || u.kind == writes {
				for _, e := range u.values {
					b.hides(h, e)
				}
				h.unknown = h.unknown || len(u.values) == 0
			}
		}
		b.hidden[v] = h
	}
}

// holdsError reports whether a variable is, or has parts, of type error, or is
// a sentinel of a type of its own that has something to write.
func (b *builder) holdsError(v *types.Var) bool {
	return isSentinel(v) && b.pool(v.Type()) != nil || b.hasError(v.Type(), map[types.Type]bool{})
}

// hasError reports whether a t has parts of type error.
func (b *builder) hasError(t types.Type, seen map[types.Type]bool) bool {
	t = types.Unalias(t)
	if t == nil || seen[t] {
		return false
	}
	seen[t] = true
	if isErrorType(t) {
		return true
	}
	if named := namedOf(t); named != nil && (named.Obj().Pkg() == nil || b.unitOf(PlainPath(named.Obj().Pkg().Path())) == nil) {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		for field := range u.Fields() {
			if b.hasError(field.Type(), seen) {
				return true
			}
		}
	case *types.Tuple:
		for v := range u.Variables() {
			if b.hasError(v.Type(), seen) {
				return true
			}
		}
	case *types.Map:
		return b.hasError(u.Key(), seen) || b.hasError(u.Elem(), seen)
	case interface{ Elem() types.Type }:
		return b.hasError(u.Elem(), seen)
	}
	return false
}

// hides adds what the value of an expression may hide. What code outside the
// scope makes is nothing that code in scope could write, but for what it is
// given.
func (b *builder) hides(h *hidden, e ast.Expr) {
	info := b.src.Info
	e = ast.Unparen(e)
	tv := info.Types[e]
	if tv.IsNil() || tv.Value != nil || tv.Type == nil {
		return
	}
	if p := b.pool(tv.Type); p != nil {
		h.pools = append(h.pools, p)
	} else if !isInterface(tv.Type) && !b.hasError(tv.Type, map[types.Type]bool{}) {
		return
	}
	switch e := e.(type) {
	case *ast.UnaryExpr:
		b.hides(h, e.X)
		return
	case *ast.CompositeLit:
		for _, elt := range e.Elts {
			if kv, ok := elt.(*ast.KeyValueExpr); ok {
				if isStruct := structOf(info.TypeOf(e)) != nil; !isStruct {
					b.hides(h, kv.Key)
				}
				elt = kv.Value
			}
			b.hides(h, elt)
		}
		return
	case *ast.FuncLit:
		return
	case *ast.CallExpr:
		if b.givesHidden(h, e) {
			return
		}
	}
	if b.pool(tv.Type) == nil || b.hasError(tv.Type.Underlying(), map[types.Type]bool{}) {
		h.unknown = true
	}
}

// givesHidden adds what the results of a call may hide, and reports whether
// that is known.
func (b *builder) givesHidden(h *hidden, call *ast.CallExpr) bool {
	if tv := b.src.Info.Types[call.Fun]; !tv.IsType() {
		fn := calleeOf(b.src.Info, call.Fun)
		if fn == nil || fn.Pkg() == nil || call.Ellipsis.IsValid() || b.unitOf(PlainPath(fn.Pkg().Path())) != nil {
			return false
		}
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && b.src.Info.Selections[sel] != nil {
			b.hides(h, sel.X)
		}
	}
	for _, arg := range call.Args {
		b.hides(h, arg)
	}
	return true
}

// A spoiler is the first place that writes errors of one pool.
type spoiler struct {
	pool *types.Var
	at   blame
}

// spoilers lists the errors that a variable may hold and that somebody writes.
func (b *builder) spoilers(v *types.Var) (out []spoiler) {
	h := b.hidden[v]
	if h == nil {
		return nil
	}
	pools := h.pools
	if h.unknown {
		pools = sortedPools(b.errFlow.alterers, b.pools)
	}
	for i, p := range pools {
		if slices.Contains(pools[:i], p) {
			continue
		}
		for _, w := range b.errFlow.blames[p] {
			if !b.coversUse(v, w) { // no init-only code that is part of the identity
				out = append(out, spoiler{p, w})
				break
			}
		}
	}
	return out
}

// noteErrors notes them.
func (b *builder) noteErrors(n *Node, v *types.Var) (out []Assumption) {
	for _, d := range b.spoilers(v) {
		w := d.at
		out = append(out, n.assume(w.src, w.use.pos, "is not fixed: it may hold an error of type "+d.pool.Name()+", and "+w.use.in.FullName()+" may change those"))
	}
	if h := b.hidden[v]; h != nil && !b.closed {
		for _, p := range h.pools {
			if b.changeable(p) {
				out = append(out, n.assume(b.src, n.Pos, "is not fixed: it may hold an error of type "+p.Name()+", which any package can change"))
			}
		}
	}
	return out
}

// coversUse reports whether a variable covers the code that writes an error at a
// place: it is written there itself.
func (b *builder) coversUse(v *types.Var, w blame) bool {
	return w.src == b.src && slices.ContainsFunc(b.uses[v], func(u use) bool {
		return u.covered && u.kind == writes && u.pos == w.use.pos
	})
}

// sortedPools are the pools that are written.
func sortedPools(alterers map[*types.Var]bool, pools map[string]*types.Var) (out []*types.Var) {
	for _, key := range sortedKeys(pools) {
		if alterers[pools[key]] {
			out = append(out, pools[key])
		}
	}
	return out
}

// changeable reports whether packages that aren't known can write errors of a
// type of this package: it is exported, and so is something in it.
func (b *builder) changeable(p *types.Var) bool {
	named, ok := p.Type().(*types.Named)
	if !ok || !named.Obj().Exported() || named.Obj().Pkg() != b.src.Types || b.src.Types.Name() == "main" {
		return false
	}
	s, ok := named.Underlying().(*types.Struct)
	if !ok {
		return true
	}
	for field := range s.Fields() {
		if field.Exported() {
			return true
		}
	}
	return false
}
