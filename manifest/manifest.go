package manifest

// Version is the version of the file format and of the identity algorithm
// behind it. Manifests of equal version and target hold equal identities for
// equal sources, on every host.
const Version = 1

// Regenerate is the remedy that errors about manifests name.
const Regenerate = "run go tool checkpointmanifest generate"

// A Variant says which compilation of a package a manifest was computed for.
type Variant string

const (
	// Plain is the package as programs import it.
	Plain Variant = ""
	// Test is the package compiled together with its in-package test files.
	Test Variant = "test"
	// XTest is the external test package, named with the suffix _test.
	XTest Variant = "xtest"
)

// FileName is the name of the manifest of a package variant, in the package's
// folder.
func FileName(v Variant) string {
	switch v {
	case Test:
		return "checkpoint_test.toml"
	case XTest:
		return "checkpoint_xtest.toml"
	}
	return "checkpoint.toml"
}

// CodeName is the name of the generated Go file that embeds the manifest of a
// package variant, or registers its captured variables. The digit makes it
// sort before others: the go command initializes a package's variables in the
// order of its files, and manifests are to be there first.
func CodeName(v Variant) string {
	switch v {
	case Test:
		return "0checkpoint_test.go"
	case XTest:
		return "0checkpoint_xtest_test.go"
	}
	return "0checkpoint.go"
}

// Variants lists the variants that a package may have.
func Variants() []Variant { return []Variant{Plain, Test, XTest} }

// IsCodeName reports whether generated Go files have that name.
func IsCodeName(base string) bool {
	for _, v := range Variants() {
		if base == CodeName(v) {
			return true
		}
	}
	return false
}

// A Manifest holds the identities of the functions that one package variant
// registers.
type Manifest struct {
	// Version is [Version].
	Version int `toml:"version"`
	// Module is the path of the module that the package belongs to.
	Module string `toml:"module"`
	// Package is the import path of the package that registers the functions,
	// with the suffix _test for an external test package.
	Package string `toml:"package"`
	// Variant is the compilation of Package that the identities hold for.
	Variant Variant `toml:"variant,omitempty"`
	// Fresh is set in a manifest that was made for the build that embeds it. One
	// that lies beside the source can be older than the source is: what a program
	// then stores, under an identity that is no longer its code's, must not be
	// taken for what a fresh one vouches for. The two never share results.
	Fresh bool `toml:"fresh,omitempty"`
	// Tested lists the packages in scope, of Package and all that it imports,
	// that have in-package test files: in their test binaries, Package may be
	// compiled against other code than the manifest was computed from.
	Tested []string `toml:"tested,omitempty"`
	// Target is what the identities were computed for.
	Target Target `toml:"target"`
	// Modules maps the path of each module outside the scope that a function
	// depends on to its version and checksum, "v1.2.3 h1:…".
	Modules map[string]string `toml:"modules,omitempty"`
	// Funcs maps the id of a registered function to what is known of it.
	Funcs map[string]Func `toml:"func,omitempty"`
	// Types maps the id of a type that may arrive inside an interface argument
	// to the identity of its methods.
	Types map[string]Type `toml:"type,omitempty"`
}

// A Target is the configuration that selects the source code of a program. The
// runtime compares it with the build info of the running binary.
type Target struct {
	Go   string `toml:"go"`             // release of the toolchain, as runtime.Version gives it
	OS   string `toml:"os"`             // GOOS
	Arch string `toml:"arch"`           // GOARCH
	Cgo  bool   `toml:"cgo"`            // whether cgo is enabled
	Tags string `toml:"tags,omitempty"` // build tags, comma-separated and sorted
	// Instrument is race, msan or asan: each sets a build tag of its name.
	Instrument string `toml:"instrument,omitempty"`
}

// A Func is what a manifest knows of one registered function.
type Func struct {
	// Identity is the hash of the function's normalized code, of all that it
	// depends on, and of the options that decide what a call's key is: "b3:"
	// and 64 hexadecimal digits.
	Identity string `toml:"identity"`
	// Signature is the function's type, the receiver of a method first.
	Signature string `toml:"signature"`
	// Params are the names of the parameters, the receiver of a method first;
	// "_" stands for a parameter without a name.
	Params []string `toml:"params"`
	// Captures are the ids of the package variables whose values are part of every
	// call's key; "import/path.cfg.Rate" is a part of the variable cfg.
	Captures []string `toml:"captures,omitempty"`
	// LinkVars are the ids of the string variables that the function depends
	// on and that the linker's -X flag can set.
	LinkVars []string `toml:"linkvars,omitempty"`
	// Status is "complete", or "assumed" where Assumes says what could not be
	// seen.
	Status string `toml:"status"`
	// Assumes says of each declaration that the function depends on, and that
	// could not be seen whole, why: "example.com/app.verbose" is not fixed.
	Assumes map[string]string `toml:"assumes,omitempty"`
}

// The values of Func.Status.
const (
	Complete = "complete"
	Assumed  = "assumed"
)

// A Type is what a manifest knows of one type.
type Type struct {
	// Identity is the hash of the type and of its methods, in the form of
	// Func.Identity.
	Identity string `toml:"identity"`
	// Assumes says what could not be seen of the methods, as Func.Assumes does, in
	// one line for each declaration.
	Assumes []string `toml:"assumes,omitempty"`
}
