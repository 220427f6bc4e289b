package build

import (
	"go/types"
	"hash/crc32"

	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/types/typeutil"
)

// A rapid is a rapid type analysis like that of package rta, parts of which can
// be left out: what a part alone leads to is what disappears without it. It
// looks at each function and at each type once, whatever the number of roots.
//
// Like rta it takes a function whose address is taken for called.
type rapid struct {
	prog    *ssa.Program
	inScope func(*ssa.Global) bool

	ids     typeutil.Map
	types   []*rapidType
	code    map[*ssa.Function]*rapidCode
	globals map[*ssa.Global]*rapidCode
	inits   map[*ssa.Package]map[*ssa.Global][]ssa.Instruction
}

// A rapidType is a type that may come to be the type of an interface value.
type rapidType struct {
	typ      types.Type
	print    uint64 // a bit for each method, as rta has it
	methods  []*ssa.Function
	elements []rapidElement
	// implements is known for the interfaces, by number, that were asked for.
	implements map[int]bool
}

// A rapidElement is a type that can be derived from another.
type rapidElement struct {
	id int
	// signature is set where only reflection on the signature of a method
	// leads there, other than on the results of exported methods.
	signature bool
}

// rapidCode is what instructions do.
type rapidCode struct {
	calls, taken []*ssa.Function
	interfaces   []int // types that become interface values
	dynamic      []int // signatures of functions called
	invokes      []rapidInvoke
	globals      []*ssa.Global
}

type rapidInvoke struct {
	iface  int
	method *types.Func
}

// rapidOptions say what is left out, and what is added.
type rapidOptions struct {
	// Signatures takes types that stand in the signature of a method for types
	// of interface values: reflection could make values of them.
	Signatures bool
	// Variables runs the initializers, and the init functions that write them,
	// of the variables in scope that the code mentions.
	Variables bool
}

func newRapid(prog *ssa.Program, inScope func(*ssa.Global) bool) *rapid {
	r := &rapid{
		prog: prog, inScope: inScope, code: make(map[*ssa.Function]*rapidCode),
		globals: make(map[*ssa.Global]*rapidCode), inits: make(map[*ssa.Package]map[*ssa.Global][]ssa.Instruction),
	}
	r.ids.SetHasher(typeutil.MakeHasher())
	return r
}

// id numbers types; identical ones have one number.
func (r *rapid) id(t types.Type) int {
	t = types.Unalias(t)
	if id, ok := r.ids.At(t).(int); ok {
		return id
	}
	id := len(r.types)
	r.ids.Set(t, id)
	r.types = append(r.types, &rapidType{typ: t})
	return id
}

// concrete is the type of a number, with its methods and elements.
func (r *rapid) concrete(id int) *rapidType {
	t := r.types[id]
	if t.implements != nil {
		return t
	}
	t.implements = make(map[int]bool)
	set := r.prog.MethodSets.MethodSet(t.typ)
	t.print = fingerprint(set)
	each := func(element types.Type) { t.elements = append(t.elements, rapidElement{id: r.id(element)}) }
	tuple := func(tuple *types.Tuple, signature bool) {
		for v := range tuple.Variables() {
			t.elements = append(t.elements, rapidElement{id: r.id(v.Type()), signature: signature})
		}
	}
	for sel := range set.Methods() {
		m := sel.Obj().(*types.Func)
		if m.Signature().TypeParams() != nil {
			continue
		}
		if !types.IsInterface(t.typ) && m.Exported() {
			t.methods = append(t.methods, r.prog.MethodValue(sel))
		}
		declared := !types.IsInterface(m.Signature().Recv().Type())
		sig := sel.Type().(*types.Signature)
		tuple(sig.Params(), true)
		tuple(sig.Results(), !m.Exported() || !declared)
	}
	switch typ := t.typ.(type) {
	case *types.Named:
		each(types.NewPointer(typ))
		each(typ.Underlying())
	case *types.Map:
		each(typ.Key())
		each(typ.Elem())
	case interface{ Elem() types.Type }: // pointers, slices, arrays, channels
		each(typ.Elem())
	case *types.Signature:
		tuple(typ.Params(), false)
		tuple(typ.Results(), false)
	case *types.Struct:
		for field := range typ.Fields() {
			each(field.Type())
		}
	}
	return t
}

// fingerprint lets most types that don't implement an interface be told apart
// from those that do.
func fingerprint(set *types.MethodSet) (mask uint64) {
	for sel := range set.Methods() {
		if sel.Obj().(*types.Func).Signature().TypeParams() == nil {
			mask |= 1 << (crc32.ChecksumIEEE([]byte(sel.Obj().Id())) % 64)
		}
	}
	return mask
}

