package build

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A go command that takes its time compiles what the identities were computed
// from, not what an editor saves meanwhile.
func TestExecPinsTheSourceThatIdentitiesAreOf(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	main := "package main\n\nimport _ \"embed\"\n\n//go:embed data.txt\nvar data string\n\nfunc main() { print(\"before \", data) }\n"
	write("go.mod", "module example.com/app\n\ngo 1.26\n")
	write("main.go", main)
	write("data.txt", "before")
	cfg := Config{Dir: dir, Cache: t.TempDir()}
	tmp := t.TempDir()
	overlay, err := prepare(context.Background(), cfg, Streams{Out: io.Discard, Err: io.Discard}, tmp, goCommandLine{runs: true})
	if err != nil {
		t.Fatal(err)
	}
	write("main.go", strings.Replace(main, "before", "after", 1))
	write("data.txt", "after")
	cmd := exec.Command("go", "run", "-overlay="+overlay, ".")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil || string(out) != "before before" {
		t.Errorf("the program printed %q (%v), want what was there when identities were computed", out, err)
	}
}

func TestGoCommandsGetTheOverlayAsAFlag(t *testing.T) {
	for _, c := range []struct{ command, want string }{
		{"go run .", "go run -overlay=X ."},
		{"go -C d test ./...", "go -C d test -overlay=X ./..."},
		{"go build -C d -o app", "go build -C d -overlay=X -o app"},
		{"go run -C=d . -overlay=mine", "go run -C=d -overlay=X . -overlay=mine"},
		{"go build -overlay mine .", "go build -overlay X ."},
		{"go vet --overlay=mine .", "go vet --overlay=X ."},
	} {
		args := strings.Fields(c.command)
		g, ok := parseGoCommand(args)
		if got := strings.Join(g.withOverlay(args, "X"), " "); !ok || got != c.want {
			t.Errorf("%s becomes %s, want %s", c.command, got, c.want)
		}
	}
}

// What ./... passes over is loaded where the command names it: by its folder,
// from within, or by its import path.
func TestGoCommandsThatNameHiddenPackages(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct{ dir, command, want string }{
		{"", "go run . ./_x", ""},
		{"", "go run ./_x a/testdata/b", "./_x"},
		{"", "go build ./_x a/testdata/b -o", "./_x a/testdata/b"},
		{"", "go test -run X ./testdata/... ./...", "./testdata/..."},
		{"", "go vet ./.github/tool ./a/.x", "./.github/tool ./a/.x"},
		{"", "go run gen.go testdata/b.go", ""},
		{"", "go run example.com/testdata/x@latest", ""},
		{"testdata/b", "go test", "."},
		{"sub", "go test", ""},
		{"testdata", "go test ../sub", ""},
		{"testdata", "go build b", ""},
	} {
		g, ok := parseGoCommand(strings.Fields(c.command))
		if !ok {
			t.Errorf("%s is not understood", c.command)
		}
		env := &goEnv{cfg: Config{Dir: filepath.Join(dir, c.dir)}, Vars: map[string]string{"GOMOD": filepath.Join(dir, "go.mod")}}
		if got := strings.Join(env.hidden(g.packages), " "); got != c.want {
			t.Errorf("%s in %q names %q, want %q", c.command, c.dir, got, c.want)
		}
	}
}
