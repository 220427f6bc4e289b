package effect

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A Source is one type-checked package, as a driver hands it to [Summarize].
type Source struct {
	Fset  *token.FileSet
	Files []*ast.File
	Types *types.Package
	Info  *types.Info
	// InScope reports whether a package, by its path, has a summary.
	InScope func(path string) bool
	// Outside says what a function outside the scope does beyond the table; nil
	// knows nothing.
	Outside func(fn *types.Func) []Verdict
	Extra   Extra
	// ByName is set of a package of which only [Package.Verdicts] is asked, so that
	// nothing is followed but what parameters hold that are never assigned.
	ByName bool
	// Quiet reports whether a variable is annotated, so that its value is no
	// input that nobody knows of.
	Quiet func(v *types.Var) bool
	// Declared tells what a directive says of a function of the package; nil knows of
	// none.
	Declared func(fn *types.Func) (pure, impure bool)
	// Silenced reports whether an ignore of a category stands at a place: the
	// effect is then left out, for all that reach it.
	Silenced func(category string, at token.Pos) bool
	// Registered describes what an expression registers, if it is a registration
	// or a layer.
	Registered func(e ast.Expr) Handle
}

// Summarize sums a package up.
func Summarize(src *Source) *Package {
	s := newSummarizer(src, identity.PlainPath(src.Types.Path()))
	s.findDeclared()
	var inits []*ast.FuncDecl
	for _, f := range src.Files {
		for _, decl := range f.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				fn, ok := src.Info.Defs[decl.Name].(*types.Func)
				if !ok {
					continue // blank
				}
				if decl.Body == nil {
					s.bodiless(fn, decl)
					s.obey(fn, decl)
					continue
				}
				if decl.Recv == nil && decl.Name.Name == "init" {
					inits = append(inits, decl)
				}
				if decl.Name.Name != "_" {
					s.function(fn, decl)
					s.obey(fn, decl)
				}
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					if spec, ok := spec.(*ast.ValueSpec); ok && decl.Tok == token.VAR {
						s.variables(spec)
					}
				}
			}
		}
	}
	s.initOnly()
	s.initWrites(inits)
	for _, n := range s.nodes {
		if n.InitOnly { // what it writes is what the package's variables begin with
			n.Uses = slices.DeleteFunc(n.Uses, func(u Use) bool { return u.Write != "" && u.Write != bound && s.isOwn(u.Var) })
		}
		n.dropNumbers()
		if !n.empty() {
			s.out.Nodes = append(s.out.Nodes, n)
		}
	}
	slices.SortFunc(s.out.Nodes, func(a, b *Node) int { return strings.Compare(a.Key, b.Key) })
	return s.out
}

// isOwn reports whether a key is that of a variable of the package.
func (s *summarizer) isOwn(key string) bool {
	name, ok := strings.CutPrefix(key, "var "+s.path+".")
	return ok && !strings.Contains(name, ".") && !strings.Contains(name, "/")
}

type summarizer struct {
	*Source
	path   string
	out    *Package
	nodes  map[string]*Node
	shapes map[string]int
	types  typeutil.Map // to the index in out.Types, or -1
	// outsideTypes are those of types without methods in scope.
	outsideTypes typeutil.Map
	// unhashables are types of what is read of variables, to what is wrong with
	// them.
	unhashables typeutil.Map
	vars        map[*types.Var]Root
	results     map[*types.Var]Root // what the handles in variables return
	callers     []caller
	decls       []declared
	// bodies are the declarations of the package's functions.
	bodies map[*types.Func]*ast.FuncDecl
	// fixed are the variables that nothing changes, see constantOf; nil until asked.
	fixed map[*types.Var]constant.Value
}

func newSummarizer(src *Source, path string) *summarizer {
	return &summarizer{
		Source: src, path: path, out: &Package{Path: path},
		shapes: map[string]int{}, vars: map[*types.Var]Root{}, results: map[*types.Var]Root{}, nodes: map[string]*Node{},
	}
}

// A caller is a call or a mention of a function of the package, for initOnly.
type caller struct {
	from   *Node // nil for sync.Once and its kin
	callee string
	// runs is set of a call that runs with the code around it, or at most once
	// before what it makes is used.
	runs bool
}

