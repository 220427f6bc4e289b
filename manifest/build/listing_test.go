package build

import (
	"context"
	"reflect"
	"testing"
)

// The second listing comes from the cache; other options, and an edit, ask for
// another one.
func TestListingsFromTheCacheAreThoseOfAFullRun(t *testing.T) {
	c := newCached(t)
	c.write("app/far.go", "package app\n\nimport (\n\t\"os\"\n\n\t\"example.com/beside\"\n)\n\nvar level = 1\n\nfunc SetLevel(n int) { level = n }\n\n"+
		"func Level() int { return level + beside.F() }\n\nfunc Both() int { return level + Level() }\n\nfunc Read() ([]byte, error) { return os.ReadFile(\"x\") }\n")
	list := func(cfg Config, o ListOptions) *Listing {
		t.Helper()
		out, err := List(context.Background(), cfg, o, "./...")
		if err != nil || len(out.Problems) > 0 {
			t.Fatal(err, out)
		}
		return out
	}
	known := func(cfg Config, o ListOptions) bool {
		t.Helper()
		env, err := cfg.env(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return newCache(env, o.kind(), "./...").recall() != nil
	}
	tests := c.cfg
	tests.Tests = true
	all := ListOptions{All: true}
	for _, way := range []struct {
		cfg Config
		o   ListOptions
	}{{c.cfg, ListOptions{}}, {c.cfg, all}, {c.cfg, ListOptions{All: true, Deps: true}}, {tests, all}} {
		off := way.cfg
		off.Cache = "off"
		want := list(off, way.o)
		if known(way.cfg, way.o) {
			t.Fatalf("%+v is known before it was computed", way)
		}
		if got := list(way.cfg, way.o); !reflect.DeepEqual(got, want) {
			t.Errorf("%+v: computed %+v\nwant %+v", way.o, got, want)
		}
		if !known(way.cfg, way.o) {
			t.Errorf("%+v is not remembered", way.o)
		}
		if got := list(way.cfg, way.o); !reflect.DeepEqual(got, want) {
			t.Errorf("%+v: recalled %+v\nwant %+v", way.o, got, want)
		}
	}
	assumed := 0
	for _, f := range list(c.cfg, all).Functions {
		assumed += len(f.Assumes)
	}
	if assumed < 2 {
		t.Errorf("the module has %d assumptions: too few to tell whether they come back", assumed)
	}
	c.edit("app/far.go", "level = 1", "level = 2")
	if known(c.cfg, all) {
		t.Error("a listing from before an edit is taken from the cache")
	}
	c.edit("app/far.go", "level = 2", "level =")
	for range 2 {
		out, err := List(context.Background(), c.cfg, all, "./...")
		if err != nil || len(out.Problems) == 0 {
			t.Error("an error in the source is not told", err)
		}
	}
}

func TestDamagedListingsAreRefused(t *testing.T) {
	data := encodeListing([]Listed{
		{Func: "a", Assumes: []Assumed{{Reason: "r", Line: 1}}, Deps: []string{"b"}},
		{Func: "b"},
	})
	if got, err := decodeListing(data); err != nil || len(got) != 2 || got[0].Assumes[0].Reason != "r" || got[1].Assumes != nil {
		t.Fatal(got, err)
	}
	for i := range data {
		if _, err := decodeListing(data[:i]); err == nil {
			t.Errorf("the first %d of %d bytes pass for a listing", i, len(data))
		}
	}
}
