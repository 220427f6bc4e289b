package build

import (
	"go/types"
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/internal/registration"
	"github.com/gocheckpoint/checkpoint/manifest"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// variant is the compilation of its package that p is, and false for the main
// package that go test makes and for packages that are compiled anew because a
// package under test is below them: those have no manifest of their own.
func (p *Package) variant() (manifest.Variant, bool) {
	switch {
	case p.ForTest == "":
		return manifest.Plain, !strings.HasSuffix(p.ID, ".test")
	case p.PkgPath == p.ForTest:
		return manifest.Test, true
	case p.PkgPath == p.ForTest+"_test":
		return manifest.XTest, true
	}
	return manifest.Plain, false
}

// manifest is the package's manifest, nil if it registers nothing.
func (prog *Program) manifest(p *Package) *manifest.Manifest {
	variant, ok := p.variant()
	if !ok {
		return nil
	}
	m := &manifest.Manifest{
		Version: manifest.Version,
		Module:  "command-line-arguments",
		Package: p.PkgPath,
		Variant: variant,
		Fresh:   prog.fresh,
		Target:  prog.env.target(),
		Modules: map[string]string{},
		Funcs:   map[string]manifest.Func{},
		Types:   map[string]manifest.Type{},
	}
	if p.Module != nil {
		m.Module = p.Module.Path
	}
	var params []types.Type
	for _, r := range p.Registrations {
		root := p.Unit.Root(r.ID)
		if !r.Known() || root == nil {
			continue
		}
		c := prog.closures.Of(root)
		sig := r.Signature(p.TypesInfo)
		f := manifest.Func{
			Identity:  manifest.FormatIdentity(root.Identity),
			Signature: types.TypeString(sig, nil),
			Params:    registration.Params(r.Func),
			Captures:  c.Captures,
			LinkVars:  c.LinkVars,
			Status:    manifest.Complete,
			Assumes:   reasons(assumptions(r, c.Assumptions)),
		}
		if len(f.Assumes) > 0 {
			f.Status = manifest.Assumed
		}
		m.Funcs[r.ID] = f
		for _, mod := range c.Modules {
			m.Modules[mod] = prog.scope.moduleVersion(mod)
		}
		for v := range sig.Params().Variables() {
			params = append(params, v.Type())
		}
		params = append(params, prog.captureTypes(c.Captures)...)
	}
	if len(m.Funcs) == 0 {
		return nil
	}
	for name, t := range prog.dynamicTypes(p, interfaceTypes(params)) {
		c := prog.closures.Of(t.methods)
		entry := manifest.Type{Identity: manifest.FormatIdentity(t.methods.Identity)}
		assumes := reasons(c.Assumptions)
		for _, decl := range sortedKeys(assumes) {
			entry.Assumes = append(entry.Assumes, decl+" "+assumes[decl])
		}
		m.Types[name] = entry
		for _, mod := range c.Modules {
			m.Modules[mod] = prog.scope.moduleVersion(mod)
		}
	}
	if variant == manifest.Plain {
		m.Tested = prog.tested(p)
	}
	return m
}

// assumptions are those of a registration's code: where HashContext says what of
// a context counts, that the code reads values of contexts is none.
func assumptions(r registration.Registration, as []identity.Assumption) []identity.Assumption {
	if !r.Has("HashContext") {
		return as
	}
	return slices.DeleteFunc(slices.Clone(as), func(a identity.Assumption) bool { return a.Reason == identity.ContextValue })
}

// reasons are assumptions as a manifest holds them: by the declaration that
// they stand in, without positions, which unrelated edits move.
func reasons(as []identity.Assumption) map[string]string {
	out := make(map[string]string)
	for _, a := range as { // sorted
		switch was := out[a.In]; {
		case was == "":
			out[a.In] = a.Reason
		case !slices.Contains(strings.Split(was, "; "), a.Reason):
			out[a.In] = was + "; " + a.Reason
		}
	}
	return out
}

// closure lists the packages in scope that p consists of and imports.
func (prog *Program) closure(p *Package) []*Package {
	byID := make(map[string]*Package, len(prog.Packages))
	for _, q := range prog.Packages {
		byID[q.ID] = q
	}
	var out []*Package
	seen := make(map[string]bool)
	var visit func(q *Package)
	visit = func(q *Package) {
		if q == nil || seen[q.ID] {
			return
		}
		seen[q.ID] = true
		out = append(out, q)
		for _, path := range sortedKeys(q.Imports) {
			visit(byID[q.Imports[path].ID])
		}
	}
	visit(p)
	return out
}

// tested lists the packages of p's closure that have in-package tests.
func (prog *Program) tested(p *Package) []string {
	has := make(map[string]bool)
	for _, q := range prog.Packages {
		if v, ok := q.variant(); ok && v == manifest.Test {
			has[q.PkgPath] = true
		}
	}
	var out []string
	for _, q := range prog.closure(p) {
		if has[q.PkgPath] {
			out = append(out, q.PkgPath)
		}
	}
	slices.Sort(out)
	return out
}