// A declared function with its node.
type declared struct {
	fn   *types.Func
	decl *ast.FuncDecl
	node *Node
}

func (n *Node) empty() bool {
	return len(n.Effects)+len(n.Calls)+len(n.Uses)+len(n.Dynamic)+len(n.Converts)+len(n.Invokes)+len(n.Indirect)+len(n.Returns)+len(n.Asserts)+len(n.Asks) == 0 &&
		n.Adds == 0 && n.Registers == "" && !strings.HasPrefix(n.Key, "var ")
}

// dropNumbers leaves out the numbers of calls whose results lead nowhere.
func (n *Node) dropNumbers() {
	used := make(map[int]bool)
	ref := func(r Ref) {
		if no, _, ok := r.Root.result(); ok {
			used[no] = true
		}
	}
	flows := func(list []Flow) {
		for _, f := range list {
			ref(f.Ref)
		}
	}
	for _, e := range n.Effects {
		ref(e.Ref)
	}
	for _, c := range n.Calls {
		flows(c.Args)
	}
	for _, d := range n.Dynamic {
		flows(d.Args)
	}
	for _, c := range n.Indirect {
		flows(c.Args)
		for _, r := range c.Fun {
			ref(r)
		}
	}
	flows(n.Returns)
	for i := range n.Calls {
		if !used[n.Calls[i].No] {
			n.Calls[i].No = 0
		}
	}
	for i := range n.Dynamic {
		if !used[n.Dynamic[i].No] {
			n.Dynamic[i].No = 0
		}
	}
}

func (s *summarizer) nodeOf(key string) *Node {
	n := s.nodes[key]
	if n == nil {
		n = &Node{Key: key}
		s.nodes[key] = n
	}
	return n
}

func (s *summarizer) function(fn *types.Func, decl *ast.FuncDecl) {
	n := s.nodeOf(Key(fn))
	s.decls = append(s.decls, declared{fn, decl, n})
	w := s.newWalker(n, decl)
	sig := fn.Signature()
	if recv := sig.Recv(); recv != nil {
		w.flow.param(recv, recv.Type())
	}
	for v := range sig.Params().Variables() {
		w.flow.param(v, v.Type())
	}
	w.walk(decl)
}

// obey makes of a function what a directive says of it. What it returns, and what it
// makes interface values of, stays.
func (s *summarizer) obey(fn *types.Func, decl *ast.FuncDecl) {
	if s.Declared == nil {
		return
	}
	pure, impure := s.Declared(fn)
	if !pure && !impure {
		return
	}
	n := s.nodeOf(Key(fn))
	n.Effects, n.Calls, n.Uses, n.Dynamic, n.Invokes, n.Indirect, n.Asks = nil, nil, nil, nil, nil, nil, nil
	if impure {
		s.newWalker(n, decl).effect(Effect{Kind: Declared, What: ShortName(fn)}, decl.Name)
	}
}

func (s *summarizer) variables(spec *ast.ValueSpec) {
	for i, name := range spec.Names {
		v, ok := s.Info.Defs[name].(*types.Var)
		if !ok || name.Name == "_" {
			continue // nothing reads it
		}
		n := s.nodeOf(VarKey(v))
		n.Decl = siteOf(s.Fset, name)
		n.Quiet = s.Quiet(v) || quietType(v.Type())
		if n.Quiet {
			continue
		}
		if v.Exported() {
			n.Holds = contents(v.Type(), s.InScope)
			n.Unset = s.unset(v, spec, i)
		}
		switch {
		case len(spec.Values) == len(spec.Names):
			s.initializer(n, spec, spec.Values[i])
		case len(spec.Values) == 1:
			s.initializer(n, spec, spec.Values[0])
		}
	}
	for _, name := range spec.Names { // registrations are quiet, but known
		v, ok := s.Info.Defs[name].(*types.Var)
		if i := slices.Index(spec.Names, name); ok && name.Name != "_" && len(spec.Values) == len(spec.Names) {
			h := s.Registered(spec.Values[i])
			if key := s.registers(h); key != "" {
				n := s.nodeOf(VarKey(v))
				n.Registers, n.Shared = key, h.Shared
			}
		}
	}
}

