package identity

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/gocheckpoint/checkpoint/internal/directive"
)

// A use is one place where code of the package mentions a variable, a
// package's or a function's own, in another way than to read it (I4).
type use struct {
	in   *Node // the declaration around it
	pos  token.Pos
	kind useKind
	how  string // "assigns", "takes the address of", …
	// literal is set inside a function literal, which may run at any time;
	// inner is the innermost.
	literal bool
	inner   *ast.FuncLit
	// to is the variable, a result among them, that takes over what is stored,
	// where kind is flows.
	to *types.Var
	// callee and arg (-1 for the receiver) say who gets it, where kind is
	// passes; typ is what is passed.
	callee *types.Func
	arg    int
	typ    types.Type
	values []ast.Expr // what is assigned
	// address is set where what is handed on is the variable's own place, not
	// what it holds.
	address bool
	// covered is set where the code that writes the variable is init-only, and
	// part of its identity.
	covered bool
	// lazy is set where the write is in code that a sync.Once runs, before
	// anybody reads the variable.
	lazy bool
}

// access is how the code of a package uses variables and calls functions.
type access struct {
	uses    map[*types.Var][]use    // of variables of the package, and of others in scope
	leaks   map[*types.Var]bool     // variables whose storage is written or kept
	callers map[*types.Func][]*Node // nil for a mention that is no call
	// linknames are the places of go:linkname directives, and of functions that
	// are exported to C, by local name.
	linknames map[string][]token.Pos
	bodiless  map[*types.Func]bool
	// dynamic are the uses of what methods return that are called through an
	// interface.
	dynamic map[methodResult][]use
	// lost are the named results of function literals.
	lost map[*types.Var]bool
	// writers are the bytes that methods Write in scope get.
	writers []*types.Var
	// empty are the variables that hold nothing that could be changed.
	empty map[*types.Var]bool
	// exact are the variables that hold no slice with spare capacity.
	exact map[*types.Var]bool
	// shared are the variables that hold functions whose result is shared by
	// all who call them; tracked the calls that make those.
	shared  map[*types.Var]bool
	tracked map[*ast.CallExpr]bool
	// errors is who writes errors, as far as the package and those that it imports
	// tell; hidden is what variables may hold.
	errors *errorFlow
	hidden map[*types.Var]*hidden
	// thaws are the places that change values of types that are taken to be
	// immutable, by type.
	thaws map[string][]blame
	vars  map[*types.Var]directive.Var
	// leafWrites are the places that change a state outside the scope, by name.
	leafWrites map[string][]use
}

// A methodResult is one result of all methods of a name.
type methodResult struct {
	method string
	i      int
}

func newAccess() *access {
	return &access{
		uses: make(map[*types.Var][]use), leaks: make(map[*types.Var]bool),
		callers: make(map[*types.Func][]*Node), linknames: make(map[string][]token.Pos), bodiless: make(map[*types.Func]bool), lost: make(map[*types.Var]bool),
		exact: make(map[*types.Var]bool), shared: make(map[*types.Var]bool), tracked: make(map[*ast.CallExpr]bool),
		empty: make(map[*types.Var]bool), dynamic: make(map[methodResult][]use),
		errors: newErrorFlow(), hidden: make(map[*types.Var]*hidden),
		thaws: make(map[string][]blame), leafWrites: make(map[string][]use),
	}
}

type useKind int

const (
	reads useKind = iota
	// assigns changes the variable itself: of a local, that is no matter.
	assigns
	// writes changes what the variable refers to.
	writes
	escapes
	// prints hands bytes to a Write method that isn't known.
	prints
	flows
	passes
	// appends writes behind what the variable holds.
	appends
)

const (
	doesAssign = "assigns"
	doesShare  = "shares what is stored in"
	doesCall   = "calls methods on"
	doesAppend = "appends to what others may have in"
	doesTake   = "takes the address of"
)

