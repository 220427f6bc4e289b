package identity

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// A Loose is a Go file that no package of the graph has, but that programs can
// be made of, together with packages that the graph has: one that build
// constraints exclude, and that go run may name, or one in a folder that ./...
// passes over. Only its syntax is known, so that each of its mentions of a
// variable counts as the worst that it can be (I4).
type Loose struct {
	Fset *token.FileSet
	File *ast.File
	// Name is the name of the package with an import path, "" if it is not known:
	// then nothing in the graph depends on that package.
	Name func(path string) string
	// Rel shortens a file's name, as that of a [Source] does.
	Rel func(filename string) string
}

// AddLoose adds a file that is part of no package of the graph. All must have
// been added before Settle or Close.
func (g *Graph) AddLoose(l Loose) {
	g.loose = append(g.loose, l.mentions()...)
}

// A mention of a loose file is a place that names an object of another package,
// or a method.
type looseMention struct {
	path, name string // path is "" for what is selected from a value
	pos        token.Position
	kind       looseKind
}

type looseKind int

const (
	looseUse   looseKind = iota
	looseCall            // selects from it: a field, or a method
	looseWrite           // assigns it, or a part of it, or takes the address
	looseLink            // by a go:linkname directive
)

// mentions lists what the file mentions of other packages.
func (l Loose) mentions() []looseMention {
	imports := make(map[string]string)
	var dots []string
	for _, spec := range l.File.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		switch {
		case err != nil:
		case spec.Name == nil:
			imports[l.Name(path)] = path
		case spec.Name.Name == ".":
			dots = append(dots, path)
		default:
			imports[spec.Name.Name] = path
		}
	}
	delete(imports, "")
	delete(imports, "_")
	var out []looseMention
	add := func(path, name string, pos token.Pos, kind looseKind) {
		p := l.Fset.Position(pos)
		if l.Rel != nil {
			p.Filename = l.Rel(p.Filename)
		}
		out = append(out, looseMention{path, name, p, kind})
	}
	for _, link := range linknames(l.File) {
		if path, name, ok := link.target(); ok {
			add(path, name, link.pos, looseLink)
		}
	}
	ast.PreorderStack(l.File, nil, func(n ast.Node, stack []ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && imports[x.Name] != "" {
				add(imports[x.Name], n.Sel.Name, n.Pos(), looseKindOf(n, stack))
			}
			add("", n.Sel.Name, n.Sel.Pos(), looseUse) // the name may be shadowed
		case *ast.Ident:
			for _, path := range dots {
				add(path, n.Name, n.Pos(), looseKindOf(n, stack))
			}
		}
		return true
	})
	return out
}

// looseKindOf says how an expression is used, whose parents are on the stack.
func looseKindOf(e ast.Expr, stack []ast.Node) looseKind {
	cur, kind := ast.Node(e), looseUse
	for _, n := range slices.Backward(stack) {
		switch p := n.(type) {
		case *ast.ParenExpr, *ast.StarExpr, *ast.SliceExpr, *ast.TypeAssertExpr:
		case *ast.SelectorExpr:
			kind = looseCall // of a method, perhaps
		case *ast.IndexExpr:
			if p.X != cur {
				return kind
			}
		case *ast.UnaryExpr:
			if p.Op == token.AND {
				return looseWrite
			}
			return kind
		case *ast.IncDecStmt:
			return looseWrite
		case *ast.AssignStmt:
			if slices.Contains(p.Lhs, cur.(ast.Expr)) {
				return looseWrite
			}
			return kind
		case *ast.RangeStmt:
			if p.Key == cur || p.Value == cur {
				return looseWrite
			}
			return kind
		default:
			return kind
		}
		cur = n
	}
	return kind
}

// mayChange reports whether a mention by a loose file can change a variable of
// type t, or what it holds.
func (m looseMention) mayChange(b *builder, t types.Type) bool {
	switch m.kind {
	case looseWrite:
		return true
	case looseCall:
		if methodsOfPointer(t, map[types.Type]bool{}) {
			return true
		}
	}
	return !b.immutable(t)
}

