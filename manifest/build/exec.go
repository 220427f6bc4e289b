package build

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/gocheckpoint/checkpoint/internal/embedfile"
	"github.com/gocheckpoint/checkpoint/manifest"
)

// Streams are the standard streams of a command.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// Exec runs a command whose go commands see fresh manifests: they are written
// to a temporary folder and passed with -overlay in GOFLAGS, merged with the
// user's own overlay. It returns the command's exit code; an error means that
// the command could not be run.
//
// A package that has problems gets no manifest, which a line on s.Err says: the
// command itself will tell whether it matters.
func Exec(ctx context.Context, cfg Config, s Streams, command []string) (code int, err error) {
	g, isGo := parseGoCommand(command)
	load := cfg
	load.Tests = true
	if g.dir != "" {
		load.Dir = cfg.abs(g.dir)
	}
	load.BuildFlags = append(load.BuildFlags, g.flags...)
	if g.overlay != "" {
		load.BuildFlags = append(load.BuildFlags, "-overlay="+g.overlay)
	}
	dir, err := os.MkdirTemp("", "checkpoint-exec-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)

	env := load.environ()
	overlay, err := prepare(ctx, load, s, dir)
	switch {
	case errors.Is(err, ErrNoPackages):
		fmt.Fprintf(s.Err, "checkpointmanifest: %v; running %s without manifests\n", err, command[0])
	case err != nil:
		return 0, err
	default:
		if env, err = overlay.environ(env); err != nil {
			return 0, err
		}
		if isGo {
			command = g.withOverlay(command, overlay.name)
		}
	}
	return run(cfg, s, env, command)
}

// A preparedOverlay is an overlay on disk.
type preparedOverlay struct {
	name    string
	goflags []string
}

// prepare writes manifests, generated code and the overlay that adds them into
// dir.
func prepare(ctx context.Context, cfg Config, s Streams, dir string) (*preparedOverlay, error) {
	prog, err := LoadAll(ctx, cfg)
	if err != nil {
		return nil, err
	}
	for _, p := range prog.Problems {
		fmt.Fprintf(s.Err, "checkpointmanifest: no manifest for %v\n", p)
	}
	files, err := prog.Files(false)
	if err != nil {
		return nil, err
	}
	overlay := make(embedfile.Overlay)
	for from, to := range prog.env.Overlay {
		overlay[from] = to
	}
	for i, f := range files {
		name := filepath.Join(dir, fmt.Sprintf("%d-%s", i, filepath.Base(f.Name)))
		if err := os.WriteFile(name, f.Data, 0o666); err != nil {
			return nil, err
		}
		overlay[f.Name] = name
	}
	// A stale file of a package that needs none any more must not be seen.
	for _, name := range prog.generatedOnDisk() {
		if _, ok := overlay[name]; !ok {
			overlay[name] = ""
		}
	}
	out := &preparedOverlay{name: filepath.Join(dir, "overlay.json"), goflags: withoutOverlay(mustSplit(prog.env.Vars["GOFLAGS"]))}
	return out, writeOverlay(out.name, overlay)
}

// mustSplit splits flags that Config.env has split before.
func mustSplit(flags string) []string {
	out, _ := SplitFlags(flags)
	return out
}

// environ adds the overlay to GOFLAGS.
func (o *preparedOverlay) environ(env []string) ([]string, error) {
	flags, err := joinFlags(append(o.goflags, "-overlay="+o.name))
	if err != nil {
		return nil, err
	}
	return append(append([]string(nil), env...), "GOFLAGS="+flags), nil
}

// generatedOnDisk lists the generated Go files that exist beside the source in
// scope.
func (prog *Program) generatedOnDisk() []string {
	var out []string
	seen := make(map[string]bool)
	for _, p := range prog.Packages {
		dir := filepath.Dir(firstFile(p.Package))
		if seen[dir] {
			continue
		}
		seen[dir] = true
		for _, v := range manifest.Variants() {
			name := filepath.Join(dir, manifest.CodeName(v))
			if data, err := os.ReadFile(name); err == nil && isOurs(data) {
				out = append(out, name)
			}
		}
	}
	return out
}

// run runs the command with the streams, passing signals on, and returns its
// exit code.
func run(cfg Config, s Streams, env, command []string) (int, error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir, cmd.Env = cfg.Dir, env
	cmd.Stdin, cmd.Stdout, cmd.Stderr = s.In, s.Out, s.Err
	signals := forwardSignals(cmd)
	defer signals.stop()
	if err := cmd.Start(); err != nil {
		return 0, fmt.Errorf("run %s: %w", strings.Join(command, " "), err)
	}
	signals.started()
	err := cmd.Wait()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0, nil
	case errors.As(err, &exit):
		return exitCode(exit.ProcessState), nil
	}
	return 0, fmt.Errorf("run %s: %w", strings.Join(command, " "), err)
}
