package effect

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// literal gives a function literal a node of its own. It has the parameters of
// the declaration around it, as it captures them; its own lead nowhere.
func (w *walker) literal(lit *ast.FuncLit, stack []ast.Node) {
	*w.literals++
	key := fmt.Sprintf("%s$%d", strings.TrimPrefix(w.node.Key, "var "), *w.literals)
	for w.nodes[key] != nil { // of what an init function assigns
		key += "'"
	}
	inner := *w
	inner.node = w.nodeOf(key)
	inner.visit(lit.Body, append(slices.Clone(stack), lit))
	c := Call{Callee: key, Value: w.valueOf(lit, stack), Site: siteOf(w.Fset, lit)}
	for i := range w.params {
		c.Args = append(c.Args, Root(i+1))
	}
	w.node.Calls = append(w.node.Calls, c)
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

// sigKey names a function type: the numbers of parameters and results, and their
// types, which are left out where generic code has its own.
func sigKey(sig *types.Signature) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d/%d", sig.Params().Len(), sig.Results().Len())
	for _, tuple := range []*types.Tuple{sig.Params(), sig.Results()} {
		for v := range tuple.Variables() {
			if generic(v.Type(), 0) {
				return fmt.Sprintf("%d/%d ~", sig.Params().Len(), sig.Results().Len())
			}
			b.WriteString(" " + types.TypeString(v.Type(), func(p *types.Package) string { return identity.PlainPath(p.Path()) }))
		}
	}
	return b.String()
}

// generic reports whether a type mentions a type parameter.
func generic(t types.Type, depth int) bool {
	if depth > 5 {
		return true // at worst, more matches
	}
	switch t := types.Unalias(t).(type) {
	case *types.TypeParam:
		return true
	case *types.Pointer:
		return generic(t.Elem(), depth+1)
	case *types.Slice:
		return generic(t.Elem(), depth+1)
	case *types.Array:
		return generic(t.Elem(), depth+1)
	case *types.Chan:
		return generic(t.Elem(), depth+1)
	case *types.Map:
		return generic(t.Key(), depth+1) || generic(t.Elem(), depth+1)
	case *types.Named:
		for a := range t.TypeArgs().Types() {
			if generic(a, depth+1) {
				return true
			}
		}
	case *types.Signature:
		for _, tuple := range []*types.Tuple{t.Params(), t.Results()} {
			for v := range tuple.Variables() {
				if generic(v.Type(), depth+1) {
					return true
				}
			}
		}
	}
	return false
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
	counts, rest, _ := strings.Cut(key, " ")
	return v.exact[key] || v.generic[counts] || rest == "~" && v.counts[counts]
}
