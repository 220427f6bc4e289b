package mutation

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// behave runs the mutants of programs of the fixture, and counts by program.
func behave(t *testing.T, tool Tool, pattern string) (ran, missed, startup map[string]int) {
	t.Helper()
	r, sites := load(t, "testdata/programs", pattern)
	x, err := r.NewRunner()
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	ran, missed, startup = make(map[string]int), make(map[string]int), make(map[string]int)
	for _, s := range sites {
		b, err := x.Behave(context.Background(), s, tool)
		if err != nil {
			t.Fatal(s, err)
		}
		program := filepath.Base(filepath.Dir(s.File))
		if b.Ran {
			ran[program]++
		}
		if b.Missed() {
			missed[program]++
			if tool == nil {
				t.Errorf("%s: was %q, is %q", s, b.Was, b.Is)
			}
		}
		if b.Startup && !b.Told {
			startup[program]++
		}
	}
	return ran, missed, startup
}

func TestMutantsThatBehaveOtherwiseAreTold(t *testing.T) {
	ran, _, startup := behave(t, nil, "./...")
	if ran["sum"] == 0 || startup["greet"] == 0 {
		t.Errorf("ran %v, at startup %v: nothing was put to the test", ran, startup)
	}
	if ran["greet"]+ran["clock"] > 0 {
		t.Errorf("ran %v: what runs before main, or is something else each time, was judged", ran)
	}
}

// A tool that sees the function alone is caught.
func TestAToolThatSeesOneFunctionMissesBehaviour(t *testing.T) {
	_, missed, _ := behave(t, func(_ []*identity.Unit, fn *identity.Node) [32]byte { return fn.Local }, "./sum")
	if missed["sum"] == 0 {
		t.Error("it misses nothing")
	}
}
