// Package inputs reads what the go command reads of a module's source, so that a
// later run can tell by content that nothing changed: neither times nor sizes
// decide.
//
//	R1  A Tree holds every file below its roots that the go command may read: Go
//	    files, whatever their build constraints say, and those of cgo and of the
//	    assembler, with go.mod, go.sum, go.work and go.work.sum.
//	R2  It holds the name of every folder too, as a new one may be a package. Of
//	    the folders that patterns such as ./... pass over (those that begin with
//	    a dot or an underscore, testdata, and modules of their own) it holds the
//	    Go files alone, as go run may name those; of vendor and .git, nothing.
//	    Whoever reads a package there must ask HasDir.
//	R3  Other files, and those whose names begin with a dot or an underscore, do
//	    not count: what a package embeds must be looked at by its patterns.
//	R4  Symbolic links are read where they lead to files, and are not followed to
//	    folders.
//	R5  Two trees have equal digests only if they hold the same names with the
//	    same contents. They are the Same only if, besides, no file was touched
//	    between.
package inputs
