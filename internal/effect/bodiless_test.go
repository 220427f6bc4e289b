package effect

import (
	"slices"
	"testing"
)

// Where cgo has not run, as in an editor, calls of C are known by their names.
func TestCallOfCIsKnownBeforeCgoRuns(t *testing.T) {
	p := summarize(t, `package p

import "C"

func now(n int) int { return int(C.now(C.int(n))) }

func copied(s string) { C.free(C.CString(s)) }
`)
	if got, want := reached(p, "now"), []string{" calls C.now"}; !slices.Equal(got, want) {
		t.Errorf("now: %q, want %q", got, want)
	}
	if got := reached(p, "copied"); len(got) > 0 {
		t.Errorf("copied: %q, want nothing", got)
	}
}
