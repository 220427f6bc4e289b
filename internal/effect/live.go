package effect

import (
	"cmp"
	"slices"
	"strings"
)

// A liveness says which types become interface values in what a function reaches,
// and which types of function values are called there.
type liveness struct {
	types    map[int]bool
	called   *invoked
	mentions []mention // in the order in which they are met
	params   []Given
}

func (l *liveness) converted(typ int) bool { return l.types[typ] }

// given reports whether what the registered function was given may hold the
// receiver of a call.
func (l *liveness) given(shape Shape) bool {
	return slices.ContainsFunc(l.params, func(g Given) bool {
		return slices.ContainsFunc(g.Held, func(h Held) bool { return h.mayHave(shape) })
	})
}

// A mention is one of a function that isn't called by its name.
type mention struct {
	Func
	sig string
}

// mentioned are the functions that a value of a type may be.
func (l *liveness) mentioned(sig string) []Func {
	var out []Func
	for _, m := range l.mentions {
		if matches(m.sig, sig) && !slices.Contains(out, m.Func) {
			out = append(out, m.Func)
		}
	}
	slices.SortFunc(out, func(a, b Func) int { return cmp.Or(strings.Compare(a.Key, b.Key), cmp.Compare(a.Bound, b.Bound)) })
	return out
}

// live finds the types that become interface values in what a function reaches,
// and the function values that are called: rapid type analysis (Bacon and Sweeney, 1996), rooted at the function.
func (w *World) live(key string, start Params, given []Given) *liveness {
	if s := (state{key, start}); w.lastLive == nil || w.lastState != s || !sameGiven(w.lastLive.params, given) {
		w.lastState, w.lastLive = s, w.findLive(key, start, given)
	}
	return w.lastLive
}

// sameGiven reports whether two lists are one.
func sameGiven(a, b []Given) bool { return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0]) }

func (w *World) findLive(key string, start Params, given []Given) *liveness {
	seen, states := map[state]bool{}, map[string]int{}
	var queue []state
	push := func(callee string, p Params, _ Site) {
		s := state{callee, p}
		if seen[s] || w.nodes[callee] == nil {
			return
		}
		if states[callee]++; states[callee] > maxStates {
			s.Params = w.unbound(p)
		}
		if !seen[s] {
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
	is := &liveness{types: map[int]bool{}, called: newInvoked(), params: given}
	grown := false
	visit := func(s state) {
		b := w.nodes[s.key]
		for _, sig := range b.Invokes {
			grown = is.called.add(sig) || grown
		}
		for _, c := range b.Converts {
			if t := b.types + c.Type; !is.types[t] {
				is.types[t] = true
				grown = true
			}
		}
		for _, c := range b.Calls {
			if m := (mention{Func{c.Callee, c.Bound}, c.Value}); c.Value != "" && !slices.Contains(is.mentions, m) {
				is.mentions = append(is.mentions, m)
				grown = true
			}
		}
		w.edges(b, s.Params, is, push)
		if len(b.Dynamic)+len(b.Indirect)+len(b.Asks) > 0 || slices.ContainsFunc(b.Calls, func(c Call) bool { return c.Value != "" }) {
			dynamic = append(dynamic, pending{b, s.Params})
		}
	}
	for {
		for len(queue) > 0 {
			s := queue[len(queue)-1]
			queue = queue[:len(queue)-1]
			visit(s)
		}
		if !grown {
			return is
		}
		grown = false
		for _, d := range dynamic { // again, with what has come in
			w.edges(d.b, d.p, is, push)
		}
	}
}
