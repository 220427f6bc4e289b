package build

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// cached is a module whose outputs are in the cache.
type cached struct {
	*testing.T
	dir string
	cfg Config
}

func newCached(t *testing.T) *cached {
	t.Helper()
	c := &cached{T: t, dir: module(t, map[string]string{
		"app/data/one.txt": "one",
		"app/embed.go":     "package app\n\nimport \"embed\"\n\n//go:embed data/*.txt\nvar files embed.FS\n\nfunc Files() embed.FS { return files }\n",
		"app/x_ignored.go": "//go:build ignored\n\npackage app\n\nfunc x() {}\n",
		"app/app_test.go":  "package app\n\nimport \"testing\"\n\nfunc TestTwice(t *testing.T) {}\n",
		"far/away.go":      "package far\n",
		"go.mod":           stub["go.mod"] + "\nrequire example.com/beside v0.0.0\n\nreplace example.com/beside => ./beside\n",
		"beside/go.mod":    "module example.com/beside\n\ngo 1.26\n",
		"beside/b.go":      "package beside\n\nfunc F() int { return 1 }\n",
		"app/beside.go":    "package app\n\nimport \"example.com/beside\"\n\nvar _ = beside.F()\n",
	})}
	c.cfg = Config{Dir: c.dir, Env: append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GOPROXY=off"), Cache: t.TempDir(), tool: []byte("tool")}
	out := c.generate()
	if _, _, err := out.Write(); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *cached) generate() *Outputs {
	c.Helper()
	out, err := Generate(context.Background(), c.cfg, "./...")
	if err != nil || len(out.Problems) > 0 {
		c.Fatal(err, out)
	}
	return out
}

// recalled reports whether outputs are found in the cache.
func (c *cached) recalled() bool {
	c.Helper()
	cfg := c.cfg
	cfg.Tests = true
	env, err := cfg.env(context.Background())
	if err != nil {
		c.Fatal(err)
	}
	return newCache(env, "generate", "./...").recall() != nil
}

func (c *cached) write(name, text string) {
	c.Helper()
	name = filepath.Join(c.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		c.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		c.Fatal(err)
	}
}

func (c *cached) edit(name, old, new string) {
	c.Helper()
	data, err := os.ReadFile(filepath.Join(c.dir, filepath.FromSlash(name)))
	if err != nil || !strings.Contains(string(data), old) {
		c.Fatalf("%s has no %q (%v)", name, old, err)
	}
	c.write(name, strings.Replace(string(data), old, new, 1))
}

func (c *cached) remove(name string) {
	c.Helper()
	if err := os.RemoveAll(filepath.Join(c.dir, filepath.FromSlash(name))); err != nil {
		c.Fatal(err)
	}
}

func TestCacheNoticesWhateverOutputsDependOn(t *testing.T) {
	base := newCached(t)
	restoreDir, restoreCache := base.save(base.dir), base.save(base.cfg.Cache)
	restore := func() { restoreDir(); restoreCache() }
	for name, change := range map[string]func(*cached){
		"source":                      func(c *cached) { c.edit("app/app.go", "2 * n", "3 * n") },
		"source of equal length":      func(c *cached) { c.edit("app/app.go", "2 * n", "2 + n") },
		"comment":                     func(c *cached) { c.edit("far/away.go", "package", "// Far.\npackage") },
		"source of another package":   func(c *cached) { c.edit("runtime/checkpoint/cp.go", "return 0", "return 1") },
		"source of a replaced module": func(c *cached) { c.edit("beside/b.go", "return 1", "return 2") },
		"go.mod of a replaced module": func(c *cached) { c.edit("beside/go.mod", "1.26", "1.25") },
		"test":                        func(c *cached) { c.edit("app/app_test.go", "{}", "{ t.Log() }") },
		"file that no build selects":  func(c *cached) { c.edit("app/x_ignored.go", "//go:build ignored\n", "") },
		"file removed":                func(c *cached) { c.remove("app/beside.go") },
		"file renamed":                func(c *cached) { c.remove("far/away.go"); c.write("far/near.go", "package far\n") },
		"new file":                    func(c *cached) { c.write("app/new.go", "package app\n") },
		"new test":                    func(c *cached) { c.write("far/away_test.go", "package far\n") },
		"new package":                 func(c *cached) { c.write("new/new.go", "package new\n") },
		"new folder":                  func(c *cached) { c.write("app/sub/README", "") },
		"new module in a folder":      func(c *cached) { c.write("far/go.mod", "module example.com/far\n") },
		"assembly":                    func(c *cached) { c.write("app/a.s", "") },
		"embedded file":               func(c *cached) { c.write("app/data/one.txt", "two") },
		"new embedded file":           func(c *cached) { c.write("app/data/two.txt", "") },
		"embedded file removed": func(c *cached) {
			c.write("app/data/two.txt", "")
			c.generate()
			c.remove("app/data/two.txt")
			c.edit("app/data/one.txt", "one", "uno")
		},
		"embedded file renamed": func(c *cached) { c.remove("app/data/one.txt"); c.write("app/data/uno.txt", "one") },
		"language version":      func(c *cached) { c.edit("go.mod", "go 1.26", "go 1.25") },
		"checksums":             func(c *cached) { c.write("go.sum", "example.com/m v1.0.0 h1:x\n") },
		"vendor folder":         func(c *cached) { c.write("vendor/modules.txt", "") },
		"workspace": func(c *cached) {
			c.write("go.work", "go 1.26\n\nuse .\n")
			c.cfg.Env = append(c.cfg.Env, "GOWORK="+filepath.Join(c.dir, "go.work"))
		},
		"tags":                      func(c *cached) { c.cfg.BuildFlags = []string{"-tags=x"} },
		"tags in GOFLAGS":           func(c *cached) { c.cfg.Env = append(c.cfg.Env, "GOFLAGS=-tags=x") },
		"architecture":              func(c *cached) { c.cfg.Env = append(c.cfg.Env, "GOARCH=mips") },
		"cgo":                       func(c *cached) { c.cfg.Env = append(c.cfg.Env, "CGO_ENABLED=0", "CGO_CFLAGS=-O1") },
		"experiment":                func(c *cached) { c.cfg.Env = append(c.cfg.Env, "GOEXPERIMENT=jsonv2") },
		"another tool":              func(c *cached) { c.cfg.tool = []byte("tool 2") },
		"generated file of another": func(c *cached) { c.write("app/0checkpoint.go", "package app\n") },
		"generated file all alone": func(c *cached) {
			c.write("alone/0checkpoint.go", "// Code generated by checkpointmanifest. DO NOT EDIT.\n\npackage alone\n")
		},
		"entry torn": func(c *cached) { c.damage(func(b []byte) []byte { return b[:len(b)/2] }) },
		"entry with other data": func(c *cached) {
			c.damage(func(b []byte) []byte {
				if i := bytes.Index(b, []byte(`"Data":"`)) + 20; b[i] == 'Q' {
					b[i] = 'R'
				} else {
					b[i] = 'Q'
				}
				return b
			})
		},
		"entry empty":                  func(c *cached) { c.damage(func([]byte) []byte { return nil }) },
		"a driver that answers for go": func(c *cached) { c.cfg.Env = append(c.cfg.Env, "GOPACKAGESDRIVER=/x") },
		"modules from the network":     func(c *cached) { c.cfg.Env = append(c.cfg.Env, "GOFLAGS=-mod=mod") },
	} {
		t.Run(name, func(t *testing.T) {
			c := *base
			c.T = t
			defer restore()
			if !c.recalled() {
				t.Fatal("outputs are not in the cache")
			}
			if change(&c); c.recalled() {
				t.Error("outputs from before the change are taken from the cache")
			}
		})
	}
}

// save returns a function that brings a folder back to what it is now.
func (c *cached) save(dir string) (restore func()) {
	files := make(map[string][]byte)
	must := func(err error) {
		if err != nil {
			c.Fatal(err)
		}
	}
	must(filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			files[name], err = os.ReadFile(name)
		}
		return err
	}))
	return func() {
		must(os.RemoveAll(dir))
		for name, data := range files {
			must(os.MkdirAll(filepath.Dir(name), 0o777))
			must(os.WriteFile(name, data, 0o666))
		}
	}
}

