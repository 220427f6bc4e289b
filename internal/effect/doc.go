// Package effect finds out what functions do beside computing their results
// from their arguments: what they read of the world, what they write, and through
// which of their parameters.
//
// [Summarize] sums up one type-checked package, from its own syntax; the drivers
// carry summaries from package to package as facts, and [World] puts those at and
// below a package together. [World.Walk] then visits what one function reaches.
// There is no SSA, and nothing depends on the order of a map.
//
//	E1  A summary is local: it says what a function does itself, whom it mentions,
//	    what it converts and hands on. Only a walk puts things together, so that
//	    recursion needs no fixpoint and summaries don't depend on one another. Code
//	    behind a condition that is constantly false is not there, where unexported
//	    variables of numbers and booleans that nothing changes are constants, too.
//	E2  A function or literal that is mentioned counts as called if a function
//	    value of its type is called in what the walk reaches, or if it is handed to
//	    code outside the scope. A loop over a function is a call of it. Formatters
//	    and encoders call the methods String, MarshalJSON and their like of what they
//	    get, and of its parts, and templates those that their texts name, or any
//	    where a text isn't constant; of what is in an interface, those of types as in
//	    E5. Of what the registered function was given, such methods are taken to
//	    compute. Others outside the scope call those of the interface that they ask
//	    for.
//	E3  Storage is followed by reference ([Ref]): a root and the way from it
//	    through fields, elements and pointers, three steps far. What a variable
//	    holds is found by going through a function's statements in their order;
//	    where branches meet, it may hold what it holds after either, and loops are
//	    gone through until nothing is new. New values keep their parts apart:
//	    what an argument is stored in isn't the argument, and a field that was
//	    replaced is no longer that of which the rest is a copy. A function value is
//	    followed like any other, with what it captures; one that gets lost on the
//	    way may be each that is mentioned and has its type. A function's results
//	    lead where it returns them from, by whatever way calls go ([World] puts that
//	    together). It isn't followed what a called function stores in a value that it
//	    is given, what is stored under one name and read under another of the same
//	    new value, and what a range over a function of the scope yields.
//	E4  Outside the scope a table says what a function does. What it doesn't list,
//	    and E12 doesn't tell of, does nothing. Which argument a function writes to is
//	    told by name, and for methods that read into buffers, put numbers into them
//	    and decode, by what such are called. Four effects depend on how a value is
//	    used: the time that a timer sends counts where it isn't only waited for, a
//	    time in the local zone where it is shown, a pointer where fmt shows an
//	    address, and HTTP's default transport where it is more than cloned. None is
//	    followed into other functions.
//	E5  A call of an interface's method leads to the methods of those types that
//	    become interface values in what the walk reaches (rapid type analysis),
//	    compared by names and numbers of parameters. A method that an embedded
//	    interface promotes is a call of that interface's. Type arguments, of functions
//	    and of types, count as interface values. On what the registered function was
//	    given, it is unknown, unless the interface is closed, so that all its
//	    implementations are in sight, or plain; types that implement an interface from
//	    outside the scope are then no sign of what was given.
//	E6  A package variable that is read leads to its initializer, and to what
//	    init-only code assigns to it. Quiet ones lead nowhere.
//	E7  A function is init-only if it is init, or unexported, no method, and only
//	    called by initializers, init-only functions and sync.Once.
//	E8  A loop over a map, a loop over or with receives from a channel that several
//	    goroutines send to, a loop over a channel that one over a map sends to, here or
//	    in a function of the package that returns it, and a goroutine in a loop have no
//	    order. It matters where
//	    it reaches a slice by append or by a counting index, a text, a hash, a list, an
//	    encoder, a sum of floating-point numbers that aren't whole, an operation that
//	    doesn't commute, a variable that keeps the last, or a return; where entries
//	    are numbered, or made of the key and stored by the value alone, so that one
//	    overwrites another; and where a function or a literal is called that adds to
//	    a slice, a text or a writer of what the declaration has of its own. What an
//	    argument keeps for itself in fields is E4's business. It doesn't matter where the
//	    slice is sorted later, by the function or by its caller, where a comparison
//	    chooses (of a prefix, too: one is taken to fit; and of an extreme only what
//	    was compared, as others may be as great), or where values are summed, counted,
//	    or stored by key, of which a function is taken to differ as the keys do. Of
//	    what several goroutines send, a single receive takes what comes first; a
//	    select chooses where several channels bring data, or a timer's case returns
//	    a result.
//	E9  Nothing is said of errors: they are not remembered. Nor of loggers: functions
//	    without results whose name begins with the word log, debug or trace, or of
//	    packages and types that are named for logging, and functions that give nothing
//	    but loggers, which write to nothing that a parameter refers to; a logger's
//	    method may write to its receiver. Nor of what only decides whether a line is
//	    logged, or is taken from a context for a logger.
//	E10 What a registration names is called by it: generic code with the type
//	    arguments of the instance, and a function outside the scope with whatever
//	    callers give.
//	E11 What a call runs is unknown, and told of once, where a value that nobody in
//	    sight made may be called: what the registered function was given, whatever
//	    it was stored in meanwhile; an exported variable that nothing here gives a
//	    value; a value of any type that is taken for a function or an open interface
//	    of which nothing in reach makes one; a type parameter that stands for an open
//	    interface; reflection; and where a function has no body in Go. Where a walk
//	    meets no such source and nothing that makes a value of the type, what is
//	    called is nil, and nothing is told. Where it meets a maker, that one is taken
//	    for the only one, but for parameters.
//	E12 Of a package outside the scope and the standard library, each function has
//	    verdicts ([Verdict]): what it does by itself and through functions that it
//	    calls by name, there and in other such packages, and through literals that
//	    are called where they are made. Interfaces, variables and what their
//	    initializers do aren't followed, nor loggers; machine code and C, the
//	    runtime's state, values of contexts and orders inside don't count, an order
//	    only where it is what the function itself returns, the clock at most three
//	    functions away and standard output two, as libraries have timeouts and are
//	    debugged.
package effect
