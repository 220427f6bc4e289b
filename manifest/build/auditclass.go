package build

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/callgraph"
	"golang.org/x/tools/go/ssa"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A Class says why a function is reached but not covered.
type Class string

const (
	// ClassHole is a function that the code runs, or that the initializer of a
	// variable that it reads does, and nothing explains why it isn't covered.
	ClassHole Class = "hole"
	// ClassReflection is a function that disappears from rapid type analysis when
	// types that only stand in the signatures of methods are not taken for
	// types of interface values: somebody would have to make such a value by
	// reflection (I6).
	ClassReflection Class = "reflection"
	// ClassArgument is a function that a call graph of the whole program adds,
	// though neither the code nor the variables that it reads make a value that
	// leads there; but a parameter can hold one. Call keys cover it.
	ClassArgument Class = "argument"
	// ClassAssumed is the same where no parameter can, but the identity is
	// assumed for a reason that lets such a value in.
	ClassAssumed Class = "assumed"
	// ClassCallers is the same where there is no such reason either: the call
	// graph does not tell the callers of a shared function apart.
	ClassCallers Class = "callers"
)

// Classes are all of them.
var Classes = []Class{ClassHole, ClassReflection, ClassArgument, ClassAssumed, ClassCallers}

// A classifier explains what one function misses.
type classifier struct {
	*wholeProgram
	root *ssa.Function
	// strict needs no reflection, and full needs it; neither needs values from
	// elsewhere.
	strict, full map[string]bool
	graph        *callgraph.Graph
	from         map[*callgraph.Node]*callgraph.Node // how each was first reached
	byName       map[string]*callgraph.Node          // the nearest
	// reason is the assumption that lets unknown values in, or "".
	reason string
	holds  bool // a parameter can hold code
	alone  bool // the call graph is rooted at the function
	paths  bool // of all classes
}

func (w *wholeProgram) classifier(n *identity.Node, root *ssa.Function, graph *callgraph.Graph) *classifier {
	c := &classifier{
		wholeProgram: w, root: root, graph: graph,
		strict: w.declared(w.rapid.reach(root, rapidOptions{Variables: true})),
		full:   w.declared(w.rapid.reach(root, rapidOptions{Variables: true, Signatures: true})),
	}
	for _, p := range root.Params {
		c.holds = c.holds || holdsCode(p.Type(), map[types.Type]bool{})
	}
	for _, a := range w.closures.Of(n).Assumptions {
		if w.letsIn(a) {
			c.reason = a.In + " " + a.Reason
			break
		}
	}
	return c
}

func (c *classifier) classify(name string) Missed {
	m := Missed{Func: name}
	switch {
	case c.strict[name]:
		m.Class = ClassHole
	case c.full[name]:
		m.Class = ClassReflection
	case c.alone: // where should it come from?
		m.Class = ClassHole
	case c.holds:
		m.Class = ClassArgument
	case c.reason != "":
		m.Class, m.Reason = ClassAssumed, c.reason
	default:
		m.Class = ClassCallers
	}
	if m.Class == ClassHole || c.paths {
		m.Path = c.path(name)
	}
	return m
}

// letsIn reports whether an assumption is one through which values, and the
// code that belongs to them, may come that the identity doesn't know.
func (w *wholeProgram) letsIn(a identity.Assumption) bool {
	if strings.HasPrefix(a.Reason, "asks ") || strings.HasPrefix(a.Reason, "depends on package ") {
		return false
	}
	if t, ok := w.variables[a.In]; ok && strings.HasPrefix(a.Reason, "is not fixed") {
		return holdsCode(t, map[types.Type]bool{})
	}
	return true
}

// holdsCode reports whether a value of type t can bring code along: an
// interface value or a function, at any depth.
func holdsCode(t types.Type, seen map[types.Type]bool) bool {
	t = types.Unalias(t)
	if seen[t] {
		return false
	}
	seen[t] = true
	switch u := t.Underlying().(type) {
	case *types.Interface, *types.Signature:
		return true
	case *types.Basic:
		return u.Kind() == types.UnsafePointer
	case *types.Map:
		return holdsCode(u.Key(), seen) || holdsCode(u.Elem(), seen)
	case *types.Struct:
		for field := range u.Fields() {
			if holdsCode(field.Type(), seen) {
				return true
			}
		}
	case interface{ Elem() types.Type }:
		return holdsCode(u.Elem(), seen)
	}
	return false
}

// path are the functions on a shortest way to the named one.
func (c *classifier) path(name string) []string {
	if c.from == nil {
		c.search()
	}
	var out []string
	start := c.graph.Nodes[c.root]
	for n := c.byName[name]; n != nil && n != start; n = c.from[n] {
		out = append(out, n.Func.String())
	}
	slices.Reverse(out)
	return out
}

func (c *classifier) search() {
	c.from, c.byName = make(map[*callgraph.Node]*callgraph.Node), make(map[string]*callgraph.Node)
	start := c.graph.Nodes[c.root]
	if start == nil {
		return
	}
	c.from[start] = nil
	level := []*callgraph.Node{start}
	for len(level) > 0 {
		// Those that are equally near are taken by name, for equal reports.
		slices.SortFunc(level, func(a, b *callgraph.Node) int { return strings.Compare(c.name(a.Func), c.name(b.Func)) })
		var next []*callgraph.Node
		for _, n := range level {
			if fn := declared(n.Func); fn != nil && c.byName[fn.FullName()] == nil {
				c.byName[fn.FullName()] = n
			}
			for _, e := range n.Out {
				if _, seen := c.from[e.Callee]; !seen {
					c.from[e.Callee] = n
					next = append(next, e.Callee)
				}
			}
		}
		level = next
	}
}

// name is f.String(), which takes its time.
func (w *wholeProgram) name(f *ssa.Function) string {
	name, ok := w.names[f]
	if !ok {
		name = f.String()
		w.names[f] = name
	}
	return name
}