func (c *cached) damage(f func([]byte) []byte) {
	c.Helper()
	entries, err := os.ReadDir(c.cfg.Cache)
	if err != nil || len(entries) != 1 {
		c.Fatal(entries, err)
	}
	name := filepath.Join(c.cfg.Cache, entries[0].Name())
	data, err := os.ReadFile(name)
	if err == nil {
		err = os.WriteFile(name, f(data), 0o666)
	}
	if err != nil {
		c.Fatal(err)
	}
}

func TestCacheIgnoresWhatOutputsDoNotDependOn(t *testing.T) {
	c := newCached(t)
	c.write("app/result.csv", "1,2")
	c.write("README.md", "# App")
	c.write("app/.app.go.swp", "")
	now := time.Now()
	if err := os.Chtimes(filepath.Join(c.dir, "app", "app.go"), now, now); err != nil {
		t.Fatal(err)
	}
	if !c.recalled() {
		t.Error("files that nothing reads, or another time, are taken for a change")
	}
}

// What is found in the cache is written, checked and cleaned up as what is
// computed.
func TestOutputsFromTheCacheAreThoseOfAFullRun(t *testing.T) {
	c := newCached(t)
	full := c.cfg
	full.Cache = "off"
	want, err := Generate(context.Background(), full, "./...")
	if err != nil {
		t.Fatal(err)
	}
	got := c.generate()
	same := func(a, b File) bool { return a.Name == b.Name && string(a.Data) == string(b.Data) }
	if !slices.EqualFunc(got.Files, want.Files, same) || !slices.Equal(got.dirs, want.dirs) || got.base != want.base || len(got.Files) < 2 {
		t.Errorf("%+v\nwant %+v", got, want)
	}
	c.remove("app/checkpoint.toml")
	c.edit("app/0checkpoint.go", "checkpoint.toml", "other.toml")
	c.write("far/checkpoint.toml", "# Code generated by checkpointmanifest. DO NOT EDIT.\n")
	if !c.recalled() {
		t.Fatal("generated files count as source")
	}
	stale, err := c.generate().Check()
	if want := []string{"app/0checkpoint.go: not what would be generated now", "app/checkpoint.toml: missing", "far/checkpoint.toml: no longer needed"}; err != nil || !slices.Equal(stale, want) {
		t.Errorf("stale: %q, %v", stale, err)
	}
	written, removed, err := c.generate().Write()
	if err != nil || len(written) != 2 || len(removed) != 1 {
		t.Errorf("wrote %q, removed %q, %v", written, removed, err)
	}
}

