package identity

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// The types of immutableTypes are taken for what nobody can change, and are not
// followed. There are ways to change them all the same: a method, as Longest of
// a regexp, or to assign another value through a pointer. Where code in scope
// does that to anything but a variable that it names, or a value that it made
// itself, all values of the type are in doubt (I4).

// findThaws finds these places, by the name of the type.
func (b *builder) findThaws() {
	for _, d := range b.decls {
		var root ast.Node
		switch {
		case d.fn != nil && d.fn.Body != nil:
			root = d.fn.Body
		case d.node.Kind == VarNode && d.init() != nil:
			root = d.init()
		default:
			continue
		}
		change := func(e ast.Expr, t types.Type) {
			named := namedOf(t)
			if named == nil || named.Obj().Pkg() == nil {
				return
			}
			name := PlainPath(named.Obj().Pkg().Path()) + "." + named.Obj().Name()
			if !immutableTypes[name] {
				return
			}
			if v, whole := b.partOf(e); v != nil && (isPackageLevel(v) || whole && b.isFresh(v, root)) {
				return // a variable of a package is seen for itself
			}
			b.thaws[name] = append(b.thaws[name], blame{b.src, use{in: d.node, pos: e.Pos()}})
		}
		assigned := func(e ast.Expr) {
			if star, ok := ast.Unparen(e).(*ast.StarExpr); ok {
				change(star.X, b.src.Info.TypeOf(star))
			}
		}
		ast.Inspect(root, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				if sel := b.src.Info.Selections[n]; sel != nil && sel.Kind() != types.FieldVal {
					if m := sel.Obj().(*types.Func); changing[m.FullName()] {
						change(n.X, m.Signature().Recv().Type())
					}
				}
			case *ast.AssignStmt:
				for _, e := range n.Lhs {
					assigned(e)
				}
			case *ast.RangeStmt:
				assigned(n.Key)
				assigned(n.Value)
			}
			return true
		})
	}
}

// isFresh reports whether a local variable holds nothing but what functions
// outside the scope made for it: nobody else has that.
func (b *builder) isFresh(v *types.Var, root ast.Node) bool {
	made, fresh := false, true
	give := func(lhs []ast.Expr, rhs []ast.Expr) {
		for i, e := range lhs {
			id, ok := ast.Unparen(e).(*ast.Ident)
			if !ok || b.src.Info.ObjectOf(id) != types.Object(v) {
				continue
			}
			made = true
			fresh = fresh && len(rhs) > 0 && b.isNew(rhs[min(i, len(rhs)-1)])
		}
	}
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			give(n.Lhs, n.Rhs)
		case *ast.ValueSpec:
			if len(n.Values) > 0 {
				lhs := make([]ast.Expr, len(n.Names))
				for i, name := range n.Names {
					lhs[i] = name
				}
				give(lhs, n.Values)
			}
		case *ast.UnaryExpr: // others may assign it by its address
			if id := identOf(n.X); id != nil && b.src.Info.Uses[id] == types.Object(v) {
				fresh = false
			}
		case *ast.RangeStmt:
			for _, e := range []ast.Expr{n.Key, n.Value} {
				if e != nil {
					give([]ast.Expr{e}, nil) // parts of something
				}
			}
		}
		return fresh
	})
	return made && fresh
}

// makers are functions that return a new value of such a type.
var makers = set(`
	regexp.Compile regexp.CompilePOSIX regexp.MustCompile regexp.MustCompilePOSIX (*regexp.Regexp).Copy
	strings.NewReplacer time.FixedZone encoding/base64.NewEncoding encoding/base32.NewEncoding
`)

// isNew reports whether an expression makes its value.
func (b *builder) isNew(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.CompositeLit: // of a type outside the scope, all of whose fields are its own
		return len(e.Elts) == 0
	case *ast.UnaryExpr:
		return e.Op == token.AND && b.isNew(e.X)
	case *ast.CallExpr:
		if isBuiltin(b.src.Info, e.Fun) {
			return identOf(e.Fun).Name == "new"
		}
		fn := calleeOf(b.src.Info, e.Fun)
		return fn != nil && makers[fn.FullName()]
	}
	return false
}

// thawed lists the places that change values of a type that a variable holds.
// If others is set, those of other packages are among them.
func (b *builder) thawed(v *types.Var, others bool) (out []blame) {
	all := make(map[string]bool)
	for name := range b.thaws {
		all[name] = true
	}
	for name := range b.thawsElsewhere {
		all[name] = all[name] || others
	}
	for _, name := range sortedKeys(all) {
		if !all[name] || !b.holdsType(v.Type(), name, map[types.Type]bool{}) {
			continue
		}
		if list := b.thaws[name]; len(list) > 0 {
			out = append(out, list[0])
		} else {
			out = append(out, b.thawsElsewhere[name][0])
		}
	}
	return out
}

// holdsType reports whether a t is, or has parts, of the type of the given name.
func (b *builder) holdsType(t types.Type, name string, seen map[types.Type]bool) bool {
	t = types.Unalias(t)
	if t == nil || seen[t] {
		return false
	}
	seen[t] = true
	if named, ok := t.(*types.Named); ok && named.Obj().Pkg() != nil {
		path := PlainPath(named.Obj().Pkg().Path())
		if path+"."+named.Obj().Name() == name {
			return true
		}
		if b.unitOf(path) == nil && named.TypeArgs() == nil {
			return false
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		for field := range u.Fields() {
			if b.holdsType(field.Type(), name, seen) {
				return true
			}
		}
	case *types.Signature: // as of a sync.OnceValue
		for v := range u.Results().Variables() {
			if b.holdsType(v.Type(), name, seen) {
				return true
			}
		}
	case *types.Map:
		return b.holdsType(u.Key(), name, seen) || b.holdsType(u.Elem(), name, seen)
	case interface{ Elem() types.Type }:
		return b.holdsType(u.Elem(), name, seen)
	}
	return false
}

// thawsBelow are those of the packages that u imports.
func (u *Unit) thawsBelow(out map[string][]blame, seen map[*Unit]bool) {
	for _, key := range sortedKeys(u.imports) {
		dep := u.imports[key]
		if seen[dep] || dep.access == nil {
			continue
		}
		seen[dep] = true
		for name, list := range dep.access.thaws {
			out[name] = append(out[name], list...)
		}
		dep.thawsBelow(out, seen)
	}
}

// noteThaws notes the places that change what a variable may hold.
func (b *builder) noteThaws(n *Node, v *types.Var, others bool) (out []Assumption) {
	for _, w := range b.thawed(v, others) {
		if a := n.place(w, "is not fixed: "+w.use.in.FullName()+" may change it, as it does values of its type"); !slices.Contains(n.notes, a) {
			n.notes = append(n.notes, a)
			out = append(out, a)
		}
	}
	return out
}
