package checkpoint

import (
	"context"
	"strings"
	"testing"
	"time"
)

func verboseWorld(t *testing.T) *world {
	w := newWorld(t, memory())
	w.said.Store("no manifest", nil)
	return w
}

func TestVerbosityTellsWhatWasComputedAndRemembered(t *testing.T) {
	for _, test := range []struct {
		n                    int
		computed, remembered int
	}{{0, 0, 0}, {1, 1, 0}, {2, 1, 1}} {
		w := verboseWorld(t)
		f := in(w, square, Verbosity(test.n), TTL(time.Hour))
		f.Call(3)
		w.wantLines(test.computed, "computed", `cause="not stored"`, "square", "took=")
		f.Call(3)
		w.wantLines(test.remembered, "remembered", "saved=")
		w.clock.pass(time.Hour)
		f.Call(3)
		w.wantLines(test.computed, "computed", "cause=expired")
		f.Rerun(3)
		w.wantLines(test.computed, "computed", "cause=rerun")
		f.Fn(3)
		w.wantLines(0)
	}
	wantPanic(t, "Verbosity(3)", func() { Verbosity(3) })
	wantPanic(t, "Verbosity(-1)", func() { Verbosity(-1) })
}

func TestVerbosityTellsFailures(t *testing.T) {
	w := verboseWorld(t)
	f := in(w, hooked, Verbosity(1))
	hook = func(context.Context, int) (int, error) { return 0, errOdd }
	f.Call(t.Context(), 1)
	w.wantLines(1, "computed", "error=odd")
}

func TestCheckpointLogHoldsForAllFunctionsAndGoesToStandardError(t *testing.T) {
	for _, test := range []struct {
		env  string
		told int // of a computed and a remembered call

	}{{"0", 0}, {"1", 1}, {"2", 2}} {
		w := verboseWorld(t)
		w.getenv = func(key string) string {
			if key == "CHECKPOINT_LOG" {
				return test.env
			}
			return ""
		}
		f := in(w, square, Verbosity(1))
		f.Call(3)
		f.Call(3)
		w.wantLines(0)
		if got := w.err.take(); len(got) != test.told {
			t.Errorf("CHECKPOINT_LOG=%s: told %q, want %d lines", test.env, got, test.told)
		}
	}
}

func TestUnknownCheckpointLogIsSaidOnceAndWithoutEffect(t *testing.T) {
	w := verboseWorld(t)
	w.getenv = func(key string) string {
		if key == "CHECKPOINT_LOG" {
			return "debug"
		}
		return ""
	}
	f := in(w, square, Verbosity(1))
	f.Call(3)
	if got := w.log.take(); len(got) != 2 || !strings.Contains(got[0], "CHECKPOINT_LOG") || !strings.Contains(got[0], "debug") || !strings.Contains(got[1], "computed") {
		t.Errorf("logged %q", got)
	}
	in(w, list).Call(3)
	w.wantLines(0)
}
