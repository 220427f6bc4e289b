package checkpoint

import (
	"context"
	"strings"
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest"
	"github.com/gocheckpoint/checkpoint/runtime/store"
)

func TestVerifyComputesHitsAgainAndQuarantinesWhatDiffers(t *testing.T) {
	managed(t, func(t *testing.T, s store.Store) {
		w := newWorld(t, s)
		m := manifestOf(w, map[string]manifest.Func{"hooked": {Params: []string{"ctx", "n"}}})
		entry := m.Funcs[self+".hooked"]
		entry.Status, entry.Assumes = manifest.Assumed, map[string]string{"example.com/app.mode": "is not fixed"}
		m.Funcs[self+".hooked"] = entry
		w.embed(m)
		var events []Event
		f := in(w, hooked, Verify(1), Observe(func(_ context.Context, e Event) { events = append(events, e) }))
		mode := 1
		hook = func(_ context.Context, n int) (int, error) { return n * mode, nil }
		f.Call(nil, 3)
		f.Call(nil, 3)
		wantRan(t, 2) // computed, and verified
		w.wantLines(0)
		mode = 2
		if n, _ := f.Call(nil, 3); n != 6 {
			t.Errorf("a call that was found wrong got what was stored: %d", n)
		}
		wantRan(t, 1)
		w.wantLines(1, "ERROR", "gives another result", "example.com/app.mode is not fixed")
		if e := events[len(events)-1]; e.Kind != EventMismatch || !strings.Contains(e.Err.Error(), "example.com/app.mode") {
			t.Errorf("observed %+v", e)
		}
		// Nobody stores it any more, in other processes neither.
		g := in(w, hooked)
		for range 2 {
			g.Call(nil, 3)
			f.Rerun(nil, 3)
		}
		wantRan(t, 4)
		if e := events[len(events)-1]; e.Kind != EventFailure || !strings.Contains(e.Err.Error(), "quarantined") {
			t.Errorf("a result that is not stored: observed %+v", e)
		}
		wantExists(t, g.Args(nil, 3), false)
		if err := g.Args(nil, 3).Set(1); err == nil || !strings.Contains(err.Error(), "quarantined") {
			t.Errorf("Set: %v", err)
		}
		if why, err := g.Args(nil, 3).Why(); !why.Quarantined || !strings.Contains(why.String(), "quarantined") || err != nil {
			t.Errorf("Why: %v, %v", why, err)
		}
		g.Call(nil, 4) // others are
		wantExists(t, g.Args(nil, 4), true)
		// Until the code changes, or Clear.
		edited := newWorld(t, s)
		m.Funcs[self+".hooked"] = manifest.Func{Identity: anIdentity(9), Signature: "func()", Params: entry.Params, Status: manifest.Complete}
		h := in(edited.embed(m), hooked)
		h.Call(nil, 3)
		wantExists(t, h.Args(nil, 3), true)
		if _, err := g.Clear(); err != nil {
			t.Fatal(err)
		}
		g.Call(nil, 3)
		wantExists(t, g.Args(nil, 3), true)
		w.wantLines(0)
	})
}

func TestVerifyComparesNothingThatFailed(t *testing.T) {
	w := newWorld(t, memory())
	w.said.Store("no manifest", nil)
	f := in(w, hooked, Verify(1))
	hook = func(_ context.Context, n int) (int, error) { return 5, nil }
	f.Call(nil, 1)
	hook = func(_ context.Context, n int) (int, error) { return 0, errOdd }
	if n, err := f.Call(nil, 1); n != 5 || err != nil {
		t.Errorf("a hit failed by verifying: %d, %v", n, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	hook = func(_ context.Context, n int) (int, error) { cancel(); return 6, nil }
	if n, err := f.Call(ctx, 1); n != 5 || err != nil {
		t.Errorf("a hit was cut by verifying: %d, %v", n, err)
	}
	w.wantLines(0)
}

var zero float64

func TestVerifyFindsEqualWhatIs(t *testing.T) {
	w := newWorld(t, memory())
	w.said.Store("no manifest", nil)
	f := in(w, list, Verify(1))
	for range 5 {
		if got := f.Call(4); len(got) != 4 {
			t.Errorf("got %v", got)
		}
	}
	w.wantLines(0)
	wantRan(t, 5)
	if s := f.Stats(); s.Computed != 5 || s.Remembered != 4 {
		t.Errorf("%+v", s)
	}
}

func TestVerifyTakesAFraction(t *testing.T) {
	w := newWorld(t, memory())
	w.getenv = func(key string) string {
		if key == "CHECKPOINT_VERIFY" {
			return "1"
		}
		return ""
	}
	f := in(w, square, Verify(0))
	f.Call(3)
	f.Call(3)
	wantRan(t, 2)
	w.getenv = func(key string) string {
		if key == "CHECKPOINT_VERIFY" {
			return "often"
		}
		return ""
	}
	w.log.take()
	g := in(w, square, Verify(1))
	g.Call(4)
	g.Call(4)
	w.wantLines(1, "CHECKPOINT_VERIFY", "often", "WARN")
	wantRan(t, 2)
	h := in(newWorld(t, memory()), square, Verify(0.5))
	for range 200 {
		h.Call(1)
	}
	if n := ran.Swap(0); n < 20 || n > 180 { // 1e-30
		t.Errorf("half of 199 hits: %d", n)
	}
	wantPanic(t, "Verify(2)", func() { Verify(2) })
	wantPanic(t, "Verify(-1)", func() { Verify(-1) })
	wantPanic(t, "Verify(NaN)", func() { Verify(zero / zero) })
}
