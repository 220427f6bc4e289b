package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gocheckpoint/checkpoint/analyzer"
)

// command runs the command and gives what it printed.
func command(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(args, os.Environ(), nil, &out, &errs, func() { fmt.Fprint(&out, "served") })
	return code, out.String(), errs.String()
}

func TestGoCommandIsServed(t *testing.T) {
	for _, args := range [][]string{{"-V=full"}, {"-flags"}, {"/tmp/vet.cfg"}, {"-json", "-checkpoint_hashable", "/tmp/vet.cfg"}} {
		if code, stdout, _ := command(t, args...); code != 0 || stdout != "served" {
			t.Errorf("%q: code %d, %q", args, code, stdout)
		}
	}
}

func TestHelp(t *testing.T) {
	for _, arg := range []string{"help", "-h", "-help", "--help"} {
		code, stdout, stderr := command(t, arg)
		if code != 0 || stderr != "" || !strings.Contains(stdout, "Usage:") {
			t.Errorf("%s: code %d, %s%s", arg, code, stdout, stderr)
		}
		for _, a := range analyzer.Analyzers() {
			if !strings.Contains(stdout, "\t"+a.Name+" ") {
				t.Errorf("%s: %s is not listed", arg, a.Name)
			}
		}
	}
	for _, name := range []string{"hashable", "checkpoint_hashable"} {
		if code, stdout, _ := command(t, "help", name); code != 0 || !strings.Contains(stdout, "*Job.Done is chan struct{}") {
			t.Errorf("help %s: code %d, %s", name, code, stdout)
		}
	}
	if code, _, stderr := command(t, "help", "nonsense"); code != 2 || !strings.Contains(stderr, "no check is called nonsense") {
		t.Errorf("code %d, %s", code, stderr)
	}
}

func TestWithoutGoCommand(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	code, _, stderr := command(t, "./...")
	if code != 2 || !strings.Contains(stderr, "find the go command") || !strings.Contains(stderr, "install Go") {
		t.Errorf("code %d, %s", code, stderr)
	}
}

// TestModule vets a module of its own that uses this checkout's checkpoint.
func TestModule(t *testing.T) {
	repository, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	// The program itself, not the test binary: go vet runs it for each package,
	// and with the race detector in it that takes minutes.
	program := filepath.Join(t.TempDir(), "checkpointvet")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	command := func(args ...string) (code int, stdout, stderr string) {
		var out, errs bytes.Buffer
		cmd := exec.Command(program, args...)
		cmd.Stdout, cmd.Stderr = &out, &errs
		if err := cmd.Run(); cmd.ProcessState == nil {
			t.Fatal(err)
		}
		return cmd.ProcessState.ExitCode(), out.String(), errs.String()
	}
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	gomod, err := os.ReadFile(filepath.Join(repository, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	gosum, err := os.ReadFile(filepath.Join(repository, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	const own = "github.com/gocheckpoint/checkpoint"
	write("go.mod", strings.Replace(string(gomod), "module "+own, "module example.com/app", 1)+
		"\nrequire "+own+" v0.0.0\n\nreplace "+own+" => "+repository+"\n")
	write("go.sum", string(gosum))
	t.Chdir(dir)
	t.Setenv("GOFLAGS", "-mod=mod")
	t.Setenv("GOWORK", "off")
	t.Setenv("GOPROXY", "off")

	const clean = `package app

import "github.com/gocheckpoint/checkpoint/runtime/checkpoint"

func fine(path string) (int, error) { return len(path), nil }

var Fine = checkpoint.Func(fine, checkpoint.NoHash("path"))
`
	write("app.go", clean)
	if code, stdout, stderr := command("./..."); code != 0 || stdout+stderr != "" {
		t.Fatalf("clean code: code %d\n%s%s", code, stdout, stderr)
	}

	write("app.go", clean+`
type job struct{ done func() }

func ofChan(c chan int) int  { return 0 }
func ofJob(j job) int        { return 0 }
func named(path string) int  { return 0 }

func size(path string) (int, error) { return 0, nil }

var (
	A = checkpoint.Func(ofChan)
	B = checkpoint.Func(ofJob)
	C = checkpoint.Func(named, checkpoint.HashBy("pahth", size))
)

func init() {
	n := 1
	checkpoint.Func(func() int { return n })
}
`)
	want := []string{
		`app.go:18:22: argument c of ofChan cannot be hashed: it is chan int`,
		"app.go:11:13: \tc is declared here",
		`app.go:19:22: argument j of ofJob cannot be hashed: job.done is func()`,
		"app.go:9:18: \tdone is declared here",
		`app.go:20:47: named has no parameter "pahth", which HashBy names: did you mean "path"`,
		`app.go:25:18: checkpoint.Func registers a function literal that captures n: declare a function with n among its parameters and register that by its name`,
	}
	code, stdout, stderr := command("./...")
	if code != 1 || stdout != "" {
		t.Errorf("code %d, %s", code, stdout)
	}
	var got []string
	for line := range strings.Lines(stderr) {
		if strings.Contains(line, "app.go:") {
			got = append(got, strings.TrimPrefix(strings.TrimSpace(line), "./"))
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d findings, want %d:\n%s", len(got), len(want), stderr)
	}
	for _, line := range want {
		if !strings.Contains(stderr, line+"\n") {
			t.Errorf("missing: %s\n%s", line, stderr)
		}
	}

	if code, stdout, stderr := command("-json", "./..."); code != 0 || !strings.Contains(stdout+stderr, `"category": "hashable"`) {
		t.Errorf("-json: code %d\n%s%s", code, stdout, stderr)
	}
	if _, _, stderr := command("-checkpoint_registration", "./..."); strings.Contains(stderr, "hashed") || !strings.Contains(stderr, "pahth") {
		t.Errorf("one check alone:\n%s", stderr)
	}
	command("-fix", "./...")
	if fixed, err := os.ReadFile("app.go"); err != nil || !strings.Contains(string(fixed), `HashBy("path", size)`) {
		t.Errorf("-fix did not correct the name (%v)", err)
	}

	// A package that doesn't compile: the remedy, which the compiler doesn't know.
	write("app.go", clean+`
func fib(n int) int { return Fib.Call(n - 1) }

var Fib = checkpoint.Func(fib)
`)
	const cycle = "app.go:9:30: fib depends on Fib, which registers it, an initialization cycle: call checkpoint.Of(fib) in the place of Fib\n"
	if code, stdout, stderr := command("./..."); code != 1 || stdout != "" || !strings.Contains(stderr, cycle) || strings.Count(stderr, "cycle") != 1 {
		t.Errorf("an initialization cycle: code %d\n%s%s", code, stdout, stderr)
	}
}
