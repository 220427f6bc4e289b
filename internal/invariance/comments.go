package invariance

import (
	"go/token"
	"strings"
)

// stripComments removes all comments but directives.
func stripComments(c *change) {
	for f := range c.r.files {
		for _, l := range lexemes(f.src) {
			if l.tok != token.COMMENT {
				continue
			}
			text := string(f.src[l.off:l.end])
			if isDirective(text) {
				c.left["I2: a directive"]++
				continue
			}
			with := ""
			switch {
			case strings.HasPrefix(text, "//"):
			case strings.Contains(text, "\n"): // ends a statement as a line does
				with = "\n"
			default:
				with = " "
			}
			c.at(f, l.off, l.end, with)
			c.sites++
		}
	}
}

// addComments puts a comment before each token, at the end of each line that
// ends a statement, and at the top of each file.
func addComments(c *change) {
	for f := range c.r.files {
		c.at(f, 0, 0, "// A note.\n\n")
		all := lexemes(f.src)
		directive := false // the last one is a directive, which what it stands before must follow
		for i, l := range all {
			switch {
			case l.tok == token.COMMENT:
				directive = isDirective(string(f.src[l.off:l.end]))
				continue
			case l.auto:
				if i+1 == len(all) || all[i+1].tok != token.COMMENT { // which may go on on the next line
					c.at(f, l.off, l.off, " // if false { panic(0) }")
					c.sites++
				}
				continue
			case !directive:
				c.at(f, l.off, l.off, " /* note */ ") // not part of a / before it
				c.sites++
			}
			directive = false
		}
	}
}
