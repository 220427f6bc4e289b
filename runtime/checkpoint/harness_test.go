package checkpoint

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gocheckpoint/checkpoint/manifest"
	"github.com/gocheckpoint/checkpoint/runtime/store"
	"github.com/gocheckpoint/checkpoint/runtime/store/memstore"
)

const (
	self    = "github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	testPkg = "example.com/app/pipeline" // registers what the tests register
)

// from is a caller of which only the package is known.
func from(pkg string) caller { return caller{pkg: &pkg} }

// ran counts how often the functions that the tests remember have run.
var ran atomic.Int64

// A world is an environment of its own: what another process would have.
type world struct {
	*environment
	t     testing.TB
	log   *lines // what the functions that in registers log
	err   *lines // what CHECKPOINT_LOG writes
	clock *clock
}

// A clock stands still unless a test lets it pass.
type clock struct{ passed atomic.Int64 }

var clockStart = time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)

func (c *clock) now() time.Time       { return clockStart.Add(time.Duration(c.passed.Load())) }
func (c *clock) pass(d time.Duration) { c.passed.Add(int64(d)) }

// newWorld makes the environment of a process of a program, with the given
// store.
func newWorld(t testing.TB, s store.Store) *world {
	t.Helper()
	ran.Store(0)
	c, stderr := new(clock), new(lines)
	w := &world{t: t, log: new(lines), err: stderr, clock: c, environment: &environment{
		goVersion:  "go1.26.8",
		getenv:     func(string) string { return "" },
		executable: func() (executable, error) { return executable{id: []byte("build 1")}, nil },
		openStore:  func() (store.Store, error) { return s, nil },
		patience:   time.Minute,
		wall:       c.now,
		stderr:     stderr.logger,
		build: &debug.BuildInfo{
			Path: "example.com/app",
			Main: debug.Module{Path: "example.com/app", Version: "(devel)"},
			Deps: []*debug.Module{
				{Path: "example.com/dep", Version: "v1.2.3", Sum: "h1:abc="},
				{Path: "example.com/work", Version: "(devel)"},
				{Path: "example.com/moved", Version: "v1.0.0", Replace: &debug.Module{Path: "../moved"}},
				{Path: "example.com/fork", Version: "v1.0.0", Replace: &debug.Module{Path: "example.com/other", Version: "v2.0.0", Sum: "h1:fork="}},
				{Path: "example.com/vendored", Version: "v0.1.0"},
			},
			Settings: []debug.BuildSetting{
				{Key: "-buildmode", Value: "exe"}, {Key: "CGO_ENABLED", Value: "1"}, {Key: "GOARCH", Value: "amd64"},
				{Key: "GOOS", Value: "linux"}, {Key: "GOAMD64", Value: "v1"}, {Key: "vcs.revision", Value: "abc"},
			},
		},
	}}
	w.useStore()
	return w
}

// set changes a build setting.
func (w *world) set(key, value string) {
	i := slices.IndexFunc(w.build.Settings, func(s debug.BuildSetting) bool { return s.Key == key })
	if i < 0 {
		w.build.Settings = append(w.build.Settings, debug.BuildSetting{Key: key, Value: value})
		return
	}
	w.build.Settings[i].Value = value
}

// rebuild makes the process one of another build.
func (w *world) rebuild() *world {
	w.executable = func() (executable, error) { return executable{id: []byte("build 2")}, nil }
	return w
}

// anIdentity is an identity as manifests hold it.
func anIdentity(n byte) string { return manifest.FormatIdentity([32]byte{n}) }

// manifestOf makes a manifest that serves in a new world.
func manifestOf(w *world, funcs map[string]manifest.Func) *manifest.Manifest {
	m := &manifest.Manifest{
		Version: manifest.Version, Module: "example.com/app", Package: testPkg,
		Target: w.target(), Funcs: make(map[string]manifest.Func),
	}
	for name, f := range funcs {
		if f.Identity == "" {
			f.Identity = anIdentity(1)
		}
		f.Signature, f.Status = "func()", manifest.Complete
		m.Funcs[self+"."+name] = f
	}
	return m
}

// embed registers m as generated code would.
func (w *world) embed(m *manifest.Manifest) *world {
	w.t.Helper()
	text, err := manifest.Encode(m)
	if err != nil {
		w.t.Fatal(err)
	}
	w.registerManifest(m.Package, manifest.FileName(m.Variant), string(text))
	return w
}

// in registers fn in w, as package testPkg would.
func in[F any](w *world, fn F, opts ...Option) *Function[F] {
	return register(w.environment, from(testPkg), fn, append([]Option{Logger(w.log.logger())}, opts...))
}

// wantRan checks how often functions have run since the last check.
func wantRan(t testing.TB, want int64) {
	t.Helper()
	if got := ran.Swap(0); got != want {
		t.Errorf("the function ran %d times, want %d", got, want)
	}
}

// wantExists checks whether a call's result exists.
func wantExists(t testing.TB, i *Invocation, want bool) {
	t.Helper()
	if ok, err := i.Exists(); ok != want || err != nil {
		t.Errorf("Exists: %v, %v, want %v", ok, err, want)
	}
}

// wantPanic checks that f panics, and that what it says contains the words.
func wantPanic(t testing.TB, words string, f func()) {
	t.Helper()
	defer func() {
		t.Helper()
		if v := recover(); v == nil || !strings.Contains(fmt.Sprint(v), words) {
			t.Errorf("panic is %v, want one that says %q", v, words)
		}
	}()
	f()
}

// wantLines checks that exactly n lines were logged since the last check, each
// with all the given words.
func (w *world) wantLines(n int, words ...string) {
	w.t.Helper()
	got := w.log.take()
	if len(got) != n {
		w.t.Errorf("%d lines logged, want %d: %s", len(got), n, strings.Join(got, "\n"))
	}
	for _, line := range got {
		for _, word := range words {
			if !strings.Contains(line, word) {
				w.t.Errorf("logged %s\nwant it to say %q", line, word)
			}
		}
	}
}

// lines collects what is logged.
type lines struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *lines) logger() *slog.Logger { return slog.New(slog.NewTextHandler(l, nil)) }

func (l *lines) take() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	text := strings.TrimSpace(l.buf.String())
	l.buf.Reset()
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// Functions to remember.

func square(n int) int { ran.Add(1); return n * n }

func half(n int) (int, error) {
	ran.Add(1)
	if n%2 != 0 {
		return 0, errOdd
	}
	return n / 2, nil
}

var errOdd = errors.New("odd")

func list(n int) []int {
	ran.Add(1)
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func sum(base int, more ...int) int {
	ran.Add(1)
	for _, m := range more {
		base += m
	}
	return base
}

func joined(a string, ctx context.Context, b string) (string, int, error) {
	ran.Add(1)
	return a + b, len(a + b), nil
}

// hooked does what the test at hand wants.
func hooked(ctx context.Context, n int) (int, error) { ran.Add(1); return hook(ctx, n) }

var hook func(ctx context.Context, n int) (int, error)

func fetch(n int, log *slog.Logger) int { ran.Add(1); return n }

type point struct{ X, Y int }

func (p point) Norm() int      { ran.Add(1); return p.X*p.X + p.Y*p.Y }
func (p *point) Double() point { ran.Add(1); return point{2 * p.X, 2 * p.Y} }

func identity[T any](x T) T { ran.Add(1); return x }

var memory = memstore.New
