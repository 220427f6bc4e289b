package build

import (
	"go/types"
	"slices"
	"strconv"
	"strings"

	"github.com/gocheckpoint/checkpoint/internal/registration"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A namedImport is an import of the generated code.
type namedImport struct{ Name, Path string }

// A namer spells functions and types as the generated code of a package has to.
type namer struct {
	prog       *Program
	p          *Package
	importable map[string]bool
	aliases    map[string]string // of imported packages, by path
	imports    []namedImport
}

func (prog *Program) namer(p *Package) *namer {
	return &namer{prog: prog, p: p, importable: prog.imported(p), aliases: make(map[string]string)}
}

// imported are the packages that every build of p imports: the generated code
// may import them without adding to what p depends on.
func (prog *Program) imported(p *Package) map[string]bool {
	out := make(map[string]bool)
	for _, file := range p.Syntax {
		if !prog.anywhere(p.Package, file.FileStart) {
			continue
		}
		for _, spec := range file.Imports {
			if path, err := strconv.Unquote(spec.Path.Value); err == nil {
				out[path] = true
			}
		}
	}
	return out
}

// canName reports whether the generated code of the package can name a
// registered function, in every build.
func (n *namer) canName(r registration.Registration) bool {
	switch {
	case !n.prog.declaredAnywhere(n.p, r.Func):
		return false
	case r.Recv != nil:
		return (r.Func.Exported() || r.Func.Pkg() == n.p.Types) && n.types(r.Recv)
	}
	return n.object(r.Func) && n.types(r.TypeArgs...)
}

// name spells a function that canName.
func (n *namer) name(r registration.Registration) string {
	if r.Recv != nil {
		recv := types.TypeString(r.Recv, n.qualifier)
		if strings.HasPrefix(recv, "*") {
			recv = "(" + recv + ")"
		}
		return recv + "." + r.Func.Name()
	}
	name := r.Func.Name()
	if q := n.qualifier(r.Func.Pkg()); q != "" {
		name = q + "." + name
	}
	if len(r.TypeArgs) == 0 {
		return name
	}
	var args []string
	for _, t := range r.TypeArgs {
		args = append(args, types.TypeString(t, n.qualifier))
	}
	return name + "[" + strings.Join(args, ", ") + "]"
}

// qualifier is the name of a package in the generated code.
func (n *namer) qualifier(pkg *types.Package) string {
	if pkg == n.p.Types {
		return ""
	}
	path := identity.PlainPath(pkg.Path())
	alias, ok := n.aliases[path]
	if !ok {
		for i := len(n.imports) + 1; alias == "" || n.p.Types.Scope().Lookup(alias) != nil; i++ {
			alias = "checkpointimport" + strconv.Itoa(i)
		}
		n.aliases[path] = alias
		n.imports = append(n.imports, namedImport{alias, path})
	}
	return alias
}

// object reports whether a function or type can be named outside of functions.
func (n *namer) object(obj types.Object) bool {
	switch pkg := obj.Pkg(); {
	case pkg == nil:
		return n.universe(obj.Name())
	case pkg == n.p.Types:
		return pkg.Scope().Lookup(obj.Name()) == obj && n.prog.declaredAnywhere(n.p, obj)
	default:
		return obj.Exported() && pkg.Scope().Lookup(obj.Name()) == obj &&
			n.importable[identity.PlainPath(pkg.Path())] && n.prog.declaredAnywhere(n.p, obj)
	}
}

// universe reports whether the package leaves a predeclared name its meaning.
func (n *namer) universe(name string) bool { return n.p.Types.Scope().Lookup(name) == nil }

// types reports whether types can be spelled, as types.TypeString does it.
func (n *namer) types(ts ...types.Type) bool {
	return !slices.ContainsFunc(ts, func(t types.Type) bool { return !n.typ(t) })
}

func (n *namer) typ(t types.Type) bool {
	switch t := t.(type) {
	case *types.Basic:
		if t.Kind() == types.UnsafePointer {
			return n.importable["unsafe"]
		}
		return n.universe(t.Name())
	case *types.Alias:
		return n.object(t.Obj()) && n.types(slices.Collect(t.TypeArgs().Types())...)
	case *types.Named:
		return n.object(t.Obj()) && n.types(slices.Collect(t.TypeArgs().Types())...)
	case *types.Pointer:
		return n.typ(t.Elem())
	case *types.Slice:
		return n.typ(t.Elem())
	case *types.Array:
		return n.typ(t.Elem())
	case *types.Chan:
		return n.typ(t.Elem())
	case *types.Map:
		return n.types(t.Key(), t.Elem())
	case *types.Signature:
		return n.typ(t.Params()) && n.typ(t.Results())
	case *types.Tuple:
		for v := range t.Variables() {
			if !n.typ(v.Type()) {
				return false
			}
		}
		return true
	case *types.Struct:
		for f := range t.Fields() {
			if !n.member(f) || !n.typ(f.Type()) {
				return false
			}
		}
		return true
	case *types.Interface:
		if t.Empty() && !n.universe("any") {
			return false // it may be spelled so
		}
		for m := range t.ExplicitMethods() {
			if !n.member(m) || !n.typ(m.Signature()) {
				return false
			}
		}
		return n.types(slices.Collect(t.EmbeddedTypes())...)
	}
	return false
}

// member reports whether a field or method means the same in the package.
func (n *namer) member(obj types.Object) bool { return obj.Exported() || obj.Pkg() == n.p.Types }
