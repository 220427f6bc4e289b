package identity

import (
	"go/ast"
	"go/types"
	"reflect"
	"strings"
)

// inertOptions are the options of checkpoint.Func that influence neither what
// the key of a call is nor what is stored (I2): an edit to them keeps every
// result. What CaptureAll does, the captures of a registration tell.
var inertOptions = map[string]bool{
	"Store": true, "Logger": true, "TTL": true, "Expiry": true, "When": true, "Verbosity": true,
	"Default": true, "Memory": true, "Temp": true,
	"Shared": true, "LockWait": true, "Observe": true, "Verify": true, "CaptureAll": true,
}

// IsInert reports whether the option of that name counts for nothing in an
// identity.
func IsInert(option string) bool { return inertOptions[option] }

// RuntimeFunc is the name of the function of runtime/checkpoint that an
// expression names, spelled in whatever way, or "". The options that packages
// beside it make to observe calls are Observe to everybody.
func RuntimeFunc(info *types.Info, fun ast.Expr) string {
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
	if !ok || fn.Pkg() == nil || fn.Signature().Recv() != nil {
		return ""
	}
	switch path := PlainPath(fn.Pkg().Path()); {
	case path == runtimeTree+"checkpoint":
		return fn.Name()
	case isRuntime(path) && fn.Name() == "Observer":
		return "Observe"
	}
	return ""
}

func isFuncOption(info *types.Info, fun ast.Expr) bool { return RuntimeFunc(info, fun) == "Func" }

// takesOptions reports whether a call is of checkpoint.Func, New or Over.
func takesOptions(info *types.Info, fun ast.Expr) bool {
	switch RuntimeFunc(info, fun) {
	case "Func", "New", "Over":
		return true
	}
	return false
}

// countingOptions tells the inert options among the arguments of
// checkpoint.Func, New or Over from the others.
func countingOptions(info *types.Info, args []ast.Expr) (counting, inert []ast.Expr) {
	for _, arg := range args {
		if call, ok := ast.Unparen(arg).(*ast.CallExpr); ok && inertOptions[RuntimeFunc(info, call.Fun)] {
			inert = append(inert, arg)
		} else {
			counting = append(counting, arg)
		}
	}
	return counting, inert
}

// registration writes the arguments of checkpoint.Func: the function, by its
// version if there is one, and the options that count; and those of New and Over.
func (f *former) registration(fun ast.Expr, args []ast.Expr) {
	args, inert := countingOptions(f.src.Info, args)
	f.inert = append(f.inert, inert...)
	if v := pinnedBy(f.src.Info, args); v != "" && isFuncOption(f.src.Info, fun) {
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
			n.Pos, n.End = r.Pos, r.Pos
			f.op("root")
			if v := pinnedBy(b.src.Info, r.Exprs); v != "" && !isGeneric(r.Func) {
				f.pinned(r.Func, v)
				n.code = b.node(r.Func) // whose captures stay part of the keys
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
		for i := range t.NumFields() {
			field := t.Field(i)
			f.codecs(field.Type(), seen)
			if name, ok := strings.CutPrefix(reflect.StructTag(t.Tag(i)).Get("checkpoint"), "by="); ok {
				f.byMethod(field.Type(), name, seen)
			}
		}
	}
}

// byMethod writes the method that stands for a field of type t in the key, and how what it
// returns is hashed. Which one stands for an interface's is part of the key.
func (f *former) byMethod(t types.Type, name string, seen map[types.Type]bool) {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	m, ok := obj.(*types.Func)
	if !ok {
		return
	}
	if f.builder.node(m) != nil {
		f.op("by")
		f.str(name)
		f.object(m)
	}
	for r := range m.Signature().Results().Variables() {
		f.codecs(r.Type(), seen)
	}
}
