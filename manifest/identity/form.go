package identity

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"strings"
)

// A former writes the normal form (I2) of one declaration.
type former struct {
	*builder
	writer
	node *Node
	file *ast.File

	locals map[types.Object]int // in binding order
	next   int
	tparam map[*types.TypeParam]int
	// results are the result types of the functions around the statement, the
	// innermost last.
	results []*types.Tuple
	// part is what the selector around the variable that comes next reads of it.
	part *part
	// methods are the types whose methods are covered already.
	methods map[string]bool
	// numbered are the local types whose numbers are written.
	numbered map[*types.TypeName]bool
	// declares is set where the declaration has types of its own.
	declares bool
	// reachesC is set once the C code behind the package is covered.
	reachesC bool
	// inert are the options of registrations that were left out.
	inert []ast.Expr
}

func (b *builder) newFormer(n *Node, file *ast.File) *former {
	return &former{
		builder: b, node: n, file: file,
		locals:  make(map[types.Object]int),
		tparam:  make(map[*types.TypeParam]int),
		methods: make(map[string]bool), numbered: make(map[*types.TypeName]bool),
	}
}

// scratch returns a former that goes on where f is, for a node that nobody
// knows of.
func (f *former) scratch() *former {
	g := *f
	g.writer, g.inert, g.reachesC = writer{}, nil, false
	g.node = &Node{Kind: f.node.Kind, Name: f.node.Name, unit: f.Unit}
	g.locals, g.methods = maps.Clone(f.locals), make(map[string]bool)
	g.numbered = make(map[*types.TypeName]bool)
	return &g
}

// form writes the normal form of a declaration into its node.
func (b *builder) form(d *decl) {
	f := b.newFormer(d.node, d.file)
	switch d.node.Kind {
	case FuncNode:
		f.function(d)
	case TypeNode:
		f.typeDecl(d.node.Object.(*types.TypeName))
		f.softRefs(d.typ)
	case ConstNode:
		c := d.node.Object.(*types.Const)
		f.op("const")
		f.constant(c.Val(), c.Type())
		f.softRefs(d.spec)
	case VarNode:
		f.variable(d)
	}
	d.form = f
	f.finish(d.node)
}

// tellApart names the declarations that look alike and have types of their
// own: those types are different all the same (I3).
func (b *builder) tellApart() {
	alike := make(map[[32]byte]int)
	for _, d := range b.decls {
		if d.form.declares {
			alike[d.node.shape]++
		}
	}
	for _, d := range b.decls {
		if d.form.declares && alike[d.node.shape] > 1 {
			d.form.op("name")
			d.form.str(d.node.Name)
			d.form.finish(d.node)
		}
	}
}

func (f *former) function(d *decl) {
	fn := d.node.Object.(*types.Func)
	sig := fn.Signature()
	f.op("func")
	f.typeParams(sig.RecvTypeParams())
	f.typeParams(sig.TypeParams())
	if recv := sig.Recv(); recv != nil {
		f.op("recv")
		f.param(recv)
	}
	f.signature(sig)
	f.compilerDirectives(d)
	f.debugSettings(fn)
	if d.fn.Body == nil {
		f.bodiless(fn)
		return
	}
	f.body(sig, d.fn.Body)
	f.softRefs(d.fn)
}

// body writes a function's body. Its parameters and results must have been
// bound by signature.
func (f *former) body(sig *types.Signature, body *ast.BlockStmt) {
	f.results = append(f.results, sig.Results())
	f.block(body.List)
	f.results = f.results[:len(f.results)-1]
}

// signature binds parameters and results, named or not, and writes their types.
func (f *former) signature(sig *types.Signature) {
	f.op("params")
	f.int(sig.Params().Len())
	for v := range sig.Params().Variables() {
		f.param(v)
	}
	f.bool(sig.Variadic())
	f.op("results")
	f.int(sig.Results().Len())
	for v := range sig.Results().Variables() {
		f.param(v)
	}
}

func (f *former) param(v *types.Var) {
	f.bind(v)
	f.typ(v.Type())
}

func (f *former) typeParams(list *types.TypeParamList) {
	f.int(list.Len())
	for tp := range list.TypeParams() {
		f.tparam[tp] = len(f.tparam)
	}
	for tp := range list.TypeParams() {
		f.typ(tp.Constraint())
	}
}

// bind gives a local object the next number.
func (f *former) bind(obj types.Object) int {
	n := f.next
	f.next++
	if obj != nil {
		f.locals[obj] = n
	}
	return n
}

// local is the number of a local object; one that was not bound yet (a label
// that a goto mentions first) is bound.
func (f *former) local(obj types.Object) int {
	if n, ok := f.locals[obj]; ok {
		return n
	}
	return f.bind(obj)
}

