// Package golangci makes the suite a module plugin of golangci-lint 2, which a
// blank import adds to a golangci-lint of one's own; golangci-lint custom writes
// that import and builds it. docs/drivers.md has the files that this takes.
//
//	G1  The linter is called checkpoint, in .golangci.yml and in //nolint:checkpoint.
//	    A message begins with its category, which //checkpoint:ignore takes.
//	G2  Its settings are disable, categories whose findings are dropped, and
//	    pure and impure, functions as the flags of the impure check take them.
//	    A setting or a category that is unknown is an error.
//	G3  The stale check is left out: golangci-lint keeps what it found until Go
//	    files change, and would go on to report, or not to report, a manifest that
//	    has changed since. Let checkpointmanifest generate -check, or go vet, tell.
package golangci
