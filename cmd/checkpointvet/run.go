package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/gocheckpoint/checkpoint/analyzer"
)

// run is the command, and gives its exit code. serve answers the go command
// from os.Args, as vetunit.Main does; it doesn't return there.
func run(args, env []string, stdin io.Reader, stdout, stderr io.Writer, serve func()) int {
	switch {
	case asked(args):
		if tellCycles(args[len(args)-1], stderr) {
			return 1 // the package doesn't compile
		}
		serve()
		return 0
	case len(args) > 0 && (args[0] == "help" || args[0] == "-h" || args[0] == "-help" || args[0] == "--help"):
		return help(args[1:], stdout, stderr)
	}
	return vet(args, env, stdin, stdout, stderr)
}

// asked reports whether the go command runs the program as its vet tool:
// with -V=full, with -flags, or with flags and the configuration of one package.
func asked(args []string) bool {
	if len(args) == 0 {
		return false
	}
	return args[0] == "-V=full" || args[0] == "-flags" || strings.HasSuffix(args[len(args)-1], ".cfg")
}

// tellCycles reports the initialization cycles of registered functions in the
// package of a configuration, which the type checker would report without the remedy,
// and tells whether there are any.
func tellCycles(config string, stderr io.Writer) bool {
	if !strings.HasSuffix(config, ".cfg") {
		return false
	}
	data, err := os.ReadFile(config)
	if err != nil {
		return false // reported where it is read for good
	}
	var unit unitchecker.Config
	if json.Unmarshal(data, &unit) != nil || unit.VetxOnly || unit.SucceedOnTypecheckFailure {
		return false
	}
	found := analyzer.Cycles(unit.GoFiles)
	for _, line := range found {
		fmt.Fprintln(stderr, line)
	}
	return len(found) > 0
}

// vet runs go vet with this program as its tool.
func vet(args, env []string, stdin io.Reader, stdout, stderr io.Writer) int {
	self, err := os.Executable()
	if err != nil {
		fmt.Fprintf(stderr, "checkpointvet: find the own executable: %v: run go vet -vettool=PATH with its path\n", err)
		return 2
	}
	goCommand, err := exec.LookPath("go")
	if err != nil {
		fmt.Fprintf(stderr, "checkpointvet: find the go command: %v: install Go, or put it on PATH\n", err)
		return 2
	}
	cmd := exec.Command(goCommand, append([]string{"vet", "-vettool=" + self}, args...)...)
	cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = env, stdin, stdout, stderr
	err = cmd.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit) && exit.ExitCode() > 0:
		return exit.ExitCode()
	}
	fmt.Fprintf(stderr, "checkpointvet: run %s vet: %v\n", goCommand, err)
	return 2
}

const usage = `Checkpointvet checks the use of checkpoint in Go packages.

Usage:

	checkpointvet [flags] [packages]
	go vet -vettool=$(which checkpointvet) [flags] [packages]
	checkpointvet help [check]

The flags are go vet's, such as -json and -fix, and -CHECK to run that check
alone or -CHECK=false to leave it out. Exit code 1 means findings, 2 that it
could not be run.

	//checkpoint:ignore CATEGORY reason

silences a check's findings in its line or the one below; the category is the
check's name without checkpoint_.

The checks:

`

// help prints the usage and the checks, or what one of them is about.
func help(args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		fmt.Fprint(stdout, usage)
		for _, a := range analyzer.Analyzers() {
			summary, _, _ := strings.Cut(a.Doc, "\n")
			fmt.Fprintf(stdout, "\t%-24s %s\n", a.Name, summary)
		}
		return 0
	}
	for _, name := range args {
		a := find(name)
		if a == nil {
			fmt.Fprintf(stderr, "checkpointvet: no check is called %s: run checkpointvet help\n", name)
			return 2
		}
		fmt.Fprintf(stdout, "%s: %s\n", a.Name, a.Doc)
	}
	return 0
}

// find gives the check of a name or a category, nil if there is none.
func find(name string) *analysis.Analyzer {
	for _, a := range analyzer.Analyzers() {
		if a.Name == name || a.Name == "checkpoint_"+name {
			return a
		}
	}
	return nil
}
