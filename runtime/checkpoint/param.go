package checkpoint

import (
	"encoding/binary"
	"fmt"

	"github.com/gocheckpoint/checkpoint/runtime/objecthash"
)

// How a parameter enters the call's key.
const (
	byValue   = 'v' // as it is
	byOption  = 'b' // as HashBy's function sees it
	byNothing = 'n' // NoHash, or KeyBy
	byContext = 'c' // context.Context: never
)

// A param is one parameter of a resolved function.
type param struct {
	how  byte
	plan *objecthash.Plan // of byValue
	by   *hashBy          // of byOption
	// frame says, where one name of an option may mean several functions, which.
	frame []byte
}

// bindParams applies the options to the parameters (rules P1 to P5 of the
// package comment). The result is why that cannot be done.
func (f *function) bindParams(r *resolution) *problem {
	r.params = make([]param, len(f.in))
	for i, t := range f.in {
		r.params[i].how = byValue
		if t == contextType {
			r.params[i].how = byContext
		}
	}
	for i := range f.options.hashBy {
		by := &f.options.hashBy[i]
		at, p := f.parameterOf(r, by)
		if p != nil {
			return p
		}
		switch r.params[at].how {
		case byContext:
			return &problem{fmt.Sprintf("HashBy(%q) is for a context, which is never hashed", by.name), "remove the option"}
		case byOption:
			return &problem{fmt.Sprintf("HashBy(%q) and HashBy(%q) are for one parameter", r.params[at].by.name, by.name), "keep one of them"}
		}
		r.params[at].how, r.params[at].by = byOption, by
	}
	if r.names != nil {
		for _, n := range f.options.noHash {
			at := f.indexOf(r, n.name)
			if at < 0 {
				return f.unknownParameter(r, fmt.Sprintf("NoHash(%q)", n.name))
			}
			r.params[at].how = byNothing
		}
	}
	// Without names NoHash finds nothing to leave out: that costs hits, no more.

	for i := range r.params {
		p := &r.params[i]
		switch {
		case f.options.keyBy != nil && p.how == byValue:
			p.how = byNothing
		case p.how == byValue:
			p.plan = objecthash.PlanFor(f.in[i])
		case p.how == byOption:
			p.frame = f.frameOf(r, p.by.function, p.by.result)
		}
	}
	for _, by := range []*keyFunc{f.options.keyBy, f.options.hashContext} {
		if by != nil {
			r.extra = append(r.extra, by)
		}
	}
	r.header = f.newHeader(r)
	return nil
}

// frameOf tells the functions of keying options apart. The identity in a
// manifest covers the options of a function that is registered once. Where it is
// registered again, where there is no manifest, or Static keeps it out, two
// options of different meaning could give equal hashes for different arguments.
func (f *function) frameOf(r *resolution, function, result string) []byte {
	several, ordinal := f.env.handles.registrations(f)
	if !several && r.manifest != nil && !f.options.static {
		return nil
	}
	return appendParts(binary.LittleEndian.AppendUint32(nil, uint32(ordinal)), function, result)
}

// parameterOf finds the parameter that a HashBy is for: by its name, or, where
// names are unknown, as the only one of its type.
func (f *function) parameterOf(r *resolution, by *hashBy) (int, *problem) {
	option := fmt.Sprintf("HashBy(%q)", by.name)
	if r.names != nil {
		at := f.indexOf(r, by.name)
		if at < 0 {
			return 0, f.unknownParameter(r, option)
		}
		if f.in[at] != by.param {
			return 0, &problem{fmt.Sprintf("%s hashes a %s, but the parameter is of type %s", option, by.param, f.in[at]),
				fmt.Sprintf("give it a function of %s", f.in[at])}
		}
		return at, nil
	}
	found, count := 0, 0
	for i, t := range f.in {
		if t == by.param {
			found = i
			count++
		}
	}
	if count != 1 {
		return 0, &problem{fmt.Sprintf("without a manifest the names of parameters are unknown, and %d parameters have the type %s of %s", count, by.param, option),
			remedyManifest}
	}
	return found, nil
}

func (f *function) indexOf(r *resolution, name string) int {
	if name != "_" {
		for i, n := range r.names {
			if n == name {
				return i
			}
		}
	}
	return -1
}

func (f *function) unknownParameter(r *resolution, option string) *problem {
	return &problem{fmt.Sprintf("%s names no parameter of the function, which has %q", option, r.names), "correct the name"}
}

// describe names a parameter for messages.
func (f *function) describe(r *resolution, i int) string {
	if r != nil && i < len(r.names) && r.names[i] != "_" {
		return "argument " + r.names[i]
	}
	return fmt.Sprintf("argument %d (%s)", i+1, f.in[i])
}
