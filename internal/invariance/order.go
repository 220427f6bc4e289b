package invariance

import (
	"bytes"
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// A chunk is a declaration with the comments before it and at the end of its
// last line. The chunks of a file cover it from the first declaration that is
// no import to its end.
type chunk struct {
	decl     ast.Decl
	off, end int
}

// chunks cuts a file up; nil where two declarations share a line.
func (f *file) chunks() []chunk {
	var out []chunk
	at := f.lineEnd(f.offset(f.ast.Name.End()))
	for _, d := range f.ast.Decls {
		if f.offset(d.Pos()) < at {
			return nil
		}
		end := f.lineEnd(f.offset(d.End()))
		if g, ok := d.(*ast.GenDecl); !ok || g.Tok != token.IMPORT {
			out = append(out, chunk{d, at, end})
		}
		at = end
	}
	return out
}

// lineEnd is the start of the line after off; a comment that begins on the
// line belongs to it.
func (f *file) lineEnd(off int) int {
	for {
		next := bytes.IndexByte(f.src[off:], '\n')
		if next < 0 {
			return len(f.src)
		}
		end := off + next + 1
		for _, g := range f.ast.Comments {
			if from, to := f.offset(g.Pos()), f.offset(g.End()); from >= off && from < end && to > end {
				off = to
				end = -1
				break
			}
		}
		if end >= 0 {
			return end
		}
	}
}

// movable reports whether a declaration may stand elsewhere in its package:
// variables and init functions stay, as they run in order (I5), and so do
// blank functions, which are numbered.
func (ch chunk) movable() bool {
	switch d := ch.decl.(type) {
	case *ast.FuncDecl:
		return d.Name.Name != "_" && (d.Recv != nil || d.Name.Name != "init")
	case *ast.GenDecl:
		return d.Tok == token.TYPE || d.Tok == token.CONST
	}
	return false
}

// reorder turns the order of the functions, methods, types and groups of
// constants of each file around.
func reorder(c *change) {
	for f := range c.r.files {
		var all []chunk
		for _, ch := range f.chunks() {
			if ch.movable() {
				all = append(all, ch)
			} else {
				c.left["I5: a variable or init function"]++
			}
		}
		if len(all) < 2 {
			continue
		}
		for i, ch := range all {
			other := all[len(all)-1-i]
			text := string(f.src[other.off:other.end])
			if !strings.HasSuffix(text, "\n") {
				text += "\n"
			}
			c.at(f, ch.off, ch.end, text)
			c.sites++
		}
	}
}

// reorderVariables turns the order of a package's variables around in each
// file, where no initializer runs code that could see the order.
func reorderVariables(c *change) {
	for _, p := range c.r.packages {
		if !p.quietInit() {
			for _, f := range p.files {
				for _, ch := range f.chunks() {
					if d, ok := ch.decl.(*ast.GenDecl); ok && d.Tok == token.VAR {
						c.left["I5: initializers of the package run code"]++
					}
				}
			}
			continue
		}
		for _, f := range p.files {
			var all []chunk
			for _, ch := range f.chunks() {
				if d, ok := ch.decl.(*ast.GenDecl); ok && d.Tok == token.VAR && !declaresBlank(d) {
					all = append(all, ch)
				}
			}
			if len(all) < 2 {
				continue
			}
			for i, ch := range all {
				other := all[len(all)-1-i]
				c.at(f, ch.off, ch.end, string(f.src[other.off:other.end])+"\n")
				c.sites++
			}
		}
	}
}

func declaresBlank(d *ast.GenDecl) bool {
	return slices.ContainsFunc(d.Specs, func(s ast.Spec) bool {
		v, ok := s.(*ast.ValueSpec)
		return ok && slices.ContainsFunc(v.Names, func(id *ast.Ident) bool { return id.Name == "_" })
	})
}
