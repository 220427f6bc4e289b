package identity

import (
	"go/token"
	"go/types"
	"strings"
)

// link notes what go:linkname directives elsewhere do to the declarations of the
// packages (I9): a variable that another name denotes too can be assigned by
// that; a function that other code calls by another name may run at any time.
func (g *Graph) link(builders []*builder) {
	links := make(map[string][]looseMention) // by import path
	for _, b := range builders {
		for _, file := range b.src.Files {
			for _, l := range linknames(file) {
				if path, name, ok := l.target(); ok {
					links[path] = append(links[path], looseMention{path, name, b.src.position(l.pos), looseLink})
				}
			}
		}
	}
	for _, m := range g.loose {
		if m.kind == looseLink {
			links[m.path] = append(links[m.path], m)
		}
	}
	for _, b := range builders {
		path := b.Path
		if b.src.Types.Name() == "main" {
			path = "main" // so the linker calls it
		}
		for _, m := range links[path] {
			b.linked(m)
		}
	}
}

// linked notes that code elsewhere is linked to a name of the package.
func (b *builder) linked(m looseMention) {
	name := strings.NewReplacer("(*", "", ")", "").Replace(m.name)
	const why = "is linked by name to code that is not seen"
	if n := b.byKey[nodeKey{VarNode, name}]; n != nil {
		n.notes = append(n.notes, Assumption{Reason: why, Pos: m.pos, In: n.FullName()})
	}
	fn := b.byKey[nodeKey{FuncNode, name}]
	if fn == nil {
		return
	}
	for _, n := range b.runs(fn) {
		v, ok := n.Object.(*types.Var)
		if !ok || n.Kind != VarNode || n.Blank() || b.annotated(v) {
			continue
		}
		written := !b.immutable(v.Type())
		for _, u := range b.uses[v] {
			written = written || u.covered
		}
		if written {
			n.notes = append(n.notes, Assumption{Reason: "is not fixed: " + fn.FullName() + " may change it, and " + why, Pos: m.pos, In: n.FullName()})
		}
	}
}

// position is a place in the source, as reports have it.
func (s *Source) position(pos token.Pos) token.Position {
	p := s.Fset.Position(pos)
	if s.Rel != nil {
		p.Filename = s.Rel(p.Filename)
	}
	return p
}
