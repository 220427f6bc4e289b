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
	"sync"

	"golang.org/x/tools/go/packages"

	"github.com/gocheckpoint/checkpoint/internal/embedfile"
	"github.com/gocheckpoint/checkpoint/manifest"
)

// A sourceReader parses what go/packages read. It hides the generated files,
// so that a stale or broken one never prevents their regeneration, and keeps
// the rest: those are the bytes that the identities are computed from.
type sourceReader struct {
	hidden map[string][]byte // what to parse in the place of generated files

	mu   sync.Mutex
	read map[string][]byte // by absolute name
}

func (r *sourceReader) parse(fset *token.FileSet, name string, src []byte) (*ast.File, error) {
	if data, ok := r.hidden[name]; ok {
		src = data
	} else {
		r.mu.Lock()
		r.read[name] = src
		r.mu.Unlock()
	}
	return parser.ParseFile(fset, name, src, parser.AllErrors|parser.ParseComments|parser.SkipObjectResolution)
}

// hide hides a package's generated files. Files of such a name that are not
// generated stay.
func (r *sourceReader) hide(p *packages.Package) {
	for _, file := range slices.Concat(p.GoFiles, p.IgnoredFiles) {
		if !manifest.IsCodeName(filepath.Base(file)) {
			continue
		}
		if data, err := os.ReadFile(file); err != nil || len(data) == 0 || isOurs(data) {
			r.hidden[file] = []byte("package " + packageName(p) + "\n")
		}
	}
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

// overlay hides the files from go list too, until done is called. It uses the
// go command's own overlay if it can: with one of go/packages, that loads the
// source of every dependency.
func (r *sourceReader) overlay(pc *packages.Config) (done func(), err error) {
	switch {
	case len(r.hidden) == 0:
		return func() {}, nil
	case len(pc.Overlay) > 0: // the user's own
		maps.Copy(pc.Overlay, r.hidden)
		return func() {}, nil
	}
	dir, err := os.MkdirTemp("", ".checkpoint-load-")
	if err != nil {
		return nil, err
	}
	replace := make(embedfile.Overlay)
	for i, name := range sortedKeys(r.hidden) {
		replace[name] = filepath.Join(dir, fmt.Sprintf("%d.go", i))
		err = errors.Join(err, os.WriteFile(replace[name], r.hidden[name], 0o666))
	}
	file := filepath.Join(dir, "overlay.json")
	if err := errors.Join(err, writeOverlay(file, replace)); err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
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
			if data, ok := prog.reader.read[name]; ok {
				out[name] = data
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
