package analyzer

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/gocheckpoint/checkpoint/internal/directive"
	"github.com/gocheckpoint/checkpoint/internal/effect"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// reportMisnamed reports the names that the flags of the impure check give to no
// function. A package in scope is judged by itself, at its package clause, and
// another by those in scope that import it, at the import: nobody else knows what it
// declares. Patterns may be for packages that aren't looked at now.
func (p *pass) reportMisnamed() {
	if e := p.ResultOf[effectFacts].(*effects); e.own != nil {
		x := extra()
		p.misnamed(e, "pure", x.Pure)
		p.misnamed(e, "impure", x.Impure)
	}
}

func (p *pass) misnamed(e *effects, flag string, list []string) {
	for _, entry := range list {
		if strings.HasSuffix(entry, ".*") || strings.HasSuffix(entry, "/...") {
			continue
		}
		pkg, rest := p.named(entry)
		if pkg == nil || pkg != p.Pkg && (e.below[identity.PlainPath(pkg.Path())] != nil || !pkg.Complete()) {
			continue
		}
		funcs := namedFuncs(pkg, pkg == p.Pkg)
		if slices.ContainsFunc(funcs, func(fn *types.Func) bool { return effect.Names(entry, fn) }) {
			continue
		}
		typ, method, _ := strings.Cut(rest, ".")
		exported := token.IsExported(typ) && (method == "" || token.IsExported(method))
		if domain, _, _ := strings.Cut(pkg.Path(), "/"); pkg != p.Pkg && !exported && strings.Contains(domain, ".") {
			continue // not seen from here, but what other modules do is followed through it
		}
		p.reportf(p.mentionOf(pkg), "impure.%s names %s", flag, wrongName(pkg, funcs, entry, rest))
	}
}

// named gives the package that a name is of, this one or one that it imports,
// and the rest of the name. It is nil if this package can't tell.
func (p *pass) named(entry string) (pkg *types.Package, rest string) {
	name := effect.Bare(entry)
	for _, in := range append([]*types.Package{p.Pkg}, p.Pkg.Imports()...) {
		after, ok := strings.CutPrefix(name, identity.PlainPath(in.Path())+".")
		if ok && !strings.Contains(after, "/") && (pkg == nil || len(after) < len(rest)) {
			pkg, rest = in, after
		}
	}
	if first, _, method := strings.Cut(rest, "."); method && len(first) > 1 && first[0] == 'v' && strings.Trim(first[1:], "0123456789") == "" {
		return nil, "" // of example.com/lib.v3, and not of example.com/lib
	}
	return pkg, rest
}

// mentionOf is where a package says its own name, or imports another first.
func (p *pass) mentionOf(pkg *types.Package) analysis.Range {
	for _, f := range p.Files {
		for _, spec := range f.Imports {
			if name := p.TypesInfo.PkgNameOf(spec); name != nil && name.Imported() == pkg {
				return spec
			}
		}
	}
	return p.Files[0].Name
}

// wrongName says what a name that is no function's may be.
func wrongName(pkg *types.Package, funcs []*types.Func, entry, rest string) string {
	spelling := func(fn *types.Func) string {
		if strings.Contains(entry, "(") {
			return effect.Key(fn)
		}
		return effect.Bare(effect.Key(fn))
	}
	typ, method, isMethod := strings.Cut(rest, ".")
	obj := pkg.Scope().Lookup(typ)
	if _, ok := obj.(*types.Func); obj != nil && !isMethod && !ok {
		return entry + ", which is no function"
	}
	near := ""
	if obj != nil {
		promoted, _, _ := types.LookupFieldOrMethod(obj.Type(), true, pkg, method)
		if fn, ok := promoted.(*types.Func); ok {
			near = spelling(fn) // of the type that declares it
		}
	}
	if near == "" {
		names := make(map[string]*types.Func)
		var known []string
		for _, fn := range funcs {
			name := strings.TrimPrefix(effect.Bare(effect.Key(fn)), identity.PlainPath(pkg.Path())+".")
			names[name] = fn
			known = append(known, name)
		}
		slices.Sort(known)
		if fn := names[directive.Nearest(rest, known)]; fn != nil {
			near = spelling(fn)
		}
	}
	if near != "" {
		near = ", did you mean " + near
	}
	return "the unknown function " + entry + near
}

// namedFuncs are the functions of a package that have names, with the methods that its
// types declare; of another package, those that are exported.
func namedFuncs(pkg *types.Package, own bool) []*types.Func {
	var list []*types.Func
	for _, name := range pkg.Scope().Names() {
		switch obj := pkg.Scope().Lookup(name).(type) {
		case *types.Func:
			list = append(list, obj)
		case *types.TypeName:
			named, ok := obj.Type().(*types.Named)
			if !ok || obj.IsAlias() {
				continue // its methods are another's
			}
			list = slices.AppendSeq(list, named.Methods())
			if iface, ok := named.Underlying().(*types.Interface); ok {
				list = slices.AppendSeq(list, iface.ExplicitMethods())
			}
		}
	}
	return slices.DeleteFunc(list, func(fn *types.Func) bool { return !own && !fn.Exported() })
}
