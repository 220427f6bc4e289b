package checkpoint_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest"
	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

// These tests run real processes over one folder: this test binary again, and
// testdata/prog in several builds.

const childEnv = "CHECKPOINT_TEST_CHILD"

func TestMain(m *testing.M) {
	if what := os.Getenv(childEnv); what != "" {
		child(what)
		return
	}
	dir, err := os.MkdirTemp("", "checkpoint")
	if err != nil {
		panic(err)
	}
	os.Setenv("CHECKPOINT_DIR", dir) // tests and examples share none with the user
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

const (
	tested = "github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	id     = tested + "_test.cube"
)

func cube(n int) int { return n * n * n }

// child calls cube(3) and prints what that took.
func child(identity string) {
	if identity != "build" {
		text, err := manifest.Encode(&manifest.Manifest{
			Version: manifest.Version, Module: "github.com/gocheckpoint/checkpoint", Package: tested + "_test",
			Variant: manifest.XTest, Target: checkpoint.RunningTarget(),
			Funcs: map[string]manifest.Func{id: {Identity: identity, Signature: "func(int) int", Params: []string{"n"}, Status: manifest.Complete}},
		})
		if err != nil {
			panic(err)
		}
		checkpoint.RegisterManifest(tested+"_test", manifest.FileName(manifest.XTest), string(text))
	}
	//checkpoint:ignore registration child runs once in a process, after it has registered the manifest
	f := checkpoint.Func(cube)
	n := f.Call(3)
	json.NewEncoder(os.Stdout).Encode(report{n, f.Stats().Computed})
}

type report struct {
	Result   int
	Computed uint64
}

// run starts a program over a folder of results; stderr is what it logged.
func run(t *testing.T, dir, path string, env ...string) (r report, stderr string) {
	t.Helper()
	cmd := exec.Command(path)
	cmd.Env = append(os.Environ(), append(env, "CHECKPOINT_DIR="+dir)...)
	var log strings.Builder
	cmd.Stderr = &log
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, log.String())
	}
	if err := json.Unmarshal(out, &r); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	return r, log.String()
}

func TestResultsAreFoundAgainByAnotherProcess(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	one, two := manifest.FormatIdentity([32]byte{1}), manifest.FormatIdentity([32]byte{2})
	dir := t.TempDir()
	for i, step := range []struct {
		identity string
		computed uint64
		warns    bool
	}{
		{"build", 1, true}, {"build", 0, true},
		{one, 1, false}, {one, 0, false},
		{two, 1, false}, {two, 0, false}, {one, 0, false}, {"build", 0, true},
	} {
		r, log := run(t, dir, self, childEnv+"="+step.identity)
		if r.Result != 27 || r.Computed != step.computed {
			t.Errorf("step %d, %s: %+v, want %d computed", i, step.identity, r, step.computed)
		}
		if (log != "") != step.warns {
			t.Errorf("step %d, %s: logged %q", i, step.identity, log)
		}
	}
	if r, _ := run(t, dir, self, childEnv+"="+one, "GODEBUG=panicnil=1"); r.Computed != 1 {
		t.Error("another GODEBUG finds the result")
	}
	if r, _ := run(t, dir, self, childEnv+"="+one, "CHECKPOINT=off"); r.Result != 27 || r.Computed != 0 {
		t.Errorf("CHECKPOINT=off: %+v", r)
	}
}

const prog = "github.com/gocheckpoint/checkpoint/runtime/checkpoint/testdata/prog"

// build builds testdata/prog with edits of its source, and with a manifest if
// identity is not "".
func build(t *testing.T, out, identity string, flags []string, edits ...string) {
	t.Helper()
	source, err := os.ReadFile("testdata/prog/main.go")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{"main.go": strings.NewReplacer(edits...).Replace(string(source))}
	if identity != "" {
		target := checkpoint.RunningTarget()
		target.Instrument = ""
		text, err := manifest.Encode(&manifest.Manifest{
			Version: manifest.Version, Module: "github.com/gocheckpoint/checkpoint", Package: prog, Target: target,
			Funcs: map[string]manifest.Func{prog + ".work": {Identity: identity, Signature: "func(int) int", Params: []string{"n"}, Status: manifest.Complete}},
		})
		if err != nil {
			t.Fatal(err)
		}
		files["checkpoint.toml"] = string(text)
		files["a_checkpoint.go"] = fmt.Sprintf(`package main

import (
	_ "embed"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

//go:embed checkpoint.toml
var manifestText string

var _ = checkpoint.RegisterManifest(%q, "checkpoint.toml", manifestText)
`, prog)
	}
	buildOverlaid(t, out, "testdata/prog", files, flags)
}

