package build

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// The environment variables that tell a shim where it stands.
const (
	shimGo   = "CHECKPOINTMANIFEST_GO"   // the real go command
	shimPath = "CHECKPOINTMANIFEST_PATH" // PATH without the shim
)

// shim puts a go command before the real one: this program, which computes
// manifests anew for each go command that a script or a Makefile runs. What
// was computed before the script started would be stale as soon as the script
// generates or edits code. It returns the environment in which it is found.
func shim(dir string, env []string) ([]string, error) {
	path := lookup(env, "PATH")
	goTool, err := exec.LookPath("go")
	if err != nil {
		return nil, fmt.Errorf("%w; install Go, or add its folder to PATH", err)
	}
	if goTool, err = filepath.Abs(goTool); err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	name := filepath.Join(dir, "go")
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	if err := os.Symlink(self, name); err != nil {
		if err := copyFile(name, self); err != nil {
			return nil, err
		}
	}
	return append(without(env, shimGo, shimPath),
		"PATH="+dir+string(os.PathListSeparator)+path,
		shimGo+"="+goTool,
		shimPath+"="+path,
	), nil
}

// IsShim reports whether the program was started in the place of the go
// command.
func IsShim(argv0 string, env []string) bool {
	return strings.TrimSuffix(filepath.Base(argv0), ".exe") == "go" && lookup(env, shimGo) != ""
}

// Shim stands in for the go command: one that builds runs under [Exec], any
// other as it is.
func Shim(ctx context.Context, cfg Config, s Streams, args []string) (code int, err error) {
	env := cfg.environ()
	path := lookup(env, shimPath)
	command := append([]string{lookup(env, shimGo)}, args...)
	// Our own go commands, and the programs that are run, are to see the real
	// one.
	cfg.Env = append(without(env, shimGo, shimPath, "PATH"), "PATH="+path)
	if err := os.Setenv("PATH", path); err != nil {
		return 0, err
	}
	if _, ok := parseGoCommand(command); !ok {
		return run(cfg, s, env, command) // go generate and the like run go commands in turn
	}
	return Exec(ctx, cfg, s, command)
}

// lookup is the value of a variable in env, the last one if there are several.
func lookup(env []string, name string) string {
	value := ""
	for _, kv := range env {
		if k, v, ok := strings.Cut(kv, "="); ok && k == name {
			value = v
		}
	}
	return value
}

// without is env without some variables.
func without(env []string, names ...string) []string {
	var out []string
next:
	for _, kv := range env {
		for _, name := range names {
			if strings.HasPrefix(kv, name+"=") {
				continue next
			}
		}
		out = append(out, kv)
	}
	return out
}

func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o777)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}
