//go:build unix

package checkpoint

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestFileContentIsTheContentAlone(t *testing.T) {
	dir := t.TempDir()
	a, b, c := filepath.Join(dir, "a"), filepath.Join(dir, "b"), filepath.Join(dir, "c")
	write(t, a, "text")
	write(t, b, "text")
	write(t, c, "texts")
	link := filepath.Join(dir, "link")
	if err := os.Symlink(a, link); err != nil {
		t.Fatal(err)
	}
	sums := make(map[string]string)
	for _, p := range []string{a, b, c, link} {
		s, err := FileContent(p)
		if err != nil {
			t.Fatal(err)
		}
		sums[p] = s.String()
	}
	if sums[a] != sums[b] || sums[a] != sums[link] || sums[a] == sums[c] {
		t.Errorf("%v", sums)
	}
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{dir, pipe, filepath.Join(dir, "none")} {
		if _, err := FileContent(p); err == nil {
			t.Errorf("FileContent(%s) is no error", p)
		}
	}
	if _, err := DirContent(dir); err == nil {
		t.Error("DirContent passes over a pipe")
	}
}

func TestDirContentIsNamesContentsLinksAndExecutability(t *testing.T) {
	base := func(dir string) {
		write(t, filepath.Join(dir, "a", "x"), "1")
		write(t, filepath.Join(dir, "a.b"), "2")
		write(t, filepath.Join(dir, "run"), "3")
		if err := os.Symlink("a/x", filepath.Join(dir, "link")); err != nil {
			t.Fatal(err)
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	digest := func(dir string) string {
		t.Helper()
		s, err := DirContent(dir)
		must(err)
		return s.String()
	}
	original := t.TempDir()
	base(original)
	want := digest(original)
	linked := filepath.Join(t.TempDir(), "linked")
	must(os.Symlink(original, linked))
	if digest(linked) != want {
		t.Error("a link to the folder has another digest")
	}
	for _, test := range []struct {
		name string
		same bool
		edit func(dir string)
	}{
		{"nothing", true, func(string) {}},
		{"an empty folder", true, func(d string) { must(os.Mkdir(filepath.Join(d, "empty"), 0o755)) }},
		{"a time", true, func(d string) { write(t, filepath.Join(d, "run"), "3") }},
		{"group's permission", true, func(d string) { must(os.Chmod(filepath.Join(d, "run"), 0o664)) }},
		{"content", false, func(d string) { write(t, filepath.Join(d, "run"), "4") }},
		{"a new file", false, func(d string) { write(t, filepath.Join(d, "new"), "") }},
		{"a removed file", false, func(d string) { must(os.Remove(filepath.Join(d, "run"))) }},
		{"a renamed file", false, func(d string) { must(os.Rename(filepath.Join(d, "run"), filepath.Join(d, "ran"))) }},
		{"a moved file", false, func(d string) { must(os.Rename(filepath.Join(d, "run"), filepath.Join(d, "a", "run"))) }},
		{"the executable bit", false, func(d string) { must(os.Chmod(filepath.Join(d, "run"), 0o755)) }},
		{"a link's target", false, func(d string) {
			must(os.Remove(filepath.Join(d, "link")))
			must(os.Symlink("a.b", filepath.Join(d, "link")))
		}},
		{"a link made a file", false, func(d string) {
			must(os.Remove(filepath.Join(d, "link")))
			write(t, filepath.Join(d, "link"), "a/x")
		}},
		{"a dangling link", false, func(d string) { must(os.Symlink("nowhere", filepath.Join(d, "dangling"))) }},
		{"swapped contents", false, func(d string) {
			write(t, filepath.Join(d, "a.b"), "1")
			write(t, filepath.Join(d, "a", "x"), "2")
		}},
	} {
		dir := t.TempDir()
		base(dir)
		test.edit(dir)
		if got := digest(dir) == want; got != test.same {
			t.Errorf("%s: same digest %v, want %v", test.name, got, test.same)
		}
	}
	if _, err := DirContent(filepath.Join(original, "run")); err == nil {
		t.Error("DirContent of a file is no error")
	}
	if _, err := DirContent(filepath.Join(original, "none")); err == nil {
		t.Error("DirContent of nothing is no error")
	}
}

func TestDirContentFramesItsParts(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.Symlink("bc", filepath.Join(a, "a")))
	must(os.Symlink("c", filepath.Join(b, "ab")))
	one, err := DirContent(a)
	must(err)
	other, err := DirContent(b)
	must(err)
	if one == other {
		t.Error("a → bc and ab → c have one digest")
	}
}
