package checkpoint

import (
	"fmt"
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest"
)

type (
	apple struct{ int }
	pear  struct{ int }
)

// weigh has one signature for all its instances.
func weigh[T any](n int) string { ran.Add(1); var z T; return fmt.Sprintf("%d %T", n, z) }

func TestInstancesAreToldApartByTheirIDs(t *testing.T) {
	s := memory()
	open := func(build string) (*world, *Function[func(int) string], *Function[func(int) string]) {
		w := newWorld(t, s)
		w.executable = func() (executable, error) { return executable{id: []byte(build)}, nil }
		w.registerInstance(self+".weigh[apple]", weigh[apple])
		w.registerInstance(self+".weigh[pear]", weigh[pear])
		w.embed(manifestOf(w, map[string]manifest.Func{
			"weigh[apple]": {Params: []string{"n"}, Identity: anIdentity(1)},
			"weigh[pear]":  {Params: []string{"n"}, Identity: anIdentity(2)},
		}))
		return w, in(w, weigh[apple]), in(w, weigh[pear])
	}
	w, a, p := open("build 1")
	if x, y := a.Call(1), p.Call(1); x != "1 checkpoint.apple" || y != "1 checkpoint.pear" {
		t.Errorf("%s, %s", x, y)
	}
	wantRan(t, 2)
	w.wantLines(0)
	_, a, p = open("build 2") // with a manifest, they outlast the build
	a.Call(1)
	p.Call(1)
	wantRan(t, 0)
	for f, id := range map[*Function[func(int) string]]string{a: "weigh[apple]", p: "weigh[pear]"} {
		if key, err := f.Args(1).Key(); key.Function != self+"."+id || err != nil {
			t.Errorf("%v, %v", key, err)
		}
	}
}

func TestInstancesThatShareTheirCodeAreRefused(t *testing.T) {
	w := newWorld(t, memory())
	w.registerInstance(self+".weigh[apple]", weigh[apple])
	w.registerInstance(self+".weigh[apple]", weigh[apple]) // two generated files
	in(w, weigh[apple])
	in(w, weigh[apple])
	w.registerInstance(self+".weigh[pear]", weigh[apple])
	wantPanic(t, "another instance has as well", func() { in(w, weigh[apple]) })
}

func TestAVersionOfAnInstanceIsItsOwn(t *testing.T) {
	w := newWorld(t, memory())
	w.registerInstance(self+".weigh[apple]", weigh[apple])
	w.registerInstance(self+".weigh[pear]", weigh[pear])
	a, p := in(w, weigh[apple], Version("1")), in(w, weigh[pear], Version("1"))
	a.Call(1)
	if got := p.Call(1); got != "1 checkpoint.pear" {
		t.Errorf("got %s", got)
	}
	if id, err := identityOf(a.core); id.Source != FromVersion || err != nil {
		t.Errorf("%v, %v", id, err)
	}
}

// Where there is generated code, more of it doesn't help.
func TestUnknownInstancesAreSaidWithWhatHelps(t *testing.T) {
	w := newWorld(t, memory())
	in(w, weigh[apple]).Call(1)
	w.wantLines(1, "instance of a generic function", "checkpointmanifest generate")
	w = newWorld(t, memory())
	w.embed(manifestOf(w, map[string]manifest.Func{"square": {Params: []string{"n"}}}))
	in(w, weigh[apple]).Call(1)
	w.wantLines(1, "instance of a generic function", "give the instance a function of its own")
}
