package effect

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// A lead is what a reference, or what is at a path of what it leads to, comes to
// once the calls are followed whose results it goes by: a parameter of the node,
// or a function that is known.
type lead struct {
	at string
	Ref
	fn Func
}

// leads follows a reference of a node's.
func (w *World) leads(b *bundle, r Ref) []lead {
	if _, _, ok := r.Root.result(); ok && b.leads == nil {
		w.callees(b, func(_ int, callee string, _ []Flow) { w.returned(callee) })
		b.leads = w.follow(b)
	}
	return b.resolve(r, b.leads)
}

// resolve looks a reference up in what is known of the results of calls.
func (b *bundle) resolve(r Ref, results map[Root][]lead) []lead {
	if r.Root.IsParam() {
		return []lead{{Ref: r}}
	}
	if i, ok := r.Root.function(); ok {
		if i < len(b.pkg.Funcs) && r.Path == "" {
			return []lead{{fn: b.pkg.Funcs[i]}}
		}
		return nil
	}
	var out []lead
	for _, l := range results[r.Root] {
		if rest, ok := below(r.Path, l.at); ok {
			if l.at, l.Path = "", joinSteps(l.Path, rest); l.fn.Key == "" || rest == "" {
				out = append(out, l)
			}
		} else if deeper, ok := below(l.at, r.Path); ok {
			l.at = deeper
			out = append(out, l)
		}
	}
	return out
}

// maxLeads bounds what is told apart of one result.
const maxLeads = 200

// follow gives what the results of a node's calls lead to, by way of each other
// as well: the least solution.
func (w *World) follow(b *bundle) map[Root][]lead {
	results := make(map[Root][]lead)
	for again := true; again; {
		again = false
		w.callees(b, func(no int, callee string, args []Flow) {
			for _, ret := range w.results[callee] {
				root := resultRoot(no, ret.To)
				before := results[root]
				if after := merge(before, b.through(ret, args, results)); len(after) != len(before) {
					results[root] = after
					again = true
				}
			}
		})
	}
	return results
}

// through is what a callee's result leads to with the arguments of a call.
func (b *bundle) through(ret returned, args []Flow, results map[Root][]lead) []lead {
	if ret.fn.Key != "" {
		return []lead{{at: ret.At, fn: ret.fn}}
	}
	var out []lead
	for _, a := range args {
		if a.To != int(ret.Root)-1 {
			continue
		}
		on, at := "", ret.At
		if rest, ok := below(ret.Path, a.At); ok {
			on = rest
		} else if deeper, ok := below(a.At, ret.Path); ok {
			at = joinSteps(at, deeper)
		} else {
			continue
		}
		for _, l := range b.resolve(Ref{a.Root, joinSteps(a.Path, on)}, results) {
			l.at = joinSteps(at, l.at)
			out = append(out, l)
		}
	}
	return out
}

// merge adds leads to sorted ones. Where there are many, as of trees with many
// kinds of branches, only the first steps of their ways count.
func merge(list, more []lead) []lead {
	for _, l := range more {
		if len(list) >= maxLeads {
			l.at, l.Path = oneStep(l.at), oneStep(l.Path)
		}
		if i, known := slices.BinarySearchFunc(list, l, compareLeads); !known {
			list = slices.Insert(slices.Clip(list), i, l)
		}
	}
	return list
}

// oneStep is the beginning of a way, or of one with the number of a result.
func oneStep(path string) string {
	n := 0
	if path != "" && '0' <= path[0] && path[0] <= '9' {
		n = 1
	}
	return path[:n+firstStep(path[n:])]
}

func compareLeads(a, b lead) int {
	return cmp.Or(strings.Compare(a.at, b.at), compareRefs(a.Ref, b.Ref), strings.Compare(a.fn.Key, b.fn.Key), cmp.Compare(a.fn.Bound, b.fn.Bound))
}

// A returned says that a function's result To refers, At a path, to what one of
// its parameters does, or is a function that is known.
type returned struct {
	Flow
	fn Func
}

// returned finds what a function returns, in terms of its own parameters: the
// least solution, so that it doesn't matter which function is asked first.
func (w *World) returned(key string) []returned {
	if _, ok := w.results[key]; ok || w.nodes[key] == nil {
		return w.results[key]
	}
	callers := make(map[string][]string) // by callee, those whose results may be its
	open := []string{key}
	for i := 0; i < len(open); i++ {
		w.results[open[i]] = []returned{}
		b := w.nodes[open[i]]
		if len(b.Returns) == 0 {
			continue
		}
		w.callees(b, func(_ int, callee string, _ []Flow) {
			if w.nodes[callee] == nil {
				return
			}
			callers[callee] = append(callers[callee], open[i])
			if _, ok := w.results[callee]; !ok {
				w.results[callee] = []returned{}
				open = append(open, callee)
			}
		})
	}
	for len(open) > 0 {
		next := make(map[string]bool)
		for _, key := range open {
			if b := w.nodes[key]; len(b.Returns) > 0 && w.returns(key, b) {
				for _, caller := range callers[key] {
					next[caller] = true
				}
			}
		}
		open = slices.Sorted(maps.Keys(next))
	}
	return w.results[key]
}

// returns looks at what a function returns, with what is known of its callees so
// far, and reports whether there is more than before.
func (w *World) returns(key string, b *bundle) bool {
	results := w.follow(b)
	var list []lead // the number of the result in front of the path
	for _, ret := range w.results[key] {
		list = append(list, lead{string(rune('0'+ret.To)) + ret.At, ret.Ref, ret.fn})
	}
	before := len(list)
	for _, ret := range b.Returns {
		for _, l := range b.resolve(ret.Ref, results) {
			l.at = string(rune('0'+ret.To)) + joinSteps(ret.At, l.at)
			list = merge(list, []lead{l})
		}
	}
	if len(list) == before {
		return false
	}
	out := make([]returned, len(list))
	for i, l := range list {
		out[i] = returned{Flow{int(l.at[0] - '0'), l.at[1:], l.Ref}, l.fn}
	}
	w.results[key] = out
	return true
}

// callees gives the calls of a node whose results matter.
func (w *World) callees(b *bundle, each func(no int, callee string, args []Flow)) {
	for i := range b.Calls {
		if c := &b.Calls[i]; c.No != 0 {
			each(c.No, w.target(c.Callee), c.Args)
		}
	}
	for i := range b.Dynamic {
		d := &b.Dynamic[i]
		if d.No == 0 {
			continue
		}
		for _, impl := range w.implementers(b, d, func(int) bool { return true }) {
			each(d.No, impl, d.Args)
		}
	}
}

// Given reports whether a reference of a node that a walk came to leads into what
// the registered function was given.
func (w *World) Given(r *Reached, ref Ref) bool {
	for _, l := range w.leads(w.nodes[r.Key], ref) {
		if l.fn.Key == "" && l.at == "" && r.Params.HasGiven(l.Ref) {
			return true
		}
	}
	return false
}

// IsKnown reports whether the dynamic type of what a reference leads to is decided
// by code that the walk came through.
func (w *World) IsKnown(r *Reached, ref Ref) bool {
	for _, l := range w.leads(w.nodes[r.Key], ref) {
		if l.at == "" && l.Path == "" && r.Params.IsKnown(l.Root) {
			return true
		}
	}
	return false
}

// target is the function that a call leads to: the one behind a variable that holds
// a handle.
func (w *World) target(callee string) string {
	if strings.HasPrefix(callee, "var ") {
		return w.registered(callee)
	}
	return callee
}
