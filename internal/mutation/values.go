package mutation

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// valuesDiffer reports whether two versions of one declaration hold other
// constants.
func (r *Repo) valuesDiffer(was, is *identity.Node) bool {
	return was == nil || is == nil || !slices.Equal(constants(was), constants(is))
}

// constants lists the values of the outermost constant expressions of a
// declaration, in the order of the source. Constants that are declared inside
// functions are values where they are used, and nothing where they are not.
func constants(n *identity.Node) []string {
	if c, ok := n.Object.(*types.Const); ok {
		return []string{c.Val().ExactString()}
	}
	info := n.Unit().Source().Info
	var out []string
	inspectDecl(n, func(m ast.Node) bool {
		if gen, ok := m.(*ast.GenDecl); ok && gen.Tok == token.CONST {
			return false
		}
		if e, ok := m.(ast.Expr); ok {
			if v := info.Types[e].Value; v != nil {
				out = append(out, v.ExactString())
				return false
			}
		}
		return true
	})
	return out
}

// inspectDecl walks the syntax of a node's declaration.
func inspectDecl(n *identity.Node, f func(ast.Node) bool) {
	for _, file := range n.Unit().Source().Files {
		if n.Pos < file.FileStart || n.Pos >= file.FileEnd {
			continue
		}
		ast.Inspect(file, func(m ast.Node) bool {
			switch {
			case m == nil || m.Pos() >= n.End || m.End() <= n.Pos:
				return false
			case m.Pos() < n.Pos || m.End() > n.End:
				return true // around it
			}
			return f(m)
		})
	}
}
