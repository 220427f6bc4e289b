package effect

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A Logging says of a call that it is a logger's: what it does is then of no
// influence, unless it writes to what a parameter refers to (E9).
type Logging uint8

const (
	NoLogger Logging = iota
	Logs
	LogsAs // a method of a logger, which may write to its receiver
)

// logging says whether a call is a logger's by its name, and nothing comes back
// from it as a result, or all that comes back are loggers.
func (w *walker) logging(fn *types.Func) Logging {
	results := fn.Signature().Results()
	for v := range results.Variables() {
		if !loggerType(v.Type()) {
			return NoLogger
		}
	}
	if results.Len() == 0 && !w.logger(fn) {
		return NoLogger
	}
	if recv := fn.Signature().Recv(); recv != nil && loggerType(recv.Type()) {
		return LogsAs
	}
	return Logs
}

// logger reports whether a function or method is named for logging, or belongs to
// a package or a type that is. A name counts by its words: login is none.
func (s *summarizer) logger(fn *types.Func) bool {
	if fn.Pkg() != nil && logPackage(fn.Pkg().Name()) {
		return true
	}
	recv := fn.Signature().Recv()
	if recv != nil {
		if loggerType(recv.Type()) {
			return true
		}
		t := strings.ToLower(typeName(elem(recv.Type())))
		outside := fn.Pkg() != nil && !s.InScope(identity.PlainPath(fn.Pkg().Path()))
		if outside && (strings.HasSuffix(t, "histogram") || strings.HasSuffix(t, "observer")) {
			return true // of metrics
		}
	}
	return logWords[firstWord(fn.Name())]
}

// loggerType reports whether a type is a logger, by its name or because it is
// known.
func loggerType(t types.Type) bool {
	t = types.Unalias(elem(t))
	name := typeName(t)
	return strings.HasSuffix(strings.ToLower(name), "logger") || !isErrorType(t) && quietTypes[name] && strings.Contains(strings.ToLower(name), "log")
}

var logWords = words(`log logs logf logln logger logging debug debugf debugln dbg trace tracef traceln`)

// logPackage reports whether a package is named for logging or measuring.
func logPackage(name string) bool {
	name = strings.ToLower(name)
	return logPackages[name] || logWords[name] || strings.HasSuffix(name, "logger") || strings.HasSuffix(name, "logging")
}

var logPackages = words(`slog glog klog zlog xlog plog tlog ulog clog applog syslog eventlog logr logrus logx logutil logutils
	log15 zap zerolog seelog tracing tracer otel metric metrics prometheus promauto`)

// firstWord is what a name begins with up to the next capital letter, digit or
// underscore, in lower case.
func firstWord(name string) string {
	name = strings.TrimLeft(name, "_")
	for i := 1; i < len(name); i++ {
		if c := name[i]; 'A' <= c && c <= 'Z' && name[i-1] > 'Z' || c == '_' || '0' <= c && c <= '9' {
			return strings.ToLower(name[:i])
		}
	}
	return strings.ToLower(name)
}

// logs reports whether a call logs: by its name, or as it writes to standard
// error. A function of the scope that is handed the address of a variable may
// give something back there.
func (w *walker) logs(call *ast.CallExpr) bool {
	fn, _, _ := w.callee(ast.Unparen(call.Fun))
	if fn == nil {
		return w.builtin(call) == "print" || w.builtin(call) == "println"
	}
	if fn.Pkg() != nil && fn.Pkg().Path() == "fmt" && strings.HasPrefix(fn.Name(), "Fprint") {
		return len(call.Args) > 0 && w.standardError(call.Args[0])
	}
	if !w.logger(fn) {
		return false
	}
	for _, a := range call.Args {
		u, ok := ast.Unparen(a).(*ast.UnaryExpr)
		if ok && u.Op == token.AND && fn.Pkg() != nil && w.InScope(identity.PlainPath(fn.Pkg().Path())) {
			return false
		}
	}
	return true
}

// onlyLogged reports whether a value is only measured and logged: it is an
// argument of a logger, decides whether a line is logged, or is kept in a local
// variable of which that holds.
func (w *walker) onlyLogged(e ast.Expr, stack []ast.Node, depth int) bool {
	if depth > 4 {
		return false
	}
	for i := len(stack) - 1; i >= 0; i-- {
		switch p := stack[i].(type) {
		case *ast.ParenExpr, *ast.SelectorExpr, *ast.BinaryExpr, *ast.UnaryExpr:
			continue // of it, a method, or a difference
		case *ast.CallExpr:
			fn, _, _ := w.callee(ast.Unparen(p.Fun))
			switch {
			case w.logs(p):
				if fn == nil || fn.Signature().Results().Len() == 0 || fn.Pkg() != nil && fn.Pkg().Path() == "fmt" {
					return true
				}
				continue // slog.Info("x", slog.Duration("d", time.Since(start)))
			case fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "time":
				continue // time.Since(start), start.Sub(…).Round(…)
			case w.Info.Types[p.Fun].IsType():
				continue
			}
			return false
		case *ast.ExprStmt:
			return true
		case *ast.IfStmt:
			return p.Cond.Pos() <= e.Pos() && e.End() <= p.Cond.End() && w.onlyLogs(p)
		case *ast.AssignStmt:
			if len(p.Lhs) != len(p.Rhs) { // _, file, line, _ := runtime.Caller(1)
				unlogged := func(lhs ast.Expr) bool { return !w.variableOnlyLogged(lhs, depth) }
				return p.Rhs[0].Pos() <= e.Pos() && !slices.ContainsFunc(p.Lhs, unlogged)
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

// onlyLogs reports whether an if statement does nothing else than log.
func (w *walker) onlyLogs(s ast.Stmt) bool {
	switch s := s.(type) {
	case nil:
		return true
	case *ast.BlockStmt:
		for _, stmt := range s.List {
			if !w.onlyLogs(stmt) {
				return false
			}
		}
		return true
	case *ast.IfStmt:
		return w.onlyLogs(s.Body) && w.onlyLogs(s.Else)
	case *ast.ExprStmt:
		call, ok := ast.Unparen(s.X).(*ast.CallExpr)
		return ok && w.logs(call)
	}
	return false
}

func (w *walker) variableOnlyLogged(lhs ast.Expr, depth int) bool {
	id, ok := lhs.(*ast.Ident)
	if !ok {
		return false
	}
	if id.Name == "_" {
		return true
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

// onlyLogger reports whether a value is only taken for a logger: it is asserted
// to be one, or kept in a local variable of which that holds.
func (w *walker) onlyLogger(e ast.Expr, stack []ast.Node) bool {
	switch p := parent(stack).(type) {
	case *ast.TypeAssertExpr:
		return p.Type != nil && loggerType(w.Info.TypeOf(p.Type))
	case *ast.AssignStmt:
		id, ok := p.Lhs[0].(*ast.Ident)
		if !ok || len(p.Lhs) != 1 || p.Tok != token.DEFINE {
			return false
		}
		v, only, used := w.Info.Defs[id], true, false
		ast.PreorderStack(w.decl, nil, func(n ast.Node, stack []ast.Node) bool {
			use, ok := n.(*ast.Ident)
			if !ok || v == nil || w.Info.Uses[use] != v {
				return true
			}
			assert, ok := parent(stack).(*ast.TypeAssertExpr)
			used = true
			only = only && ok && assert.Type != nil && loggerType(w.Info.TypeOf(assert.Type))
			return true
		})
		return used && only
	}
	return false
}
