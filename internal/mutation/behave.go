package mutation

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A Runner compiles and runs the programs of a Repo, each a main package, as they
// are and as mutants. Close it.
type Runner struct {
	r       *Repo
	tmp     string
	outputs map[string]output // of the programs as they are, by package
}

// An output is what a program does that can be seen.
type output struct {
	text   string
	steady bool // it is the same each time
}

// A Behaviour is what became of one mutant of a program.
type Behaviour struct {
	// Verdict is how identities changed.
	*Verdict
	// Told is set where the identity of main changed, and Assumed where it is
	// assumed: then it does not matter what the mutant does, and it is not run.
	Told, Assumed bool
	// Startup is set where the mutated declaration runs when the program starts:
	// what it does there is not what main does.
	Startup bool
	// Ran is set where the mutant was run.
	Ran bool
	// Was and Is are what the program and the mutant did.
	Was, Is string
}

// Missed reports whether a program behaves otherwise, and main's identity is
// complete and as before.
func (b *Behaviour) Missed() bool { return b.Ran && b.Was != b.Is }

// runTime bounds the runs of a program.
const runTime = 10 * time.Second

// NewRunner makes a runner for the programs of a repository.
func (r *Repo) NewRunner() (*Runner, error) {
	tmp, err := os.MkdirTemp("", "behave-")
	return &Runner{r: r, tmp: tmp, outputs: make(map[string]output)}, err
}

// Close removes what the runner compiled.
func (x *Runner) Close() error { return os.RemoveAll(x.tmp) }

// Behave judges the mutant of a site in a main package, as Judge does, and runs it
// unless main's identity tells it from the program.
func (x *Runner) Behave(ctx context.Context, s *Site, tool Tool) (*Behaviour, error) {
	v, err := x.r.Judge(s, tool)
	if err != nil {
		return nil, err
	}
	b := &Behaviour{Verdict: v}
	main := x.r.mainOf(s.pkg)
	if v.Err != nil || main == nil {
		return b, nil
	}
	b.Told = slices.Contains(v.Changed, main.ID())
	b.Assumed = len(main.Closure().Assumptions) > 0
	b.Startup = x.r.atStartup(s)
	if b.Told || b.Assumed || b.Startup {
		return b, nil
	}
	was, ok := x.outputs[s.pkg.ID]
	if !ok {
		if was, err = x.output(ctx, s.pkg, "", nil); err != nil {
			return nil, err
		}
		x.outputs[s.pkg.ID] = was
	}
	if !was.steady {
		return b, nil
	}
	content, err := s.content()
	if err != nil {
		return nil, err
	}
	is, err := x.output(ctx, s.pkg, s.path(), content)
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit): // the compiler sees more than the type checker
		v.Err = err
		return b, nil
	case err != nil:
		return nil, err
	}
	b.Ran, b.Was, b.Is = is.steady, was.text, is.text
	return b, nil
}

// mainOf is the function main of a package.
func (r *Repo) mainOf(p *pkg) *identity.Node {
	for _, n := range p.unit.Nodes {
		if p.Name == "main" && n.Kind == identity.FuncNode && n.Name == "main" {
			return n
		}
	}
	return nil
}

// atStartup reports whether an init function, or the initializer of a variable, is
// or covers what is mutated.
func (r *Repo) atStartup(s *Site) bool {
	covering := r.whole.covering(s.decls, true)
	return slices.ContainsFunc(s.pkg.unit.Nodes, func(n *identity.Node) bool {
		return covering[n.ID()] && (n.Kind == identity.VarNode || n.Kind == identity.InitNode || strings.HasPrefix(n.Name, "init#"))
	})
}

// output compiles a program, where the file of that name holds other content, and
// runs it twice.
func (x *Runner) output(ctx context.Context, p *pkg, name string, content []byte) (output, error) {
	exe := filepath.Join(x.tmp, "program")
	args := []string{"build", "-o", exe}
	if name != "" {
		mutant := filepath.Join(x.tmp, "mutant.go")
		if err := os.WriteFile(mutant, content, 0o666); err != nil {
			return output{}, err
		}
		overlay := filepath.Join(x.tmp, "overlay.json")
		if err := os.WriteFile(overlay, fmt.Appendf(nil, `{"Replace":{%q:%q}}`, name, mutant), 0o666); err != nil {
			return output{}, err
		}
		args = append(args, "-overlay", overlay)
	}
	build := exec.CommandContext(ctx, "go", append(args, p.PkgPath)...)
	build.Dir = x.r.dir
	if _, err := build.Output(); err != nil {
		return output{}, err
	}
	run := func() string {
		ctx, cancel := context.WithTimeout(ctx, runTime)
		defer cancel()
		cmd := exec.CommandContext(ctx, exe)
		cmd.Dir = x.tmp
		var out bytes.Buffer
		cmd.Stdout = &out
		err := cmd.Run()
		return fmt.Sprintf("%s%v", out.Bytes(), err)
	}
	first, second := run(), run()
	return output{first, first == second}, nil
}
