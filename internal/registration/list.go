package registration

import (
	"go/ast"
	"go/types"
)

// A List is the options of a call of New or Over (R6).
type List struct {
	Call    *ast.CallExpr
	Maker   string   // New or Over
	Inner   ast.Expr // of Over: the handle that it is a layer over
	Options []Option
}

// Lists gives the calls of New and Over in a package's files, in source order.
// info needs Types and Uses.
func Lists(files []*ast.File, info *types.Info) []List {
	var found []List
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			l := List{Call: call, Maker: runtimeCall(call, info)}
			args := call.Args
			switch {
			case l.Maker == "New":
			case l.Maker == "Over" && len(args) > 0:
				l.Inner, args = args[0], args[1:]
			default:
				return true // another call
			}
			l.Options = optionsOf(args, info)
			found = append(found, l)
			return true
		})
	}
	return found
}
