package analyzer

import (
	"go/ast"
	gobuild "go/build"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/tools/go/analysis"

	"github.com/gocheckpoint/checkpoint/internal/embedfile"
	"github.com/gocheckpoint/checkpoint/internal/leaf"
	"github.com/gocheckpoint/checkpoint/internal/registration"
	"github.com/gocheckpoint/checkpoint/manifest"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// release is the Go release that the package is compiled with. The go command
// tells its tools; any other driver is taken to be of this tool's own release.
func release() string {
	v := os.Getenv("GOVERSION")
	if v == "" {
		return runtime.Version()
	}
	if x := os.Getenv("GOEXPERIMENT"); x != "" && !strings.Contains(v, "X:") {
		v += " X:" + x
	}
	return v
}

// moduleCache is the folder of the module cache. The go command tells its
// tools.
func moduleCache() string {
	if dir := os.Getenv("GOMODCACHE"); dir != "" {
		return dir
	}
	list := filepath.SplitList(gobuild.Default.GOPATH)
	if len(list) == 0 {
		return ""
	}
	return filepath.Join(list[0], "pkg", "mod")
}

// fileName is the name of a file as the user knows it, "" for what cgo adds.
func fileName(pass *analysis.Pass, f *ast.File) string {
	return identity.SourceName(pass.Fset, f)
}

// folder is that of the package's source.
func folder(pass *analysis.Pass, files []*ast.File) string {
	for _, f := range files {
		if name := fileName(pass, f); name != "" {
			return filepath.Dir(name)
		}
	}
	return ""
}

// closureOf is the closure of a package outside the scope, without its
// imports; nil for one in scope: of a main or workspace module, or of one that
// a folder replaces (rule I1 of package identity).
func closureOf(pass *analysis.Pass, m *analysis.Module) *leaf.Closure {
	if m.Version == "" {
		return nil
	}
	if leaf.IsOwn(m.Path) {
		return leaf.Own()
	}
	dir := filepath.ToSlash(folder(pass, pass.Files))
	if strings.Contains(dir, "/vendor/") {
		return leaf.Vendored(identity.PlainPath(pass.Pkg.Path()), m.Path, m.Version, dir)
	}
	cache := moduleCache()
	inside, ok := strings.CutPrefix(dir, filepath.ToSlash(cache)+"/")
	at := strings.LastIndexByte(inside, '@')
	if !ok || at < 0 {
		return nil
	}
	// The folder tells the module even if another one is required, and replaced
	// by it.
	version, _, _ := strings.Cut(inside[at+1:], "/")
	path, err := module.UnescapePath(inside[:at])
	if err != nil {
		return leaf.Unknown(err.Error())
	}
	if version, err = module.UnescapeVersion(version); err != nil {
		return leaf.Unknown(err.Error())
	}
	c := leaf.Module(path, version, leaf.CachedSum(cache, path, version))
	if path != m.Path { // the runtime knows it by the path that is required
		c.Modules = map[string]string{m.Path: c.Modules[path]}
	}
	return c
}

// unitOf computes the identities of a package in scope from some of its files;
// nil where this driver cannot see enough: without files, with cgo that has not
// run or doesn't say where the source is (-trimpath), or without the go command,
// which tells its settings.
func unitOf(pass *analysis.Pass, below *packageFact, files []*ast.File) (*identity.Unit, error) {
	files = slices.DeleteFunc(slices.Clone(files), func(f *ast.File) bool {
		return manifest.IsCodeName(filepath.Base(fileName(pass, f)))
	})
	dir := folder(pass, files)
	cgo := slices.ContainsFunc(files, identity.IsCgo)
	if len(files) == 0 || slices.ContainsFunc(files, importsC) || cgo && (!filepath.IsAbs(dir) || os.Getenv("CC") == "") {
		return nil, nil
	}
	path := identity.PlainPath(pass.Pkg.Path())
	src := &identity.Source{
		ID: path, Path: path, Fset: pass.Fset, Files: files, Types: pass.Pkg, Info: pass.TypesInfo,
		GoVersion: pass.Pkg.GoVersion(), Imports: map[string]string{}, Leaf: below.leaf,
		Embed: func(pattern string) ([]identity.File, error) {
			names, err := embedfile.Overlay(nil).Match(dir, pattern)
			if err != nil {
				return nil, err
			}
			return readFiles(dir, names)
		},
		Roots: registration.Roots(registration.Find(pass.Pkg.Path(), files, pass.TypesInfo), pass.TypesInfo),
	}
	if cgo || slices.ContainsFunc(files, hasBodiless) {
		var err error
		if src.Other, err = otherFiles(dir); err != nil {
			return nil, nil // what implements the functions cannot be read
		}
	}
	if cgo {
		src.Other = append(src.Other, identity.CgoSettings(goEnv)...)
	}
	graph := identity.NewGraph()
	for _, s := range below.Units {
		graph.AddSummary(s)
		src.Imports[s.Path] = s.ID
	}
	return graph.Add(src)
}

func importsC(f *ast.File) bool {
	return slices.ContainsFunc(f.Imports, func(s *ast.ImportSpec) bool { return s.Path.Value == `"C"` })
}

func hasBodiless(f *ast.File) bool {
	return slices.ContainsFunc(f.Decls, func(d ast.Decl) bool {
		fn, ok := d.(*ast.FuncDecl)
		return ok && fn.Body == nil
	})
}

// otherFiles reads the files of a package that are no Go, as the go command
// selects them.
func otherFiles(dir string) ([]identity.File, error) {
	p, err := gobuild.ImportDir(dir, 0)
	if err != nil {
		return nil, err
	}
	names := slices.Concat(p.SFiles, p.CFiles, p.CXXFiles, p.MFiles, p.HFiles, p.FFiles, p.SwigFiles, p.SwigCXXFiles, p.SysoFiles)
	slices.Sort(names)
	return readFiles(dir, names)
}

func readFiles(dir string, names []string) ([]identity.File, error) {
	out := make([]identity.File, len(names))
	for i, name := range names {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			return nil, err
		}
		out[i] = identity.NewFile(name, data)
	}
	return out, nil
}
