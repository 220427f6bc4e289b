// Package directive parses the //checkpoint: comments, in one place, for the
// analyzers, the identity engine and the manifest tool.
//
// The grammar, one directive a comment, without a space after the slashes:
//
//	//checkpoint:capture [once] [by=fn]
//	//checkpoint:nohash
//	//checkpoint:ignore CATEGORY reason…
//	//checkpoint:pure reason…
//	//checkpoint:impure reason…
//
//	D1  capture and nohash annotate package-level variables. They stand in the
//	    doc comment of a var declaration with one spec, in the doc comment of a
//	    spec, or in the comment that ends a spec's line. A spec of several names
//	    (var a, b = 1, 2) is annotated as a whole.
//	D2  A variable has one annotation: capture and nohash contradict each other,
//	    and a second one of a kind is a mistake.
//	D3  once and by=fn stand in any order, each at most once.
//	D4  ignore names one of [Categories] and gives a reason in words. What it
//	    applies to (its own line or the one below) is the analyzers' affair.
//	D5  Whatever begins with //checkpoint: is a directive or a problem. What only
//	    resembles one (a space after the slashes, another case, a block comment)
//	    is a problem if the rest reads as a directive, so that a comment that
//	    was meant to have an effect never silently has none, and prose may still
//	    begin with the word checkpoint.
//	D6  A directive ends where a further // follows a space, as the go command's
//	    own do: //checkpoint:nohash // only for logging. A reason runs to the
//	    end of the line.
//	D7  pure and impure stand in the doc comment of a function or method, one of
//	    them and once, and give a reason in words. They say what the function is
//	    taken for, whatever its code does.
//
// It doesn't check that fn of by=fn exists or fits, nor that an ignore is used:
// the directive analyzer does.
package directive
