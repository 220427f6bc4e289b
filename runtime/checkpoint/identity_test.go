package checkpoint

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest"
)

var squareEntry = map[string]manifest.Func{"square": {Params: []string{"n"}}}

// again calls square(4) in two processes over one store and returns whether
// the second found what the first had stored. Each is set up by its function.
func again(t *testing.T, first, second func(*world)) bool {
	t.Helper()
	s := memory()
	a := newWorld(t, s)
	first(a)
	if got := in(a, square).Call(4); got != 16 {
		t.Fatalf("square(4) = %d", got)
	}
	b := newWorld(t, s)
	second(b)
	if got := in(b, square).Call(4); got != 16 {
		t.Fatalf("square(4) = %d", got)
	}
	return ran.Swap(0) == 0
}

func withManifest(w *world) { w.embed(manifestOf(w, squareEntry)) }

func TestWithoutManifestResultsLastAsLongAsTheBuild(t *testing.T) {
	if !again(t, func(*world) {}, func(*world) {}) {
		t.Error("the same build recomputes")
	}
	if again(t, func(*world) {}, func(w *world) { w.rebuild() }) {
		t.Error("another build finds the result")
	}
}

func TestWithManifestResultsSurviveARebuild(t *testing.T) {
	if !again(t, withManifest, func(w *world) { w.rebuild(); withManifest(w) }) {
		t.Error("a rebuild recomputes although the manifest has the same identity")
	}
	if again(t, withManifest, func(w *world) {
		w.embed(manifestOf(w, map[string]manifest.Func{"square": {Identity: anIdentity(2), Params: []string{"n"}}}))
	}) {
		t.Error("another identity in the manifest finds the result")
	}
}

// I7.
func TestWhatIsAssumedIsPartOfTheIdentity(t *testing.T) {
	assuming := func(decl, why string) func(*world) {
		return func(w *world) {
			m := manifestOf(w, squareEntry)
			for id, entry := range m.Funcs {
				if decl != "" {
					entry.Status, entry.Assumes = manifest.Assumed, map[string]string{decl: why}
				}
				m.Funcs[id] = entry
			}
			w.embed(m)
		}
	}
	if !again(t, assuming("v", "is not fixed"), func(w *world) { w.rebuild(); assuming("v", "is not fixed")(w) }) {
		t.Error("a rebuild recomputes although the same is assumed")
	}
	for _, b := range [][2]string{{"", ""}, {"w", "is not fixed"}, {"v", "is linked"}} {
		if again(t, assuming("v", "is not fixed"), assuming(b[0], b[1])) || again(t, assuming(b[0], b[1]), assuming("v", "is not fixed")) {
			t.Errorf("a result that rests on v is found where %q is assumed", b)
		}
	}
}

func TestManifestAndBuildIdentitiesNeverMeet(t *testing.T) {
	if again(t, withManifest, func(*world) {}) || again(t, func(*world) {}, withManifest) {
		t.Error("a result kept under a manifest's identity is found under the build's")
	}
}

func TestSettingsEnterTheIdentityUnlessInert(t *testing.T) {
	for _, test := range []struct {
		key, value string
		found      bool
	}{
		{"GOAMD64", "v3", false},
		{"GOEXPERIMENT", "something", false},
		{"DefaultGODEBUG", "panicnil=1", false},
		{"-gcflags", "-N", false},
		{"-never-heard-of", "x", false},
		{"vcs.revision", "def", true},
		{"vcs.modified", "true", true},
		{"-trimpath", "true", true},
		{"-buildmode", "pie", true},
		{"-cover", "true", true},
		{"CGO_CFLAGS", "", true},
		{"CGO_CFLAGS", "-DX=1", false},
		{"-pgo", "x.pgo", true},
		{"-ldflags", "-w", true},
	} {
		found := again(t, withManifest, func(w *world) { w.set(test.key, test.value); withManifest(w) })
		if found != test.found {
			t.Errorf("setting %s=%s: result found %v, want %v", test.key, test.value, found, test.found)
		}
	}
	if !again(t, func(w *world) { w.set("a", "1"); w.set("b", "2"); withManifest(w) },
		func(w *world) { w.set("b", "2"); w.set("a", "1"); withManifest(w) }) {
		t.Error("the order of the settings matters")
	}
}

