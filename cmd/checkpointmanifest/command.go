package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gocheckpoint/checkpoint/manifest/build"
)

// The exit codes of every subcommand but exec.
const (
	exitOK       = 0
	exitFindings = 1
	exitFailed   = 2
)

// exitError ends a command with an exit code; the reason has been printed.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// run runs the tool and returns its exit code.
func run(ctx context.Context, cfg build.Config, s build.Streams, args []string) int {
	root := command(cfg, s)
	root.SetArgs(longFlags(args))
	root.SetIn(s.In)
	root.SetOut(s.Out)
	root.SetErr(s.Err)
	err := root.ExecuteContext(ctx)
	var exit exitError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &exit):
		return int(exit)
	}
	fmt.Fprintf(s.Err, "checkpointmanifest: %v\n", err)
	return exitFailed
}

// longFlags spells -flag as --flag, up to "--": users of the go command expect
// both to work.
func longFlags(args []string) []string {
	out := make([]string, 0, len(args))
	for i, arg := range args {
		if arg == "--" {
			return append(out, args[i:]...)
		}
		if len(arg) > 2 && arg[0] == '-' && arg[1] != '-' {
			arg = "-" + arg
		}
		out = append(out, arg)
	}
	return out
}

func command(cfg build.Config, s build.Streams) *cobra.Command {
	root := &cobra.Command{
		Use:           "checkpointmanifest",
		Short:         "Compute the identities of checkpointed functions",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.AddCommand(generate(cfg, s), execute(cfg, s), list(cfg, s), audit(cfg, s))
	return root
}

func generate(cfg build.Config, s build.Streams) *cobra.Command {
	var check bool
	var flags buildFlags
	cmd := &cobra.Command{
		Use:   "generate [-check] [packages]",
		Short: "Write checkpoint.toml, and the Go file that embeds it, for each package that registers functions",
		Long: `Generate computes the identities of the functions that the packages register
with checkpoint.Func, and writes them to checkpoint.toml beside the source,
with a Go file that embeds it. Tests that register functions get
checkpoint_test.toml or checkpoint_xtest.toml. Files that are up to date are
not touched, those that nothing needs any more are removed.

With -check it writes nothing: it lists what is stale, and exits with 1 if
anything is.

A manifest is for one target. With -goos and -goarch it is the same on every
host; set CGO_ENABLED=1 if the program is built with cgo.

What it computed it keeps in the user's cache folder, by the content of all
source: when nothing changed it takes a moment. CHECKPOINTMANIFEST_CACHE names
another folder, or is off.`,
		RunE: func(cmd *cobra.Command, patterns []string) error {
			out, err := build.Generate(cmd.Context(), flags.apply(cfg), orAll(patterns)...)
			if err != nil {
				return err
			}
			if check {
				err = checkFiles(out, s)
			} else {
				err = writeFiles(out, s)
			}
			if err != nil {
				return err
			}
			return report(out.Problems, s)
		},
	}
	cmd.Flags().BoolVar(&check, "check", false, "list stale files and exit with 1 if there are any; write nothing")
	flags.add(cmd)
	return cmd
}

func checkFiles(out *build.Outputs, s build.Streams) error {
	stale, err := out.Check()
	if err != nil {
		return err
	}
	for _, line := range stale {
		fmt.Fprintln(s.Out, line)
	}
	if len(stale) == 0 {
		return nil
	}
	fmt.Fprintln(s.Err, "checkpointmanifest: stale; run go tool checkpointmanifest generate")
	if err := report(out.Problems, s); err != nil {
		return err
	}
	return exitError(exitFindings)
}

func writeFiles(out *build.Outputs, s build.Streams) error {
	written, removed, err := out.Write()
	for _, name := range written {
		fmt.Fprintln(s.Out, "wrote", out.Rel(name))
	}
	for _, name := range removed {
		fmt.Fprintln(s.Out, "removed", out.Rel(name))
	}
	return err
}

// report names the packages that could not be understood.
func report(problems []build.Problem, s build.Streams) error {
	for _, p := range problems {
		fmt.Fprintf(s.Err, "checkpointmanifest: no identities for %v\n", p)
	}
	if len(problems) > 0 {
		return exitError(exitFailed)
	}
	return nil
}

func execute(cfg build.Config, s build.Streams) *cobra.Command {
	return &cobra.Command{
		Use:   "exec -- command [arguments]",
		Short: "Run a command whose go commands see fresh manifests, without writing any beside the source",
		Long: `Exec computes the manifests of the main module, or of the modules of the
workspace, writes them with the generated code to a temporary folder, and runs
the command with an overlay that adds them: nothing to commit, never stale.

	checkpointmanifest exec -- go run .
	checkpointmanifest exec -- go test ./...
	checkpointmanifest exec -- make

A go command compiles the source as it was when its manifests were computed. The
go commands of a script or a Makefile each get manifests of their own. An overlay
of the user's is merged with ours. Build flags that select source code (-tags,
-race, …) are taken from the go command, and from GOFLAGS. The exit code is the
command's, and signals are passed on.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			code, err := build.Exec(cmd.Context(), cfg, s, args)
			if err != nil {
				return err
			}
			if code != 0 {
				return exitError(code)
			}
			return nil
		},
	}
}

func list(cfg build.Config, s build.Streams) *cobra.Command {
	var o build.ListOptions
	var asJSON bool
	var flags buildFlags
	cmd := &cobra.Command{
		Use:   "list [-all] [-tests] [-deps] [-json] [packages]",
		Short: "List functions with their identities",
		Long: `List prints the functions that the packages, and what they import in scope,
register; with -all every function in scope. With -json it prints one object a
line. Packages that do not type-check are named on standard error, the rest is
printed, and the exit code is 2. Unchanged source is listed from the cache, as
generate does.`,
		RunE: func(cmd *cobra.Command, patterns []string) error {
			listing, err := build.List(cmd.Context(), flags.apply(cfg), o, orAll(patterns)...)
			if err != nil {
				return err
			}
			if err := print(s.Out, listing.Functions, asJSON); err != nil {
				return err
			}
			return report(listing.Problems, s)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&o.All, "all", false, "list every function in scope, registered or not")
	f.BoolVar(&o.Deps, "deps", false, "list what each identity covers")
	f.BoolVar(&asJSON, "json", false, "print one JSON object a line")
	f.BoolVar(&flags.tests, "tests", false, "load the test variants of packages too")
	flags.add(cmd)
	return cmd
}

// buildFlags are the build flags that select source code.
type buildFlags struct {
	tags         string
	race         bool
	tests        bool
	goos, goarch string
}

func (b *buildFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&b.tags, "tags", "", "build tags, comma-separated")
	cmd.Flags().BoolVar(&b.race, "race", false, "compute for builds with -race")
	cmd.Flags().StringVar(&b.goos, "goos", "", "compute for that operating system, without cgo unless CGO_ENABLED is set")
	cmd.Flags().StringVar(&b.goarch, "goarch", "", "compute for that architecture, without cgo unless CGO_ENABLED is set")
}

func (b *buildFlags) apply(cfg build.Config) build.Config {
	if b.tags != "" {
		cfg.BuildFlags = append(cfg.BuildFlags, "-tags="+strings.ReplaceAll(b.tags, " ", ","))
	}
	if b.race {
		cfg.BuildFlags = append(cfg.BuildFlags, "-race")
	}
	cfg.Tests, cfg.GOOS, cfg.GOARCH = b.tests, b.goos, b.goarch
	return cfg
}

func orAll(patterns []string) []string {
	if len(patterns) == 0 {
		return []string{"./..."}
	}
	return patterns
}
