package mutation

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"reflect"
	"slices"
)

// sibling adds a site that puts another variable, function, method or field of
// the same type in the place of the one that an identifier names. One that is
// exchangeable makes no difference, and is left out.
func (f *finder) sibling(id *ast.Ident) {
	obj := f.p.TypesInfo.Uses[id]
	if obj == nil || obj.Pkg() == nil {
		return
	}
	kind := "sibling variable"
	var all []types.Object
	switch o := obj.(type) {
	case *types.Var:
		switch {
		case o.IsField():
			kind, all = "sibling field", f.fields(o)
		case o.Parent() == o.Pkg().Scope():
			all = members(o.Pkg())
		}
	case *types.Func:
		kind = "sibling function"
		switch recv := o.Signature().Recv(); {
		case recv != nil:
			kind, all = "sibling method", methods(recv.Type())
		default:
			all = members(o.Pkg())
		}
	}
	at := slices.Index(all, obj)
	if at < 0 {
		return
	}
	for i := range all[1:] {
		other := all[(at+1+i)%len(all)]
		if reflect.TypeOf(other) != reflect.TypeOf(obj) || !types.Identical(other.Type(), obj.Type()) || other.Name() == "_" || other.Name() == "main" ||
			!other.Exported() && other.Pkg() != f.p.Types {
			continue
		}
		if !f.r.exchangeable(obj, other) {
			f.replace(kind, id.Pos(), id.End(), other.Name())
			return
		}
	}
}

// members are what a package declares, by name.
func members(p *types.Package) (out []types.Object) {
	for _, name := range p.Scope().Names() {
		out = append(out, p.Scope().Lookup(name))
	}
	return out
}

// methods are the methods of a named type, or of the one behind a pointer.
func methods(t types.Type) (out []types.Object) {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	if named, ok := types.Unalias(t).(*types.Named); ok {
		for m := range named.Methods() {
			out = append(out, m)
		}
	}
	return out
}

// fields are those of the struct in the package that has a field.
func (f *finder) fields(v *types.Var) (out []types.Object) {
	if v.Pkg() != f.p.Types {
		return nil
	}
	if f.structs == nil {
		f.structs = make(map[*types.Var]*types.Struct)
		for _, tv := range f.p.TypesInfo.Types {
			if s, ok := tv.Type.(*types.Struct); ok && tv.IsType() {
				for field := range s.Fields() {
					f.structs[field] = s
				}
			}
		}
	}
	if s := f.structs[v]; s != nil {
		for field := range s.Fields() {
			out = append(out, field)
		}
	}
	return out
}

// exchangeable reports whether one object does as well as another: functions of
// the same text, and variables that are initialized alike and that nobody
// writes, where what they mention is the same or exchangeable. This is judged by
// the syntax, not by the engine.
func (r *Repo) exchangeable(x, y types.Object) bool {
	c := comparison{r: r, known: make(map[[2]types.Object]bool)}
	return c.objects(x, y)
}

// A comparison remembers the pairs that it takes for exchangeable.
type comparison struct {
	r     *Repo
	known map[[2]types.Object]bool
}

func (c *comparison) objects(x, y types.Object) bool {
	if x == y || c.known[[2]types.Object{x, y}] {
		return true
	}
	dx, dy := c.r.declaration(x), c.r.declaration(y)
	if dx == nil || dy == nil || dx.info != dy.info || dx.written || dy.written {
		return false
	}
	c.known[[2]types.Object{x, y}] = true // until they are found to differ
	t := texts{comparison: c, info: dx.info, local: make(map[types.Object]types.Object)}
	return t.same(reflect.ValueOf(dx.text), reflect.ValueOf(dy.text))
}

// A declaration is the text of a function, or the initializer of a variable.
type declaration struct {
	text    []ast.Node
	info    *types.Info
	written bool
}

// declaration finds that of a function or a variable of the program; nil for
// others, and for variables that share an initializer.
func (r *Repo) declaration(obj types.Object) *declaration {
	if r.declarations == nil {
		r.declarations = make(map[types.Object]*declaration)
		for _, p := range r.pkgs {
			r.declare(p)
		}
	}
	return r.declarations[obj]
}

