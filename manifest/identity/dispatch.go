package identity

import (
	"go/types"
	"sort"
	"strings"
)

// convert covers what an implicit or explicit conversion of src to dst makes
// reachable: a concrete type that becomes an interface value brings its
// methods along (I6).
func (f *former) convert(dst, src types.Type) {
	if dst == nil || src == nil || !isInterface(dst) || isInterface(src) {
		return
	}
	f.reach(src)
	f.numbers(src, false)
}

// isInterface reports whether values of t are interface values at run time;
// type parameters are not.
func isInterface(t types.Type) bool {
	if _, ok := types.Unalias(t).(*types.TypeParam); ok {
		return false
	}
	return types.IsInterface(t)
}

// reach writes the methods that an interface value holding a t can reach, once
// in each declaration.
func (f *former) reach(t types.Type) {
	for _, r := range f.reachable(t, map[types.Type]bool{}) {
		if key := r.key(); !f.methods[key] {
			f.methods[key] = true
			f.ref(r)
		}
	}
}

func (r ref) key() string {
	if r.node != nil {
		return r.node.ID()
	}
	return r.leaf
}

// reachable lists, in the order of the type's structure, the methods nodes and
// leaves among t and its components: whatever reflection, and through it fmt,
// encoding/json or text/template, can get hold of.
func (f *former) reachable(t types.Type, seen map[types.Type]bool) []ref {
	t = types.Unalias(t)
	if t == nil || seen[t] {
		return nil
	}
	seen[t] = true
	var out []ref
	add := func(ts ...types.Type) {
		for _, t := range ts {
			out = append(out, f.reachable(t, seen)...)
		}
	}
	switch t := t.(type) {
	case *types.Named:
		for arg := range t.TypeArgs().Types() {
			add(arg)
		}
		tn := t.Obj()
		switch {
		case tn.Pkg() == nil || isInterface(t):
		case tn.Parent() != tn.Pkg().Scope(): // local: no methods of its own
			add(t.Underlying())
		default:
			path := PlainPath(tn.Pkg().Path())
			if f.byName(path) {
				break
			}
			if u := f.unitOf(path); u != nil {
				if n := u.methodsOf(tn.Name()); n != nil {
					out = append(out, ref{node: n, name: "methods of " + n.FullName()})
				}
			} else {
				l, name := f.leafOf(path), "methods of "+leafName(tn)
				f.node.unknown = f.node.unknown || l.Unknown != ""
				out = append(out, ref{name: name, leaf: name + " " + l.Version, modules: l.Modules})
			}
		}
	case *types.Pointer:
		add(t.Elem())
	case *types.Slice:
		add(t.Elem())
	case *types.Array:
		add(t.Elem())
	case *types.Chan:
		add(t.Elem())
	case *types.Map:
		add(t.Key(), t.Elem())
	case *types.Struct:
		for field := range t.Fields() {
			add(field.Type())
		}
	case *types.Signature: // text/template calls functions; reflection makes arguments
		add(t.Params(), t.Results())
	case *types.Tuple:
		for v := range t.Variables() {
			add(v.Type())
		}
	}
	return out
}

// methodsOf is the methods node of a type of the package, made when first
// asked for; nil for an interface.
func (u *Unit) methodsOf(name string) *Node {
	if n := u.byKey[nodeKey{MethodsNode, name}]; n != nil {
		return n
	}
	t := u.byKey[nodeKey{TypeNode, name}]
	if t == nil || t.Object == nil || isInterface(t.Object.Type()) {
		return nil
	}
	n := &Node{Kind: MethodsNode, Name: name, unit: u, Pos: t.Pos, End: t.End}
	u.byKey[nodeKey{MethodsNode, name}] = n
	u.Nodes = append(u.Nodes, n)
	return n
}

// methodNodes writes the methods nodes of all the package's types (I6): its
// importers may convert them.
func (b *builder) methodNodes() {
	for _, d := range b.decls {
		if d.node.Kind == TypeNode && !strings.HasPrefix(d.node.Name, "_#") {
			b.methodsOf(d.node.Name)
		}
	}
	for i := 0; i < len(b.Nodes); i++ { // may grow
		n := b.Nodes[i]
		if n.Kind != MethodsNode {
			continue
		}
		named, ok := b.byKey[nodeKey{TypeNode, n.Name}].Object.Type().(*types.Named)
		if !ok {
			continue
		}
		f := b.newFormer(n, nil)
		f.op("methods")
		f.object(named.Obj())
		methods := make([]*types.Func, 0, named.NumMethods())
		for m := range named.Methods() {
			if m.Exported() || b.ifaceMethods[m.Name()] {
				methods = append(methods, m)
			}
		}
		sort.Slice(methods, func(i, j int) bool { return methods[i].Id() < methods[j].Id() })
		f.int(len(methods))
		for _, m := range methods {
			f.member(m)
			f.object(m)
		}
		// Promoted methods are those of components, which also say for
		// themselves what can be reached through them.
		f.methods[n.ID()] = true
		f.reach(named.Underlying())
		for _, m := range methods {
			if m.Exported() {
				f.reach(m.Signature().Results())
			}
		}
		f.finish(n)
	}
}