func TestExecFindsItsPlanInTheCacheWithTheSourceAsItIs(t *testing.T) {
	c := newCached(t)
	plan := func() (*plan, bool) {
		env, err := c.cfg.env(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		hit := newCache(env, "exec").recall() != nil
		p, err := planFor(context.Background(), env)
		if err != nil {
			t.Fatal(err)
		}
		return p, hit
	}
	first, _ := plan()
	second, hit := plan()
	if !hit {
		t.Fatal("the second plan is not found in the cache")
	}
	equal := func(a, b []byte) bool { return string(a) == string(b) }
	if !maps.EqualFunc(first.source, second.source, equal) || len(first.source) < 5 || first.assumed != second.assumed {
		t.Errorf("%q\nwant %q", second.source, first.source)
	}
	c.edit("app/app.go", "2 * n", "3 * n")
	third, hit := plan()
	if hit || !strings.Contains(string(third.source[filepath.Join(c.dir, "app", "app.go")]), "3 * n") {
		t.Error("an edit is not in the plan")
	}
}

// What was read between two readings of the tree is remembered only if nothing
// was touched, also where an edit was undone before the second.
func TestCacheDoesNotRememberWhatChangedMeanwhile(t *testing.T) {
	c := newCached(t)
	c.cfg.Cache = t.TempDir()
	env, err := c.cfg.env(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	cache := newCache(env, "generate", "./...")
	prog, err := env.load(context.Background(), false, "./...")
	if err != nil {
		t.Fatal(err)
	}
	out := outputs(t, prog)
	later := time.Now().Add(time.Second)
	if err := os.Chtimes(filepath.Join(c.dir, "far", "away.go"), later, later); err != nil {
		t.Fatal(err)
	}
	cache.remember(prog, out.entry())
	if cache.recall() != nil {
		t.Error("a file was written while the program was loaded, and the result was kept")
	}
	cache = newCache(env, "generate", "./...")
	c.edit("far/away.go", "package far", "package far // after")
	prog2, err := env.load(context.Background(), false, "./...")
	if err != nil {
		t.Fatal(err)
	}
	c.edit("far/away.go", "package far // after", "package far")
	cache.tree = cache.read() // as if times did not tell
	cache.remember(prog2, outputs(t, prog2).entry())
	if cache.recall() != nil {
		t.Error("other source was loaded than that in the tree, and the result was kept")
	}
}

func TestExecWithoutACacheFolderWorks(t *testing.T) {
	c := newCached(t)
	c.cfg.Cache = filepath.Join(c.dir, "app", "app.go") // a file
	if _, err := prepare(context.Background(), c.cfg, Streams{Out: io.Discard, Err: io.Discard}, t.TempDir(), goCommandLine{runs: true}); err != nil {
		t.Error(err)
	}
}
