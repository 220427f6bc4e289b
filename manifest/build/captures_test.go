package build

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest"
)

// capturing is a module whose package app captures all that its functions read,
// in package lib and below.
var capturing = map[string]string{
	"runtime/checkpoint/cp.go": `package checkpoint

import "context"

type Option interface{ option() }
func Func[F any](fn F, opts ...Option) int { return 0 }
func CaptureAll() Option { return nil }
func HashContext[K any](by func(context.Context) (K, error)) Option { return nil }
`,
	"lib/lib.go": `package lib

import "sync"

type Config struct {
	mu   sync.Mutex
	Rate int
	Rest int
}

var cfg = &Config{}

func Configure(c Config) { cfg = &c }

func Rate() int { cfg.mu.Lock(); defer cfg.mu.Unlock(); return cfg.Rate }

func Rest() int { return cfg.Rest }

var limit = 1

func SetLimit(n int) { limit = n }

func Limit() int { return limit }

var hook func() int

func SetHook(f func() int) { hook = f }

func Hook() int { return hook() }

//checkpoint:capture
var annotated = 1

func SetAnnotated(n int) { annotated = n }

func Annotated() int { return annotated }

//checkpoint:nohash
var quiet = 1

func SetQuiet(n int) { quiet = n }

func Quiet() int { return quiet }
`,
	"app/app.go": `package app

import (
	"context"

	"github.com/gocheckpoint/checkpoint/lib"
	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

var (
	_ = checkpoint.Func(all, checkpoint.CaptureAll())
	_ = checkpoint.Func(calls, checkpoint.CaptureAll())
	_ = checkpoint.Func(none)
	_ = checkpoint.Func(tenant, checkpoint.HashContext(of))
	_ = checkpoint.Func(anybody)
)

func all() int { return lib.Rate() + lib.Limit() + lib.Annotated() + lib.Quiet() }

func calls() int { return lib.Hook() + lib.Limit() }

func none() int { return lib.Rest() }

func of(ctx context.Context) (any, error) { return ctx.Value("tenant"), nil }

func tenant(ctx context.Context) any { return ctx.Value("tenant") }

func anybody(ctx context.Context) any { return ctx.Value("tenant") }
`,
}

