package effect

import (
	"strconv"
	"strings"
)

// indirect gives what a call of a function value leads to with what it is given:
// the functions that the value is known to be, else those of its type that are
// mentioned in what the walk reaches.
func (w *World) indirect(b *bundle, c *Indirect, p Params, live *liveness, to func(callee string, p Params, at Site)) {
	known, given := false, false
	for _, r := range c.Fun {
		leads := w.leads(b, r)
		for _, l := range leads {
			if l.at != "" {
				continue
			}
			if l.fn.Key != "" { // that a call has given
				known = true
				var out facts
				for _, part := range leads { // with what is bound to it
					n, bound := boundIndex(part.at)
					if at := part.at[firstStep(part.at):]; bound && part.fn.Key != "" {
						out.parts = append(out.parts, fact{n, at, part.fn})
					} else if bound {
						out.pass(p, Flow{To: n, At: at}, part.Ref, false)
					}
				}
				w.shift(&out, b, p, c, l.fn.Bound)
				to(l.fn.Key, w.params(out), c.Site)
				continue
			}
			given = given || p.HasGiven(l.Ref)
			for _, f := range p.functions(l.Ref) {
				known = true
				var out facts
				for _, part := range p.list() { // what is bound to it
					rest, ok := below(part.path, f.path)
					if n, bound := boundIndex(rest); ok && bound && part.param == f.param {
						rest = rest[firstStep(rest):]
						if part.fn.Key != "" {
							out.parts = append(out.parts, fact{n, rest, part.fn})
						} else {
							out.given(n, rest, false)
						}
					}
				}
				w.shift(&out, b, p, c, f.fn.Bound)
				to(f.fn.Key, w.params(out), c.Site)
			}
		}
	}
	if known || given {
		return
	}
	var out facts
	if w.shift(&out, b, p, c, 0); !w.params(out).anyGiven() {
		return
	}
	for _, f := range live.mentioned(c.Sig) {
		var out facts
		w.shift(&out, b, p, c, f.Bound)
		to(f.Key, w.params(out), c.Site)
	}
}

// shift adds what an indirect call hands to a function that has bound some of its
// parameters.
func (w *World) shift(out *facts, b *bundle, p Params, c *Indirect, bound int) {
	for _, a := range c.Args {
		a.To += bound
		w.passOne(out, b, p, a, c.Known&(1<<(a.To-bound)) != 0)
	}
}

// boundIndex is the number of the parameter that a step binds.
func boundIndex(path string) (n int, ok bool) {
	if !strings.HasPrefix(path, "$") {
		return 0, false
	}
	n, err := strconv.Atoi(path[1:firstStep(path)])
	return n, err == nil
}

// pass is what a callee gets to know of its parameters.
func (w *World) pass(b *bundle, p Params, args []Flow, known uint32, sorted, atInit bool) Params {
	var out facts
	out.Known = (known | w.knownThrough(b, p, args)) & (1<<MaxParams - 1)
	for _, a := range args {
		if a.To < MaxParams {
			w.passOne(&out, b, p, a, known&(1<<a.To) != 0)
		}
	}
	if sorted {
		out.Given |= sortedBit
	}
	if atInit || p.AtInit() {
		out.Given |= initBit
	}
	return w.params(out)
}

// knownThrough are the parameters that get nothing but what the caller has of its
// callers, which decide what it is.
func (w *World) knownThrough(b *bundle, p Params, args []Flow) uint32 {
	var known, not uint32
	for _, a := range args {
		if a.To >= MaxParams || a.At != "" {
			continue
		}
		leads := w.leads(b, a.Ref)
		for _, l := range leads {
			if l.fn.Key == "" && l.Path == "" && p.IsKnown(l.Root) {
				known |= 1 << a.To
			} else {
				not |= 1 << a.To
			}
		}
		if len(leads) == 0 {
			not |= 1 << a.To
		}
	}
	return known &^ not
}

func (w *World) passOne(out *facts, b *bundle, p Params, a Flow, known bool) {
	for _, l := range w.leads(b, a.Ref) {
		at := joinSteps(a.At, l.at)
		if l.fn.Key != "" {
			out.parts = append(out.parts, fact{a.To, at, l.fn})
		} else {
			out.pass(p, Flow{To: a.To, At: at}, l.Ref, known)
		}
	}
}
