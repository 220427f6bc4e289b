package build

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/gocheckpoint/checkpoint/internal/embedfile"
	"github.com/gocheckpoint/checkpoint/manifest"
)

// Streams are the standard streams of a command.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// Exec runs a command whose go commands see fresh manifests, without writing
// any beside the source. It returns the command's exit code; an error means
// that the command could not be run.
//
// A go command that builds gets an overlay of its own. If what it builds may
// run, the overlay also pins the source in scope as it was when its identities
// were computed: a file that is saved while the command runs is seen by the
// next one. For any other command see [shim].
//
// A package that has problems gets no manifest, which a line on s.Err says: the
// command itself will tell whether it matters.
func Exec(ctx context.Context, cfg Config, s Streams, command []string) (code int, err error) {
	// A dot, for then ./... doesn't lead there where TMPDIR is in the module.
	dir, err := os.MkdirTemp("", ".checkpoint-exec-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)

	g, ok := parseGoCommand(command)
	if !ok {
		env, err := shim(dir, cfg.environ())
		if err != nil {
			return 0, err
		}
		return run(cfg, s, env, command)
	}
	load := cfg
	load.Tests = g.tests
	if g.dir != "" {
		load.Dir = cfg.abs(g.dir)
	}
	load.BuildFlags = append(load.BuildFlags, g.flags...)
	if g.overlay != "" {
		load.BuildFlags = append(load.BuildFlags, "-overlay="+g.overlay)
	}
	overlay, err := prepare(ctx, load, s, dir, g.runs)
	switch {
	case errors.Is(err, ErrNoPackages):
		fmt.Fprintf(s.Err, "checkpointmanifest: %v; running %s without manifests\n", err, command[0])
	case err != nil:
		return 0, err
	default:
		command = g.withOverlay(command, overlay)
	}
	return run(cfg, s, cfg.environ(), command)
}

// prepare writes manifests, generated code and the overlay that adds them, and
// that pins the source if pin is set, into dir. It returns the overlay's name.
func prepare(ctx context.Context, cfg Config, s Streams, dir string, pin bool) (string, error) {
	prog, err := LoadAll(ctx, cfg)
	if err != nil {
		return "", err
	}
	for _, p := range prog.Problems {
		fmt.Fprintf(s.Err, "checkpointmanifest: no manifest for %v\n", p)
	}
	prog.fresh = true
	files, err := prog.Files(false)
	if err != nil {
		return "", err
	}
	if line := assumed(files); line != "" {
		fmt.Fprintln(s.Err, "checkpointmanifest:", line)
	}
	overlay := make(embedfile.Overlay)
	for from, to := range prog.env.Overlay {
		overlay[from] = to
	}
	// A stale file of a package that needs none any more must not be seen.
	for _, name := range prog.generatedOnDisk() {
		overlay[name] = ""
	}
	replace := make(map[string][]byte)
	if pin {
		replace = prog.snapshot()
	}
	for _, f := range files {
		replace[f.Name] = f.Data
	}
	for i, name := range sortedKeys(replace) {
		// go vet, which go test runs too, names the copy in its findings: let it
		// be one that a reader knows.
		copied := filepath.Join(dir, "source", filepath.FromSlash(prog.Rel(name)))
		if !filepath.IsLocal(filepath.FromSlash(prog.Rel(name))) {
			copied = filepath.Join(dir, strconv.Itoa(i), filepath.Base(name))
		}
		err := os.MkdirAll(filepath.Dir(copied), 0o777)
		if err == nil {
			err = os.WriteFile(copied, replace[name], 0o666)
		}
		if err != nil {
			return "", err
		}
		overlay[name] = copied
	}
	name := filepath.Join(dir, "overlay.json")
	return name, writeOverlay(name, overlay)
}

// assumed says which identities rest on what could not be seen, in one line:
// "" if none does.
func assumed(files []File) string {
	var ids []string
	all := 0
	for _, f := range files {
		if f.Manifest == nil {
			continue
		}
		all += len(f.Manifest.Funcs)
		for id, fn := range f.Manifest.Funcs {
			if fn.Status == manifest.Assumed {
				ids = append(ids, id)
			}
		}
	}
	if len(ids) == 0 {
		return ""
	}
	slices.Sort(ids)
	n, more := len(ids), ""
	if n > 3 {
		ids, more = ids[:3], ", …"
	}
	return fmt.Sprintf("%d of %d identities rest on assumptions (%s%s); go tool checkpointmanifest list says which", n, all, strings.Join(ids, ", "), more)
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