// generate runs Generate as the command does, and writes.
func generate(t *testing.T, dir string, patterns ...string) (written, removed []string) {
	t.Helper()
	cfg := Config{Dir: dir, Env: append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GOPROXY=off"), Cache: filepath.Join(dir, ".cache")}
	out, err := Generate(context.Background(), cfg, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	if len(out.Problems) > 0 {
		t.Fatal(out.Problems)
	}
	written, removed, err = out.Write()
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range [][]string{written, removed} {
		for i, name := range list {
			list[i] = out.Rel(name)
		}
	}
	return written, removed
}

func readFile(t *testing.T, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestCaptureAllIsInTheManifestAndRegistersWhereVariablesAre(t *testing.T) {
	dir := module(t, capturing)
	generate(t, dir, "./...")
	const lib = "github.com/gocheckpoint/checkpoint/lib"
	m, err := manifest.Decode("checkpoint.toml", []byte(readFile(t, dir, "app/checkpoint.toml")))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]struct {
		captures []string
		status   string
		assumes  string
	}{
		"all":     {[]string{lib + ".annotated", lib + ".cfg.Rate", lib + ".limit"}, manifest.Complete, ""},
		"calls":   {[]string{lib + ".limit"}, manifest.Assumed, "reads " + lib + ".hook, which CaptureAll cannot capture: it is func() int"},
		"none":    {nil, manifest.Assumed, "is not fixed"},
		"tenant":  {nil, manifest.Complete, ""},
		"anybody": {nil, manifest.Assumed, "reads a value from its context"},
	} {
		f := m.Funcs["github.com/gocheckpoint/checkpoint/app."+name]
		if !slices.Equal(f.Captures, want.captures) || f.Status != want.status {
			t.Errorf("%s: captures %q, status %s", name, f.Captures, f.Status)
		}
		found := want.assumes == "" && len(f.Assumes) == 0
		for _, reason := range f.Assumes {
			found = found || want.assumes != "" && strings.Contains(reason, want.assumes)
		}
		if !found {
			t.Errorf("%s: assumes %q", name, f.Assumes)
		}
	}
	code := readFile(t, dir, "lib/0checkpoint.go")
	for _, want := range []string{
		`RegisterCapture("` + lib + `.annotated", false, func() (any, error) { return &annotated, nil })`,
		`RegisterCapturedField("` + lib + `.cfg", "Rate", func() (any, error) { return &cfg, nil })`,
		`RegisterCapturedField("` + lib + `.limit", "", func() (any, error) { return &limit, nil })`,
	} {
		if strings.Count(code, want) != 1 {
			t.Errorf("the code of lib lacks %s:\n%s", want, code)
		}
	}
	if strings.Count(code, "Register") != 3 {
		t.Errorf("the code of lib registers more:\n%s", code)
	}
	if strings.Contains(readFile(t, dir, "app/0checkpoint.go"), "RegisterCapture") {
		t.Error("the code of app registers variables, though it has none")
	}
}

// A package is told of CaptureAll elsewhere whichever packages a run names.
func TestCaptureAllOfPackagesThatARunDoesNotName(t *testing.T) {
	dir := module(t, capturing)
	written, _ := generate(t, dir, "./app")
	if want := []string{"app/0checkpoint.go", "app/checkpoint.toml", "lib/0checkpoint.go"}; !slices.Equal(written, want) {
		t.Fatalf("written %q, want %q", written, want)
	}
	code := readFile(t, dir, "lib/0checkpoint.go")
	for range 2 { // the second one finds the first in the cache
		if written, removed := generate(t, dir, "./lib"); len(written)+len(removed) > 0 {
			t.Fatalf("lib alone: written %q, removed %q:\n%s", written, removed, readFile(t, dir, "lib/0checkpoint.go"))
		}
		if written, removed := generate(t, dir, "./..."); len(written)+len(removed) > 0 {
			t.Fatalf("all: written %q, removed %q", written, removed)
		}
	}
	app := filepath.Join(dir, "app", "app.go")
	without := strings.Replace(readFile(t, dir, "app/app.go"), "all, checkpoint.CaptureAll()", "all", 1)
	if err := os.WriteFile(app, []byte(without), 0o666); err != nil {
		t.Fatal(err)
	}
	generate(t, dir, "./lib")
	if got := readFile(t, dir, "lib/0checkpoint.go"); got != code {
		t.Errorf("lib alone forgets what others capture:\n%s", got)
	}
	generate(t, dir, "./...")
	if got := readFile(t, dir, "lib/0checkpoint.go"); strings.Contains(got, `"Rate"`) || !strings.Contains(got, `.limit", ""`) {
		t.Errorf("all packages: what nobody captures stays, or what calls captures goes:\n%s", got)
	}
	generate(t, dir, "./lib")
	if got := readFile(t, dir, "lib/0checkpoint.go"); strings.Contains(got, `"Rate"`) {
		t.Errorf("lib alone remembers what was removed:\n%s", got)
	}
}

// In tests, too: what a test's registration captures, the package that declares
// it registers.
func TestCaptureAllInTests(t *testing.T) {
	dir := module(t, map[string]string{
		"runtime/checkpoint/cp.go": capturing["runtime/checkpoint/cp.go"],
		"lib/lib.go":               capturing["lib/lib.go"],
		"app/app.go":               "package app\n\nvar level = 1\n\nfunc SetLevel(n int) { level = n }\n",
		"app/app_test.go": `package app

import (
	"github.com/gocheckpoint/checkpoint/lib"
	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

var inTest = 1

func set() { inTest = 2 }

func tested() int { set(); return lib.Limit() + level + inTest }

var _ = checkpoint.Func(tested, checkpoint.CaptureAll())
`,
	})
	generate(t, dir, "./...")
	const module = "github.com/gocheckpoint/checkpoint/"
	for file, want := range map[string]string{
		"lib/0checkpoint.go":      `"` + module + `lib.limit"`,
		"app/0checkpoint.go":      `"` + module + `app.level"`,
		"app/0checkpoint_test.go": `"` + module + `app.inTest"`,
	} {
		code := readFile(t, dir, file)
		if strings.Count(code, "RegisterCapturedField(") != 1 || !strings.Contains(code, want) {
			t.Errorf("%s:\n%s", file, code)
		}
	}
}
