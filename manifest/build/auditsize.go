package build

import (
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// Sizes are numbers of functions in scope, the audited one included.
type Sizes struct {
	Covered int // by the identity
	Reached int // by the call graph
	// Ran are those that rapid type analysis reaches if it also runs what gives
	// the variables that the code reads their values.
	Ran int
	// NoVariables are those covered without what variables refer to;
	// CalledMethods those covered if of a type's methods only those count that
	// the call graph or Ran has.
	NoVariables, CalledMethods int
	// Surplus are those covered but not reached, by cause.
	Surplus map[Cause]int
}

// A Cause says why a function is covered that the call graph does not reach.
type Cause string

const (
	// ByVariables: Ran has it. It gives variables their values, or is reached
	// through those values.
	ByVariables Cause = "variables"
	// ByMethods: only the methods of a type that becomes an interface value lead
	// there, and Ran doesn't have that method (I6).
	ByMethods Cause = "methods"
	// ByInit: only variables lead there, but not by what gives them their values
	// as far as Ran knows it: by way of the order of initialization, or of
	// init-only code that writes them (I4, I5).
	ByInit Cause = "init-only code"
	// ByMention: it is mentioned, by assembly for example, but not called.
	ByMention Cause = "mentions"
)

// Causes are all of them.
var Causes = []Cause{ByVariables, ByMethods, ByInit, ByMention}

func (w *wholeProgram) sizes(n *identity.Node, covered, reached, ran map[string]bool) Sizes {
	called := func(m *identity.Node) bool { return ran[m.FullName()] || reached[m.FullName()] }
	noVariables := w.functionsOf(n, false, nil)
	calledMethods := w.functionsOf(n, true, called)
	out := Sizes{
		Covered: len(covered), Reached: len(reached), Ran: len(ran),
		NoVariables: len(noVariables), CalledMethods: len(calledMethods), Surplus: make(map[Cause]int),
	}
	for name := range covered {
		switch {
		case reached[name]:
		case ran[name]:
			out.Surplus[ByVariables]++
		case !calledMethods[name]:
			out.Surplus[ByMethods]++
		case !noVariables[name]:
			out.Surplus[ByInit]++
		default:
			out.Surplus[ByMention]++
		}
	}
	return out
}

// functionsOf are the functions that an identity would cover if variables
// counted by their types alone, or if only some methods of types that become
// interface values counted.
func (w *wholeProgram) functionsOf(n *identity.Node, variables bool, methods func(*identity.Node) bool) map[string]bool {
	out := make(map[string]bool)
	seen := map[*identity.Node]bool{n: true}
	work := []*identity.Node{n}
	for i := 0; i < len(work); i++ {
		n := work[i]
		if n.Kind == identity.FuncNode {
			out[n.FullName()] = true
		}
		if n.Kind == identity.VarNode && !variables {
			continue
		}
		for _, m := range w.refs(n) {
			if seen[m] || methods != nil && n.Kind == identity.MethodsNode && m.Kind == identity.FuncNode && !methods(m) {
				continue
			}
			seen[m] = true
			work = append(work, m)
		}
	}
	return out
}

func (w *wholeProgram) refs(n *identity.Node) []*identity.Node {
	if refs, ok := w.edges[n]; ok {
		return refs
	}
	refs, values := n.Refs()
	refs = append(refs, values...)
	w.edges[n] = refs
	return refs
}
