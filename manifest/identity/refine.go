package identity

import (
	"bytes"
	"cmp"
	"slices"
)

// A partition is the coarsest division of the nodes of a graph into classes of
// nodes that have one colour, and whose neighbours, in order, are of the same
// classes.
//
// It is found by refinement with a queue of splitters, of which the largest
// part of a class that was split needs no turn of its own (Hopcroft 1971, for
// graphs in the place of automata): O(m log n) steps for m edges.
//
// The order of the classes depends on the colours, on the edges and on how many
// nodes a class has, but not on how the nodes are numbered.
type partition struct {
	in    [][]edge // by node, where edges to it come from
	nodes []int32  // all, each class in one stretch
	where []int32  // by node, its index in nodes
	first []int32  // by node, the index of its class's first member
	size  []int32  // by index in nodes, for the first of each class
	queue []int32  // first members of classes that have yet to split others
	wait  []bool   // by index in nodes: whether the class is in queue

	steps int // edges looked at
}

// An edge is the place of a reference: the node, and which of its references.
type edge struct{ from, place int32 }

// newPartition refines the classes of equal colours. out lists the neighbours of
// each node.
func newPartition(colour [][32]byte, out [][]int32) *partition {
	n := len(colour)
	p := &partition{
		in: make([][]edge, n), nodes: make([]int32, n), where: make([]int32, n),
		first: make([]int32, n), size: make([]int32, n), wait: make([]bool, n),
	}
	for i := range out {
		for place, to := range out[i] {
			p.in[to] = append(p.in[to], edge{int32(i), int32(place)})
		}
		p.nodes[i] = int32(i)
	}
	slices.SortFunc(p.nodes, func(a, b int32) int { return bytes.Compare(colour[a][:], colour[b][:]) })
	start := 0
	for i := 1; i <= n; i++ {
		if i == n || colour[p.nodes[i]] != colour[p.nodes[start]] {
			p.class(start, i)
			p.enqueue(int32(start))
			start = i
		}
	}
	for at := 0; at < len(p.queue); at++ {
		p.split(p.queue[at])
	}
	return p
}

// class makes one class of the nodes at the indexes from start up to end.
func (p *partition) class(start, end int) {
	for i := start; i < end; i++ {
		v := p.nodes[i]
		p.where[v], p.first[v] = int32(i), int32(start)
	}
	p.size[start] = int32(end - start)
}

func (p *partition) enqueue(class int32) {
	p.queue = append(p.queue, class)
	p.wait[class] = true
}

// split divides all classes by which references of their members lead to the
// given one.
func (p *partition) split(splitter int32) {
	p.wait[splitter] = false
	var edges []edge
	for _, v := range p.nodes[splitter : splitter+p.size[splitter]] {
		edges = append(edges, p.in[v]...)
	}
	p.steps += len(edges)
	slices.SortFunc(edges, func(a, b edge) int {
		return cmp.Or(cmp.Compare(p.first[a.from], p.first[b.from]), cmp.Compare(a.from, b.from), cmp.Compare(a.place, b.place))
	})
	for len(edges) > 0 {
		var groups [][]edge // of one class, by node
		class := p.first[edges[0].from]
		for len(edges) > 0 && p.first[edges[0].from] == class {
			end := 1
			for end < len(edges) && edges[end].from == edges[0].from {
				end++
			}
			groups = append(groups, edges[:end])
			edges = edges[end:]
		}
		p.divide(class, groups)
	}
}

// divide cuts a class: first the nodes that no group speaks of, then the others
// by their places.
func (p *partition) divide(class int32, groups [][]edge) {
	slices.SortFunc(groups, comparePlaces)
	size := p.size[class]
	rest := size - int32(len(groups))
	if rest == 0 && comparePlaces(groups[0], groups[len(groups)-1]) == 0 {
		return
	}
	for i := len(groups) - 1; i >= 0; i-- { // to the end of the class
		p.swap(groups[i][0].from, class+rest+int32(i))
	}
	starts := []int32{class}
	if rest > 0 {
		p.class(int(class), int(class+rest))
	} else {
		starts = nil
	}
	for i := 0; i < len(groups); {
		end := i + 1
		for end < len(groups) && comparePlaces(groups[i], groups[end]) == 0 {
			end++
		}
		start := class + rest + int32(i)
		p.class(int(start), int(class+rest)+end)
		starts = append(starts, start)
		i = end
	}
	largest := starts[0]
	for _, s := range starts {
		if p.size[s] > p.size[largest] {
			largest = s
		}
	}
	waited := p.wait[class]
	for _, s := range starts {
		if !p.wait[s] && (waited || s != largest) {
			p.enqueue(s)
		}
	}
}

// swap moves a node to an index, and the node there to its place.
func (p *partition) swap(v, to int32) {
	at, w := p.where[v], p.nodes[to]
	p.nodes[at], p.nodes[to] = w, v
	p.where[v], p.where[w] = to, at
}

func comparePlaces(a, b []edge) int {
	return slices.CompareFunc(a, b, func(x, y edge) int { return cmp.Compare(x.place, y.place) })
}

// classes numbers the classes in their order: the number of each node's class,
// and one member of each.
func (p *partition) classes() (of []int32, members []int32) {
	of = make([]int32, len(p.nodes))
	for i, v := range p.nodes {
		if int(p.first[v]) == i {
			members = append(members, v)
		}
		of[v] = int32(len(members) - 1)
	}
	return of, members
}
