package build

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest"
)

const blake = "github.com/zeebo/blake3"

// needsBlake makes a module that needs one module of the module cache.
func needsBlake(t *testing.T) string {
	t.Helper()
	sum, err := os.ReadFile(filepath.Join("..", "..", "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile(filepath.Join("..", "..", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	var requires []string
	for line := range strings.Lines(string(mod)) {
		if f := strings.Fields(strings.TrimPrefix(line, "require ")); len(f) >= 2 && (f[0] == blake || f[0] == "github.com/klauspost/cpuid/v2" || f[0] == "golang.org/x/sys") {
			requires = append(requires, "require "+f[0]+" "+f[1])
		}
	}
	return module(t, map[string]string{
		"go.mod":           stub["go.mod"] + strings.Join(requires, "\n") + "\n",
		"go.sum":           string(sum),
		"hashed/hashed.go": "package hashed\n\nimport \"" + blake + "\"\n\nfunc Sum(b []byte) [32]byte { return blake3.Sum256(b) }\n",
	})
}

func goCommand(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GOPROXY=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out)
	}
}

func paths(prog *Program) string {
	var out []string
	for _, p := range prog.Packages {
		out = append(out, strings.TrimPrefix(p.PkgPath, "github.com/gocheckpoint/checkpoint/"))
	}
	return strings.Join(out, " ")
}

func TestModuleOutsideTheScopeCountsByVersionAndChecksum(t *testing.T) {
	prog := load(t, needsBlake(t), "./hashed")
	l := prog.scope.leaf(blake)
	if got := paths(prog); got != "hashed" || l.Unknown != "" {
		t.Fatalf("in scope: %s; unknown: %q", got, l.Unknown)
	}
	for _, want := range []string{`"` + blake + `" "v`, ` h1:`, `"github.com/klauspost/cpuid/v2" "v`, `"std" "go1.`} {
		if !strings.Contains(l.Version, want) {
			t.Errorf("no %s in:\n%s", want, l.Version)
		}
	}
}

// A function of another module, or of the standard library, has an entry where
// it is registered, which no edit of the main module changes.
func TestRegisteredFunctionOutsideTheScopeHasAnEntry(t *testing.T) {
	dir := needsBlake(t)
	write := func(text string) {
		t.Helper()
		text = "package hashed\n\nimport (\n\t\"strings\"\n\n\t\"" + blake + "\"\n\t\"github.com/gocheckpoint/checkpoint/runtime/checkpoint\"\n)\n" + text
		if err := os.WriteFile(filepath.Join(dir, "hashed", "hashed.go"), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	const registrations = "\nvar _, _, _ = checkpoint.Func(blake3.Sum256), checkpoint.Func(strings.Repeat), checkpoint.Func((*blake3.Hasher).Size)\n"
	entries := func() *manifest.Manifest {
		t.Helper()
		prog := load(t, dir, "./hashed")
		if len(prog.Problems) > 0 {
			t.Fatal(prog.Problems)
		}
		return outputs(t, prog).Files[1].Manifest
	}
	write(registrations + "\nfunc own() int { return 1 }\n")
	before := entries()
	for id, params := range map[string][]string{
		blake + ".Sum256":         {"data"},
		blake + ".(*Hasher).Size": {"h"},
		"strings.Repeat":          {"s", "count"},
	} {
		f, ok := before.Funcs[id]
		if !ok || f.Status != manifest.Complete || !slices.Equal(f.Params, params) {
			t.Errorf("entry of %s: %+v", id, f)
		}
	}
	if v := before.Modules[blake]; !strings.Contains(v, " h1:") || len(before.Modules) != 2 {
		t.Errorf("modules: %q", before.Modules)
	}
	write("\nfunc own() int { return 2 }\n" + registrations)
	if now := entries(); len(manifest.Diff(before, now)) > 0 {
		t.Errorf("an edit of the package: %q", manifest.Diff(before, now))
	}
}

func TestVendoredPackageCountsByContent(t *testing.T) {
	dir := needsBlake(t)
	goCommand(t, dir, "mod", "vendor")
	leafOf := func() string {
		prog := load(t, dir, "./hashed")
		l := prog.scope.leaf(blake)
		if got := paths(prog); got != "hashed" || l.Unknown != "" || !strings.Contains(l.Version, " vendor:") {
			t.Fatalf("in scope: %s; %+v", got, l)
		}
		return l.Version
	}
	before := leafOf()
	name := filepath.Join(dir, "vendor", filepath.FromSlash(blake), "blake3.go")
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, append(data, "\nvar edited int\n"...), 0o666); err != nil {
		t.Fatal(err)
	}
	if leafOf() == before {
		t.Error("an edit below vendor goes unnoticed")
	}
}

func TestModuleReplacedByAFolderIsSource(t *testing.T) {
	dir := module(t, map[string]string{
		"go.mod":       stub["go.mod"] + "require example.com/other v0.0.0\nreplace example.com/other => ./other\n",
		"other/go.mod": "module example.com/other\n\ngo 1.26\n",
		"other/o.go":   "package other\n\nfunc F() int { return 1 }\n",
		"uses/uses.go": "package uses\n\nimport \"example.com/other\"\n\nfunc F() int { return other.F() }\n",
	})
	if got := paths(load(t, dir, "./uses")); got != "example.com/other uses" {
		t.Errorf("in scope: %s", got)
	}
}

// A module without a go line is compiled for Go 1.16, where loop variables are
// shared by iterations, however new the modules around it (I3).
func TestModuleWithoutGoLineHasSharedLoopVariables(t *testing.T) {
	files := map[string]string{
		"go.mod":       stub["go.mod"] + "require example.com/other v0.0.0\nreplace example.com/other => ./other\n",
		"other/go.mod": "module example.com/other\n",
		"other/o.go": `package other

func F() int {
	var fs []func() int
	for i := 0; i < 3; i++ {
		fs = append(fs, func() int { return i })
	}
	return fs[0]()
}

func Straight() int { return 1 }
`,
		"uses/uses.go": "package main\n\nimport \"example.com/other\"\n\nfunc main() { print(other.F(), other.Straight()) }\n",
	}
	type variant struct{ out, loop, straight string }
	run := func(goMod string) (v variant) {
		t.Helper()
		files["other/go.mod"] = goMod
		dir := module(t, files)
		cmd := exec.Command("go", "run", "./uses")
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GOPROXY=off")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		v.out = string(out)
		for _, l := range load(t, dir, "./uses").List(ListOptions{All: true}) {
			switch l.Func {
			case "example.com/other.F":
				v.loop = l.Identity
			case "example.com/other.Straight":
				v.straight = l.Identity
			}
		}
		return v
	}
	without, old, recent := run("module example.com/other\n"), run("module example.com/other\n\ngo 1.21\n"), run("module example.com/other\n\ngo 1.22\n")
	if without != old {
		t.Errorf("without a go line %+v, with go 1.21 %+v", without, old)
	}
	if without.out == recent.out || without.loop == recent.loop || without.straight != recent.straight {
		t.Errorf("without a go line %+v, with go 1.22 %+v: want another output and identity of F alone", without, recent)
	}
}
