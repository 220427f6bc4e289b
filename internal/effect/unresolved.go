package effect

import (
	"cmp"
	"go/ast"
	"slices"
	"strings"
)

// An Unresolved is a call in what a function reaches of which nothing in sight
// tells what it runs (E11).
type Unresolved struct {
	*Reached
	Name  string // as messages have it
	Value bool   // of a function value, not of an interface's method
	Site  Site
	// Params are the parameters of the registered function that may hold what is
	// called.
	Params []int
	// Var is the key of the variable that may, where no parameter does.
	Var string
}

// A valueCall is a call whose callee is a value.
type valueCall struct {
	name  string
	value bool
	site  Site
	refs  []Ref // what the value may be
	// may reports whether a value of a type may be called here, made whether
	// anything that the walk reaches makes one.
	may  func(h Held) bool
	made bool
}

// Unresolved gives the nearest call that runs what nothing in sight tells, nil if
// there is none. Calls of what is followed from a parameter are left to
// [World.GivenReceiver] and effects.
func (w *World) Unresolved(key string, start Params, given []Given) *Unresolved {
	var reached []*Reached
	var hidden source
	w.WalkGiven(key, start, given, func(r *Reached) {
		reached = append(reached, r)
		hidden.asserted = append(hidden.asserted, r.Asserts...)
		for i := range r.Uses {
			if u := &r.Uses[i]; u.Write == "" && w.isFilled(u.Var) && !slices.Contains(hidden.vars, u.Var) {
				hidden.vars = append(hidden.vars, u.Var)
			}
		}
	})
	for _, r := range reached {
		var calls []*valueCall
		for i := range r.Dynamic {
			if c := w.methodCall(r, &r.Dynamic[i]); c != nil {
				calls = append(calls, c)
			}
		}
		for i := range r.Indirect {
			if c := w.functionCall(r, &r.Indirect[i]); c != nil {
				calls = append(calls, c)
			}
		}
		slices.SortStableFunc(calls, func(a, b *valueCall) int { return cmp.Compare(a.site.Line, b.site.Line) })
		for _, c := range calls {
			if u := w.unresolved(r, c, given, &hidden); u != nil {
				return u
			}
		}
	}
	return nil
}

// Unknown reports whether what a call of an interface's method runs is neither
// known from the types in sight, nor without influence by convention.
func (w *World) Unknown(r *Reached, d *Dynamic) bool {
	return !d.Plain && (!d.Param || r.Params.Opened()) && !(w.Known(d) && w.Implemented(r, d))
}

// methodCall describes a call of an interface's method, nil where it is known, or
// told of otherwise, what it runs.
func (w *World) methodCall(r *Reached, d *Dynamic) *valueCall {
	if !w.Unknown(r, d) || d.Known&1 != 0 {
		return nil
	}
	b := w.nodes[r.Key]
	refs := w.receivers(b, d)
	if w.isDecided(r, refs) {
		return nil
	}
	shape := r.Pkg.Shapes[d.Shape]
	made := slices.ContainsFunc(w.named[d.Method], func(im impls) bool {
		return r.live.converted(im.typ) && w.types[im.typ].implements(shape)
	})
	return &valueCall{d.Name, false, d.Site, refs, func(h Held) bool { return h.mayHave(shape) }, made}
}

// functionCall describes a call of a function value, nil as methodCall.
func (w *World) functionCall(r *Reached, c *Indirect) *valueCall {
	if c.Plain || w.isDecided(r, c.Fun) {
		return nil
	}
	for _, ref := range c.Fun {
		for _, l := range w.leads(w.nodes[r.Key], ref) {
			if l.fn.Key != "" || len(r.Params.functions(l.Ref)) > 0 {
				return nil
			}
		}
	}
	return &valueCall{c.Name, true, c.Site, c.Fun, func(h Held) bool { return h.mayBe(c.Sig) }, len(r.live.mentioned(c.Sig)) > 0}
}

// receivers are what the receiver of a call may be.
func (w *World) receivers(b *bundle, d *Dynamic) []Ref {
	var out []Ref
	for _, a := range d.Args {
		if a.To == 0 && a.At == "" {
			out = append(out, a.Ref)
		}
	}
	return out
}

// isDecided reports whether a value is, or is part of, what a parameter holds of
// which the callers decide what it is: those that the walk came through, or those
// of the registered function.
func (w *World) isDecided(r *Reached, refs []Ref) bool {
	for _, ref := range refs {
		for _, l := range w.leads(w.nodes[r.Key], ref) {
			if l.fn.Key == "" && (r.Params.HasGiven(l.Ref) || l.Path == "" && r.Params.IsKnown(l.Root)) {
				return true
			}
		}
	}
	return false
}

// A source is where what a walk reaches may find values that were put there out
// of its sight.
type source struct {
	vars     []string
	asserted []Held
}

func (w *World) unresolved(r *Reached, c *valueCall, given []Given, hidden *source) *Unresolved {
	u := &Unresolved{Reached: r, Name: c.name, Value: c.value, Site: c.site}
	for _, ref := range c.refs {
		if !ref.Root.isVar() {
			continue
		}
		key := r.Pkg.Vars[-ref.Root-1]
		v := w.nodes[key]
		if v == nil || v.Quiet || len(w.Writers(key)) > 0 {
			return nil // the capture check tells
		}
		if w.isFilled(key) && (v.Unset || !c.made && slices.ContainsFunc(v.Holds, c.may)) {
			u.Var = key
			return u
		}
	}
	for _, g := range given {
		if (!c.made || g.Direct && len(c.refs) == 0) && slices.ContainsFunc(g.Held, c.may) {
			u.Params = append(u.Params, g.Param)
		}
	}
	switch {
	case len(u.Params) > 0:
		return u
	case c.made:
		return nil
	}
	for _, key := range hidden.vars {
		if slices.ContainsFunc(w.nodes[key].Holds, c.may) {
			u.Var = key
			return u
		}
	}
	if slices.ContainsFunc(hidden.asserted, c.may) {
		return u
	}
	return nil
}

// isFilled reports whether packages out of sight may put a value into a variable:
// it is exported, holds what has code, and nothing in sight writes it.
func (w *World) isFilled(key string) bool {
	v := w.nodes[key]
	return v != nil && !v.Quiet && len(v.Holds) > 0 && ast.IsExported(key[strings.LastIndexByte(key, '.')+1:]) &&
		!(w.Program && v.pkg.Path == w.own) && len(w.Writers(key)) == 0
}
