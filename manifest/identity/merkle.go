package identity

import (
	"bytes"
	"maps"
	"slices"

	"github.com/zeebo/blake3"
)

// merkle computes the identities of the unit's nodes: those of other units are
// known already, as imports have no cycles.
func (b *builder) merkle() {
	for _, scc := range b.components() {
		b.hash(scc)
	}
}

// hash gives the nodes of one strongly connected component their identities,
// which depend neither on names nor on order (I7).
//
// Each node starts with the hash of its own form and of what it refers to
// outside the component. Then every node takes in the colours of its
// neighbours, in the order of its references, until no round tells more nodes
// apart: the partition is then the coarsest in which equal nodes have equal
// neighbours. The component is the set of all (colour, neighbours' colours),
// which describes that quotient whole; a node is its colour in it.
func (b *builder) hash(scc []*Node) {
	inside := make(map[*Node]int, len(scc))
	for i, n := range scc {
		inside[n] = i
	}
	colour := make([][32]byte, len(scc))
	recursive := false
	for i, n := range scc {
		w := &writer{}
		w.op("node")
		w.sum(n.shape)
		w.int(len(n.refs))
		for _, r := range n.refs {
			switch {
			case r.node == nil:
				w.op("leaf")
				w.str(r.leaf)
			default:
				if _, ok := inside[r.node]; ok {
					w.op("inside")
					recursive = true
				} else {
					w.op("outside")
					w.sum(r.node.Identity)
				}
			}
		}
		colour[i] = blake3.Sum256(w.buf)
	}
	if !recursive {
		n := scc[0]
		n.Identity = colour[0]
		if n.bare {
			n.Identity = n.refs[0].node.Identity
		}
		return
	}
	around := func(i int) *writer {
		w := &writer{}
		w.op("around")
		w.sum(colour[i])
		for _, r := range scc[i].refs {
			if j, ok := inside[r.node]; ok && r.node != nil {
				w.sum(colour[j])
			}
		}
		return w
	}
	for classes := count(colour); ; {
		next := make([][32]byte, len(scc))
		for i := range scc {
			next[i] = blake3.Sum256(around(i).buf)
		}
		now := count(next)
		colour = next
		if now == classes {
			break
		}
		classes = now
	}
	quotient := make([][]byte, len(scc))
	for i := range scc {
		quotient[i] = around(i).buf
	}
	slices.SortFunc(quotient, bytes.Compare)
	quotient = slices.CompactFunc(quotient, bytes.Equal)
	all := &writer{}
	all.op("component")
	for _, q := range quotient {
		all.str(string(q))
	}
	whole := blake3.Sum256(all.buf)
	for i, n := range scc {
		w := &writer{}
		w.op("member")
		w.sum(whole)
		w.sum(colour[i])
		n.Identity = blake3.Sum256(w.buf)
	}
}

func count(colours [][32]byte) int {
	set := make(map[[32]byte]bool, len(colours))
	for _, c := range colours {
		set[c] = true
	}
	return len(set)
}

// components lists the strongly connected components of the unit's own nodes,
// each before those that refer to it (Tarjan 1972). The recursion is kept on a
// slice: generated code has chains of calls deeper than a stack should be.
func (b *builder) components() [][]*Node {
	var (
		out   [][]*Node
		stack []*Node
		low   = make(map[*Node]int, len(b.Nodes))
		on    = make(map[*Node]bool, len(b.Nodes))
		next  = 1
	)
	type frame struct {
		n *Node
		i int
	}
	for _, n := range b.Nodes {
		n.index = 0
	}
	for _, start := range b.Nodes {
		if start.index != 0 {
			continue
		}
		var frames []frame
		enter := func(n *Node) {
			n.index, low[n] = next, next
			next++
			stack = append(stack, n)
			on[n] = true
			frames = append(frames, frame{n: n})
		}
		enter(start)
		for len(frames) > 0 {
			top := &frames[len(frames)-1]
			if top.i < len(top.n.refs) {
				m := top.n.refs[top.i].node
				top.i++
				switch {
				case m == nil || m.unit != b.Unit:
				case m.index == 0:
					enter(m)
				case on[m]:
					low[top.n] = min(low[top.n], m.index)
				}
				continue
			}
			n := top.n
			frames = frames[:len(frames)-1]
			if len(frames) > 0 {
				parent := frames[len(frames)-1].n
				low[parent] = min(low[parent], low[n])
			}
			if low[n] != n.index {
				continue
			}
			var scc []*Node
			for {
				m := stack[len(stack)-1]
				stack = stack[:len(stack)-1]
				on[m] = false
				scc = append(scc, m)
				if m == n {
					break
				}
			}
			out = append(out, scc)
		}
	}
	return out
}

// Covers lists the nodes that n covers, itself included, in no particular
// order.
func (n *Node) Covers() []*Node {
	seen := map[*Node]bool{n: true}
	work := []*Node{n}
	for i := 0; i < len(work); i++ {
		visit := func(m *Node) {
			if m != nil && !seen[m] {
				seen[m] = true
				work = append(work, m)
			}
		}
		for _, r := range work[i].refs {
			visit(r.node)
		}
		for _, m := range work[i].soft {
			visit(m)
		}
	}
	return work
}

// A Closure is what a node and all that it covers add up to.
type Closure struct {
	Captures []string // captured variables, as path.Name
	LinkVars []string // variables that the linker can set
	Modules  []string // modules outside the scope
	// Assumptions are sorted by reason and place; none means that the identity
	// is complete.
	Assumptions []Assumption
}

// Closure collects what n covers.
func (n *Node) Closure() Closure {
	captures, links, modules := map[string]bool{}, map[string]bool{}, map[string]bool{}
	var c Closure
	for _, m := range n.Covers() {
		if m.closed != nil {
			m.closed.add(captures, links)
		}
		if m.capture {
			captures[m.FullName()] = true
		}
		if m.linkVar {
			links[m.FullName()] = true
		}
		for _, r := range m.refs {
			for _, mod := range r.modules {
				modules[mod] = true
			}
		}
		c.Assumptions = append(c.Assumptions, m.notes...)
	}
	sorted := func(m map[string]bool) []string { return slices.Sorted(maps.Keys(m)) }
	c.Captures, c.LinkVars, c.Modules = sorted(captures), sorted(links), sorted(modules)
	slices.SortFunc(c.Assumptions, compareAssumptions)
	c.Assumptions = slices.Compact(c.Assumptions)
	return c
}
