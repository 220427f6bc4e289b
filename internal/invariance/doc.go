// Package invariance proves that identities ignore what cannot matter: it
// rewrites whole programs without changing what they do, and compares the
// identity of every function before and after.
//
//	go run ./internal/invariance/cmd -dir DIR
//
// # What must hold
//
//  1. A transformation edits every place of the program that it knows how to
//     edit. The result is written as source text to a copy of the checkout that
//     stands elsewhere, and loaded from scratch by package build, as anybody
//     would load it. It must type-check.
//  2. Every function has the identity that it had before, under the name that it
//     has now, and so have registrations and what interface values can reach. The
//     local hashes are equal too, but where declarations got other names; and so
//     are the assumptions, by reason and declaration.
//  3. A transformation that edits nothing proves nothing: the tests fail, and a
//     report says so.
//  4. Exceptions are places, found by the harness before it asks the engine, each
//     with the rule of package identity that says so. Most are left alone, and
//     counted. Variables whose names count (I4) are renamed in a transformation
//     of their own: exactly what refers to them must change.
//  5. A function that differs is reported with the declarations whose own form
//     changed, among all that it refers to: the cause, not what follows from it.
//
// # Transformations
//
// Comments are stripped and added; lines are broken and joined, and formatted
// again by gofmt; what gofmt -s simplifies is spelled out, and simplified;
// parentheses are put around each expression; locals, parameters, results,
// receivers, labels and type parameters, imports, unexported functions,
// methods, constants and variables get other names; any, byte, rune, literals,
// parameters, the types of variables, var and := are spelled otherwise;
// declarations are grouped, reordered, moved to other files, and added; files get
// other names; the checkout stands elsewhere. [Transformations] lists them with
// the rules that they stand on.
//
// # What is left alone
//
// Packages that use cgo, and names in packages with assembly (I9); directives,
// and what they name (I2); files that are embedded, and generated manifests;
// local types (I3); methods of which an interface of their package has the name
// (I6); the order of variables and init functions where initialization runs
// code of the program (I5).
//
// # What it doesn't do
//
// Files that are not built for this system, and test files, are not edited. What
// a transformation leaves alone is not compared with what would happen if it
// didn't, but for variables. That the transformations keep behaviour is by the
// language's definition: nothing is run.
package invariance
