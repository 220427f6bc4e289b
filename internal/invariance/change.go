package invariance

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"go/ast"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// A change is what a transformation does to a program.
type change struct {
	r     *Repo
	edits map[*file][]edit
	moved map[*file]string  // new names of files
	added map[string]string // contents of new files
	// gofmt are the arguments of the gofmt command that is to be run on the
	// edited files; nil for none.
	gofmt []string
	sites int // places that were edited
	// renamed maps the IDs of nodes that have another one now.
	renamed map[string]string
	// left counts the places that were left alone, by reason.
	left map[string]int
	// expected maps the IDs of the nodes whose own form must be another now to
	// the rule that says so.
	expected map[string]string
}

func (r *Repo) newChange() *change {
	return &change{
		r: r, edits: make(map[*file][]edit), moved: make(map[*file]string), added: make(map[string]string),
		renamed: make(map[string]string), left: make(map[string]int), expected: make(map[string]string),
	}
}

// An edit replaces the bytes from off to end of a file.
type edit struct {
	off, end int
	text     string
}

// replace puts text in the place of the source between two positions.
func (c *change) replace(f *file, from, to token.Pos, text string) {
	c.at(f, f.offset(from), f.offset(to), text)
}

// insert puts text before a position, after what was inserted there before.
func (c *change) insert(f *file, at token.Pos, text string) { c.replace(f, at, at, text) }

func (c *change) at(f *file, off, end int, text string) {
	c.edits[f] = append(c.edits[f], edit{off, end, text})
}

// rename gives an identifier another name.
func (c *change) rename(f *file, id *ast.Ident, name string) {
	c.replace(f, id.Pos(), id.End(), name)
	c.sites++
}

// apply makes all edits of one file.
func apply(f *file, edits []edit) ([]byte, error) {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(x, y edit) int {
		if d := cmp.Compare(x.off, y.off); d != 0 {
			return d
		}
		return cmp.Compare(min(1, x.end-x.off), min(1, y.end-y.off)) // insertions first
	})
	var out bytes.Buffer
	at := 0
	for _, e := range edits {
		if e.off < at {
			return nil, fmt.Errorf("%s: two edits of one place: %q and before it %q", f.name, e.text, f.src[e.off:at])
		}
		out.Write(f.src[at:e.off])
		out.WriteString(e.text)
		at = e.end
	}
	out.Write(f.src[at:])
	return out.Bytes(), nil
}

// write makes a copy of the checkout with the change in it.
func (c *change) write(ctx context.Context, dir string) error {
	if err := copyTree(dir, c.r.dir); err != nil {
		return err
	}
	for f, name := range c.moved {
		if err := os.Remove(filepath.Join(dir, f.name)); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name), f.src, 0o666); err != nil {
			return err
		}
	}
	var edited []string
	for f, edits := range c.edits {
		data, err := apply(f, edits)
		if err != nil {
			return err
		}
		name := filepath.Join(dir, f.name)
		edited = append(edited, name)
		if err := os.WriteFile(name, data, 0o666); err != nil {
			return err
		}
	}
	for name, text := range c.added {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			return err
		}
	}
	if c.gofmt == nil {
		return nil
	}
	root, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return err
	}
	gofmt := filepath.Join(strings.TrimSpace(string(root)), "bin", "gofmt")
	if out, err := exec.CommandContext(ctx, gofmt, slices.Concat(c.gofmt, edited)...).CombinedOutput(); err != nil {
		return fmt.Errorf("gofmt: %w: %s", err, out)
	}
	return nil
}

// copyTree copies a checkout without its history.
func copyTree(to, from string) error {
	return filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		switch {
		case d.Name() == ".git":
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return os.MkdirAll(target, 0o777)
		case d.Type()&fs.ModeSymlink != 0:
			link, err := os.Readlink(name)
			if err != nil {
				return err
			}
			return os.Symlink(link, target)
		case !d.Type().IsRegular():
			return nil
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(target, data, 0o666)
	})
}
