package inputs

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/zeebo/blake3"
	"golang.org/x/sync/errgroup"
)

// A Tree is the source below some folders as it was at one time.
type Tree struct {
	files map[string]file // by absolute name
	dirs  map[string]bool // whether it was looked into
}

type file struct {
	data  []byte
	sum   [32]byte
	mtime time.Time
}

// extensions are those of the files that the go command takes for source
// (go/build).
var extensions = map[string]bool{
	".go": true, ".c": true, ".cc": true, ".cpp": true, ".cxx": true, ".m": true, ".h": true, ".hh": true, ".hpp": true,
	".hxx": true, ".f": true, ".F": true, ".for": true, ".f90": true, ".s": true, ".S": true, ".sx": true,
	".swig": true, ".swigcxx": true, ".syso": true,
}

// names are files that count whatever their extension.
var names = map[string]bool{"go.mod": true, "go.sum": true, "go.work": true, "go.work.sum": true}

// Read reads the source below the roots, and the files, that need not exist.
// Files for which skip reports true do not count.
func Read(roots, files []string, skip func(name string, data []byte) bool) (*Tree, error) {
	t := &Tree{files: make(map[string]file), dirs: make(map[string]bool)}
	var read []string
	for _, root := range roots {
		err := walk(root, func(name string, d fs.DirEntry, hidden bool) error {
			base := filepath.Base(name)
			switch {
			case hidden:
				if !d.IsDir() {
					read = append(read, name)
				} else if !t.dirs[name] {
					t.dirs[name] = false
				}
			case d.IsDir():
				if _, known := t.dirs[name]; known && name != root {
					return filepath.SkipDir // a root inside another
				}
				t.dirs[name] = true
			case extensions[filepath.Ext(base)] || names[base]:
				read = append(read, name)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for _, name := range files {
		if _, err := os.Stat(name); err == nil {
			read = append(read, name)
		}
	}
	slices.Sort(read)
	read = slices.Compact(read)
	content := make([]file, len(read))
	var g errgroup.Group
	g.SetLimit(2 * runtime.GOMAXPROCS(0))
	for i, name := range read {
		g.Go(func() error {
			info, err := os.Stat(name)
			if err != nil || info.IsDir() {
				return err // a link to a folder holds no source
			}
			data, err := os.ReadFile(name)
			if err == nil && !(skip != nil && skip(name, data)) {
				content[i] = file{data: data, sum: blake3.Sum256(data), mtime: info.ModTime()}
			}
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, fmt.Errorf("read source: %w", err)
	}
	for i, f := range content {
		if f.data != nil {
			t.files[read[i]] = f
		}
	}
	return t, nil
}

// walk calls visit for the folders below root, and root itself, and for the
// files in them whose names begin with neither a dot nor an underscore. Hidden are
// folders that patterns such as ./... pass over, and all below them (R2); of what
// is there, it calls visit for Go files alone, and for the topmost folder.
func walk(root string, visit func(name string, d fs.DirEntry, hidden bool) error) error {
	var top string // the hidden folder that is looked into
	// With a slash, a root may be a link.
	return filepath.WalkDir(root+string(filepath.Separator), func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name = filepath.Clean(name)
		base := filepath.Base(name)
		dotted := name != root && (base[0] == '.' || base[0] == '_')
		hidden := top != "" && strings.HasPrefix(name, top)
		switch {
		case !d.IsDir():
			if dotted || hidden && filepath.Ext(base) != ".go" {
				return nil
			}
			return visit(name, d, hidden)
		case name != root && (base == "vendor" || base == ".git"):
			if base == "vendor" && !hidden {
				err = visit(name, d, true)
			}
			return cmp.Or(err, filepath.SkipDir)
		case hidden:
			return nil
		case name != root && (dotted || base == "testdata" || isModule(name)):
			top = name + string(filepath.Separator)
			return visit(name, d, true)
		}
		return visit(name, d, false)
	})
}

// GoFiles lists the Go files below the roots, those in hidden folders among them
// (R2), in the order of their names.
func GoFiles(roots []string) ([]string, error) {
	var out []string
	for _, root := range roots {
		if err := walk(root, func(name string, d fs.DirEntry, _ bool) error {
			if !d.IsDir() && filepath.Ext(name) == ".go" {
				out = append(out, name)
			}
			return nil
		}); err != nil {
			return nil, fmt.Errorf("read source: %w", err)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

func isModule(dir string) bool {
	info, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil && !info.IsDir()
}

// Digest stands for all names and contents.
func (t *Tree) Digest() [32]byte {
	var buf []byte
	add := func(s string) {
		buf = binary.AppendUvarint(buf, uint64(len(s)))
		buf = append(buf, s...)
	}
	for _, name := range slices.Sorted(maps.Keys(t.dirs)) {
		add(name)
		if t.dirs[name] {
			add("read")
		} else {
			add("")
		}
	}
	add("files")
	for _, name := range slices.Sorted(maps.Keys(t.files)) {
		sum := t.files[name].sum
		add(name)
		add(string(sum[:]))
	}
	return blake3.Sum256(buf)
}

// Same reports whether nothing changed between two readings, not even for a
// while: then what was read between them is what they hold.
func (t *Tree) Same(u *Tree) bool {
	return maps.Equal(t.dirs, u.dirs) && maps.EqualFunc(t.files, u.files, func(a, b file) bool {
		return a.sum == b.sum && a.mtime.Equal(b.mtime)
	})
}

// HasDir reports whether the tree holds the source of a folder.
func (t *Tree) HasDir(dir string) bool { return t.dirs[dir] }

// Data is the content of a file, false if the tree does not hold it. Nobody may
// change it.
func (t *Tree) Data(name string) ([]byte, bool) {
	f, ok := t.files[name]
	return f.data, ok
}

// HasGo reports whether the tree holds a Go file right in a folder.
func (t *Tree) HasGo(dir string) bool {
	for name := range t.files {
		if filepath.Ext(name) == ".go" && filepath.Dir(name) == dir {
			return true
		}
	}
	return false
}
