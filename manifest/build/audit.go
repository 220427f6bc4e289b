package build

import (
	"context"
	"fmt"
	"go/types"
	"math/rand/v2"
	"slices"
	"strings"

	"golang.org/x/tools/go/callgraph"
	"golang.org/x/tools/go/callgraph/cha"
	"golang.org/x/tools/go/callgraph/rta"
	"golang.org/x/tools/go/callgraph/vta"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"

	"github.com/gocheckpoint/checkpoint/internal/directive"
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
	Func   string // types.Func.FullName
	Status string
	// Missed are those reached but not covered, sorted.
	Missed []Missed
	Sizes  Sizes
}

// Holes counts the missed functions that nothing explains.
func (a *Audit) Holes() (n int) {
	for _, m := range a.Missed {
		if m.Class == ClassHole {
			n++
		}
	}
	return n
}

// A Missed function is reached but not covered.
type Missed struct {
	Func  string
	Class Class
	// Reason says more than the class, where there is more to say.
	Reason string
	// Path are the functions that lead there; empty where no call does, and where
	// AuditOptions doesn't ask for it.
	Path []string
}

// AuditOptions select what is audited, and against what.
type AuditOptions struct {
	All       bool // every function of the packages, not only those registered
	Algorithm Algorithm
	// Sample, if positive, audits that many functions, chosen by Seed.
	Sample int
	Seed   uint64
	// Paths finds the paths to what is explained, too.
	Paths bool
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
	for _, n := range o.sample(prog.auditable(w, o.All)) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := each(w.audit(n, w.covered(n), reach, o)); err != nil {
			return nil, err
		}
	}
	return prog, nil
}

// auditable lists the functions of the packages that have a call graph of their
// own: generic code has none.
func (prog *Program) auditable(w *wholeProgram, all bool) (out []*identity.Node) {
	for _, p := range prog.Packages {
		registered := p.registered()
		for _, n := range p.Unit.Nodes {
			fn, ok := n.Object.(*types.Func)
			if !ok || n.Kind != identity.FuncNode || n.Blank() || !p.Named || !all && !registered[fn] {
				continue
			}
			if root := w.functions[fn.FullName()]; root != nil && root.TypeParams().Len() == 0 {
				out = append(out, n)
			}
		}
	}
	return out
}

// sample chooses among the functions, and keeps their order.
func (o AuditOptions) sample(nodes []*identity.Node) []*identity.Node {
	if o.Sample <= 0 || o.Sample >= len(nodes) {
		return nodes
	}
	chosen := rand.New(rand.NewPCG(o.Seed, 0)).Perm(len(nodes))[:o.Sample]
	slices.Sort(chosen)
	out := make([]*identity.Node, len(chosen))
	for i, at := range chosen {
		out[i] = nodes[at]
	}
	return out
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
	*Program
	ssa       *ssa.Program
	all       map[*ssa.Function]bool
	functions map[string]*ssa.Function // those declared, by FullName
	rapid     *rapid
	edges     map[*identity.Node][]*identity.Node
	variables map[string]types.Type // those in scope, by FullName
	names     map[*ssa.Function]string
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
	w := &wholeProgram{
		Program: prog, ssa: program, all: ssautil.AllFunctions(program),
		functions: make(map[string]*ssa.Function), edges: make(map[*identity.Node][]*identity.Node),
		variables: make(map[string]types.Type), names: make(map[*ssa.Function]string),
	}
	for f := range w.all {
		if fn, ok := f.Object().(*types.Func); ok && f.Synthetic == "" && f.Origin() == nil {
			w.functions[fn.FullName()] = f
		}
	}
	annotated := make(map[string]bool) // their values are keys' business, or nobody's
	for _, p := range prog.Packages {
		vars, _ := directive.Vars(p.Syntax, p.TypesInfo)
		for v, a := range vars {
			annotated[p.PkgPath+"."+v.Name()] = a.Capture || a.NoHash
		}
		for _, n := range p.Unit.Nodes {
			if v, ok := n.Object.(*types.Var); ok && n.Kind == identity.VarNode {
				w.variables[n.FullName()] = v.Type()
			}
		}
	}
	w.rapid = newRapid(program, func(g *ssa.Global) bool {
		return g.Object() != nil && prog.inScope(g.Object()) && !annotated[g.Pkg.Pkg.Path()+"."+g.Name()]
	})
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
	graph := vta.CallGraph(w.all, cha.CallGraph(w.ssa))
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

func (w *wholeProgram) audit(n *identity.Node, covered map[string]bool, reach reachFunc, o AuditOptions) Audit {
	a := Audit{Func: n.FullName(), Status: manifest.Complete}
	if len(w.closures.Of(n).Assumptions) > 0 {
		a.Status = manifest.Assumed
	}
	root := w.functions[n.FullName()]
	functions, graph := reach(root)
	reached := w.declared(functions)
	ran := w.declared(w.rapid.reach(root, rapidOptions{Signatures: true, Variables: true}))
	missed := make(map[string]bool)
	for name := range reached {
		missed[name] = !covered[name]
	}
	for name := range ran {
		missed[name] = !covered[name]
	}
	a.Sizes = w.sizes(n, covered, reached, ran)
	var c *classifier
	for _, name := range sortedKeys(missed) {
		if !missed[name] {
			continue
		}
		if c == nil {
			c = w.classifier(n, root, graph)
			c.paths, c.alone = o.Paths, o.Algorithm == RTA
		}
		a.Missed = append(a.Missed, c.classify(name))
	}
	return a
}

// covered are the functions in scope that an identity covers.
func (w *wholeProgram) covered(n *identity.Node) map[string]bool {
	out := make(map[string]bool)
	for _, m := range w.closures.Covers(n) {
		if m.Kind == identity.FuncNode {
			out[m.FullName()] = true
		}
	}
	return out
}

// declared are the functions in scope that the given ones are, or are part of.
func (w *wholeProgram) declared(functions map[*ssa.Function]bool) map[string]bool {
	out := make(map[string]bool)
	for f := range functions {
		if fn := declared(f); fn != nil && w.inScope(fn) {
			out[fn.FullName()] = true
		}
	}
	return out
}

// declared is the function in the source that f is, or is part of: an instance
// is its generic function, a wrapper the method that it wraps. It is nil for
// package initializers, and for wrappers of interface methods, which have no
// code.
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
	if recv := fn.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
		return nil
	}
	return fn.Origin()
}

func (prog *Program) inScope(obj types.Object) bool {
	if obj.Pkg() == nil {
		return false
	}
	p := prog.scope.all[obj.Pkg().Path()]
	return p != nil && prog.scope.contains(p)
}