func (s *summarizer) initializer(n *Node, spec *ast.ValueSpec, e ast.Expr) {
	w := s.newWalker(n, spec)
	if spec.Type != nil {
		w.convert(s.Info.TypeOf(spec.Type), s.Info.TypeOf(e), e)
	}
	w.walk(e)
}

// initOnly finds the functions that run only while the package is initialized
// (E7).
func (s *summarizer) initOnly() {
	byCallee := make(map[string][]caller)
	for _, c := range s.callers {
		byCallee[c.callee] = append(byCallee[c.callee], c)
	}
	for _, d := range s.decls {
		isInit := d.decl.Recv == nil && d.decl.Name.Name == "init"
		d.node.InitOnly = isInit || d.decl.Recv == nil && !d.fn.Exported() && d.fn.Name() != "main" && len(byCallee[d.node.Key]) > 0
	}
	for again := true; again; {
		again = false
		for _, d := range s.decls {
			if !d.node.InitOnly {
				continue
			}
			for _, c := range byCallee[d.node.Key] {
				if !c.runs || c.from != nil && !c.from.InitOnly && !strings.HasPrefix(c.from.Key, "var ") {
					d.node.InitOnly = false
					again = true
					break
				}
			}
		}
	}
}

// initWrites gives what an init function assigns to a variable to the
// variable's node, as if it were the initializer.
func (s *summarizer) initWrites(inits []*ast.FuncDecl) {
	for _, d := range s.decls {
		if !d.node.InitOnly || slices.Contains(inits, d.decl) {
			continue
		}
		inits = append(inits, d.decl)
	}
	for _, decl := range inits {
		ast.Inspect(decl.Body, func(n ast.Node) bool {
			a, ok := n.(*ast.AssignStmt)
			if !ok {
				return true
			}
			for i, lhs := range a.Lhs {
				v := s.packageVar(s.rootIdent(lhs))
				if v == nil || v.Pkg() != s.Types {
					continue
				}
				rhs := a.Rhs[0]
				if len(a.Rhs) == len(a.Lhs) {
					rhs = a.Rhs[i]
				}
				if n := s.nodeOf(VarKey(v)); !n.Quiet {
					n.Unset = false
					w := s.newWalker(n, decl)
					w.convert(s.Info.TypeOf(lhs), s.Info.TypeOf(rhs), rhs)
					w.walk(rhs)
				}
			}
			return true
		})
	}
}

// packageVar is the package variable that an identifier names, or nil.
func (s *summarizer) packageVar(id *ast.Ident) *types.Var {
	if id == nil {
		return nil
	}
	v, ok := s.Info.Uses[id].(*types.Var)
	if !ok || !isPackageLevel(v) {
		return nil
	}
	return v
}

// varRoot is the root of a package variable in scope.
func (s *summarizer) varRoot(v *types.Var) Root {
	r, ok := s.vars[v]
	if !ok {
		s.out.Vars = append(s.out.Vars, VarKey(v))
		r = -Root(len(s.out.Vars))
		s.vars[v] = r
	}
	return r
}

// rootIdent is the name at the beginning of an expression that denotes a part
// of a variable's storage, nil if there is none.
func (s *summarizer) rootIdent(e ast.Expr) *ast.Ident {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return e
	case *ast.SelectorExpr:
		if id, ok := e.X.(*ast.Ident); ok {
			if _, ok := s.Info.Uses[id].(*types.PkgName); ok {
				return e.Sel
			}
		}
		return s.rootIdent(e.X)
	case *ast.IndexExpr:
		return s.rootIdent(e.X)
	case *ast.SliceExpr:
		return s.rootIdent(e.X)
	case *ast.StarExpr:
		return s.rootIdent(e.X)
	case *ast.TypeAssertExpr:
		return s.rootIdent(e.X)
	case *ast.UnaryExpr:
		if e.Op == token.AND {
			return s.rootIdent(e.X)
		}
	}
	return nil
}
