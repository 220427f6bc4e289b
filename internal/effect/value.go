package effect

import (
	"fmt"
	"go/ast"
	"go/token"
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
	w.node.Calls = append(w.node.Calls, Call{Callee: key, Value: w.valueOf(lit, stack), Bound: len(vars),
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
			b.WriteString(" " + types.TypeString(nameless(v.Type()), func(p *types.Package) string { return identity.PlainPath(p.Path()) }))
		}
	}
	return b.String()
}

// nameless is a type without the names that function types in it give to their
// parameters, which don't tell types apart.
func nameless(t types.Type) types.Type {
	switch u := types.Unalias(t).(type) {
	case *types.Pointer:
		return types.NewPointer(nameless(u.Elem()))
	case *types.Slice:
		return types.NewSlice(nameless(u.Elem()))
	case *types.Array:
		return types.NewArray(nameless(u.Elem()), u.Len())
	case *types.Map:
		return types.NewMap(nameless(u.Key()), nameless(u.Elem()))
	case *types.Chan:
		return types.NewChan(u.Dir(), nameless(u.Elem()))
	case *types.Signature:
		return types.NewSignatureType(nil, nil, nil, namelessTuple(u.Params()), namelessTuple(u.Results()), u.Variadic())
	default:
		return u
	}
}

func namelessTuple(t *types.Tuple) *types.Tuple {
	vars := make([]*types.Var, t.Len())
	for i := range vars {
		vars[i] = types.NewParam(token.NoPos, nil, "", nameless(t.At(i).Type()))
	}
	return types.NewTuple(vars...)
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

// matches reports whether functions of two types may be the same.
func matches(a, b string) bool {
	countsA, restA, _ := strings.Cut(a, " ")
	countsB, restB, _ := strings.Cut(b, " ")
	return a == b || countsA == countsB && (restA == "~" || restB == "~")
}
