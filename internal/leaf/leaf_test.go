package leaf

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func put(t *testing.T, dir, name, text string) {
	t.Helper()
	name = filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func sum(t *testing.T, dir string) string {
	t.Helper()
	s, err := dirSum(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestDigestOfVendoredPackageChangesWithNamesAndContents(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "p.go", "package p\n")
	put(t, dir, "data/a.txt", "a")
	put(t, dir, "other/q.go", "package q\n")
	seen := map[string]string{sum(t, dir): "the start"}
	step := func(what string, same bool, change func()) {
		t.Helper()
		before := sum(t, dir)
		change()
		now := sum(t, dir)
		if same != (now == before) {
			t.Errorf("%s: changed %v, want %v", what, now != before, !same)
		}
		if was, ok := seen[now]; ok && !same {
			t.Errorf("%s gives the digest of %s", what, was)
		}
		seen[now] = what
	}
	step("other content", false, func() { put(t, dir, "p.go", "package p // edited\n") })
	step("another file", false, func() { put(t, dir, "p_linux.s", "") })
	step("other name", false, func() {
		if err := os.Rename(filepath.Join(dir, "p_linux.s"), filepath.Join(dir, "p_darwin.s")); err != nil {
			t.Fatal(err)
		}
	})
	step("data below", false, func() { put(t, dir, "data/a.txt", "b") })
	step("another package below", true, func() { put(t, dir, "other/q.go", "package q // edited\n") })
	step("a new package below", true, func() { put(t, dir, "third/r.go", "package r\n") })
	step("an embedding file", false, func() { put(t, dir, "e.go", "package p\n\n//go:embed other\nvar f string\n") })
	step("an embedded Go file", false, func() { put(t, dir, "other/q.go", "package q // again\n") })
}

func TestDigestDoesNotDependOnWhereThePackageIs(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	for _, dir := range []string{a, b} {
		put(t, dir, "p.go", "package p\n")
		put(t, dir, "x/y.txt", "y")
	}
	if sum(t, a) != sum(t, b) {
		t.Error("the digest has the folder in it")
	}
}

func TestVendoredPackageThatCannotBeReadIsUnknown(t *testing.T) {
	c := Vendored("example.com/m/p", "example.com/m", "v1.0.0", filepath.Join(t.TempDir(), "missing"))
	if c.Unknown == "" {
		t.Error("its content is taken for known")
	}
}

// An attacker or an accident cannot make two closures one by odd names.
func TestLeafTellsClosuresApart(t *testing.T) {
	a := &Closure{Versions: map[string]string{"m": "v1\" \n\"n\" \"v2"}}
	b := &Closure{Versions: map[string]string{"m": "v1", "n": "v2"}}
	if a.Leaf().Version == b.Leaf().Version {
		t.Error("two closures have one version")
	}
	c := Module("m", "v1.0.0", "h1:a=")
	if d := Module("m", "v1.0.0", "h1:b="); d.Leaf().Version == c.Leaf().Version {
		t.Error("the checksum does not count")
	}
	before := c.Leaf().Version
	if c.Add(Std("go1.26.8")); c.Leaf().Version == before {
		t.Error("an import does not count")
	}
	if Module("m", "v1.0.0", "").Unknown == "" {
		t.Error("a module without a checksum is taken for known")
	}
	c.Add(Unknown("whatever"))
	if c.Leaf().Unknown != "whatever" {
		t.Error("what is unknown of an import is forgotten")
	}
}

// The two ways to a checksum agree: facts under go vet have the module cache,
// the manifest tool has go.sum.
func TestCachedSumIsThatOfGoSum(t *testing.T) {
	out, err := exec.Command("go", "env", "GOMODCACHE", "GOMOD").Output()
	if err != nil {
		t.Fatal(err)
	}
	cache, mod, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	sums := make(Sums)
	sums.Read(filepath.Join(filepath.Dir(mod), "go.sum"))
	compared, escaped := 0, false
	for key, want := range sums {
		path, version, _ := strings.Cut(key, " ")
		got := CachedSum(cache, path, version)
		if got == "" {
			continue // this build needs nothing of the module
		}
		compared++
		escaped = escaped || strings.ToLower(path) != path
		if got != want {
			t.Errorf("%s: %q in the cache, %q in go.sum", key, got, want)
		}
	}
	if compared < 5 || !escaped {
		t.Errorf("compared %d modules, one with capitals: %v", compared, escaped)
	}
	if got := CachedSum(cache, "example.com/absent", "v1.0.0") + CachedSum(cache, "bad path!", "v1") + CachedSum(cache, "example.com/m", "../../x"); got != "" {
		t.Errorf("%q for modules that the cache has not", got)
	}
}

func TestSumsOfModuleFilesAndBrokenLinesAreLeftOut(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "go.sum", "m v1.0.0 h1:a=\nm v1.0.0/go.mod h1:b=\n<<<<<<< HEAD\nm v2.0.0\n\n")
	sums := make(Sums)
	sums.Read(filepath.Join(dir, "go.sum"))
	sums.Read(filepath.Join(dir, "missing"))
	if len(sums) != 1 || sums["m v1.0.0"] != "h1:a=" {
		t.Errorf("%v", sums)
	}
}
