package noise

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const source = `package p

type T struct{ n int }

func (t *T) Method(n int) int { return middle(n) }

func Chosen(n int) int              { return middle(n) }
func middle(n int) int              { return leaf(n) }
func leaf(n int) int                { return n }
func shallow(n int) int             { return leaf(n) }
func noResult(n int)                { middle(n) }
func onlyError(n int) error         { middle(n); return nil }
func ofChan(c chan int) int         { return middle(0) }
func ofFunc(f func() int) int       { return middle(0) }
func noParameter() int              { return middle(0) }
func generic[T any](t T) int        { return middle(0) }
`

func module(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module example.com/p\n\ngo 1.26\n", "p.go": source} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("GOWORK", "off")
	t.Setenv("GOFLAGS", "")
	return dir
}

// N1, N2.
func TestOnlyDeepFunctionsThatLookPureAreChosen(t *testing.T) {
	dir := module(t)
	got, err := Register(dir, 100, 1)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"(*example.com/p.T).Method", "example.com/p.Chosen"}; !slices.Equal(got, want) {
		t.Errorf("chosen %q, want %q", got, want)
	}
	text, err := os.ReadFile(filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"package p\n", "checkpoint.Func((*T).Method)\n", "checkpoint.Func(Chosen)\n"} {
		if !strings.Contains(string(text), line) {
			t.Errorf("%q is missing:\n%s", line, text)
		}
	}
}

// N3.
func TestSeedDecidesTheChoice(t *testing.T) {
	chosen := make(map[string]bool)
	for seed := range uint64(8) {
		first, err := Register(module(t), 1, seed)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Register(module(t), 1, seed)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(first, again) {
			t.Errorf("seed %d: %q, then %q", seed, first, again)
		}
		chosen[first[0]] = true
	}
	if len(chosen) != 2 {
		t.Errorf("eight seeds choose only %v", chosen)
	}
}
