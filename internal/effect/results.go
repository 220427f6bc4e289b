package effect

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A Handle is what an expression registers: a function, or a layer over another
// handle.
type Handle struct {
	Func   *types.Func // nil of a layer, and where it isn't known
	Over   ast.Expr    // the handle that a layer is over
	Shared bool        // callers get one result, and not copies of their own
}

// registers is the key of what a handle calls: of a function, or of the variable
// that holds the handle below. It is "" if that isn't known.
func (s *summarizer) registers(h Handle) string {
	if h.Func != nil {
		return Key(h.Func)
	}
	if h.Over == nil {
		return ""
	}
	if call, ok := ast.Unparen(h.Over).(*ast.CallExpr); ok {
		return s.registers(s.Registered(call))
	}
	if v := s.packageVar(s.rootIdent(h.Over)); v != nil {
		return VarKey(v)
	}
	return ""
}

// registered is the function that a variable which holds a handle registers, or
// that the handle is a layer over; "" for any other variable.
func (w *World) registered(key string) string {
	for range 10 { // layers over layers
		v := w.nodes[key]
		if v == nil || v.Registers == "" {
			return ""
		}
		if key = v.Registers; !strings.HasPrefix(key, "var ") {
			return key
		}
	}
	return ""
}

// resultPrefix begins the keys of what calls of registered functions return: a
// root like that of a variable, for whoever calls gets hold of the same storage
// where results are shared.
const resultPrefix = "result "

// resultOf is the root of what a call by way of a handle in a package variable
// returns; 0 for any other call.
func (w *summarizer) resultOf(call *ast.CallExpr) Root {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return 0
	}
	switch sel.Sel.Name {
	case "Call", "Cached", "Rerun":
	default:
		return 0
	}
	if !isFunction(w.Info.TypeOf(sel.X)) {
		return 0
	}
	v := w.packageVar(w.rootIdent(sel.X))
	if v == nil || !w.InScope(identity.PlainPath(v.Pkg().Path())) {
		return 0
	}
	r, ok := w.results[v]
	if !ok {
		w.out.Vars = append(w.out.Vars, resultPrefix+VarKey(v))
		r = -Root(len(w.out.Vars))
		w.results[v] = r
	}
	return r
}

// isResult reports whether a root is what a registered function returned.
func (w *summarizer) isResult(r Root) bool {
	return r.isVar() && strings.HasPrefix(w.out.Vars[-r-1], resultPrefix)
}

// writeResult notes a write to what a registered function returned.
func (w *walker) writeResult(r Root, what string, at ast.Node) {
	if !w.Silenced(Mutates.Category(), at.Pos()) {
		w.node.Uses = append(w.node.Uses, Use{Var: w.out.Vars[-r-1], Write: what, Site: siteOf(w.Fset, at)})
	}
}

// overwrites reports whether appending to a slice may write behind its end what
// others see: where it was cut off before its capacity ends, or callers share it,
// unless that was clipped.
func (w *walker) overwrites(v *value) bool {
	if v == nil || v.capacity != open {
		return v != nil && v.capacity == cut
	}
	return slices.ContainsFunc(v.refs, func(r Ref) bool { return w.isResult(r.Root) })
}

// WritesResults reports whether code of the package may write to what registered
// functions return.
func (p *Package) WritesResults() bool {
	for _, v := range p.Vars {
		if strings.HasPrefix(v, resultPrefix) {
			return true
		}
	}
	return false
}

// A ResultWrite is a write to what a registered function returned.
type ResultWrite struct {
	In     string // the key of the function that writes, or hands the result to one that does
	Handle string // the key of the variable that holds the handle
	What   string
	Callee string // the function that it is handed to, "" if In writes itself
	Site
}

// SharedWrites lists the writes, by the code of a package, to results that are
// shared by all who call: those that it makes itself, and those of functions that
// it hands a result to.
func (w *World) SharedWrites(p *Package) []ResultWrite {
	var out []ResultWrite
	shared := func(key string) (string, bool) {
		v, ok := strings.CutPrefix(key, resultPrefix)
		n := w.nodes[v]
		return v, ok && n != nil && n.Shared
	}
	for _, n := range p.Nodes {
		for _, u := range n.Uses {
			if v, ok := shared(u.Var); ok && u.Write != "" {
				out = append(out, ResultWrite{In: n.Key, Handle: v, What: u.Write, Site: u.Site})
			}
		}
		for _, c := range n.Calls {
			callee := c.Callee
			if strings.HasPrefix(callee, "var ") {
				callee = w.registered(callee)
			}
			for _, a := range c.Args {
				if !a.Root.isVar() || callee == "" || c.Site.Pos == token.NoPos {
					continue
				}
				v, ok := shared(p.Vars[-a.Root-1])
				if !ok {
					continue
				}
				if what := w.writes(callee, a.To, a.At); what != "" {
					out = append(out, ResultWrite{In: n.Key, Handle: v, What: what, Callee: callee, Site: c.Site})
				}
			}
		}
	}
	return out
}
