package identity

import (
	"go/token"
	"slices"
	"strings"
)

// A Summary is what the importers of a package need to know of it: the
// identities of what they can refer to, without syntax or types. Drivers that
// see one package at a time pass summaries on, as facts.
type Summary struct {
	ID, Path string
	Nodes    []SummaryNode
}

// A SummaryNode is a node with all that it covers added up.
type SummaryNode struct {
	Kind               Kind
	Name               string
	Identity           [32]byte
	Captures, LinkVars []string
	// Keeps says for the receiver, if any, and each parameter of a function
	// whether what is stored in the argument may be written or kept (I4).
	Keeps []bool
	// Unknown is set where a leaf's version, or what a reference denotes, is
	// not known: the identity then differs from that of a driver that knows.
	Unknown bool
	// Narrow is set for a captured variable whose parts can be captured alone.
	Narrow bool
	// Varies is set for a variable that is not fixed, so that CaptureAll captures
	// it.
	Varies bool
	// All marks a second entry of a declaration: what it adds up to where
	// CaptureAll captures all that is not fixed, if that differs.
	All bool
	// Outside are the leaves that depend on the outside world, of those that it
	// covers.
	Outside []string
}

// Summary sums up a package for its importers. Unexported functions,
// variables and constants are left out: nobody else can refer to them.
func (u *Unit) Summary() *Summary {
	s := &Summary{ID: u.ID, Path: u.Path}
	u.makeTwins()
	nodes := slices.Clone(u.Nodes)
	for _, n := range u.twins.affected {
		nodes = append(nodes, n.twin())
	}
	closures := newClosures(nodes)
	for _, n := range u.Nodes {
		switch n.Kind {
		case FuncNode, VarNode, ConstNode:
			if !token.IsExported(n.Name) && !isMethod(n) {
				continue
			}
		case RootNode, PartNode, InitNode:
			continue
		}
		c := closures.Of(n)
		s.Nodes = append(s.Nodes, SummaryNode{
			Kind: n.Kind, Name: n.Name, Identity: n.Identity,
			Captures: c.Captures, LinkVars: c.LinkVars, Keeps: n.keeps, Unknown: c.Unknown, Narrow: n.narrow,
			Varies: n.varies(), Outside: n.outside,
		})
		if twin := n.twin(); twin != nil {
			c := closures.Of(twin)
			s.Nodes = append(s.Nodes, SummaryNode{
				Kind: n.Kind, Name: n.Name, Identity: twin.Identity, All: true,
				Captures: c.Captures, LinkVars: c.LinkVars, Unknown: c.Unknown, Narrow: n.narrow,
			})
		}
	}
	return s
}

func isMethod(n *Node) bool { return n.Kind == FuncNode && strings.Contains(n.Name, ".") }

// Unknown reports whether something that n covers could not be resolved by
// this driver, so that another may compute another identity.
func (n *Node) Unknown() bool { return n.Closure().Unknown }

// AddSummary adds a package by its summary.
func (g *Graph) AddSummary(s *Summary) *Unit {
	u := &Unit{ID: s.ID, Path: s.Path, byKey: make(map[nodeKey]*Node, len(s.Nodes)), resolved: make(map[string]*Unit)}
	for i := range s.Nodes {
		sn := &s.Nodes[i]
		n := &Node{Kind: sn.Kind, Name: sn.Name, Identity: sn.Identity, keeps: sn.Keeps, narrow: sn.Narrow, outside: sn.Outside, unit: u, closed: sn}
		if sn.All {
			if of := u.byKey[nodeKey{n.Kind, n.Name}]; of != nil {
				of.capturing().twin, of.all.varies = n, of.closed.Varies
			}
			continue
		}
		u.Nodes = append(u.Nodes, n)
		u.byKey[nodeKey{n.Kind, n.Name}] = n
	}
	g.units[u.ID] = u
	return u
}