func TestGODEBUGEntersEveryIdentity(t *testing.T) {
	debugging := func(w *world) {
		w.getenv = func(key string) string { return map[string]string{"GODEBUG": "panicnil=1"}[key] }
	}
	if again(t, withManifest, func(w *world) { debugging(w); withManifest(w) }) {
		t.Error("another GODEBUG finds a result kept under a manifest")
	}
	if again(t, func(*world) {}, debugging) {
		t.Error("another GODEBUG finds a result kept for the build")
	}
}

func TestLinkVarsAddLdflags(t *testing.T) {
	linked := func(flags, trimpath string) func(*world) {
		return func(w *world) {
			w.set("-ldflags", flags)
			w.set("-trimpath", trimpath)
			w.embed(manifestOf(w, map[string]manifest.Func{"square": {Params: []string{"n"}, LinkVars: []string{self + ".version"}}}))
		}
	}
	if !again(t, linked("-X a=1", ""), linked("-X a=1", "")) {
		t.Error("equal -ldflags recompute")
	}
	if again(t, linked("-X a=1", ""), linked("-X a=2", "")) {
		t.Error("other -ldflags find the result")
	}
	// -trimpath keeps -ldflags out of build info: the build it is.
	if again(t, linked("", "true"), func(w *world) { w.rebuild(); linked("", "true")(w) }) {
		t.Error("another build with -trimpath finds the result, although -X may differ")
	}
}

// Drift: nothing that a manifest was computed from may differ unnoticed (M4).
func TestDriftedManifestFallsBackAndSaysItOnce(t *testing.T) {
	modules := map[string]string{
		"example.com/dep":      "v1.2.3 h1:abc=",
		"example.com/fork":     "v2.0.0 h1:fork=",
		"example.com/vendored": "v0.1.0 vendor",
	}
	dep := func(w *world, path string) *debug.Module {
		for _, d := range w.build.Deps {
			if d.Path == path {
				return d
			}
		}
		return nil
	}
	for _, test := range []struct {
		name, says string
		drift      func(w *world)
	}{
		{"none", "", func(w *world) {}},
		{"go", "go1.27.0", func(w *world) { w.goVersion = "go1.27.0" }},
		{"os", "darwin", func(w *world) { w.set("GOOS", "darwin") }},
		{"arch", "arm64", func(w *world) { w.set("GOARCH", "arm64") }},
		{"cgo", "linux/amd64 cgo", func(w *world) { w.set("CGO_ENABLED", "0") }},
		{"tags", "tags=a,b", func(w *world) { w.set("-tags", "b,a") }},
		{"race", "race", func(w *world) { w.set("-race", "true") }},
		{"msan", "msan", func(w *world) { w.set("-msan", "true") }},
		{"asan", "asan", func(w *world) { w.set("-asan", "true") }},
		{"module version", "v1.2.4", func(w *world) { dep(w, "example.com/dep").Version = "v1.2.4" }},
		{"module sum", "h1:other=", func(w *world) { dep(w, "example.com/dep").Sum = "h1:other=" }},
		{"module without sum", "example.com/dep", func(w *world) { dep(w, "example.com/dep").Sum = "" }},
		{"module replaced by a folder", "example.com/dep", func(w *world) { dep(w, "example.com/dep").Replace = &debug.Module{Path: "../dep"} }},
		{"replacement gone", "example.com/fork", func(w *world) { dep(w, "example.com/fork").Replace = nil }},
		{"vendored version", "v0.2.0", func(w *world) { dep(w, "example.com/vendored").Version = "v0.2.0" }},
		{"no longer vendored", "h1:now=", func(w *world) { dep(w, "example.com/vendored").Sum = "h1:now=" }},
		{"module missing", "does not contain", func(w *world) { w.build.Deps = w.build.Deps[1:] }},
		{"no build info", "no build info", func(w *world) { w.build = nil }},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t, memory())
			m := manifestOf(w, map[string]manifest.Func{"square": {Params: []string{"n"}}, "half": {Params: []string{"n"}}})
			m.Modules = modules
			w.embed(m)
			test.drift(w)
			f := in(w, square)
			f.Call(3)
			f.Call(4)
			_, _ = in(w, half).Call(4)
			r := f.core.resolve()
			if test.says == "" {
				if r.manifest == nil {
					t.Error("the manifest does not serve although nothing drifted")
				}
				w.wantLines(0)
				return
			}
			if r.manifest != nil {
				t.Error("the manifest serves")
			}
			w.wantLines(1, test.says, "level=WARN", testPkg, "square", "go tool checkpointmanifest generate")
			f.Call(3)
			wantRan(t, 3) // still remembered, for the build
		})
	}
}

