package containment

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A Verdict judges what one test executed.
type Verdict struct {
	Test string
	// Executed counts the declarations that the test surely executed, Hidden
	// those of which the subtraction leaves no trace.
	Executed, Hidden, Covered int
	// Beyond counts the executed ones that static references don't lead to.
	Beyond     int
	Exceptions []Exception
	executed   map[*Decl]bool
	// InIdentity counts the declarations that the identity covers, Accepted those
	// that are covered or would be explained;
	// Linked all that the binary has.
	InIdentity, Accepted, Linked int
}

// A Class says what becomes of an exception.
type Class string

const (
	Explained   Class = "explained"
	Background  Class = "background"
	Unexplained Class = "unexplained"
)

// An Exception is a declaration that a test executed and its identity doesn't
// cover.
type Exception struct {
	Class Class
	Test  string
	Decl  *Decl
	// Through is the assumption that explains it, Source what stored the way to
	// the declaration, Steps how many assumptions lead there.
	Through Assumption
	Source  *Decl
	Steps   int
	// Loose is set where the source writes what the assumption reads only by way
	// of code that it may never call.
	Loose bool
}

// An Assumption is one of an identity, with its kind.
type Assumption struct {
	identity.Assumption
	Kind string // see kindOf
}

// judge compares what a test executed with what its identity covers.
func (r *Repo) judge(t testName, run profile, d *idle, covers func(*Repo, []*Decl) map[*Decl]bool) (*Verdict, error) {
	surely, hidden, err := r.executed(run, d)
	if err != nil {
		return nil, err
	}
	nodes := r.tests[t]
	covered := r.covered(nodes...)
	var tests []*Decl
	for _, n := range nodes {
		tests = append(tests, r.decl(n))
	}
	if covers != nil {
		covered = covers(r, tests)
	}
	v := &Verdict{Test: t.String(), Executed: len(surely), Hidden: len(hidden), executed: surely}
	missed := make(map[*Decl]bool)
	static := r.Static(tests...)
	for decl := range surely {
		if !static[decl] {
			v.Beyond++
		}
		if covered[decl] {
			v.Covered++
		} else {
			missed[decl] = true
		}
	}
	sc := r.scene(t.pkg)
	reached := r.open(sc, nodes, covered)
	v.InIdentity, v.Accepted, v.Linked = len(covered), len(covered)+len(reached), len(sc.decls)
	for decl := range missed {
		e := Exception{Class: Unexplained, Test: t.String(), Decl: decl}
		how, ok := reached[decl]
		switch src := r.background(sc, decl); {
		case src != nil && (!ok || src == decl):
			e.Class, e.Source = Background, src
		case ok:
			e.Class, e.Through, e.Source, e.Steps, e.Loose = Explained, how.through, how.source, how.steps, how.loose
		}
		v.Exceptions = append(v.Exceptions, e)
	}
	slices.SortFunc(v.Exceptions, func(a, b Exception) int {
		return cmp.Or(strings.Compare(a.Decl.File, b.Decl.File), cmp.Compare(a.Decl.Line, b.Decl.Line))
	})
	return v, nil
}

// covered are the declarations that identities cover.
func (r *Repo) covered(nodes ...*identity.Node) map[*Decl]bool {
	out := make(map[*Decl]bool)
	for _, n := range nodes {
		for _, m := range n.Covers() {
			if d := r.decl(m); d != nil {
				out[d] = true
			}
		}
	}
	return out
}
