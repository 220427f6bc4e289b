package effect

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// harmless reports whether what a function outside the scope gives cannot
// influence a result: the time that only reaches a logger, the number of
// processors that only says how many goroutines there are.
func (w *walker) harmless(fn *types.Func, kind Kind, call *ast.CallExpr, stack []ast.Node) bool {
	switch kind {
	case Clock:
		return w.onlyLogged(call, stack, 0)
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

// onlyLogged reports whether a value is only measured and logged: it is an
// argument of a logger, or is kept in a local variable of which that holds.
func (w *walker) onlyLogged(e ast.Expr, stack []ast.Node, depth int) bool {
	if depth > 4 {
		return false
	}
	for i := len(stack) - 1; i >= 0; i-- {
		switch p := stack[i].(type) {
		case *ast.ParenExpr, *ast.SelectorExpr, *ast.BinaryExpr:
			continue // of it, a method, or a difference
		case *ast.CallExpr:
			if w.logs(p) {
				return true
			}
			if fn, _, _ := w.callee(ast.Unparen(p.Fun)); fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "time" {
				continue // time.Since(start), start.Sub(…).Round(…)
			}
			if w.Info.Types[p.Fun].IsType() {
				continue
			}
			return false
		case *ast.AssignStmt:
			if len(p.Lhs) != len(p.Rhs) {
				return false
			}
			for j, rhs := range p.Rhs {
				if rhs.Pos() <= e.Pos() && e.End() <= rhs.End() {
					return w.variableOnlyLogged(p.Lhs[j], depth)
				}
			}
			return false
		case *ast.ValueSpec:
			return len(p.Names) == 1 && w.variableOnlyLogged(p.Names[0], depth)
		default:
			return false
		}
	}
	return false
}

func (w *walker) variableOnlyLogged(lhs ast.Expr, depth int) bool {
	id, ok := lhs.(*ast.Ident)
	if !ok {
		return false
	}
	v, ok := w.Info.ObjectOf(id).(*types.Var)
	if !ok || isPackageLevel(v) || w.returnedOnly(v) {
		return false
	}
	only, used := true, false
	ast.PreorderStack(w.decl, nil, func(n ast.Node, stack []ast.Node) bool {
		use, ok := n.(*ast.Ident)
		if !ok || w.Info.Uses[use] != types.Object(v) || !only {
			return only
		}
		if a, ok := parent(stack).(*ast.AssignStmt); ok && a.Tok == token.ASSIGN && a.Lhs[0] == ast.Expr(use) {
			return true
		}
		used = true
		only = w.onlyLogged(use, stack, depth+1)
		return only
	})
	return only && used
}

// logs reports whether a call logs: a method or function of a package, or of a
// type, that is named for it, or one that writes to standard error.
func (w *walker) logs(call *ast.CallExpr) bool {
	fn, _, _ := w.callee(ast.Unparen(call.Fun))
	if fn == nil {
		return w.builtin(call) == "print" || w.builtin(call) == "println"
	}
	if fn.Pkg() != nil {
		last := strings.ToLower(fn.Pkg().Name())
		if strings.Contains(last, "log") || last == "zap" || last == "debug" || strings.HasPrefix(last, "trace") || strings.HasPrefix(last, "metric") || last == "prometheus" {
			return true
		}
		if fn.Pkg().Path() == "fmt" && strings.HasPrefix(fn.Name(), "Fprint") {
			return len(call.Args) > 0 && w.standardError(call.Args[0])
		}
	}
	recv := fn.Signature().Recv()
	if recv == nil {
		name := strings.ToLower(fn.Name())
		return strings.HasPrefix(name, "log") || strings.HasPrefix(name, "debug") || strings.HasPrefix(name, "trace")
	}
	t := strings.ToLower(typeName(elem(recv.Type())))
	return strings.HasSuffix(t, "logger") || strings.HasSuffix(t, ".log") || strings.HasSuffix(t, "histogram") || strings.HasSuffix(t, "observer") ||
		strings.HasPrefix(strings.ToLower(fn.Name()), "log") || strings.HasPrefix(strings.ToLower(fn.Name()), "debug")
}

func elem(t types.Type) types.Type {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}
