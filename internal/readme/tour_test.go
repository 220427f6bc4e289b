package readme

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// TestTheTourIsTrue types what README.md tells to type. It needs the module cache
// alone: nothing is published.
func TestTheTourIsTrue(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the tour is written for a Unix shell")
	}
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	list, err := steps(string(text), "## Five minutes, in a module of your own", "## What is never remembered, and what is not seen")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	env := append(os.Environ(), "GOWORK=off", "GOFLAGS=", "HOME="+filepath.Join(dir, "home"), "XDG_CACHE_HOME="+filepath.Join(dir, "home", "cache"), "CHECKPOINT_DIR=", "PWD=")
	for _, key := range []string{"GOCACHE", "GOMODCACHE", "GOPATH"} { // HOME is another
		out, err := exec.Command("go", "env", key).Output()
		if err != nil {
			t.Fatal(err)
		}
		env = append(env, key+"="+strings.TrimSpace(string(out)))
	}
	commands := 0
	for _, s := range list {
		if s.file != "" {
			if err := os.WriteFile(filepath.Join(dir, s.file), []byte(s.content), 0o666); err != nil {
				t.Fatalf("README.md:%d: %v", s.line, err)
			}
			continue
		}
		commands++
		// One shell for each command: what it changes of the folder stays.
		cmd := exec.Command("sh", "-c", strings.ReplaceAll(s.command, "/path/to/checkpoint", root)+"\npwd >&3")
		pwd, err := os.CreateTemp(t.TempDir(), "pwd")
		if err != nil {
			t.Fatal(err)
		}
		cmd.Dir, cmd.Env, cmd.ExtraFiles = dir, env, []*os.File{pwd}
		out, _ := cmd.CombinedOutput() // its code is not shown
		now, err := os.ReadFile(pwd.Name())
		pwd.Close()
		if err != nil {
			t.Fatal(err)
		}
		dir = strings.TrimSpace(string(now))
		got := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
		got = slices.DeleteFunc(got, func(line string) bool { // of a cold module cache
			return line == "" || strings.HasPrefix(line, "go: downloading ") || strings.HasPrefix(line, "go: finding ") || strings.HasPrefix(line, "go: found ")
		})
		want := slices.DeleteFunc(s.want, func(line string) bool { return line == "" })
		if problem := differ(got, want); problem != "" {
			t.Errorf("README.md:%d: $ %s\n%s; all of it:\n%s", s.line, s.command, problem, out)
		}
	}
	if commands < 40 {
		t.Errorf("only %d commands were found: has the text another form?", commands)
	}
}

func TestStepsOfATour(t *testing.T) {
	const text = "# A\n\n```console\n$ before\n```\n\n## B\n\n`a/b.go`:\n\n```go\npackage b\n```\n\nFor example:\n\n```go\nnot a file\n```\n\n```console\n$ one\n1\n\n$ two\n```\n\n## C\n"
	list, err := steps(text, "## B", "## C")
	want := []step{{line: 12, file: "a/b.go", content: "package b\n"}, {line: 22, command: "one", want: []string{"1", ""}}, {line: 25, command: "two"}}
	if err != nil || len(list) != len(want) {
		t.Fatalf("%+v, %v", list, err)
	}
	for i := range want {
		if g, w := list[i], want[i]; g.line != w.line || g.file != w.file || g.content != w.content || g.command != w.command || !slices.Equal(g.want, w.want) {
			t.Errorf("%+v, want %+v", g, w)
		}
	}
	if _, err := steps(text, "## B", "## D"); err == nil {
		t.Error("a tour without an end")
	}
}

func TestDifferences(t *testing.T) {
	for _, test := range []struct {
		got, want string
		same      bool
	}{
		{"a\nb", "a\nb", true},
		{"a\nb", "a", false},
		{"a", "a\nb", false},
		{"took 1.5s", "took 12ms", true},
		{"took 1.5s", "took long", false},
		{"saved 0s", "saved 1.000037062s", true},
		{"b3:00ff", "b3:1234", true},
		{"x b3:00ff y", "x b3:1… y", true},
		{"func=a b c cause=d", "func=a … cause=d", true},
		{"func=a cause=e", "func=a … cause=d", false},
		{"1\n2\n3\n4", "1\n…\n4", true},
		{"1\n4", "1\n…\n4", true},
		{"1\n2\n3\n5", "1\n…\n4", false},
		{"2026/11/27 10:00:00 INFO", "2025/01/02 03:04:05 INFO", true},
		{"238 190", "239 190", false},
		{"a.b", "a+b", false},
	} {
		if problem := differ(strings.Split(test.got, "\n"), strings.Split(test.want, "\n")); (problem == "") != test.same {
			t.Errorf("%q and %q: %q", test.got, test.want, problem)
		}
	}
}
