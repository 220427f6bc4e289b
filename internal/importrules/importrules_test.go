// Package importrules holds no code, but a test of who may import whom. The
// rules are those of the design; each is a subtest whose name is the rule.
//
// It sees what the packages import where the test runs: a file that a build
// constraint leaves out there is not seen. Imports of test files are free.
package importrules

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/gocheckpoint/checkpoint"

// A listed package is what go list tells of it.
type listed struct {
	ImportPath string
	Standard   bool
	Imports    []string // of the package itself
	Deps       []string // of all that it links
}

// list describes the packages of the module and all that they import, by path.
func list(t *testing.T) map[string]*listed {
	t.Helper()
	root := filepath.Join("..", "..")
	// Asking for the files lets go test know on what a remembered success of
	// this test depends.
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == ".git":
			return filepath.SkipDir
		case filepath.Ext(path) == ".go" || filepath.Base(path) == "go.mod":
			_, err = os.Stat(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "list", "-deps", "-json=ImportPath,Standard,Imports,Deps", "./...")
	cmd.Dir = root
	out, err := cmd.Output()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		t.Fatalf("%v: %v\n%s", cmd, err, exit.Stderr)
	} else if err != nil {
		t.Fatal(err)
	}
	packages := make(map[string]*listed)
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		p := new(listed)
		if err := dec.Decode(p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		packages[p.ImportPath] = p
	}
	return packages
}

// A rule says what some packages may not import.
type rule struct {
	name string
	// of selects the packages that it is for, by their path in the module. There
	// must be some.
	of func(path string) bool
	// links makes the rule one for all that the packages link, not only for
	// what their files import.
	links bool
	// forbids selects what is forbidden: own is the path in the module of a
	// package of ours, and "" for others, whose full path other is.
	forbids func(own, other string, standard bool) bool
}

// under reports whether path is one of trees or below one.
func under(path string, trees ...string) bool {
	return slices.ContainsFunc(trees, func(tree string) bool { return path == tree || strings.HasPrefix(path, tree+"/") })
}

func is(paths ...string) func(string) bool {
	return func(path string) bool { return slices.Contains(paths, path) }
}

var rules = []rule{
	{
		name:  "runtime imports of us manifest, internal/funcname and its own tree",
		of:    func(path string) bool { return under(path, "runtime") },
		links: true,
		forbids: func(own, _ string, _ bool) bool {
			return own != "" && own != "manifest" && own != "internal/funcname" && !under(own, "runtime")
		},
	},
	{
		name:  "runtime links no compiler front end",
		of:    func(path string) bool { return under(path, "runtime") },
		links: true,
		forbids: func(_, other string, _ bool) bool {
			return under(other, "golang.org/x/tools", "go")
		},
	},
	{
		name:    "runtime links no testing, but for the conformance suite of stores",
		of:      func(path string) bool { return under(path, "runtime") && path != "runtime/store/storetest" },
		links:   true,
		forbids: func(_, other string, _ bool) bool { return under(other, "testing") },
	},
	{
		name:  "who only remembers links no metrics",
		of:    is("runtime/checkpoint"),
		links: true,
		forbids: func(own, other string, _ bool) bool {
			return other == "expvar" || under(other, "net/http", "go.opentelemetry.io")
		},
	},
	{
		name: "typed code knows frames alone",
		of:   is("runtime/typed"),
		forbids: func(own, _ string, _ bool) bool {
			return own != "" && own != "runtime/internal/frame"
		},
	},
	{
		name: "store drivers import of us store alone",
		of:   is("runtime/store/memstore", "runtime/store/boundedstore", "runtime/store/diskstore"),
		forbids: func(own, _ string, _ bool) bool {
			return own != "" && own != "runtime/store"
		},
	},
	{
		name:    "otter is linked by programs that import boundedstore alone",
		of:      func(path string) bool { return path != "runtime/store/boundedstore" },
		links:   true,
		forbids: func(_, other string, _ bool) bool { return under(other, "github.com/maypok86/otter/v2") },
	},
	{
		name: "manifest imports the TOML package and the standard library alone",
		of:   is("manifest"),
		forbids: func(_, other string, standard bool) bool {
			return !standard && other != "github.com/BurntSushi/toml"
		},
	},
	{
		name: "identity reads no files, runs no commands, knows no TOML",
		of:   is("manifest/identity"),
		forbids: func(own, other string, _ bool) bool {
			return own != "" && own != "internal/directive" && own != "internal/typewalk" ||
				under(other, "os", "io/ioutil", "syscall", "net", "github.com/BurntSushi/toml", "golang.org/x/tools/go/packages")
		},
	},
	{
		name:    "analyzer links no manifest/build",
		of:      is("analyzer"),
		links:   true,
		forbids: func(own, _ string, _ bool) bool { return under(own, "manifest/build") },
	},
	{
		name:    "nobody imports cmd",
		of:      func(string) bool { return true },
		forbids: func(own, _ string, _ bool) bool { return under(own, "cmd") },
	},
}

func TestImports(t *testing.T) {
	packages := list(t)
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			some := false
			for path, p := range packages {
				own, ours := inModule(path)
				if !ours || !r.of(own) {
					continue
				}
				some = true
				imports, verb := p.Imports, "imports"
				if r.links {
					imports, verb = p.Deps, "links"
				}
				for _, imp := range imports {
					dep := packages[imp]
					if dep == nil {
						t.Fatalf("go list does not describe %s", imp) // C, or something vendored
					}
					own, ours := inModule(imp)
					if !ours {
						own = ""
					}
					if r.forbids(own, imp, dep.Standard) {
						t.Errorf("%s %s %s", path, verb, imp)
					}
				}
			}
			if !some {
				t.Error("there is no package that the rule is for: correct the rule")
			}
		})
	}
}

// inModule is a package's path below the module's.
func inModule(path string) (own string, ok bool) {
	if path == module {
		return ".", true
	}
	return strings.CutPrefix(path, module+"/")
}

// A package runtime of ours would shadow the standard one for whoever imports
// both.
func TestRuntimeIsNoPackage(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "runtime", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) > 0 {
		t.Errorf("runtime has Go files: %q", files)
	}
	if _, err := os.Stat(filepath.Join("..", "..", "runtime", "checkpoint")); err != nil {
		t.Error(err)
	}
}
