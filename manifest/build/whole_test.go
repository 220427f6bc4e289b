package build

import (
	"context"
	"os"
	"path/filepath"
	"strings"
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

// A program can also be made of files that ./... passes over, and that build
// constraints exclude (rule 4). What another build selects of a package is of
// another target.
func TestFilesOutsideTheBuildCount(t *testing.T) {
	const setter = "package main\n\nimport \"example.com/m/lib\"\n\nfunc main() { lib.Level = 2 }\n"
	constrained := "//go:build ignore\n\n" + setter
	for _, test := range []struct {
		name, text, status string
	}{
		{"gen.go", constrained, manifest.Assumed},
		{"lib/gen.go", constrained, manifest.Assumed},
		{"lib/gen_windows.go", setter, manifest.Assumed},
		{"lib/windows.go", "//go:build windows\n\npackage lib\n\nfunc Set() { Level = 2 }\n", manifest.Complete},
		{"cmd/x/main.go", "//go:build x\n\n" + setter, manifest.Assumed},
		{"_examples/main.go", setter, manifest.Assumed},
		{"lib/testdata/cmd/main.go", setter, manifest.Assumed},
		{"testdata/p/p.go", strings.NewReplacer("main()", "P()", "main", "p").Replace(setter), manifest.Assumed},
		{".github/x/main.go", setter, manifest.Assumed},
		{"tools/go.mod", "module example.com/tools\n", manifest.Complete},
		{"tools/main.go", setter, manifest.Assumed},
		{"../dep/go.mod", "module example.com/dep\n", manifest.Complete},
		{"../dep/other/main.go", setter, manifest.Assumed},
		{"_ignored.go", setter, manifest.Complete},
		{"vendor/x/main.go", setter, manifest.Complete},
		{"gen.txt", setter, manifest.Complete},
		{"gen_test.go", constrained, manifest.Complete}, // of no program
		{"broken.go", "//go:build ignore\n\npackage main\n\n}\n", manifest.Complete},
		{"read.go", strings.Replace(constrained, "lib.Level = 2", "_ = lib.Level", 1), manifest.Complete},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "m")
			for name, text := range map[string]string{
				"go.mod":        "module example.com/m\n\ngo 1.26\n\nrequire example.com/dep v0.0.0\n\nreplace example.com/dep => ../dep\n",
				"lib/lib.go":    "package lib\n\nvar Level = 1\n\nfunc F() int { return Level }\n",
				"main.go":       "package main\n\nimport (\n\t_ \"example.com/dep\"\n\t\"example.com/m/lib\"\n)\n\nfunc main() { println(lib.F()) }\n",
				"../dep/go.mod": "module example.com/dep\n\ngo 1.26\n",
				"../dep/dep.go": "package dep\n",
				test.name:       test.text,
			} {
				file := filepath.Join(dir, filepath.FromSlash(name))
				if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			prog, err := Load(context.Background(), Config{Dir: dir, BuildFlags: []string{"-mod=mod"}}, "./...")
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range prog.Problems {
				t.Error(p)
			}
			for _, l := range prog.List(ListOptions{All: true}) {
				if l.Func != "example.com/m/lib.F" {
					continue
				}
				if l.Status != test.status {
					t.Errorf("%s %v, want %s", l.Status, l.Assumes, test.status)
				}
				for _, a := range l.Assumes {
					if a.File != test.name || a.Line < 5 {
						t.Errorf("reported at %s:%d", a.File, a.Line)
					}
				}
			}
		})
	}
}
