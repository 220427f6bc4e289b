package mutation

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/token"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A Site is one place where a program can be mutated, and how.
type Site struct {
	Op   string // the kind of mutation
	File string // absolute
	Line int
	What string // the old text and the new

	pkg   *pkg
	edits []edit // none where an embedded file is mutated
	// decls are the IDs of the nodes of the declaration that is mutated; added
	// names the one that the mutant adds.
	decls map[string]bool
	// embedded is the file that is mutated, as the engine names it.
	embedded string
	retypes  bool // importers must be type-checked anew
}

// String names the site as a compiler would.
func (s *Site) String() string {
	return fmt.Sprintf("%s:%d: %s: %s", filepath.Base(filepath.Dir(s.File))+"/"+filepath.Base(s.File), s.Line, s.Op, s.What)
}

// An edit replaces the bytes from off to end of a file.
type edit struct {
	off, end int
	text     string
}

// apply makes all edits of one file: they don't overlap and are in order.
func apply(src []byte, edits []edit) []byte {
	var out bytes.Buffer
	at := 0
	for _, e := range edits {
		out.Write(src[at:e.off])
		out.WriteString(e.text)
		at = e.end
	}
	out.Write(src[at:])
	return out.Bytes()
}

// Sites lists all places where the program can be mutated, in the order of
// packages and of the source.
func (r *Repo) Sites() ([]*Site, error) {
	var out []*Site
	for _, p := range r.pkgs {
		if len(p.Syntax) == 0 || len(p.Syntax) != len(p.GoFiles) || !slices.Equal(p.GoFiles, p.CompiledGoFiles) {
			continue // only tests, or cgo, which compiles rewritten copies
		}
		for _, file := range p.Syntax {
			name := r.fset.File(file.FileStart).Name()
			if manifest.IsCodeName(filepath.Base(name)) {
				continue
			}
			src, err := os.ReadFile(name)
			if err != nil {
				return nil, err
			}
			f := &finder{r: r, p: p, file: file, name: name, src: src}
			f.find()
			out = append(out, f.sites...)
		}
		out = append(out, r.embedSites(p)...)
		out = append(out, r.initSites(p)...)
	}
	return out, nil
}

// embedSites are the files that variables of p embed.
func (r *Repo) embedSites(p *pkg) (out []*Site) {
	for _, n := range p.unit.Nodes {
		for _, e := range n.Embeds {
			pos := r.fset.Position(n.Pos)
			out = append(out, &Site{
				Op: "embedded file", File: pos.Filename, Line: pos.Line, What: e.Name + " has other content",
				pkg: p, decls: r.embedding(p, e.Name), embedded: e.Name,
			})
		}
	}
	return out
}

// embedding lists the variables of p that embed a file.
func (r *Repo) embedding(p *pkg, name string) map[string]bool {
	out := make(map[string]bool)
	for _, n := range p.unit.Nodes {
		if slices.ContainsFunc(n.Embeds, func(f identity.File) bool { return f.Name == name }) {
			out[n.ID()] = true
		}
	}
	return out
}

// initSites add, at the end of the last file of p, an init function that
// assigns one of the package's variables.
func (r *Repo) initSites(p *pkg) (out []*Site) {
	inits := 0
	for _, n := range p.unit.Nodes {
		if n.Kind == identity.FuncNode && strings.HasPrefix(n.Name, "init#") {
			inits++
		}
	}
	file := p.Syntax[len(p.Syntax)-1]
	tok := r.fset.File(file.FileStart)
	for _, n := range p.unit.Nodes {
		if n.Kind != identity.VarNode || n.Blank() || n.Object == nil {
			continue
		}
		out = append(out, &Site{
			Op: "init writer added", File: tok.Name(), Line: tok.LineCount(), What: "writes " + n.Name,
			pkg:   p,
			edits: []edit{{tok.Size(), tok.Size(), fmt.Sprintf("\n\nfunc init() { %s = %s }\n", n.Name, n.Name)}},
			decls: map[string]bool{fmt.Sprintf("func %s.init#%d", p.unit.ID, inits+1): true},
		})
	}
	return out
}

// Pick chooses n sites, the same for the same seed. Kinds of mutation that are
// rare in the code are chosen as often as others, while they last.
func Pick(sites []*Site, n int, seed uint64) []*Site {
	rng := rand.New(rand.NewPCG(seed, 0))
	kinds := make(map[string][]*Site)
	for _, s := range sites {
		kinds[s.Op] = append(kinds[s.Op], s)
	}
	var names []string
	for op := range kinds {
		names = append(names, op)
	}
	slices.Sort(names)
	for _, op := range names {
		list := kinds[op]
		rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
	var out []*Site
	for round := 0; len(out) < min(n, len(sites)); round++ {
		for _, op := range names {
			if round < len(kinds[op]) && len(out) < n {
				out = append(out, kinds[op][round])
			}
		}
	}
	rng.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// declared lists the nodes of the declaration that a position stands in, and
// whether importers can see more of it than its identity.
func (f *finder) declared(d ast.Decl, at token.Pos) (ids map[string]bool, retypes bool) {
	ids = make(map[string]bool)
	if d, ok := d.(*ast.FuncDecl); ok {
		for _, n := range f.p.unit.Nodes {
			if n.Kind == identity.FuncNode && n.Pos == d.Pos() {
				ids[n.ID()] = true
			}
		}
		return ids, at < d.Name.End() || d.Body == nil || at < d.Body.Pos()
	}
	gen := d.(*ast.GenDecl)
	for i, spec := range gen.Specs {
		if at < spec.Pos() || at >= spec.End() {
			continue
		}
		retypes = gen.Tok != token.VAR
		f.specNodes(spec, at, ids)
		v, ok := spec.(*ast.ValueSpec)
		if gen.Tok != token.CONST || !ok {
			continue
		}
		idx := -1
		for j, value := range v.Values {
			if at >= value.Pos() && at < value.End() {
				idx = j
			}
		}
		for _, next := range gen.Specs[i+1:] { // that repeat it
			w := next.(*ast.ValueSpec)
			if len(w.Values) > 0 {
				break
			}
			f.valueNodes(w, idx, ids)
		}
	}
	return ids, retypes
}

func (f *finder) specNodes(spec ast.Spec, at token.Pos, ids map[string]bool) {
	v, ok := spec.(*ast.ValueSpec)
	if !ok {
		for _, n := range f.p.unit.Nodes {
			if n.Kind == identity.TypeNode && n.Pos == spec.Pos() {
				ids[n.ID()] = true
			}
		}
		return
	}
	idx := -1
	for i, value := range v.Values {
		if len(v.Values) == len(v.Names) && at >= value.Pos() && at < value.End() {
			idx = i
		}
	}
	f.valueNodes(v, idx, ids)
}

// valueNodes adds the nodes of the names of a spec: that at idx, or all if it
// is -1.
func (f *finder) valueNodes(v *ast.ValueSpec, idx int, ids map[string]bool) {
	for _, n := range f.p.unit.Nodes {
		if (n.Kind == identity.VarNode || n.Kind == identity.ConstNode) && n.Pos == v.Pos() &&
			(idx < 0 || n.Name == v.Names[idx].Name || v.Names[idx].Name == "_") {
			ids[n.ID()] = true
		}
	}
}
