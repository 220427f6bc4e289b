package embedfile_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gocheckpoint/checkpoint/internal/embedfile"
)

func put(t testing.TB, dir, name, text string) {
	t.Helper()
	name = filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

var tree = []string{
	"a.txt", "b.txt", ".hidden", "_under", "with space.txt", "br[1].txt", "x.json",
	"d/one.txt", "d/.dot", "d/_us", "d/e/two.txt", "d/e/.dot/three.txt", "d/_u/four.txt",
	"d/nested/go.mod", "d/nested/n.txt", "d/.git/config", "sub/go.mod", "sub/s.txt",
	"only/.dot", ".hid/x.txt", "q/a.txt", "q/c/a.txt", "bad/fine.txt", "bad/a*b.txt", "hidbad/.a*b", "hidbad/f.txt",
}

var patterns = []string{
	"a.txt", "*.txt", "?.txt", "[ab].txt", "[^a].txt", "*", "all:*", "d", "all:d", "d/*", "all:d/*", "d/e", "*/*.txt", "*/e/*", "q", "q/*",
	".hidden", "_under", "d/.dot", "d/_u", "d/_u/four.txt", "with space.txt", `br\[1].txt`, "br[[]1].txt", "br[1].txt", "[a-", "d/", "/a.txt",
	"./a.txt", ".", "all:.", "..", "../x", "d/../a.txt", "missing", "d/missing", "a.txt/b", "sub", "sub/s.txt", "d/nested", "d/nested/n.txt", "d/.git",
	"d/.git/config", "only", "all:only", ".hid", "link", "link.txt", "linked", "linked/*", "bad", "bad/*", "hidbad", "all:hidbad", "all:", "all:a.txt", "", "q/*/a.txt", "x.json*",
}

// The go command and Match agree on every pattern: on the files where both find
// some, and on whether there is an error.
func TestMatchAgreesWithTheGoCommand(t *testing.T) {
	root := t.TempDir()
	put(t, root, "go.mod", "module example.com/m\n\ngo 1.26\n")
	for i, pattern := range patterns {
		dir := filepath.Join(root, fmt.Sprintf("p%d", i))
		for _, name := range tree {
			put(t, dir, name, name)
		}
		for name, to := range map[string]string{"link.txt": "a.txt", "linked": "d", "q/link": "../a.txt"} {
			if err := os.Symlink(to, filepath.Join(dir, filepath.FromSlash(name))); err != nil {
				t.Fatal(err)
			}
		}
		put(t, dir, "p.go", fmt.Sprintf("package p\n\nimport \"embed\"\n\n//go:embed %q\nvar files embed.FS\n", pattern))
	}
	cmd := exec.Command("go", "list", "-e", "-json=Dir,EmbedFiles,Error", "./...")
	cmd.Dir, cmd.Env = root, append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GOPROXY=off")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	type listed struct {
		Dir        string
		EmbedFiles []string
		Error      *struct{ Err string }
	}
	byDir := make(map[string]listed)
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
		var l listed
		if err := dec.Decode(&l); err != nil {
			t.Fatal(err)
		}
		byDir[filepath.Base(l.Dir)] = l
	}
	found := 0
	for i, pattern := range patterns {
		base := fmt.Sprintf("p%d", i)
		want, ok := byDir[base]
		if !ok {
			t.Fatalf("pattern %q: the go command does not list its package", pattern)
		}
		got, err := embedfile.Overlay(nil).Match(filepath.Join(root, base), pattern)
		switch {
		case (err != nil) != (want.Error != nil):
			t.Errorf("pattern %q: Match gives %q, %v; the go command %q, %+v", pattern, got, err, want.EmbedFiles, want.Error)
		case !slices.Equal(got, want.EmbedFiles):
			t.Errorf("pattern %q: Match gives %q, the go command %q", pattern, got, want.EmbedFiles)
		case err == nil:
			found++
		}
	}
	if found < 20 || found > len(patterns)-20 {
		t.Errorf("%d of %d patterns match: the table tells little", found, len(patterns))
	}
}

func TestOverlayAddsAndRemovesFiles(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "d/kept.txt", "kept")
	put(t, dir, "d/gone.txt", "gone")
	put(t, dir, "d/deep/f.txt", "f")
	put(t, dir, "new", "from the overlay")
	abs := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	o := embedfile.Overlay{
		abs("d/gone.txt"): "", abs("d/added.txt"): abs("new"), abs("e/only/here.txt"): abs("new"),
		abs("d/deep/go.mod"): abs("new"), abs("d/kept.txt"): abs("new"),
	}
	for pattern, want := range map[string][]string{
		"d":       {"d/added.txt", "d/kept.txt"}, // deep is a module now
		"d/*.txt": {"d/added.txt", "d/kept.txt"},
		"e":       {"e/only/here.txt"},
		"*/only":  {"e/only/here.txt"},
	} {
		got, err := o.Match(dir, pattern)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q, %v; want %q", pattern, got, err, want)
		}
	}
	if _, err := o.Match(dir, "d/gone.txt"); err == nil {
		t.Error("finds a file that the overlay removes")
	}
	if data, err := o.ReadFile(abs("d/kept.txt")); err != nil || string(data) != "from the overlay" {
		t.Errorf("%q, %v", data, err)
	}
	if _, err := o.ReadFile(abs("d/gone.txt")); !os.IsNotExist(err) {
		t.Errorf("reads a file that the overlay removes: %v", err)
	}
}

// Whatever the pattern, Match ends and names existing files below the folder.
func FuzzMatch(f *testing.F) {
	dir := f.TempDir()
	for _, name := range tree {
		put(f, dir, name, name)
	}
	for _, pattern := range patterns {
		f.Add(pattern)
	}
	f.Fuzz(func(t *testing.T, pattern string) {
		files, err := embedfile.Overlay(nil).Match(dir, pattern)
		if (err == nil) != (len(files) > 0) {
			t.Fatalf("%q, %v", files, err)
		}
		for _, file := range files {
			info, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(file)))
			if !fs.ValidPath(file) || err != nil || !info.Mode().IsRegular() {
				t.Errorf("%q gives %q: %v", pattern, file, err)
			}
		}
		if !slices.IsSorted(files) {
			t.Errorf("%q is not sorted", files)
		}
	})
}
