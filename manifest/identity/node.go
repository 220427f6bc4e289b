package identity

import (
	"go/token"
	"go/types"
	"strings"
)

// A Kind is what a node stands for.
type Kind string

const (
	FuncNode    Kind = "func"    // a function or method
	VarNode     Kind = "var"     // a package variable
	TypeNode    Kind = "type"    // a named type: structure, not methods
	ConstNode   Kind = "const"   // a constant: type and value
	MethodsNode Kind = "methods" // what an interface value that holds a type can reach (I6)
	RootNode    Kind = "root"    // a registration (I8)
	PartNode    Kind = "part"    // a part of a captured variable
	InitNode    Kind = "init"    // the initializer of a variable whose form has none
)

// A Node is one declaration, or one of the engine's own constructions, with
// the hash of its normal form and its edges.
type Node struct {
	Kind Kind
	// Name is the declared name, T.M for a method; init functions and blank
	// variables carry a number.
	Name string
	// Object is the declared object, nil for RootNode and MethodsNode and
	// where the node comes from a summary.
	Object types.Object
	// Pos and End are those of the declaration.
	Pos, End token.Pos
	// Identity is the Merkle hash over the node and all that it covers.
	Identity [32]byte
	// Local is the hash of the declaration alone: references count by name.
	Local [32]byte
	// Embeds are the files that a variable embeds.
	Embeds []File
	// Debug are the settings of //go:debug lines that the program starts with
	// which the function begins.
	Debug []string

	unit  *Unit
	shape [32]byte // the normal form with references blanked
	refs  []ref    // in the order of the normal form
	soft  []*Node  // covered through a value that is in the form already
	notes []Assumption
	// open are those of the notes that a look at the whole program may settle.
	open []Assumption
	// own is set where what the package and summaries tell is enough for a note: in
	// what all drivers must agree on, no other notes count.
	own bool
	// keeps says for the receiver, if any, and each parameter of a function
	// whether what is stored in it may be written or kept (I4).
	keeps []bool
	// makesState is set where a function makes others that may have state.
	makesState bool
	// capture is set where the node is a captured variable; linkVar where the
	// linker can set it.
	capture, linkVar bool
	// byName is set where a variable's name is in its form.
	byName bool
	// narrow is set where parts of a captured variable can be captured alone;
	// whole is, of a PartNode and an InitNode, the variable.
	narrow bool
	whole  *Node
	// code is what a version stands for (I8), and captures the captured
	// variables that it reads.
	code     *Node
	captures []string
	// unknown is set where this driver could not resolve a reference.
	unknown bool
	// closed is set for the node of a summary: what it covers, added up.
	closed *SummaryNode
	// bare registrations add nothing to their function, and have its identity.
	bare bool
	// of is, of a twin, the node that it stands for, and doubts what it assumes
	// besides; those of a registration, too.
	of     *Node
	doubts []doubt
	// capturesAll is set for a registration with CaptureAll.
	capturesAll bool
	// all is how the node differs where CaptureAll captures what is not fixed;
	// nil if it doesn't.
	all *capturing
	// early is what decides the value of a variable before any call, or what a
	// function lets run once.
	early *deciders
	// states are what of the process the leaves depend on that it refers to.
	states []string
	// outside are the leaves that depend on the outside world, of those that
	// the node covers.
	outside []string
	index   int32 // among the nodes of its unit
}

// A ref is one reference of a normal form: to a node, or to a leaf.
type ref struct {
	node *Node
	// name is what the reference says in the local hash; leaf what it says in
	// the identity if node is nil.
	name, leaf string
	modules    []string
	// part is what is read of a variable, nil for all of it.
	part *part
	// code is set where it is the initializer of a variable that counts, not
	// what the variable holds.
	code bool
	// outside is set for a leaf that depends on the outside world.
	outside bool
}

// A part is what an expression x.F.G reads of a package variable.
type part struct {
	v    *types.Var
	path string // F.G, "" for the whole variable
	typ  types.Type
}

// Unit is the package that the node is declared in.
func (n *Node) Unit() *Unit { return n.unit }

// FullName names the node as types.Func.FullName does for functions, and as
// path.Name for the rest.
func (n *Node) FullName() string {
	if f, ok := n.Object.(*types.Func); ok {
		return f.FullName()
	}
	if n.Kind == PartNode {
		return n.Name
	}
	return n.unit.Path + "." + n.Name
}

// ID tells nodes of equal FullName apart: several init functions or blank
// variables, and the variants of a package.
func (n *Node) ID() string {
	return string(n.Kind) + " " + n.unit.ID + "." + n.Name
}

// Whole is, for a part of a captured variable, and for an initializer, the
// variable; else n.
func (n *Node) Whole() *Node {
	if n.whole != nil {
		return n.whole
	}
	return n
}

// ByName reports whether the node is a variable whose name counts, beside what
// it is initialized with (I4).
func (n *Node) ByName() bool { return n.byName }

// Blank reports whether the node is a declaration without a usable name, whose
// Name the engine made up.
func (n *Node) Blank() bool { return strings.Contains(n.Name, "#") }
