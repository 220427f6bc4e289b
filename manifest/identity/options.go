package identity

import (
	"go/ast"
	"go/types"
	"strings"
)

// inertOptions are the options of checkpoint.Func that influence neither the
// key of a call nor the bytes that are stored (I2): an edit to them keeps
// every result.
var inertOptions = map[string]bool{"Store": true, "Logger": true, "TTL": true, "Expiry": true, "When": true, "Verbosity": true, "Default": true, "Memory": true, "Temp": true}

// IsInert reports whether the option of that name counts for nothing in an
// identity.
func IsInert(option string) bool { return inertOptions[option] }

// runtimeFunc is the name of the function of runtime/checkpoint that an
// expression names, or "".
func runtimeFunc(info *types.Info, fun ast.Expr) string {
	fun = ast.Unparen(fun)
	switch e := fun.(type) {
	case *ast.IndexExpr:
		fun = e.X
	case *ast.IndexListExpr:
		fun = e.X
	}
	id := identOf(fun)
	if id == nil {
		return ""
	}
	fn, ok := info.Uses[id].(*types.Func)
	if !ok || fn.Pkg() == nil || fn.Signature().Recv() != nil ||
		PlainPath(fn.Pkg().Path()) != strings.TrimSuffix(runtimeTree, "/")+"/checkpoint" {
		return ""
	}
	return fn.Name()
}

func isFuncOption(info *types.Info, fun ast.Expr) bool { return runtimeFunc(info, fun) == "Func" }

// countingOptions tells the inert options among the arguments of
// checkpoint.Func from the others.
func countingOptions(info *types.Info, args []ast.Expr) (counting, inert []ast.Expr) {
	for i, arg := range args {
		if call, ok := ast.Unparen(arg).(*ast.CallExpr); ok && i > 0 && inertOptions[runtimeFunc(info, call.Fun)] {
			inert = append(inert, arg)
		} else {
			counting = append(counting, arg)
		}
	}
	return counting, inert
}

// registration writes the arguments of checkpoint.Func: the function, by its
// version if there is one, and the options that count.
func (f *former) registration(args []ast.Expr) {
	args, inert := countingOptions(f.src.Info, args)
	f.inert = append(f.inert, inert...)
	if v := pinnedBy(f.src.Info, args); v != "" {
		if id := identOf(args[0]); id != nil {
			if fn, ok := f.src.Info.Uses[id].(*types.Func); ok && !isGeneric(fn.Origin()) {
				f.pinned(fn, v)
				args = args[1:]
			}
		}
	}
	f.exprs(args)
}

// codecMethods are the methods that decide how a value is hashed, and what is
// stored of it (I8).
var codecMethods = map[string]bool{
	"HashCheckpoint": true,
	"MarshalBinary":  true, "AppendBinary": true, "UnmarshalBinary": true,
	"GobEncode": true, "GobDecode": true,
	"MarshalText": true, "AppendText": true, "UnmarshalText": true,
}

// roots makes the nodes of the registrations (I8). One that has nothing to add
// to its function has the function's identity.
func (b *builder) roots() {
	for i := range b.src.Roots {
		r := &b.src.Roots[i]
		before := b.byKey[nodeKey{RootNode, r.Name}]
		n := &Node{Kind: RootNode, Name: r.Name, Object: r.Func}
		f := b.newFormer(n, nil)
		if before != nil { // registered more than once: all count
			n = before
			f.op("and")
			f.sum(n.shape)
			f.refs = n.refs
		} else {
			b.add(n)
			n.Pos, n.End = r.Func.Pos(), r.Func.Pos()
			f.op("root")
			if v := pinnedBy(b.src.Info, r.Exprs); v != "" && !isGeneric(r.Func) {
				f.pinned(r.Func, v)
				if code := b.node(r.Func); code != nil {
					n.captures = behind(&Node{code: code})
				}
			} else {
				f.object(r.Func)
			}
			for _, t := range r.Types {
				f.codecs(t, map[types.Type]bool{})
			}
		}
		f.node = n
		for _, e := range r.Exprs {
			f.op("option")
			f.expr(e)
		}
		f.finish(n)
		n.bare = len(n.refs) == 1 && n.refs[0].node != nil && len(r.Exprs) == 0 && (before == nil || before.bare)
	}
}

// codecs writes the hash and marshal methods of a type's components.
func (f *former) codecs(t types.Type, seen map[types.Type]bool) {
	t = types.Unalias(t)
	if seen[t] {
		return
	}
	seen[t] = true
	switch t := t.(type) {
	case *types.Named:
		for m := range t.Origin().Methods() {
			if codecMethods[m.Name()] && f.builder.node(m) != nil {
				f.op("codec")
				f.str(m.Name())
				f.object(m)
			}
		}
		for arg := range t.TypeArgs().Types() {
			f.codecs(arg, seen)
		}
		f.codecs(t.Underlying(), seen)
	case *types.Pointer:
		f.codecs(t.Elem(), seen)
	case *types.Slice:
		f.codecs(t.Elem(), seen)
	case *types.Array:
		f.codecs(t.Elem(), seen)
	case *types.Map:
		f.codecs(t.Key(), seen)
		f.codecs(t.Elem(), seen)
	case *types.Struct:
		for field := range t.Fields() {
			f.codecs(field.Type(), seen)
		}
	}
}
