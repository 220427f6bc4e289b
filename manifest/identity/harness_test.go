package identity_test

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/gocheckpoint/checkpoint/internal/registration"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// exports maps import paths of the standard library to their export data.
var exports = sync.OnceValues(func() (map[string]string, error) {
	out, err := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}",
		"fmt", "sort", "errors", "os", "strings", "sync", "context", "encoding/json", "regexp", "embed", "reflect", "text/template", "log/slog", "log", "slices", "maps", "iter", "time", "io/fs", "sync/atomic", "bytes",
		"archive/zip", "encoding/base64", "go/parser", "html/template", "io", "io/ioutil", "math/rand", "math/rand/v2", "mime", "net", "net/http", "os/exec", "path/filepath",
		"runtime", "runtime/debug", "runtime/pprof", "syscall", "testing", "text/tabwriter",
		"github.com/gocheckpoint/checkpoint/runtime/checkpoint", "github.com/gocheckpoint/checkpoint/runtime/expvarcheckpoint").Output()
	if err != nil {
		return nil, err
	}
	m := make(map[string]string)
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		m[path] = file
	}
	return m, nil
})

// A program is a txtar archive: each file "dir/name.go" belongs to the package
// with the import path "m/dir". Packages are added in the order of the archive.
type program struct {
	src string
	// leaf is the version of the standard library.
	leaf string
	// lang is the language version.
	lang string
	// facts makes importers see the summaries of packages only, as under go vet.
	facts bool
	// closed tells the graph that it holds the whole program; else, with settled,
	// that nothing more comes. Files in a folder loose are in none of its packages.
	closed, settled bool
}

type loader struct {
	t     *testing.T
	fset  *token.FileSet
	done  map[string]*types.Package
	gc    types.Importer
	graph *identity.Graph
	leaf  string
	facts bool
}

func (l *loader) Import(path string) (*types.Package, error) {
	if p := l.done[path]; p != nil {
		return p, nil
	}
	return l.gc.Import(path)
}

// load computes the identities of a program.
func (p program) load(t *testing.T) *identity.Graph {
	t.Helper()
	files, err := exports()
	if err != nil {
		t.Fatal(err)
	}
	l := &loader{t: t, fset: token.NewFileSet(), done: map[string]*types.Package{}, graph: identity.NewGraph(), leaf: p.leaf, facts: p.facts}
	l.gc = importer.ForCompiler(l.fset, "gc", func(path string) (io.ReadCloser, error) {
		if files[path] == "" {
			return nil, fmt.Errorf("no export data of %s", path)
		}
		return os.Open(files[path])
	})
	archive := txtar.Parse([]byte(p.src))
	var order []string
	pkgs := map[string][]txtar.File{}
	for _, f := range archive.Files {
		dir, _, _ := strings.Cut(f.Name, "/")
		if pkgs[dir] == nil {
			order = append(order, dir)
		}
		pkgs[dir] = append(pkgs[dir], f)
	}
	for _, dir := range order {
		if dir == "loose" {
			l.addLoose(pkgs[dir])
			continue
		}
		l.add("m/"+dir, pkgs[dir], p.lang)
	}
	if p.closed {
		l.graph.Close()
	} else if p.settled {
		l.graph.Settle()
	}
	return l.graph
}

func (l *loader) addLoose(archive []txtar.File) {
	l.t.Helper()
	for _, f := range archive {
		file, err := parser.ParseFile(l.fset, f.Name, f.Data, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			l.t.Fatal(err)
		}
		l.graph.AddLoose(identity.Loose{Fset: l.fset, File: file, Name: path.Base})
	}
}

func (l *loader) add(path string, archive []txtar.File, lang string) {
	l.t.Helper()
	var files []*ast.File
	var other []identity.File
	imports := map[string]string{}
	for _, f := range archive {
		if !strings.HasSuffix(f.Name, ".go") {
			_, name, _ := strings.Cut(f.Name, "/")
			other = append(other, identity.NewFile(name, f.Data))
			continue
		}
		file, err := parser.ParseFile(l.fset, f.Name, f.Data, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			l.t.Fatal(err)
		}
		files = append(files, file)
		for _, imp := range file.Imports {
			if p := strings.Trim(imp.Path.Value, `"`); l.done[p] != nil {
				imports[p] = p
			}
		}
	}
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Instances: map[*ast.Ident]types.Instance{},
		Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
		Scopes: map[ast.Node]*types.Scope{}, FileVersions: map[*ast.File]string{},
	}
	conf := types.Config{Importer: l, GoVersion: lang}
	pkg, err := conf.Check(path, l.fset, files, info)
	if err != nil {
		l.t.Fatal(err)
	}
	l.done[path] = pkg
	u, err := l.graph.Add(&identity.Source{
		ID: path, Path: path, Fset: l.fset, Files: files, Types: pkg, Info: info, Imports: imports,
		Leaf: func(path string) identity.Leaf {
			leaf := identity.Leaf{Version: "go1.x " + l.leaf}
			if path == "text/tabwriter" { // as if a module's that imports package os
				leaf.World = "os"
			}
			return leaf
		},
		Embed: func(pattern string) ([]identity.File, error) {
			for _, f := range other {
				if f.Name == pattern {
					return []identity.File{f}, nil
				}
			}
			return nil, fmt.Errorf("no file %s", pattern)
		},
		Other: other, Roots: registration.Roots(registration.Find(path, files, info), info),
	})
	if err != nil {
		l.t.Fatal(err)
	}
	if l.facts && path != "m/a" {
		l.graph.AddSummary(u.Summary())
	}
}

// functions maps the full name of each function of the packages to its node.
func functions(t *testing.T, p program) map[string]*identity.Node {
	t.Helper()
	g := p.load(t)
	out := map[string]*identity.Node{}
	for _, f := range txtar.Parse([]byte(p.src)).Files {
		dir, _, _ := strings.Cut(f.Name, "/")
		if dir == "loose" {
			continue
		}
		for _, n := range g.Unit("m/" + dir).Nodes {
			if n.Kind == identity.FuncNode {
				out[short(n)] = n
			}
		}
	}
	return out
}

// short is a function's name without the module: a.F, a.T.M.
func short(n *identity.Node) string {
	return strings.TrimPrefix(n.Unit().Path, "m/") + "." + n.Name
}

// changed lists the functions whose identities differ between two programs,
// and those that only one of them has.
func changed(t *testing.T, before, after program) []string {
	t.Helper()
	a, b := functions(t, before), functions(t, after)
	set := map[string]bool{}
	for name, n := range a {
		if m := b[name]; m == nil || m.Identity != n.Identity {
			set[name] = true
		}
	}
	for name := range b {
		if a[name] == nil {
			set[name] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// An edit replaces text in a program, and says which functions it changes.
type edit struct {
	rule     string
	old, new string
	changes  string // names, separated by spaces
}

func runEdits(t *testing.T, src string, edits []edit) {
	t.Helper()
	for _, e := range edits {
		t.Run(e.rule, func(t *testing.T) {
			if strings.Count(src, e.old) != 1 {
				t.Fatalf("%q is %d times in the program, want once", e.old, strings.Count(src, e.old))
			}
			got := changed(t, program{src: src}, program{src: strings.Replace(src, e.old, e.new, 1)})
			if want := strings.Fields(e.changes); !slices.Equal(got, want) {
				t.Errorf("%q → %q changes %q, want %q", e.old, e.new, got, want)
			}
		})
	}
}
