package identity_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// Whatever the linker can set is listed; what it surely cannot set isn't, where
// that matters in practice.
const linkVars = `
-- b/b.go --
package b

func Name() string { return "b" }
-- a/a.go --
package a

import (
	"cmp"
	"fmt"
	"path/filepath"
	"strings"

	"m/b"
)

const debug = false

type text string

type T struct{}

func (T) m() string { return "x" }

func name() string         { return "x" }
func id(s string) string   { return s }
func drop(s string) string { return "x" }
func conditional() string {
	if debug {
		return "d"
	}
	return "x"
}
func assigned() string            { s := "x"; s += "y"; return s }
func nested() string              { return name() }
func upper() string               { return strings.ToUpper("x") }
func same[P any](x P) P           { return x }
func pair() (string, string)      { return "p", "q" }
func loop() string                { for range 3 { return "x" }; return "y" }
func recursive(n int) string      { return recursive(n) }

var base = "b"

var (
	Constant    = "x"
	None        string
	Called      = name()
	Argument    = id("x")
	Dropped     = drop(base)
	Conditional = conditional()
	Nested      = nested()
	Method      = T{}.m()
	Converted   string = string(text(name()))
	Generic     = same("x")
	Literal     = func() string { return "x" }()
	Imported    = b.Name()
	Slashes     = filepath.ToSlash("x")

	notVariable   = base
	notAssigned   = assigned()
	notUpper      = strings.ToUpper("x")
	notUpperCall  = upper()
	notSum        = "x" + base
	notSprint     = fmt.Sprint("x")
	notElement    = []string{"x"}[0]
	notField      = struct{ s string }{"x"}.s
	notBytes      = string([]byte("x"))
	notLoop       = loop()
	notOf, notOf2 = pair()
	notBuiltin    = min(base, "x")
	notText       text = "x"
	notRecursive  = fmt.Sprint(recursive == nil)
	maybe         = cmp.Or("", "x")
)

func F() string {
	return base + Constant + None + Called + Argument + Dropped + Conditional + Nested + Method + Converted + Generic + Literal + Imported + Slashes +
		notVariable + notAssigned + notUpper + notUpperCall + notSum + notSprint + notElement + notField + notBytes + notLoop + notOf + notOf2 +
		notBuiltin + string(notText) + notRecursive + maybe
}
`

func TestI10WhatTheLinkerSetsIsListed(t *testing.T) {
	listed := functions(t, program{src: linkVars})["a.F"].Closure().LinkVars
	dir := t.TempDir()
	var names []string
	for _, f := range txtar.Parse([]byte(linkVars)).Files {
		for line := range strings.Lines(string(f.Data)) {
			if name, rest, ok := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(line, "\t"), "var "), " "); ok && (strings.Contains(rest, "= ") || rest == "string\n") &&
				f.Name == "a/a.go" && !strings.HasPrefix(line, "func") && !strings.HasPrefix(line, "const") && name != "" {
				names = append(names, strings.TrimSuffix(name, ","))
			}
		}
		file := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var flags, prints strings.Builder
	for _, name := range names {
		if name == "notText" {
			continue // the linker refuses to, as it is no string
		}
		flags.WriteString(" -X m/a." + name + "=SET:" + name)
		prints.WriteString("\tif " + name + " == \"SET:" + name + "\" { println(\"" + name + "\") }\n")
	}
	for name, text := range map[string]string{
		"go.mod": "module m\n\ngo 1.26\n", "main.go": "package main\n\nimport \"m/a\"\n\nfunc main() { a.Print() }\n",
		"a/print.go": "package a\n\nfunc Print() {\n" + prints.String() + "}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "run", "-ldflags="+flags.String(), ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	set := strings.Fields(string(out))
	if len(set) < 10 {
		t.Errorf("the linker set only %q", set)
	}
	for _, name := range set {
		if !slices.Contains(listed, "m/a."+name) {
			t.Errorf("the linker sets %s, which is not listed", name)
		}
	}
	for _, name := range names {
		if in := slices.Contains(listed, "m/a."+name); in != !strings.HasPrefix(name, "not") {
			t.Errorf("%s is listed: %v", name, in)
		}
	}
}
