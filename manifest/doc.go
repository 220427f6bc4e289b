// Package manifest is the file that carries identities from build time to run
// time: its schema, its encoding, its decoding, and the comparison of two.
//
// A manifest is a TOML document named checkpoint.toml, one for each package
// that registers functions with checkpoint.Func. checkpointmanifest writes it,
// a generated Go file embeds it, runtime/checkpoint reads it on first use.
// A package's in-package tests and its external tests have manifests of their
// own ([FileName]), because test files can change what a function does.
//
//	version = 1
//	module = "example.com/app"
//	package = "example.com/app/pipeline"
//
//	[target]
//	go = "go1.26.8"
//	os = "linux"
//	arch = "amd64"
//
//	[func."example.com/app/pipeline.thumbnail"]
//	identity = "b3:…"
//	signature = "func(context.Context, string, int) (pipeline.Image, error)"
//	params = ["ctx", "path", "width"]
//	status = "complete"
//
// # Rules
//
//  1. Equal manifests encode to equal bytes: keys are sorted, every entry
//     stands on lines of its own, so that a diff shows which result an edit
//     invalidates.
//  2. A manifest that cannot be trusted is an error, never a partial manifest:
//     bytes that are not TOML, an unknown or misspelled key, another version,
//     a missing field, a digest that is not one. The error names the file, the
//     line where it is known, and what to run.
//  3. The package reads and writes bytes, not files, and knows nothing of Go
//     syntax: programs that only run checkpointed functions link it.
package manifest
