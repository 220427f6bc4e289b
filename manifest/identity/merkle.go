package identity

import "github.com/zeebo/blake3"

// merkle computes the identities of the unit's nodes: those of other units are
// known already, as imports have no cycles.
func (b *builder) merkle() { hashAll(b.Nodes) }

// hashAll computes the identities of nodes: those of what they refer to, and
// that is not among them, are known already.
func hashAll(nodes []*Node) {
	for _, scc := range componentsOf(nodes, func(n *Node, yield func(*Node)) {
		for _, r := range n.refs {
			if r.node != nil {
				yield(r.node)
			}
		}
	}) {
		hash(scc)
	}
}

// componentsOf lists the strongly connected components of nodes, each before
// those that refer to it. Edges to other nodes don't count.
func componentsOf(nodes []*Node, edges func(n *Node, yield func(*Node))) [][]*Node {
	for i, n := range nodes {
		n.index = int32(i)
	}
	out := make([][]int32, len(nodes))
	for i, n := range nodes {
		edges(n, func(m *Node) {
			if at := int(m.index); at < len(nodes) && nodes[at] == m {
				out[i] = append(out[i], m.index)
			}
		})
	}
	var all [][]*Node
	for _, scc := range components(out) {
		members := make([]*Node, len(scc))
		for i, at := range scc {
			members[i] = nodes[at]
		}
		all = append(all, members)
	}
	return all
}

// hash gives the nodes of one strongly connected component their identities,
// which depend neither on names nor on order (I7).
//
// The colour of a node is the hash of its own form and of what it refers to
// outside the component. Nodes that the references within the component cannot
// tell apart, however far one follows them, fall into one class, and the
// component is described by its quotient: one node for each class. There all
// nodes differ, so that refining it once more puts them in an order that
// depends on nothing else; a node is its place in that order.
func hash(scc []*Node) {
	inside := make(map[*Node]int32, len(scc))
	for i, n := range scc {
		inside[n] = int32(i)
	}
	colour := make([][32]byte, len(scc))
	out := make([][]int32, len(scc))
	recursive := false
	w := &writer{}
	for i, n := range scc {
		w.buf = w.buf[:0]
		w.op("node")
		w.sum(n.shape)
		w.int(len(n.refs))
		for _, r := range n.refs {
			switch {
			case r.node == nil:
				w.op("leaf")
				w.str(r.leaf)
			default:
				if j, ok := inside[r.node]; ok {
					w.op("inside")
					out[i] = append(out[i], j)
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
	class, members := newPartition(colour, out).classes()
	quotient := make([][]int32, len(members))
	colours := make([][32]byte, len(members))
	for c, v := range members {
		colours[c] = colour[v]
		for _, to := range out[v] {
			quotient[c] = append(quotient[c], class[to])
		}
	}
	place, order := newPartition(colours, quotient).classes()
	w.buf = w.buf[:0]
	w.op("component")
	w.int(len(order))
	for _, c := range order {
		w.sum(colours[c])
		for _, to := range quotient[c] { // as many as the colour says
			w.int(int(place[to]))
		}
	}
	whole := blake3.Sum256(w.buf)
	for i, n := range scc {
		w.buf = w.buf[:0]
		w.op("member")
		w.sum(whole)
		w.int(int(place[class[i]]))
		n.Identity = blake3.Sum256(w.buf)
	}
}
