package build

import (
	"go/types"
	"slices"

	"github.com/gocheckpoint/checkpoint/internal/registration"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// An errorVar is an error variable that the generated code hands to the runtime.
type errorVar struct{ ID, Expr string }

// knownErrors are the packages whose error variables the runtime knows without being told.
var knownErrors = map[string]bool{
	"bufio": true, "context": true, "errors": true, "io": true, "io/fs": true, "os": true, "strconv": true,
}

// errorVars are the variables of type error that generated code can name, of a package
// that registers functions whose errors are remembered, or whose results hold errors, and
// of those that it imports: an error that one of them holds comes back as itself.
func (prog *Program) errorVars(n *namer) []errorVar {
	holds := func(it *types.Interface) bool {
		return it.NumMethods() > 0 && types.Implements(types.Universe.Lookup("error").Type(), it)
	}
	if !slices.ContainsFunc(interfaceTypes(prog.storedTypes(n.p)), holds) {
		return nil
	}
	vars := make(map[string]*types.Var)
	for _, pkg := range append([]*types.Package{n.p.Types}, n.p.Types.Imports()...) {
		if path := identity.PlainPath(pkg.Path()); knownErrors[path] || path == registration.RuntimePath {
			continue
		}
		for _, name := range pkg.Scope().Names() {
			v, ok := pkg.Scope().Lookup(name).(*types.Var)
			if ok && name != "_" && isError(v.Type()) && n.object(v) {
				vars[identity.PlainPath(pkg.Path())+"."+name] = v
			}
		}
	}
	var out []errorVar
	for _, id := range sortedKeys(vars) {
		expr := vars[id].Name()
		if q := n.qualifier(vars[id].Pkg()); q != "" {
			expr = q + "." + expr
		}
		out = append(out, errorVar{id, expr})
	}
	return out
}
