package build

import (
	"strings"

	"golang.org/x/tools/go/ssa"
)

// global is the code that gives a variable its value before main runs: the part
// of the package's initializer that computes it, and the package's init
// functions that mention it other than to read it.
func (r *rapid) global(g *ssa.Global) *rapidCode {
	if c := r.globals[g]; c != nil {
		return c
	}
	c := new(rapidCode)
	r.globals[g] = c
	init := g.Pkg.Func("init")
	if init == nil {
		return c
	}
	index := r.inits[g.Pkg]
	if index == nil {
		index = mentions(init)
		r.inits[g.Pkg] = index
	}
	for instr := range initializer(index[g], g) {
		r.add(c, instr)
	}
	for _, b := range init.Blocks { // it calls the init functions in the source
		for _, instr := range b.Instrs {
			call, ok := instr.(*ssa.Call)
			if !ok {
				continue
			}
			if f := call.Call.StaticCallee(); f != nil && f.Pkg == g.Pkg && strings.HasPrefix(f.Name(), "init#") && writes(f, g) {
				c.calls = append(c.calls, f)
			}
		}
	}
	return c
}

// mentions are the instructions of a function by the variables that they name.
func mentions(f *ssa.Function) map[*ssa.Global][]ssa.Instruction {
	out := make(map[*ssa.Global][]ssa.Instruction)
	for _, b := range f.Blocks {
		for _, instr := range b.Instrs {
			var space [16]*ssa.Value
			for _, op := range instr.Operands(space[:0]) {
				if g, ok := (*op).(*ssa.Global); ok {
					out[g] = append(out[g], instr)
				}
			}
		}
	}
	return out
}

// writes reports whether an init function does other things with a variable
// than to read it.
func writes(f *ssa.Function, g *ssa.Global) bool {
	for _, instr := range mentions(f)[g] {
		if load, ok := instr.(*ssa.UnOp); !ok || !onlyRead(load) {
			return true
		}
	}
	return false
}

// onlyRead reports whether a loaded value is not a map, or the like, that is
// written then.
func onlyRead(load *ssa.UnOp) bool {
	for _, ref := range *load.Referrers() {
		switch ref := ref.(type) {
		case *ssa.MapUpdate:
			if ref.Map == ssa.Value(load) {
				return false
			}
		case *ssa.IndexAddr, *ssa.FieldAddr, *ssa.Slice, ssa.CallInstruction:
			return false
		}
	}
	return true
}

// initializer is the slice of a package's initializer that computes g, of whose
// mentions it is found: what is stored in g, and what that was computed from.
func initializer(mentions []ssa.Instruction, g *ssa.Global) map[ssa.Instruction]bool {
	out := make(map[ssa.Instruction]bool)
	var include func(ssa.Instruction)
	value := func(v ssa.Value) {
		if instr, ok := v.(ssa.Instruction); ok {
			include(instr)
		}
	}
	include = func(instr ssa.Instruction) {
		if out[instr] {
			return
		}
		out[instr] = true
		var space [16]*ssa.Value
		for _, op := range instr.Operands(space[:0]) {
			if *op != nil {
				value(*op)
			}
		}
		if phi, ok := instr.(*ssa.Phi); ok { // && and || decide by branches
			for _, pred := range phi.Block().Preds {
				if last, ok := pred.Instrs[len(pred.Instrs)-1].(*ssa.If); ok {
					include(last)
				}
			}
		}
		if v, ok := instr.(ssa.Value); ok && v.Referrers() != nil {
			for _, ref := range *v.Referrers() {
				if fills(ref, v) {
					include(ref)
				}
			}
		}
	}
	for _, instr := range mentions {
		if fills(instr, g) {
			include(instr)
		}
	}
	return out
}

// fills reports whether an instruction writes what v is, or points into it so
// that another may.
func fills(instr ssa.Instruction, v ssa.Value) bool {
	switch instr := instr.(type) {
	case *ssa.Store:
		return instr.Addr == v
	case *ssa.MapUpdate:
		return instr.Map == v
	case *ssa.FieldAddr:
		return instr.X == v
	case *ssa.IndexAddr:
		return instr.X == v
	}
	return false
}
