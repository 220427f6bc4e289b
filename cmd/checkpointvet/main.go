// Checkpointvet checks the use of checkpoint in Go packages.
//
//	checkpointvet [flags] [packages]
//	go vet -vettool=$(which checkpointvet) [flags] [packages]
//
// Both do the same: the first runs the second, so that the go command loads the
// packages, caches the findings and prints them in its way. The flags are go
// vet's (-json, -fix, -tags, …) and one for each check, which then runs alone.
// checkpointvet help lists the checks, checkpointvet help CHECK explains one,
// and package analyzer is the manual.
//
// The exit code is go vet's: 0 for no findings, 1 for some or for a package that
// does not compile; 2 if it could not be run.
package main

import (
	"os"

	"github.com/gocheckpoint/checkpoint/analyzer"
	"github.com/gocheckpoint/checkpoint/internal/vetunit"
)

func main() {
	serve := func() { vetunit.Main(analyzer.Analyzers()...) }
	os.Exit(run(os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr, serve))
}
