// Package containment proves identities by running tests: what a test executes
// must be covered by the identity of that test.
//
//	go run ./internal/containment/cmd -dir DIR -n 400 -seed 1
//
// # What must hold
//
// A test runs alone, in its package's folder, in a binary whose code of the
// module counts what it executes (go test -c -covermode=count -coverpkg=./...).
// Each pair of a test and a declaration that it executed is one of these:
//
//   - C1 Covered: the declaration is among what the test's identity covers.
//   - C2 Explained: it is not, but the identity is assumed, and an assumption in
//     the covered part leaves open what leads to the declaration. See below.
//   - C3 Background: code that package initialization or TestMain started in a
//     goroutine, and that ran while the test did. No test's identity covers it.
//   - C4 Unexplained: anything else. Each is a bug, of the engine or of this
//     harness.
//
// # What belongs to the test
//
// Package initialization and TestMain run before any test, and are no part of
// its identity. What they execute is learned from runs of no test
// (-test.run=^$), by counts: a block that the test's run enters more often than
// those runs did was entered by the test. Only blocks that the runs without a
// test enter unequally often are subtracted whole; a pair is hidden if nothing
// but such blocks tells of it.
//
// Declarations are functions, methods, and package variables that are
// initialized with function literals. They are matched by their position, which
// the variants of a package share; a literal belongs to the declaration around
// it. What has no statements is never executed. Test files are not
// instrumented.
//
// # What an assumption explains
//
// What a test executes beyond the identity can only have been put in its way by
// what ran before: by a package's init function, by the initializer of a
// variable, or by TestMain. These are the sources; those of packages that the
// test's binary links count. An assumption opens the way to a source thus:
//
//   - E1 A package variable that isn't fixed, one of a package outside the scope,
//     or one that holds a function made at run time, opens the sources that
//     write it: those whose text names, over any number of names, a declaration
//     that mentions the variable in another way than to read or call it. Sources
//     whose identity covers such a declaration are tried next, and what they
//     explain is told apart as loose.
//   - E2 A registry outside the scope (image formats, SQL drivers, gob types, …)
//     opens the sources that cover a call that registers.
//   - E3 A function without a body opens its package; a go:linkname directive what
//     it names.
//   - E4 A call by reflection opens the exported methods of the types that are
//     covered.
//   - E5 A package in scope that a package outside the scope imports, so that it is
//     seen as if it were outside itself, opens what its functions cover.
//   - E6 Any other reason, such as ctx.Value, opens nothing: what it finds was
//     stored by covered code, and is covered there.
//
// A declaration is explained if the identity of an opened source covers it, or
// what that identity's assumptions open in their turn; the number of steps is
// told. So is how much an explanation would accept ([Report.Room]): an
// explanation of everything would prove nothing.
//
// # Precision
//
// [Measure] reports how many identities of ordinary functions are complete, how
// large they are beside the static references alone and beside rapid type
// analysis (rta) rooted at the same function, and what keeps the others from
// being complete.
//
// # What it doesn't do
//
// Tests are judged, not every function: a function is judged as far as some
// test runs it. A test that doesn't run alone, needs a network or crashes tells
// nothing, and is counted. Variables and types that a test uses are not
// watched, package mutation asks for those.
package containment
