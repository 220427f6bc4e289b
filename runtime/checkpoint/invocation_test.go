package checkpoint

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest"
	"github.com/gocheckpoint/checkpoint/runtime/store"
	"github.com/gocheckpoint/checkpoint/runtime/store/diskstore"
)

func TestInvocationNamesTheCallThatCallMakes(t *testing.T) {
	w := newWorld(t, memory())
	s := in(w, sum)
	j := in(w, joined)
	s.Call(1, 2, 3)
	s.Call(1)
	j.Call("a", context.Background(), "b")
	for _, test := range []struct {
		i    *Invocation
		want bool
	}{
		{s.Args(1, 2, 3), true}, {s.Args(1), true}, {s.Args(1, 2), false}, {s.Args(6), false},
		{j.Args("a", nil, "b"), true}, {j.Args("a", context.TODO(), "b"), true}, {j.Args("b", nil, "a"), false},
	} {
		if ok, err := test.i.Exists(); ok != test.want || err != nil {
			t.Errorf("Exists: %v, %v, want %v", ok, err, test.want)
		}
	}
	var n int
	if err := s.Args(1, 2, 3).Get(&n); err != nil || n != 6 {
		t.Errorf("Get: %d, %v", n, err)
	}
	var text string
	if err := j.Args("a", nil, "b").Get(&text, &n); err != nil || text != "ab" || n != 2 {
		t.Errorf("Get: %q, %d, %v", text, n, err)
	}
	n = 42
	if err := s.Args(9).Get(&n); err != ErrNotStored || n != 42 {
		t.Errorf("Get of nothing: %d, %v", n, err)
	}
	wantRan(t, 3)

	if err := s.Args(1).Delete(); err != nil {
		t.Error(err)
	}
	if err := s.Args(1).Delete(); err != nil {
		t.Errorf("deleting nothing: %v", err)
	}
	if ok, _ := s.Args(1).Exists(); ok {
		t.Error("still there")
	}
	if ok, _ := s.Args(1, 2, 3).Exists(); !ok {
		t.Error("another call's result is gone")
	}
	s.Call(1)
	wantRan(t, 1)
}

func TestWrongArgumentsAreTheErrorOfEachMethod(t *testing.T) {
	w := newWorld(t, memory())
	w.embed(manifestOf(w, map[string]manifest.Func{
		"joined": {Params: []string{"a", "ctx", "b"}}, "sum": {Params: []string{"base", "more"}},
	}))
	j, s, l := in(w, joined), in(w, sum), in(w, list)
	for _, test := range []struct {
		says string
		i    *Invocation
	}{
		{"argument b is missing", j.Args("a", nil)},                         //checkpoint:ignore arguments what it says of them is tested
		{"4 arguments given, want 3", j.Args("a", nil, "b", "c")},           //checkpoint:ignore arguments what it says of them is tested
		{"argument a: int given, want string", j.Args(1, nil, "b")},         //checkpoint:ignore arguments what it says of them is tested
		{"argument a: nil given, want string", j.Args(nil, nil, "b")},       //checkpoint:ignore arguments what it says of them is tested
		{"argument ctx: string given", j.Args("a", "b", "c")},               //checkpoint:ignore arguments what it says of them is tested
		{"argument base is missing", s.Args()},                              //checkpoint:ignore arguments what it says of them is tested
		{"argument more[1]: int64 given, want int", s.Args(1, 2, int64(3))}, //checkpoint:ignore arguments what it says of them is tested
		{"argument more[0]: []int given", s.Args(1, []int{2})},              //checkpoint:ignore arguments what it says of them is tested
		{"argument 1 (int): string given", l.Args("x")},                     //checkpoint:ignore arguments what it says of them is tested
	} {
		_, exists := test.i.Exists()
		for method, err := range map[string]error{"Exists": exists, "Get": test.i.Get(), "Delete": test.i.Delete()} {
			if err == nil || !strings.Contains(err.Error(), test.says) || errors.Is(err, ErrNotStored) {
				t.Errorf("%s: %v, want %q", method, err, test.says)
			}
		}
	}
}

func TestGetChecksItsPointers(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, joined)
	f.Call("a", nil, "b")
	var text string
	var n int
	var err error
	for _, out := range [][]any{{}, {&text}, {&n, &text}, {text, n}, {&text, (*int)(nil)}, {&text, &n, &err}, {nil, nil}} {
		if err := f.Args("a", nil, "b").Get(out...); err == nil || errors.Is(err, ErrNotStored) {
			t.Errorf("Get(%T): %v, want an error of its own", out, err)
		}
	}
	if text != "" || n != 0 {
		t.Error("out was written to")
	}
}

func TestGetGivesValuesOfTheCallersOwn(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, list)
	f.Call(2)
	var a, b []int
	if err := f.Args(2).Get(&a); err != nil {
		t.Fatal(err)
	}
	a[0] = 99
	if err := f.Args(2).Get(&b); err != nil || b[0] != 0 {
		t.Errorf("got %v, %v", b, err)
	}
}

func TestExistsOfADamagedEntryIsFalseAndReported(t *testing.T) {
	dir := t.TempDir()
	s, err := diskstore.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, s)
	w.said.Store("no manifest", nil)
	f := in(w, square)
	f.Call(3)
	cut(t, dir)
	if ok, err := f.Args(3).Exists(); ok || err != nil {
		t.Errorf("Exists: %v, %v", ok, err)
	}
	w.wantLines(1, dir)
}

func TestStoreFailuresAreErrorsOfTheMethods(t *testing.T) {
	w := newWorld(t, uncomparable{Store: memory(), fail: []error{errOdd}})
	f := in(w, square)
	_, exists := f.Args(1).Exists()
	for method, err := range map[string]error{"Exists": exists, "Delete": f.Args(1).Delete()} {
		if !errors.Is(err, errOdd) {
			t.Errorf("%s: %v, want the store's error", method, err)
		}
	}
	f.Call(1) // such a store has flights of its own
	f.Call(1)
	wantRan(t, 1)
}

// An uncomparable store fails in all that a call doesn't need.
type uncomparable struct {
	store.Store
	fail []error
}

func (u uncomparable) Exists(context.Context, store.Key) (bool, error) { return false, u.fail[0] }
func (u uncomparable) Delete(context.Context, store.Key) error         { return u.fail[0] }
