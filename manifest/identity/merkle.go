package identity

import (
	"bytes"
	"encoding/binary"
	"slices"

	"github.com/zeebo/blake3"
)

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
// Functions that the references cannot tell apart, however far one follows
// them, do the same, and count as one. A variable is a place, and what
// initializes it an event: those stay apart even if they look alike, as what
// was done to one was not done to the other (I4). So each is a class of its own
// when the classes of alike nodes are formed; what remains is a graph, one node
// for each class, that has to be described without names: it is walked from a
// root, along the references in their order, and a node is its number on that
// walk. Roots are the members of the smallest class of what looks alike again;
// of several walks the one with the least hash counts, and of the numbers that a
// node has on equal walks the smallest.
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
	own := slices.Clone(colour)
	for i, n := range scc {
		if n.isPlace() {
			own[i] = [32]byte{} // a colour that no hash has
			binary.BigEndian.PutUint64(own[i][:], uint64(i))
		}
	}
	class, members := newPartition(own, out).classes()
	quotient := make([][]int32, len(members))
	colours := make([][32]byte, len(members))
	for c, v := range members {
		colours[c] = colour[v]
		for _, to := range out[v] {
			quotient[c] = append(quotient[c], class[to])
		}
	}
	whole, place := canonical(colours, quotient)
	for i, n := range scc {
		w.buf = w.buf[:0]
		w.op("member")
		w.sum(whole)
		w.int(int(place[class[i]]))
		n.Identity = blake3.Sum256(w.buf)
	}
}

// isPlace reports whether a node stands for something that there is once,
// whatever it looks like: a variable, or a step of the initialization.
func (n *Node) isPlace() bool { return n.Kind == VarNode || isInit(n) }

// canonical describes a strongly connected graph, whose nodes have their
// references in an order, by a hash that graphs share exactly if they are
// isomorphic, and each node by a number that others share exactly if an
// automorphism takes it to them.
func canonical(colours [][32]byte, out [][]int32) (whole [32]byte, place []int32) {
	class, members := newPartition(colours, out).classes()
	size := make([]int, len(members))
	for _, c := range class {
		size[c]++
	}
	smallest := 0
	for c := range size {
		if size[c] < size[smallest] {
			smallest = c
		}
	}
	w := &writer{}
	first := true
	for root, c := range class {
		if int(c) != smallest {
			continue
		}
		order, number := walk(int32(root), out)
		w.buf = w.buf[:0]
		w.op("component")
		w.int(len(order))
		for _, v := range order {
			w.sum(colours[v])
			for _, to := range out[v] { // as many as the colour says
				w.int(int(number[to]))
			}
		}
		sum := blake3.Sum256(w.buf)
		switch compared := bytes.Compare(sum[:], whole[:]); {
		case first || compared < 0:
			whole, place, first = sum, number, false
		case compared == 0:
			for v, n := range number {
				place[v] = min(place[v], n)
			}
		}
	}
	return whole, place
}

// walk visits the nodes that a root leads to, breadth first, and numbers them.
func walk(root int32, out [][]int32) (order, number []int32) {
	number = make([]int32, len(out))
	for i := range number {
		number[i] = -1
	}
	number[root] = 0
	order = append(order, root)
	for i := 0; i < len(order); i++ {
		for _, to := range out[order[i]] {
			if number[to] < 0 {
				number[to] = int32(len(order))
				order = append(order, to)
			}
		}
	}
	return order, number
}
