package effect

import (
	"go/ast"
	"go/types"
)

// harmless reports whether what a function outside the scope gives cannot
// influence a result: the time that only reaches a logger, the number of
// processors that only says how many goroutines there are.
func (w *walker) harmless(fn *types.Func, kind Kind, call *ast.CallExpr, stack []ast.Node) bool {
	switch kind {
	case Clock:
		return w.onlyLogged(call, stack, 0)
	case Context:
		return fn.Name() == "Value" && w.onlyLogger(call, stack)
	case Files:
		return Key(fn) == "go/parser.ParseFile" && len(call.Args) > 2 && !w.Info.Types[call.Args[2]].IsNil()
	case Runtime:
		switch fn.Name() {
		case "NumCPU", "GOMAXPROCS":
			return w.spawns || w.startsGroup()
		case "Stack", "Caller", "Callers", "FuncForPC", "CallersFrames":
			return w.onlyLogged(call, stack, 0)
		}
	}
	return false
}

// startsGroup reports whether the declaration hands functions to a group of
// goroutines, or sets its limit.
func (w *walker) startsGroup() bool {
	found := false
	ast.Inspect(w.decl, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if fn, _, recv := w.callee(ast.Unparen(call.Fun)); fn != nil && recv != nil {
				found = found || fn.Name() == "SetLimit" || fn.Name() == "Go"
			}
		}
		return !found
	})
	return found
}

func elem(t types.Type) types.Type {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}