func (r *rapid) implements(concrete, iface int) bool {
	c, i := r.types[concrete], r.types[iface]
	if i.print&^c.print != 0 {
		return false
	}
	is, ok := c.implements[iface]
	if !ok {
		is = types.Implements(c.typ, i.typ.Underlying().(*types.Interface))
		c.implements[iface] = is
	}
	return is
}

// add notes what an instruction does.
func (r *rapid) add(c *rapidCode, instr ssa.Instruction) {
	var space [16]*ssa.Value
	operands := instr.Operands(space[:0])
	switch instr := instr.(type) {
	case ssa.CallInstruction:
		call := instr.Common()
		if call.IsInvoke() {
			c.invokes = append(c.invokes, rapidInvoke{r.id(call.Value.Type().Underlying()), call.Method})
		} else if callee := call.StaticCallee(); callee != nil {
			c.calls = append(c.calls, callee)
			operands = operands[1:]
		} else if _, builtin := call.Value.(*ssa.Builtin); !builtin {
			c.dynamic = append(c.dynamic, r.id(call.Signature()))
		}
	case *ssa.MakeInterface:
		c.interfaces = append(c.interfaces, r.id(instr.X.Type()))
	}
	for _, op := range operands {
		switch v := (*op).(type) {
		case *ssa.Function:
			c.taken = append(c.taken, v)
		case *ssa.Global:
			if r.inScope(v) {
				c.globals = append(c.globals, v)
			}
		}
	}
}

func (r *rapid) function(f *ssa.Function) *rapidCode {
	c := r.code[f]
	if c == nil {
		c = new(rapidCode)
		r.code[f] = c
		for _, b := range f.Blocks {
			for _, instr := range b.Instrs {
				r.add(c, instr)
			}
		}
	}
	return c
}

// A rapidRun is the analysis from one root.
type rapidRun struct {
	*rapid
	rapidOptions
	funcs     map[*ssa.Function]bool
	work      []*rapidCode
	seenTypes map[int]bool
	concretes []int
	invokes   map[rapidInvoke]bool
	ifaces    map[int][]*types.Func
	seenVars  map[*ssa.Global]bool
}

// reach is what root may run.
func (r *rapid) reach(root *ssa.Function, o rapidOptions) map[*ssa.Function]bool {
	run := &rapidRun{
		rapid: r, rapidOptions: o, funcs: make(map[*ssa.Function]bool), seenTypes: make(map[int]bool),
		invokes: make(map[rapidInvoke]bool), ifaces: make(map[int][]*types.Func), seenVars: make(map[*ssa.Global]bool),
	}
	run.function(root)
	for len(run.work) > 0 {
		c := run.work[len(run.work)-1]
		run.work = run.work[:len(run.work)-1]
		for _, f := range c.calls {
			run.function(f)
		}
		for _, f := range c.taken {
			run.function(f)
		}
		for _, id := range c.interfaces {
			run.runtimeType(id)
		}
		for _, i := range c.invokes {
			run.invoke(i)
		}
		for _, g := range c.globals {
			if o.Variables && !run.seenVars[g] {
				run.seenVars[g] = true
				run.work = append(run.work, r.global(g))
			}
		}
	}
	return run.funcs
}

func (r *rapidRun) function(f *ssa.Function) {
	if f != nil && !r.funcs[f] {
		r.funcs[f] = true
		r.work = append(r.work, r.rapid.function(f))
	}
}

func (r *rapidRun) runtimeType(id int) {
	if r.seenTypes[id] {
		return
	}
	r.seenTypes[id] = true
	t := r.concrete(id)
	for _, e := range t.elements {
		if r.Signatures || !e.signature {
			r.runtimeType(e.id)
		}
	}
	if types.IsInterface(t.typ) {
		return
	}
	r.concretes = append(r.concretes, id)
	for _, m := range t.methods {
		r.function(m)
	}
	for iface, methods := range r.ifaces {
		if r.implements(id, iface) {
			for _, m := range methods {
				r.function(r.prog.LookupMethod(t.typ, m.Pkg(), m.Name()))
			}
		}
	}
}

func (r *rapidRun) invoke(i rapidInvoke) {
	if r.invokes[i] {
		return
	}
	r.invokes[i] = true
	r.concrete(i.iface)
	r.ifaces[i.iface] = append(r.ifaces[i.iface], i.method)
	for _, id := range r.concretes {
		if r.implements(id, i.iface) {
			r.function(r.prog.LookupMethod(r.types[id].typ, i.method.Pkg(), i.method.Name()))
		}
	}
}
