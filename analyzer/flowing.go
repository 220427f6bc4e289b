package analyzer

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"github.com/gocheckpoint/checkpoint/internal/registration"
	"github.com/gocheckpoint/checkpoint/internal/typewalk"
)

// checkGiven reports what calls in this package put into interfaces of arguments,
// and that can't be hashed. What it doesn't see is decided at run time.
func (p *pass) checkGiven() {
	handles := p.handles()
	if len(handles) == 0 {
		return
	}
	for _, f := range p.Files {
		ast.Inspect(f, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && !call.Ellipsis.IsValid() {
				if r := p.called(call, handles); r != nil {
					p.checkGivenTo(*r, call)
				}
			}
			return true
		})
	}
}

// handles gives the variables of this package that hold handles, with what they
// register.
func (p *pass) handles() map[types.Object]*registration.Registration {
	found := make(map[types.Object]*registration.Registration)
	for _, f := range p.Files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				if len(n.Names) == len(n.Values) {
					for i, name := range n.Names {
						if r := p.registrationOf(n.Values[i], found); r != nil {
							found[p.TypesInfo.Defs[name]] = r
						}
					}
				}
			case *ast.AssignStmt:
				for i, lhs := range n.Lhs {
					if id, ok := lhs.(*ast.Ident); ok && n.Tok == token.DEFINE && len(n.Lhs) == len(n.Rhs) {
						if r := p.registrationOf(n.Rhs[i], found); r != nil {
							found[p.TypesInfo.Defs[id]] = r
						}
					}
				}
			}
			return true
		})
	}
	return found
}

// registrationOf gives the registration that an expression is, or names: nil if
// that isn't seen. A layer has the keys of the handle below.
func (p *pass) registrationOf(x ast.Expr, handles map[types.Object]*registration.Registration) *registration.Registration {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		if obj := p.TypesInfo.Uses[x]; obj != nil {
			return handles[obj]
		}
	case *ast.CallExpr:
		for i := range p.registrations {
			if p.registrations[i].Call == x {
				return &p.registrations[i]
			}
		}
		for _, l := range p.lists {
			if l.Call == x && l.Inner != nil {
				return p.registrationOf(l.Inner, handles)
			}
		}
	}
	return nil
}

// called gives the registration whose key a call decides, nil for other calls.
func (p *pass) called(call *ast.CallExpr, handles map[types.Object]*registration.Registration) *registration.Registration {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	switch sel.Sel.Name {
	case "Call", "Rerun", "Cached", "Args":
		return p.registrationOf(sel.X, handles)
	}
	return nil
}

func (p *pass) checkGivenTo(r registration.Registration, call *ast.CallExpr) {
	if r.Has("KeyBy") || mayExclude(r) {
		return
	}
	list := p.parameters(r, func(mention, string, []*parameter) {})
	sig := p.signature(r)
	for i, arg := range call.Args {
		j := min(i, len(list)-1)
		if j < 0 {
			return // the arguments check says so
		}
		q := list[j]
		if isContext(q.v.Type()) || len(q.none)+len(q.by) > 0 || typewalk.Unhashable(q.v.Type()) != nil {
			continue // not hashed, or reported where it is registered
		}
		want := q.v.Type()
		if slice, ok := want.(*types.Slice); ok && sig.Variadic() && j == len(list)-1 {
			want = slice.Elem()
		}
		p.checkPut(arg, want, func(at ast.Expr, c *typewalk.Culprit) {
			p.report(finding{
				at:      at,
				message: fmt.Sprintf("argument %s of %s is given what cannot be hashed: %s", nameOr(q.name, j), describe(r), p.cannot(c)),
				related: p.route(nil, c),
			})
		})
	}
}

// checkPut looks at the interfaces that an expression, which becomes a value of
// type want, fills.
func (p *pass) checkPut(x ast.Expr, want types.Type, report func(ast.Expr, *typewalk.Culprit)) {
	x = ast.Unparen(x)
	have := p.TypesInfo.TypeOf(x)
	if have == nil || p.TypesInfo.Types[x].IsNil() {
		return
	}
	if types.IsInterface(want) && !types.IsInterface(have) {
		if c := typewalk.Unhashable(have); c != nil {
			report(x, c)
			return
		}
	}
	switch t := x.(type) {
	case *ast.UnaryExpr:
		if lit, ok := ast.Unparen(t.X).(*ast.CompositeLit); ok {
			p.checkPut(lit, p.TypesInfo.TypeOf(lit), report)
		}
	case *ast.CallExpr:
		if len(t.Args) == 1 && p.TypesInfo.Types[t.Fun].IsType() {
			p.checkPut(t.Args[0], have, report)
		}
	case *ast.CompositeLit:
		p.checkElements(t, have, report)
	}
}

// checkElements looks at the elements of a literal.
func (p *pass) checkElements(lit *ast.CompositeLit, t types.Type, report func(ast.Expr, *typewalk.Culprit)) {
	if ptr, ok := t.Underlying().(*types.Pointer); ok { // an elided &T
		t = ptr.Elem()
	}
	if typewalk.HashesItself(t) {
		return
	}
	for i, elt := range lit.Elts {
		kv, keyed := elt.(*ast.KeyValueExpr)
		switch u := t.Underlying().(type) {
		case *types.Struct:
			if keyed {
				elt = kv.Value
				id, _ := kv.Key.(*ast.Ident)
				i = fieldIndex(u, id)
			}
			if i >= 0 && i < u.NumFields() && u.Tag(i) == "" {
				p.checkPut(elt, u.Field(i).Type(), report)
			}
		case *types.Map:
			if keyed {
				p.checkPut(kv.Key, u.Key(), report)
				p.checkPut(kv.Value, u.Elem(), report)
			}
		case interface{ Elem() types.Type }: // slices and arrays
			if keyed {
				elt = kv.Value
			}
			p.checkPut(elt, u.Elem(), report)
		}
	}
}

// fieldIndex finds a field by its name, -1 if there is none.
func fieldIndex(s *types.Struct, id *ast.Ident) int {
	for i := range s.NumFields() {
		if id != nil && s.Field(i).Name() == id.Name {
			return i
		}
	}
	return -1
}
