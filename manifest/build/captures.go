package build

import (
	"go/types"
	"maps"
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/internal/directive"
	"github.com/gocheckpoint/checkpoint/manifest"
)

// A capturedVar is a package variable whose value, or parts of it, the generated
// code hands to the runtime.
type capturedVar struct {
	ID   string
	Name string
	Once bool
	By   string // a function of the package, or ""
	// ByErr is set if By returns an error too.
	ByErr bool
	// Fields are the parts that CaptureAll captures, "" alone for the whole
	// variable: what else it holds may be what cannot be hashed. There are none
	// of an annotated one.
	Fields []string
	v      *types.Var
}

// findCaptures lists the captured variables of each package, sorted: those that
// are annotated, and those that a registration with CaptureAll captures.
func (prog *Program) findCaptures() {
	prog.captures = make(map[*Package][]capturedVar)
	byPath := make(map[string][]*Package)
	for _, p := range prog.Packages {
		byPath[p.PkgPath] = append(byPath[p.PkgPath], p)
		prog.captures[p] = annotated(p)
	}
	needed := make(map[string]map[string]bool) // by the variable's id, the fields
	prog.needs = make(map[string]bool)
	for _, p := range prog.Packages {
		for _, r := range p.Registrations {
			root := p.Unit.Root(r.ID)
			if !r.Known() || root == nil || !r.Has("CaptureAll") {
				continue
			}
			for _, id := range prog.closures.Of(root).Captures {
				path, name, fields := splitCapture(id, byPath)
				if name == "" {
					continue
				}
				if needed[path+"."+name] == nil {
					needed[path+"."+name] = make(map[string]bool)
				}
				needed[path+"."+name][fields] = true
				if p.Named {
					prog.needs[path] = true
				}
			}
		}
	}
	for _, p := range prog.Packages {
		list := prog.captures[p]
		for _, name := range p.Types.Scope().Names() {
			fields := needed[p.PkgPath+"."+name]
			v, ok := p.Types.Scope().Lookup(name).(*types.Var)
			if !ok || len(fields) == 0 || slices.ContainsFunc(list, func(c capturedVar) bool { return c.v == v }) {
				continue
			}
			list = append(list, capturedVar{ID: p.PkgPath + "." + name, Name: name, Fields: fieldsOf(fields), v: v})
		}
		slices.SortFunc(list, func(a, b capturedVar) int { return strings.Compare(a.Name, b.Name) })
		prog.captures[p] = list
	}
}

// fieldsOf lists parts of a variable, sorted: all of it stands for them all.
func fieldsOf(fields map[string]bool) []string {
	if fields[""] {
		return []string{""}
	}
	return slices.Sorted(maps.Keys(fields))
}

// splitCapture takes the id of a capture apart: the package's path, the
// variable's name, and the fields that lead to the part, if it is one. The name
// is "" for what no package has.
func splitCapture(id string, byPath map[string][]*Package) (path, name, fields string) {
	for i := strings.LastIndexByte(id, '/') + 1; i < len(id); i++ {
		if id[i] != '.' {
			continue
		}
		name, fields, _ := strings.Cut(id[i+1:], ".")
		for _, p := range byPath[id[:i]] {
			if _, ok := p.Types.Scope().Lookup(name).(*types.Var); ok {
				return id[:i], name, fields
			}
		}
	}
	return "", "", ""
}

// annotated lists the variables with //checkpoint:capture of a package.
func annotated(p *Package) []capturedVar {
	vars, _ := directive.Vars(p.Syntax, p.TypesInfo)
	var out []capturedVar
	for v, d := range vars {
		if !d.Capture || d.NoHash || v.Name() == "_" {
			continue
		}
		c := capturedVar{ID: p.PkgPath + "." + v.Name(), Name: v.Name(), Once: d.Once, By: d.By, v: v}
		if d.By != "" {
			fn, ok := p.Types.Scope().Lookup(d.By).(*types.Func)
			if !ok || fn.Signature().Params().Len() != 1 || fn.Signature().Results().Len() == 0 {
				continue // checkpointvet says what is wrong; unregistered, nothing is remembered
			}
			c.ByErr = fn.Signature().Results().Len() == 2
		}
		out = append(out, c)
	}
	return out
}

// ownCaptures are the captured variables that this variant's generated file
// registers.
func (prog *Program) ownCaptures(p *Package, variant manifest.Variant) []capturedVar {
	var out []capturedVar
	for _, c := range prog.keepCaptures(p, variant) {
		if isOwn(p, variant, c.v) {
			out = append(out, c)
		}
	}
	return out
}

// isOwn reports whether a variable is this variant's to register: the plain
// package's are registered by its own file.
func isOwn(p *Package, variant manifest.Variant, v *types.Var) bool {
	return variant != manifest.Test || strings.HasSuffix(p.Fset.Position(v.Pos()).Filename, "_test.go")
}

// captureTypes are the types of captured variables; of those that are captured
// in part, whole.
func (prog *Program) captureTypes(ids []string) []types.Type {
	var out []types.Type
	for _, p := range prog.Packages {
		for _, c := range prog.captures[p] {
			if slices.ContainsFunc(ids, func(id string) bool { return id == c.ID || strings.HasPrefix(id, c.ID+".") }) {
				out = append(out, c.v.Type())
			}
		}
	}
	return out
}
