package containment

import (
	"regexp"
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A source is code that runs before any test: an init function, a variable's
// initializer, or TestMain.
type source struct {
	decl    *Decl
	covered map[*Decl]bool
	named   map[*Decl]bool // by static references alone
	assumes []identity.Assumption
}

// source of a node, which stands in more than one binary.
func (r *Repo) source(n *identity.Node) *source {
	s := r.sourceMemo[n]
	if s == nil {
		s = &source{decl: r.decl(n), covered: r.covered(n), named: r.Static(r.decl(n)), assumes: n.Closure().Assumptions}
		r.sourceMemo[n] = s
	}
	return s
}

// A scene is a test binary.
type scene struct {
	decls   map[*Decl]*identity.Node
	sources []*source
}

func (r *Repo) scene(pkg string) *scene {
	if s := r.scenes[pkg]; s != nil {
		return s
	}
	s := &scene{decls: make(map[*Decl]*identity.Node)}
	for _, p := range r.linked(pkg) {
		for _, n := range p.Unit.Nodes {
			d := r.decl(n)
			if d == nil {
				continue
			}
			s.decls[d] = n
			if n.Kind == identity.VarNode || strings.HasPrefix(n.Name, "init#") ||
				n.Name == "TestMain" && d.test && strings.TrimSuffix(p.PkgPath, "_test") == pkg {
				s.sources = append(s.sources, r.source(n))
			}
		}
	}
	r.scenes[pkg] = s
	return s
}

// A way is how a declaration is reached beyond an identity.
type way struct {
	through Assumption
	source  *Decl
	steps   int
	loose   bool
}

// open follows the assumptions of a test's identities to what they leave open,
// and the assumptions found there in their turn: first strictly, then loosely.
func (r *Repo) open(s *scene, nodes []*identity.Node, covered map[*Decl]bool) map[*Decl]way {
	reached := make(map[*Decl]way)
	opened := make(map[*source]bool)
	r.follow(s, nodes, covered, false, reached, opened)
	r.follow(s, nodes, covered, true, reached, opened)
	return reached
}

func (r *Repo) follow(s *scene, nodes []*identity.Node, covered map[*Decl]bool, loose bool, reached map[*Decl]way, opened map[*source]bool) {
	type step struct {
		a   identity.Assumption
		way way
	}
	var (
		queue []step
		asked = make(map[string]bool) // what was opened already
		types map[string]bool
	)
	push := func(assumes []identity.Assumption, w way) {
		for _, a := range byKind(assumes) {
			if key := keyOf(a); !asked[key] {
				asked[key] = true
				st := step{a, w}
				st.way.loose = loose
				st.way.steps++
				if w.steps == 0 {
					st.way.through = Assumption{a, kindOf(a.Reason)}
				}
				queue = append(queue, st)
			}
		}
	}
	reach := func(d, src *Decl, w way) {
		if _, ok := reached[d]; !ok && !covered[d] {
			w.source = src
			reached[d] = w
		}
	}
	for _, n := range nodes {
		push(n.Closure().Assumptions, way{})
	}
	for ; len(queue) > 0; queue = queue[1:] {
		st := queue[0]
		if doors := r.doors(st.a); len(doors) > 0 { // E1, E2
			for _, src := range s.sources {
				if opened[src] || !slices.ContainsFunc(doors, func(d *Decl) bool { return src.named[d] || loose && src.covered[d] }) {
					continue
				}
				opened[src] = true
				for d := range src.covered {
					reach(d, src.decl, st.way)
				}
				push(src.assumes, st.way)
			}
		}
		switch kindOf(st.a.Reason) {
		case kindLinkname: // E3
			for d, n := range s.decls {
				if d.Name == r.links[st.a.In] {
					for m := range r.source(n).covered {
						reach(m, d, st.way)
					}
				}
			}
		case kindNoBody:
			for d := range s.decls {
				if d.pkg == packageOf(st.a.In) {
					reach(d, nil, st.way)
				}
			}
		case kindReflection: // E4
			if types == nil {
				types = r.types(nodes)
			}
			for d := range s.decls {
				if d.method != "" && types[d.method] {
					reach(d, nil, st.way)
				}
			}
		case kindUnloaded: // E5
			path := unloaded.FindStringSubmatch(st.a.Reason)[1]
			for d, n := range s.decls {
				if d.pkg == path {
					for m := range r.source(n).covered {
						reach(m, d, st.way)
					}
				}
			}
		}
	}
}

// byKind puts the reasons that tell who writes a variable first: it may have
// more than one.
func byKind(assumes []identity.Assumption) []identity.Assumption {
	last := func(a identity.Assumption) int {
		switch kindOf(a.Reason) {
		case kindEnv, kindMade:
			return 2
		case kindShared:
			return 1
		}
		return 0
	}
	out := slices.Clone(assumes)
	slices.SortStableFunc(out, func(a, b identity.Assumption) int { return last(a) - last(b) })
	return out
}

// keyOf tells assumptions apart by what they open.
func keyOf(a identity.Assumption) string {
	if name := variableOf(a); name != "" {
		return name
	}
	return kindOf(a.Reason) + " " + a.Reason + " " + packageOf(a.In)
}

// doors are the declarations by which a source can store what the assumption
// finds: E1 and E2.
func (r *Repo) doors(a identity.Assumption) []*Decl {
	name := variableOf(a)
	out := slices.Clone(r.vars[name])
	for _, reg := range registrars {
		if !strings.Contains(a.Reason, reg.reason) {
			continue
		}
		for _, name := range reg.names {
			out = append(append(out, r.leafs[name]...), r.vars[name]...)
		}
	}
	return out
}

// registrars are the functions, and variables, by which a program changes what
// a reason tells of.
var registrars = []struct {
	reason string
	names  []string
}{
	{"image formats", []string{"image.RegisterFormat"}},
	{"the drivers", []string{"database/sql.Register"}},
	{"gob", []string{"encoding/gob.Register", "encoding/gob.RegisterName"}},
	{"MIME types", []string{"mime.AddExtensionType"}},
	{"net/http.DefaultServeMux,", []string{"net/http.Handle", "net/http.HandleFunc"}},
	{"flag.CommandLine,", []string{"flag.Var", "flag.Func", "flag.BoolFunc", "flag.TextVar"}},
	{"HTTP handler", []string{"net/http.Handle", "net/http.HandleFunc", "net/http.DefaultServeMux"}},
	{"HTTP client", []string{"net/http.DefaultClient", "net/http.DefaultTransport"}},
	{"HTTP transport", []string{"net/http.DefaultClient", "net/http.DefaultTransport"}},
	{"hash functions", []string{"crypto.RegisterHash"}},
	{"program publishes", []string{"expvar.Publish", "expvar.NewInt", "expvar.NewMap", "expvar.NewString", "expvar.NewFloat"}},
	{"program's flags", []string{"flag.Var", "flag.Func", "flag.BoolFunc", "flag.TextVar"}},
	{"called by name", []string{"net/rpc.Register", "net/rpc.RegisterName", "(*net/rpc.Server).Register", "(*net/rpc.Server).RegisterName"}},
	{"default logger", []string{"log.SetOutput", "log/slog.SetDefault"}},
}

// The kinds of reasons.
const (
	kindExported   = "a variable that is exported"
	kindWritten    = "a variable that other code assigns"
	kindShared     = "a variable whose content other code may keep or change"
	kindMade       = "a variable that holds a function made at run time"
	kindEnv        = "a variable whose initializer depends on the environment"
	kindAssembly   = "a variable of a package with assembly"
	kindLeaf       = "a variable outside the scope"
	kindNoBody     = "a function without a body"
	kindLinkname   = "a name linked to other code"
	kindReflection = "a call by reflection"
	kindContext    = "a value of a context"
	kindCaller     = "the names or positions of callers"
	kindUnloaded   = "a package in scope that is seen as if it were outside"
	kindRegistry   = "a registry or default outside the scope"
)

var unloaded = regexp.MustCompile(`^depends on package (\S+), whose source is in scope`)

var leafVariable = regexp.MustCompile(`^reads the variable (\S+), which any package can assign$`)

// kindOf sorts the engine's reasons.
func kindOf(reason string) string {
	has := func(s string) bool { return strings.Contains(reason, s) }
	switch {
	case leafVariable.MatchString(reason):
		return kindLeaf
	case unloaded.MatchString(reason):
		return kindUnloaded
	case has("is not fixed: it is exported"):
		return kindExported
	case has("has assembly"):
		return kindAssembly
	case has("is not fixed") && has(" assigns it"):
		return kindWritten
	case has("is not fixed"):
		return kindShared
	case has("holds a function made at run time"):
		return kindMade
	case has("has an initializer that depends on"):
		return kindEnv
	case has("linked by name"):
		return kindLinkname
	case has("no body"):
		return kindNoBody
	case has("from its context"):
		return kindContext
	case has("method") && has("run time"), has("known at run time only"):
		return kindReflection
	case has("caller"), has("names of functions"):
		return kindCaller
	}
	return kindRegistry
}

// variableOf is the variable that an assumption is about, as path.Name, or "".
func variableOf(a identity.Assumption) string {
	if m := leafVariable.FindStringSubmatch(a.Reason); m != nil {
		return m[1]
	}
	switch kindOf(a.Reason) {
	case kindExported, kindWritten, kindShared, kindMade, kindEnv, kindAssembly:
		return a.In
	}
	return ""
}

// packageOf is the import path in the name of a declaration: of pkg.F, pkg.T,
// (pkg.T).M and (*pkg.T).M.
func packageOf(name string) string {
	name = strings.TrimLeft(name, "(*")
	slash := strings.LastIndexByte(name, '/') + 1
	dot := strings.IndexByte(name[slash:], '.')
	if dot < 0 {
		return name
	}
	return name[:slash+dot]
}

// types are the types that identities cover, as path.Name.
func (r *Repo) types(nodes []*identity.Node) map[string]bool {
	out := make(map[string]bool)
	for _, n := range nodes {
		for _, m := range n.Covers() {
			if m.Kind == identity.TypeNode {
				out[m.FullName()] = true
			}
		}
	}
	return out
}

// background is the source that covers code which starts d at another time, or
// nil (C3): d itself if it is a source with a literal that it starts.
func (r *Repo) background(s *scene, d *Decl) *Decl {
	var found *Decl
	for _, src := range s.sources {
		if !src.covered[d] {
			continue
		}
		if src.decl == d && d.starts {
			return d
		}
		for starter := range src.covered {
			if n := s.decls[starter]; found == nil && starter.starts && n != nil && r.source(n).covered[d] {
				found = src.decl
			}
		}
	}
	return found
}