// collectUses finds the uses of variables, and of functions, in the order of
// the source.
func (b *builder) collectUses() {
	b.findShared()
	b.findTidy()
	owner := make(map[ast.Node]*Node)
	for _, d := range b.decls {
		switch {
		case d.fn != nil:
			owner[d.fn] = d.node
			fn := d.node.Object.(*types.Func)
			b.bodiless[fn] = d.fn.Body == nil
		case d.spec != nil:
			owner[d.spec] = d.node
		}
	}
	in := inspector.New(b.src.Files)
	place := func(stack []ast.Node) use {
		u := use{pos: stack[len(stack)-1].Pos()}
		for _, s := range stack {
			if o := owner[s]; o != nil && u.in == nil {
				u.in = o
			}
			if lit, ok := s.(*ast.FuncLit); ok {
				u.literal, u.inner = true, lit
			}
		}
		return u
	}
	in.WithStack([]ast.Node{(*ast.Ident)(nil), (*ast.FuncLit)(nil), (*ast.CallExpr)(nil)}, func(n ast.Node, push bool, stack []ast.Node) bool {
		if !push {
			return true
		}
		switch n := n.(type) {
		case *ast.FuncLit:
			b.noteResults(n.Type)
		case *ast.CallExpr:
			b.collectResults(n, place, stack)
			if fn := calleeOf(b.src.Info, n.Fun); fn != nil && fn.Name() == "Do" && fn.FullName() == "(*sync.Once).Do" {
				b.noteOnce(n, place(stack).in)
			}
		case *ast.Ident:
			switch obj := b.src.Info.Uses[n].(type) {
			case *types.Func:
				if isInterfaceMethod(obj) {
					b.noteDynamic(obj, stack)
				} else if fn := b.inScope(obj); fn != nil {
					b.noteCaller(fn, place(stack), stack)
				} else if u := place(stack); u.in != nil {
					b.noteLeafWrite(obj, u, stack)
				}
			case *types.Var:
				v := obj
				if isPackageLevel(v) {
					v, _ = b.canonical(v).(*types.Var)
				} else if v.IsField() || b.immutable(v.Type()) {
					return true
				}
				u := place(stack)
				if u.in == nil {
					return true // the length of an array type
				}
				if v == nil {
					b.noteLeafWrite(obj, u, stack)
					return true
				}
				if isPackageLevel(v) && v.Pkg() == b.src.Types {
					b.mentions[v] = append(b.mentions[v], mentionOf(u.in, stack))
				}
				b.uses[v] = append(b.uses[v], b.classify(v, u, stack)...)
				if isPackageLevel(v) && b.hands(v) {
					b.uses[v] = append(b.uses[v], b.sharedUses(v, u, stack)...)
				}
			}
		}
		return true
	})
	b.shareResults()
	b.collectErrors(in, place)
}

// shareResults lets the variables that one call initializes share what they
// hold: it may have returned the same storage twice, or a function that has it.
func (b *builder) shareResults() {
	for _, d := range b.decls {
		v, ok := d.node.Object.(*types.Var)
		if !ok || d.node.Kind != VarNode || len(d.spec.Values) == 0 || len(d.spec.Values) == len(d.spec.Names) || b.immutable(v.Type()) {
			continue
		}
		for _, name := range d.spec.Names {
			w, ok := b.src.Info.Defs[name].(*types.Var)
			if !ok || w == v || name.Name == "_" {
				continue
			}
			u := use{in: d.node, pos: name.Pos(), how: doesShare}
			switch {
			case b.holdsFunc(w.Type(), map[types.Type]bool{}):
				u.kind = escapes
			case !b.immutable(w.Type()):
				u.kind, u.to = flows, w
			default:
				continue
			}
			b.uses[v] = append(b.uses[v], u)
		}
	}
}

// canonical is the object of a package in scope as its own source declares it:
// an importer may see another, made from export data. Nil for others, and where
// only a summary is known.
func (b *builder) canonical(obj types.Object) types.Object {
	if obj.Pkg() == b.src.Types {
		return obj
	}
	if n := b.node(obj); n != nil {
		return n.Object
	}
	return nil
}

// inScope is the canonical object of a function, or nil.
func (b *builder) inScope(fn *types.Func) *types.Func {
	if fn.Pkg() == nil {
		return nil
	}
	fn, _ = b.canonical(fn.Origin()).(*types.Func)
	return fn
}

// collectResults finds what becomes of the results of a call to a function in
// scope: they may share what the function was given, or what a variable holds.
func (b *builder) collectResults(call *ast.CallExpr, place func([]ast.Node) use, stack []ast.Node) {
	fn := calleeOf(b.src.Info, call.Fun)
	dynamic := interfaceMethod(b.src.Info, call.Fun)
	if fn != nil {
		fn = b.inScope(fn)
	}
	if fn == nil && dynamic == nil {
		return
	}
	u := place(stack)
	if u.in == nil {
		return
	}
	note := func(v *types.Var, i int, uses []use) {
		if dynamic != nil {
			key := methodResult{dynamic.Name(), i}
			b.dynamic[key] = append(b.dynamic[key], uses...)
		} else {
			b.uses[v] = append(b.uses[v], uses...)
		}
	}
	results := cmp.Or(fn, dynamic).Signature().Results()
	if results.Len() == 1 {
		switch v, t := results.At(0), b.src.Info.TypeOf(call); {
		case !b.immutable(t):
			note(v, 0, b.classify(v, u, stack))
		case !b.immutable(v.Type()) && b.conceals(t): // an instance
			u.kind, u.how = escapes, doesShare
			note(v, 0, []use{u})
		}
		return
	}
	for i := range results.Len() {
		v := results.At(i)
		if b.immutable(v.Type()) {
			continue
		}
		if w := b.flowOfResult(u, i, stack); w.kind != reads {
			note(v, i, []use{w})
		}
	}
}

// flowOfResult is the use that a call at the end of the stack makes of one of
// several results.
func (b *builder) flowOfResult(u use, i int, stack []ast.Node) use {
	u.kind, u.how = escapes, doesShare
	switch p := outside(stack[:len(stack)-1]).(type) {
	case *ast.ExprStmt:
		u.kind = reads
	case *ast.AssignStmt:
		if len(p.Rhs) == 1 {
			return b.flowTo(u, p.Lhs[i])
		}
	case *ast.ValueSpec:
		if len(p.Values) == 1 {
			return b.flowTo(u, p.Names[i])
		}
	case *ast.ReturnStmt:
		if len(p.Results) == 1 {
			return b.flowToResult(u, i)
		}
	}
	return u
}
