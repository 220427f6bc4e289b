package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestComplexityCountsDecisions(t *testing.T) {
	for body, want := range map[string]int{
		``:                                       1,
		`if x {}`:                                2,
		`if x {} else {}`:                        2,
		`if x {} else if y {}`:                   3,
		`for {}`:                                 2,
		`for i := range x { _ = i }`:             2,
		`switch x { case 1: default: }`:          2,
		`switch x { case 1, 2: case 3: }`:        3,
		`switch x.(type) { case int: default: }`: 2,
		`select { case <-c: case c <- 1: default: }`: 3,
		`_ = a && b || c`:                               3,
		`_ = a & b | c`:                                 1,
		`goto done; done:`:                              1,
		`_ = func() { if x {} }`:                        2,
		`if a && b { for range x { if c || d {} } }`:    6,
		`defer func() { switch { case a: case b: } }()`: 3,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "x.go", "package p\nfunc f() {"+body+"\n}", 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := complexity(file.Decls[0].(*ast.FuncDecl)); got != want {
			t.Errorf("{ %s } has complexity %d, want %d", body, got, want)
		}
	}
}

func TestMeasureDirCountsThePackageAlone(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{
		"a.go": `package p

import (
	"fmt"
	"os"
)

func short() {}

func (l *List[T]) Long() {
	if len(os.Args) > 0 && l != nil {
		fmt.Println()
	}
}

func inAssembly()
`,
		"b_windows.go": "package p\n\nimport f \"fmt\"\n\nfunc (T) V() {\n\tf.Print()\n\n\n}", // no newline at the end
		"line.go":      "package p\n//line other.y:1000\nfunc generated() {\n//line other.y:9\n}\n",
		"a_test.go":    "package p\nfunc test() { if true {} }\n",
		"_ignored.go":  "not Go",
		".hidden.go":   "not Go",
		"notes.txt":    "not Go",
		"sub/sub.go":   "package sub\nfunc sub() {}\n",
	})
	got, err := measureDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := Stats{
		Files:        3,
		Lines:        16 + 9 + 5,
		Functions:    5,
		Complexity:   1 + 3 + 1 + 1 + 1,
		Longest:      "(*List[T]).Long",
		LongestLines: 5,
		Imports:      []string{"fmt", "os"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestStatsSayNothingOfTheDirectory(t *testing.T) {
	for _, content := range []string{"package p\n", "package p\nfunc F() {}\n", "package p\nfunc {\n"} {
		files := map[string]string{"a.go": content}
		one, two := t.TempDir(), filepath.Join(t.TempDir(), "elsewhere")
		writeFiles(t, one, files)
		writeFiles(t, two, files)
		a, errA := measureDir(one)
		b, errB := measureDir(two)
		if diff := cmp.Diff(a, b) + cmp.Diff(fmt.Sprint(errA), fmt.Sprint(errB)); diff != "" {
			t.Errorf("equal files in two directories are measured differently, but share a result:\n%s", diff)
		}
	}
}

func TestMeasureDirRefusesWhatDoesNotParse(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{"a.go": "package p\nfunc {\n"})
	if s, err := measureDir(dir); err == nil {
		t.Errorf("got %v", s)
	}
}

func writeFiles(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
