package build

import (
	"go/types"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A Listed is one function as `checkpointmanifest list -json` prints it. Its
// form is an interface that other tools stand on.
type Listed struct {
	// ID is unique: several init functions, blank names and the variants of a
	// package share a Func.
	ID string `json:"id"`
	// Variant is "", "test", "xtest", or "for path" for a package that is
	// compiled anew because the package under test is below it.
	Variant string `json:"variant"`
	// Func is the name as types.Func.FullName gives it.
	Func    string `json:"func"`
	Package string `json:"package"`
	// File is relative to the main module; Line and End count from 1.
	File string `json:"file"`
	Line int    `json:"line"`
	End  int    `json:"end"`
	// Identity covers the function and all that it depends on, Local the
	// declaration alone.
	Identity string    `json:"identity"`
	Local    string    `json:"local"`
	Status   string    `json:"status"`
	Assumes  []Assumed `json:"assumes,omitempty"`
	// Deps are the other functions in scope that the identity covers, by Func;
	// Decls the other declarations, as "const path.Name", "var path.Name",
	// "type path.Name", "embed path" and "debug name=value", a //go:debug line of
	// the program that the function begins. Both are sorted.
	Deps  []string `json:"deps,omitempty"`
	Decls []string `json:"decls,omitempty"`
}

// An Assumed is one thing that an identity could not see.
type Assumed struct {
	Reason string `json:"reason"`
	File   string `json:"file"`
	Line   int    `json:"line"`
	// In is the covered declaration that it stands in.
	In string `json:"in"`
}

// ListOptions select what List returns.
type ListOptions struct {
	All  bool // every function in scope, not only those registered
	Deps bool // what each covers
}

// List describes the functions of the program, in the order of packages and of
// the source.
func (prog *Program) List(o ListOptions) []Listed {
	var out []Listed
	l := &lister{Program: prog, assumes: make(map[*identity.Closure][]Assumed), names: make(map[*identity.Node]string)}
	for _, p := range prog.Packages {
		registered := p.registered()
		for _, n := range p.Unit.Nodes {
			if n.Kind != identity.FuncNode {
				continue
			}
			if fn, _ := n.Object.(*types.Func); !o.All && !registered[fn] {
				continue
			}
			if manifest.IsCodeName(filepath.Base(prog.fset.Position(n.Pos).Filename)) {
				continue // not the user's
			}
			out = append(out, l.listed(p, n, o))
		}
	}
	return out
}

// A lister remembers what functions have in common.
type lister struct {
	*Program
	assumes map[*identity.Closure][]Assumed
	names   map[*identity.Node]string
}

func (l *lister) listed(p *Package, n *identity.Node, o ListOptions) Listed {
	pos, end := l.fset.Position(n.Pos), l.fset.Position(n.End)
	out := Listed{
		ID: strings.TrimPrefix(n.ID(), "func "), Variant: variantName(p), Func: l.name(n), Package: p.PkgPath,
		File: l.Rel(pos.Filename), Line: pos.Line, End: end.Line,
		Identity: manifest.FormatIdentity(n.Identity), Local: manifest.FormatIdentity(n.Local),
		Status: manifest.Complete,
	}
	c := l.closures.Of(n)
	if len(c.Assumptions) > 0 {
		out.Status = manifest.Assumed
		if l.assumes[c] == nil {
			for _, a := range c.Assumptions {
				l.assumes[c] = append(l.assumes[c], Assumed{Reason: a.Reason, File: a.Pos.Filename, Line: a.Pos.Line, In: a.In})
			}
		}
		out.Assumes = l.assumes[c]
	}
	if o.Deps {
		out.Deps, out.Decls = l.covered(n)
	}
	return out
}

func (l *lister) name(n *identity.Node) string {
	name, ok := l.names[n]
	if !ok {
		name = n.FullName()
		l.names[n] = name
	}
	return name
}

func variantName(p *Package) string {
	v, _ := p.variant()
	if v == manifest.Plain && p.ForTest != "" {
		return "for " + p.ForTest
	}
	return string(v)
}

// covered lists what an identity covers beside the function itself.
func (l *lister) covered(n *identity.Node) (deps, decls []string) {
	for _, d := range n.Debug {
		decls = append(decls, "debug "+d)
	}
	for _, m := range l.closures.Covers(n) {
		if m == n || m.FromC() {
			continue
		}
		switch m.Kind {
		case identity.FuncNode:
			deps = append(deps, l.name(m))
		case identity.ConstNode, identity.VarNode, identity.TypeNode:
			if !m.Blank() {
				decls = append(decls, string(m.Kind)+" "+l.name(m))
			}
		case identity.PartNode, identity.InitNode:
			decls = append(decls, "var "+l.name(m.Whole()))
		}
		dir := filepath.Dir(l.fset.Position(m.Pos).Filename)
		for _, e := range m.Embeds {
			decls = append(decls, "embed "+l.Rel(filepath.Join(dir, filepath.FromSlash(e.Name))))
		}
	}
	slices.Sort(deps)
	slices.Sort(decls)
	return slices.Compact(deps), slices.Compact(decls)
}
