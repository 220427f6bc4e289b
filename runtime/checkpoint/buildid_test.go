package checkpoint

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestBuildIDIsTheWholeOneOfTheRunningExecutable(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "tool", "buildid", self).Output()
	if err != nil {
		t.Fatal(err)
	}
	exe, err := readExecutable()
	if err != nil {
		t.Fatal(err)
	}
	if want := "go\x00" + strings.TrimSpace(string(out)); string(exe.id) != want {
		t.Errorf("build ID %q, want %q", exe.id, want)
	}
	if strings.Count(string(exe.id), "/") != 3 {
		t.Errorf("%q has not four parts", exe.id)
	}
}

func TestExecutableWithoutBuildIDIsKnownByItsContent(t *testing.T) {
	dir := t.TempDir()
	var ids [][]byte
	for i, text := range []string{"MZ one", "MZ two", "MZ one", ""} {
		path := filepath.Join(dir, string(rune('a'+i)))
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		exe, err := parseExecutable(f)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, exe.id)
	}
	if bytes.Equal(ids[0], ids[1]) || !bytes.Equal(ids[0], ids[2]) || bytes.Equal(ids[0], ids[3]) || !bytes.HasPrefix(ids[0], []byte("file\x00")) {
		t.Errorf("%q", ids)
	}
}

func TestOwnFunctionsLieInTheExecutable(t *testing.T) {
	for _, f := range []any{square, os.Open, reflect.ValueOf, anchor} {
		v := reflect.ValueOf(f)
		pc := anchor
		if v.Kind() == reflect.Func {
			pc = v.Pointer()
		}
		if err := process.contains(pc); err != nil {
			t.Errorf("%#x: %v", pc, err)
		}
	}
	if exe, err := readExecutable(); err != nil || exe.text == 0 {
		t.Fatalf("text of %d bytes, %v", exe.text, err)
	} else if process.contains(anchor+uintptr(exe.text)) == nil || process.contains(anchor-uintptr(exe.text)) == nil {
		t.Error("a function beyond the code is taken for one of the executable")
	}
}

func TestTypesBeyondTheExecutableAreForeign(t *testing.T) {
	for _, typ := range []reflect.Type{reflect.TypeFor[point](), reflect.TypeFor[os.File](), reflect.TypeFor[Option](), reflect.TypeFor[Function[int]]()} {
		if err := process.containsType(typ); err != nil {
			t.Error(err)
		}
	}
	w := newWorld(t, memory())
	w.executable = func() (executable, error) { return executable{id: []byte("build 1"), image: 1}, nil }
	if _, err := w.dynamicType(in(w, square).core.resolve(), reflect.TypeFor[point]()); !errors.Is(err, errForeign) {
		t.Errorf("a type beyond the executable: %v", err)
	}
}

// Nobody ships a compiler front end, or package testing, in a service.
func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	deps := strings.Fields(string(out))
	if !slices.Contains(deps, "github.com/zeebo/blake3") {
		t.Fatalf("not the dependencies: %s", out)
	}
	for _, dep := range deps {
		if strings.HasPrefix(dep, "golang.org/x/tools") || strings.HasPrefix(dep, "go/") || dep == "testing" {
			t.Errorf("imports %s", dep)
		}
	}
}
