package identity

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/internal/directive"
)

// A Graph holds the identities of all packages added to it. It is not safe for
// concurrent use.
type Graph struct {
	units map[string]*Unit
	// pools are the variables that stand for all errors of a type, by its name.
	pools map[string]*types.Var
	loose []looseMention
}

// NewGraph returns an empty graph.
func NewGraph() *Graph {
	return &Graph{units: make(map[string]*Unit), pools: make(map[string]*types.Var)}
}

// Unit is the package added with the given Source.ID, or nil.
func (g *Graph) Unit(id string) *Unit { return g.units[id] }

// A Unit is one package variant with the nodes of its declarations.
type Unit struct {
	ID, Path string
	// Nodes are all declarations in the order of the source, then the engine's
	// own nodes.
	Nodes []*Node

	given   *Source
	src     *Source // without what cgo added
	cgo     *cgo    // nil for a package that doesn't use it
	imports map[string]*Unit
	byKey   map[nodeKey]*Node
	// ifaceMethods are the unexported names of methods in the package's
	// interface types: no other unexported method is ever called dynamically.
	ifaceMethods map[string]bool
	// ifaceNames are the names of all methods of such types.
	ifaceNames map[string]bool
	resolved   map[string]*Unit // import path → unit in the transitive imports
	// aliases are what the package's aliases stand for.
	aliases map[string]ast.Expr
	asm     *assembly // as assembly reads it
	// access is how the package uses variables, for Close.
	access *access
	// twins are those of its nodes, where twinned is set (CaptureAll).
	twins   *twins
	twinned bool
}

type nodeKey struct {
	kind Kind
	name string
}

// Add computes the identities of one package. All in-scope packages that it
// imports must have been added before.
//
// A package with type errors must not be added: what the checker could not
// resolve would be missing from the identities.
func (g *Graph) Add(src *Source) (*Unit, error) {
	if g.units[src.ID] != nil {
		return nil, fmt.Errorf("identity: package %s added twice", src.ID)
	}
	given := src
	src, c := cutCgo(src)
	u := &Unit{
		ID: src.ID, Path: src.Path, given: given, src: src, cgo: c,
		imports:      make(map[string]*Unit, len(src.Imports)),
		byKey:        make(map[nodeKey]*Node),
		ifaceMethods: make(map[string]bool), ifaceNames: make(map[string]bool),
		resolved: make(map[string]*Unit),
		aliases:  make(map[string]ast.Expr),
	}
	for path, id := range src.Imports {
		dep := g.units[id]
		if dep == nil {
			return nil, fmt.Errorf("identity: package %s imports %s, which was not added before", src.ID, id)
		}
		u.imports[path] = dep
	}
	newBuilder(u, g.pools).build()
	g.units[src.ID] = u
	return u, nil
}

// unitOf finds the unit of an import path among u and all that it imports; nil
// for a package outside the scope. Within one such closure a path has one
// variant only.
func (u *Unit) unitOf(path string) *Unit {
	if path == u.Path {
		return u
	}
	if found, ok := u.resolved[path]; ok {
		return found
	}
	found := u.imports[path]
	if found == nil {
		for _, key := range sortedKeys(u.imports) {
			if found = u.imports[key].unitOf(path); found != nil {
				break
			}
		}
	}
	u.resolved[path] = found
	return found
}

// Root is the node of the registration of the given name, or nil.
func (u *Unit) Root(name string) *Node { return u.byKey[nodeKey{RootNode, name}] }

// Methods is what an interface value that holds the package-level type of the
// given name can reach, or nil.
func (u *Unit) Methods(name string) *Node { return u.byKey[nodeKey{MethodsNode, name}] }

// A builder turns one Source into a Unit.
type builder struct {
	*Unit
	decls []*decl
	// initOrder is the position of each package variable in the order of
	// initialization.
	initOrder map[*types.Var]int

	*access
	inits      map[*Node]bool
	bodies     map[*types.Func]*ast.BlockStmt
	mentions   map[*types.Var][]mention // of the package's variables
	doers      map[ast.Expr]*once       // by the argument of Do
	onces      []*once
	lazy       map[*types.Var]*once // who sets the variables that are set when first needed
	immutables map[types.Type]bool
	// localNumbers are the compiler's, once one was asked for.
	localNumbers map[*types.TypeName]int
	tidy         map[*ast.CallExpr]bool // calls of Put that leave nothing to others
	// thawsElsewhere are the thaws of the other packages that are known.
	thawsElsewhere map[string][]blame
	pools          map[string]*types.Var     // of the graph
	poolOf         map[types.Type]*types.Var // nil for types without
	poolVars       map[*types.Var]bool       // those in poolOf
	errFlow        *errorFlow                // what counts of errors
	// closed is set where the whole program is known (Close).
	closed bool
}

// A decl is a declaration on its way to a node's normal form.
type decl struct {
	node *Node
	file *ast.File
	fn   *ast.FuncDecl  // function
	typ  *ast.TypeSpec  // type
	spec *ast.ValueSpec // variable or constant, at index
	idx  int
	// after is the end of the declaration before: directives of the compiler
	// stand between.
	after   token.Pos
	form    *former
	writers []*Node // init-only declarations that write the variable
}

