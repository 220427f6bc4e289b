// Package nogo is the suite for drivers that take one analyzer a package: nogo,
// of Bazel's rules_go. There it is a dependency of the nogo target:
//
//	nogo(
//		name = "nogo",
//		config = "nogo.json",
//		visibility = ["//visibility:public"],
//		deps = ["@com_github_gocheckpoint_checkpoint//analyzer/nogo"],
//	)
//
// and, in nogo.json, "checkpoint" is its name:
//
//	{"checkpoint": {"analyzer_flags": {"disable": "output", "impure.pure": "example.com/log.*"}}}
//
//	N1  All checks run; the flag disable takes categories whose findings are
//	    dropped, and impure.pure and impure.impure are those of the impure check.
//	N2  A message begins with its category, as nogo doesn't show that otherwise:
//	    //checkpoint:ignore takes it, and //nolint:checkpoint silences all.
//	N3  nogo knows no modules. The go.mod above the source tells what is in scope;
//	    where there is none, as in Bazel's sandbox, all that nogo analyzes is, but for
//	    paths without a dot in their first element, which look like the standard
//	    library's. Let checkpointmanifest generate -check tell what is stale.
package nogo
