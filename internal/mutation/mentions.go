package mutation

import (
	"fmt"
	"go/ast"
	"go/types"
	"path"
	"strings"

	"github.com/gocheckpoint/checkpoint/internal/registration"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// Uncovered lists the functions and variables that mention a declaration in
// scope which they don't cover. It asks the type checker alone what a name
// denotes, so that the verdicts don't rest on the engine's word only: what it
// overlooks is no miss to [Repo.Judge]. Names inside constant expressions
// count by value.
func (r *Repo) Uncovered() []string {
	nodes := make(map[string]*identity.Node) // by kind and full name
	for _, n := range r.whole.nodes {
		nodes[string(n.Kind)+" "+n.FullName()] = n
	}
	var out []string
	for _, u := range r.whole.units {
		for _, n := range u.Nodes {
			if n.Kind != identity.FuncNode && n.Kind != identity.VarNode {
				continue
			}
			covers := make(map[*identity.Node]bool)
			for _, m := range n.Covers() {
				covers[m] = true
			}
			for _, key := range mentions(n) {
				if m := nodes[key]; m != nil && !covers[m] && !isRuntime(m) {
					out = append(out, fmt.Sprintf("%s mentions %s, which it doesn't cover", n.ID(), key))
				}
			}
		}
	}
	return out
}

// isRuntime reports whether a node is our own runtime's, which code refers to by
// name.
func isRuntime(n *identity.Node) bool {
	return strings.HasPrefix(n.Unit().Path+"/", path.Dir(registration.RuntimePath)+"/")
}

// mentions lists what the names in a declaration denote, by kind and full name.
func mentions(n *identity.Node) (out []string) {
	info := n.Unit().Source().Info
	inspectDecl(n, func(m ast.Node) bool {
		if e, ok := m.(ast.Expr); ok && info.Types[e].Value != nil {
			return false
		}
		id, ok := m.(*ast.Ident)
		if !ok {
			return true
		}
		switch obj := info.Uses[id].(type) {
		case *types.Func:
			out = append(out, "func "+obj.Origin().FullName())
		case *types.Var:
			if obj.Pkg() != nil && obj.Parent() == obj.Pkg().Scope() {
				out = append(out, "var "+obj.Pkg().Path()+"."+obj.Name())
			}
		case *types.TypeName:
			if obj.Pkg() != nil && obj.Parent() == obj.Pkg().Scope() {
				out = append(out, "type "+obj.Pkg().Path()+"."+obj.Name())
			}
		}
		return true
	})
	return out
}
