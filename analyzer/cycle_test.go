package analyzer

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Under go vet, no analyzer runs where there is a cycle: the command finds the
// same without the packages that are imported.
func TestCyclesAreFoundWithoutImports(t *testing.T) {
	name := filepath.Join(root, "testdata/src/registration/cycle/cycle.go")
	source, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, m := range regexp.MustCompile("// want `(.*)`").FindAllStringSubmatch(string(source), -1) {
		want = append(want, m[1])
	}
	found := Cycles([]string{name})
	for _, line := range found {
		_, text, _ := strings.Cut(line, "cycle.go:")
		_, text, _ = strings.Cut(text, ": ") // line and column
		i := slices.IndexFunc(want, func(re string) bool { return regexp.MustCompile(re).MatchString(text) })
		if i < 0 {
			t.Errorf("unexpected: %s", line)
			continue
		}
		want = slices.Delete(want, i, i+1)
	}
	for _, re := range want {
		t.Errorf("not found: %s", re)
	}
}

func TestWhatCompilesHasNoCycles(t *testing.T) {
	for _, name := range []string{"nocycle/nocycle.go", "registration.go", "keying/keying.go"} {
		if found := Cycles([]string{filepath.Join(root, "testdata/src/registration", name)}); len(found) > 0 {
			t.Errorf("%s: %q", name, found)
		}
	}
	if found := Cycles([]string{"missing.go"}); len(found) > 0 {
		t.Errorf("a file that is missing: %q", found)
	}
}
