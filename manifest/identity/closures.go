package identity

import (
	"maps"
	"slices"
)

// Covers lists the nodes that n covers, itself included, in no particular
// order. For many nodes, see [NewClosures].
func (n *Node) Covers() []*Node {
	seen := map[*Node]bool{n: true}
	work := []*Node{n}
	for i := 0; i < len(work); i++ {
		for m := range work[i].edges {
			if !seen[m] {
				seen[m] = true
				work = append(work, m)
			}
		}
	}
	return work
}

// edges iterates over the nodes that n covers itself.
func (n *Node) edges(yield func(*Node) bool) {
	for _, r := range n.refs {
		if r.node != nil && !yield(r.node) {
			return
		}
	}
	for _, m := range n.soft {
		if !yield(m) {
			return
		}
	}
}

// coverOutside notes for each node which leaves of those that it covers depend
// on the outside world.
func (b *builder) coverOutside() {
	for _, scc := range componentsOf(b.Nodes, func(n *Node, yield func(*Node)) {
		n.edges(func(m *Node) bool { yield(m); return true })
	}) {
		found := make(map[string]bool)
		for _, n := range scc {
			for _, r := range n.refs {
				if r.outside {
					found[r.name] = true
				}
			}
			for m := range n.edges {
				for _, name := range m.outside {
					found[name] = true
				}
			}
		}
		if len(found) == 0 {
			continue
		}
		names := sortedKeys(found)
		for _, n := range scc {
			n.outside = names
		}
	}
}

// A Closure is what a node and all that it covers add up to.
type Closure struct {
	Captures []string // captured variables, as path.Name
	LinkVars []string // variables that the linker can set
	Modules  []string // modules outside the scope
	// Assumptions are sorted by reason and place; none means that the identity
	// is complete.
	Assumptions []Assumption
	// Unknown is set where something could not be resolved by this driver, so
	// that another may compute another identity.
	Unknown bool
}

// Closure collects what n covers. For many nodes, see [NewClosures].
func (n *Node) Closure() Closure { return *newClosures([]*Node{n}).Of(n) }

// Closures tell what nodes add up to, and add up once what many share: they are
// for those who ask about all nodes. They are of no use once a package was added
// whose nodes they don't know, and not safe for concurrent use.
type Closures struct {
	index map[*Node]int // of each node its component
	parts []component   // each after those that it refers to

	// items are all that nodes can add to a closure, in the order in which a
	// closure lists them.
	captures, linkVars, modules []string
	assumptions                 []Assumption

	visited []int // by component, when it was last visited
	visit   int
}

// A component is a set of nodes that cover each other.
type component struct {
	nodes []*Node
	next  []int // the components that it refers to
	sum   *sum  // nil until it was asked for
}

// A sum is the set of the items in a closure. Components with equal sums share
// one.
type sum struct {
	items   []uint64 // a bit for each item, then one for unknown
	closure *Closure // nil until it was asked for
}

// NewClosures prepares the closures of all nodes of the packages, and of those
// that they import.
func NewClosures(units ...*Unit) *Closures {
	var nodes []*Node
	for _, u := range units {
		nodes = append(nodes, u.Nodes...)
	}
	return newClosures(nodes)
}

func newClosures(nodes []*Node) *Closures {
	number := make(map[*Node]int32, len(nodes))
	nodes = slices.Clone(nodes)
	for i, n := range nodes {
		number[n] = int32(i)
	}
	var out [][]int32
	for i := 0; i < len(nodes); i++ {
		var next []int32
		for m := range nodes[i].edges {
			at, ok := number[m]
			if !ok {
				at = int32(len(nodes))
				number[m] = at
				nodes = append(nodes, m)
			}
			next = append(next, at)
		}
		out = append(out, next)
	}
	c := &Closures{index: make(map[*Node]int, len(nodes))}
	c.visited = make([]int, len(nodes)) // at least the components
	for i := range c.visited {
		c.visited[i] = -1
	}
	part := make([]int, len(nodes))
	for i, scc := range components(out) {
		comp := component{}
		for _, at := range scc {
			comp.nodes = append(comp.nodes, nodes[at])
			part[at], c.index[nodes[at]] = i, i
		}
		for _, at := range scc {
			for _, to := range out[at] {
				if next := part[to]; next != i && c.visited[next] != i {
					c.visited[next] = i
					comp.next = append(comp.next, next)
				}
			}
		}
		c.parts = append(c.parts, comp)
	}
	c.visit = len(c.parts)
	c.collect()
	return c
}

