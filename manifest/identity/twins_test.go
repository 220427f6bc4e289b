package identity_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// A twin is a small program and an edit of it that changes what a.F returns,
// while neither the text of F nor the type of what it returns changes (unless
// the edit is in F itself). Twins are the proof that a rule is needed: naive
// identities of F are equal.
type twin struct {
	rule     string
	src      string
	old, new string
	// assumes is part of the reason why F cannot be known; "" where the edit
	// must change the identity; after "@", the identity must change too, and
	// the reason may be in one variant only.
	assumes string
}

var twins = slices.Concat(twinsAlike, twinsPlaces, twinsEvents, twinsErrors, twinsState, twinsPool, twinsThawed, twinsNumbered, twinsAddress, twinsOrder, twinsAccess, twinsLazy, twinsHanded, twinsReach, twinsOutside, twinsSyntax, twinsHostile, twinsOnce, twinsLinked, twinsLeafState)

func (w twin) edited(t *testing.T) string {
	t.Helper()
	if strings.Count(w.src, w.old) != 1 {
		t.Fatalf("%q is %d times in the program, want once", w.old, strings.Count(w.src, w.old))
	}
	return strings.Replace(w.src, w.old, w.new, 1)
}

func TestTwinsHaveOtherIdentitiesOrAreAssumed(t *testing.T) {
	for _, w := range twins {
		t.Run(w.rule, func(t *testing.T) {
			edited := w.edited(t)
			assumes, both := strings.CutPrefix(w.assumes, "@")
			for _, src := range []string{w.src, edited} {
				var all []string
				for _, a := range functions(t, program{src: src, settled: true})["a.F"].Closure().Assumptions {
					all = append(all, a.Reason)
				}
				reasons := strings.Join(all, "; ")
				if assumes == "" && !both && reasons != "" {
					t.Errorf("F assumes %s", reasons)
				}
				if !strings.Contains(reasons, assumes) && (!both || src == w.src) {
					t.Errorf("F assumes %q, want %q", reasons, w.assumes)
				}
			}
			if assumes != "" && !both {
				return
			}
			if got := changed(t, program{src: w.src}, program{src: edited}); !slices.Contains(got, "a.F") {
				t.Errorf("%q → %q changes what F returns, but not its identity", w.old, w.new)
			}
		})
	}
}

// Each twin is what it claims to be: its two variants return different things.
// All of them are compiled into one program. A package a may have a function
// Run, which prepares what F then returns.
func TestTwinsBehaveDifferently(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		if name == "go.mod" { // the same dependencies, and ourselves
			const path = "github.com/gocheckpoint/checkpoint"
			text = strings.Replace(text, "module "+path+"\n", "module m\n", 1) +
				fmt.Sprintf("\nrequire %s v0.0.0\n\nreplace %s => %q\n", path, path, root)
		}
		write(name, text)
	}
	var imports, calls strings.Builder
	for i, w := range twins {
		for side, src := range []string{w.src, w.edited(t)} {
			root := fmt.Sprintf("t%d_%d", i, side)
			for _, f := range txtar.Parse([]byte(src)).Files {
				// The packages of each variant import each other.
				text := strings.ReplaceAll(string(f.Data), `"m/`, `"m/`+root+`/`)
				text = strings.ReplaceAll(text, " m/", " m/"+root+"/") // linkname
				write(root+"/"+f.Name, text)
			}
			fun := "F"
			if strings.Contains(src, "func Run() any") {
				fun = "Run"
			}
			fmt.Fprintf(&imports, "import %s \"m/%s/a\"\n", root, root)
			fmt.Fprintf(&calls, "\tfmt.Printf(\"%%v\\x00\", %s.%s())\n", root, fun)
		}
	}
	write("main.go", "package main\n\nimport \"fmt\"\n"+imports.String()+"\nfunc main() {\n"+calls.String()+"}\n")
	cmd := exec.Command("go", "run", ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go run: %v\n%s", err, stderr.String())
	}
	results := strings.Split(string(out), "\x00")
	for i, w := range twins {
		if before, after := results[2*i], results[2*i+1]; before == after {
			t.Errorf("%s: %q → %q: both return %s", w.rule, w.old, w.new, before)
		}
	}
}

// A driver that sees summaries of imports only computes the same.
func TestI12SummariesSuffice(t *testing.T) {
	for _, w := range twins {
		whole := functions(t, program{src: w.src})
		summed := functions(t, program{src: w.src, facts: true})
		for name, n := range whole {
			if !strings.HasPrefix(name, "a.") {
				continue
			}
			if summed[name].Identity != n.Identity {
				t.Errorf("%s: %s has another identity if only summaries are known", w.rule, name)
			}
		}
	}
}
