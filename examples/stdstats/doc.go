// Stdstats measures the packages of the Go standard library and of the go
// command: lines, functions, cyclomatic complexity, longest function, imports.
//
//	stdstats [-root GOROOT] [-top 20]
//
// It shows how a batch job is checkpointed. Each package is one call of
// measureDir, which is remembered by the content of the package's files: the
// second run measures nothing, a run after a new Go release measures the
// packages that the release changed, and a run after an edit of this program
// measures all if, and only if, the edit can change what is measured. The last
// line says which it was:
//
//	computed 0, remembered 732, saved 4.031s
//
// A first run may remember a few: some packages are vendored twice, and equal
// files are measured once.
//
// Run it twice, with the precise identities of a manifest:
//
//	go tool checkpointmanifest exec -- go run ./examples/stdstats
//
// or plainly, by the identity of the executable:
//
//	go run ./examples/stdstats
//
// measure.go is what is remembered: it prints nothing, and knows nothing of
// flags, paths and progress. main.go is the rest.
package main