func TestTagsCompareSorted(t *testing.T) {
	w := newWorld(t, memory())
	w.set("-tags", "b,a")
	w.embed(manifestOf(w, squareEntry))
	if tags := w.target().Tags; tags != "a,b" {
		t.Errorf("tags %q, want a,b", tags)
	}
}

func TestUnusableManifestFallsBackAndSaysWhy(t *testing.T) {
	good := newWorld(t, memory())
	text, err := manifest.Encode(manifestOf(good, squareEntry))
	if err != nil {
		t.Fatal(err)
	}
	encoded := func(change func(*manifest.Manifest)) string {
		m := manifestOf(good, squareEntry)
		change(m)
		text, err := manifest.Encode(m)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	for _, test := range []struct{ name, text, says string }{
		{"empty", "", "empty manifest"},
		{"no TOML", "\x00 what", "checkpoint.toml"},
		{"other version", strings.Replace(string(text), "version = 1", "version = 99", 1), "another version"},
		{"truncated", string(text[:len(text)/2]), "checkpoint.toml"},
		{"other package", strings.ReplaceAll(string(text), testPkg, "example.com/app/other"), "example.com/app/other"},
		{"no entry", encoded(func(m *manifest.Manifest) { m.Funcs = map[string]manifest.Func{} }), "no entry"},
		{"other parameters", encoded(func(m *manifest.Manifest) {
			f := m.Funcs[self+".square"]
			f.Params = []string{"n", "m"}
			m.Funcs[self+".square"] = f
		}), "2 parameters"},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t, memory())
			w.registerManifest(testPkg, "checkpoint.toml", test.text)
			f := in(w, square)
			f.Call(3)
			f.Call(3)
			wantRan(t, 1)
			if f.core.resolve().manifest != nil {
				t.Error("the manifest serves")
			}
			w.wantLines(1, test.says, "go tool checkpointmanifest generate")
		})
	}
}

func TestTwoDifferentManifestsOfAPackageServeNothing(t *testing.T) {
	w := newWorld(t, memory())
	w.embed(manifestOf(w, squareEntry))
	w.embed(manifestOf(w, map[string]manifest.Func{"square": {Identity: anIdentity(9), Params: []string{"n"}}}))
	in(w, square).Call(1)
	w.wantLines(1, "second, different manifest")
}

func TestNoManifestAtAllIsSaidOnceInTheProcess(t *testing.T) {
	w := newWorld(t, memory())
	in(w, square).Call(1)
	in(w, list).Call(1)
	w.wantLines(1, "level=INFO", "for this build alone", "checkpointmanifest")
}

func TestManifestRegisteredAfterTheFirstCallServesFromThenOn(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, square)
	f.Call(3) // as package initialization may
	withManifest(w)
	f.Call(3)
	wantRan(t, 2)
	f.Call(3)
	wantRan(t, 0)
	if f.core.resolve().manifest == nil {
		t.Error("the manifest does not serve")
	}
}