// buildOverlaid builds the package in folder, with files added or replaced.
func buildOverlaid(tb testing.TB, out, folder string, files map[string]string, flags []string) {
	tb.Helper()
	abs, err := filepath.Abs(folder)
	if err != nil {
		tb.Fatal(err)
	}
	tmp := tb.TempDir()
	overlay := make(map[string]string)
	for name, text := range files {
		overlay[filepath.Join(abs, name)] = filepath.Join(tmp, name)
		if err := os.WriteFile(filepath.Join(tmp, name), []byte(text), 0o644); err != nil {
			tb.Fatal(err)
		}
	}
	replace, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		tb.Fatal(err)
	}
	file := filepath.Join(tmp, "overlay.json")
	if err := os.WriteFile(file, replace, 0o644); err != nil {
		tb.Fatal(err)
	}
	args := append([]string{"build", "-overlay", file, "-o", out}, flags...)
	if msg, err := exec.Command("go", append(args, "./"+folder)...).CombinedOutput(); err != nil {
		tb.Fatalf("go build: %v\n%s", err, msg)
	}
}

func TestRebuiltProgram(t *testing.T) {
	dir, bin := t.TempDir(), filepath.Join(t.TempDir(), "prog")
	check := func(what string, result int, computed uint64, said string) {
		t.Helper()
		r, log := run(t, dir, bin)
		if r.Result != result || r.Computed != computed {
			t.Errorf("%s: %+v, want result %d, %d computed", what, r, result, computed)
		}
		if said == "" && log != "" || !strings.Contains(log, said) {
			t.Errorf("%s: logged %q, want %q", what, log, said)
		}
	}
	build(t, bin, "", nil)
	check("first build", 2, 1, "has no manifest")
	check("same build", 2, 0, "has no manifest")
	build(t, bin, "", nil, "n + 1", "n + 2")
	check("other code", 3, 1, "has no manifest")
	build(t, bin, "", []string{"-buildmode=pie"})
	check("position independent", 2, 1, "has no manifest")
	check("position independent, loaded elsewhere", 2, 0, "has no manifest")
	build(t, bin, "", []string{"-ldflags=-buildid="})
	check("without a build ID", 2, 1, "has no manifest")
	check("without a build ID, again", 2, 0, "has no manifest")
	build(t, bin, "", []string{"-ldflags=-buildid="}, "n + 1", "n + 2")
	check("without a build ID, other code", 3, 1, "has no manifest")

	one := manifest.FormatIdentity([32]byte{1})
	build(t, bin, one, nil)
	check("with a manifest", 2, 1, "")
	build(t, bin, one, nil, `"ready\n"`, `"waiting\n"`)
	check("an edit elsewhere", 2, 0, "")
	build(t, bin, manifest.FormatIdentity([32]byte{2}), nil, "n + 1", "n + 3")
	check("another identity", 4, 1, "")
	build(t, bin, one, []string{"-tags", "something"}, "n + 1", "n + 5")
	check("a tag that the manifest doesn't know", 6, 1, "tags=something")
}

// The old process must not take the build ID of the new binary: it would store
// what the old code computes for the new code to find.
func TestReplacedExecutableLendsNoBuildIDToTheOldProcess(t *testing.T) {
	dir, bin, mark := t.TempDir(), filepath.Join(t.TempDir(), "prog"), filepath.Join(t.TempDir(), "mark")
	build(t, bin, "", nil)
	old := exec.Command(bin, mark)
	old.Env = append(os.Environ(), "CHECKPOINT_DIR="+dir)
	out, err := old.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := old.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatal("the old process does not start")
	}
	next := bin + ".next"
	build(t, next, "", nil, "n + 1", "n + 2")
	if err := os.Rename(next, bin); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(mark, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if !lines.Scan() || !strings.Contains(lines.Text(), `"Result":2`) {
		t.Errorf("the old process says %q", lines.Text())
	}
	if err := old.Wait(); err != nil {
		t.Fatal(err)
	}
	if r, _ := run(t, dir, bin); r.Result != 3 || r.Computed != 1 {
		t.Errorf("the new program: %+v, want 3, computed", r)
	}
}
