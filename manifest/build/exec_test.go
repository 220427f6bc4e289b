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
	overlay, err := prepare(context.Background(), cfg, Streams{Out: io.Discard, Err: io.Discard}, tmp, true)
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
