package build

import (
	"path/filepath"
	"slices"
	"strings"
)

// boolFlags are the build flags of the go command that take no value.
var boolFlags = map[string]bool{
	"a": true, "asan": true, "buildvcs": true, "cover": true, "linkshared": true, "modcacherw": true, "msan": true,
	"n": true, "race": true, "trimpath": true, "v": true, "work": true, "x": true, "json": true, "fix": true, "diff": true,
	"c": true, "failfast": true, "fullpath": true, "short": true, "artifacts": true, "i": true, "e": true, "deps": true,
	"test": true, "export": true, "find": true, "m": true, "u": true, "versions": true, "compiled": true, "benchmem": true,
}

// sourceFlags are the build flags that select the source code.
var sourceFlags = map[string]bool{
	"tags": true, "race": true, "msan": true, "asan": true, "mod": true, "modfile": true, "compiler": true,
	"installsuffix": true,
}

// buildCommands are the subcommands of the go command that take build flags.
var buildCommands = map[string]bool{
	"build": true, "run": true, "test": true, "vet": true, "install": true, "list": true,
}

// A goCommandLine is what matters of a go command that exec runs.
type goCommandLine struct {
	dir     string   // of -C, or ""
	flags   []string // those that select source code, each in one element
	overlay string   // of -overlay, or ""
	tests   bool     // whether it compiles test files
	runs    bool     // whether what it compiles may run, and remember results
	// packages are the arguments that name what to build, "." if there are none.
	packages []string
	// overlayAt is the index of the argument that holds the overlay's name,
	// alone or behind "=", or -1; insertAt is where a flag can be inserted.
	overlayAt, insertAt int
}

// parseGoCommand reads the arguments of a command; ok is false if it is no
// go command that builds.
func parseGoCommand(args []string) (g goCommandLine, ok bool) {
	g.overlayAt = -1
	if len(args) < 2 || strings.TrimSuffix(filepath.Base(args[0]), ".exe") != "go" {
		return g, false
	}
	i := 1
	if rest, found := cutFlag(args[i], "C"); found { // must come first
		if rest == "" && i+1 < len(args) {
			i++
			rest = args[i]
		}
		g.dir = rest
		i++
	}
	if i >= len(args) || !buildCommands[args[i]] {
		return g, false
	}
	run := args[i] == "run"
	g.tests = args[i] == "test" || args[i] == "vet" || args[i] == "list"
	g.runs = args[i] != "vet" && args[i] != "list"
	g.insertAt = i + 1
	for i++; i < len(args); i++ {
		arg := args[i]
		if arg == "--" || arg == "-args" || arg == "--args" {
			break
		}
		if !strings.HasPrefix(arg, "-") || arg == "-" {
			g.packages = append(g.packages, arg)
			if run {
				break // what follows are more files, or the program's arguments
			}
			continue
		}
		name, value, hasValue := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		at := i
		if !hasValue && !boolFlags[name] && i+1 < len(args) {
			i++
			at, value = i, args[i]
		}
		switch {
		case name == "C":
			g.dir, g.insertAt = value, i+1
		case name == "overlay":
			g.overlay, g.overlayAt = value, at
		case sourceFlags[name] && boolFlags[name]:
			if !hasValue {
				value = "true"
			}
			g.flags = append(g.flags, "-"+name+"="+value)
		case sourceFlags[name]:
			g.flags = append(g.flags, "-"+name+"="+value)
		}
	}
	if len(g.packages) == 0 {
		g.packages = []string{"."}
	}
	return g, true
}

// cutFlag reports whether arg is the flag of that name, and its value if it is
// behind "=".
func cutFlag(arg, name string) (value string, ok bool) {
	trimmed := strings.TrimPrefix(strings.TrimPrefix(arg, "-"), "-")
	if trimmed == arg {
		return "", false
	}
	if trimmed == name {
		return "", true
	}
	return strings.CutPrefix(trimmed, name+"=")
}

// withOverlay is the command with an overlay: in the place of its own, or as a
// first flag.
func (g goCommandLine) withOverlay(args []string, name string) []string {
	i := g.overlayAt
	if i < 0 {
		return slices.Insert(slices.Clone(args), g.insertAt, "-overlay="+name)
	}
	args = slices.Clone(args)
	if prefix, _, ok := strings.Cut(args[i], "="); ok && strings.HasPrefix(args[i], "-") {
		args[i] = prefix + "=" + name
	} else {
		args[i] = name
	}
	return args
}
