package registration

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A Cycle is an initialization cycle: the code of a function leads to the
// variable that holds its own handle. The compiler refuses it.
type Cycle struct {
	Handle string     // the variable
	Func   string     // the function that it registers, as it is spelled
	Via    []string   // what is between, in order
	Use    *ast.Ident // names a variable on the way, the first one
	Of     string     // the function whose handle Use should be, as checkpoint.Of takes it
	// Replace says that checkpoint.Of(Of) can stand where Use does.
	Replace bool
}

// Cycles finds the initialization cycles of registered functions in a package
// whose type check reported such cycles. As it doesn't compile, info may lack all
// that is of other packages.
func Cycles(files []*ast.File, info *types.Info) []Cycle {
	c := cycles{info, make(map[types.Object][]reference), make(map[types.Object]ast.Expr)}
	var order []types.Object
	for _, file := range files {
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				if obj := info.Defs[decl.Name]; obj != nil && decl.Body != nil {
					c.references[obj] = c.in(decl.Body)
				}
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					spec, ok := spec.(*ast.ValueSpec)
					if !ok {
						continue // no variable
					}
					for i, name := range spec.Names {
						obj, ok := info.Defs[name].(*types.Var)
						if !ok || len(spec.Values) != len(spec.Names) {
							continue
						}
						c.references[obj] = c.in(spec.Values[i])
						if fn := c.registered(spec.Values[i]); fn != nil {
							c.handles[obj] = fn
							order = append(order, obj)
						}
					}
				}
			}
		}
	}
	var found []Cycle
	for _, handle := range order {
		way := c.way(handle)
		if way == nil {
			continue
		}
		at := slices.IndexFunc(way, func(r reference) bool { _, ok := r.to.(*types.Var); return ok })
		cycle := Cycle{Handle: handle.Name(), Use: way[at].id}
		cycle.Func, cycle.Of = c.spell(handle)
		for _, r := range way[:len(way)-1] {
			if fn, ok := r.to.(*types.Func); !ok || !c.names(handle, fn) {
				cycle.Via = append(cycle.Via, r.to.Name())
			}
		}
		if c.handles[way[at].to] != nil {
			_, cycle.Of = c.spell(way[at].to)
			cycle.Replace = cycle.Of != ""
		}
		if !slices.ContainsFunc(found, func(f Cycle) bool { return f.Use == cycle.Use }) {
			found = append(found, cycle)
		}
	}
	return found
}

// spell gives what a handle registers, and how checkpoint.Of is given that.
func (c *cycles) spell(handle types.Object) (fn, of string) {
	if _, ok := c.handles[handle].(*ast.FuncLit); ok {
		return "a function literal", ""
	}
	of = types.ExprString(c.handles[handle])
	return of, of
}

// names reports whether fn is what a handle registers.
func (c *cycles) names(handle types.Object, fn *types.Func) bool {
	return slices.ContainsFunc(c.in(c.handles[handle]), func(r reference) bool { return r.to == fn })
}

type cycles struct {
	info       *types.Info
	references map[types.Object][]reference // of declarations of the package, in source order
	handles    map[types.Object]ast.Expr    // what variables register
}

// A reference is a use of a package-level variable, a function or a method.
type reference struct {
	id *ast.Ident
	to types.Object
}

// in gives the references in a part of a declaration.
func (c *cycles) in(n ast.Node) []reference {
	var found []reference
	ast.Inspect(n, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		switch obj := c.info.Uses[id].(type) {
		case *types.Func:
			found = append(found, reference{id, obj}) // as the compiler sees it: a method of an instance is none of the package
		case *types.Var:
			if obj.Pkg() != nil && obj.Parent() == obj.Pkg().Scope() {
				found = append(found, reference{id, obj})
			}
		}
		return true
	})
	return found
}

// registered gives the function that an initializer registers, nil if it is no
// call of checkpoint.Func.
func (c *cycles) registered(x ast.Expr) ast.Expr {
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return nil
	}
	if runtimeCall(call, c.info) == "Func" {
		return ast.Unparen(call.Args[0])
	}
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && sel.Sel.Name == "Func" {
		if id, ok := sel.X.(*ast.Ident); ok { // of a package that was not read
			if p, ok := c.info.Uses[id].(*types.PkgName); ok && identity.PlainPath(p.Imported().Path()) == RuntimePath {
				return ast.Unparen(call.Args[0])
			}
		}
	}
	return nil
}

// way is the shortest way of references from a variable to itself, nil if there
// is none.
func (c *cycles) way(handle types.Object) []reference {
	type step struct {
		reference
		from *step
	}
	seen := make(map[types.Object]bool)
	list := []*step{{reference: reference{to: handle}}}
	for i := 0; i < len(list); i++ {
		for _, r := range c.references[list[i].to] {
			if r.to == handle {
				way := []reference{r}
				for s := list[i]; s.from != nil; s = s.from {
					way = append(way, s.reference)
				}
				slices.Reverse(way)
				return way
			}
			if !seen[r.to] {
				seen[r.to] = true
				list = append(list, &step{r, list[i]})
			}
		}
	}
	return nil
}

// Problem says what leads to what.
func (c Cycle) Problem() string {
	text := c.Func + " depends on " + c.Handle + ", which registers it"
	if len(c.Via) > 0 {
		text += ", by way of " + strings.Join(c.Via, " → ")
	}
	return text
}

// Remedy says what to do about it.
func (c Cycle) Remedy() string {
	if c.Of == "" {
		return "declare the literal as a function, and name its handle by checkpoint.Of in the place of " + c.Use.Name
	}
	return "call checkpoint.Of(" + c.Of + ") in the place of " + c.Use.Name
}
