package analyzer

import (
	"os"
	"path/filepath"
	"testing"
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
