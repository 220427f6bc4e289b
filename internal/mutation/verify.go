package mutation

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gocheckpoint/checkpoint/manifest/build"
)

// Verify loads the whole mutated program from a copy of the checkout, as
// anybody else would, and compares: the harness computes anew only what a
// mutation can reach, and what it gets must be the same. A mutant that doesn't
// compile must not do so here either. The mutated file is restored afterwards.
func (r *Repo) Verify(ctx context.Context, s *Site, checkout string) (err error) {
	m, err := r.mutant(s, true)
	if err != nil {
		return err
	}
	content, err := s.content()
	if err != nil {
		return err
	}
	dir, err := filepath.Abs(r.dir)
	if err != nil {
		return err
	}
	rel, err := filepath.Rel(dir, s.path())
	if err != nil {
		return err
	}
	name := filepath.Join(checkout, rel)
	was, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if err := os.WriteFile(name, content, 0o666); err != nil {
		return err
	}
	defer func() {
		if e := os.WriteFile(name, was, 0o666); err == nil {
			err = e
		}
	}()
	prog, err := build.Load(ctx, build.Config{Dir: checkout}, r.patterns...)
	if err != nil {
		return err
	}
	if failed := len(prog.Problems) > 0; failed != (m.err != nil) {
		return fmt.Errorf("%s: a full load finds the problems %v, the harness %v", s, prog.Problems, m.err)
	} else if failed {
		return nil
	}
	whole := newWorld(m.units)
	for _, p := range prog.Packages {
		for _, n := range p.Unit.Nodes {
			if got := whole.nodes[n.ID()]; got == nil || got.Identity != n.Identity {
				return fmt.Errorf("%s: %s has another identity in a full load", s, n.ID())
			}
		}
	}
	return nil
}
