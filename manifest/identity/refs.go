package identity

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"
	"strings"
)

// object writes a reference to a package-level object: in scope by what it
// denotes, outside by name and version (I1, I3).
func (f *former) object(obj types.Object) {
	if obj.Pkg() == nil { // of the universe: error, any, comparable
		f.op("universe")
		f.str(obj.Name())
		return
	}
	if f.byName(PlainPath(obj.Pkg().Path())) {
		f.ref(ref{name: leafName(obj), leaf: leafName(obj)})
		return
	}
	if n := f.builder.node(obj); n != nil {
		r := ref{node: n, name: n.FullName()}
		if v, ok := obj.(*types.Var); ok {
			switch {
			case f.part != nil && f.part.v == v:
				r.part = f.part
			case n.closed != nil: // whose type no node tells
				r.part = &part{v: v, typ: v.Type()}
			}
			f.part = nil
		}
		f.ref(r)
		return
	}
	if f.unitOf(PlainPath(obj.Pkg().Path())) != nil {
		f.node.unknown = true
		f.assume(f.node.Pos, "cannot determine what "+leafName(obj)+" denotes")
	}
	f.leaf(obj)
}

// runtimeTree is the path prefix of our own runtime. Code refers to it by
// name, not by version: what it does to a result is in the formats of keys and
// entries, which carry versions of their own.
const runtimeTree = "github.com/gocheckpoint/checkpoint/runtime/"

func isRuntime(path string) bool { return strings.HasPrefix(path+"/", runtimeTree) }

// byName reports whether the package refers to that path by name alone,
// wherever its source is.
func (u *Unit) byName(path string) bool { return isRuntime(path) && !isRuntime(u.Path) }

func (f *former) leaf(obj types.Object) {
	path := PlainPath(obj.Pkg().Path())
	name := leafName(obj)
	l := f.leafOf(path)
	f.ref(ref{name: name, leaf: name + " " + l.Version, modules: l.Modules, outside: fromOutside(obj, l)})
	if l.Unknown != "" {
		f.node.unknown = true
		f.assume(f.node.Pos, "depends on package "+path+", "+l.Unknown)
	}
	if reason := leafAssumption(obj); reason != "" {
		f.assume(f.node.Pos, reason)
	}
	for _, s := range statesBehind(obj) {
		if !slices.Contains(f.node.states, s) {
			f.node.states = append(f.node.states, s)
		}
	}
}

func (f *former) leafOf(path string) Leaf {
	if f.src.Leaf == nil {
		return Leaf{Unknown: "whose version this driver does not know"}
	}
	return f.src.Leaf(path)
}

func leafName(obj types.Object) string {
	if fn, ok := obj.(*types.Func); ok {
		return fn.Origin().FullName()
	}
	return PlainPath(obj.Pkg().Path()) + "." + obj.Name()
}

// softRefs covers what a declaration mentions whose value or structure is in
// the form already, without a reference: the named constants behind a constant
// or the length of an array, and the interfaces that an interface embeds,
// mentioned directly or by way of an alias.
func (f *former) softRefs(n ast.Node) {
	if n != nil {
		f.softRefsIn(f.src.Info, n)
	}
}

// softRefsIn does so for syntax of another package too, whose info is given.
func (f *former) softRefsIn(info *types.Info, n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		if lit, ok := n.(*ast.CompositeLit); ok {
			f.unkeyed(info, lit)
		}
		if it, ok := n.(*ast.InterfaceType); ok {
			for _, elem := range it.Methods.List {
				if len(elem.Names) == 0 {
					f.softTypes(info, elem.Type)
				}
			}
		}
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		obj := info.Uses[id]
		if obj == nil || obj.Pkg() == nil {
			return true
		}
		if positions[PlainPath(obj.Pkg().Path())+"."+obj.Name()] {
			f.assume(id.Pos(), seesPosition)
		}
		if !isPackageLevel(obj) {
			return true
		}
		if u := f.unitOf(PlainPath(obj.Pkg().Path())); u != nil && u.aliases[obj.Name()] != nil {
			f.softRefsIn(u.src.Info, u.aliases[obj.Name()])
			return true
		}
		if dep := f.builder.node(obj); dep != nil && dep.Kind == ConstNode {
			f.soft(dep)
		}
		return true
	})
}

// softTypes covers the types that an element of an interface mentions.
func (f *former) softTypes(info *types.Info, elem ast.Expr) {
	ast.Inspect(elem, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if tn, ok := info.Uses[id].(*types.TypeName); ok && tn.Pkg() != nil && isPackageLevel(tn) {
				if dep := f.builder.node(tn); dep != nil {
					f.soft(dep)
				}
			}
		}
		return true
	})
}

func (f *former) soft(dep *Node) {
	if dep != f.node {
		f.node.soft = append(f.node.soft, dep)
	}
}

// constant writes a value and its type: equal values of equal types are equal
// code, however they are spelled.
func (f *former) constant(v constant.Value, t types.Type) {
	f.op("value")
	f.int(int(v.Kind()))
	f.str(v.ExactString())
	f.typ(t)
}
