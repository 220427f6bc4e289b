package embedfile

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
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

func (o Overlay) exists(name string) bool {
	if repl, ok := o[name]; ok {
		return repl != ""
	}
	_, err := os.Stat(name)
	return err == nil || len(o.below(name)) > 0
}

// readDir lists a folder, with what the overlay adds and without what it
// removes.
func (o Overlay) readDir(name string) (map[string]fs.FileMode, error) {
	out := make(map[string]fs.FileMode)
	entries, err := os.ReadDir(name)
	for _, e := range entries {
		if repl, ok := o[filepath.Join(name, e.Name())]; !ok || repl != "" {
			out[e.Name()] = e.Type()
		}
	}
	added := o.below(name)
	maps.Copy(out, added)
	if len(added) > 0 {
		err = nil
	}
	return out, err
}

// below lists what the overlay adds directly below a folder: files, which are
// regular whatever they replace, and the folders above files.
func (o Overlay) below(dir string) map[string]fs.FileMode {
	out := make(map[string]fs.FileMode)
	for name, repl := range o {
		rest, ok := strings.CutPrefix(name, strings.TrimSuffix(dir, string(filepath.Separator))+string(filepath.Separator))
		if !ok || repl == "" {
			continue
		}
		if first, _, deeper := strings.Cut(rest, string(filepath.Separator)); deeper {
			out[first] = fs.ModeDir
		} else {
			out[first] = 0
		}
	}
	return out
}
