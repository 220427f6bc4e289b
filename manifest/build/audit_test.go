package build

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/go/callgraph/rta"
	"golang.org/x/tools/go/ssa"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

const audited = `package audited

import "fmt"

type shape interface{ area() int }

type Square struct{}

func (Square) area() int { return side() }
func side() int { return 1 }

type Round struct{}

func (Round) area() int { return 2 }

func converts() any { return Square{} }
func calls() int { return Square{}.area() }

type Whole struct{}

func (Whole) Join(Part) {}

type Part struct{}

func (Part) Size() int { return 1 }

func reflects() string { return fmt.Sprint(Whole{}) }

func takes(s shape) int { return s.area() }
func passes() int { return takes(Square{}) + takes(Round{}) }

var current shape

func set(s shape) { current = s }
func sets() { set(Square{}) }
func reads() int { return current.area() }

func one() int { return takes(Round{}) }

var table = make(map[string]shape)

func init() { table["a"] = made() }
func made() shape { return Square{} }
func looks() int { return table["a"].area() }

//checkpoint:capture
var captured = start()

func start() int { return 1 }
func capturing() int { return captured }

var either = ready() || started() > 0

func ready() bool { return fmt.Sprint() == "" }
func started() int { return 2 }
func branches() bool { return either }

type held struct{ name string }

var key = &held{"key"}

func init() { touch() }
func touch() { fmt.Fprint(nil, key) }
func keeps() string { return key.name }

func mentions() { _ = side }

func generic[T shape](x T) int { return x.area() }
func instance() int { return generic(Round{}) + func() int { return side() }() }
`

