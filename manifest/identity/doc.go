// Package identity computes the identities of functions: hashes that change
// exactly if an edit could change what the function does.
//
// It is the engine behind every driver: one type-checked package goes in
// ([Source]), together with the identities of what it imports, and the
// package's identities come out ([Unit]). It reads no files, runs no commands,
// and knows nothing of manifests.
//
// A package becomes a graph. Each declaration is a [Node] with a normal form
// and with references to other nodes; references lead into the same package or
// into packages that were added before. An identity is the Merkle hash over a
// node and all that it refers to.
//
// # Rules
//
// The code and the tests cite these numbers.
//
//   - I1 Scope. The driver says which packages are source. Any other is a leaf: a
//     reference to it counts by name and by [Leaf.Version], which stands for the
//     leaf and for all that it imports.
//   - I2 Normal form. The syntax without comments, positions, formatting,
//     parentheses and import names. Locals, parameters, results, labels and type
//     parameters are numbered in binding order. A constant expression is its
//     value and type; a blank last variable of a range clause, and len(s) at the
//     end of s[x:len(s)], count as left out; a type is what it denotes, so that
//     aliases, any and interface{}, and elided types of composite literals don't
//     matter; x := v and var x = v are one. Of comments, go:embed, go:linkname and cgo's
//     count. The options of checkpoint.Func, New and Over that influence neither
//     keys nor stored bytes don't, unless they run code that writes variables.
//     Conversions always count.
//   - I3 References stand for what they denote. A function is its identity, not
//     its name or file; a constant its value; a type its import path, package
//     name, own name, structure, field names and tags. Unexported names carry
//     their package. The language version of a file counts where it decides what
//     loops do; without any, it is that of its module, go1.16 if go.mod doesn't
//     tell. A local type carries its package; functions with types of their own
//     that look alike carry their names, as their types are different. Where
//     the string of a type can be seen that has a local type among its type
//     arguments, as main.Box[main.t·3], the local type carries its number, which
//     the compiler counts over the package.
//   - I4 Variables. A package variable is covered by its type, its initializer and
//     the init-only code that writes it: initializers, init functions, and
//     unexported functions that nothing else calls. It is fixed if it is
//     unexported (checkpointed functions, bundles of options and variables of a
//     package main are taken to be left alone), nothing but init-only code assigns
//     it, and what it holds, and its own place, reach nobody who writes or keeps
//     them. That is followed through local variables, composite literals, other
//     variables of the package, results of functions that only the package
//     calls, and into functions: those in scope by a fact about each parameter
//     ([SummaryNode.Keeps]: whether what is stored in it may be written,
//     returned, stored or handed to code that isn't known), others by a table.
//     Results of one call share what they hold, and so do all callers of what
//     sync.OnceValue made. Methods Write as io.Writer has them are taken to leave
//     the bytes alone where they aren't seen. What holds nothing that could be
//     changed (nil, an empty slice, an interface value with a constant in it) may
//     go anywhere.
//     Errors may go anywhere too: code outside the scope, or called through
//     interfaces and function values, is taken to leave alone what they hold, and
//     what sentinels of a type of their own, named err or Err, hold. Code in scope
//     is looked at: all errors of a type that it takes from an error (by an
//     assertion, errors.As), a field, an element, a channel or an unseen caller
//     are one pool, and so are the receivers of their methods, as Error and Unwrap,
//     that are called through interfaces. A variable that may hold an error of a
//     type whose pool is written is not fixed.
//     A variable that only the code of one sync.Once writes, and that is read only
//     after that code has run, is fixed too: who reads it covers that code. A
//     function that is made at run time (by a call, a literal that captures, a
//     method bound to a value) may have state, and so a variable that holds one is
//     not fixed, also where a value of a type outside the scope holds it, as a
//     template does; nor is one that assembly may write.
//     Patterns, replacers, locations and encodings may go anywhere, unless code in
//     scope calls Longest on one that is neither a variable of the package nor
//     made there, or assigns through a pointer to one: then no variable that holds
//     values of that type is fixed.
//     The state of locks is no data. A sync.Pool is fixed if what is put there is of
//     a type outside the scope, and reset: in the statement before each Put, or in
//     the one after each Get.
//     Any other variable makes the identity assumed, unless its value is captured
//     (//checkpoint:capture: then the initializer doesn't count) or declared
//     without influence (//checkpoint:nohash). So does an initializer, or an
//     init-only writer, that depends on the outside world: that calls functions of
//     those packages of the standard library that give it files, the environment,
//     the clock, chance, the network or the process, but for exemptions, or of a
//     package outside the scope that imports one of them (outside.go). What the
//     initializer of a captured or nohash variable does to other variables counts
//     as theirs. Of a captured struct, or a pointer to one, the fields that are
//     read are captured alone, as cfg.Rate, unless the type says how it is hashed.
//     A driver that knows the whole program settles with [Graph.Close] what one
//     package alone cannot tell: what other packages do with exported variables,
//     and with what functions return. Identities stay the same by that; fewer are
//     assumed. What is assumed is part of the runtime's key, therefore: an edit in
//     another package that turns a complete identity into an assumed one loses the
//     results, though the hash is as it was. To that program belong the Go files that are in none of its packages,
//     but that go run may name ([Graph.AddLoose]): of those the syntax alone is
//     known, so that any mention of a variable there counts as the worst that it
//     can be. Names don't count, unless two variables that are initialized alike
//     can be told apart: captured ones, those that the linker can set, those
//     that hold pointers, channels, interface values or locks, or functions
//     that keep such results of theirs (sync.OnceValue), those that a sync.Once
//     sets, those whose address is taken, and those that are not fixed. An
//     initializer or init-only code that reads a captured variable is assumed:
//     the key has the value of the call. So is code that a sync.Once runs,
//     where it depends on one: no key has whether it has run.
//   - I5 Initialization order. Each initializer and init function is an event. One
//     that reads variables which are initialized later (through an interface, as
//     the language sees to the rest), or written by later events, covers which of
//     the variables that it reads those are, and who writes them later; that init
//     functions run after all initializers is known. A variable that several
//     events write covers their order. What a sync.Once or sync.OnceValue computes
//     when first needed covers the events that may need it before all that it
//     reads is initialized and written.
//   - I6 Dynamic dispatch is covered where a concrete type becomes an interface
//     value: assignments, arguments, results, composite literals, sends, map
//     indexes, range, comparisons, switches, panics, conversions, and the type
//     arguments of instances. There the declared methods of the type and of all
//     its component types are covered (a function's are its parameters and
//     results), and those of the result types of exported methods; unexported
//     methods only if an interface type of their package has a method of that
//     name. What implements an interface elsewhere doesn't matter.
//   - I7 Recursion. The nodes of a strongly connected component are told apart by
//     their forms and their neighbours, refined to the fixpoint; neither names nor
//     order count. Functions that look alike, however far one follows them, count
//     as one. A variable, and an init function, is itself: two that look alike
//     are told apart by who refers to them and where, unless the whole component
//     is as it was with the two exchanged. So the variable that an init function
//     sets to 1 is not the one that it sets to 2.
//   - I8 Registrations ([Root]) cover the function, the options that decide keys
//     with the functions that they are given, also in variables and bundles,
//     and the hash, marshal and unmarshal methods of parameter and result types, at any
//     depth, those that a field's tag names (by=Method) and their results' among them;
//     captured variables, those of theirs. One without any of those has the
//     function's identity. An instance of a generic function, or a method of a
//     generic type's, covers the structure of its type arguments and what an
//     interface value that holds one could reach (I6); a Version counts beside its
//     code. Elsewhere, a constant Version stands for the function's code, for
//     all who refer to the function if its own package registers it; what the code
//     captures stays captured. CaptureAll captures each variable in scope that is
//     not fixed, as narrow as an annotated one, and each whose initial value
//     depends on such a variable. Which those are, the package that declares them
//     decides alone, so that all drivers agree: exported ones are among them. What
//     cannot be hashed stays assumed; a lock in a struct counts for nothing.
//   - I9 A function without a body covers the package's other files. If assembly
//     defines it (TEXT ·name), it also covers the declarations that the assembly
//     mentions; else, and where the text includes other files or mentions other
//     packages, it is assumed. Variables that assembly may write are not fixed.
//     Where a function of a package that uses cgo mentions C.x, types count by
//     their structure and constants by their value. Functions, variables and other macros
//     count by name and type, with the preambles of the package, its files that are
//     no Go, the settings of cgo, and the functions that the package exports to C;
//     who mentions one is assumed, the rest of the package is as any other. C code
//     may call what is exported to it at any time. Assumed, too, are
//     variables and functions that go:linkname names. Where the directive stands in
//     another package, [Graph.Settle] tells: a variable that it links to is not
//     fixed, nor are those that a function writes or hands out that it links to.
//   - I10 String variables that the linker's -X flag can set are listed
//     ([Closure.LinkVars]): those without an initializer, with a constant one, and
//     with a call that the compiler may make constant by inlining functions which
//     only return something. The //go:debug lines of a package count in the
//     functions where its program begins: main, and the functions of tests. For all
//     other functions, and for the settings of go.mod and the version that they are
//     taken from, the runtime adds what its binary starts with to each
//     identity. The rest of what a build decides is the manifest's target.
//   - I11 Assumed. What cannot be seen is an [Assumption] with a reason and a
//     position: variables that are not fixed, functions over process-wide
//     registries, values from a context, calls by reflection, callers' names and
//     positions, profiles, loggers that write positions of the source, addresses by
//     reflection, by %p, or of functions by unsafe or printed. What the
//     standard library keeps for the process (leafstate.go: the environment, the working
//     directory, the local zone, seeds, the default logger and others), and variables
//     outside the scope that are otherwise taken to be left alone: who depends on
//     one is assumed if a package of the graph changes it. Test files concern test
//     variants. [Graph.Settle] tells; a driver that sees one package at a time
//     doesn't.
//   - I12 Determinism. Equal sources give equal identities on every host, in every
//     checkout, in whatever order packages and files are given.
//
// # What it doesn't do
//
// Values that arrive in arguments are the business of call keys: what the
// methods of a type that comes inside an interface argument do is not part of
// the function's identity, but of the type's ([Unit.Methods]).
//
// The -X flag on variables of leaf packages is not seen; reads of such variables
// are assumed where the code in scope does them. Where code in scope changes a
// variable of a leaf package (io.EOF, a table of hash/crc32), or a state that it keeps,
// functions of leaf packages that depend on it are known as far as leafstate.go
// lists them: of the standard library, those whose results show it at once;
// not what other functions do that call those in turn, nor any function of other
// modules, as logrus.SetLevel or viper.Set. An environment variable is no state of
// its own: who reads one is assumed where another is set. Nor is it known
// what loose files, or code outside the scope, do to such states. The
// process may always have been started with others: what a call reads of the
// environment is no part of its identity, and package analyzer reports it.
//
// A go:linkname directive in a package outside the scope that names something
// of one in scope is not seen, nor is one in a package that a driver does not
// know of that sees one package at a time; nor what methods do to parameters
// that reflection makes for them (net/rpc is assumed). Of the functions outside
// the scope that call what the program registered with them, the standard
// library's are in a table; those of other modules, as cobra.OnInitialize, are
// not known.
//
// Not seen either: what unsafe code does to the bytes of a string that it got
// from unsafe.StringData of anything but the variable itself, which the
// language forbids; code outside the scope that is handed a pointer to a
// pattern, a location or an error, and writes there, as json.Unmarshal does; a
// sync.Once whose code panics while another function recovers; that the code
// behind a Version reads the environment for an initializer; an import path
// that ends in the name of a captured variable of the package above it, as
// m/lib.Cfg, beside that variable's parts.
//
// Rewritings that cannot change behaviour, but do change an identity: x++ for
// x += 1, swapped operands, keyed fields in another order, an else after a
// return, for range n for a counting loop, a renamed field or local type, the
// renaming of a variable that I4 knows by name, and others: docs/invariance.md
// lists them, with the rule for each.
package identity