func (r *Repo) declare(p *pkg) {
	for _, file := range p.Syntax {
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Body != nil {
					r.declarations[p.TypesInfo.Defs[d.Name]] = &declaration{text: []ast.Node{d.Type, d.Body}, info: p.TypesInfo}
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					v, ok := spec.(*ast.ValueSpec)
					if !ok || d.Tok != token.VAR || len(v.Values) > 0 && len(v.Values) != len(v.Names) {
						continue
					}
					for i, name := range v.Names {
						decl := &declaration{info: p.TypesInfo}
						if len(v.Values) > 0 {
							decl.text = []ast.Node{v.Values[i]}
						}
						r.declarations[p.TypesInfo.Defs[name]] = decl
					}
				}
			}
		}
	}
	for _, file := range p.Syntax {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, e := range n.Lhs {
					r.write(p, e)
				}
			case *ast.IncDecStmt:
				r.write(p, n.X)
			case *ast.RangeStmt:
				r.write(p, n.Key)
				r.write(p, n.Value)
			case *ast.UnaryExpr:
				if n.Op == token.AND {
					r.write(p, n.X)
				}
			}
			return true
		})
	}
}

// write marks the variable at the root of an expression as written.
func (r *Repo) write(p *pkg, e ast.Expr) {
	for {
		switch x := e.(type) {
		case *ast.ParenExpr:
			e = x.X
		case *ast.SelectorExpr:
			if p.TypesInfo.Selections[x] == nil {
				e = x.Sel
			} else {
				e = x.X
			}
		case *ast.IndexExpr:
			e = x.X
		case *ast.SliceExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.Ident:
			if d := r.declarations[p.TypesInfo.Uses[x]]; d != nil {
				d.written = true
			}
			return
		default:
			return
		}
	}
}

// texts compare two pieces of syntax, of one package.
type texts struct {
	*comparison
	info  *types.Info
	local map[types.Object]types.Object
}

var (
	posType      = reflect.TypeFor[token.Pos]()
	identType    = reflect.TypeFor[*ast.Ident]()
	commentsType = reflect.TypeFor[*ast.CommentGroup]()
)

func (t *texts) same(x, y reflect.Value) bool {
	if x.Type() != y.Type() {
		return false
	}
	switch x.Type() {
	case posType:
		return x.Int() == 0 == (y.Int() == 0) // as of an ellipsis
	case commentsType:
		return true
	case identType:
		if !x.IsNil() && !y.IsNil() {
			return t.idents(x.Interface().(*ast.Ident), y.Interface().(*ast.Ident))
		}
	}
	switch x.Kind() {
	case reflect.Interface, reflect.Pointer:
		if x.IsNil() || y.IsNil() {
			return x.IsNil() == y.IsNil()
		}
		return t.same(x.Elem(), y.Elem())
	case reflect.Slice:
		if x.Len() != y.Len() {
			return false
		}
		for i := range x.Len() {
			if !t.same(x.Index(i), y.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Struct:
		for i := range x.NumField() {
			if !t.same(x.Field(i), y.Field(i)) {
				return false
			}
		}
		return true
	}
	return x.Equal(y)
}

func (t *texts) idents(x, y *ast.Ident) bool {
	ox, oy := t.info.ObjectOf(x), t.info.ObjectOf(y)
	switch {
	case ox == nil || oy == nil:
		return ox == oy && x.Name == y.Name
	case reflect.TypeOf(ox) != reflect.TypeOf(oy):
		return false
	case ox.Pkg() == nil || oy.Pkg() == nil:
		return ox == oy
	}
	if c, ok := ox.(*types.Const); ok {
		d := oy.(*types.Const)
		return types.Identical(c.Type(), d.Type()) && constant.Compare(c.Val(), token.EQL, d.Val())
	}
	if v, ok := ox.(*types.Var); ok && v.IsField() || ox.Parent() == nil && ox != oy {
		return ox == oy // a method, too
	}
	if ox.Parent() == ox.Pkg().Scope() || oy.Parent() == oy.Pkg().Scope() {
		return t.objects(ox, oy)
	}
	if known, ok := t.local[ox]; ok {
		return known == oy
	}
	t.local[ox] = oy
	return types.Identical(ox.Type(), oy.Type())
}
