// Package analyzer checks the use of checkpoint before anything runs: whether
// a registered function's identity can be known, its options fit, its arguments
// can be hashed and its results stored, whether it depends on or does anything
// besides, and whether the //checkpoint: comments mean what they seem to. The checks are go/analysis analyzers, for go vet
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
//	    looking for these, and beyond the facts about what its functions do and
//	    are, which importers may need: these are made of packages in scope alone.
//	A5  "cannot" is what is proven of every call. "cannot determine" and "unless"
//	    say what depends on values that syntax doesn't show.
//	A6  What a function does at one place is said once, for the first of its
//	    instances and registrations that do it.
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
//	//checkpoint:pure               // lacks a reason
//	func g() int
//
// It can't see whether a nohash, or a pure, is justified. An ignore of a category whose
// check isn't in the suite, or was not run, is not called unused.
//
// # registration
//
//	var R = checkpoint.Func(func() int { return n }) // a function literal
//	var R = checkpoint.Func(t.Method)      // a method value: register T.Method
//	var R = checkpoint.Func(variable)      // which function it holds is known at run time only
//	func handler() { checkpoint.Func(f) }  // registers f each time handler runs
//	func handle[T any]() { checkpoint.Func(g[T]) } // only a caller knows the type argument
//	var register = checkpoint.Func[func()] // cannot determine what it registers
//	var R = checkpoint.Func(log)           // log has no results
//	var R = checkpoint.Func(f,
//		checkpoint.NoHash("lgo"),          // f has no parameter "lgo": did you mean "log"
//		checkpoint.HashBy("path", ofInt),  // takes int, but parameter path is string
//		checkpoint.HashBy("path", a), checkpoint.HashBy("path", b), // has two
//		checkpoint.Version(build),         // is not constant: its code counts as well
//		checkpoint.TTL(0),                 // nothing would be remembered
//		checkpoint.Verify(2))              // want a fraction from 0 to 1
//	var R = checkpoint.Func(g,
//		checkpoint.KeyBy(ofPath),          // is given func(string) K: want func(string, int) (K, error)
//		checkpoint.NoHash("log"),          // has both KeyBy and NoHash
//		checkpoint.HashContext(tenant))    // g has no context
//	var R = checkpoint.Func(h,
//		checkpoint.Expiry(nil),            // is given nil: leave it out
//		checkpoint.NoHash(),               // names no parameter
//		checkpoint.CacheErrors())          // h returns no error
//	var daily = checkpoint.New(checkpoint.CaptureAll())      // no manifest sees it there
//	var Quick = checkpoint.Over(R, checkpoint.Version("1"))  // keys are those of R
//
//	var skip = checkpoint.NoHash("lgo")
//	var R = checkpoint.Func(f, skip)       // f has no parameter "lgo", … (lib.go:12, by way of skip)
//	var S = checkpoint.Func(f, options(flag)...) // cannot determine the options of f: what options(flag) holds is decided at run time
//
// main, tests and examples run once, and may register outside loops and
// literals. Instances of generic functions are fine, but for those that type
// parameters of the code around decide; without a manifest, and for a type that a
// function declares, their results are kept for one build. A function that leads to the variable that
// holds its own handle is an initialization cycle, which the compiler refuses:
//
//	var Fib = checkpoint.Func(fib)
//
//	func fib(n int) int {
//		return Fib.Call(n-1) // fib depends on Fib, which registers it, an initialization cycle: call checkpoint.Of(fib) in the place of Fib
//
// Under go vet, checkpointvet says this in place of the compiler's message, and
// nothing else of that package; drivers that run analyzers despite errors, such as
// gopls, have it as a finding with a fix. Elsewhere the compiler's message stands.
//
// Options are followed into bundles, slices, append, slices.Concat, variables that
// are assigned where they are declared and nowhere else in their package, and
// functions that return one expression and do nothing else, in other packages
// too. There, what a function given to HashBy or KeyBy takes and returns is not
// seen, nor what a helper's parameters stand for. CaptureAll and Version have another
// effect, or none, where no manifest sees them, which is reported. Two registrations of one function
// with other options are reported in one package, and where one imports the
// other, tests excepted.
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
//	var R = checkpoint.Func(f, checkpoint.CaptureAll()) // f captures lib.hook, which cannot be hashed
//	var S = checkpoint.Func(g, checkpoint.KeyBy(byDB))  // KeyBy of g returns what cannot be hashed
//
// With KeyBy, arguments are not looked at. What CaptureAll captures is reported
// where a function reads it, and where somebody writes it, as the capture check
// has it; of a struct, the fields that are read count, and locks don't.
//
// It follows fields (unexported too), pointers, elements and keys as package
// objecthash does at run time, and refuses what that refuses: tags
// `checkpoint:"…"` that it doesn't know, or that name no method, a method
// HashCheckpoint that is no func() (any, error), and protobuf messages, among others.
//
//	func sum(src any) int
//	var Sum = checkpoint.Func(sum)
//
//	Sum.Call(make(chan int))         // argument src of sum is given what cannot be hashed: it is chan int
//	Sum.Args(job{out: os.Stdout})    // where field out is an io.Writer: argument src of sum is given what cannot be hashed: *File is os.File: …
//
// Of an interface, what Call, Rerun, Cached and Args of a handle of this package put
// there is judged, as far as the expression shows its type. Nothing is said of the
// rest, nor of what a type parameter stands for: it is decided at run time, where
// a call with what cannot be hashed is computed, not stored, and reported.
//
// # storable
//
//	func open(path string) (*os.File, error)
//	var Open = checkpoint.Func(open) // result 1 of open cannot be stored: *File is os.File: an open file…
//
//	func lines(name string) iter.Seq[string]
//	var Lines = checkpoint.Func(lines) // result 1 of lines cannot be stored: it is iter.Seq[string]: an iterator is code and a position; return a slice (slices.Collect) instead
//
// As hashable, for results, with what to return instead: package codec refuses the same.
// An interface with the method Read of io.Reader is a stream, whatever it holds. The error that comes
// last is not stored.
//
// # capture
//
//	var threshold = 0.5
//
//	func SetThreshold(t float64) { threshold = t }
//
//	func report(f float64) bool {
//		return above(f) // report reads threshold at lib.go:9, by way of above, which SetThreshold assigns (lib.go:5):
//	}                       // annotate it with //checkpoint:capture or //checkpoint:nohash
//
//	//checkpoint:capture    // annotates unread, which nothing reads: remove it
//	var unread = 1
//
// With CaptureAll among the options of checkpoint.Func, nothing is reported: what
// is read is captured. Of a variable that cannot be hashed, nohash alone is offered;
// //checkpoint:capture by=FUNC may capture what matters of it.
//
// Annotations of what no registered function reads are reported in programs alone:
// functions of another package may be registered by importers. Where a registered
// function calls what cannot be determined, nothing is said of them.
//
// A variable is written by an assignment to it or to a part of it, by a function
// that is handed it or its address and writes there, and by a flag that is bound
// to it. Of a function of another module that is given the address of a variable, as
// &config, for an any, or of a number or a text, it is assumed, unless the function is named for what only
// reads: Print, Marshal, Equal and the like. It isn't written, in its own package, by initializers, by init, by what only these call,
// by what sync.Once runs, nor by tests. Locks, loggers and errors don't count. A package
// cannot know who imports it: a writer of one of its variables elsewhere, init
// included, is told of there.
//
//	func init() { lib.Rate = 5 } // init assigns lib.Rate, which the registered function lib.price reads (lib.go:12): annotate it
//
// It can't see writers in packages that import neither, writes through an address
// that is kept somewhere, nor reads of variables outside the module.
//
// # impure
//
//	func thumbnail(path string) image {
//		return resize(path) // thumbnail reads the clock: time.Now at lib.go:12, by way of resize (scale.go:40) → lib.Stamp
//	}
//
//	func count(r io.Reader) int {
//		n, _ := io.Copy(io.Discard, r) // cannot determine whether count is pure: it calls io.Reader.Read of its argument r
//
//	var Hook func(int) int
//
//	func hooked(n int) int {
//		return Hook(n) // cannot determine whether hooked is pure: it calls a function of variable Hook, which other packages may set
//	}
//
//	func dot(a, b []float64) float64 // in assembly: functions that reach it cannot be determined to be pure,
//	                                 // unless an ignore here says that it computes
//
//	func loaded(n int) int { // value is an atomic.Value
//		return value.Load().(func(int) int)(n) // … it calls value.Load().(func(int) int), and nothing in sight makes what is called
//
//	func keys(m map[string]int) (list []string) {
//		for k := range m {
//			list = append(list, k) // keys depends on the order of a map: append to list
//
//	func mean(m map[string]float64) (sum float64) {
//		for _, v := range m {
//			sum += v // mean depends on the order of a map: sum
//
//	func names(m map[string]int) []string { // where add appends to t
//		for k := range m {
//			t.add(k) // names depends on the order of a map: t.add
//
//	func any(n int) int { // where several goroutines send to c
//		return <-c // any depends on the order in which goroutines finish: <-c
//
// The fix of keys sorts list after the loop, where its elements can be.
//
// It reports the clock, randomness, environment, standard input, files, network,
// processes, the operating system, the program's arguments, the state of the runtime,
// addresses that are formatted, values of a context, the order of maps, and the order in which goroutines finish; package
// internal/effect has the table and its rules. The finding is at the first
// expression of this package on the way; with each place of the rest stands where
// it goes on. Fine are: a time that is only measured and logged, or decides whether a
// line is; a logger from a context; a generator with
// a seed of its own; the number of processors where goroutines are started; an
// order that is sorted away or doesn't matter, as of sums of whole numbers, sets and extremes; and
// reading the file that a parameter names if HashBy hashes its content, or the
// function that KeyBy is given reads it; and values of a context if HashContext is
// given, or KeyBy's function reads some. That covers the function itself, not those
// that call it. What is registered counts as called: an instance with its type
// arguments, a function of a dependency or of the standard library, as
// checkpoint.Func(os.ReadFile), by the table.
//
// An ignore may stand where the finding is, or where the effect is: then all that
// reach it are silent, in importers too. A function of the module can be declared
// to be what its code does not show, with a reason, and is then that for all that
// reach it:
//
//	//checkpoint:pure its memo holds what it computes
//	func Memo(n int) int
//
//	//checkpoint:impure the card knows
//	func Temperature() int // all that reach it are impure: lib.Temperature
//
// What a function that is declared pure does is then not looked at by the output,
// mutation and capture checks either. For functions outside the module there
// are flags, which take names such as example.com/lib.F, (*example.com/lib.T).M,
// example.com/lib.* and example.com/lib/...:
//
//	-checkpoint_impure.pure=NAMES    // add nothing for these
//	-checkpoint_impure.impure=NAMES  // report these
//
// A name of a package that is checked, or imported by one that is, and of no function there, is
// reported at the package clause, or at the import; functions that other builds have count as
// missing. Nothing is said of patterns, nor of what is unexported in another module.
//
//	import "os" // impure.pure names the unknown function os.Getevn, did you mean os.Getenv
//
// Interface calls lead to the methods of types that become interface values in
// what the function reaches, and a function that is mentioned counts as called if
// something there calls a function value of its type. Where such a value may come
// from elsewhere, it says once that it cannot determine what is called. Of other
// modules it knows what their functions do by calling one another by name. It can't
// see: what they do through interfaces, variables, machine code and C,
// functions that other packages put into variables that have a value here or into
// containers that the function fills as well, addresses that unsafe and reflect
// give, the local zone of a time that is passed on, implementations of an
// unexported interface in a package that isn't imported, methods such as String of
// what callers pass in an interface, and orders that reach a
// result in other ways than by appending, joining, writing, encoding, adding up,
// numbering, assigning, indexing or returning, or by a method of an interface.
//
// # output
//
//	func report(w io.Writer, n int) int {
//		fmt.Println(n)    // report writes to standard output, which a hit would lose: fmt.Println
//		fmt.Fprintln(w, n) // report writes to its argument w, which a hit would lose: fmt.Fprintln
//
// Writers that the function makes itself are fine, as are standard error, loggers,
// and what NoHash names. It sees the same ways as impure, and follows an argument
// through fields, elements and local variables, not through what other functions
// return or keep.
//
// # mutation
//
//	func report(rows []row) int {
//		sort.Slice(rows, less) // report writes through its argument rows, which a hit would not: sort.Slice
//
//	func normalize(r row) row {
//		r.Tags = slices.Clone(r.Tags)
//		sort.Strings(r.Tags)      // fine: of a copy
//		r.Attr["x"] = "y"         // normalize writes through its argument r, which a hit would not: r.Attr["x"]
//
// Writes count that a caller can see: through pointers, slices and maps, at any
// depth of calls, through function values and what functions return, whatever name
// the storage has by then. Copies are told apart from what they are copies of, field
// by field; where branches meet, a copy made in one of them is none. It can't see
// writes to what a called function has stored in another value, or what is read from
// there under a second name, nor those to what an iterator of the module yields, and
// knows by a table what functions of other modules write to and return. Growing a slice
// with append is fine, though it may write to spare capacity, unless it was cut off
// before (list[:0]). Nothing is said of what NoHash names.
//
//	var Load = checkpoint.Func(load, checkpoint.Shared())
//
//	func use() {
//		t := Load.Call("a")
//		t.Rows[0] = 1    // use writes to what Load returned, which Shared hands to all its callers: t.Rows[0]
//		fill(t)          // …: t.n at fill.go:7, by way of fill
//
// This is reported of all code that calls a function registered with Shared by way
// of the variable that holds the handle, in importers too. Appending to a shared
// slice counts, unless it is clipped: what lies behind its end is shared as well.
// It follows results as it follows parameters.
//
// # arguments
//
//	var Thumbnail = checkpoint.Func(thumbnail)   // func(string, int64) image
//
//	Thumbnail.Args("a.png")                      // is given 1 argument, want 2: parameter width is missing
//	Thumbnail.Args("a.png", 3)                   // is given int for parameter width: want int64
//	Thumbnail.Args("a.png", int64(3)).Get(img)   // is given image for result 1: want *image
//
// Arguments that are spread from a slice, and what interface values hold, are known
// at run time only. Of HashBy, the registration check tells.
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
// targets or build tags, with cgo where a build has -trimpath or the go command
// doesn't run the driver, and of functions that depend
// on a module whose checksum it cannot find. Under a driver that knows no modules,
// such as nogo, the go.mod above the source tells what is in scope, and only
// functions that depend on nothing but that and the standard library are compared.
// For the rest, checkpointmanifest generate -check tells.
package analyzer
