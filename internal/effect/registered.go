package effect

import (
	"go/ast"
	"go/types"
	"strconv"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A Registered is a registered function whose own summary doesn't tell all that
// a call of it does (E10): an instance of generic code, whose type arguments the
// registration chooses, or a function outside the scope.
type Registered struct {
	Func     *types.Func
	Expr     ast.Expr // names it
	TypeArgs []types.Type
	Type     *types.Signature // as it is registered: the receiver is the first parameter
}

// RegisteredKey is the key of the node for the ith function given to
// [Registrations].
func RegisteredKey(i int) string { return registeredPrefix + strconv.Itoa(i) }

const registeredPrefix = "registered "

// IsRegistered reports whether a key is one that RegisteredKey gives.
func IsRegistered(key string) bool { return strings.HasPrefix(key, registeredPrefix) }

// Registrations gives, as a package of its own, a node for each function that
// does what a call of it does. It is for the package's own world, and no part of
// its summary.
func Registrations(src *Source, list []Registered) *Package {
	s := newSummarizer(src, identity.PlainPath(src.Types.Path())+" registrations")
	for i, r := range list {
		n := s.nodeOf(RegisteredKey(i))
		s.newWalker(n, r.Expr).registered(r)
		s.out.Nodes = append(s.out.Nodes, n)
	}
	return s.out
}

func (w *walker) registered(r Registered) {
	w.typeArgs(r.TypeArgs, r.Expr, 0)
	if !w.InScope(identity.PlainPath(r.Func.Pkg().Path())) {
		w.registeredOutside(r)
		return
	}
	c := Call{Callee: Key(r.Func), Opens: openings(r.TypeArgs), Site: siteOf(w.Fset, r.Expr)}
	for i := range r.Type.Params().Len() {
		c.Args = append(c.Args, Flow{To: i, Ref: Ref{Root: Root(i + 1)}})
	}
	w.node.Calls = append(w.node.Calls, c)
}

// registeredOutside notes what a function outside the scope does to what it is
// given, as outsideCall does for a call.
func (w *walker) registeredOutside(r Registered) {
	fn, params := r.Func, r.Type.Params()
	if pure, _ := w.Extra.says(fn); pure {
		return
	}
	if kind, what := w.outside(fn); kind != 0 {
		e := Effect{Kind: kind, What: what}
		for i := params.Len() - 1; i >= 0 && (kind == Files || kind == FileInfo); i-- {
			if b, ok := params.At(i).Type().Underlying().(*types.Basic); ok && b.Info()&types.IsString != 0 {
				e.Ref = Ref{Root: Root(i + 1)} // the first one is the name
			}
		}
		w.effect(e, r.Expr)
	} else {
		for _, e := range w.dependency(fn, func(i int) Ref { return Ref{Root: Root(i + 1)} }) {
			w.effect(e, r.Expr)
		}
	}
	for _, i := range writesTo(fn, params.Len()) {
		if i < params.Len() && refers(params.At(i).Type()) {
			w.effect(Effect{Kind: Mutates, What: ShortName(fn), Ref: Ref{Root: Root(i + 1)}}, r.Expr)
		}
	}
	for i := range params.Len() {
		w.registeredGiven(r, params.At(i), Root(i+1))
	}
}

// registeredGiven notes what it may do with one argument: call its methods, call
// it, write to it.
func (w *walker) registeredGiven(r Registered, param *types.Var, root Root) {
	t := param.Type()
	if _, ok := t.Underlying().(*types.Signature); ok {
		w.effect(Effect{Kind: Unknown, What: ShortName(r.Func) + " calls " + param.Name(), Ref: Ref{Root: root}}, r.Expr)
		return
	}
	iface, ok := t.Underlying().(*types.Interface)
	if !ok || isErrorType(t) || plain(t) {
		return
	}
	if isWriter(t) {
		w.effect(Effect{Kind: Writes, What: ShortName(r.Func), Ref: Ref{Root: root}}, r.Expr)
		return
	}
	for m := range iface.Methods() {
		w.node.Dynamic = append(w.node.Dynamic, Dynamic{
			Shape: w.shape(t), Method: methodShape(m), Name: w.interfaceName(t) + "." + m.Name(),
			Args: []Flow{{Ref: Ref{Root: root}}}, Closed: closed(t), Ours: w.ours(t), Site: siteOf(w.Fset, r.Expr),
		})
	}
}
