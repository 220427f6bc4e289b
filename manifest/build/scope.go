package build

import (
	"cmp"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/gocheckpoint/checkpoint/internal/leaf"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// scope decides which packages are source, and describes the others by version
// (rule I1 of package identity).
type scope struct {
	env  *goEnv
	sums leaf.Sums
	all  map[string]*packages.Package // by import path
	memo map[string]*leaf.Closure
	// leaves are the closures as the engine takes them.
	leaves map[string]identity.Leaf
}

// newScope reads the checksums beside the go.mod files in use.
func newScope(env *goEnv, roots []*packages.Package) *scope {
	s := &scope{
		env: env, sums: make(leaf.Sums), all: make(map[string]*packages.Package),
		memo: make(map[string]*leaf.Closure), leaves: make(map[string]identity.Leaf),
	}
	files := map[string]bool{}
	if work := env.Vars["GOWORK"]; work != "" && work != "off" {
		files[strings.TrimSuffix(work, "go.work")+"go.work.sum"] = true
	}
	if modfile := flagValue(env.Flags, "modfile"); modfile != "" {
		files[strings.TrimSuffix(env.cfg.abs(modfile), ".mod")+".sum"] = true
	}
	if mod := env.Vars["GOMOD"]; mod != "" && mod != os.DevNull {
		files[filepath.Join(filepath.Dir(mod), "go.sum")] = true
	}
	packages.Visit(roots, nil, func(p *packages.Package) {
		if s.all[p.PkgPath] == nil || p.ForTest == "" {
			s.all[p.PkgPath] = p
		}
		if p.Module != nil && p.Module.Main && p.Module.GoMod != "" {
			files[filepath.Join(filepath.Dir(p.Module.GoMod), "go.sum")] = true
		}
	})
	for file := range files {
		s.sums.Read(file)
	}
	return s
}

// contains reports whether a package is source: of a main or workspace module,
// or of one that is replaced by a folder.
func (s *scope) contains(p *packages.Package) bool {
	if p.PkgPath == "unsafe" || s.std(p) || vendored(p) {
		return false
	}
	m := p.Module
	if m == nil {
		return true // files named on the command line
	}
	return m.Main || m.Replace != nil && m.Replace.Version == "" && !leaf.IsOwn(m.Path)
}

func (s *scope) std(p *packages.Package) bool {
	if p.Module != nil {
		return false
	}
	src := filepath.Join(s.env.Vars["GOROOT"], "src") + string(filepath.Separator)
	return len(p.GoFiles) == 0 && len(p.OtherFiles) == 0 || strings.HasPrefix(firstFile(p), src)
}

func vendored(p *packages.Package) bool {
	return p.Module != nil && !p.Module.Main && p.Module.Dir == "" &&
		strings.Contains(filepath.ToSlash(firstFile(p)), "/vendor/")
}

func firstFile(p *packages.Package) string {
	for _, files := range [][]string{p.GoFiles, p.OtherFiles, p.IgnoredFiles} {
		if len(files) > 0 {
			return files[0]
		}
	}
	return ""
}

// closure collects, for a package outside the scope, the versions of itself
// and of all that it imports.
func (s *scope) closure(path string) *leaf.Closure {
	if c := s.memo[path]; c != nil {
		return c
	}
	p := s.all[path]
	switch {
	case path == "unsafe" || path == "C" || p != nil && s.std(p):
		s.memo[path] = leaf.Std(s.env.target().Go)
		return s.memo[path]
	case p != nil && p.Module != nil && !p.Module.Main && leaf.IsOwn(p.Module.Path):
		s.memo[path] = leaf.Own()
		return s.memo[path]
	case p == nil:
		return leaf.Unknown("which the go command did not list")
	case s.contains(p):
		return leaf.Unknown("whose source is in scope, but reached through a package outside of it")
	}
	m := p.Module
	if m.Replace != nil {
		m = m.Replace
	}
	var c *leaf.Closure
	if vendored(p) {
		c = leaf.Vendored(path, p.Module.Path, m.Version, filepath.Dir(firstFile(p)))
	} else {
		c = leaf.Module(m.Path, m.Version, s.sums[m.Path+" "+m.Version])
		if m != p.Module { // the runtime knows it by the path that is required
			c.Modules = map[string]string{p.Module.Path: c.Modules[m.Path]}
		}
	}
	s.memo[path] = c
	for _, imp := range sortedKeys(p.Imports) {
		c.Add(s.closure(p.Imports[imp].PkgPath))
		if identity.IsWorld(imp) {
			c.World = cmp.Or(c.World, imp)
		}
	}
	return c
}

// leaf describes a package outside the scope to the engine.
func (s *scope) leaf(path string) identity.Leaf {
	l, ok := s.leaves[path]
	if !ok {
		l = s.closure(path).Leaf()
		s.leaves[path] = l
	}
	return l
}

// moduleVersion is the version of a module outside the scope, as a manifest
// holds it.
func (s *scope) moduleVersion(path string) string {
	for _, c := range s.memo {
		if v, ok := c.Modules[path]; ok {
			return v
		}
	}
	return ""
}

func sortedKeys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}
