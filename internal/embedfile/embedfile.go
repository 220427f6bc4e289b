// Package embedfile finds the files that a go:embed pattern matches, as the go
// command does. The analyzers and the manifest tool share it, so that their
// identities agree.
//
// It follows the rules of package embed: a pattern that names a folder matches
// all files below it but those whose names begin with a dot or an underscore,
// unless the pattern begins with "all:"; nested modules and irregular files
// are left out. It doesn't repeat the go command's checks of what may be
// embedded: the go command makes them.
package embedfile

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// An Overlay replaces files, as the go command's -overlay does: it maps
// absolute paths to those of the files to read instead, "" for a file that is
// not there.
type Overlay map[string]string

// ReadFile reads a file through the overlay.
func (o Overlay) ReadFile(name string) ([]byte, error) {
	if repl, ok := o[name]; ok {
		if repl == "" {
			return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
		}
		name = repl
	}
	return os.ReadFile(name)
}

// Match lists the files below dir that pattern matches, sorted, relative to dir
// and with slashes.
func (o Overlay) Match(dir, pattern string) ([]string, error) {
	pattern, all := strings.CutPrefix(pattern, "all:")
	if _, err := path.Match(pattern, ""); err != nil {
		return nil, fmt.Errorf("pattern %s: %w", pattern, err)
	}
	files, err := o.files(dir)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, file := range files {
		if matches(pattern, file, all) {
			out = append(out, file)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("pattern %s: no matching files found", pattern)
	}
	return out, nil
}

// matches reports whether the pattern matches the file, or a folder above it
// below which nothing hides the file.
func matches(pattern, file string, all bool) bool {
	for prefix, rest := file, ""; ; {
		if ok, _ := path.Match(pattern, prefix); ok {
			return all || rest == "" || !hidden(rest)
		}
		dir, last := path.Split(prefix)
		if dir == "" {
			return pattern == "." && (all || !hidden(file))
		}
		prefix = strings.TrimSuffix(dir, "/")
		rest = path.Join(last, rest)
	}
}

func hidden(file string) bool {
	return slices.ContainsFunc(strings.Split(file, "/"), func(elem string) bool {
		return strings.HasPrefix(elem, ".") || strings.HasPrefix(elem, "_")
	})
}

// files lists the regular files below dir, with those of the overlay.
func (o Overlay) files(dir string) ([]string, error) {
	set := make(map[string]bool)
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name == dir {
				return nil
			}
			if _, err := os.Stat(filepath.Join(name, "go.mod")); err == nil {
				return filepath.SkipDir
			}
			switch d.Name() {
			case ".git", ".hg", ".svn", ".bzr":
				return filepath.SkipDir
			}
			return nil
		}
		if repl, ok := o[name]; d.Type().IsRegular() && (!ok || repl != "") {
			rel, err := filepath.Rel(dir, name)
			if err != nil {
				return err
			}
			set[filepath.ToSlash(rel)] = true
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for name, repl := range o {
		if rel, err := filepath.Rel(dir, name); err == nil && repl != "" && !strings.HasPrefix(rel, "..") {
			set[filepath.ToSlash(rel)] = true
		}
	}
	out := make([]string, 0, len(set))
	for file := range set {
		out = append(out, file)
	}
	slices.Sort(out)
	return out, nil
}
