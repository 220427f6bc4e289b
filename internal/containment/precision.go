package containment

import (
	"cmp"
	"context"
	"fmt"
	"go/types"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"golang.org/x/tools/go/callgraph/rta"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A Precision tells how precise the identities of ordinary functions are: those
// outside of test files.
type Precision struct {
	Functions, Complete int
	// Static and Covered are how many functions each reaches by static
	// references and by its identity, itself included.
	Static, Covered []int
	// RTA and Beside compare a sample without generic functions: what rta
	// reaches, and what the identity covers.
	RTA, Beside []int
	// Keeps counts, for each kind of reason, the functions that have it, and
	// those that have no other.
	Keeps map[string]Kept
}

// Kept counts the functions that a kind of reason keeps from being complete.
type Kept struct{ Alone, Any int }

// Measure loads the packages without their tests and measures all functions;
// with rta, a sample of n.
func Measure(ctx context.Context, dir string, n int, seed uint64, patterns ...string) (*Precision, error) {
	r, err := load(ctx, dir, false, patterns...)
	if err != nil {
		return nil, err
	}
	p := &Precision{Keeps: make(map[string]Kept)}
	covered := make(map[string]int)
	for _, pkg := range r.prog.Packages {
		for _, node := range pkg.Unit.Nodes {
			d := r.decl(node)
			if node.Kind != identity.FuncNode || d == nil || !pkg.Named {
				continue
			}
			p.Functions++
			p.Static = append(p.Static, len(r.Static(d)))
			size := functions(node)
			p.Covered = append(p.Covered, size)
			if !node.Blank() {
				covered[node.FullName()] = size
			}
			p.keep(node)
		}
	}
	return p, r.rta(ctx, p, covered, n, seed, patterns)
}

// functions counts those that an identity covers, itself included.
func functions(n *identity.Node) int {
	count := 0
	for _, m := range n.Covers() {
		if m.Kind == identity.FuncNode {
			count++
		}
	}
	return count
}

func (p *Precision) keep(n *identity.Node) {
	kinds := make(map[string]bool)
	for _, a := range n.Closure().Assumptions {
		kinds[kindOf(a.Reason)] = true
	}
	if len(kinds) == 0 {
		p.Complete++
	}
	for k := range kinds {
		kept := p.Keeps[k]
		kept.Any++
		if len(kinds) == 1 {
			kept.Alone++
		}
		p.Keeps[k] = kept
	}
}

// rta measures what rapid type analysis reaches from each function of a sample
// alone.
func (r *Repo) rta(ctx context.Context, p *Precision, covered map[string]int, n int, seed uint64, patterns []string) error {
	roots, err := packages.Load(&packages.Config{Context: ctx, Dir: r.Dir, Mode: packages.LoadAllSyntax | packages.NeedModule}, patterns...)
	if err != nil {
		return fmt.Errorf("load %s: %w", strings.Join(patterns, " "), err)
	}
	program, _ := ssautil.AllPackages(roots, ssa.InstantiateGenerics)
	program.Build()
	var all []*ssa.Function
	for f := range ssautil.AllFunctions(program) {
		fn, ok := f.Object().(*types.Func)
		if ok && f.Synthetic == "" && f.Origin() == nil && f.TypeParams().Len() == 0 && covered[fn.FullName()] > 0 {
			all = append(all, f)
		}
	}
	slices.SortFunc(all, func(a, b *ssa.Function) int { return strings.Compare(a.String(), b.String()) })
	rand.New(rand.NewPCG(seed, seed)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for _, f := range all[:min(n, len(all))] {
		reached := make(map[string]bool)
		for g := range rta.Analyze([]*ssa.Function{f}, false).Reachable {
			if fn := declared(g); fn != nil && r.inScope[packagePath(fn)] {
				reached[fn.FullName()] = true
			}
		}
		p.RTA = append(p.RTA, len(reached))
		p.Beside = append(p.Beside, covered[f.Object().(*types.Func).FullName()])
	}
	return nil
}

func packagePath(fn *types.Func) string {
	if fn.Pkg() == nil {
		return ""
	}
	return fn.Pkg().Path()
}

// declared is the function in the source that f is, or is part of; nil for
// package initializers.
func declared(f *ssa.Function) *types.Func {
	for f.Parent() != nil {
		f = f.Parent()
	}
	if o := f.Origin(); o != nil {
		f = o
	}
	if fn, ok := f.Object().(*types.Func); ok {
		return fn.Origin()
	}
	return nil
}

func mean(counts []int) float64 {
	sum := 0
	for _, n := range counts {
		sum += n
	}
	return float64(sum) / float64(max(len(counts), 1))
}

func median(counts []int) int {
	if len(counts) == 0 {
		return 0
	}
	return slices.Sorted(slices.Values(counts))[len(counts)/2]
}

// Print writes the measures.
func (p *Precision) Print(w io.Writer) {
	fmt.Fprintf(w, "functions %d, complete %d (%.1f%%)\n", p.Functions, p.Complete, 100*float64(p.Complete)/float64(max(p.Functions, 1)))
	for _, k := range slices.SortedFunc(maps.Keys(p.Keeps), func(a, b string) int {
		return cmp.Or(cmp.Compare(p.Keeps[b].Alone, p.Keeps[a].Alone), cmp.Compare(p.Keeps[b].Any, p.Keeps[a].Any), strings.Compare(a, b))
	}) {
		fmt.Fprintf(w, "%6d alone, %6d with others: %s\n", p.Keeps[k].Alone, p.Keeps[k].Any, k)
	}
	fmt.Fprintf(w, "functions covered, mean/median: static references %.1f/%d, identity %.1f/%d\n",
		mean(p.Static), median(p.Static), mean(p.Covered), median(p.Covered))
	fmt.Fprintf(w, "sample of %d: identity %.1f/%d, rta %.1f/%d\n",
		len(p.RTA), mean(p.Beside), median(p.Beside), mean(p.RTA), median(p.RTA))
}
