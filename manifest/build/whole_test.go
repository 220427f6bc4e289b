package build

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest"
)

// An exported variable that nobody assigns is settled where all that could
// assign it was loaded, and assumed elsewhere (rule 4). Identities are equal.
func TestWholeProgramsSettleExportedVariables(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":      "module example.com/m\n\ngo 1.26\n",
		"lib/lib.go":  "package lib\n\nvar Level = 1\n\nfunc F() int { return Level }\n",
		"main.go":     "package main\n\nimport \"example.com/m/lib\"\n\nfunc main() { println(lib.F()) }\n",
		"user/set.go": "package user\n",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	load := func(patterns ...string) Listed {
		t.Helper()
		prog, err := Load(context.Background(), Config{Dir: dir}, patterns...)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range prog.List(ListOptions{All: true}) {
			if l.Func == "example.com/m/lib.F" {
				return l
			}
		}
		t.Fatalf("%q: F is not listed", patterns)
		return Listed{}
	}
	whole := load("./...")
	for _, test := range []struct {
		pattern, status string
	}{
		{"./...", manifest.Complete},
		{filepath.ToSlash(dir) + "/...", manifest.Complete},
		{".", manifest.Complete}, // a command
		{"./lib", manifest.Assumed},
		{"./lib/...", manifest.Assumed},
	} {
		if l := load(test.pattern); l.Status != test.status || l.Identity != whole.Identity {
			t.Errorf("%s: %s %s, want %s %s", test.pattern, l.Status, l.Identity, test.status, whole.Identity)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "user", "set.go"), []byte("package user\n\nimport \"example.com/m/lib\"\n\nfunc Set() { lib.Level = 2 }\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if l := load("./..."); l.Status != manifest.Assumed || l.Identity != whole.Identity {
		t.Errorf("with a setter: %s %s, want %s %s", l.Status, l.Identity, manifest.Assumed, whole.Identity)
	}
}
