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
//	# End of manifest, sha256:…
//
// # Rules
//
//  1. Equal manifests encode to equal bytes: keys are sorted, every entry
//     stands on lines of its own, so that a diff shows which result an edit
//     invalidates.
//  2. The last line is a comment with the SHA-256 of all lines before it, whose
//     ends may be those of Unix or of Windows. A manifest that was cut short,
//     also between two lines, that was edited by hand or merged by git out of two
//     branches is known by it. Two branches that both change a manifest conflict
//     in this line: run checkpointmanifest generate, which ignores what is there.
//  3. A manifest that cannot be trusted is an error, never a partial manifest:
//     bytes that are not TOML, an unknown or misspelled key, another version,
//     a missing field, a digest that is not one, an end that is missing or that
//     belongs to another text. The error names the file, the line (the first
//     where it is not known), and what to run.
//  4. The package reads and writes bytes, not files, and knows nothing of Go
//     syntax: programs that only run checkpointed functions link it.
package manifest
