package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The test binary is also the program: remembering is seen between processes.
const programEnv = "STDSTATS_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(programEnv) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

var lastLine = regexp.MustCompile(`(?m)^(computed \d+, remembered \d+), saved \S+\n\z`)

// program runs stdstats in a process of its own and returns the table, and the
// first two parts of the last line.
func program(t *testing.T, cache string, args ...string) (table, counts string) {
	t.Helper()
	cmd := command(t, cache, args...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, cmd.Stderr)
	}
	at := lastLine.FindSubmatchIndex(out)
	if at == nil {
		t.Fatalf("the last line is not of the form \"computed N, remembered M, saved T\":\n%s", out)
	}
	return string(out[:at[0]]), string(out[at[2]:at[3]])
}

func command(t *testing.T, cache string, args ...string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, args...)
	cmd.Env = append(os.Environ(), programEnv+"=1", "CHECKPOINT_DIR="+cache)
	cmd.Stderr = new(strings.Builder)
	return cmd
}

func TestOnlyWhatChangedIsMeasuredAgain(t *testing.T) {
	root, cache := t.TempDir(), t.TempDir()
	writeFiles(t, filepath.Join(root, "src"), map[string]string{
		"simple/a.go":        "package simple\nfunc F() {}\n",
		"simple/sub/b.go":    "package sub\nfunc G() { if true {} }\n",
		"simple/z.go":        "package simple\nvar Z int\n", // after sub in the walk, and of simple
		"branchy/c.go":       "package branchy\nimport \"fmt\"\nfunc H() {\n\tfor {\n\t\tif true && false {\n\t\t\tfmt.Println()\n\t\t}\n\t}\n}\n",
		"testdata/x/d.go":    "not Go",
		"onlytest/e_test.go": "package onlytest\n",
	})
	const want = `PACKAGE         FILES  LINES  FUNCTIONS  COMPLEXITY  IMPORTS  LONGEST  FUNCTION
branchy         1      9      1          4           1        7        H
simple/sub      1      2      1          2           0        1        G
all 3 packages  4      15     3          7           1        7        branchy: H
`
	step := func(name, wantTable, wantCounts string) {
		t.Helper()
		table, counts := program(t, cache, "-root", root, "-top", "2")
		if table != wantTable {
			t.Errorf("%s: table\n%swant\n%s", name, table, wantTable)
		}
		if counts != wantCounts {
			t.Errorf("%s: %s, want %s", name, counts, wantCounts)
		}
	}
	step("first run", want, "computed 3, remembered 0")
	step("second run", want, "computed 0, remembered 3")

	writeFiles(t, filepath.Join(root, "src"), map[string]string{
		"simple/a_test.go": "package simple\n",
		"branchy/notes":    "text",
	})
	step("after adding what is not measured", want, "computed 0, remembered 3")

	writeFiles(t, filepath.Join(root, "src"), map[string]string{"simple/a.go": "package simple\nfunc F() { _ = 1 }\n"})
	step("after an edit of one package", want, "computed 1, remembered 2")

	elsewhere := t.TempDir()
	if err := os.Rename(filepath.Join(root, "src"), filepath.Join(elsewhere, "src")); err != nil {
		t.Fatal(err)
	}
	root = elsewhere
	step("after moving the tree", want, "computed 0, remembered 3")
}

func TestAPackageThatCannotBeMeasuredIsNamedAndLeftOut(t *testing.T) {
	root := t.TempDir()
	writeFiles(t, filepath.Join(root, "src"), map[string]string{
		"good/a.go": "package good\n",
		"bad/b.go":  "package bad\nfunc {\n",
	})
	cmd := command(t, t.TempDir(), "-root", root)
	out, err := cmd.Output()
	if err == nil {
		t.Error("the exit status is 0")
	}
	if stderr := cmd.Stderr.(*strings.Builder).String(); !strings.Contains(stderr, "stdstats: bad: b.go:2") {
		t.Errorf("standard error does not name the package and the line:\n%s", stderr)
	}
	if got := string(out); strings.Contains(got, "bad") || !strings.Contains(got, "all 1 packages") {
		t.Errorf("the table has\n%s", got)
	}
}

func TestMissingTreeIsAnErrorWithARemedy(t *testing.T) {
	if _, err := find(filepath.Join(t.TempDir(), "src")); err == nil || !strings.Contains(err.Error(), "-root") {
		t.Errorf("find: %v", err)
	}
}
