// Command cmd mutates a program and judges its identities: see package
// mutation.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/internal/mutation"
)

func main() {
	dir := flag.String("dir", ".", "the module to mutate; it is only read")
	n := flag.Int("n", 800, "how many mutants to try")
	seed := flag.Uint64("seed", 1, "which to choose")
	packages := flag.String("packages", "./...", "package patterns, separated by spaces")
	kind := flag.String("kind", "", "mutations of this kind alone: a prefix of its name")
	verify := flag.Int("verify", 0, "how many of the mutants to load as a whole too, from a copy, and compare; slow")
	flag.Parse()
	ok, err := run(*dir, strings.Fields(*packages), *kind, *n, *seed, *verify)
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutation:", err)
		os.Exit(2)
	}
	if !ok {
		os.Exit(1)
	}
}

// run reports whether no mutant had a miss or a stray, and every mention is
// covered.
func run(dir string, patterns []string, kind string, n int, seed uint64, verify int) (bool, error) {
	repo, err := mutation.Load(context.Background(), dir, patterns...)
	if err != nil {
		return false, err
	}
	sites, err := repo.Sites()
	if err != nil {
		return false, err
	}
	sites = slices.DeleteFunc(sites, func(s *mutation.Site) bool { return !strings.HasPrefix(s.Op, kind) })
	fmt.Printf("%s: %d functions, %d sites\n", dir, repo.Functions, len(sites))
	checkout, err := os.MkdirTemp("", "mutation-")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(checkout)
	if verify > 0 {
		if err := os.CopyFS(checkout, os.DirFS(dir)); err != nil {
			return false, err
		}
	}
	uncovered := repo.Uncovered()
	for _, what := range uncovered {
		fmt.Println("uncovered", what)
	}
	var rep mutation.Report
	for i, s := range mutation.Pick(sites, n, seed) {
		if i < verify {
			if err := repo.Verify(context.Background(), s, checkout); err != nil {
				return false, err
			}
		}
		v, err := repo.Judge(s, nil)
		if err != nil {
			return false, fmt.Errorf("%s: %w", s, err)
		}
		v.Print(os.Stdout)
		rep.Add(v, repo.Functions)
	}
	rep.Print(os.Stdout)
	return rep.Misses == 0 && rep.Strays == 0 && len(uncovered) == 0, nil
}
