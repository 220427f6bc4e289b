package invariance

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A Tool computes the identity of a function; the harness is fed with wrong
// ones too. It is called for the nodes of both programs.
type Tool func(*identity.Node) [32]byte

// A Transformed is a program after a transformation, loaded from scratch.
type Transformed struct {
	Transformation *Transformation
	Edits          int            // places
	Files          int            // that were edited, renamed or added
	Left           map[string]int // places left alone, by reason

	repo   *Repo
	change *change
	after  map[string]*identity.Node // by ID before
}

// Transform writes the transformed program to a directory of its own, and
// loads it. One that doesn't type-check is an error.
func (r *Repo) Transform(ctx context.Context, t *Transformation) (*Transformed, error) {
	c := r.newChange()
	t.apply(c)
	tmp, err := os.MkdirTemp("", "invariance-")
	if err != nil {
		return nil, err
	}
	if tmp, err = filepath.EvalSymlinks(tmp); err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	dir := filepath.Join(tmp, "another", "path")
	if err := c.write(ctx, dir); err != nil {
		return nil, fmt.Errorf("%s: %w", t.Name, err)
	}
	prog, err := program(ctx, dir, r.patterns)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", t.Name, err)
	}
	after := nodesOf(prog)
	out := &Transformed{
		Transformation: t, Edits: c.sites, Files: len(c.edits) + len(c.moved) + len(c.added), Left: c.left,
		repo: r, change: c, after: make(map[string]*identity.Node),
	}
	for id := range r.nodes {
		to := id
		if name, ok := c.renamed[id]; ok {
			to = name
		}
		out.after[id] = after[to]
	}
	return out, nil
}

// A Difference is a function that is not as before.
type Difference struct {
	Node *identity.Node // before
	What string         // identity, local hash, assumptions, or gone
	// Causes are the declarations whose own form changed, among all that the
	// function covers; or the assumptions that came, with +, and went, with -.
	Causes []string
}

// A Result is a comparison of all functions.
type Result struct {
	*Transformed
	Functions int
	// Others are the nodes of registrations, and of what interface values can
	// reach, that were compared too.
	Others    int
	Differing []Difference
	// Expected are the functions that changed as a rule says they must, by
	// rule; Unmoved are those that didn't.
	Expected map[string]int
	Unmoved  []string
}

// Compare compares what a tool says of every function before and after; nil
// stands for the identity itself, and compares local hashes, status and the
// reasons of assumptions too.
func (tr *Transformed) Compare(tool Tool) *Result {
	engine := tool == nil
	if engine {
		tool = func(n *identity.Node) [32]byte { return n.Identity }
	}
	res := &Result{Transformed: tr, Expected: make(map[string]int)}
	for _, id := range slices.Sorted(maps.Keys(tr.repo.nodes)) {
		n := tr.repo.nodes[id]
		switch n.Kind {
		case identity.FuncNode:
			res.Functions++
		case identity.MethodsNode, identity.RootNode:
			if !engine {
				continue
			}
			res.Others++
		default:
			continue
		}
		m := tr.after[id]
		if m == nil {
			res.Differing = append(res.Differing, Difference{Node: n, What: "gone"})
			continue
		}
		rule := tr.expects(n)
		same := tool(n) == tool(m)
		switch {
		case rule != "" && !same:
			res.Expected[rule]++
		case rule != "":
			res.Unmoved = append(res.Unmoved, n.ID())
		case !same:
			res.Differing = append(res.Differing, Difference{n, "identity", tr.causes(n)})
		case !engine:
		case !tr.Transformation.Renames && n.Local != m.Local:
			res.Differing = append(res.Differing, Difference{n, "local hash", []string{tr.place(n)}})
		case !slices.Equal(tr.reasons(n), tr.reasons(m)):
			res.Differing = append(res.Differing, Difference{n, "assumptions", difference(tr.reasons(n), tr.reasons(m))})
		}
	}
	return res
}

// reasons are those of a node's assumptions; where declarations are renamed,
// only whether there are some.
func (tr *Transformed) reasons(n *identity.Node) (out []string) {
	for _, a := range n.Closure().Assumptions {
		if tr.Transformation.Renames {
			return []string{"assumed"}
		}
		out = append(out, a.Reason+" in "+a.In)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// difference lists what only one of two sorted lists has.
func difference(before, after []string) (out []string) {
	for _, s := range before {
		if !slices.Contains(after, s) {
			out = append(out, "-"+s)
		}
	}
	for _, s := range after {
		if !slices.Contains(before, s) {
			out = append(out, "+"+s)
		}
	}
	return out
}

// expects is the rule by which a node must change, or "".
func (tr *Transformed) expects(n *identity.Node) string {
	if len(tr.change.expected) == 0 {
		return ""
	}
	var rules []string
	for _, id := range tr.referred(n) {
		if rule := tr.change.expected[id]; rule != "" {
			rules = append(rules, rule)
		}
	}
	if len(rules) == 0 {
		return ""
	}
	return slices.Min(rules)
}

// referred lists the nodes that n refers to, over any number of references,
// itself included.
func (tr *Transformed) referred(n *identity.Node) (ids []string) {
	seen := map[*identity.Node]bool{n: true}
	work := []*identity.Node{n}
	for i := 0; i < len(work); i++ {
		ids = append(ids, work[i].ID())
		refs, _ := work[i].Refs()
		for _, m := range refs {
			if !seen[m] {
				seen[m] = true
				work = append(work, m)
			}
		}
	}
	return ids
}

// causes walks from a node that changed to those whose own form did.
func (tr *Transformed) causes(n *identity.Node) (out []string) {
	for _, id := range tr.referred(n) {
		m := tr.repo.nodes[id]
		if after := tr.after[id]; after == nil || after.Identity != m.Identity && tr.ownForm(m, after) {
			out = append(out, tr.place(m))
		}
	}
	if out == nil {
		out = []string{"a cycle of references through " + tr.place(n)}
	}
	slices.Sort(out)
	return out
}

// ownForm reports whether a node changed by itself: its form says something
// else, or all that it refers to is as before.
func (tr *Transformed) ownForm(n, m *identity.Node) bool {
	if !tr.Transformation.Renames {
		if n.Kind != identity.MethodsNode || n.Local != m.Local {
			return n.Local != m.Local || tr.refsAsBefore(n)
		}
	}
	before, _ := n.Refs()
	after, _ := m.Refs()
	if !slices.EqualFunc(before, after, func(x, y *identity.Node) bool { return tr.after[x.ID()] == y }) {
		return true
	}
	return tr.refsAsBefore(n)
}

func (tr *Transformed) refsAsBefore(n *identity.Node) bool {
	refs, _ := n.Refs()
	for _, m := range refs {
		if after := tr.after[m.ID()]; after == nil || after.Identity != m.Identity {
			return false
		}
	}
	return true
}

// place names a declaration and where it stands in the checkout.
func (tr *Transformed) place(n *identity.Node) string {
	src := n.Unit().Source()
	pos := src.Fset.Position(n.Pos)
	name := pos.Filename
	if rel, err := filepath.Rel(tr.repo.dir, name); err == nil && !strings.HasPrefix(rel, "..") {
		name = rel
	}
	return fmt.Sprintf("%s at %s:%d", n.ID(), filepath.ToSlash(name), pos.Line)
}