// collect gives each item its number, and each component the items of its own.
func (c *Closures) collect() {
	captures, linkVars, modules := map[string]int{}, map[string]int{}, map[string]int{}
	assumptions := map[Assumption]int{}
	for i := range c.parts {
		for _, n := range c.parts[i].nodes {
			n.items(func(s string) { captures[s] = 0 }, func(s string) { linkVars[s] = 0 })
			for _, mod := range n.modules() {
				for _, m := range mod {
					modules[m] = 0
				}
			}
			for a := range n.assumptions {
				assumptions[a] = 0
			}
		}
	}
	total := 0
	number := func(m map[string]int) []string {
		sorted := slices.Sorted(maps.Keys(m))
		for _, s := range sorted {
			m[s] = total
			total++
		}
		return sorted
	}
	c.captures, c.linkVars, c.modules = number(captures), number(linkVars), number(modules)
	c.assumptions = slices.SortedFunc(maps.Keys(assumptions), compareAssumptions)
	for _, a := range c.assumptions {
		assumptions[a] = total
		total++
	}
	unknown := total
	words := unknown/64 + 1
	for i := range c.parts {
		var own []uint64
		set := func(at int) {
			if own == nil {
				own = make([]uint64, words)
			}
			own[at/64] |= 1 << (at % 64)
		}
		for _, n := range c.parts[i].nodes {
			n.items(func(s string) { set(captures[s]) }, func(s string) { set(linkVars[s]) })
			for _, mod := range n.modules() {
				for _, m := range mod {
					set(modules[m])
				}
			}
			for a := range n.assumptions {
				set(assumptions[a])
			}
			if n.unknown || n.closed != nil && n.closed.Unknown {
				set(unknown)
			}
		}
		c.add(i, own)
	}
}

// add sums up a component: its own items, and the sums of those that it refers
// to. Most often that is the sum of one of them.
func (c *Closures) add(i int, own []uint64) {
	items, shared := own, false
	var same *sum
	for _, next := range c.parts[i].next {
		s := c.parts[next].sum
		switch {
		case contains(items, s.items):
			if same == nil && contains(s.items, items) {
				items, same, shared = s.items, s, true
			}
		case contains(s.items, items):
			items, same, shared = s.items, s, true
		default:
			if shared {
				items, shared = slices.Clone(items), false
			}
			same = nil
			for w, bits := range s.items {
				items[w] |= bits
			}
		}
	}
	if same == nil {
		same = &sum{items: items}
	}
	c.parts[i].sum = same
}

// contains reports whether all items of b are in a. Nil holds none.
func contains(a, b []uint64) bool {
	for w, bits := range b {
		if a == nil && bits != 0 || a != nil && bits&^a[w] != 0 {
			return false
		}
	}
	return true
}

// Of is what n adds up to. It is shared: nobody may change it.
func (c *Closures) Of(n *Node) *Closure {
	s := c.parts[c.index[n]].sum
	if s.closure == nil {
		s.closure = c.list(s.items)
	}
	return s.closure
}

func (c *Closures) list(items []uint64) *Closure {
	at := 0
	has := func() bool {
		at++
		return items != nil && items[(at-1)/64]&(1<<((at-1)%64)) != 0
	}
	out := new(Closure)
	for _, l := range []struct {
		from []string
		to   *[]string
	}{{c.captures, &out.Captures}, {c.linkVars, &out.LinkVars}, {c.modules, &out.Modules}} {
		for _, s := range l.from {
			if has() {
				*l.to = append(*l.to, s)
			}
		}
	}
	for _, a := range c.assumptions {
		if has() {
			out.Assumptions = append(out.Assumptions, a)
		}
	}
	out.Unknown = has()
	out.Captures = widest(out.Captures)
	return out
}

// Covers lists the nodes that n covers, itself included, in no particular order.
func (c *Closures) Covers(n *Node) []*Node {
	c.visit++
	start := c.index[n]
	c.visited[start] = c.visit
	work := []int{start}
	var out []*Node
	for i := 0; i < len(work); i++ {
		part := &c.parts[work[i]]
		out = append(out, part.nodes...)
		for _, next := range part.next {
			if c.visited[next] != c.visit {
				c.visited[next] = c.visit
				work = append(work, next)
			}
		}
	}
	return out
}

// items calls back with the captured variables and those of the linker that the
// node adds to a closure.
func (n *Node) items(capture, linkVar func(string)) {
	if n.closed != nil {
		for _, id := range n.closed.Captures {
			capture(id)
		}
		for _, id := range n.closed.LinkVars {
			linkVar(id)
		}
	}
	if n.capture || n.Kind == PartNode {
		capture(n.FullName())
	}
	for _, id := range n.captures {
		capture(id)
	}
	if n.linkVar {
		linkVar(n.FullName())
	}
}

// modules lists those behind the references of a node, those of one package
// once.
func (n *Node) modules() (out [][]string) {
	seen := make(map[*string]bool)
	for _, r := range n.refs {
		if len(r.modules) > 0 && !seen[&r.modules[0]] {
			seen[&r.modules[0]] = true
			out = append(out, r.modules)
		}
	}
	return out
}
