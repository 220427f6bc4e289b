package effect

import (
	"slices"
)

// A World is what is known from one package: its summary and those below it.
type World struct {
	// Program is set where the package is one that nobody imports: what
	// implements an interface of ours is then in sight.
	Program bool

	own    string // the path of the package
	nodes  map[string]*bundle
	types  []Type              // of all packages
	named  map[string][]impls  // by method: the types that have it
	shapes []string            // the methods of named, sorted, see askedOf
	vars   map[string][]Writer // by key
	moved  map[moved]string    // see writes
	// results are what functions return, see returned; parts the facts that are
	// told apart, see Params.
	results map[string][]returned
	parts   map[string]*[]fact
	adds    map[string]uint32 // see addsInto
	// registers are the packages in which functions are registered, by key.
	registers map[string][]string
	// lastLive is what live found last, of lastState: the walks of one function
	// follow each other.
	lastState state
	lastLive  *liveness
}

// A bundle is a node with its package.
type bundle struct {
	*Node
	pkg   *Package
	types int             // where the package's types begin in World.types
	leads map[Root][]lead // of the results of calls, nil before World.leads
}

// impls is a type that has a method.
type impls struct {
	typ  int
	impl string
}

// NewWorld puts summaries together, the package's own first. Of two of one package
// the first counts.
func NewWorld(packages []*Package) *World {
	w := &World{nodes: map[string]*bundle{}, named: map[string][]impls{}, parts: map[string]*[]fact{}, results: map[string][]returned{}, registers: map[string][]string{}}
	seen := map[string]bool{}
	if len(packages) > 0 {
		w.own = packages[0].Path
	}
	for _, p := range packages {
		if seen[p.Path] {
			continue
		}
		seen[p.Path] = true
		for _, key := range p.Registered {
			w.registers[key] = append(w.registers[key], p.Path)
		}
		at := len(w.types)
		w.types = append(w.types, p.Types...)
		for _, n := range p.Nodes {
			if _, ok := w.nodes[n.Key]; !ok {
				w.nodes[n.Key] = &bundle{Node: n, pkg: p, types: at}
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
	live   *liveness
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
// on the order of maps: equal worlds give equal visits.
func (w *World) Walk(key string, start Params, visit func(*Reached)) {
	w.WalkGiven(key, start, nil, visit)
}

// WalkGiven is Walk of a function with what its parameters may hold.
func (w *World) WalkGiven(key string, start Params, given []Given, visit func(*Reached)) {
	w.walk(key, start, w.live(key, start, given), false, visit)
}

// Follow visits what a function that is given start leads to along the given
// parameters of way alone.
func (w *World) Follow(key string, start, way Params, visit func(*Reached)) {
	w.FollowGiven(key, start, way, nil, visit)
}

// FollowGiven is Follow of a function with what its parameters may hold.
func (w *World) FollowGiven(key string, start, way Params, given []Given, visit func(*Reached)) {
	w.walk(key, way, w.live(key, start, given), true, visit)
}

func (w *World) walk(key string, start Params, live *liveness, narrow bool, visit func(*Reached)) {
	seen, states := map[state]bool{{key, start}: true}, map[string]int{}
	b := w.nodes[key]
	if b == nil {
		return
	}
	queue := []*Reached{{Node: b.Node, Pkg: b.pkg, Params: start, live: live}}
	for len(queue) > 0 {
		r := queue[0]
		queue = queue[1:]
		visit(r)
		w.edges(w.nodes[r.Key], r.Params, live, func(callee string, p Params, at Site) {
			next := w.nodes[callee]
			if next == nil || narrow && !p.anyGiven() || seen[state{callee, p}] {
				return
			}
			if states[callee]++; states[callee] > maxStates {
				p = w.unbound(p)
			}
			if seen[state{callee, p}] {
				return
			}
			seen[state{callee, p}] = true
			queue = append(queue, &Reached{Node: next.Node, Pkg: next.pkg, Params: p, live: live, from: r, by: at})
		})
	}
}

// maxStates bounds the ways in which one function is gone through with other
// functions bound.
const maxStates = 100

// Known reports whether all that implements the interface of a call is in sight.
func (w *World) Known(d *Dynamic) bool { return d.Closed || w.Program && d.Ours }

// Implemented reports whether any type in sight implements the interface of a
// call: where none does, who made the value is not seen.
func (w *World) Implemented(r *Reached, d *Dynamic) bool {
	b := &bundle{pkg: r.Pkg}
	return len(w.implementers(b, d, func(int) bool { return true })) > 0
}

// edges gives what a node leads to.
func (w *World) edges(b *bundle, p Params, live *liveness, to func(callee string, p Params, at Site)) {
	for i := range b.Calls {
		c := &b.Calls[i]
		if c.Value != "" && !live.called.calls(c.Value) {
			continue // a function value that nothing calls
		}
		if c.Logs != NoLogger && !w.writesBack(c) {
			continue // a logger, whatever it looks at
		}
		callee := w.calleeOf(c)
		if callee == "" {
			continue
		}
		q := w.pass(b, p, c.Args, c.Known, c.Sorted, c.AtInit)
		if c.Opens == Opened || c.Opens == Inherits && p.Opened() {
			q.Given |= openBit
		}
		to(callee, q, c.Site)
	}
	for i := range b.Indirect {
		if b.Indirect[i].Handed {
			continue
		}
		w.indirect(b, &b.Indirect[i], p, live, to)
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
			to(w.registered(u.Var), w.pass(b, p, nil, 0, false, u.AtInit), u.Site)
		case !v.Quiet:
			to(u.Var, w.pass(b, p, nil, 0, false, u.AtInit), u.Site)
		}
	}
	for i := range b.Asks {
		a := &b.Asks[i]
		w.askedOf(a, live, func(impl string) {
			to(impl, w.pass(b, p, nil, 0, false, false), a.Site) // what is given is no sign of which type it has
		})
	}
	for i := range b.Dynamic {
		d := &b.Dynamic[i]
		allowed, args := live.converted, d.Args
		switch {
		case w.decidedByCallers(b, p, d):
			switch {
			case w.Known(d):
				allowed = func(int) bool { return true } // any of its implementations may have been given
			case !d.Ours: // what implements it here is no sign of what was given
				args = slices.DeleteFunc(slices.Clone(args), func(a Flow) bool { return a.To == 0 })
			}
		case w.Known(d) && d.Known&1 == 0 && len(w.receivers(b, d)) == 0 && live.given(b.pkg.Shapes[d.Shape]):
			allowed = func(int) bool { return true } // where it comes from got lost
		}
		for _, impl := range w.implementers(b, d, allowed) {
			to(impl, w.pass(b, p, args, d.Known, false, false), d.Site)
		}
	}
}

// decidedByCallers reports whether a method is called on a value that the
// registered function was given, so that its dynamic type is not in sight.
func (w *World) decidedByCallers(b *bundle, p Params, d *Dynamic) bool {
	given := false
	if d.Known&1 != 0 {
		return false
	}
	for _, a := range d.Args {
		if a.To != 0 || a.At != "" {
			continue
		}
		for _, l := range w.leads(b, a.Ref) {
			if l.fn.Key != "" || l.at != "" || !p.HasGiven(l.Ref) {
				continue
			}
			if l.Path == "" && p.IsKnown(l.Root) {
				return false
			}
			given = true
		}
	}
	return given
}

// GivenReceiver is decidedByCallers for a node that a walk came to.
func (w *World) GivenReceiver(r *Reached, d *Dynamic) bool {
	return w.decidedByCallers(w.nodes[r.Key], r.Params, d)
}
