package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/gocheckpoint/checkpoint/manifest/build"
)

func print(out io.Writer, functions []build.Listed, asJSON bool) error {
	w := bufio.NewWriterSize(out, 1<<16)
	write := printTable
	if asJSON {
		write = printJSON
	}
	if err := write(w, functions); err != nil {
		return err
	}
	return w.Flush()
}

func printTable(w io.Writer, functions []build.Listed) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, l := range functions {
		name := l.Func
		if l.Variant != "" {
			name += " [" + l.Variant + "]"
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s:%d\n", name, l.Identity[:15], l.Status, l.File, l.Line)
		for _, a := range l.Assumes {
			fmt.Fprintf(tw, "  assumes: %s %s (%s:%d)\n", a.In, a.Reason, a.File, a.Line)
		}
		for _, d := range append(l.Deps, l.Decls...) {
			fmt.Fprintf(tw, "  covers: %s\n", d)
		}
	}
	return tw.Flush()
}

// maxKept bounds the lists that printJSON keeps, in bytes.
const maxKept = 4 << 20

// printJSON writes one object a line, as encoding/json does. Where there are many
// assumptions, their lists are nearly all of it, and functions share them: each is
// encoded once.
func printJSON(w io.Writer, functions []build.Listed) error {
	p := &jsonPrinter{lists: make(map[*build.Assumed][]byte)}
	p.enc = json.NewEncoder(&p.line)
	p.enc.SetEscapeHTML(false)
	for _, l := range functions {
		p.line.Reset()
		if err := p.function(l); err != nil {
			return err
		}
		if _, err := p.line.WriteTo(w); err != nil {
			return err
		}
	}
	return nil
}

type jsonPrinter struct {
	line  bytes.Buffer
	enc   *json.Encoder             // into line
	lists map[*build.Assumed][]byte // by first element
	kept  int                       // bytes in lists
}

func (p *jsonPrinter) function(l build.Listed) error {
	assumes, deps, decls := l.Assumes, l.Deps, l.Decls
	l.Assumes, l.Deps, l.Decls = nil, nil, nil
	if err := p.value(l); err != nil {
		return err
	}
	p.line.Truncate(p.line.Len() - 1) // the brace
	if len(assumes) > 0 {
		p.line.WriteString(`,"assumes":`)
		if err := p.assumed(assumes); err != nil {
			return err
		}
	}
	if len(deps) > 0 {
		p.line.WriteString(`,"deps":`)
		if err := p.value(deps); err != nil {
			return err
		}
	}
	if len(decls) > 0 {
		p.line.WriteString(`,"decls":`)
		if err := p.value(decls); err != nil {
			return err
		}
	}
	p.line.WriteString("}\n")
	return nil
}

// value appends what json.Marshal gives, but leaves <, > and & as they are.
func (p *jsonPrinter) value(v any) error {
	if err := p.enc.Encode(v); err != nil {
		return err
	}
	p.line.Truncate(p.line.Len() - 1) // the newline
	return nil
}

func (p *jsonPrinter) assumed(list []build.Assumed) error {
	if known := p.lists[&list[0]]; known != nil {
		p.line.Write(known)
		return nil
	}
	start := p.line.Len()
	if err := p.value(list); err != nil {
		return err
	}
	text := bytes.Clone(p.line.Bytes()[start:])
	if p.kept += len(text); p.kept > maxKept {
		clear(p.lists)
		p.kept = len(text)
	}
	p.lists[&list[0]] = text
	return nil
}
