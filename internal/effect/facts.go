package effect

import (
	"cmp"
	"slices"
	"strings"
)

// Params says what a walk knows of a node's parameters, the receiver, or what a
// literal captures, being the first: which of them hold what the registered
// function was given, which of these name what its key covers the content of, and
// which are functions that are known.
type Params struct {
	// Given and Keyed are sets of parameters, as bits.
	Given, Keyed uint32
	// Known are those whose code the callers decide: of an interface by a concrete
	// value, of a function by its name.
	Known uint32
	// parts say the same of parts of parameters, and what function a parameter or
	// a part of it is; one that the world made, so that equal ones are the same.
	parts *[]fact
}

// A fact says that what a parameter holds at a path was given, or, where fn is
// set, is that function.
type fact struct {
	param int
	path  string
	fn    Func
}

// Given also says that the caller sorts what the function returns, that it is
// called while a package is initialized, and that one of its type parameters
// stands for an open interface.
const (
	sortedBit = 1 << 31
	initBit   = 1 << 30
	openBit   = 1 << 29
	flagBits  = sortedBit | initBit | openBit
)

// MaxParams is the number of parameters of a function that are followed.
const MaxParams = 29

// HasGiven reports whether a reference leads into what the registered function
// was given.
func (p Params) HasGiven(r Ref) bool {
	if !r.Root.IsParam() || r.Root > MaxParams {
		return false
	}
	if p.Given&(1<<(r.Root-1)) != 0 {
		return true
	}
	for _, f := range p.list() {
		if _, ok := below(r.Path, f.path); ok && f.fn.Key == "" && f.param == int(r.Root)-1 {
			return true
		}
	}
	return false
}

// HasKeyed reports whether a root is a parameter that names what the key covers
// the content of.
func (p Params) HasKeyed(r Root) bool {
	return r > 0 && r <= MaxParams && p.Keyed&(1<<(r-1)) != 0
}

// IsKnown reports whether what code a parameter has is decided by code that the
// walk came through.
func (p Params) IsKnown(r Root) bool { return r > 0 && r <= MaxParams && p.Known&(1<<(r-1)) != 0 }

// Opened reports whether a type parameter of the function stands for an open
// interface.
func (p Params) Opened() bool { return p.Given&openBit != 0 }

// AtInit reports whether the walk came through an initializer that had run
// before anything was called.
func (p Params) AtInit() bool { return p.Given&initBit != 0 }

// Sorted reports whether the caller sorts what the function returns.
func (p Params) Sorted() bool { return p.Given&sortedBit != 0 }

// anyGiven reports whether anything that was given is known to be here.
func (p Params) anyGiven() bool {
	return p.Given&^flagBits != 0 || slices.ContainsFunc(p.list(), func(f fact) bool { return f.fn.Key == "" })
}

func (p Params) list() []fact {
	if p.parts == nil {
		return nil
	}
	return *p.parts
}

// functions are the functions that a reference may be.
func (p Params) functions(r Ref) []fact {
	var out []fact
	for _, f := range p.list() {
		if f.fn.Key != "" && f.param == int(r.Root)-1 && f.path == r.Path {
			out = append(out, f)
		}
	}
	return out
}

// facts is what a callee gets to know, while it is put together.
type facts struct {
	Params
	parts []fact
}

func (f *facts) given(param int, path string, known bool) {
	switch {
	case param >= MaxParams:
	case path == "":
		f.Given |= 1 << param
		if known {
			f.Known |= 1 << param
		}
	default:
		f.parts = append(f.parts, fact{param: param, path: path})
	}
}

// pass adds what a flow carries from a caller's parameters to a callee's: ref,
// which the flow's reference leads to, is one of the caller's.
func (f *facts) pass(p Params, flow Flow, ref Ref, known bool) {
	if !ref.Root.IsParam() || ref.Root > MaxParams || flow.To >= MaxParams {
		return
	}
	j := int(ref.Root) - 1
	if p.Given&(1<<j) != 0 {
		f.given(flow.To, flow.At, known && flow.At == "" || p.Known&(1<<j) != 0)
	}
	if p.Keyed&(1<<j) != 0 && flow.At == "" {
		f.Keyed |= 1 << flow.To
	}
	for _, part := range p.list() {
		if part.param != j {
			continue
		}
		if rest, ok := below(part.path, ref.Path); ok { // of what is handed on
			if part.fn.Key != "" {
				f.parts = append(f.parts, fact{flow.To, joinSteps(flow.At, rest), part.fn})
			} else {
				f.given(flow.To, joinSteps(flow.At, rest), known && rest == "" && flow.At == "")
			}
		} else if _, ok := below(ref.Path, part.path); ok && part.fn.Key == "" {
			f.given(flow.To, flow.At, known && flow.At == "")
		}
	}
}

// params are the facts in the form in which equal ones are the same.
func (w *World) params(f facts) Params {
	p := f.Params
	if len(f.parts) == 0 {
		return p
	}
	slices.SortFunc(f.parts, func(a, b fact) int {
		return cmp.Or(cmp.Compare(a.param, b.param), strings.Compare(a.path, b.path), strings.Compare(a.fn.Key, b.fn.Key), cmp.Compare(a.fn.Bound, b.fn.Bound))
	})
	f.parts = slices.Compact(f.parts)
	f.parts = slices.DeleteFunc(f.parts, func(x fact) bool { return x.fn.Key == "" && p.Given&(1<<x.param) != 0 })
	if len(f.parts) == 0 {
		return p
	}
	var key strings.Builder
	for _, x := range f.parts {
		key.WriteString(string(rune(x.param)) + x.path + "=" + x.fn.Key + string(rune(x.fn.Bound)) + ";")
	}
	known, ok := w.parts[key.String()]
	if !ok {
		known = &f.parts
		w.parts[key.String()] = known
	}
	p.parts = known
	return p
}

// unbound leaves out which functions the parameters are.
func (w *World) unbound(p Params) Params {
	f := facts{Params: p}
	f.Params.parts = nil
	for _, x := range p.list() {
		if x.fn.Key == "" {
			f.parts = append(f.parts, x)
		}
	}
	return w.params(f)
}
