package mutation

import (
	"go/ast"
	"go/parser"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"

	"github.com/zeebo/blake3"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A Tool gives functions identities: it sees all packages of a program, and
// the function.
type Tool func(units []*identity.Unit, fn *identity.Node) [32]byte

// A Verdict is what became of one mutant.
type Verdict struct {
	Site *Site
	// Err says why the mutant doesn't compile.
	Err error
	// Equal is set where nothing had to change: the normal form or the value
	// is as before, or nothing covers the declaration.
	Equal bool
	// Changed are the functions whose identity changed.
	Changed []string
	// Misses kept their identity and must not; Strays changed and must not.
	// Reclassified changed although they don't cover the mutated declaration:
	// a variable that they cover is judged differently, by rule I4, which looks
	// at the whole package. It is named.
	Misses, Strays []string
	Reclassified   map[string]string
}

// Judge makes the mutant of a site, and compares the identities of all
// functions before and after. The identities are those of the engine if tool
// is nil; what they should be always follows from the engine's references and
// local hashes, and from the values of constants.
func (r *Repo) Judge(s *Site, tool Tool) (*Verdict, error) {
	v := &Verdict{Site: s}
	m, err := r.mutant(s, tool == nil)
	if err != nil {
		return nil, err
	}
	if v.Err = m.err; v.Err != nil {
		return v, nil
	}
	before, after := r.whole, newWorld(m.units)
	must := make(map[string]bool)      // nodes whose own hash changed
	elsewhere := make(map[string]bool) // variables likewise, which don't cover what is mutated
	may := before.covering(s.decls, true)
	maps.Copy(may, after.covering(s.decls, true))
	for id := range s.decls {
		if r.differs(s, id, after) {
			must[id] = true
		}
		for _, w := range before.users[before.nodes[id]] {
			if w.byValue && r.valuesDiffer(w.node, after.nodes[w.node.ID()]) {
				must[w.node.ID()] = true
			}
		}
	}
	for _, u := range m.fresh {
		for _, n := range u.Nodes {
			if old := before.nodes[n.ID()]; old != nil && old.Local == n.Local {
				continue
			}
			if may[n.ID()] {
				must[n.ID()] = true
			} else if n.Kind == identity.VarNode {
				elsewhere[n.ID()] = true
			}
		}
	}
	expected := before.covering(must, false)
	maps.Copy(expected, after.covering(must, false))
	same := func(was, is *identity.Node) bool { return was.Identity == is.Identity }
	if tool != nil {
		same = func(was, is *identity.Node) bool { return tool(before.units, was) == tool(after.units, is) }
	}
	v.Equal = true
	for _, was := range before.functions {
		id := was.ID()
		is := after.nodes[id]
		if is == nil {
			continue // a method of a type that the mutant doesn't have
		}
		changed := (was != is || tool != nil) && !same(was, is)
		v.Equal = v.Equal && !expected[id]
		switch {
		case changed && !expected[id]:
			if why := r.reclassified(before, after, elsewhere, id); why != "" {
				if v.Reclassified == nil {
					v.Reclassified = make(map[string]string)
				}
				v.Reclassified[id] = why
			} else {
				v.Strays = append(v.Strays, id)
			}
		case !changed && expected[id]:
			v.Misses = append(v.Misses, id)
		}
		if changed {
			v.Changed = append(v.Changed, id)
		}
	}
	return v, nil
}

// reclassified names the variable by which a function changed that doesn't
// cover the mutated one, or is empty.
func (r *Repo) reclassified(before, after *world, elsewhere map[string]bool, fn string) string {
	for _, id := range slices.Sorted(maps.Keys(elsewhere)) {
		one := map[string]bool{id: true}
		if before.covering(one, false)[fn] || after.covering(one, false)[fn] {
			return id
		}
	}
	return ""
}

// A mutant is a mutated program.
type mutant struct {
	err   error
	units []*identity.Unit // of the whole program
	fresh []*identity.Unit // those that are not as they were
}

// mutant computes the identities of the program with the mutation. Only what
// can differ is computed anew: the package and its importers, and of those the
// types only if the mutation can be seen in them. If lazy is set, importers
// are left alone if nothing that they see of the package changed and none of
// them covers the mutated declaration.
func (r *Repo) mutant(s *Site, lazy bool) (*mutant, error) {
	content, err := s.content()
	if err != nil {
		return nil, err
	}
	ids := make(map[string]bool)
	for _, p := range s.pkg.closed() {
		ids[p.ID] = true
	}
	graph := r.graph.Without(ids)
	var ver *version
	if s.embedded == "" {
		files, err := r.files(s, content)
		if err != nil {
			return &mutant{err: err}, nil
		}
		if ver, err = s.pkg.check(r.fset, files, nil); err != nil {
			return &mutant{err: err}, nil
		}
	}
	src := s.pkg.source(ver)
	if s.embedded != "" {
		src.Embed = otherContent(src.Embed, s.embedded, content)
	}
	unit, err := graph.Add(src)
	if err != nil {
		return nil, err
	}
	m := &mutant{fresh: []*identity.Unit{unit}}
	retypes := s.retypes || ver != nil && r.typesDiffer(s, ver.types)
	if lazy && !retypes && !r.coveredAbove(s) && reflect.DeepEqual(unit.Summary(), s.pkg.unit.Summary()) {
		m.units = r.replaced(m.fresh)
		return m, nil
	}
	fresh := make(map[string]*types.Package)
	if retypes {
		fresh[s.pkg.PkgPath] = ver.types
	}
	for _, p := range s.pkg.importers {
		var ver *version
		if retypes {
			if ver, err = p.check(r.fset, p.Syntax, fresh); err != nil {
				return &mutant{err: err}, nil
			}
			fresh[p.PkgPath] = ver.types
		}
		unit, err := graph.Add(p.source(ver))
		if err != nil {
			return nil, err
		}
		m.fresh = append(m.fresh, unit)
	}
	m.units = r.replaced(m.fresh)
	return m, nil
}

// content is the mutated file.
func (s *Site) content() ([]byte, error) {
	src, err := os.ReadFile(s.path())
	if err != nil {
		return nil, err
	}
	if s.embedded != "" {
		return append(src, '~'), nil
	}
	return apply(src, s.edits), nil
}

// path names the file that is mutated.
func (s *Site) path() string {
	if s.embedded != "" {
		return filepath.Join(filepath.Dir(s.File), filepath.FromSlash(s.embedded))
	}
	return s.File
}

// files parses the mutated file; the others of the package are as they were.
func (r *Repo) files(s *Site, src []byte) (_ []*ast.File, err error) {
	files := slices.Clone(s.pkg.Syntax)
	for i, file := range files {
		if r.fset.File(file.FileStart).Name() != s.File {
			continue
		}
		files[i], err = parser.ParseFile(r.fset, s.File, src, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

// otherContent changes what one embedded file holds.
func otherContent(embed func(string) ([]identity.File, error), name string, content []byte) func(string) ([]identity.File, error) {
	return func(pattern string) ([]identity.File, error) {
		files, err := embed(pattern)
		files = slices.Clone(files)
		for i := range files {
			if files[i].Name == name {
				files[i].Sum = blake3.Sum256(content)
			}
		}
		return files, err
	}
}

// replaced is the whole program, with fresh units in the place of their old
// ones.
func (r *Repo) replaced(fresh []*identity.Unit) []*identity.Unit {
	byID := make(map[string]*identity.Unit)
	for _, u := range fresh {
		byID[u.ID] = u
	}
	units := slices.Clone(r.whole.units)
	for i, u := range units {
		if f := byID[u.ID]; f != nil {
			units[i] = f
		}
	}
	return units
}

// coveredAbove reports whether functions of other packages cover what is
// mutated.
func (r *Repo) coveredAbove(s *Site) bool {
	for id := range r.whole.covering(s.decls, true) {
		if r.whole.nodes[id].Unit() != s.pkg.unit {
			return true
		}
	}
	return false
}

// typesDiffer reports whether the mutation gave a variable another type.
func (r *Repo) typesDiffer(s *Site, mutated *types.Package) bool {
	for id := range s.decls {
		n := r.whole.nodes[id]
		if n == nil || n.Kind != identity.VarNode || n.Object == nil {
			continue
		}
		obj := mutated.Scope().Lookup(n.Object.Name())
		if obj == nil || types.TypeString(obj.Type(), nil) != types.TypeString(n.Object.Type(), nil) {
			return true
		}
	}
	return false
}

// differs reports whether a mutated declaration must have another hash: always,
// unless the mutation is inside a constant expression that has the value it
// had. This is judged by the type checker, not by the engine.
func (r *Repo) differs(s *Site, id string, after *world) bool {
	was, is := r.whole.nodes[id], after.nodes[id]
	if was == nil || is == nil {
		return true
	}
	if s.embedded != "" {
		return true
	}
	if was.Kind == identity.ConstNode || r.insideConstant(s) {
		return r.valuesDiffer(was, is)
	}
	return true
}

// insideConstant reports whether all that a mutation edits is part of one
// constant expression.
func (r *Repo) insideConstant(s *Site) bool {
	found := false
	for _, file := range s.pkg.Syntax {
		tok := r.fset.File(file.FileStart)
		if tok.Name() != s.File || s.edits[len(s.edits)-1].end > tok.Size() {
			continue
		}
		from, to := tok.Pos(s.edits[0].off), tok.Pos(s.edits[len(s.edits)-1].end)
		ast.Inspect(file, func(n ast.Node) bool {
			if n == nil || found || from < n.Pos() || to > n.End() {
				return false
			}
			if e, ok := n.(ast.Expr); ok && s.pkg.TypesInfo.Types[e].Value != nil {
				found = true
			}
			return true
		})
	}
	return found
}