// M2 and M3.
func TestVariantsServeWhereTheyHold(t *testing.T) {
	for _, test := range []struct {
		name, main, pkg string
		variants        []manifest.Variant
		tested          []string
		want            string // the variant that serves, or "none"
	}{
		{"program", "example.com/app", testPkg, []manifest.Variant{manifest.Plain, manifest.Test}, []string{testPkg}, "plain"},
		{"program, test manifest alone", "example.com/app", testPkg, []manifest.Variant{manifest.Test}, nil, "none"},
		{"own test", testPkg + ".test", testPkg, []manifest.Variant{manifest.Plain, manifest.Test}, nil, "test"},
		{"own test, plain, untested", testPkg + ".test", testPkg, []manifest.Variant{manifest.Plain}, nil, "plain"},
		{"own test, plain, tested", testPkg + ".test", testPkg, []manifest.Variant{manifest.Plain}, []string{testPkg}, "none"},
		{"external test", testPkg + ".test", testPkg + "_test", []manifest.Variant{manifest.XTest}, nil, "xtest"},
		{"external test, plain", testPkg + ".test", testPkg + "_test", []manifest.Variant{manifest.Plain}, nil, "none"},
		{"other test, untouched", "example.com/app/x.test", testPkg, []manifest.Variant{manifest.Plain, manifest.Test}, []string{"example.com/app/y"}, "plain"},
		{"other test, tested import", "example.com/app/x.test", testPkg, []manifest.Variant{manifest.Plain, manifest.Test}, []string{"example.com/app/x"}, "none"},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t, memory())
			w.build.Path = test.main
			for _, v := range test.variants {
				m := manifestOf(w, squareEntry)
				m.Package, m.Variant, m.Tested = test.pkg, v, test.tested
				w.embed(m)
			}
			f := register(w.environment, from(test.pkg), square, []Option{Logger(w.log.logger())})
			got := "none"
			if m := f.core.resolve().manifest; m != nil {
				if got = string(m.Variant); got == "" {
					got = "plain"
				}
			}
			if got != test.want {
				t.Errorf("serving manifest: %s, want %s", got, test.want)
			}
			if test.want == "none" {
				w.wantLines(1, test.pkg)
			}
		})
	}
}

func TestUnknownIdentityRunsUncachedAndSaysItOnce(t *testing.T) {
	broken := func(w *world) {
		w.executable = func() (executable, error) { return executable{}, errors.New("no such file") }
	}
	w := newWorld(t, memory())
	w.embed(manifestOf(w, map[string]manifest.Func{"list": {Params: []string{"n"}}}))
	broken(w)
	f := in(w, square)
	f.Call(2)
	f.Call(2)
	wantRan(t, 2)
	lines := w.log.take() // no entry, and no identity
	if len(lines) != 2 || !strings.Contains(lines[1], "no such file") || !strings.Contains(lines[1], "without being remembered") {
		t.Errorf("logged %s", strings.Join(lines, "\n"))
	}
	if _, err := f.Args(2).Exists(); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Errorf("Exists: %v, want the cause", err)
	}
	g := in(w, list) // a manifest needs no build ID
	g.Call(2)
	g.Call(2)
	wantRan(t, 1)
}

func TestHostOfASharedLibraryLendsNoBuildID(t *testing.T) {
	for _, mode := range []string{"c-shared", "c-archive", "plugin", "shared"} {
		w := newWorld(t, memory())
		w.set("-buildmode", mode)
		f := in(w, square)
		f.Call(2)
		f.Call(2)
		wantRan(t, 2)
	}
}

func TestFunctionOutsideOfTheExecutableRunsUncached(t *testing.T) {
	w := newWorld(t, memory())
	// A text segment so short that square can't be in it.
	w.executable = func() (executable, error) { return executable{id: []byte("x"), text: 1}, nil }
	withManifest(w)
	f := in(w, square)
	f.Call(2)
	f.Call(2)
	wantRan(t, 2)
	w.wantLines(1, "plugin or shared library")
}

func TestGenericInstancesAreToldApart(t *testing.T) {
	w := newWorld(t, memory())
	type celsius int
	a, b := in(w, identity[int]), in(w, identity[string])
	c := in(w, identity[celsius])
	if a.Call(7) != 7 || b.Call("7") != "7" || c.Call(7) != 7 || a.Call(7) != 7 {
		t.Error("wrong result")
	}
	wantRan(t, 3)
	if fmt.Sprint(a.core.resolve().identity) == fmt.Sprint(c.core.resolve().identity) {
		t.Error("two instances have one identity")
	}
	// Known by its place: another process of the build finds the result.
	v := newWorld(t, nil)
	v.store = w.store
	in(v, identity[int]).Call(7)
	wantRan(t, 0)
}

// os.Setenv changes how the process behaves from then on.
func TestGODEBUGSetWhileTheProcessRunsCounts(t *testing.T) {
	w := newWorld(t, memory())
	godebug := ""
	w.getenv = func(name string) string {
		if name == "GODEBUG" {
			return godebug
		}
		return ""
	}
	f := in(w, square)
	f.Call(3)
	godebug = "asynctimerchan=1"
	f.Call(3)
	wantRan(t, 2)
	godebug = ""
	f.Call(3)
	wantRan(t, 0)
}
