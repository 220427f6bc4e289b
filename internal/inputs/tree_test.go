package inputs

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func tree(t *testing.T, files string) (root string) {
	t.Helper()
	root = t.TempDir()
	for _, name := range strings.Fields(files) {
		write(t, root, name, name)
	}
	return root
}

func write(t *testing.T, root, name, text string) {
	t.Helper()
	name = filepath.Join(root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, roots ...string) *Tree {
	t.Helper()
	tree, err := Read(roots, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

const module = "go.mod a.go sub/b.go sub/deep/c.s testdata/t.go vendor/v.go .git/g.go _x/x.go other/go.mod other/o.go .hidden.go notes.txt"

func TestR1R2R3SourceAndFoldersCount(t *testing.T) {
	for name, counts := range map[string]bool{
		"a.go": true, "go.mod": true, "sub/new.go": true, "sub/new.h": true, "new/empty.txt": true, "go.sum": true, "sub/deep/c.s": true,
		"notes.txt": false, "sub/data.json": false, "testdata/t.go": true, "vendor/v.go": false, ".git/g.go": false, "_x/x.go": true,
		".hidden.go": false, "other/o.go": true, "other/new/n.go": true, "other/new/vendor/n.go": false, "testdata/more/t.go": true, ".x/new.go": true,
		"testdata/t.c": false, "testdata/more/t.txt": false, "other/go.mod": false, "sub/vendor/v.go": true,
	} {
		root := tree(t, module)
		before := read(t, root).Digest()
		write(t, root, name, "edited")
		if changed := read(t, root).Digest() != before; changed != counts {
			t.Errorf("%s changes the digest: %v, want %v", name, changed, counts)
		}
	}
}

func TestR2WhatWasNotLookedIntoIsNotClaimed(t *testing.T) {
	root := tree(t, module)
	got := read(t, root)
	for dir, want := range map[string]bool{"": true, "sub": true, "sub/deep": true, "testdata": false, "vendor": false, "_x": false, "other": false, "missing": false, "sub/_y": false} {
		if got.HasDir(filepath.Join(root, filepath.FromSlash(dir))) != want {
			t.Errorf("HasDir(%q) is not %v", dir, want)
		}
	}
	both := read(t, root, filepath.Join(root, "other"))
	if !both.HasDir(filepath.Join(root, "other")) || !both.HasDir(filepath.Join(root, "sub")) {
		t.Error("a root inside another is not read")
	}
}

func TestR4LinksToFilesAreReadAndARootMayBeALink(t *testing.T) {
	outside := tree(t, "real.go dir/x.go")
	root := tree(t, "go.mod")
	if err := os.Symlink(filepath.Join(outside, "real.go"), filepath.Join(root, "link.go")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(outside, "dir"), filepath.Join(root, "dir.go")); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "root")
	if err := os.Symlink(root, link); err != nil {
		t.Fatal(err)
	}
	before := read(t, link)
	if data, ok := before.Data(filepath.Join(link, "link.go")); !ok || string(data) != "real.go" {
		t.Errorf("link.go holds %q", data)
	}
	write(t, outside, "real.go", "edited")
	if read(t, link).Digest() == before.Digest() {
		t.Error("an edit behind a link is not noticed")
	}
}

func TestR5ContentDecidesTheDigestAndTimesWhatIsTheSame(t *testing.T) {
	root := tree(t, module)
	before := read(t, root)
	if again := read(t, root); again.Digest() != before.Digest() || !again.Same(before) {
		t.Error("nothing changed, but the trees differ")
	}
	later := time.Now().Add(time.Minute)
	if err := os.Chtimes(filepath.Join(root, "a.go"), later, later); err != nil {
		t.Fatal(err)
	}
	if again := read(t, root); again.Digest() != before.Digest() || again.Same(before) {
		t.Error("a touched file must change what is the same, and no digest")
	}
	write(t, root, "x.go", "")
	empty := read(t, root)
	if _, ok := empty.Data(filepath.Join(root, "x.go")); !ok || empty.Digest() == before.Digest() {
		t.Error("an empty file does not count")
	}
}

func TestSkippedFilesDoNotCount(t *testing.T) {
	root := tree(t, module)
	skip := func(name string, data []byte) bool { return filepath.Base(name) == "a.go" && string(data) == "a.go" }
	got, err := Read([]string{root}, []string{filepath.Join(root, "missing")}, skip)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := got.Data(filepath.Join(root, "a.go")); ok {
		t.Error("the file is there")
	}
	if !got.HasGo(filepath.Join(root, "sub")) || got.HasGo(root) {
		t.Error("which folders hold Go files is wrong")
	}
}

func TestGoFilesAreThoseThatCountInATree(t *testing.T) {
	root := tree(t, module+" testdata/more/t.go testdata/vendor/v.go")
	all, err := GoFiles([]string{root, filepath.Join(root, "other")})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, name := range all {
		if _, ok := read(t, root).Data(name); !ok {
			t.Errorf("%s is in no tree", name)
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, filepath.ToSlash(rel))
	}
	if s := strings.Join(got, " "); s != "_x/x.go a.go other/o.go sub/b.go testdata/more/t.go testdata/t.go" {
		t.Error(s)
	}
	if _, err := GoFiles([]string{filepath.Join(root, "missing")}); err == nil {
		t.Error("a folder that is not there is taken to be empty")
	}
}
