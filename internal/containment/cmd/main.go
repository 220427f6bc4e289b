// Command cmd runs a module's tests one by one and judges their identities: see
// package containment.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/gocheckpoint/checkpoint/internal/containment"
)

func main() {
	dir := flag.String("dir", ".", "the module to test, better a copy: tests may write there")
	packages := flag.String("packages", "./...", "package patterns, separated by spaces")
	n := flag.Int("n", 0, "how many tests to run; 0 is all")
	seed := flag.Uint64("seed", 1, "which to choose")
	timeout := flag.Duration("timeout", 20*time.Second, "how long a test may take")
	precision := flag.Int("precision", 0, "run no tests, but report on the precision of identities, with rta of so many functions")
	verbose := flag.Bool("v", false, "tell what is done")
	flag.Parse()
	o := containment.RunOptions{N: *n, Seed: *seed, Timeout: *timeout, Log: func(string, ...any) {}}
	if *verbose {
		o.Log = func(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
	}
	ok, err := run(*dir, strings.Fields(*packages), o, *precision)
	if err != nil {
		fmt.Fprintln(os.Stderr, "containment:", err)
		os.Exit(2)
	}
	if !ok {
		os.Exit(1)
	}
}

// run reports whether every pair is covered or explained.
func run(dir string, patterns []string, o containment.RunOptions, precision int) (bool, error) {
	ctx := context.Background()
	if precision > 0 {
		p, err := containment.Measure(ctx, dir, precision, o.Seed, patterns...)
		if err != nil {
			return false, err
		}
		p.Print(os.Stdout)
		return true, nil
	}
	repo, err := containment.Load(ctx, dir, patterns...)
	if err != nil {
		return false, err
	}
	for _, p := range repo.Problems {
		fmt.Println("no identities for", p)
	}
	rep, err := repo.Run(ctx, o)
	if err != nil {
		return false, err
	}
	rep.Print(os.Stdout)
	return rep.Count(containment.Unexplained) == 0, nil
}
