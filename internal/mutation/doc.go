// Package mutation proves identities by mutants: it edits real code in one
// place after another, and compares the identity of every function before and
// after.
//
//	go run ./internal/mutation/cmd -dir DIR -n 800 -seed 1
//
// # What must hold
//
// The identity of a function changes exactly if the mutated declaration is
// among what it covers, itself included, before or after the mutation. In
// detail:
//
//   - A function must change if it refers, over any number of references, to a
//     declaration that the mutation made different: the mutated one, or one that
//     covers it and whose own hash ([identity.Node.Local]) changed, such as a
//     constant that is computed from a mutated constant. One that must change
//     and doesn't is a miss.
//   - A mutated declaration counts as different whatever the engine says of it,
//     unless the mutation is inside a constant expression whose value is as
//     before: the type checker is asked, before and after. The same holds for a
//     declaration that holds the value of a mutated constant.
//   - No other function may change: one that does is a stray. If nothing had to
//     change, the mutant counts as one of equal form.
//   - Rule I4 of package identity judges a variable by all of its package, and
//     a parameter by what becomes of it: a mutation in a function that only
//     touches a variable can make the variable fixed, or no longer. Functions
//     that cover that variable change with it, though not all cover the function.
//     These are counted apart, as reclassified, with the variable's name.
//
// A mutant that doesn't type-check is counted and left out.
//
// # Mutations
//
// Operators, comparisons and logical operators become others of their kind;
// literals, characters and booleans other values, in functions, constants,
// variables and types; conditions are negated; statements, assignments,
// deferred calls and the bodies of cases are deleted; an increment becomes a
// decrement, a break a continue, a returned error nil; fields, tags and
// interface methods are added, changed or swapped; embedded files get another
// content. Added are methods, methods that hide promoted ones, and init
// functions that write a variable. A name becomes that of another variable,
// function, method or field of the same type, unless that one does as well: a
// function of the same text, a variable that is initialized alike and that
// nobody writes. Test files, generated manifests and packages that use cgo are
// left alone.
//
// # How
//
// The checkout is only read. A [Repo] keeps the typed syntax of everything; a
// mutant costs the type check of one package (of its importers too where they
// can see the difference), and the identities of that package and its
// importers. Importers are left out where [identity.Unit.Summary] is as before
// and none of them covers the mutated declaration.
//
// # What it doesn't do
//
// What a function covers is asked of the engine: a declaration on which a
// function depends, and which the engine doesn't know of, is not found by Judge. It
// is by a [Runner], for programs: that runs each mutant that the identity of main
// doesn't tell from the program, and compares what they print and how they end. A
// mutation is made in one place, never in two.
package mutation
