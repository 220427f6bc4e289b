package effect

import (
	"slices"
	"strings"
)

// A World is what is known from one package: its summary and those below it.
type World struct {
	// Program is set where the package is one that nobody imports: what
	// implements an interface of ours is then in sight.
	Program bool

	nodes map[string]*bundle
	types []Type              // of all packages
	named map[string][]impls  // by method: the types that have it
	vars  map[string][]Writer // by key
	moved map[moved]string    // see writes
}

// A bundle is a node with its package.
type bundle struct {
	*Node
	pkg   *Package
	types int // where the package's types begin in World.types
}

// impls is a type that has a method.
type impls struct {
	typ  int
	impl string
}

// NewWorld puts summaries together. Of two of one package the first counts.
func NewWorld(packages []*Package) *World {
	w := &World{nodes: map[string]*bundle{}, named: map[string][]impls{}}
	seen := map[string]bool{}
	for _, p := range packages {
		if seen[p.Path] {
			continue
		}
		seen[p.Path] = true
		at := len(w.types)
		w.types = append(w.types, p.Types...)
		for _, n := range p.Nodes {
			if _, ok := w.nodes[n.Key]; !ok {
				w.nodes[n.Key] = &bundle{n, p, at}
			}
		}
	}
	for i, t := range w.types {
		for j, m := range t.Methods {
			w.named[m] = append(w.named[m], impls{i, t.Impls[j]})
		}
	}
	return w
}

// implements reports whether a type has all methods of a shape.
func (t *Type) implements(s Shape) bool {
	for _, m := range s.Methods {
		if !slices.Contains(t.Methods, m) {
			return false
		}
	}
	return true
}

// implementers are the functions that a call of an interface's method may run,
// among types that live allows.
func (w *World) implementers(b *bundle, d *Dynamic, live func(typ int) bool) []string {
	var out []string
	shape := b.pkg.Shapes[d.Shape]
	for _, im := range w.named[d.Method] {
		if im.impl != "" && live(im.typ) && w.types[im.typ].implements(shape) && !slices.Contains(out, im.impl) {
			out = append(out, im.impl)
		}
	}
	slices.Sort(out)
	return out
}

// Params are sets of a function's parameters, the receiver being 0: those that
// hold what the registered function was given, and those of them that name what
// its key covers the content of.
type Params struct {
	Given, Keyed uint32
	// Known are those of Given whose dynamic type the callers' code decides.
	Known uint32
}

// Given also says that the caller sorts what the function returns, and that it
// is called while a package is initialized.
const (
	sortedBit = 1 << 31
	initBit   = 1 << 30
	flagBits  = sortedBit | initBit
)

// MaxParams is the number of parameters of a function that are followed.
const MaxParams = 30

// HasGiven reports whether a root is a parameter that holds what the registered
// function was given.
func (p Params) HasGiven(r Root) bool { return r > 0 && r <= MaxParams && p.Given&(1<<(r-1)) != 0 }

// HasKeyed reports whether a root is a parameter that names what the key covers
// the content of.
func (p Params) HasKeyed(r Root) bool { return r > 0 && r <= MaxParams && p.Keyed&(1<<(r-1)) != 0 }

// IsKnown reports whether the dynamic type of a parameter is decided by code that
// the walk came through.
func (p Params) IsKnown(r Root) bool { return r > 0 && r <= MaxParams && p.Known&(1<<(r-1)) != 0 }

// AtInit reports whether the walk came through an initializer that had run
// before anything was called.
func (p Params) AtInit() bool { return p.Given&initBit != 0 }

// Sorted reports whether the caller sorts what the function returns.
func (p Params) Sorted() bool { return p.Given&sortedBit != 0 }

// pass is what a callee gets to know of its parameters.
func (p Params) pass(args []Root, known uint32, sorted, atInit bool) Params {
	var out Params
	for i, r := range args[:min(len(args), MaxParams)] {
		if p.HasGiven(r) {
			out.Given |= 1 << i
			if known&(1<<i) != 0 || p.IsKnown(r) {
				out.Known |= 1 << i
			}
		}
		if p.HasKeyed(r) {
			out.Keyed |= 1 << i
		}
	}
	if sorted {
		out.Given |= sortedBit
	}
	if atInit || p.AtInit() {
		out.Given |= initBit
	}
	return out
}

// A state is a node as it is reached from a registered function.
type state struct {
	key string
	Params
}

// A Step is one edge of a route: what Caller reaches at Site.
type Step struct {
	Caller string
	Site   Site
	Callee string
}

// A Reached is a node that a walk came to, with the route to it.
type Reached struct {
	*Node
	Pkg    *Package
	Params Params
	from   *Reached
	by     Site // where from reaches it
}

