package containment

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// idleRuns is how often a binary runs without a test, to see which counts are
// steady.
const idleRuns = 3

// grace is what a test binary gets beyond its own timeout to end.
const grace = 10 * time.Second

// RunOptions select the tests.
type RunOptions struct {
	N       int    // how many tests, chosen by Seed; 0 is all
	Seed    uint64 // which
	Timeout time.Duration
	// Covers replaces the engine: what the identities of a test's nodes cover.
	// The package's own test feeds it a wrong one.
	Covers func(*Repo, []*Decl) map[*Decl]bool
	// Log is told what is done.
	Log func(format string, args ...any)
}

// A binary is a compiled package with its tests.
type binary struct {
	pkg, dir, file string
	idle           *idle
	tests          []testName
}

// Run compiles the tests, runs each alone, and judges what it executed.
func (r *Repo) Run(ctx context.Context, o RunOptions) (*Report, error) {
	tmp, err := os.MkdirTemp("", "containment-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	rep := &Report{}
	var all []testName
	binaries := make(map[string]*binary)
	for _, pkg := range r.testPackages() {
		b, err := r.compile(ctx, pkg, filepath.Join(tmp, fmt.Sprintf("%d.test", len(binaries))))
		if err != nil {
			rep.Broken = append(rep.Broken, fmt.Sprintf("%s: %v", pkg, err))
			continue
		}
		binaries[pkg] = b
		all = append(all, b.tests...)
		o.Log("compiled %s: %d tests", pkg, len(b.tests))
	}
	rep.Found = len(all)
	for _, t := range pick(all, o.N, o.Seed) {
		b := binaries[t.pkg]
		if b.idle == nil {
			if b.idle, err = b.runIdle(ctx, tmp, o.Timeout); err != nil {
				rep.Broken = append(rep.Broken, fmt.Sprintf("%s: %v", t.pkg, err))
				b.idle = &idle{}
			}
		}
		if b.idle.counts == nil {
			continue // counted as broken
		}
		run, how, err := b.run(ctx, tmp, "^"+t.name+"$", o.Timeout)
		if err != nil {
			return nil, err
		}
		o.Log("%s: %s", t, how)
		switch how {
		case timedOut:
			rep.Lost = append(rep.Lost, t.String())
			continue
		case crashed:
			rep.Crashed = append(rep.Crashed, t.String())
			continue
		case failed:
			rep.Failed++
		}
		v, err := r.judge(t, run, b.idle, o.Covers)
		if err != nil {
			return nil, err
		}
		rep.add(v)
	}
	return rep, nil
}

// testPackages are the packages with tests whose identities are known.
func (r *Repo) testPackages() []string {
	var out []string
	for t := range r.tests {
		out = append(out, t.pkg)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// pick chooses n of the tests, in their order.
func pick(all []testName, n int, seed uint64) []testName {
	if n <= 0 || n >= len(all) {
		return all
	}
	perm := rand.New(rand.NewPCG(seed, seed)).Perm(len(all))[:n]
	slices.Sort(perm)
	var out []testName
	for _, i := range perm {
		out = append(out, all[i])
	}
	return out
}

// compile builds the package's tests, with counters in all of the module, and
// lists those that have an identity.
func (r *Repo) compile(ctx context.Context, pkg, file string) (*binary, error) {
	b := &binary{pkg: pkg, file: file, dir: r.dirOf(pkg)}
	cmd := exec.CommandContext(ctx, "go", "test", "-c", "-vet=off", "-covermode=count", "-coverpkg=./...", "-o", file, pkg)
	cmd.Dir = r.Dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("does not compile: %w: %s", err, firstLine(out))
	}
	list := exec.CommandContext(ctx, file, "-test.list=^(Test|Example|Fuzz)")
	list.Dir = b.dir
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("cannot list its tests: %w", err)
	}
	for _, name := range strings.Fields(string(out)) {
		if t := (testName{pkg, name}); r.tests[t] != nil {
			b.tests = append(b.tests, t)
		}
	}
	return b, nil
}

func (r *Repo) dirOf(pkg string) string {
	for _, p := range r.prog.Packages {
		if p.ForTest == pkg && len(p.GoFiles) > 0 && (p.PkgPath == pkg || p.PkgPath == pkg+"_test") {
			return filepath.Dir(p.GoFiles[0])
		}
	}
	return r.Dir
}

func firstLine(out []byte) string {
	line, _, _ := bytes.Cut(bytes.TrimSpace(out), []byte("\n"))
	return string(line)
}

// How a run ended.
const (
	passed   = "passed"
	failed   = "failed"
	timedOut = "lost to time"
	crashed  = "crashed"
)

func (b *binary) runIdle(ctx context.Context, tmp string, timeout time.Duration) (*idle, error) {
	var runs []profile
	for range idleRuns {
		p, how, err := b.run(ctx, tmp, "^$", timeout)
		if err != nil {
			return nil, err
		}
		if how == timedOut || how == crashed {
			return nil, fmt.Errorf("without a test, it %s", how)
		}
		runs = append(runs, p)
	}
	return newIdle(runs), nil
}

// run runs what the pattern names, and reads its profile. A test that fails has
// one, too; one that ends the process has none.
func (b *binary) run(ctx context.Context, tmp, pattern string, timeout time.Duration) (profile, string, error) {
	out := filepath.Join(tmp, "cover.out")
	if err := os.Remove(out); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, "", err
	}
	ctx, cancel := context.WithTimeout(ctx, timeout+grace)
	defer cancel()
	var output bytes.Buffer
	cmd := exec.CommandContext(ctx, b.file, "-test.run="+pattern, "-test.coverprofile="+out, "-test.timeout="+timeout.String())
	cmd.Dir = b.dir
	cmd.Stdout, cmd.Stderr = &output, &output
	cmd.WaitDelay = time.Second // a child may keep the pipe
	cmd.Env = append(os.Environ(), "GOCOVERDIR="+tmp)
	runErr := cmd.Run()
	p, err := readProfile(out)
	switch {
	case ctx.Err() != nil || bytes.Contains(output.Bytes(), []byte("panic: test timed out after")):
		return nil, timedOut, nil
	case err != nil || len(p) == 0 && runErr != nil:
		return nil, crashed, nil
	case runErr != nil:
		return p, failed, nil
	}
	return p, passed, nil
}
