package build

import (
	"bytes"
	"context"
	"encoding/json"
	"go/ast"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// everything is all that the program says of its functions, sorted by line, and
// all that it would write.
func everything(t *testing.T, prog *Program) string {
	t.Helper()
	var lines []string
	for _, l := range prog.List(ListOptions{All: true, Deps: true}) {
		data, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(data)+"\n")
	}
	slices.Sort(lines) // List follows the order of files
	for _, f := range outputs(t, prog).Files {
		lines = append(lines, prog.Rel(f.Name)+"\n"+string(f.Data))
	}
	return strings.Join(lines, "")
}

// shuffled is the program as the engine sees it if packages are given in another
// order, each after its imports, and files in another.
func shuffled(t *testing.T, prog *Program, r *rand.Rand) *Program {
	t.Helper()
	graph := identity.NewGraph()
	units := make(map[string]*identity.Unit)
	for len(units) < len(prog.Packages) {
		var ready []*Package
		for _, p := range prog.Packages {
			imports := p.Unit.Source().Imports
			done := units[p.ID] != nil
			for _, id := range imports {
				done = done || units[id] == nil
			}
			if !done {
				ready = append(ready, p)
			}
		}
		p := ready[r.IntN(len(ready))]
		src := *p.Unit.Source()
		if !ordered(src.Files) {
			src.Files = slices.Clone(src.Files)
			r.Shuffle(len(src.Files), func(i, j int) { src.Files[i], src.Files[j] = src.Files[j], src.Files[i] })
		}
		u, err := graph.Add(&src)
		if err != nil {
			t.Fatal(err)
		}
		units[p.ID] = u
	}
	out := *prog
	out.Packages = nil
	for _, p := range prog.Packages {
		q := *p
		q.Unit = units[p.ID]
		out.Packages = append(out.Packages, &q)
	}
	out.finish(graph, false) // as the packages are no whole program
	return &out
}

// ordered reports whether the order of the files counts: that of several init
// functions, or blank variables, is theirs.
func ordered(files []*ast.File) bool {
	n := 0
	for _, f := range files {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil && (d.Name.Name == "init" || d.Name.Name == "_") {
					n++
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if v, ok := spec.(*ast.ValueSpec); ok {
						for _, id := range v.Names {
							if id.Name == "_" {
								n++
							}
						}
					}
				}
			}
		}
	}
	return n > 1
}

func TestOrderOfPackagesAndFilesDoesNotCount(t *testing.T) {
	prog, err := Load(context.Background(), Config{Dir: filepath.Join("..", "..")}, "./examples/...", "./internal/registration")
	if err != nil {
		t.Fatal(err)
	}
	if len(prog.Problems) > 0 || len(prog.Packages) < 12 {
		t.Fatalf("%d packages, problems: %v", len(prog.Packages), prog.Problems)
	}
	want := everything(t, prog)
	if !strings.Contains(want, "checkpoint.toml\n# Code generated") {
		t.Error("there is no manifest among what is compared")
	}
	r := rand.New(rand.NewPCG(5, 6))
	for i := range 50 {
		if got := everything(t, shuffled(t, prog, r)); got != want {
			t.Fatalf("run %d differs: %s", i, firstDifference(got, want))
		}
	}
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range x {
		if i >= len(y) || x[i] != y[i] {
			return x[i] + "\nwant " + strings.Join(y[min(i, len(y)):min(i+1, len(y))], "")
		}
	}
	return "it is shorter"
}

// What differs between hosts and checkouts must not be seen in what is written.
func TestPlaceAndSurroundingsDoNotCount(t *testing.T) {
	more := map[string]string{
		"app/os_linux.go":  "package app\n\nfunc System() string { return \"linux\" }\n",
		"app/os_darwin.go": "package app\n\nimport \"os/user\"\n\nfunc System() string { user.Current(); return \"darwin\" }\n",
		"app/cgo.go":       "//go:build cgo\n\npackage app\n\nfunc init() { println() }\n",
		"app/app_test.go":  "package app\n\nimport \"testing\"\n\nfunc TestX(t *testing.T) { t.Log(twice(1)) }\n",
	}
	clean := func() (env []string) {
		for _, v := range os.Environ() {
			if !strings.HasPrefix(v, "CGO_ENABLED=") && !strings.HasPrefix(v, "GOOS=") && !strings.HasPrefix(v, "GOARCH=") {
				env = append(env, v)
			}
		}
		return append(env, "GOFLAGS=", "GOWORK=off", "GOPROXY=off")
	}
	gocache, gomodcache := goEnvOf(t, "GOCACHE"), goEnvOf(t, "GOMODCACHE")
	for _, target := range []struct{ os, arch string }{{"linux", "amd64"}, {"darwin", "arm64"}, {"windows", "386"}} {
		var want string
		for i, env := range [][]string{
			nil,
			{"LANG=de_DE.UTF-8", "LC_ALL=tr_TR.UTF-8", "TZ=Asia/Tokyo", "USER=other"},
			{"HOME=" + t.TempDir(), "GOPATH=" + t.TempDir(), "GOCACHE=" + gocache, "GOMODCACHE=" + gomodcache, "GOTMPDIR=" + t.TempDir()},
			{"GOFLAGS=-p=1 -trimpath", "GOMAXPROCS=1", "GOGC=50"},
			{"GOOS=plan9", "GOARCH=mips"}, // a host where other defaults hold
		} {
			cfg := Config{Dir: module(t, more), Env: append(clean(), env...), Tests: true, GOOS: target.os, GOARCH: target.arch}
			prog, err := Load(context.Background(), cfg, "./...")
			if err != nil {
				t.Fatal(err)
			}
			if len(prog.Problems) > 0 {
				t.Fatal(prog.Problems)
			}
			got := everything(t, prog)
			if want == "" {
				want = got
				if !strings.Contains(got, `os = "`+target.os+`"`) || !strings.Contains(got, `arch = "`+target.arch+`"`) || strings.Contains(got, "app/cgo.go") {
					t.Errorf("%v: not for that target, or with cgo: %s", target, got)
				}
			} else if got != want {
				t.Errorf("%v, surroundings %d: %s", target, i, firstDifference(got, want))
			}
		}
	}
	cfg := Config{Dir: module(t, more), Env: append(clean(), "CGO_ENABLED=1"), GOOS: "linux"}
	env, err := cfg.env(context.Background())
	if err != nil || env.Vars["CGO_ENABLED"] != "1" {
		t.Errorf("CGO_ENABLED=1 is not respected: %v", err)
	}
}

func goEnvOf(t *testing.T, name string) string {
	t.Helper()
	out, err := Config{}.goCommand(context.Background(), "env", name)
	if err != nil {
		t.Fatal(err)
	}
	return string(bytes.TrimSpace(out))
}
