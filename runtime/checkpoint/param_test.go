package checkpoint

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest"
)

func concat(a, b string) string { ran.Add(1); return a + b }

func reader(name string, r io.Reader) string { ran.Add(1); return name }

var paramEntries = map[string]manifest.Func{
	"concat": {Params: []string{"a", "b"}}, "fetch": {Params: []string{"n", "log"}},
	"sum": {Params: []string{"base", "more"}}, "reader": {Params: []string{"name", "r"}},
	"joined": {Params: []string{"a", "ctx", "b"}}, "square": {Params: []string{"_"}},
	"point.Norm": {Params: []string{"p"}},
}

func lower(s string) (string, error) { return strings.ToLower(s), nil }
func upper(s string) (string, error) { return strings.ToUpper(s), nil }

func TestHashByReplacesTheNamedArgument(t *testing.T) {
	w := newWorld(t, memory())
	w.embed(manifestOf(w, paramEntries))
	f := in(w, concat, HashBy("b", lower))
	f.Call("x", "ONE")
	f.Call("x", "one")
	wantRan(t, 1)
	f.Call("X", "one")
	wantRan(t, 1)
	f.Call("x", "two")
	wantRan(t, 1)
	w.wantLines(0)
}

func TestNoHashLeavesTheNamedArgumentOut(t *testing.T) {
	w := newWorld(t, memory())
	w.embed(manifestOf(w, paramEntries))
	f := in(w, fetch, NoHash("log"))
	f.Call(1, slog.Default())
	f.Call(1, w.log.logger())
	f.Call(1, nil)
	wantRan(t, 1)
	w.wantLines(0)
}

func TestOptionsThatFitNoParameterRunUncachedAndSaySo(t *testing.T) {
	for _, test := range []struct {
		name, says string
		manifest   bool
		call       func(w *world)
	}{
		{"unknown HashBy", `HashBy(\"c\") names no parameter`, true, func(w *world) { call2(in(w, concat, HashBy("c", lower))) }},
		{"unknown NoHash", `NoHash(\"c\") names no parameter`, true, func(w *world) { call2(in(w, concat, NoHash("c"))) }},
		{"blank name", `HashBy(\"_\") names no parameter`, true, func(w *world) {
			f := in(w, square, HashBy("_", func(int) (int, error) { return 0, nil }))
			f.Call(1)
			f.Call(1)
		}},
		{"wrong type", "int, but the parameter is of type string", true, func(w *world) {
			call2(in(w, concat, HashBy("a", func(int) (int, error) { return 0, nil })))
		}},
		{"context", "never hashed", true, func(w *world) {
			f := in(w, joined, HashBy("ctx", func(context.Context) (int, error) { return 0, nil }))
			f.Call("a", context.Background(), "b")
			f.Call("a", context.Background(), "b")
		}},
		{"ambiguous without names", "2 parameters have the type string", false, func(w *world) { call2(in(w, concat, HashBy("a", lower))) }},
		{"none without names", "0 parameters have the type int", false, func(w *world) {
			call2(in(w, concat, HashBy("a", func(int) (int, error) { return 0, nil })))
		}},
		{"two for one without names", "are for one parameter", false, func(w *world) {
			f := in(w, reader, HashBy("a", lower), HashBy("b", upper))
			f.Call("a", nil)
			f.Call("a", nil)
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t, memory())
			w.said.Store("no manifest", nil)
			if test.manifest {
				w.embed(manifestOf(w, paramEntries))
			}
			test.call(w)
			wantRan(t, 2)
			w.wantLines(1, test.says, "without being remembered", "remedy=")
		})
	}
}

func call2(f *Function[func(a, b string) string]) {
	f.Call("a", "b")
	f.Call("a", "b")
}

func TestHashByWithoutNamesMeansTheOnlyParameterOfItsType(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, reader, HashBy("whatever", func(io.Reader) (string, error) { return "same", nil }))
	f.Call("a", strings.NewReader("x"))
	f.Call("a", strings.NewReader("y"))
	f.Call("a", nil)
	wantRan(t, 1)
}

