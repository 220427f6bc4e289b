package checkpoint

import (
	"context"
	"errors"
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest"
)

func search(ctx context.Context, q string, limit int, tags ...string) int {
	ran.Add(1)
	return len(q)*limit + len(tags)
}

func TestKeyByStandsForAllArguments(t *testing.T) {
	for _, with := range []bool{false, true} {
		w := newWorld(t, memory())
		w.said.Store("no manifest", nil)
		if with {
			w.embed(manifestOf(w, map[string]manifest.Func{"search": {Params: []string{"ctx", "q", "limit", "tags"}}}))
		}
		f := in(w, search, KeyBy(func(_ context.Context, q string, limit int, tags ...string) (any, error) {
			return []any{q, len(tags)}, nil
		}))
		f.Call(t.Context(), "a", 1, "x")
		f.Call(t.Context(), "a", 2, "y") // limit and tags themselves are left out
		wantRan(t, 1)
		f.Call(t.Context(), "b", 1, "x")
		f.Call(t.Context(), "a", 1)
		wantRan(t, 2)
		wantExists(t, f.Args(nil, "b", 9, "z"), true)
		w.wantLines(0)
	}
}

func TestKeyByFailsTheCallAlone(t *testing.T) {
	w := newWorld(t, memory())
	w.said.Store("no manifest", nil)
	f := in(w, square, KeyBy(func(n int) (int, error) {
		switch n {
		case 1:
			return 0, errors.New("no key")
		case 2:
			panic("no key")
		}
		return n, nil
	}))
	for _, n := range []int{1, 2, 3} {
		if got := f.Call(n); got != n*n {
			t.Errorf("%d: %d", n, got)
		}
		f.Call(n)
	}
	wantRan(t, 5)
	w.wantLines(4, "KeyBy", "no key", "without being remembered")
}

func TestKeyByTellsDynamicTypesApart(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, square, KeyBy(func(n int) any {
		if n == 1 {
			return int64(7)
		}
		return int32(7)
	}))
	if a, b := f.Call(1), f.Call(2); a != 1 || b != 4 {
		t.Errorf("%d, %d", a, b)
	}
}

func TestKeyByOfTwoHandlesIsToldApart(t *testing.T) {
	w := newWorld(t, memory())
	a := in(w, square, KeyBy(func(n int) int { return 1 }))
	b := in(w, square, KeyBy(func(n int) int { return n }))
	a.Call(5)
	if got := b.Call(1); got != 1 {
		t.Errorf("one handle found what the other one's KeyBy keyed: %d", got)
	}
}

func TestKeyByThatDoesNotFitIsRefused(t *testing.T) {
	w := newWorld(t, memory())
	wantPanic(t, "must have the parameters", func() { in(w, square, KeyBy(func(n int64) int { return 1 })) })
	wantPanic(t, "must have the parameters", func() { in(w, square, KeyBy(func() int { return 1 })) })
	wantPanic(t, "must have the parameters", func() { in(w, sum, KeyBy(func(base int, more []int) int { return 1 })) })
	wantPanic(t, "must return what is hashed", func() { KeyBy(func(n int) {}) })
	wantPanic(t, "must return what is hashed", func() { KeyBy(func(n int) error { return nil }) })
	wantPanic(t, "must return what is hashed", func() { KeyBy(func(n int) (int, int) { return 1, 2 }) })
	wantPanic(t, "give it a function", func() { KeyBy(7) })
	wantPanic(t, "give it a function", func() { KeyBy(nil) })
	wantPanic(t, "KeyBy is given", func() { in(w, square, KeyBy(func(n int) int { return n }), NoHash("n")) })
	wantPanic(t, "KeyBy is given", func() {
		in(w, square, HashBy("n", func(n int) (int, error) { return n, nil }), KeyBy(func(n int) int { return n }))
	})
	wantPanic(t, "twice", func() { in(w, square, KeyBy(func(n int) int { return n }), KeyBy(func(n int) int { return n })) })
	in(w, square, New(KeyBy(func(n int) int { return n })), KeyBy(func(n int) int { return n })) // the later list counts
}

type tenant struct{}

func TestHashContextAddsWhatAContextCarries(t *testing.T) {
	w := newWorld(t, memory())
	w.said.Store("no manifest", nil)
	hook = func(ctx context.Context, n int) (int, error) {
		if ctx == nil {
			return n, nil
		}
		s, _ := ctx.Value(tenant{}).(string)
		return n + len(s), nil
	}
	plain := in(w, hooked)
	f := in(w, hooked, HashContext(func(ctx context.Context) (string, error) {
		s, _ := ctx.Value(tenant{}).(string)
		if s == "bad" {
			return "", errors.New("no tenant")
		}
		return s, nil
	}))
	as := func(name string) context.Context { return context.WithValue(t.Context(), tenant{}, name) }
	plain.Call(as("a"), 1)
	if n, _ := plain.Call(as("abc"), 1); n != 2 {
		t.Errorf("a context entered the key by itself: %d", n)
	}
	wantRan(t, 1)
	for name, want := range map[string]int{"a": 2, "abc": 4} {
		for range 2 {
			if n, _ := f.Call(as(name), 1); n != want {
				t.Errorf("%s: %d, want %d", name, n, want)
			}
		}
	}
	if n, _ := f.Call(nil, 1); n != 1 {
		t.Errorf("without a context: %d", n)
	}
	wantRan(t, 3)
	w.wantLines(0)
	f.Call(as("bad"), 1)
	f.Call(as("bad"), 1)
	wantRan(t, 2)
	w.wantLines(2, "HashContext", "no tenant")
	wantPanic(t, "no context.Context", func() { in(w, square, HashContext(func(context.Context) (int, error) { return 0, nil })) })
	wantPanic(t, "HashContext(nil)", func() { HashContext[int](nil) })
}

func TestCaptureAllBelongsToFunc(t *testing.T) {
	w := newWorld(t, memory())
	in(w, square, CaptureAll())
	wantPanic(t, "CaptureAll in a bundle", func() {
		New(CaptureAll()) //checkpoint:ignore registration that it panics is what is tested
	})
}