// variable writes a package variable: its type, and its initializer unless its
// value is part of every call's key (I4).
func (f *former) variable(d *decl) {
	f.op("var")
	if v, ok := d.node.Object.(*types.Var); ok {
		f.typ(v.Type())
		switch a := f.vars[v]; {
		case a.NoHash:
			f.op("nohash")
			return
		case a.Capture:
			f.op("capture")
			f.str(d.node.FullName()) // as the call key has it
			d.node.capture = true
			d.node.narrow = a.By == ""
			f.codecs(v.Type(), map[types.Type]bool{})
			if a.By != "" {
				if by := f.src.Types.Scope().Lookup(a.By); by != nil {
					f.object(by)
				}
			}
			return
		}
		d.node.linkVar = f.isLinkVar(v, d.spec, d.idx)
		if d.node.linkVar || (bearsIdentity(v.Type()) || isSentinel(v) || f.leafHoldsFunc(v.Type())) && !isRegistration(f.src.Info, d.spec) {
			f.op("name")
			f.str(d.node.FullName())
			d.node.byName = true
		}
		if f.assembly().mayWrite(d.node) {
			f.others()
		}
	}
	f.embeds(d)
	spec := d.spec
	f.softRefs(spec)
	switch len(spec.Values) {
	case 0:
		f.op("zero")
	case len(spec.Names):
		f.op("init")
		f.expr(spec.Values[d.idx])
		f.convert(f.src.Info.TypeOf(spec.Names[d.idx]), f.src.Info.TypeOf(spec.Values[d.idx]))
	default: // var a, b = g()
		f.op("result")
		f.int(d.idx)
		f.expr(spec.Values[0])
		for i, name := range spec.Names {
			f.convert(f.src.Info.TypeOf(name), tupleAt(f.src.Info.TypeOf(spec.Values[0]), i))
		}
	}
}

// embeds writes the files that go:embed puts into a variable.
func (f *former) embeds(d *decl) {
	for _, group := range f.file.Comments {
		if group.Pos() < d.after || group.Pos() >= d.spec.Pos() {
			continue
		}
		for _, c := range group.List {
			args, ok := strings.CutPrefix(c.Text, "//go:embed ")
			if !ok {
				continue
			}
			patterns, err := embedPatterns(args)
			if err != nil {
				f.assume(c.Pos(), "has a go:embed directive that could not be read: "+err.Error())
				continue
			}
			for _, p := range patterns {
				f.embed(d.node, c.Pos(), p)
			}
		}
	}
}

func (f *former) embed(n *Node, pos token.Pos, pattern string) {
	f.op("embed")
	f.str(pattern)
	if f.src.Embed == nil {
		f.assume(pos, "embeds files, which this driver cannot read")
		return
	}
	files, err := f.src.Embed(pattern)
	if err != nil {
		f.assume(pos, "embeds files that could not be read: "+err.Error())
		return
	}
	f.int(len(files))
	for _, file := range files {
		f.str(file.Name)
		f.sum(file.Sum)
	}
	n.Embeds = append(n.Embeds, files...)
}

// compilerDirectives writes the comments that decide what a function does
// (I2, I9): go:linkname, which may stand anywhere in the file, and what binds
// a declaration to code elsewhere.
func (f *former) compilerDirectives(d *decl) {
	name := d.fn.Name.Name
	for _, group := range f.file.Comments {
		for _, c := range group.List {
			if d.fn.Recv != nil || !strings.HasPrefix(c.Text, "//go:") {
				continue
			}
			fields := strings.Fields(c.Text)
			if len(fields) < 2 || fields[1] != name {
				continue
			}
			switch fields[0] {
			case "//go:linkname", "//go:cgo_import_dynamic", "//go:cgo_import_static":
				f.op("directive")
				f.str(strings.Join(fields, " "))
				f.assume(c.Pos(), "is linked by name to code that is not seen")
			}
		}
	}
	if d.fn.Doc != nil {
		for _, c := range d.fn.Doc.List {
			if strings.HasPrefix(c.Text, "//go:wasmimport ") || strings.HasPrefix(c.Text, "//export ") {
				f.op("directive")
				f.str(c.Text)
			}
		}
	}
}

// others covers the files of the package that are no Go.
func (f *former) others() {
	f.op("foreign")
	f.int(len(f.src.Other))
	for _, file := range f.src.Other {
		f.str(file.Name)
		f.sum(file.Sum)
	}
}

// assume notes what could not be seen (I11).
func (f *former) assume(pos token.Pos, reason string) {
	f.node.assume(f.src, pos, reason)
}

func (n *Node) assume(src *Source, pos token.Pos, reason string) Assumption {
	a := n.place(blame{src, use{pos: pos}}, reason)
	n.notes = append(n.notes, a)
	return a
}

// place makes an assumption that stands in n.
func (n *Node) place(w blame, reason string) Assumption {
	return Assumption{Reason: reason, Pos: w.src.position(w.use.pos), In: n.FullName()}
}
