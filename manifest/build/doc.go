// Package build stands between the go command and the identity engine: it loads
// the packages of a module, gives them to package identity, and writes manifests
// and generated code. The command checkpointmanifest is a thin layer over it.
//
//   - [Load] asks the go command which packages are in scope (scope.go), parses
//     and type-checks them (parse.go, typecheck.go), and computes identities.
//   - [Generate] lists what belongs beside the source: checkpoint.toml and the Go
//     file that embeds it (generate.go, manifests.go, captures.go, dynamic.go, bind.go).
//     [Outputs.Write] and [Outputs.Check] bring them up to date, or say what is
//     stale (write.go).
//   - [Exec] runs a command whose go commands see fresh manifests (exec.go,
//     gocommand.go, overlay.go, shim.go).
//   - [List] describes functions for people and other tools (list.go, listing.go).
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
//  4. Where whole programs are loaded (all packages of the main modules, or
//     commands alone), identities are assumed only for what a package of them
//     does (identity.Graph.Close), or a Go file in the folders of the modules in
//     scope that is in no package, but that a program can be made of: in testdata,
//     in folders that begin with a dot or an underscore, in modules of their own
//     and in packages that nobody imports, and commands that build constraints
//     exclude (loose.go). Exec loads such a package where the command names it.
//     A program elsewhere is not looked at.
//  5. Equal sources give equal files, in every checkout.
//  6. What exec compiles to run is what the identities were computed from: Go
//     files and what they embed are pinned in the overlay. Files of cgo are not,
//     nor files that appear while the command runs.
//  7. Generate, Exec and List remember what they give under the digest of all that they
//     depend on (cache.go): the content of every source file of the modules in
//     scope, whether a build selects it or not, the Go files that ./... passes over
//     among them, for Generate also generated files by rule 8, the names of their
//     folders, all
//     of go env, flags, patterns, and the program itself; besides, what go:embed
//     patterns match is compared by name and content. Nothing is remembered of a
//     run with problems, with cgo, an overlay, a vendor folder, -modfile or
//     -mod=mod, of packages outside those folders (testdata), nor if any file
//     was touched during the run. As for the go command, the module cache and
//     GOROOT don't change while their versions stay.
//  8. A captured variable is registered by the generated code of the package that
//     declares it: an annotated one whole, of what CaptureAll captures the parts
//     that are read. Where CaptureAll of a named package captures variables of
//     another one of the main module, that one's code is written too; and what a
//     package's code registers for packages that a run didn't load, stays
//     (elsewhere.go).
//  9. The generated code names registered functions as their registrations do: it
//     binds each, so that calls go without reflection, and tells the runtime which
//     instance of a generic function has which id. It must compile in every build
//     that the package does, and import nothing else. Therefore these are left
//     out: what stands in a file with build constraints or cgo, or is registered in
//     one; unexported names of other packages, unless an alias leads to them; types
//     declared inside functions; packages that the package's own files don't
//     import; predeclared names that it declares anew. A function that is left out
//     is called by reflection, and an instance known by the build.
//  10. It also names the types that may arrive inside interfaces of results, so that
//     results with them come back: those of the package, and of the packages that it
//     imports, also of other modules where the interface has methods. What rule 9
//     leaves out, a call of RegisterType in its own package names.
//
// # What it doesn't do
//
// Functions registered by files named on the command line (go run main.go) get
// no manifest: the go command compiles no others. Scripts that call the go
// command by an absolute path, and go generate's own commands, are not seen by
// exec. The go command names the pinned copies in what its vet finds.
package build
