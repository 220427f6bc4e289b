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
	overlay, err := prepare(ctx, load, s, dir, g)
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
// that pins the source if the command runs it, into dir. It returns the overlay's
// name.
func prepare(ctx context.Context, cfg Config, s Streams, dir string, g goCommandLine) (string, error) {
	env, err := cfg.env(ctx)
	if err != nil {
		return "", err
	}
	p, err := planFor(ctx, env, env.hidden(g.packages)...)
	if err != nil {
		return "", err
	}
	for _, problem := range p.Problems {
		fmt.Fprintf(s.Err, "checkpointmanifest: no manifest for %v\n", problem)
	}
	if p.assumed != "" {
		fmt.Fprintln(s.Err, "checkpointmanifest:", p.assumed)
	}
	if err := p.mayReplace(); err != nil {
		return "", err
	}
	overlay := make(embedfile.Overlay)
	for from, to := range env.Overlay {
		overlay[from] = to
	}
	// A stale file of a package that needs none any more must not be seen.
	for _, name := range p.generatedOnDisk() {
		overlay[name] = ""
	}
	replace := make(map[string][]byte)
	if g.runs {
		replace = p.source
	}
	for _, f := range p.Files {
		replace[f.Name] = f.Data
	}
	for i, name := range sortedKeys(replace) {
		// go vet, which go test runs too, names the copy in its findings: let it
		// be one that a reader knows.
		copied := filepath.Join(dir, "source", filepath.FromSlash(p.Rel(name)))
		if !filepath.IsLocal(filepath.FromSlash(p.Rel(name))) {
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

// A plan is what exec adds to a build.
type plan struct {
	Outputs
	source  map[string][]byte // as the identities were computed from it
	assumed string            // a line for the user, or ""
}

// planFor makes the plan for all packages of the main modules and what more
// patterns match, or finds it in the cache.
func planFor(ctx context.Context, env *goEnv, more ...string) (*plan, error) {
	c := newCache(env, "exec", more...)
	if e := c.recall(); e != nil {
		return &plan{Outputs: *e.outputs(), source: e.pinned, assumed: e.Assumed}, nil
	}
	prog, err := loadAll(ctx, env, more...)
	if err != nil {
		return nil, err
	}
	prog.fresh = true
	out, err := prog.Outputs(false)
	if err != nil {
		return nil, err
	}
	p := &plan{Outputs: *out, source: prog.snapshot(), assumed: assumed(out.Files)}
	e := out.entry()
	e.pinned, e.Assumed = p.source, p.assumed
	c.remember(prog, e)
	return p, nil
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
func (o *Outputs) generatedOnDisk() []string {
	var out []string
	for _, dir := range o.dirs {
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
