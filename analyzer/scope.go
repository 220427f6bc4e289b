package analyzer

import (
	"os"
	"path/filepath"
	"strings"
	"sync"

	"golang.org/x/mod/modfile"
	"golang.org/x/tools/go/analysis"

	"github.com/gocheckpoint/checkpoint/internal/leaf"
	"github.com/gocheckpoint/checkpoint/internal/registration"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// moduleOf is the module of a package, nil for the standard library. A driver
// that knows no modules, such as nogo, leaves it to the go.mod above the source:
// there, what is neither in a module cache nor vendored is in scope.
func moduleOf(pass *analysis.Pass) *analysis.Module {
	if pass.Module != nil && pass.Module.Path != "" {
		return pass.Module
	}
	if len(pass.Files) == 0 {
		return nil
	}
	dir, err := filepath.Abs(folder(pass, pass.Files))
	if err != nil {
		return nil
	}
	return discover(dir)
}

var discovered sync.Map // of folders to what discover found

// discover finds the module that a folder belongs to, nil for the standard
// library and where there is no go.mod above.
func discover(dir string) *analysis.Module {
	if m, ok := discovered.Load(dir); ok {
		return m.(*analysis.Module)
	}
	var m *analysis.Module
	data, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	switch up := filepath.Dir(dir); {
	case err == nil:
		if path := modfile.ModulePath(data); path != "std" && path != "cmd" && path != "" {
			m = &analysis.Module{Path: path}
			if strings.Contains(filepath.Base(dir), "@") || strings.Contains(filepath.ToSlash(dir), "@v") {
				m.Version = "v0.0.0" // the folder of the module cache tells it
			}
		}
	case up != dir:
		m = discover(up)
		if filepath.Base(dir) == "vendor" && m != nil {
			m = &analysis.Module{Path: m.Path, Version: "v0.0.0"}
		}
	}
	discovered.Store(dir, m)
	return m
}

// inScope reports whether a package's effects are found in its source. The
// runtime's own packages never are: what they do for a call is their business.
//
// Where nothing tells of modules, as in a sandbox without go.mod, all packages
// that the driver has analyzed are in scope, but those whose paths look like
// the standard library's.
func inScope(pass *analysis.Pass) bool {
	path := identity.PlainPath(pass.Pkg.Path())
	m := moduleOf(pass)
	switch {
	case ownRuntime(path):
		return false
	case m == nil:
		first, _, _ := strings.Cut(path, "/")
		return pass.Module == nil && strings.Contains(first, ".")
	}
	return m.Version == "" || !leaf.IsOwn(m.Path) && !outsideFolder(pass)
}

func ownRuntime(path string) bool {
	root := strings.TrimSuffix(registration.RuntimePath, "/runtime/checkpoint")
	rest, ok := strings.CutPrefix(path, root+"/")
	return ok && (strings.HasPrefix(rest, "runtime/") || strings.HasPrefix(rest, "manifest") || strings.HasPrefix(rest, "internal/funcname"))
}

// outsideFolder reports whether a package of a module that isn't the main one
// lies in a vendor folder or in the module cache, and not where a replacement
// points.
func outsideFolder(pass *analysis.Pass) bool {
	dir := filepath.ToSlash(folder(pass, pass.Files))
	return strings.Contains(dir, "/vendor/") || strings.HasPrefix(dir, filepath.ToSlash(moduleCache())+"/") && strings.Contains(dir, "@")
}
