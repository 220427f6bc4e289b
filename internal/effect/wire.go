package effect

import (
	"errors"

	"github.com/gocheckpoint/checkpoint/internal/wire"
)

// Encode is the compact form of a summary: equal summaries give equal bytes.
func (p *Package) Encode() []byte {
	e := new(wire.Encoder)
	e.Str(p.Path)
	e.Strs(p.Vars)
	e.Strs(p.Registered)
	e.Int(len(p.Funcs))
	for _, f := range p.Funcs {
		e.Str(f.Key)
		e.Num(f.Bound)
	}
	e.Int(len(p.Shapes))
	for _, s := range p.Shapes {
		e.Strs(s.Methods)
	}
	e.Int(len(p.Types))
	for _, t := range p.Types {
		e.Str(t.Name)
		e.Strs(t.Methods)
		e.Strs(t.Impls)
	}
	e.Int(len(p.Nodes))
	for _, n := range p.Nodes {
		n.encode(e)
	}
	return e.Bytes()
}

func (n *Node) encode(e *wire.Encoder) {
	e.Str(n.Key)
	e.Str(n.Registers)
	e.Num(int(n.Adds))
	e.Bools([]bool{n.InitOnly, n.Quiet, n.Shared, n.Unset})
	site(e, n.Decl)
	e.Strs(n.Invokes)
	e.Int(len(n.Asks))
	for _, a := range n.Asks {
		e.Num(int(a.Asked))
		site(e, a.Site)
	}
	held(e, n.Asserts)
	held(e, n.Holds)
	e.Int(len(n.Effects))
	for _, x := range n.Effects {
		e.Num(int(x.Kind))
		e.Str(x.What)
		ref(e, x.Ref)
		e.Bools([]bool{x.Returned})
		e.Strs(x.Via)
		if len(x.Via) > 0 {
			site(e, x.Beyond)
		}
		site(e, x.Site)
	}
	e.Int(len(n.Calls))
	for _, c := range n.Calls {
		e.Num(c.No)
		e.Str(c.Callee)
		e.Str(c.Value)
		e.Num(c.Bound)
		flows(e, c.Args)
		e.Num(int(c.Known))
		e.Bools([]bool{c.Sorted, c.AtInit, c.Packed})
		e.Num(int(c.Logs))
		e.Num(c.Params)
		e.Num(int(c.Opens))
		e.Num(int(c.Unordered.To))
		if c.Unordered.To != 0 {
			e.Num(int(c.Unordered.Kind))
			e.Str(c.Unordered.What)
			e.Bools([]bool{c.Unordered.Returned})
		}
		site(e, c.Site)
	}
	e.Int(len(n.Uses))
	for _, u := range n.Uses {
		e.Str(u.Var)
		e.Str(u.Write)
		e.Str(u.Unhashable)
		e.Bools([]bool{u.AtInit})
		site(e, u.Site)
	}
	e.Int(len(n.Dynamic))
	for _, d := range n.Dynamic {
		e.Num(d.No)
		e.Num(d.Shape)
		e.Str(d.Method)
		e.Str(d.Name)
		flows(e, d.Args)
		e.Num(int(d.Known))
		e.Bools([]bool{d.Closed, d.Ours, d.Plain, d.Param})
		site(e, d.Site)
	}
	e.Int(len(n.Indirect))
	for _, c := range n.Indirect {
		e.Num(c.No)
		e.Str(c.Sig)
		e.Int(len(c.Fun))
		for _, r := range c.Fun {
			ref(e, r)
		}
		flows(e, c.Args)
		e.Num(int(c.Known))
		e.Str(c.Name)
		e.Bools([]bool{c.Plain, c.Handed})
		site(e, c.Site)
	}
	flows(e, n.Returns)
	e.Int(len(n.Converts))
	for _, c := range n.Converts {
		e.Num(c.Type)
	}
}

func held(e *wire.Encoder, list []Held) {
	e.Int(len(list))
	for _, h := range list {
		e.Str(h.Func)
		e.Strs(h.Methods)
	}
}

func site(e *wire.Encoder, s Site) {
	e.Str(s.File)
	e.Num(s.Line)
}

func ref(e *wire.Encoder, r Ref) {
	e.Num(int(r.Root))
	e.Str(r.Path)
}

func flows(e *wire.Encoder, list []Flow) {
	e.Int(len(list))
	for _, f := range list {
		e.Num(f.To)
		e.Str(f.At)
		ref(e, f.Ref)
	}
}

// Decode is the inverse of Encode, but for the extent of sites, which belongs to
// the syntax.
func Decode(data []byte) (*Package, error) {
	d := &decoder{wire.NewDecoder(data)}
	p := &Package{Path: d.Str(), Vars: d.Strs(), Registered: d.Strs()}
	p.Funcs = make([]Func, d.Int())
	for i := range p.Funcs {
		p.Funcs[i] = Func{d.Str(), d.Num()}
	}
	p.Shapes = make([]Shape, d.Int())
	for i := range p.Shapes {
		p.Shapes[i].Methods = d.Strs()
	}
	p.Types = make([]Type, d.Int())
	for i := range p.Types {
		p.Types[i] = Type{d.Str(), d.Strs(), d.Strs()}
	}
	p.Nodes = make([]*Node, d.Int())
	for i := range p.Nodes {
		p.Nodes[i] = d.node()
	}
	if err := d.Err(); err != nil {
		return nil, err
	}
	return p, p.check()
}

