package effect

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A Writer is a place where a package variable is written after its package is
// initialized.
type Writer struct {
	In  string // the key of the function
	How string // such as "assigns"
	Site
}

type moved struct {
	key   string
	param int
	path  string
}

// Writers lists who writes a variable, by file and line. Code of test files is
// left out, as tests put things in place for themselves.
func (w *World) Writers(key string) []Writer {
	if w.vars == nil {
		w.collectWriters()
	}
	return w.vars[key]
}

func (w *World) collectWriters() {
	w.vars = map[string][]Writer{}
	for _, key := range slices.Sorted(maps.Keys(w.nodes)) {
		b := w.nodes[key]
		add := func(v, how string, at Site) {
			if !strings.HasSuffix(at.File, "_test.go") {
				w.vars[v] = append(w.vars[v], Writer{key, how, at})
			}
		}
		for _, u := range b.Uses {
			if u.Write != "" {
				add(u.Var, u.Write, u.Site)
			}
		}
		if b.InitOnly || strings.HasPrefix(key, "var ") {
			continue
		}
		for _, c := range b.Calls {
			for _, a := range c.Args {
				if a.Root.isVar() && w.writes(c.Callee, a.To, a.At) != "" {
					add(b.pkg.Vars[-a.Root-1], changes, c.Site)
				}
			}
		}
	}
}

// writes says how a function writes to what a parameter refers to at a path, ""
// if it doesn't.
func (w *World) writes(key string, param int, path string) string {
	m := moved{key, param, path}
	if known, ok := w.moved[m]; ok || param >= MaxParams {
		return known
	}
	if w.moved == nil {
		w.moved = map[moved]string{}
	}
	w.moved[m] = ""
	var start facts
	start.given(param, path, false)
	found := ""
	w.Follow(key, w.params(start), w.params(start), func(r *Reached) {
		for _, e := range r.Effects {
			if found == "" && e.Kind == Mutates && w.Given(r, e.Ref) {
				found = fmt.Sprintf("%s at %s:%d", e.What, e.File, e.Line)
			}
		}
	})
	w.moved[m] = found
	return found
}

// writesBack reports whether a logger writes to what one of its parameters refers
// to, so that more comes of it than a line.
func (w *World) writesBack(c *Call) bool {
	for i := range min(c.Params, MaxParams) {
		path := ""
		if c.Packed && i == c.Params-1 {
			path = elements // nobody else has the slice
		}
		if (i > 0 || c.Logs != LogsAs) && w.writes(c.Callee, i, path) != "" {
			return true
		}
	}
	return false
}

// Var is the node of a package variable, nil if it is not known.
func (w *World) Var(key string) *Node {
	if b := w.nodes[key]; b != nil {
		return b.Node
	}
	return nil
}
