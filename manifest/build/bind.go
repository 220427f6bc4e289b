package build

import (
	"fmt"
	"go/types"
	"strings"

	"github.com/gocheckpoint/checkpoint/internal/registration"
	"github.com/gocheckpoint/checkpoint/manifest"
)

// typedPath is the import path of the package that binds functions.
const typedPath = "github.com/gocheckpoint/checkpoint/runtime/typed"

// The functions of package typed reach this far.
const (
	maxBoundParams  = 8
	maxBoundResults = 4
)

// A binding is what the generated code says of a registered function.
type binding struct {
	Expr     string // names it
	Instance string // the id of an instance of a generic function, else ""
	Bind     string // the function of package typed for it, "" for none
}

// bindings lists what the generated code says of the functions that the package
// registers, sorted, and what it imports for that. What it cannot name, and
// what only some builds have, is left out (rule 9). The plain package's functions
// are bound by its own generated code.
func (prog *Program) bindings(n *namer, variant manifest.Variant) []binding {
	p := n.p
	known := make(map[string]registration.Registration)
	for _, r := range p.Registrations {
		if !r.Known() || !prog.anywhere(p.Package, r.Call.Pos()) {
			continue
		}
		if variant == manifest.Test && !strings.HasSuffix(prog.fset.File(r.Call.Pos()).Name(), "_test.go") {
			continue
		}
		if _, again := known[r.ID]; !again && n.canName(r) {
			known[r.ID] = r
		}
	}
	var out []binding
	for _, id := range sortedKeys(known) {
		r := known[id]
		b := binding{Bind: bindName(r.Signature(p.TypesInfo))}
		if r.Generic {
			b.Instance = id
		}
		if b.Bind == "" && b.Instance == "" {
			continue
		}
		b.Expr = n.name(r)
		out = append(out, b)
	}
	return out
}

// bindName is the function of package typed that binds functions of such a
// type.
func bindName(sig *types.Signature) string {
	params, results := sig.Params().Len(), sig.Results().Len()
	if params > maxBoundParams || results == 0 || results > maxBoundResults {
		return ""
	}
	variadic := ""
	if sig.Variadic() {
		variadic = "V"
	}
	return fmt.Sprintf("Bind%s%dx%d", variadic, params, results)
}