var errIndex = errors.New("malformed fact: an index is out of range; run go clean -cache")

// check reports damage that would make a walk panic.
func (p *Package) check() error {
	for _, t := range p.Types {
		if len(t.Methods) != len(t.Impls) {
			return errIndex
		}
	}
	bad := func(list []Flow) bool {
		for _, f := range list {
			if f.Root.isVar() && f.Root < Root(-len(p.Vars)) || f.To < 0 {
				return true
			}
		}
		return false
	}
	for _, f := range p.Funcs {
		if f.Bound < 0 || f.Bound > MaxParams {
			return errIndex
		}
	}
	for _, n := range p.Nodes {
		for _, c := range n.Converts {
			if c.Type < 0 || c.Type >= len(p.Types) {
				return errIndex
			}
		}
		for _, d := range n.Dynamic {
			if d.Shape < 0 || d.Shape >= len(p.Shapes) || bad(d.Args) {
				return errIndex
			}
		}
		for _, c := range n.Calls {
			if bad(c.Args) || c.Bound < 0 || c.Bound > MaxParams {
				return errIndex
			}
		}
		for _, c := range n.Indirect {
			if bad(c.Args) {
				return errIndex
			}
		}
		if bad(n.Returns) {
			return errIndex
		}
	}
	return nil
}

type decoder struct{ *wire.Decoder }

func (d *decoder) node() *Node {
	n := &Node{Key: d.Str(), Registers: d.Str(), Adds: uint32(d.Num())}
	d.flags(&n.InitOnly, &n.Quiet, &n.Shared, &n.Unset)
	n.Decl = d.site()
	n.Invokes = d.Strs()
	for range d.Int() {
		n.Asks = append(n.Asks, Ask{Asked(d.Num()), d.site()})
	}
	n.Asserts = d.held()
	n.Holds = d.held()
	for range d.Int() {
		x := Effect{Kind: Kind(d.Num()), What: d.Str(), Ref: d.ref()}
		d.flags(&x.Returned)
		if x.Via = d.Strs(); len(x.Via) > 0 {
			x.Beyond = d.site()
		}
		x.Site = d.site()
		n.Effects = append(n.Effects, x)
	}
	for range d.Int() {
		c := Call{No: d.Num(), Callee: d.Str(), Value: d.Str(), Bound: d.Num(), Args: d.flows(), Known: uint32(d.Num())}
		d.flags(&c.Sorted, &c.AtInit, &c.Packed)
		c.Logs, c.Params = Logging(d.Num()), d.Num()
		c.Opens = Opening(d.Num())
		if c.Unordered.To = uint32(d.Num()); c.Unordered.To != 0 {
			c.Unordered.Kind, c.Unordered.What = Kind(d.Num()), d.Str()
			d.flags(&c.Unordered.Returned)
		}
		c.Site = d.site()
		n.Calls = append(n.Calls, c)
	}
	for range d.Int() {
		u := Use{Var: d.Str(), Write: d.Str(), Unhashable: d.Str()}
		d.flags(&u.AtInit)
		u.Site = d.site()
		n.Uses = append(n.Uses, u)
	}
	for range d.Int() {
		c := Dynamic{No: d.Num(), Shape: d.Num(), Method: d.Str(), Name: d.Str(), Args: d.flows(), Known: uint32(d.Num())}
		d.flags(&c.Closed, &c.Ours, &c.Plain, &c.Param)
		c.Site = d.site()
		n.Dynamic = append(n.Dynamic, c)
	}
	for range d.Int() {
		c := Indirect{No: d.Num(), Sig: d.Str()}
		for range d.Int() {
			c.Fun = append(c.Fun, d.ref())
		}
		c.Args, c.Known, c.Name = d.flows(), uint32(d.Num()), d.Str()
		d.flags(&c.Plain, &c.Handed)
		c.Site = d.site()
		n.Indirect = append(n.Indirect, c)
	}
	n.Returns = d.flows()
	for range d.Int() {
		n.Converts = append(n.Converts, Convert{Type: d.Num()})
	}
	return n
}

func (d *decoder) flags(to ...*bool) {
	for i, b := range d.Bools() {
		if i < len(to) {
			*to[i] = b
		}
	}
}

func (d *decoder) site() Site { return Site{File: d.Str(), Line: d.Num()} }

func (d *decoder) ref() Ref { return Ref{Root(d.Num()), d.Str()} }

func (d *decoder) held() []Held {
	var out []Held
	for range d.Int() {
		out = append(out, Held{Func: d.Str(), Methods: d.Strs()})
	}
	return out
}

func (d *decoder) flows() []Flow {
	n := d.Int()
	if n == 0 {
		return nil
	}
	out := make([]Flow, n)
	for i := range out {
		out[i] = Flow{d.Num(), d.Str(), d.ref()}
	}
	return out
}
