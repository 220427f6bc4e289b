// Package vetunit runs analyzers over one package for the go command, as
// x/tools's unitchecker does, in less time.
//
// unitchecker writes the types of each package beside its facts, and reads them
// from there; and it does all of its work for each package of the standard
// library. The go command, up to that of Go 1.26, has compiled the packages
// anyway, so that their types can be read from what the compiler wrote, as go
// vet's own program does.
//
//	V1  Where a go command of another release asks, or one that doesn't compile
//	    what a package imports, and for any other output than that of -json, of which
//	    the go command makes its lines of text, unitchecker does the work. The go
//	    command keeps the facts of runs with other flags, and of other releases, apart.
//	V2  Of the standard library nothing is looked at: the analyzers must have no
//	    facts about it. Where its packages are to be vetted themselves, they are.
//	V3  Where only facts are asked for, only those analyzers run that have some,
//	    and those that they require.
//	V4  Facts encode themselves. They arrive where unitchecker's would: those of
//	    methods and types also in packages that don't import theirs, those of
//	    packages and of functions only in those that do. They are decoded when an
//	    analyzer asks for them, and handed on as they came.
package vetunit
