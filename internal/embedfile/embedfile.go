// Package embedfile finds the files that a go:embed pattern matches, as the go
// command does. The analyzers and the manifest tool share it, so that their
// identities agree.
//
// It follows the go command's code (resolveEmbed of cmd/go/internal/load): what
// a pattern matches is embedded as it is; of a folder, all files below it but
// those whose names begin with a dot or an underscore, unless the pattern begins
// with "all:". Nested modules, irregular files and the folders of version
// control are left out. What the go command refuses to embed is an error.
package embedfile

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/module"
)

// Match lists the files below dir that pattern matches, sorted, relative to dir
// and with slashes. It reads no folder that the pattern cannot match.
func (o Overlay) Match(dir, pattern string) ([]string, error) {
	glob, all := strings.CutPrefix(pattern, "all:")
	if _, err := path.Match(glob, ""); err != nil || glob == "." || !fs.ValidPath(glob) {
		return nil, fmt.Errorf("pattern %s: invalid pattern syntax", pattern)
	}
	m := matcher{overlay: o, dir: dir, all: all, found: make(map[string]bool)}
	if err := m.match("", strings.Split(glob, "/")); err != nil {
		return nil, fmt.Errorf("pattern %s: %w", pattern, err)
	}
	if len(m.found) == 0 {
		return nil, fmt.Errorf("pattern %s: no matching files found", pattern)
	}
	return slices.Sorted(maps.Keys(m.found)), nil
}

// A matcher collects what one pattern matches. Names are relative to dir, with
// slashes; "" is dir itself.
type matcher struct {
	overlay Overlay
	dir     string
	all     bool
	found   map[string]bool
}

func (m *matcher) abs(rel string) string { return filepath.Join(m.dir, filepath.FromSlash(rel)) }

// match follows the elements of a pattern down from the folder at.
func (m *matcher) match(at string, elems []string) error {
	entries, err := m.overlay.readDir(m.abs(at))
	if err != nil {
		return nil // as path/filepath.Glob has it, no folder holds nothing
	}
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		if ok, _ := path.Match(elems[0], name); !ok {
			continue
		}
		rel, mode := path.Join(at, name), entries[name]
		if len(elems) > 1 {
			if err := m.through(rel, name, mode, elems[1:]); err != nil {
				return err
			}
			continue
		}
		if err := m.embeddable(rel, name); err != nil {
			return err
		}
		switch {
		case mode.IsRegular():
			m.found[rel] = true
		case mode.IsDir():
			before := len(m.found)
			if err := m.walk(rel); err != nil {
				return err
			}
			if len(m.found) == before {
				return fmt.Errorf("cannot embed directory %s: contains no embeddable files", rel)
			}
		default:
			return fmt.Errorf("cannot embed irregular file %s", rel)
		}
	}
	return nil
}

// through follows the rest of a pattern below a name that matches its beginning.
// What lies behind a link, in another module or under an invalid name is
// refused if the pattern matches it.
func (m *matcher) through(rel, name string, mode fs.FileMode, rest []string) error {
	err := m.embeddable(rel, name)
	if err == nil && mode.IsDir() {
		return m.match(rel, rest)
	}
	if hits, _ := fs.Glob(os.DirFS(m.abs(rel)), strings.Join(rest, "/")); len(hits) == 0 {
		return nil
	}
	if err == nil {
		err = fmt.Errorf("cannot embed %s: in non-directory %s", path.Join(rel, path.Join(rest...)), rel)
	}
	return err
}

// embeddable says why a name that the pattern matches cannot be embedded.
func (m *matcher) embeddable(rel, name string) error {
	switch {
	case badName(name):
		return fmt.Errorf("cannot embed %s: invalid name %s", rel, name)
	case m.overlay.exists(m.abs(path.Join(rel, "go.mod"))):
		return fmt.Errorf("cannot embed %s: in different module", rel)
	}
	return nil
}

// walk adds the files below a folder that the pattern matches.
func (m *matcher) walk(at string) error {
	entries, err := m.overlay.readDir(m.abs(at))
	if err != nil {
		return err
	}
	for name, mode := range entries {
		rel := path.Join(at, name)
		hidden := name[0] == '.' || name[0] == '_'
		switch {
		case hidden && !m.all, badName(name) && (hidden || mode.IsDir()):
		case badName(name):
			return fmt.Errorf("cannot embed file %s: invalid name %s", rel, name)
		case mode.IsRegular():
			m.found[rel] = true
		case mode.IsDir() && !m.overlay.exists(m.abs(path.Join(rel, "go.mod"))):
			if err := m.walk(rel); err != nil {
				return err
			}
		}
	}
	return nil
}

// badName reports whether no module holds a file of that name.
func badName(name string) bool {
	switch name {
	case ".bzr", ".hg", ".git", ".svn":
		return true
	}
	return module.CheckFilePath(name) != nil
}