// methodsOfPointer reports whether a method that is called on a variable of type
// t, or on a part of its storage, may get a pointer to it.
func methodsOfPointer(t types.Type, seen map[types.Type]bool) bool {
	t = types.Unalias(t)
	if seen[t] {
		return false
	}
	seen[t] = true
	if named, ok := t.(*types.Named); ok && !types.IsInterface(t) &&
		types.NewMethodSet(types.NewPointer(named)).Len() > types.NewMethodSet(named).Len() {
		return true
	}
	switch u := t.Underlying().(type) {
	case *types.Array:
		return methodsOfPointer(u.Elem(), seen)
	case *types.Struct:
		for field := range u.Fields() {
			if methodsOfPointer(field.Type(), seen) {
				return true
			}
		}
	}
	return false
}

// loose are the mentions by loose files that the packages of the graph must know
// of: those of variables, by path and name; and what functions and methods of
// that name return.
type looseUses struct {
	vars    map[string][]looseMention // by path.Name
	results map[string]bool           // path.Name, or .Name of a method
}

func (g *Graph) looseUses() looseUses {
	u := looseUses{vars: make(map[string][]looseMention), results: make(map[string]bool)}
	for _, m := range g.loose {
		if m.path != "" {
			u.vars[m.path+"."+m.name] = append(u.vars[m.path+"."+m.name], m)
		}
		u.results[m.path+"."+m.name] = true
	}
	return u
}

// note puts down what loose files do to a variable: all that they may do if the
// whole program is known, as any other package may be there too otherwise.
func (u looseUses) note(b *builder, n *Node, v *types.Var) {
	for _, m := range u.vars[b.Path+"."+v.Name()] {
		if m.kind == looseLink || !b.closed && m.kind != looseWrite || !m.mayChange(b, v.Type()) {
			continue
		}
		how := map[bool]string{true: "assigns", false: "may change"}[m.kind == looseWrite]
		n.notes = append(n.notes, Assumption{Reason: "is not fixed: a file outside the build " + how + " it", Pos: m.pos, In: n.FullName()})
	}
}

// returned are the results of a package's functions that loose files may get
// hold of.
func (u looseUses) returned(b *builder) (out []owned) {
	for _, n := range b.Nodes {
		fn, ok := n.Object.(*types.Func)
		if !ok || n.Kind != FuncNode {
			continue
		}
		name := b.Path + "." + fn.Name()
		if fn.Signature().Recv() != nil {
			name = "." + fn.Name()
		}
		if !u.results[name] {
			continue
		}
		for v := range fn.Signature().Results().Variables() {
			if !b.immutable(v.Type()) {
				out = append(out, owned{b, v, []use{{in: n, pos: n.Pos, kind: escapes, how: doesShare}}})
			}
		}
	}
	return out
}

// A linkname is a go:linkname directive.
type linkname struct {
	local, remote string // remote is "" where the directive only opens local to others
	pos           token.Pos
}

// linknames lists the go:linkname directives of a file.
func linknames(file *ast.File) (out []linkname) {
	for _, group := range file.Comments {
		for _, c := range group.List {
			if f := strings.Fields(c.Text); len(f) > 1 && f[0] == "//go:linkname" {
				l := linkname{local: f[1], pos: c.Pos()}
				if len(f) > 2 {
					l.remote = f[2]
				}
				out = append(out, l)
			}
		}
	}
	return out
}

// target cuts what a directive links to: the import path, and the name in it, as
// x, T.M or (*T).M.
func (l linkname) target() (path, name string, ok bool) {
	slash := strings.LastIndexByte(l.remote, '/')
	dot := strings.IndexByte(l.remote[slash+1:], '.')
	if dot < 0 {
		return "", "", false
	}
	dot += slash + 1
	return strings.ReplaceAll(l.remote[:dot], "%2e", "."), l.remote[dot+1:], true
}
