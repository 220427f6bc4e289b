package checkpoint

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/store"
	"github.com/gocheckpoint/checkpoint/runtime/store/diskstore"
)

// stores are those that tests of what a store tells run with.
func stores(t *testing.T, each func(t *testing.T, s store.Store)) {
	t.Helper()
	t.Run("memory", func(t *testing.T) { each(t, memory()) })
	t.Run("disk", func(t *testing.T) {
		s, err := diskstore.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		each(t, s)
	})
	t.Run("a store that cannot list", func(t *testing.T) { each(t, plainStore{memory()}) })
}

// A plainStore is no store.Manager.
type plainStore struct{ store.Store }

func TestExpiredResultIsComputedAgainAndReplaced(t *testing.T) {
	stores(t, func(t *testing.T, s store.Store) {
		w := newWorld(t, s)
		f := in(w, square, TTL(time.Hour))
		for round := range 3 {
			f.Call(3)
			wantRan(t, 1)
			w.clock.pass(time.Hour - 1)
			f.Call(3)
			f.Cached(3)
			wantRan(t, 0)
			wantExists(t, f.Args(3), true)
			if expired, err := f.Args(3).Expired(); expired || err != nil {
				t.Errorf("round %d: Expired: %v, %v", round, expired, err)
			}
			w.clock.pass(1)
			wantExists(t, f.Args(3), false)
			if expired, err := f.Args(3).Expired(); !expired || err != nil {
				t.Errorf("round %d: Expired: %v, %v", round, expired, err)
			}
			n := 42
			if err := f.Args(3).Get(&n); !errors.Is(err, ErrNotStored) || n != 42 {
				t.Errorf("round %d: Get of an expired result: %d, %v", round, n, err)
			}
		}
		if _, err := f.Args(4).Expired(); !errors.Is(err, ErrNotStored) {
			t.Errorf("Expired of nothing: %v", err)
		}
	})
}

// Its age is unknown: a clock was set back, or another machine's is ahead.
func TestResultFromTheFutureHasExpired(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, square, TTL(time.Hour))
	f.Call(3)
	w.clock.pass(-1)
	f.Call(3)
	wantRan(t, 2)
	f.Call(3)
	wantRan(t, 0)
}

func TestExpiryDecidesByTheTimeOfCreation(t *testing.T) {
	w := newWorld(t, memory())
	deadline := clockStart
	f := in(w, square, Expiry(func(created time.Time) bool { return created.Before(deadline) }))
	f.Call(3)
	w.clock.pass(time.Second)
	f.Call(3)
	wantRan(t, 1)
	deadline = clockStart.Add(1)
	f.Call(3)
	f.Call(3)
	wantRan(t, 1)
}

func TestPanickingExpiryNeverBreaksACall(t *testing.T) {
	w := newWorld(t, memory())
	w.said.Store("no manifest", nil)
	f := in(w, square, Expiry(func(time.Time) bool { panic("no calendar") }))
	for range 3 {
		if got := f.Call(3); got != 9 {
			t.Errorf("got %d", got)
		}
	}
	wantRan(t, 3)
	wantExists(t, f.Args(3), false)
	w.wantLines(1, "no calendar", "WARN")
}

// Expiry is about when a result is found, not about what it is stored under.
func TestHandlesWithAndWithoutExpiryShareResults(t *testing.T) {
	w := newWorld(t, memory())
	kept, short := in(w, square), in(w, square, TTL(time.Minute))
	kept.Call(3)
	short.Call(3)
	wantRan(t, 1)
	w.clock.pass(time.Minute)
	kept.Call(3)
	wantRan(t, 0)
	short.Call(3)
	wantRan(t, 1)
}

func TestEqualCallsOfAnExpiredResultComputeOnce(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, hooked, TTL(time.Minute))
	hook = func(context.Context, int) (int, error) { return 1, nil }
	f.Call(t.Context(), 3)
	w.clock.pass(time.Hour)
	entered, release := make(chan bool, 4), make(chan bool)
	hook = func(context.Context, int) (int, error) { entered <- true; <-release; return 2, nil }
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if n, err := f.Call(context.Background(), 3); n != 2 || err != nil {
				t.Errorf("got %d, %v, want the new result", n, err)
			}
		})
	}
	ended := make(chan bool)
	go func() { wg.Wait(); close(ended) }()
	select {
	case <-entered:
	case <-ended:
		t.Error("no call computed")
	}
	close(release)
	<-ended
	wantRan(t, 2)
}

// A computation that fails leaves nothing that would be found.
func TestExpiredResultIsNotTheAnswerToAFailure(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, hooked, TTL(time.Minute))
	hook = func(context.Context, int) (int, error) { return 1, nil }
	f.Call(t.Context(), 3)
	w.clock.pass(time.Minute)
	hook = func(context.Context, int) (int, error) { return 0, errOdd }
	if n, err := f.Call(t.Context(), 3); n != 0 || err != errOdd {
		t.Errorf("got %d, %v, want the error", n, err)
	}
	wantExists(t, f.Args(nil, 3), false)
}

func TestExpiryIsRefusedWhereItContradictsItself(t *testing.T) {
	never := Expiry(func(time.Time) bool { return false })
	wantPanic(t, "TTL(0s)", func() { TTL(0) })
	wantPanic(t, "TTL(-1ns)", func() { TTL(-1) })
	wantPanic(t, "Expiry(nil)", func() { Expiry(nil) })
	wantPanic(t, "keep one", func() { in(newWorld(t, memory()), square, TTL(1), never) })
	wantPanic(t, "keep one", func() { in(newWorld(t, memory()), square, never, TTL(1)) })
	wantPanic(t, "keep one", func() { New(never, TTL(1)) }) //checkpoint:ignore registration it is to panic
}