// auditedProgram is the fixture with its call graphs.
func auditedProgram(t *testing.T) *wholeProgram {
	t.Helper()
	dir := module(t, map[string]string{"audited/audited.go": audited})
	cfg := Config{Dir: dir, Env: append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GOPROXY=off")}
	prog, err := Load(context.Background(), cfg, "./audited")
	if err != nil {
		t.Fatal(err)
	}
	w, err := prog.whole(context.Background(), cfg, []string{"./audited"})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *wholeProgram) node(t *testing.T, name string) *identity.Node {
	t.Helper()
	for _, p := range w.Packages {
		for _, n := range p.Unit.Nodes {
			if n.Kind == identity.FuncNode && n.Name == name {
				return n
			}
		}
	}
	t.Fatalf("no function %s", name)
	return nil
}

// local shortens the names of functions of the fixture.
func local(name string) string {
	return strings.ReplaceAll(name, "github.com/gocheckpoint/checkpoint/audited.", "")
}

// path is the way to a missed function, which may be the wrapper of a method.
func path(m Missed) string {
	return strings.ReplaceAll(local(strings.Join(m.Path, " → ")), "(*", "(")
}

func TestAudit(t *testing.T) {
	w := auditedProgram(t)
	vta := w.vta()

	t.Run("our rapid type analysis reaches what package rta does", func(t *testing.T) {
		for name, root := range w.functions {
			if !strings.HasPrefix(local(name), name) && root.TypeParams().Len() == 0 {
				ours := w.rapid.reach(root, rapidOptions{Signatures: true})
				theirs := rta.Analyze([]*ssa.Function{root}, false).Reachable
				for f := range theirs {
					if !ours[f] {
						t.Errorf("%s: rta reaches %s, we don't", local(name), f)
					}
				}
				for f := range ours {
					if _, ok := theirs[f]; !ok {
						t.Errorf("%s: we reach %s, rta doesn't", local(name), f)
					}
				}
			}
		}
	})

	// What each function misses, against each call graph, and why.
	for _, tt := range []struct{ fn, rta, vta string }{
		{"calls", "", ""},
		{"instance", "", ""},
		{"looks", "", ""},
		{"branches", "", ""},
		{"capturing", "", ""},
		{"reflects", "(Part).Size reflection", "(Part).Size reflection"},
		{"takes", "", "(Round).area argument, (Square).area argument, side argument"},
		{"reads", "", "(Square).area assumed, side assumed"},
		{"one", "", "(Square).area callers, side callers"},
	} {
		t.Run(tt.fn, func(t *testing.T) {
			n := w.node(t, tt.fn)
			for algorithm, reach := range map[Algorithm]reachFunc{RTA: w.rta, VTA: vta} {
				var got []string
				for _, m := range w.audit(n, w.covered(n), reach, AuditOptions{Algorithm: algorithm}).Missed {
					got = append(got, local(m.Func)+" "+string(m.Class))
				}
				want := tt.rta
				if algorithm == VTA {
					want = tt.vta
				}
				if strings.Join(got, ", ") != want {
					t.Errorf("%s: misses %s; want %s", algorithm, strings.Join(got, ", "), want)
				}
			}
		})
	}

	// An engine that forgets a function that is needed has a hole.
	for _, tt := range []struct{ fn, forgets, path string }{
		{"calls", "side", "(Square).area → side"},
		{"passes", "(Square).area", "takes → (Square).area"},
		{"instance", "side", "instance$1 → side"},
		{"looks", "made", ""},
		{"looks", "init", ""},
		{"branches", "ready", ""},
		{"branches", "started", ""},
	} {
		t.Run(tt.fn+" without "+tt.forgets, func(t *testing.T) {
			n := w.node(t, tt.fn)
			for algorithm, reach := range map[Algorithm]reachFunc{RTA: w.rta, VTA: vta} {
				covered := make(map[string]bool)
				for name := range w.covered(n) {
					covered[name] = local(name) != tt.forgets
				}
				a := w.audit(n, covered, reach, AuditOptions{Algorithm: algorithm})
				if len(a.Missed) != 1 || a.Missed[0].Class != ClassHole || local(a.Missed[0].Func) != tt.forgets || path(a.Missed[0]) != tt.path {
					t.Errorf("%s: missed %+v; want the hole %s by way of %q", algorithm, a.Missed, tt.forgets, tt.path)
				}
			}
		})
	}

	// Why each function's identity is larger than what it reaches.
	for _, tt := range []struct {
		fn   string
		want map[Cause]int
	}{
		{"calls", map[Cause]int{}},
		{"converts", map[Cause]int{ByMethods: 2}},   // Square.area and side
		{"looks", map[Cause]int{ByVariables: 4}},    // init, made, Square.area and side
		{"branches", map[Cause]int{ByVariables: 2}}, // ready and started
		{"mentions", map[Cause]int{ByMention: 1}},   // side
		{"keeps", map[Cause]int{ByInit: 2}},         // init and touch
	} {
		t.Run("surplus of "+tt.fn, func(t *testing.T) {
			n := w.node(t, tt.fn)
			if got := w.audit(n, w.covered(n), w.rta, AuditOptions{Algorithm: RTA}).Sizes.Surplus; !cmp.Equal(got, tt.want) {
				t.Errorf("surplus %v, want %v", got, tt.want)
			}
		})
	}
}

func TestSampleIsTheSameForTheSameSeed(t *testing.T) {
	nodes := make([]*identity.Node, 50)
	for i := range nodes {
		nodes[i] = new(identity.Node)
	}
	same := func(a, b AuditOptions) bool {
		x, y := a.sample(nodes), b.sample(nodes)
		for i := range x {
			if x[i] != y[i] {
				return false
			}
		}
		return len(x) == len(y)
	}
	if o := (AuditOptions{Sample: 10, Seed: 1}); len(o.sample(nodes)) != 10 || !same(o, o) || same(o, AuditOptions{Sample: 10, Seed: 2}) {
		t.Error("a sample does not depend on the seed alone")
	}
	if len((AuditOptions{}).sample(nodes)) != 50 || len((AuditOptions{Sample: 60}).sample(nodes)) != 50 {
		t.Error("a sample that is none leaves functions out")
	}
}

func TestSummaryTellsMeansAndMedians(t *testing.T) {
	var s AuditSummary
	for _, size := range []Sizes{
		{Covered: 1, Reached: 1, Ran: 1, NoVariables: 1, CalledMethods: 1},
		{Covered: 9, Reached: 5, Ran: 8, NoVariables: 5, CalledMethods: 8, Surplus: map[Cause]int{ByVariables: 3, ByMethods: 1}},
		{Covered: 2, Reached: 3, Ran: 3, NoVariables: 2, CalledMethods: 2},
	} {
		s.Add(Audit{Sizes: size})
	}
	s.Add(Audit{Missed: []Missed{{Class: ClassReflection}, {Class: ClassReflection}, {Class: ClassHole}}})
	var got bytes.Buffer
	if err := s.Write(&got, RTA); err != nil {
		t.Fatal(err)
	}
	want := `audited 4 functions against rta: 1 holes
missed, hole: 1, in 1 functions
missed, reflection: 2, in 1 functions
covered: mean 3.0, median 2 functions
reached (rta): mean 2.2, median 3 functions
reached with the initializers of variables (rta): mean 3.0, median 3 functions
covered, without what variables refer to: mean 2.0, median 2 functions
covered, without methods that are not reached: mean 2.8, median 2 functions
larger than rta: 1 functions; smaller: 1
covered but not reached, variables: 3 (75.0 %)
covered but not reached, methods: 1 (25.0 %)
`
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Error(diff)
	}
}
