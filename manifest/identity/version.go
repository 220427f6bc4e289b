package identity

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"
)

// pinnedBy is the value that a Version option among the arguments of
// checkpoint.Func gives, or "": it stands for the code of the function (I8).
// Only a constant does; any other counts beside the code.
func pinnedBy(info *types.Info, args []ast.Expr) string {
	for _, arg := range args {
		call, ok := ast.Unparen(arg).(*ast.CallExpr)
		if !ok || RuntimeFunc(info, call.Fun) != "Version" || len(call.Args) != 1 {
			continue
		}
		if v := info.Types[call.Args[0]].Value; v != nil && v.Kind() == constant.String {
			return constant.StringVal(v)
		}
	}
	return ""
}

// pin makes the functions that their own package registers with a version
// stand for that, for all who refer to them. Captured variables that the code
// reads stay part of the keys.
func (b *builder) pin() {
	versions := make(map[*Node][]string)
	for _, r := range b.src.Roots {
		if v := pinnedBy(b.src.Info, r.Exprs); v != "" && r.Func.Pkg() == b.src.Types && !isGeneric(r.Func) {
			if n := b.node(r.Func); n != nil {
				versions[n] = append(versions[n], v)
			}
		}
	}
	for _, n := range b.Nodes {
		vs := versions[n]
		if len(vs) == 0 {
			continue
		}
		code := *n
		n.code = &code
		slices.Sort(vs)
		n.refs, n.soft, n.notes, n.unknown = nil, nil, nil, false
		f := b.newFormer(n, nil)
		f.pinned(n.Object.(*types.Func), slices.Compact(vs)...)
		f.finish(n)
	}
}

// isGeneric reports whether a function has instances: a version of one says
// nothing of the others.
func isGeneric(fn *types.Func) bool {
	return fn.Signature().TypeParams().Len() > 0 || fn.Signature().RecvTypeParams().Len() > 0
}

// pinned writes a function by its name, signature and version.
func (f *former) pinned(fn *types.Func, versions ...string) {
	f.op("version")
	f.str(fn.FullName())
	f.typ(fn.Signature())
	f.int(len(versions))
	for _, v := range versions {
		f.str(v)
	}
}

// behind lists the captured variables that the code of pinned nodes reads.
func behind(n *Node) []string {
	seen := make(map[*Node]bool)
	found := make(map[string]bool)
	var visit func(*Node)
	visit = func(m *Node) {
		if m == nil || seen[m] {
			return
		}
		seen[m] = true
		m.items(func(id string) { found[id] = true }, func(string) {})
		for next := range m.edges {
			visit(next)
		}
		visit(m.code)
	}
	visit(n.code)
	return sortedKeys(found)
}