func TestNoHashWithoutNamesHashesOnAndRunsUncachedWhereItCannot(t *testing.T) {
	w := newWorld(t, memory())
	w.said.Store("no manifest", nil)
	f := in(w, concat, NoHash("b"))
	f.Call("a", "1")
	f.Call("a", "1")
	f.Call("a", "2")
	wantRan(t, 2)
	w.wantLines(0)
	ch := in(w, channeled, NoHash("c"))
	ch.Call(1, make(chan int))
	ch.Call(1, make(chan int))
	wantRan(t, 2)
	w.wantLines(1, "argument 2 (chan int)", "checkpointmanifest")
}

func channeled(n int, c chan int) int { ran.Add(1); return n }

func TestUnhashableArgumentIsNamedOnceByItsPath(t *testing.T) {
	w := newWorld(t, memory())
	w.embed(manifestOf(w, map[string]manifest.Func{"submit": {Params: []string{"j"}}}))
	f := in(w, submit)
	f.Call(job{ID: 1, Done: make(chan bool)})
	f.Call(job{ID: 1, Done: make(chan bool)})
	wantRan(t, 2)
	w.wantLines(1, "argument j", "Done")
	if _, err := f.Args(job{Done: make(chan bool)}).Exists(); err == nil || !strings.Contains(err.Error(), "Done") {
		t.Errorf("Exists: %v, want the path", err)
	}
}

type job struct {
	ID   int
	Done chan bool
}

func submit(j job) int { ran.Add(1); return j.ID }

func TestFailingHashByIsReportedEachTimeAndBreaksNoCall(t *testing.T) {
	w := newWorld(t, memory())
	w.embed(manifestOf(w, paramEntries))
	for name, by := range map[string]func(string) (string, error){
		"fails":  func(string) (string, error) { return "", errors.New("no such thing") },
		"panics": func(string) (string, error) { panic("no such thing") },
	} {
		v := newWorld(t, memory())
		v.embed(manifestOf(v, paramEntries))
		f := in(v, concat, HashBy("a", by))
		for range 2 {
			if got := f.Call("a", "b"); got != "ab" {
				t.Errorf("%s: got %q", name, got)
			}
		}
		wantRan(t, 2)
		v.wantLines(2, "no such thing", `HashBy(\"a\")`)
	}
}

// Two handles of one function share id and identity: their options must not
// give one key to different calls.
func TestHandlesWithOtherOptionsNeverMeet(t *testing.T) {
	for _, names := range []bool{true, false} {
		s := memory()
		w := newWorld(t, s)
		if names {
			w.embed(manifestOf(w, paramEntries))
		}
		plain := in(w, reader)
		byLower, byUpper := in(w, reader, HashBy("name", lower)), in(w, reader, HashBy("name", same))
		if got := plain.Call("abc", nil); got != "abc" {
			t.Errorf("plain: %q", got)
		}
		if got := byLower.Call("ABC", nil); got != "ABC" {
			t.Errorf("lower: %q", got)
		}
		if got := byUpper.Call("abc", nil); got != "abc" {
			t.Errorf("same: %q", got)
		}
		wantRan(t, 3)
	}
}

func same(s string) (string, error) { return s, nil }

func TestReceiverIsTheFirstParameter(t *testing.T) {
	w := newWorld(t, memory())
	w.embed(manifestOf(w, paramEntries))
	f := in(w, point.Norm, HashBy("p", func(p point) (int, error) { return p.X, nil }))
	f.Call(point{1, 2})
	f.Call(point{1, 3})
	wantRan(t, 1)
	g := in(w, (*point).Double)
	g.Call(&point{1, 2})
	g.Call(&point{1, 2})
	wantRan(t, 1)
	if got := g.Call(&point{2, 2}); got != (point{4, 4}) {
		t.Errorf("got %v", got)
	}
}

func TestContextsAreNeverHashedAtAnyPosition(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, joined)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	f.Call("a", context.Background(), "b")
	f.Call("a", ctx, "b")
	a, n, err := f.Call("a", nil, "b")
	wantRan(t, 1)
	if a != "ab" || n != 2 || err != nil {
		t.Errorf("got %q, %d, %v", a, n, err)
	}
}

func TestArgumentsDoNotRunIntoEachOther(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, concat)
	f.Call("ab", "c")
	f.Call("a", "bc")
	f.Call("abc", "")
	wantRan(t, 3)
	s := in(w, sum)
	if s.Call(1, 2, 3) != 6 || s.Call(1, 2, 3) != 6 || s.Call(1) != 1 || s.Call(1, 2) != 3 || s.Call(6) != 6 {
		t.Error("wrong sum")
	}
	wantRan(t, 4)
}
