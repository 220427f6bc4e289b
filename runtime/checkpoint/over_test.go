package checkpoint

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/gocheckpoint/checkpoint/manifest"
	"github.com/gocheckpoint/checkpoint/runtime/store/diskstore"
)

func TestALayerAsksTheHandleBelow(t *testing.T) {
	disk, mem := memory(), memory()
	w := newWorld(t, disk)
	w.said.Store("no manifest", nil)
	below := in(w, square)
	above := Over(below, Store(mem), Logger(w.log.logger()))
	if got := above.Call(3); got != 9 {
		t.Errorf("got %d", got)
	}
	wantRan(t, 1)
	wantExists(t, below.Args(3), true)
	wantExists(t, above.Args(3), true)
	above.Call(3)
	if s := below.Stats(); s.Computed != 1 || s.Remembered != 0 {
		t.Errorf("the handle below was asked for what the layer had: %+v", s)
	}
	if s := above.Stats(); s.Computed != 1 || s.Remembered != 1 {
		t.Errorf("%+v", s)
	}
	if _, err := above.Clear(); err != nil {
		t.Fatal(err)
	}
	above.Call(3)
	wantRan(t, 0) // the handle below has it
	if err := errors.Join(below.Args(3).Delete(), above.Args(3).Delete()); err != nil {
		t.Fatal(err)
	}
	above.Call(3)
	wantRan(t, 1)
	above.Rerun(3)
	wantRan(t, 1)
	if s := below.Stats(); s.Computed != 3 {
		t.Errorf("Rerun did not rerun below: %+v", s)
	}
	if above.Fn(3) != 9 {
		t.Error("Fn")
	}
	wantRan(t, 1)
	w.wantLines(0)
}

func TestALayerHasTheKeysOfTheHandleBelow(t *testing.T) {
	w := newWorld(t, memory())
	w.embed(manifestOf(w, map[string]manifest.Func{"fetch": {Params: []string{"n", "log"}}}))
	below := in(w, fetch, NoHash("log"), Version("7"))
	above := Over(below, Store(memory()))
	a, err := above.Args(1, nil).Key()
	b, err2 := below.Args(1, w.log.logger()).Key()
	if a != b || err != nil || err2 != nil {
		t.Errorf("%v, %v\n%v, %v", a, err, b, err2)
	}
	third := Over(above, Memory())
	if c, err := third.Args(1, nil).Key(); c != b || err != nil {
		t.Errorf("a layer over a layer: %v, %v", c, err)
	}
	third.Call(1, nil)
	for i, f := range []*Function[func(int, *slog.Logger) int]{below, above, third} {
		if s := f.Stats(); s.Computed != 1 {
			t.Errorf("handle %d: %+v", i, s)
		}
	}
}

func TestALayerHasALifetimeOfItsOwn(t *testing.T) {
	w := newWorld(t, memory())
	below := in(w, square, TTL(time.Hour), When(func() bool { return false }))
	above := Over(below, Store(memory()), TTL(time.Minute))
	above.Call(3)
	above.Call(3)
	wantRan(t, 1)
	wantExists(t, below.Args(3), false) // its When says no
	w.clock.pass(time.Minute)
	above.Call(3)
	wantRan(t, 1)
}

func TestALayerOverTheSameStoreDoesNotWaitForItself(t *testing.T) {
	disk, err := diskstore.Open(t.TempDir()) // has locks
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, disk)
	w.said.Store("no manifest", nil)
	below := in(w, hooked)
	above := Over(below, Logger(w.log.logger()))
	hook = func(_ context.Context, n int) (int, error) { return n, nil }
	done := make(chan int, 1)
	go func() { n, _ := above.Call(nil, 3); done <- n }()
	if n := await(t, done, "a layer over its own store"); n != 3 {
		t.Errorf("got %d", n)
	}
	wantRan(t, 1)
	w.wantLines(0)
}

func TestALayerDoesNotDecideKeys(t *testing.T) {
	w := newWorld(t, memory())
	below := in(w, hooked)
	for name, o := range map[string]Option{
		"HashBy":      HashBy("n", func(n int) (int, error) { return n, nil }),
		"NoHash":      NoHash("n"),
		"KeyBy":       KeyBy(func(context.Context, int) int { return 1 }),
		"HashContext": HashContext(func(context.Context) (int, error) { return 1, nil }),
		"CaptureAll":  CaptureAll(),
		"Version":     Version("1"),
		"Static":      Static(),
	} {
		wantPanic(t, name+" decides keys", func() { Over(below, o) }) //checkpoint:ignore registration they are in the table
	}
	wantPanic(t, "Over(nil)", func() { Over[func(int) int](nil) }) //checkpoint:ignore registration it is to panic
}

func TestCleanupLeavesWhatALayerFinds(t *testing.T) {
	s := memory()
	w := newWorld(t, memory())
	below := in(w, square)
	above := Over(below, Store(s))
	above.Call(3)
	if c, err := above.Cleanup(); c != (Cleaned{}) || err != nil {
		t.Errorf("%+v, %v", c, err)
	}
	if c, err := w.cleanupAll(); c != (Cleaned{}) || err != nil {
		t.Errorf("%+v, %v", c, err)
	}
	wantExists(t, above.Args(3), true)
	if n, err := above.Clear(); n != 1 || err != nil {
		t.Errorf("Clear: %d, %v", n, err)
	}
	wantExists(t, below.Args(3), true)
}
