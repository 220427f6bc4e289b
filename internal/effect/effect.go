package effect

import (
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A Package is the summary of one package.
type Package struct {
	Path  string
	Nodes []*Node // by Key
	// Shapes are the method sets of interfaces, Types the concrete types that
	// become interface values; calls and conversions refer to them by index.
	Shapes []Shape
	Types  []Type
	Vars   []string // keys of package variables, and of results; see Root
	Funcs  []Func   // that are values; see Root
	// Registered are the keys of the functions that the package registers, whose
	// callers don't see to it that what is read of variables is part of the key.
	Registered []string
}

// A Node is a declared function, or a package variable with its initializer.
type Node struct {
	Key      string // of a function [Key], of a variable [VarKey]
	Effects  []Effect
	Calls    []Call
	Uses     []Use
	Dynamic  []Dynamic
	Indirect []Indirect
	Converts []Convert
	Returns  []Flow   // what its results refer to
	Invokes  []string // the types of the function values that it calls, see sigKey
	Asks     []Ask
	Asserts  []Held // what it takes values of any type for (E11)
	// Adds are the parameters, as bits, to what of which it adds in the order of
	// its calls: a slice, a text, a writer (E8).
	Adds uint32

	// InitOnly is set of a function that runs only while its package is
	// initialized (E7).
	InitOnly bool
	// Registers is, of a variable that holds a registration, the key of the
	// function registered, or of the variable that holds the handle that it is a
	// layer over; Shared is set if callers share results.
	Registers string
	Shared    bool
	// Quiet is set of a variable whose value is no input of a result: captured
	// ones, which are part of the key, those declared without influence, locks,
	// loggers, error sentinels and registrations.
	Quiet bool
	// Holds is, of an exported variable, what other packages may put there; Unset
	// where that is all that it ever holds, as nothing here gives it a value.
	Holds []Held
	Unset bool
	// Decl is where a variable is declared.
	Decl Site
}

// A Site is a place in the source: a file's base name and a line for messages,
// and in the package that is analyzed its extent.
type Site struct {
	File     string
	Line     int
	Pos, End token.Pos
}

// An Effect is something that a node does by itself.
type Effect struct {
	Kind Kind
	What string // such as time.Now
	Ref         // what it acts on: the storage written, the name of the file read
	// Returned is set where only the function's result is affected, so that a
	// caller that sorts it undoes the effect.
	Returned bool
	// Via are the functions of dependencies through which it is done, by key, and
	// Beyond is where; see [Verdict].
	Via    []string
	Beyond Site
	Site
}

// A Call is a call of, or a mention of, a declared function or a literal, or a
// call of a registered function by way of the variable that holds it.
type Call struct {
	No     int // distinguishes the calls of a node, 0 of what is none
	Callee string
	Value  string // of a mention: the function's type, "" of a call
	Bound  int    // of a mention: how many parameters it binds, see Func
	Args   []Flow // to the callee's parameters, the receiver first
	Known  uint32 // the parameters, as bits, that get a value of a concrete type as an interface
	Sorted bool   // the result is sorted before it is used
	AtInit bool   // made while the package is initialized
	Logs   Logging
	Params int // of a logger, how many parameters it has, with the receiver
	// Packed says of a logger that the call makes the slice for its last parameter.
	Packed bool
	// Unordered says of a call in a loop without order when that matters.
	Unordered Unordered
	// Opens says whether a type parameter of the callee stands for an interface
	// that any package can implement.
	Opens Opening
	Site
}

// An Unordered is what a loop without order tells of a call in it: what effect it
// is if the callee adds to what one of some parameters refers to, as bits, which
// live beyond one turn.
type Unordered struct {
	To       uint32
	Kind     Kind
	What     string
	Returned bool // as of an effect
}

// An Indirect is a call of a function value.
type Indirect struct {
	No    int
	Sig   string // see sigKey
	Fun   []Ref  // what the value may be
	Args  []Flow
	Known uint32 // as in Call
	Name  string // as messages have it
	// Plain is set where it is seen, or said, what is called; Handed where code
	// outside the scope or a loop calls it, so that the mention of what it is leads
	// there.
	Plain, Handed bool
	Site
}

// An Opening says what the type parameters of a callee stand for: concrete types,
// the type parameters of the caller, among others, or an open interface.
type Opening uint8

const (
	Concrete Opening = iota
	Inherits
	Opened
)

// A Use is a mention of a package variable.
type Use struct {
	Var   string
	Write string // how it is written, "" if it is read
	// AtInit is set of a read while the package is initialized.
	AtInit bool
	// Unhashable says, of a read, why what is read of the variable can't be part
	// of a key, "" if it can.
	Unhashable string
	Site
}

// A Dynamic is a call of an interface's method.
type Dynamic struct {
	No     int // as in Call
	Shape  int
	Method string // as [Shape.Methods] has it
	Name   string // as messages have it: io.Reader.Read
	Args   []Flow
	Known  uint32 // as in Call
	// Param is set where the receiver is of a type parameter: who instantiates it
	// says what that is.
	Param bool
	// Closed is set where only types of one package can implement the interface,
	// Ours where it is declared in scope, Plain where whatever implements it is
	// taken to do nothing else than compute (E5).
	Closed, Ours, Plain bool
	Site
}

// A Convert is a conversion of a concrete type to an interface.
type Convert struct {
	Type int
	Site
}

// A Shape is the method set of an interface: names with the numbers of
// parameters and results, sorted.
type Shape struct{ Methods []string }

// A Type is a concrete type that becomes an interface value: its methods in
// order, and the key of the function that implements each, "" for one outside
// the scope.
type Type struct {
	Name    string
	Methods []string
	Impls   []string
}

// Key is the name of a function or method in summaries; instances have that of
// their origin.
func Key(fn *types.Func) string {
	fn = fn.Origin()
	name := fn.FullName()
	if i := strings.Index(name, " ["); i >= 0 { // of a test variant: p [p.test]
		if j := strings.IndexByte(name[i:], ']'); j >= 0 {
			name = name[:i] + name[i+j+1:]
		}
	}
	return name
}

// VarKey is the name of a package variable in summaries.
func VarKey(v *types.Var) string { return "var " + identity.PlainPath(v.Pkg().Path()) + "." + v.Name() }

// siteOf is the site of a part of the syntax.
func siteOf(fset *token.FileSet, n ast.Node) Site {
	p := fset.PositionFor(n.Pos(), false)
	if strings.HasSuffix(p.Filename, ".cgo1.go") {
		p = fset.PositionFor(n.Pos(), true) // where cgo has it from
	}
	return Site{File: filepath.Base(p.Filename), Line: p.Line, Pos: n.Pos(), End: n.End()}
}

// isPackageLevel reports whether v is declared outside functions.
func isPackageLevel(v *types.Var) bool {
	return v.Pkg() != nil && !v.IsField() && v.Parent() == v.Pkg().Scope()
}
