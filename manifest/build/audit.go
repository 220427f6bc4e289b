package build

import (
	"context"
	"fmt"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/callgraph"
	"golang.org/x/tools/go/callgraph/cha"
	"golang.org/x/tools/go/callgraph/rta"
	"golang.org/x/tools/go/callgraph/vta"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"

	"github.com/gocheckpoint/checkpoint/manifest"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// An Algorithm builds the call graph that an audit compares with.
type Algorithm string

const (
	// RTA is rapid type analysis, rooted at each function alone: what it
	// reaches depends on that function, as an identity does.
	RTA Algorithm = "rta"
	// VTA is variable type analysis of the whole program. It knows which types
	// callers pass in interface arguments, which is not an identity's business
	// but a call key's.
	VTA Algorithm = "vta"
)

// An Audit compares what one function's identity covers with what an
// independent call graph says it reaches.
type Audit struct {
	Func    string // types.Func.FullName
	Status  string
	Covered int // functions in scope that the identity covers, itself included
	Reached int // functions in scope that the call graph reaches, itself included
	// Missed are those reached but not covered, sorted.
	Missed []Missed
}

// A Missed function is reached but not covered.
type Missed struct {
	Func string
	// Path are the functions that lead there; empty where no call does, but
	// reflection may.
	Path []string
}

// AuditOptions select what is audited, and against what.
type AuditOptions struct {
	All       bool // every function of the packages, not only those registered
	Algorithm Algorithm
}

// RunAudit builds the SSA form of the whole program that the packages belong
// to, and audits their functions. It takes seconds to minutes and gigabytes.
func RunAudit(ctx context.Context, cfg Config, o AuditOptions, each func(Audit) error, patterns ...string) (*Program, error) {
	if o.Algorithm != RTA && o.Algorithm != VTA {
		return nil, fmt.Errorf("unknown algorithm %q; want %s or %s", o.Algorithm, RTA, VTA)
	}
	prog, err := Load(ctx, cfg, patterns...)
	if err != nil {
		return nil, err
	}
	w, err := prog.whole(ctx, cfg, patterns)
	if err != nil {
		return nil, err
	}
	reach := w.rta
	if o.Algorithm == VTA {
		reach = w.vta()
	}
	for _, p := range prog.Packages {
		registered := p.registered()
		for _, n := range p.Unit.Nodes {
			fn, ok := n.Object.(*types.Func)
			if !ok || n.Kind != identity.FuncNode || n.Blank() || !p.Named || !o.All && !registered[fn] {
				continue
			}
			root := w.functions[fn.FullName()]
			if root == nil || root.TypeParams().Len() > 0 {
				continue // generic code has no call graph of its own
			}
			if err := each(w.audit(prog, n, root, reach)); err != nil {
				return nil, err
			}
		}
	}
	return prog, nil
}

// registered are the package's functions that have a place in a manifest.
func (p *Package) registered() map[*types.Func]bool {
	out := make(map[*types.Func]bool)
	for _, r := range p.Registrations {
		if r.Known() {
			out[r.Func] = true
		}
	}
	return out
}

// A wholeProgram is the SSA form of everything.
type wholeProgram struct {
	all       map[*ssa.Function]bool
	functions map[string]*ssa.Function // those declared, by FullName
}

// whole loads the packages and all that they import with syntax.
func (prog *Program) whole(ctx context.Context, cfg Config, patterns []string) (*wholeProgram, error) {
	roots, err := packages.Load(&packages.Config{
		Context: ctx, Dir: cfg.Dir, Env: cfg.environ(), BuildFlags: cfg.BuildFlags,
		Mode: packages.LoadAllSyntax | packages.NeedModule,
	}, patterns...)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", strings.Join(patterns, " "), err)
	}
	program, _ := ssautil.AllPackages(roots, ssa.InstantiateGenerics)
	program.Build()
	w := &wholeProgram{all: ssautil.AllFunctions(program), functions: make(map[string]*ssa.Function)}
	for f := range w.all {
		if fn, ok := f.Object().(*types.Func); ok && f.Synthetic == "" && f.Origin() == nil {
			w.functions[fn.FullName()] = f
		}
	}
	return w, nil
}

// A reachFunc says what a function reaches, with the graph that tells how.
type reachFunc func(root *ssa.Function) (map[*ssa.Function]bool, *callgraph.Graph)

func (w *wholeProgram) rta(root *ssa.Function) (map[*ssa.Function]bool, *callgraph.Graph) {
	res := rta.Analyze([]*ssa.Function{root}, true)
	out := make(map[*ssa.Function]bool, len(res.Reachable))
	for f := range res.Reachable {
		out[f] = true
	}
	return out, res.CallGraph
}

func (w *wholeProgram) vta() reachFunc {
	var program *ssa.Program
	for f := range w.all {
		program = f.Prog
		break
	}
	graph := vta.CallGraph(w.all, cha.CallGraph(program))
	return func(root *ssa.Function) (map[*ssa.Function]bool, *callgraph.Graph) {
		out := make(map[*ssa.Function]bool)
		start := graph.Nodes[root]
		if start == nil {
			return out, graph
		}
		work := []*callgraph.Node{start}
		out[root] = true
		for i := 0; i < len(work); i++ {
			for _, e := range work[i].Out {
				if !out[e.Callee.Func] {
					out[e.Callee.Func] = true
					work = append(work, e.Callee)
				}
			}
		}
		return out, graph
	}
}

func (w *wholeProgram) audit(prog *Program, n *identity.Node, root *ssa.Function, reach reachFunc) Audit {
	covered := map[string]bool{}
	for _, m := range prog.closures.Covers(n) {
		if m.Kind == identity.FuncNode {
			covered[m.FullName()] = true
		}
	}
	a := Audit{Func: n.FullName(), Status: manifest.Complete, Covered: len(covered)}
	if len(prog.closures.Of(n).Assumptions) > 0 {
		a.Status = manifest.Assumed
	}
	reached, graph := reach(root)
	names := make(map[string]*ssa.Function)
	for f := range reached {
		if fn := declared(f); fn != nil && prog.inScope(fn) {
			if old := names[fn.FullName()]; old == nil || f.Parent() == nil && old.String() > f.String() {
				names[fn.FullName()] = f
			}
		}
	}
	a.Reached = len(names)
	for _, name := range sortedKeys(names) {
		if !covered[name] {
			a.Missed = append(a.Missed, Missed{Func: name, Path: path(graph, root, name)})
		}
	}
	return a
}

// declared is the function in the source that f is, or is part of; nil for
// package initializers, which run whoever is called.
func declared(f *ssa.Function) *types.Func {
	for f.Parent() != nil {
		f = f.Parent()
	}
	if o := f.Origin(); o != nil {
		f = o
	}
	fn, ok := f.Object().(*types.Func)
	if !ok {
		return nil
	}
	return fn.Origin()
}

func (prog *Program) inScope(fn *types.Func) bool {
	if fn.Pkg() == nil {
		return false
	}
	p := prog.scope.all[fn.Pkg().Path()]
	return p != nil && prog.scope.contains(p)
}

func path(g *callgraph.Graph, root *ssa.Function, name string) []string {
	start := g.Nodes[root]
	if start == nil {
		return nil
	}
	var out []string
	for _, e := range callgraph.PathSearch(start, func(n *callgraph.Node) bool {
		fn := declared(n.Func)
		return fn != nil && fn.FullName() == name
	}) {
		out = append(out, e.Callee.Func.String())
	}
	return slices.Clip(out)
}
