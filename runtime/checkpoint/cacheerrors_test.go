package checkpoint

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"testing"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

var errMissing = errors.New("missing")

type coded struct{ Code int }

func (e *coded) Error() string { return fmt.Sprint("code ", e.Code) }

func TestCacheErrorsRemembersErrors(t *testing.T) {
	managed(t, func(t *testing.T, s store.Store) {
		for _, sentinels := range [][]error{nil, {errMissing}} {
			w := newWorld(t, s)
			w.said.Store("no manifest", nil)
			f := in(w, hooked, CacheErrors(sentinels...))
			if _, err := f.Clear(); err != nil {
				t.Fatal(err)
			}
			hook = func(context.Context, int) (int, error) { return 5, fmt.Errorf("page 1: %w", errMissing) }
			_, first := f.Call(t.Context(), 1)
			for range 2 {
				n, err := f.Call(t.Context(), 1)
				if n != 5 || err == nil || err.Error() != first.Error() || errors.Is(err, errMissing) != (sentinels != nil) {
					t.Errorf("%d, %v (sentinels %v)", n, err, sentinels)
				}
			}
			wantRan(t, 1)
			var n int
			if err := f.Args(t.Context(), 1).Get(&n); err == nil || err.Error() != first.Error() || n != 0 {
				t.Errorf("Get: %d, %v", n, err)
			}
			wantExists(t, f.Args(nil, 1), true)
			w.wantLines(0)
		}
	})
}

func TestCacheErrorsKnowsStandardSentinelsAndRegisteredTypes(t *testing.T) {
	w := newWorld(t, memory())
	w.said.Store("no manifest", nil)
	f := in(w, hooked, CacheErrors())
	hook = func(context.Context, int) (int, error) {
		return 0, &fs.PathError{Op: "open", Path: "a", Err: fs.ErrNotExist}
	}
	f.Call(nil, 1)
	_, err := f.Call(nil, 1)
	if path, ok := errors.AsType[*fs.PathError](err); !ok || path.Path != "a" || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%#v", err)
	}
	wantRan(t, 1)

	hook = func(context.Context, int) (int, error) { return 0, &coded{7} }
	f.Call(nil, 2)
	f.Call(nil, 2)
	wantRan(t, 2) // its type would be lost
	w.wantLines(1, "coded", "RegisterType")
	RegisterType[*coded]()
	f.Call(nil, 2)
	_, err = f.Call(nil, 2)
	if c, ok := errors.AsType[*coded](err); !ok || c.Code != 7 {
		t.Errorf("%#v", err)
	}
	wantRan(t, 1)
}

func TestCacheErrorsKnowsRegisteredErrors(t *testing.T) {
	w := newWorld(t, memory())
	w.said.Store("no manifest", nil)
	errGone, errUnknown := errors.New("gone"), errors.New("unknown")
	RegisterError("example.com/app.errGone", errGone)
	f := in(w, hooked, CacheErrors())
	hook = func(context.Context, int) (int, error) {
		return 0, fmt.Errorf("page 1: %w", errors.Join(errGone, errUnknown))
	}
	for range 2 {
		_, err := f.Call(nil, 1)
		if !errors.Is(err, errGone) {
			t.Errorf("%v is another error", err)
		}
	}
	if _, err := f.Call(nil, 1); errors.Is(err, errUnknown) || err.Error() != "page 1: gone\nunknown" {
		t.Errorf("%v", err)
	}
	wantRan(t, 1)
}

func TestCacheErrorsOfSentinelsRemembersThemAlone(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, hooked, CacheErrors(errMissing, fs.ErrPermission))
	for want, err := range map[int64]error{1: errMissing, 2: errOdd} {
		hook = func(context.Context, int) (int, error) { return 0, err }
		f.Call(nil, int(want))
		f.Call(nil, int(want))
		wantRan(t, want)
	}
	wantPanic(t, "CacheErrors(nil)", func() { CacheErrors(errMissing, nil) })
	wantPanic(t, "CacheErrors: ", func() { CacheErrors(errMissing, errors.New("missing")) })
}

func TestErrorsOfContextsAreNeverRemembered(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, hooked, CacheErrors())
	for _, err := range []error{context.Canceled, fmt.Errorf("later: %w", context.DeadlineExceeded)} {
		hook = func(context.Context, int) (int, error) { return 0, err }
		f.Call(nil, 1)
		f.Call(nil, 1)
		wantRan(t, 2)
	}
	hook = func(context.Context, int) (int, error) { return 0, errOdd }
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	f.Call(ended, 2)
	f.Call(nil, 2)
	wantRan(t, 2)
}

func TestAStoredErrorIsAMissWithoutCacheErrors(t *testing.T) {
	s := memory()
	w := newWorld(t, s)
	w.said.Store("no manifest", nil)
	hook = func(context.Context, int) (int, error) { return 0, errOdd }
	in(w, hooked, CacheErrors()).Call(nil, 1)
	f := in(newWorld(t, s), hooked, Logger(w.log.logger()))
	hook = func(context.Context, int) (int, error) { return 4, nil }
	ran.Store(0)
	for range 2 {
		if n, err := f.Call(nil, 1); n != 4 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
	}
	wantRan(t, 1)
}

func TestErrorsExpireAsResultsDo(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, hooked, CacheErrors(), TTL(time.Minute))
	hook = func(context.Context, int) (int, error) { return 0, errOdd }
	f.Call(nil, 1)
	w.clock.pass(time.Minute)
	f.Call(nil, 1)
	wantRan(t, 2)
}

func TestRerunReplacesAResultByAnErrorIfErrorsAreKept(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, hooked, CacheErrors())
	hook = func(context.Context, int) (int, error) { return 1, nil }
	f.Call(nil, 1)
	hook = func(context.Context, int) (int, error) { return 0, errOdd }
	f.Rerun(nil, 1)
	if _, err := f.Call(nil, 1); err == nil {
		t.Error("the result is still there")
	}
	wantRan(t, 2)
}

func TestDamagedErrorPayloadsAreCorrupt(t *testing.T) {
	w := newWorld(t, memory())
	w.said.Store("no manifest", nil)
	f := in(w, hooked, CacheErrors())
	hook = func(context.Context, int) (int, error) { return 3, errOdd }
	f.Call(nil, 1)
	key, err := f.Args(nil, 1).Key()
	if err != nil {
		t.Fatal(err)
	}
	entry, err := w.store().Get(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	whole := entry.Payload
	for n := range whole {
		entry.Payload = whole[:n]
		if err := w.store().Put(t.Context(), key, entry); err != nil {
			t.Fatal(err)
		}
		if got, err := f.Call(nil, 1); got != 3 || err == nil {
			t.Errorf("cut at %d: %d, %v", n, got, err)
		}
	}
	wantRan(t, int64(1+len(whole)))
	w.wantLines(len(whole), "unusable")
}
