// Package registration finds the calls of checkpoint.Func in typed syntax and
// says which function each registers. The analyzers and the manifest tool share
// it, so that what one flags the other doesn't list.
//
//	R1  A call counts whatever the import is called, dotted, parenthesized or
//	    with explicit type arguments; a value of type func that happens to be
//	    checkpoint.Func doesn't.
//	R2  A function is known when its name is: a declared function, or a method
//	    expression of a named type. Conversions and parentheses around it don't
//	    matter. Anything else has a Problem: its code is decided at run time, or
//	    its runtime name is shared or changes with unrelated edits.
//	R3  The id is what package runtime calls the function, as internal/funcname
//	    spells it. A method expression is named for the type and the pointer in
//	    the expression, not for the method's declaration: (*T).V of a value
//	    receiver is "p.(*T).V", and Outer.M of an embedded type's method is
//	    "p.Outer.M", because the compiler makes a wrapper of that name. Func is
//	    the declared method all the same.
//	R4  The id of an instance, of a generic function or of a generic type's
//	    method, has the type arguments in brackets: "p.Gen[int]",
//	    "p.(*Set[example.com/q.T]).Add". Identical types have one spelling, others
//	    another: import paths in full, aliases as what they stand for, names of
//	    parameters left out. The runtime's name carries no type arguments:
//	    generated code tells it which instance is which. One with a type that is
//	    declared inside a function has no id; one with a type parameter of the
//	    function around it is a Problem.
//	R5  The options are reported as written. One that isn't a direct call of a
//	    function of the runtime package has no name: what it sets is unknown. The
//	    observers of the packages beside it are named Observe.
//	    Of HashBy, KeyBy and HashContext, the function given is named too.
//	R6  New and Over register nothing: a bundle is an option of those that it is
//	    given to, and a layer has the function, and the keys, of the handle that
//	    it is over. Their options are listed apart ([Lists]).
//	R7  An [Expander] finds the options that come by way of variables, helpers and
//	    bundles: of a variable that is assigned where it is declared and nowhere
//	    else in its package, of a function that returns one expression and does
//	    nothing else, and of such in other packages by what is told of them. What
//	    a later list replaces is left out. A manifest sees none of this: identities
//	    are made of the options as they are written.
//
// It doesn't judge options, nor look for checkpoint.Of; functions registered
// through a helper, or through a variable that holds checkpoint.Func, stay
// unfound, and the runtime treats those as functions without a manifest; the
// registration check flags the helper's call and the variable.
package registration
