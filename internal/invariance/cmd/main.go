// Command cmd rewrites a program without changing what it does, and compares
// the identities of its functions: see package invariance.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/gocheckpoint/checkpoint/internal/invariance"
)

func main() {
	dir := flag.String("dir", ".", "the module to transform; it is only read")
	only := flag.String("only", "", "make only the transformations whose names contain this")
	packages := flag.String("packages", "./...", "package patterns, separated by spaces")
	flag.Parse()
	ok, err := run(*dir, strings.Fields(*packages), *only)
	if err != nil {
		fmt.Fprintln(os.Stderr, "invariance:", err)
		os.Exit(2)
	}
	if !ok {
		os.Exit(1)
	}
}

// run reports whether no transformation changed a function that it must not
// change. A program need not have something to edit for each.
func run(dir string, patterns []string, only string) (bool, error) {
	ctx := context.Background()
	repo, err := invariance.Load(ctx, dir, patterns...)
	if err != nil {
		return false, err
	}
	fmt.Printf("%s: %d functions\n", dir, repo.Functions)
	good, made := true, 0
	for _, t := range invariance.Transformations() {
		if !strings.Contains(t.Name, only) {
			continue
		}
		made++
		transformed, err := repo.Transform(ctx, t)
		if err != nil {
			fmt.Println(err)
			good = false
			continue
		}
		res := transformed.Compare(nil)
		res.Print(os.Stdout)
		good = good && res.Same()
	}
	if made == 0 {
		return false, fmt.Errorf("no transformation is named %q", only)
	}
	return good, nil
}
