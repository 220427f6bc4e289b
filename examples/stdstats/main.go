package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/sync/errgroup"
	"golang.org/x/term"
)

func main() {
	err := run(os.Args[1:], os.Stdout, os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "stdstats:", err)
		os.Exit(1)
	}
}

func run(args []string, stdout io.Writer, stderr *os.File) error {
	flags := flag.NewFlagSet("stdstats", flag.ContinueOnError)
	flags.SetOutput(stderr)
	top := flags.Int("top", 20, "print the `n` packages of highest complexity")
	root := flags.String("root", "", "measure the packages below `dir`/src (default: the Go installation)")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 || *top < 0 {
		return errors.New("usage: stdstats [-root dir] [-top n]")
	}
	if *root == "" {
		dir, err := goroot()
		if err != nil {
			return err
		}
		*root = dir
	}
	packages, err := find(filepath.Join(*root, "src"))
	if err != nil {
		return err
	}

	progress := func() {}
	if term.IsTerminal(int(stderr.Fd())) {
		bar := progressbar.NewOptions(len(packages),
			progressbar.OptionSetWriter(stderr),
			progressbar.OptionSetDescription("measuring"),
			progressbar.OptionShowCount(),
			progressbar.OptionThrottle(50*time.Millisecond),
			progressbar.OptionClearOnFinish())
		progress = func() { _ = bar.Add(1) } // a bar that cannot be drawn is no reason to stop
	}
	// A package that cannot be measured doesn't keep the others from the table.
	measureErr := measureAll(packages, progress)
	if err := printTable(stdout, packages, *top); err != nil {
		return err
	}
	done := measure.Stats()
	if _, err := fmt.Fprintf(stdout, "computed %d, remembered %d, saved %v\n",
		done.Computed, done.Remembered, done.Saved.Round(time.Millisecond)); err != nil {
		return err
	}
	return measureErr
}

// A pkg is a package to measure, and then its measures.
type pkg struct {
	path string // import path: the directory below src, with slashes
	dir  string
	err  error
	Stats
}

// measureAll measures as many packages at once as the processors bear, and
// calls progress after each. The outcome is in packages, whose order it keeps.
func measureAll(packages []pkg, progress func()) error {
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range packages {
		p := &packages[i]
		g.Go(func() error {
			p.Stats, p.err = measure.Call(p.dir)
			progress()
			return nil
		})
	}
	_ = g.Wait() // nil: each package keeps its own error
	var errs []error
	for _, p := range packages {
		if p.err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", p.path, p.err))
		}
	}
	return errors.Join(errs...)
}

// find returns the packages below src, sorted: the directories with a Go file
// that is no test. As the go command does, it leaves out testdata and what
// begins with '.' or '_'.
func find(src string) ([]pkg, error) {
	src, err := filepath.EvalSymlinks(src) // in some distributions src is a link, which WalkDir would not enter
	if err != nil {
		return nil, fmt.Errorf("no Go source tree: %w (name one with -root)", err)
	}
	var packages []pkg
	seen := make(map[string]bool)
	err = filepath.WalkDir(src, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, dir := d.Name(), filepath.Dir(path)
		switch {
		case d.IsDir() && path != src && (name == "testdata" || name[0] == '.' || name[0] == '_'):
			return filepath.SkipDir
		case !d.Type().IsRegular() || !isPackageFile(name) || dir == src || seen[dir]:
			return nil
		}
		seen[dir] = true
		rel, err := filepath.Rel(src, dir)
		packages = append(packages, pkg{path: filepath.ToSlash(rel), dir: dir})
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(packages, func(a, b pkg) int { return cmp.Compare(a.path, b.path) })
	return packages, nil
}

// goroot returns the directory of the Go installation. Which one it is must not
// be known to measureDir, whose results hold for any.
func goroot() (string, error) {
	if dir := runtime.GOROOT(); dir != "" {
		return dir, nil
	}
	out, err := exec.Command("go", "env", "GOROOT").Output() // built with -trimpath
	if err != nil {
		return "", fmt.Errorf("go env GOROOT: %w (name a directory with -root)", err)
	}
	return strings.TrimSpace(string(out)), nil
}
