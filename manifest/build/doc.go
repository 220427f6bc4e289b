// Package build stands between the go command and the identity engine: it loads
// the packages of a module, gives them to package identity, and writes manifests
// and generated code. The command checkpointmanifest is a thin layer over it.
//
//   - [Load] asks the go command which packages are in scope (scope.go), loads
//     their syntax (parse.go), and computes identities.
//   - [Program.Write] and [Program.Check] bring checkpoint.toml and the Go file
//     that embeds it up to date, or say what is stale (generate.go, manifests.go,
//     dynamic.go, write.go).
//   - [Exec] runs a command whose go commands see fresh manifests (exec.go,
//     gocommand.go, overlay.go, shim.go).
//   - [Program.List] describes functions for people and other tools (list.go).
//   - [RunAudit] holds identities against a call graph of the whole program
//     (audit.go).
//
// # Rules
//
//  1. Scope is rule I1 of package identity: the main module or the modules of the
//     workspace, and what a folder replaces, but never this library's own module,
//     which code refers to by name.
//  2. Generated files are hidden from the loader: a stale or broken one never
//     prevents its regeneration, and none counts in an identity. A file of such a
//     name without our header is the user's, neither hidden nor replaced.
//  3. A package with errors becomes a [Problem], and so do those that import it;
//     the others have their identities.
//  4. Equal sources give equal files, in every checkout.
//  5. What exec compiles to run is what the identities were computed from: Go
//     files and what they embed are pinned in the overlay. Files of cgo are not,
//     nor files that appear while the command runs.
//
// # What it doesn't do
//
// Functions registered by files named on the command line (go run main.go) get
// no manifest: the go command compiles no others. Scripts that call the go
// command by an absolute path, and go generate's own commands, are not seen by
// exec. The go command names the pinned copies in what its vet finds.
package build
