package invariance

import (
	"bytes"
	"go/scanner"
	"go/token"
	"strings"
)

// A lexeme is a token of a file with its place.
type lexeme struct {
	tok      token.Token
	off, end int
	// auto is set for the semicolon that the end of a line stands for; off and
	// end are then equal.
	auto bool
}

// lexemes are the tokens of a source, comments among them.
func lexemes(src []byte) []lexeme {
	file := token.NewFileSet().AddFile("", -1, len(src))
	var s scanner.Scanner
	s.Init(file, src, nil, scanner.ScanComments)
	var out []lexeme
	for {
		pos, tok, lit := s.Scan()
		off := file.Offset(pos)
		l := lexeme{tok: tok, off: off, end: off + len(lit)}
		switch {
		case tok == token.EOF:
			return out
		case tok == token.SEMICOLON && lit != ";":
			l.end, l.auto = off, true
		case tok == token.COMMENT:
			l.end = commentEnd(src, off)
		case tok == token.STRING && src[off] == '`': // carriage returns are not in lit
			l.end = off + 1 + bytes.IndexByte(src[off+1:], '`') + 1
		case lit == "":
			l.end = off + len(tok.String())
		}
		out = append(out, l)
	}
}

func commentEnd(src []byte, off int) int {
	stop := "\n"
	if src[off+1] == '*' {
		stop = "*/"
	}
	i := bytes.Index(src[off+2:], []byte(stop))
	switch {
	case i < 0:
		return len(src)
	case stop == "\n":
		return off + 2 + i
	}
	return off + 2 + i + len(stop)
}

// isDirective reports whether a comment means something to a tool that
// decides what the program does.
func isDirective(comment string) bool {
	for _, prefix := range []string{"//go:", "//checkpoint:", "//export ", "//extern ", "//line ", "/*line ", "// +build ", "//+build "} {
		if strings.HasPrefix(comment, prefix) {
			return true
		}
	}
	return false
}
