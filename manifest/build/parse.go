package build

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"

	"golang.org/x/tools/go/packages"

	"github.com/gocheckpoint/checkpoint/internal/embedfile"
	"github.com/gocheckpoint/checkpoint/manifest"
)

// A sourceReader reads and parses source. It hides the generated files, so that
// a stale or broken one never prevents their regeneration, and keeps the rest:
// those are the bytes that the identities are computed from.
type sourceReader struct {
	overlay embedfile.Overlay // the user's own
	hidden  map[string][]byte // what to parse in the place of generated files

	mu    sync.Mutex
	files map[string]*sourceFile // by absolute name
}

// A sourceFile is read and parsed once, for all variants of its package.
type sourceFile struct {
	once sync.Once
	data []byte
	file *ast.File
	err  error
}

func (r *sourceReader) parse(fset *token.FileSet, name string) (*ast.File, error) {
	r.mu.Lock()
	f := r.files[name]
	if f == nil {
		f = new(sourceFile)
		r.files[name] = f
	}
	r.mu.Unlock()
	f.once.Do(func() {
		src, hidden := r.hidden[name]
		if !hidden {
			if src, f.err = r.overlay.ReadFile(name); f.err != nil {
				return
			}
			f.data = src
		}
		f.file, f.err = parser.ParseFile(fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
	})
	return f.file, f.err
}

// hide hides a package's generated files, with what they import, and reports
// whether it has any. Files of such a name that are not generated stay.
func (r *sourceReader) hide(p *packages.Package) bool {
	found := false
	imported := make(map[string]bool) // by the files that are hidden, and by none other
	for _, file := range slices.Concat(p.GoFiles, p.IgnoredFiles) {
		if !manifest.IsCodeName(filepath.Base(file)) {
			continue
		}
		if data, err := os.ReadFile(file); err == nil && len(data) > 0 && !isOurs(data) {
			continue
		}
		if r.hidden[file] == nil {
			r.hidden[file] = []byte("package " + packageName(p) + "\n")
		}
		found = true
		for _, path := range r.importsOf(file) {
			imported[path] = true
		}
	}
	if len(imported) == 0 {
		return found
	}
	for _, file := range p.GoFiles {
		if r.hidden[file] == nil {
			for _, path := range r.importsOf(file) {
				delete(imported, path)
			}
		}
	}
	for path := range imported {
		delete(p.Imports, path)
	}
	return found
}

// importsOf lists the imports of a Go file, those that can be read.
func (r *sourceReader) importsOf(name string) (paths []string) {
	data, err := r.overlay.ReadFile(name)
	if err != nil {
		return nil
	}
	f, _ := parser.ParseFile(token.NewFileSet(), name, data, parser.ImportsOnly)
	if f == nil {
		return nil
	}
	for _, spec := range f.Imports {
		if path, err := strconv.Unquote(spec.Path.Value); err == nil {
			paths = append(paths, path)
		}
	}
	return paths
}

// packageName is the name of a package, also where a generated file without a
// readable package clause keeps the go command from knowing it.
func packageName(p *packages.Package) string {
	for _, name := range p.GoFiles {
		if manifest.IsCodeName(filepath.Base(name)) {
			continue
		}
		if f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.PackageClauseOnly); err == nil {
			return f.Name.Name
		}
	}
	return p.Name
}

// hideFrom hides the files from the go command too, until done is called.
func (r *sourceReader) hideFrom(pc *packages.Config) (done func(), err error) {
	if len(r.hidden) == 0 {
		return func() {}, nil
	}
	dir, err := os.MkdirTemp("", ".checkpoint-load-")
	if err != nil {
		return nil, err
	}
	replace := make(embedfile.Overlay)
	maps.Copy(replace, r.overlay)
	for i, name := range sortedKeys(r.hidden) {
		replace[name] = filepath.Join(dir, fmt.Sprintf("%d.go", i))
		err = errors.Join(err, os.WriteFile(replace[name], r.hidden[name], 0o666))
	}
	file := filepath.Join(dir, "overlay.json")
	if err := errors.Join(err, writeOverlay(file, replace)); err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	// The last one counts, and one of the command line more than that of GOFLAGS.
	pc.BuildFlags = append(slices.Clone(pc.BuildFlags), "-overlay="+file)
	return func() { os.RemoveAll(dir) }, nil
}

// snapshot is the source in scope as the identities were computed from it, by
// absolute name: Go files, and what they embed. Files of cgo are left out: the
// go command compiles rewritten copies, and takes only some from an overlay.
func (prog *Program) snapshot() map[string][]byte {
	out := maps.Clone(prog.embedded)
	for _, p := range prog.Packages {
		for _, file := range p.Syntax {
			name := p.Fset.File(file.FileStart).Name()
			if filepath.Ext(name) != ".go" || importsC(file) {
				continue
			}
			if f := prog.reader.files[name]; f != nil && f.data != nil {
				out[name] = f.data
			}
		}
	}
	return out
}

func importsC(file *ast.File) bool {
	for _, imp := range file.Imports {
		if imp.Path.Value == `"C"` {
			return true
		}
	}
	return false
}
