package invariance

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// renameObjects gives package-level objects and methods other names: those for
// which pick returns true. It returns the names by object.
func (c *change) renameObjects(kind string, pick func(*pkg, *identity.Node) bool) {
	count := 0
	for _, p := range c.r.packages {
		if len(p.files) == 0 {
			continue
		}
		mentioned := mentionedByComments(p)
		names := make(map[types.Object]string)
		for _, n := range p.Unit.Nodes {
			obj := n.Object
			if obj == nil || n.Blank() || obj.Exported() || obj.Name() == "_" || n.Kind == identity.MethodsNode {
				continue
			}
			if p.fileOf(n.Pos) == nil {
				continue
			}
			if !pick(p, n) {
				continue
			}
			if mentioned[obj.Name()] {
				c.left["I2, I9: named by a directive"]++
				continue
			}
			count++
			name := c.r.fresh(kind, count)
			names[obj] = name
			c.renamed[n.ID()] = strings.TrimSuffix(n.ID(), obj.Name()) + name
		}
		for _, f := range p.files {
			ast.Inspect(f.ast, func(m ast.Node) bool {
				if id, ok := m.(*ast.Ident); ok {
					if obj := p.TypesInfo.ObjectOf(id); obj != nil && names[origin(obj)] != "" {
						c.rename(f, id, names[origin(obj)])
					}
				}
				return true
			})
		}
	}
}

// fileOf is the file that a position stands in, if it may be edited.
func (p *pkg) fileOf(pos token.Pos) *file {
	for _, f := range p.files {
		if f.ast.FileStart <= pos && pos <= f.ast.FileEnd {
			return f
		}
	}
	return nil
}

// whole reports whether all files of the package may be edited: only then can
// a name be changed everywhere.
func (p *pkg) whole() bool { return len(p.files) == len(p.Syntax) && !p.assembly() }

// mentionedByComments are the words of directives: a linked name, the function
// of a capture.
func mentionedByComments(p *pkg) map[string]bool {
	out := make(map[string]bool)
	for _, f := range p.Syntax {
		for _, g := range f.Comments {
			for _, cm := range g.List {
				if !isDirective(cm.Text) {
					continue
				}
				for _, word := range strings.FieldsFunc(cm.Text, func(r rune) bool { return r == ' ' || r == '=' || r == '\t' }) {
					out[word] = true
				}
			}
		}
	}
	return out
}

// renameFunctions renames unexported functions.
func renameFunctions(c *change) {
	c.renameObjects("f", func(p *pkg, n *identity.Node) bool {
		fn, ok := n.Object.(*types.Func)
		if !ok || fn.Signature().Recv() != nil || fn.Name() == "init" || fn.Name() == "main" && p.Name == "main" {
			return false
		}
		switch {
		case !p.whole():
			c.left["I9: in a package with files that are no Go"]++
		case p.body(fn) == nil:
			c.left["I9: without a body"]++
		case p.sharesLocalTypes(fn):
			c.left["I3: has a local type, and another function has one of its name"]++
		default:
			return true
		}
		return false
	})
}

// renameMethods renames unexported methods of which no interface of their
// package has the name: nothing calls them dynamically, and reflection doesn't
// see them (I6).
func renameMethods(c *change) {
	byInterfaces := make(map[*pkg]map[string]bool)
	c.renameObjects("m", func(p *pkg, n *identity.Node) bool {
		fn, ok := n.Object.(*types.Func)
		if !ok || fn.Signature().Recv() == nil || types.IsInterface(fn.Signature().Recv().Type()) {
			return false
		}
		if byInterfaces[p] == nil {
			byInterfaces[p] = interfaceMethods(p)
		}
		switch {
		case byInterfaces[p][fn.Name()]:
			c.left["I6: an interface of the package has the method's name"]++
		case !p.whole():
			c.left["I9: in a package with files that are no Go"]++
		case p.body(fn) == nil:
			c.left["I9: without a body"]++
		case p.sharesLocalTypes(fn):
			c.left["I3: has a local type, and another function has one of its name"]++
		default:
			return true
		}
		return false
	})
}

// interfaceMethods are the names of methods in the interfaces of a package.
func interfaceMethods(p *pkg) map[string]bool {
	out := make(map[string]bool)
	for _, tv := range p.TypesInfo.Types {
		if tv.IsType() {
			if it, ok := tv.Type.Underlying().(*types.Interface); ok {
				for m := range it.Methods() {
					out[m.Name()] = true
				}
			}
		}
	}
	return out
}

// body is the body of a function of the package.
func (p *pkg) body(fn *types.Func) *ast.BlockStmt {
	for _, f := range p.Syntax {
		for _, d := range f.Decls {
			if d, ok := d.(*ast.FuncDecl); ok && p.TypesInfo.Defs[d.Name] == fn {
				return d.Body
			}
		}
	}
	return nil
}

// sharesLocalTypes reports whether a function declares a type of which another
// function of the package declares one of the same name: if both functions
// look alike, their names tell the types apart.
func (p *pkg) sharesLocalTypes(fn *types.Func) bool {
	mine := localTypes(p.body(fn))
	if len(mine) == 0 {
		return false
	}
	for _, f := range p.Syntax {
		for _, d := range f.Decls {
			if d, ok := d.(*ast.FuncDecl); ok && p.TypesInfo.Defs[d.Name] != fn && d.Body != nil {
				for name := range localTypes(d.Body) {
					if mine[name] {
						return true
					}
				}
			}
		}
	}
	return false
}

func localTypes(body *ast.BlockStmt) map[string]bool {
	out := make(map[string]bool)
	if body == nil {
		return out
	}
	ast.Inspect(body, func(n ast.Node) bool {
		if spec, ok := n.(*ast.TypeSpec); ok {
			out[spec.Name.Name] = true
		}
		return true
	})
	return out
}

// renameConstants renames unexported constants: they count by value.
func renameConstants(c *change) {
	c.renameObjects("c", func(p *pkg, n *identity.Node) bool {
		if n.Kind != identity.ConstNode {
			return false
		}
		if !p.whole() {
			c.left["I9: in a package with files that are no Go"]++
			return false
		}
		return true
	})
}

// renameVariables renames the unexported variables that count by what they
// hold.
func renameVariables(c *change) {
	c.renameObjects("v", func(p *pkg, n *identity.Node) bool {
		if n.Kind != identity.VarNode {
			return false
		}
		if why := knownByName(p, n); why != "" {
			c.left[why]++
			return false
		}
		return true
	})
}

// renameNamedVariables renames the others, which count by name too: exactly
// what covers them must change.
func renameNamedVariables(c *change) {
	c.renameObjects("v", func(p *pkg, n *identity.Node) bool {
		if n.Kind != identity.VarNode || !p.whole() {
			return false
		}
		why := knownByName(p, n)
		if why != "" {
			c.expected[n.ID()] = why
		}
		return why != ""
	})
}