func newBuilder(u *Unit, pools map[string]*types.Var) *builder {
	b := &builder{
		Unit: u, initOrder: make(map[*types.Var]int),
		access: newAccess(), inits: make(map[*Node]bool), immutables: make(map[types.Type]bool),
		bodies: make(map[*types.Func]*ast.BlockStmt), mentions: make(map[*types.Var][]mention), doers: make(map[ast.Expr]*once),
		lazy: make(map[*types.Var]*once),
		tidy: make(map[*ast.CallExpr]bool), thawsElsewhere: make(map[string][]blame),
		pools: pools, poolOf: make(map[types.Type]*types.Var), poolVars: make(map[*types.Var]bool),
	}
	u.access = b.access
	b.vars, _ = directive.Vars(u.src.Files, u.src.Info)
	for _, file := range u.src.Files {
		for _, l := range linknames(file) {
			b.linknames[l.local] = append(b.linknames[l.local], l.pos)
		}
		for _, d := range file.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && u.cgo != nil && isExportedToC(fn) {
				b.linknames[fn.Name.Name] = append(b.linknames[fn.Name.Name], fn.Pos())
			}
		}
	}
	for i, init := range u.src.Info.InitOrder {
		for _, v := range init.Lhs {
			b.initOrder[v] = i
		}
	}
	return b
}

func (b *builder) build() {
	b.collect()
	for _, d := range b.decls {
		b.form(d)
	}
	b.tellApart()
	b.pin()
	b.methodNodes()
	b.variables()
	b.roots()
	for _, n := range b.Nodes {
		if n.code != nil {
			n.captures = behind(n)
		}
	}
	b.merkle()
	b.captureAll()
}

func (b *builder) add(n *Node) *Node {
	n.unit = b.Unit
	b.Nodes = append(b.Nodes, n)
	b.byKey[nodeKey{n.Kind, n.Name}] = n
	return n
}

// collect makes the nodes of the package's declarations, still without edges.
func (b *builder) collect() {
	count := make(map[string]int) // of init and blank declarations
	number := func(name string) string {
		count[name]++
		return fmt.Sprintf("%s#%d", name, count[name])
	}
	info := b.src.Info
	for _, file := range b.src.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			if it, ok := n.(*ast.InterfaceType); ok {
				if t, ok := info.TypeOf(it).(*types.Interface); ok {
					for m := range t.Methods() {
						b.ifaceNames[m.Name()] = true
					}
				}
				for _, m := range it.Methods.List {
					for _, name := range m.Names {
						if !name.IsExported() {
							b.ifaceMethods[name.Name] = true
						}
					}
				}
			}
			return true
		})
		after := file.Name.End()
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				fn, ok := info.Defs[d.Name].(*types.Func)
				if !ok {
					continue
				}
				name := funcName(fn)
				if d.Recv == nil && (name == "init" || name == "_") {
					name = number(name)
				} else if d.Name.Name == "_" {
					name = number(name)
				}
				b.bodies[fn] = d.Body
				n := b.add(&Node{Kind: FuncNode, Name: name, Object: fn, Pos: d.Pos(), End: d.End()})
				b.decls = append(b.decls, &decl{node: n, file: file, fn: d})
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					switch spec := spec.(type) {
					case *ast.TypeSpec:
						name := spec.Name.Name
						if name == "_" {
							name = number(name)
						}
						b.collectType(file, spec, name)
					case *ast.ValueSpec:
						for i, id := range spec.Names {
							kind := VarNode
							if d.Tok == token.CONST {
								kind = ConstNode
							}
							name := id.Name
							if name == "_" {
								if kind == ConstNode {
									continue // checked by the compiler, reached by nobody
								}
								name = number("_")
							}
							n := b.add(&Node{Kind: kind, Name: name, Object: info.Defs[id], Pos: spec.Pos(), End: spec.End()})
							b.decls = append(b.decls, &decl{node: n, file: file, spec: spec, idx: i, after: after})
						}
					}
					after = spec.End()
				}
			}
			after = d.End()
		}
	}
	b.collectC()
}

func (b *builder) collectType(file *ast.File, spec *ast.TypeSpec, name string) {
	tn, ok := b.src.Info.Defs[spec.Name].(*types.TypeName)
	if !ok {
		return
	}
	if tn.IsAlias() {
		b.aliases[tn.Name()] = spec.Type // it is what it stands for
		return
	}
	n := b.add(&Node{Kind: TypeNode, Name: name, Object: tn, Pos: spec.Pos(), End: spec.End()})
	b.decls = append(b.decls, &decl{node: n, file: file, typ: spec})
}

// funcName is F for a function, T.M for a method, whatever its receiver.
func funcName(fn *types.Func) string {
	recv := fn.Signature().Recv()
	if recv == nil {
		return fn.Name()
	}
	if named := namedOf(recv.Type()); named != nil {
		return named.Obj().Name() + "." + fn.Name()
	}
	return fn.Name()
}

// namedOf is the named type behind t and at most one pointer, or nil.
func namedOf(t types.Type) *types.Named {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	named, _ := t.(*types.Named)
	return named
}

// node finds the node of a package-level object in scope; nil for others.
func (b *builder) node(obj types.Object) *Node {
	if obj.Pkg() == nil {
		return nil
	}
	u := b.unitOf(PlainPath(obj.Pkg().Path()))
	if u == nil {
		return nil
	}
	switch obj := obj.(type) {
	case *types.Func:
		return u.byKey[nodeKey{FuncNode, funcName(obj.Origin())}]
	case *types.Var:
		return u.byKey[nodeKey{VarNode, obj.Name()}]
	case *types.Const:
		return u.byKey[nodeKey{ConstNode, obj.Name()}]
	case *types.TypeName:
		return u.byKey[nodeKey{TypeNode, obj.Name()}]
	}
	return nil
}

// PlainPath cuts what the go command appends to the path of a test variant:
// "p [p.test]".
func PlainPath(path string) string {
	path, _, _ = strings.Cut(path, " ")
	return path
}

func sortedKeys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}
