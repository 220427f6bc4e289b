package analyzer

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/gocheckpoint/checkpoint/internal/registration"
)

// Without a driver that knows modules, the go.mod above decides: what a module
// cache or a vendor folder holds isn't in scope, nor is the standard library.
func TestModuleIsDiscovered(t *testing.T) {
	root := t.TempDir()
	for name, module := range map[string]string{
		"app": "example.com/app", "app/nested": "example.com/nested", "std": "std", "cache/dep@v1.2.3": "example.com/dep",
	} {
		dir := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(dir, 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module "+module+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for dir, want := range map[string]string{
		"app":                        "example.com/app ",
		"app/a/b":                    "example.com/app ",
		"app/nested/a":               "example.com/nested ",
		"app/vendor/example.com/dep": "example.com/app v0.0.0",
		"cache/dep@v1.2.3/a":         "example.com/dep v0.0.0",
		"std/os":                     "",
		"nowhere":                    "",
	} {
		got := ""
		if m := discover(filepath.Join(root, filepath.FromSlash(dir))); m != nil {
			got = m.Path + " " + m.Version
		}
		if got != want {
			t.Errorf("%s: module %q, want %q", dir, got, want)
		}
	}
}

// In a sandbox without go.mod, what the driver analyzes is in scope, but for the
// standard library.
func TestScopeWithoutModules(t *testing.T) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, filepath.Join(t.TempDir(), "a.go"), "package a", 0)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{
		"example.com/app": true, "example.com/app [example.com/app.test]": true, "os": false, "net/http": false,
		registration.RuntimePath: false,
	} {
		pass := &analysis.Pass{Fset: fset, Files: []*ast.File{file}, Pkg: types.NewPackage(path, "a")}
		if got := inScope(pass); got != want {
			t.Errorf("%s: in scope %v, want %v", path, got, want)
		}
	}
}
