package analyzer

import (
	"errors"
	"go/ast"
	"go/types"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/gocheckpoint/checkpoint/internal/registration"
	"github.com/gocheckpoint/checkpoint/manifest"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

var staleCheck = newCheck("stale", "report manifests that do not match the code", checkStale, identityFacts)

// checkStale compares the manifests beside the source with what the code is
// now. With in-package tests go vet shows a package only together with them:
// the plain package's manifest is then compared with the other files alone.
func checkStale(p *pass) error {
	if len(p.Files) == 0 {
		return nil
	}
	c := &comparison{pass: p, dir: folder(p.Pass, p.Files)}
	c.below, _ = p.ResultOf[identityFacts].(*packageFact)
	test := func(f *ast.File) bool { return strings.HasSuffix(fileName(p.Pass, f), "_test.go") }
	plain := slices.DeleteFunc(slices.Clone(p.Files), test)
	compare := map[manifest.Variant][]*ast.File{}
	switch {
	case strings.HasSuffix(p.Pkg.Name(), "_test") && len(plain) == 0:
		compare[manifest.XTest] = p.Files
	case len(plain) < len(p.Files):
		compare[manifest.Test] = p.Files
		fallthrough
	default:
		compare[manifest.Plain] = plain
	}
	for _, v := range manifest.Variants() {
		if len(compare[v]) == 0 {
			continue
		}
		if err := c.compare(v, compare[v]); err != nil {
			return err
		}
	}
	for _, d := range c.found {
		is := " is stale"
		if len(d.names) > 1 {
			is = " are stale"
		}
		p.reportf(d.at, "%s%s%s; %s", strings.Join(d.names, " and "), is, d.what, manifest.Regenerate)
	}
	return nil
}

// A comparison finds what differs between manifests and code.
type comparison struct {
	*pass
	below *packageFact // nil where nothing is known
	dir   string
	found []*drift
}

// A drift is one difference, and the manifests that have it.
type drift struct {
	at    analysis.Range
	what  string
	names []string
}

// add notes a difference once, however many manifests have it.
func (c *comparison) add(at analysis.Range, name, what string) {
	for _, d := range c.found {
		if d.at.Pos() == at.Pos() && d.what == what {
			d.names = append(d.names, name)
			return
		}
	}
	c.found = append(c.found, &drift{at, what, []string{name}})
}

// compare finds what differs between one manifest and the code.
func (c *comparison) compare(v manifest.Variant, files []*ast.File) error {
	name := manifest.FileName(v)
	data, err := os.ReadFile(filepath.Join(c.dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil // exec makes manifests on the fly, and without one the build ID serves
	}
	if err != nil {
		return err
	}
	top := files[0].Name
	m, err := manifest.Decode(name, data)
	if err != nil {
		c.reportf(top, "manifest cannot be used: %v", err)
		return nil
	}
	if c.below == nil || !sameTarget(m.Target) {
		return nil // computed for another target: only that one's own vet can tell
	}
	if m.Target.Go != release() {
		c.add(top, name, ": it is of "+m.Target.Go+", but the code is compiled with "+release())
		return nil
	}
	unit, err := unitOf(c.Pass, c.below, files)
	if err != nil || unit == nil {
		return err
	}
	registered := make(map[string]bool)
	for _, r := range registration.Find(c.Pkg.Path(), files, c.TypesInfo) {
		sig := r.Signature(c.TypesInfo)
		if !r.Known() || sig == nil {
			continue
		}
		registered[r.ID] = true
		if why := difference(m, r, sig, unit); why != "" {
			c.add(r.Call.Args[0], name, " for "+describe(r)+": "+why)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(m.Funcs)) {
		if !registered[id] {
			c.add(top, name, ": "+id+" is no longer registered")
		}
	}
	for _, why := range staleTypes(m, unit, c.below) {
		c.add(top, name, ": "+why)
	}
	return nil
}

// sameTarget reports whether the manifest was computed for the files that go
// vet shows, as far as the environment tells.
func sameTarget(t manifest.Target) bool {
	env := func(name, want string) bool { v := os.Getenv(name); return v == "" || v == want }
	cgo := map[bool]string{true: "1", false: "0"}[t.Cgo]
	return env("GOOS", t.OS) && env("GOARCH", t.Arch) && env("CGO_ENABLED", cgo) && t.Tags == "" && t.Instrument == ""
}

// difference says what an entry has that the code has not.
func difference(m *manifest.Manifest, r registration.Registration, sig *types.Signature, unit *identity.Unit) string {
	f, ok := m.Funcs[r.ID]
	root := unit.Root(r.ID)
	switch {
	case !ok:
		return "it has no entry"
	case root == nil || root.Unknown():
		return "" // what the code depends on is not known here
	case f.Identity != manifest.FormatIdentity(root.Identity):
		return "its code, or what it depends on, has changed"
	}
	c := root.Closure()
	switch {
	case f.Signature != types.TypeString(sig, nil):
		return "its signature has changed"
	case !slices.Equal(f.Params, registration.Params(r.Func)):
		return "its parameters have other names"
	case !slices.Equal(f.Captures, c.Captures):
		return "it captures other variables"
	case !slices.Equal(f.LinkVars, c.LinkVars):
		return "it depends on other variables that the linker sets"
	}
	return ""
}

// staleTypes lists the types whose methods have changed.
func staleTypes(m *manifest.Manifest, unit *identity.Unit, below *packageFact) []string {
	var out []string
	for id, t := range m.Types {
		dot := strings.LastIndexByte(id, '.')
		if dot < 0 {
			continue
		}
		now := methodsIdentity(unit, below, id[:dot], id[dot+1:])
		if now != nil && t.Identity != manifest.FormatIdentity(*now) {
			out = append(out, "the methods of "+id+" have changed")
		}
	}
	slices.Sort(out)
	return out
}

// methodsIdentity is the identity of a type's methods, nil if it is not known.
func methodsIdentity(unit *identity.Unit, below *packageFact, path, name string) *[32]byte {
	if path == unit.Path {
		if n := unit.Methods(name); n != nil && !n.Unknown() {
			return &n.Identity
		}
		return nil
	}
	if s := below.unit(path); s != nil {
		for i := range s.Nodes {
			if n := &s.Nodes[i]; n.Kind == identity.MethodsNode && n.Name == name && !n.All && !n.Unknown {
				return &n.Identity
			}
		}
	}
	return nil
}
