// Command behave mutates programs, and runs the mutants that the identity of
// main doesn't tell from the program: see package mutation.
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
	dir := flag.String("dir", ".", "the module with the programs, each a main package; it is only read")
	n := flag.Int("n", 1000, "how many mutants to make")
	seed := flag.Uint64("seed", 1, "which to choose")
	packages := flag.String("packages", "./...", "package patterns, separated by spaces")
	kind := flag.String("kind", "", "mutations of this kind alone: a prefix of its name")
	flag.Parse()
	ok, err := run(*dir, strings.Fields(*packages), *kind, *n, *seed)
	if err != nil {
		fmt.Fprintln(os.Stderr, "behave:", err)
		os.Exit(2)
	}
	if !ok {
		os.Exit(1)
	}
}

func run(dir string, patterns []string, kind string, n int, seed uint64) (bool, error) {
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
	runner, err := repo.NewRunner()
	if err != nil {
		return false, err
	}
	defer runner.Close()
	var broken, told, assumed, startup, ran, missed, total int
	for _, s := range mutation.Pick(sites, n, seed) {
		b, err := runner.Behave(context.Background(), s, nil)
		if err != nil {
			return false, fmt.Errorf("%s: %w", s, err)
		}
		total++
		switch {
		case b.Err != nil:
			broken++
		case b.Told:
			told++
		case b.Assumed:
			assumed++
		case b.Startup:
			startup++
		case b.Ran:
			ran++
		}
		if b.Missed() {
			missed++
			fmt.Printf("MISSED %s\n  was %.300q\n  is  %.300q\n", s, b.Was, b.Is)
		}
	}
	fmt.Printf("%d mutants: %d do not compile, %d have another identity, %d an assumed one, %d run at startup, %d were run, %d missed\n",
		total, broken, told, assumed, startup, ran, missed)
	return missed == 0, nil
}
