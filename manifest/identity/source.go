package identity

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/zeebo/blake3"
)

// A Source is one type-checked package variant, as a driver hands it to
// [Graph.Add]. The engine reads no files and runs no commands: whatever is not
// typed syntax is asked of the driver's functions.
type Source struct {
	// ID is unique among the sources of a graph; Path is not, as a package and
	// the same package compiled with its tests share it.
	ID string
	// Path is the import path as the compiler sees it.
	Path string

	Fset  *token.FileSet
	Files []*ast.File
	Types *types.Package
	Info  *types.Info
	// GoVersion is the language version of files that Info.FileVersions
	// doesn't know, as "go1.26"; "" is the latest. A module whose go.mod has no go
	// line is compiled for go1.16.
	GoVersion string

	// Imports maps the import path of each direct import in scope to the ID of
	// its source, which must have been added before.
	Imports map[string]string
	// Leaf describes a package outside the scope.
	Leaf func(path string) Leaf
	// Embed lists the files that one go:embed pattern matches.
	Embed func(pattern string) ([]File, error)
	// Other are the files of the package that are no Go: assembly, C, headers.
	Other []File
	// Rel shortens a file's name for reports, so that they are equal in every
	// checkout. Nil leaves names as they are.
	Rel func(filename string) string
	// Roots are what gets an identity beside the package's declarations.
	Roots []Root
}

// A File is a file whose content counts, but not as Go syntax.
type File struct {
	Name string   // relative to the package's folder, with slashes
	Sum  [32]byte // BLAKE3 of the content
	// Text is the content of assembly; without, all that it could do is assumed.
	Text []byte
}

// NewFile describes a file by its name and content.
func NewFile(name string, content []byte) File {
	f := File{Name: name, Sum: blake3.Sum256(content)}
	if isAssembly(name) {
		f.Text = content
	}
	return f
}

// A Leaf is a package outside the scope (I1): its code is known by version, not
// by text.
type Leaf struct {
	// Version changes whenever the package's code, or that of anything it
	// imports, may have changed: a Go release, or modules with their checksums.
	Version string
	// Modules are the paths of the modules behind Version, for the manifest.
	Modules []string
	// Unknown, if not empty, says why Version cannot tell.
	Unknown string
	// World, if not empty, says by what import of the package, or of one below it
	// outside the scope, it can get at files, the environment, the network and
	// the like ([IsWorld]). It is no part of an identity.
	World string
}

// A Root is a registration: a function together with what else decides the
// keys of its calls and the bytes that are stored (I8).
type Root struct {
	Name string
	Func *types.Func
	Pos  token.Pos // of the registration
	// Exprs are what tells instances and wrappers of Func apart, and the options
	// that count, in the order of the source.
	Exprs []ast.Expr
	// Types are those of parameters and results: their hash, marshal and
	// unmarshal methods are covered.
	Types []types.Type
	// CaptureAll captures each variable that is not fixed (I4).
	CaptureAll bool
}

// An Assumption is something that the engine could not see (I11): the identity
// holds only if it doesn't change.
type Assumption struct {
	Reason string
	Pos    token.Position
	In     string // the declaration that it stands in
}
