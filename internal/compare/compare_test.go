package compare

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	// What the command is made of: go test runs a remembered success anew when it changes.
	_ "github.com/gocheckpoint/checkpoint/analyzer"
)

// TestCheckpointvetIsRightButWhereItIsKnownToBeWrong holds the verdicts that
// docs/workflowcheck.md shows.
func TestCheckpointvetIsRightButWhereItIsKnownToBeWrong(t *testing.T) {
	dir := t.TempDir()
	tool := filepath.Join(dir, "checkpointvet")
	build := exec.Command("go", "build", "-o", tool, "./cmd/checkpointvet")
	build.Dir = "../.."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if err := WriteCheckpoints(filepath.Join(dir, "programs"), "../.."); err != nil {
		t.Fatal(err)
	}
	found, err := Vet(filepath.Join(dir, "programs"), tool)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range Programs() {
		want := Right
		if p.Wrong != "" {
			want = p.Wrong
		}
		switch got := Judge(p, found[p.Name]); {
		case got != want && got == Right:
			t.Errorf("%s: checkpointvet is right by now: remove the mark \"wrong\"", p.Name)
		case got != want:
			t.Errorf("%s: checkpointvet's verdict is %q, want %q: %v", p.Name, got, want, found[p.Name])
		}
	}
}

// C1: workflowcheck gets the same lines, and each program is a workflow.
func TestWorkflowsAreTheProgramsLineByLine(t *testing.T) {
	dir := t.TempDir()
	if err := WriteWorkflows(dir, "../.."); err != nil {
		t.Fatal(err)
	}
	vet := exec.Command("go", "build", "./...")
	vet.Dir = dir
	vet.Env = append(vet.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	if out, err := vet.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, p := range Programs() {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(p.main())))
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		if strings.Count(text, "func run(_ workflow.Context, ") != 1 {
			t.Errorf("%s is no workflow", p.Name)
		}
		for _, f := range p.files {
			if f.Name == p.main() && strings.Count(text, "\n") != strings.Count(string(f.Data), "\n") {
				t.Errorf("%s has other lines", p.Name)
			}
		}
	}
}

// C2, C3.
func TestJudge(t *testing.T) {
	impure := &Program{Lines: map[int]bool{4: true}}
	pure := &Program{}
	at := func(category string, leads ...int) []Finding { return []Finding{{Category: category, leads: leads}} }
	for _, c := range []struct {
		p     *Program
		found []Finding
		want  string
	}{
		{impure, at("impure", 4), Right},
		{impure, at("", 1, 4), Right},
		{impure, at("impure", 3), Misplaced},
		{impure, nil, Missed},
		{impure, at("hashable", 4), Missed},
		{pure, nil, Right},
		{pure, at("stale", 1), Right},
		{pure, at("output", 1), FalseAlarm},
	} {
		if got := Judge(c.p, c.found); got != c.want {
			t.Errorf("marks %v, findings %v: %s, want %s", c.p.Lines, c.found, got, c.want)
		}
	}
}
