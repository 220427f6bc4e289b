package checkpoint

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

func TestSetIsWhatCallFinds(t *testing.T) {
	w := newWorld(t, memory())
	s, j, l := in(w, square), in(w, joined), in(w, list)
	if err := s.Args(3).Set(10); err != nil {
		t.Error(err)
	}
	if got := s.Call(3); got != 10 {
		t.Errorf("got %d", got)
	}
	for i, results := range [][]any{{"x", 1}, {"y", 2, nil}} {
		if err := j.Args("a", nil, "b").Set(results...); err != nil {
			t.Error(err)
		}
		if text, n, err := j.Call("a", context.Background(), "b"); text != results[0] || n != i+1 || err != nil {
			t.Errorf("got %q, %d, %v", text, n, err)
		}
	}
	given := []int{7, 8}
	if err := l.Args(2).Set(given); err != nil {
		t.Error(err)
	}
	given[0] = 0
	if got := l.Call(2); got[0] != 7 {
		t.Errorf("got %v: Set kept the caller's slice", got)
	}
	if err := l.Args(2).Set(nil); err != nil {
		t.Error(err)
	}
	if got := l.Call(2); got != nil {
		t.Errorf("got %v, want nil", got)
	}
	wantRan(t, 0)
}

func TestSetChecksItsResults(t *testing.T) {
	w := newWorld(t, memory())
	s, j := in(w, square), in(w, joined)
	for _, test := range []struct {
		says    string
		i       *Invocation
		results []any
	}{
		{"0 results, want 1", s.Args(3), nil},
		{"2 results, want 1", s.Args(3), []any{1, nil}},
		{"string for result 1, want int", s.Args(3), []any{"9"}},
		{"nil for result 1, want int", s.Args(3), []any{nil}},
		{"int64 for result 1, want int", s.Args(3), []any{int64(9)}},
		{"1 result, want 2", j.Args("a", nil, "b"), []any{"ab"}},
		{"int for result 1, want string", j.Args("a", nil, "b"), []any{2, "ab"}},
		{`the error "odd"`, j.Args("a", nil, "b"), []any{"ab", 2, errOdd}},
		{"4 results", j.Args("a", nil, "b"), []any{"ab", 2, nil, nil}},
		{"argument 1 (int): string given", s.Args("3"), []any{9}}, //checkpoint:ignore arguments what it says of them is tested
	} {
		if err := test.i.Set(test.results...); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("Set: %v, want %q", err, test.says)
		}
	}
	wantExists(t, s.Args(3), false)
	wantExists(t, j.Args("a", nil, "b"), false)
}

func TestSetStartsTheTimeToLive(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, square, TTL(time.Hour))
	f.Call(3)
	w.clock.pass(time.Hour)
	if err := f.Args(3).Set(1); err != nil {
		t.Error(err)
	}
	if got := f.Call(3); got != 1 {
		t.Errorf("got %d", got)
	}
}

func TestSetReportsTheStore(t *testing.T) {
	w := newWorld(t, failing{memory()})
	if err := in(w, square).Args(3).Set(1); !errors.Is(err, errOdd) {
		t.Errorf("Set: %v, want the store's error", err)
	}
}

func TestKeyIsThatOfTheCall(t *testing.T) {
	s := memory()
	f := in(newWorld(t, s), square)
	f.Call(3)
	key, err := f.Args(3).Key()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get(t.Context(), key); err != nil {
		t.Errorf("nothing is stored under it: %v", err)
	}
	if other, err := f.Args(4).Key(); err != nil || other == key {
		t.Errorf("another call's is %v, %v", other, err)
	}
	if text := key.String(); !strings.HasPrefix(text, self+".square/") || len(text) != len(self+".square/")+64+1+64 {
		t.Errorf("it is spelled %s", text)
	}
}

func TestOffLeavesNothingStoredAndNothingAnswered(t *testing.T) {
	s := memory()
	w := newWorld(t, s)
	in(w, square).Call(3)
	w = newWorld(t, s)
	w.getenv = func(key string) string { return map[string]string{"CHECKPOINT": "off"}[key] }
	f := in(w, square, TTL(time.Hour))
	f.Cached(3)
	wantRan(t, 1)
	if err := f.Args(4).Set(1); err != nil {
		t.Error(err)
	}
	if _, err := f.Args(3).Expired(); !errors.Is(err, ErrNotStored) {
		t.Errorf("Expired: %v", err)
	}
	_, keyErr := f.Args(3).Key()
	_, whyErr := f.Args(3).Why()
	_, idErr := identityOf(f.core)
	for what, err := range map[string]error{"Key": keyErr, "Why": whyErr, "IdentityOf": idErr} {
		if err == nil || !strings.Contains(err.Error(), "CHECKPOINT=off") {
			t.Errorf("%s: %v", what, err)
		}
	}
	n, err := f.Clear()
	cleaned, cleanErr := f.Cleanup()
	if n != 0 || err != nil || cleaned != (Cleaned{}) || cleanErr != nil {
		t.Errorf("%d, %v, %v, %v: want nothing removed", n, err, cleaned, cleanErr)
	}
	f.Recapture()
	left := 0
	for range s.Entries(t.Context(), self+".square") {
		left++
	}
	if left != 1 {
		t.Errorf("the store has %d results, want the one that it had", left)
	}
}

// A failing store takes nothing.
type failing struct{ store.Store }

func (failing) Put(context.Context, store.Key, store.Entry) error { return errOdd }
