// Package analyzer checks the use of checkpoint before anything runs: whether
// a registered function's identity can be known, its options fit, its arguments
// can be hashed and its results stored, and whether the //checkpoint: comments
// mean what they seem to. The checks are go/analysis analyzers, for go vet
// (cmd/checkpointvet), nogo, golangci-lint and others; [Analyzers] is the suite.
//
//	A1  A finding is one line, "<subject> <verb> <object>[: <path or remedy>]",
//	    lowercase, without a period, at the expression that the user would edit.
//	A2  Its category is the check's name here, in Diagnostic.Category, and in
//	        //checkpoint:ignore CATEGORY reason
//	    which silences the findings of its line, or, where it stands on a line of
//	    its own, those of the line below its comment. The reason is mandatory,
//	    and one that silences nothing is a finding.
//	A3  The analyzers are named checkpoint_CATEGORY, as words like hashable
//	    would clash with other tools' in a driver that runs them together; go
//	    vet's flag to select one is -checkpoint_hashable.
//	A4  A package without checkpoint's import and comments costs nothing beyond
//	    looking for these.
//	A5  "cannot" is what is proven of every call. "cannot determine" and "unless"
//	    say what depends on values that syntax doesn't show.
//
// # directive
//
//	// checkpoint:capture           // space after the slashes: not read as a directive
//	//checkpoint:captrue            // unknown, did you mean //checkpoint:capture
//	//checkpoint:capture by=sum     // sum doesn't exist, or isn't func(T) K or func(T) (K, error)
//	var threshold = 0.5
//
//	//checkpoint:nohash             // stands on function f: put it on a package-level variable
//	func f() int
//
//	//checkpoint:ignore impure      // lacks a reason
//
// It can't see whether a nohash is justified. An ignore of a category whose
// check isn't in the suite, or was not run, is not called unused.
//
// # registration
//
//	var R = checkpoint.Func(func() int { return n }) // a function literal
//	var R = checkpoint.Func(t.Method)      // a method value: register T.Method
//	var R = checkpoint.Func(variable)      // which function it holds is known at run time only
//	func handler() { checkpoint.Func(f) }  // registers f each time handler runs
//	var register = checkpoint.Func[func()] // cannot determine what it registers
//	var R = checkpoint.Func(log)           // log has no results
//	var R = checkpoint.Func(f,
//		checkpoint.NoHash("lgo"),          // f has no parameter "lgo": did you mean "log"
//		checkpoint.HashBy("path", ofInt),  // takes int, but parameter path is string
//		checkpoint.HashBy("path", a), checkpoint.HashBy("path", b)) // has two
//
// main, tests and examples run once, and may register outside loops and
// literals. Instances of generic functions are fine: without a manifest entry their
// results are kept for one build. A function that calls its own registration is an
// initialization cycle, which the compiler reports: call checkpoint.Of(f) inside
// f instead. What options in a variable or from a helper set is not seen.
//
// # hashable
//
//	type Job struct{ Done chan struct{} }
//	func report(job *Job) int
//	var Report = checkpoint.Func(report) // argument job of report cannot be hashed: *Job.Done is chan struct{}
//
//	//checkpoint:capture
//	var hook func() // captured variable hook cannot be hashed: it is func()
//
// It follows fields (unexported too), pointers, elements and keys as package
// objecthash does at run time, and refuses what that refuses. What an interface
// holds is decided at run time, and so is what a type parameter stands for.
//
// # storable
//
//	func open(path string) (*os.File, error)
//	var Open = checkpoint.Func(open) // result 1 of open cannot be stored: *os.File is an open file
//
// As hashable, for results. The error that comes last is not stored.
//
// # stale
//
//	var Report = checkpoint.Func(report) // checkpoint.toml is stale for report: its code, or what it depends on, has changed
//
// It compares the manifests beside the source with identities that it computes
// from facts, one package at a time; where none is beside the source there is
// nothing to compare. It reports a manifest that cannot be used, one of another
// Go release, entries that are missing, that nothing registers any more, or that
// don't match, and types whose methods have changed.
//
// go vet runs it again when a manifest changes, as the generated code embeds it;
// golangci-lint's cache doesn't see that. It says nothing of manifests for other
// targets or build tags, of packages that use cgo, and of functions that depend
// on a module whose checksum it cannot find; nor under a driver that knows no
// modules, such as nogo. There, checkpointmanifest generate -check tells.
package analyzer
