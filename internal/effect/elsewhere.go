package effect

import (
	"maps"
	"slices"
	"strings"
)

// WritesElsewhere reports whether a package writes variables of others.
func (p *Package) WritesElsewhere() bool {
	elsewhere := func(key string) bool { return strings.HasPrefix(key, "var ") && packageOf(key) != p.Path }
	for _, n := range p.Nodes {
		if slices.ContainsFunc(n.Uses, func(u Use) bool { return u.Write != "" && elsewhere(u.Var) }) {
			return true
		}
	}
	return slices.ContainsFunc(p.Vars, elsewhere) // which it may hand to what writes
}

// packageOf is the path of the package that a variable's key names.
func packageOf(key string) string {
	key = strings.TrimPrefix(key, "var ")
	slash := strings.LastIndexByte(key, '/')
	if dot := strings.IndexByte(key[slash+1:], '.'); dot >= 0 {
		return key[:slash+1+dot]
	}
	return key
}

// An Assigned is a write of the world's own package to a variable of another one
// that a function reads which is registered below, where nobody could know of the
// writer.
type Assigned struct {
	Writer
	Var    string
	Reader string // the key of the registered function
	Read   Site
}

// AssignedElsewhere are those writes, the first of each function and variable.
func (w *World) AssignedElsewhere() []Assigned {
	if w.vars == nil {
		w.collectWriters()
	}
	var out []Assigned
	var readers []reader
	for _, key := range slices.Sorted(maps.Keys(w.vars)) {
		v := w.nodes[key]
		if v == nil || v.Quiet || v.pkg.Path == w.own {
			continue
		}
		told := map[string]bool{}
		for _, by := range w.vars[key] {
			if w.nodes[by.In].pkg.Path != w.own || told[by.In] {
				continue
			}
			if readers == nil {
				readers = w.readers()
			}
			for _, r := range readers {
				if at, ok := r.reads[key]; ok && !w.knownTo(r, key) {
					out = append(out, Assigned{by, key, r.key, at})
					told[by.In] = true
					break
				}
			}
		}
	}
	return out
}

// A reader is a function that other packages register, with the variables that it
// reads.
type reader struct {
	key   string
	in    []string // who registers it
	reads map[string]Site
}

func (w *World) readers() []reader {
	out := []reader{}
	for _, key := range slices.Sorted(maps.Keys(w.registers)) {
		if slices.Contains(w.registers[key], w.own) {
			continue // the reads are told of there
		}
		r := reader{key, w.registers[key], map[string]Site{}}
		w.Walk(key, Params{}, func(n *Reached) {
			for _, u := range n.Uses {
				if _, ok := r.reads[u.Var]; !ok && u.Write == "" && !u.AtInit && !n.Params.AtInit() {
					r.reads[u.Var] = u.Site
				}
			}
		})
		out = append(out, r)
	}
	return out
}

// knownTo reports whether a package that registers a function sees a writer of a
// variable: its own code, or that which declares the variable.
func (w *World) knownTo(r reader, key string) bool {
	return slices.ContainsFunc(w.vars[key], func(by Writer) bool {
		path := w.nodes[by.In].pkg.Path
		return path == packageOf(key) || slices.Contains(r.in, path)
	})
}