// Route are the steps from the registered function to the node.
func (r *Reached) Route() []Step {
	var steps []Step
	for ; r.from != nil; r = r.from {
		steps = append(steps, Step{r.from.Key, r.by, r.Key})
	}
	slices.Reverse(steps)
	return steps
}

// Walk visits what a function reaches, the nearest first (E5). Nothing depends
// on the order of maps: equal worlds give equal visits. narrow follows the given
// parameters alone.
func (w *World) Walk(key string, start Params, narrow bool, visit func(*Reached)) {
	live := w.live(key, start)
	seen := map[state]bool{{key, start}: true}
	b := w.nodes[key]
	if b == nil {
		return
	}
	queue := []*Reached{{Node: b.Node, Pkg: b.pkg, Params: start}}
	for len(queue) > 0 {
		r := queue[0]
		queue = queue[1:]
		visit(r)
		w.edges(w.nodes[r.Key], r.Params, live, func(callee string, p Params, at Site) {
			next := w.nodes[callee]
			if next == nil || narrow && p.Given&^flagBits == 0 || seen[state{callee, p}] {
				return
			}
			seen[state{callee, p}] = true
			queue = append(queue, &Reached{Node: next.Node, Pkg: next.pkg, Params: p, from: r, by: at})
		})
	}
}

// Known reports whether all that implements the interface of a call is in sight.
func (w *World) Known(d *Dynamic) bool { return d.Closed || w.Program && d.Ours }

// Implemented reports whether any type in sight implements the interface of a
// call: where none does, who made the value is not seen.
func (w *World) Implemented(r *Reached, d *Dynamic) bool {
	b := &bundle{pkg: r.Pkg}
	return len(w.implementers(b, d, func(int) bool { return true })) > 0
}

// edges gives what a node leads to.
func (w *World) edges(b *bundle, p Params, live liveness, to func(callee string, p Params, at Site)) {
	for i := range b.Calls {
		c := &b.Calls[i]
		callee := c.Callee
		if c.Value != "" && !live.called.calls(c.Value) {
			continue // a function value that nothing calls
		}
		if strings.HasPrefix(callee, "var ") { // of a registered function
			if callee = w.registered(callee); callee == "" {
				continue
			}
		}
		to(callee, p.pass(c.Args, c.Known, c.Sorted, c.AtInit), c.Site)
	}
	for i := range b.Uses {
		u := &b.Uses[i]
		if u.Write != "" {
			continue
		}
		v := w.nodes[u.Var]
		switch {
		case v == nil:
		case v.Registers != "":
			to(w.registered(u.Var), p.pass(nil, 0, false, u.AtInit), u.Site)
		case !v.Quiet:
			to(u.Var, p.pass(nil, 0, false, u.AtInit), u.Site)
		}
	}
	for i := range b.Dynamic {
		d := &b.Dynamic[i]
		allowed := live.converted
		if len(d.Args) > 0 && w.Known(d) && p.HasGiven(d.Args[0]) && !p.IsKnown(d.Args[0]) {
			allowed = func(int) bool { return true } // any of its implementations may have been given
		}
		for _, impl := range w.implementers(b, d, allowed) {
			to(impl, p.pass(d.Args, d.Known, false, false), d.Site)
		}
	}
}

// A liveness says which types become interface values in what a function reaches,
// and which types of function values are called there.
type liveness struct {
	converted func(typ int) bool
	called    *invoked
}

// live finds the types that become interface values in what a function reaches,
// and the function values that are called: rapid type analysis (Bacon and Sweeney, 1996), rooted at the function.
func (w *World) live(key string, start Params) liveness {
	types := map[int]bool{}
	seen := map[state]bool{}
	var queue []state
	push := func(callee string, p Params, _ Site) {
		s := state{callee, p}
		if !seen[s] && w.nodes[callee] != nil {
			seen[s] = true
			queue = append(queue, s)
		}
	}
	push(key, start, Site{})
	type pending struct {
		b *bundle
		p Params
	}
	var dynamic []pending
	is := liveness{func(t int) bool { return types[t] }, newInvoked()}
	for len(queue) > 0 {
		s := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		b := w.nodes[s.key]
		grown := false
		for _, sig := range b.Invokes {
			grown = is.called.add(sig) || grown
		}
		for _, c := range b.Converts {
			if t := b.types + c.Type; !types[t] {
				types[t] = true
				grown = true
			}
		}
		w.edges(b, s.Params, is, push)
		if len(b.Dynamic) > 0 || slices.ContainsFunc(b.Calls, func(c Call) bool { return c.Value != "" }) {
			dynamic = append(dynamic, pending{b, s.Params})
		}
		if grown {
			for _, d := range dynamic {
				w.edges(d.b, d.p, is, push)
			}
		}
	}
	return is
}
