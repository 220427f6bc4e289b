package effect

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

// A Verdict is something that a function of a package outside the scope does, by
// itself or through the functions that it calls by their names (E12).
type Verdict struct {
	Kind Kind
	What string
	// Via are the keys of the functions on the way, from the function itself to the
	// one that does it.
	Via []string
	// Root is the parameter that names the file that is read, 0 for none.
	Root Root
	// Returned is set where only the function's result is affected.
	Returned bool
	File     string
	Line     int
}

// carried are the effects that count in a package outside the scope, those first
// that say most. Left out is what libraries do for themselves: stacks for errors,
// values of contexts for traces, machine code that computes; and orders inside.
var carried = []Kind{Declared, Network, Process, Input, Files, WriteFiles, Random, Environment, Arguments, System, FileInfo,
	Clock, Stdout}

// Verdicts are what the functions of a package do by static calls, by key: for
// each kind, what is the fewest calls away.
func (p *Package) Verdicts() map[string][]Verdict {
	nodes := make(map[string]*Node, len(p.Nodes))
	for _, n := range p.Nodes {
		nodes[n.Key] = n
	}
	callers := make(map[string][]edge)
	for _, n := range p.Nodes {
		if strings.HasPrefix(n.Key, "var ") {
			continue // what it begins with
		}
		for i := range n.Calls {
			if c := &n.Calls[i]; nodes[c.Callee] != nil && c.Logs == NoLogger && (c.Value == "" || invokes(n, nodes, c.Value)) {
				callers[c.Callee] = append(callers[c.Callee], edge{n, c})
			}
		}
	}
	out := make(map[string][]Verdict)
	for _, kind := range carried {
		spread(p, kind, callers, out)
	}
	for _, n := range p.Nodes {
		for _, e := range n.Effects {
			if e.Kind == MapOrder && e.Returned && !slices.ContainsFunc(out[n.Key], func(v Verdict) bool { return v.Kind == MapOrder }) {
				out[n.Key] = append(out[n.Key], e.verdict(n.Key, Ref{}))
			}
		}
	}
	return out
}

// nearby are the effects that count no further away than that many functions: a
// library reads the clock for its timeouts and caches, and prints where it is
// debugged.
var nearby = map[Kind]int{Clock: 3, Stdout: 2}

type edge struct {
	from *Node
	call *Call
}

// invokes reports whether a node, or one that it calls, calls function values of a
// type.
func invokes(n *Node, nodes map[string]*Node, sig string) bool {
	calls := func(n *Node) bool {
		return slices.ContainsFunc(n.Invokes, func(s string) bool { return matches(s, sig) })
	}
	return calls(n) || slices.ContainsFunc(n.Calls, func(c Call) bool { return c.Value == "" && nodes[c.Callee] != nil && calls(nodes[c.Callee]) })
}

// spread gives what does something of a kind to those that call it, the nearest
// first.
func spread(p *Package, kind Kind, callers map[string][]edge, out map[string][]Verdict) {
	found := map[string]bool{}
	type reached struct {
		key string
		v   Verdict
	}
	var queue []reached
	for _, n := range p.Nodes {
		if strings.HasPrefix(n.Key, "var ") {
			continue
		}
		for _, e := range n.Effects {
			if most := nearby[kind]; e.Kind == kind && (most == 0 || len(e.Via) < most) {
				queue = append(queue, reached{n.Key, e.verdict(n.Key, e.Ref)})
				found[n.Key] = true
				break
			}
		}
	}
	for len(queue) > 0 {
		r := queue[0]
		queue = queue[1:]
		out[r.key] = append(out[r.key], r.v)
		for _, c := range callers[r.key] {
			if found[c.from.Key] {
				continue
			}
			v := r.v
			v.Root = 0
			for _, a := range c.call.Args {
				if a.To == int(r.v.Root)-1 && a.At == "" && a.Path == "" && a.Root.IsParam() {
					v.Root = a.Root
				}
			}
			if via := functionOf(c.from.Key); via != v.Via[0] {
				v.Via = shorten(append([]string{via}, v.Via...))
			}
			if most := nearby[kind]; most > 0 && len(v.Via) > most {
				continue
			}
			found[c.from.Key] = true
			queue = append(queue, reached{c.from.Key, v})
		}
	}
}

func (e *Effect) verdict(key string, name Ref) Verdict {
	v := Verdict{Kind: e.Kind, What: e.What, Via: []string{functionOf(key)}, Returned: e.Returned, File: e.File, Line: e.Line}
	if name.Root.IsParam() && name.Path == "" {
		v.Root = name.Root
	}
	if len(e.Via) > 0 {
		v.Via = shorten(append(v.Via, e.Via...))
		v.File, v.Line = e.Beyond.File, e.Beyond.Line
	}
	return v
}

// functionOf is the key of the function around a literal.
func functionOf(key string) string {
	key, _, _ = strings.Cut(key, "$")
	return key
}

// shorten keeps the ends of a long way.
func shorten(via []string) []string {
	const most = 5
	if len(via) <= most {
		return via
	}
	return slices.Concat(via[:most-2], []string{"…"}, via[len(via)-1:])
}

// dependency gives what a function of a dependency does; name is what each of its
// parameters gets, the receiver first.
func (w *walker) dependency(fn *types.Func, name func(param int) Ref) []Effect {
	if w.Outside == nil || w.logger(fn) {
		return nil
	}
	var out []Effect
	for _, v := range w.Outside(fn) {
		e := Effect{Kind: v.Kind, What: v.What, Returned: v.Returned, Via: v.Via, Beyond: Site{File: v.File, Line: v.Line}}
		if v.Root > 0 {
			e.Ref = name(int(v.Root) - 1)
		}
		out = append(out, e)
	}
	return out
}

// dependencyCall notes what a call of a function of a dependency does.
func (w *walker) dependencyCall(fn *types.Func, recv ast.Expr, call *ast.CallExpr, stack []ast.Node) {
	given := call.Args
	if recv != nil {
		given = append([]ast.Expr{recv}, given...)
	}
	for _, e := range w.dependency(fn, func(i int) Ref {
		if i < len(given) {
			if refs := w.argument(given[i]).leads(); len(refs) == 1 {
				return refs[0]
			}
		}
		return Ref{}
	}) {
		if e.Kind == Clock && w.onlyLogged(call, stack, 0) || e.Returned && w.isSorted(call, stack) {
			continue
		}
		w.effect(e, call)
	}
}
