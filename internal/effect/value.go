package effect

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// literal gives a function literal a node of its own. What it captures are its
// first parameters.
func (w *walker) literal(lit *ast.FuncLit, stack []ast.Node) {
	key := w.flow.literals.key(w.summarizer, lit)
	inner := *w
	inner.node = w.nodeOf(key)
	inner.flow = newFlow(w.summarizer, inner.node, w.flow.literals)
	vars := w.flow.literals.vars(w.summarizer, lit)
	inner.captured = vars
	for _, v := range vars {
		inner.flow.param(v, v.Type())
	}
	for _, field := range lit.Type.Params.List {
		for _, name := range field.Names {
			v, _ := w.Info.Defs[name].(*types.Var)
			inner.flow.param(v, w.Info.TypeOf(field.Type))
		}
		if len(field.Names) == 0 {
			inner.flow.param(nil, w.Info.TypeOf(field.Type))
		}
	}
	inner.follow(lit.Body, lit.Type)
	inner.visit(lit.Body, append(slices.Clone(stack), lit))
	w.node.Calls = append(w.node.Calls, Call{Callee: key, Value: w.valueOf(lit, stack), Bound: len(vars), Opens: Inherits,
		Args: w.flow.closure(lit).bound(), Site: siteOf(w.Fset, lit)})
}

// bound are the flows of what a function value has bound.
func (v *value) bound() []Flow {
	var out []Flow
	if v == nil {
		return nil
	}
	for i := range len(v.parts) {
		out = v.parts[fmt.Sprintf("$%d", i)].flows(i, "", out)
	}
	return out
}

// valueOf is the type that a mentioned function is called by, "" where it is
// handed to code outside the scope, which is taken to call it.
func (w *walker) valueOf(e ast.Expr, stack []ast.Node) string {
	sig, ok := w.Info.TypeOf(e).Underlying().(*types.Signature)
	if !ok {
		return ""
	}
	if call, ok := parent(stack).(*ast.CallExpr); ok && !w.Info.Types[call.Fun].IsType() {
		if fn, _, _ := w.callee(ast.Unparen(call.Fun)); fn != nil && fn.Pkg() != nil && !w.InScope(identity.PlainPath(fn.Pkg().Path())) {
			return ""
		}
	}
	return sigKey(sig)
}

// invoke notes that a function value is called, or handed to code that may call
// it.
func (w *walker) invoke(t types.Type) {
	if t == nil {
		return
	}
	if sig, ok := coreType(t).(*types.Signature); ok {
		if key := sigKey(sig); !slices.Contains(w.node.Invokes, key) {
			w.node.Invokes = append(w.node.Invokes, key)
		}
	}
}

// An invoked holds the types of the function values that are called.
type invoked struct{ exact, counts, generic map[string]bool }

func newInvoked() *invoked {
	return &invoked{map[string]bool{}, map[string]bool{}, map[string]bool{}}
}

// add reports whether the type is new.
func (v *invoked) add(key string) bool {
	if v.exact[key] {
		return false
	}
	v.exact[key] = true
	counts, rest, _ := strings.Cut(key, " ")
	v.counts[counts] = true
	if rest == "~" {
		v.generic[counts] = true
	}
	return true
}

// calls reports whether a function of a type may be called as a value.
func (v *invoked) calls(key string) bool {
	if strings.HasPrefix(key, "template ") {
		return v.templates(key)
	}
	counts, rest, _ := strings.Cut(key, " ")
	return v.exact[key] || v.generic[counts] || rest == "~" && v.counts[counts]
}

// matches reports whether functions of two types may be the same.
func matches(a, b string) bool {
	countsA, restA, _ := strings.Cut(a, " ")
	countsB, restB, _ := strings.Cut(b, " ")
	return a == b || countsA == countsB && (restA == "~" || restB == "~")
}
