package checkpoint

import (
	"errors"
	"sync"
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest"
)

const thresholdID = testPkg + ".threshold"

func capturing(t *testing.T) *world {
	w := newWorld(t, memory())
	return w.embed(manifestOf(w, map[string]manifest.Func{
		"square": {Params: []string{"n"}, Captures: []string{thresholdID}},
		"list":   {Params: []string{"n"}},
	}))
}

func TestCapturedValueIsPartOfTheKey(t *testing.T) {
	w := capturing(t)
	threshold := 1
	w.registerCapture(thresholdID, false, func() (any, error) { return &threshold, nil })
	f, g := in(w, square), in(w, list)
	f.Call(1)
	f.Call(1)
	g.Call(1)
	wantRan(t, 2)
	threshold = 2
	f.Call(1)
	wantRan(t, 1)
	g.Call(1) // doesn't read it
	wantRan(t, 0)
	threshold = 1
	f.Call(1)
	wantRan(t, 0)
}

func TestOnceCaptureKeepsItsFirstValue(t *testing.T) {
	w := capturing(t)
	threshold, reads := 1, 0
	w.registerCapture(thresholdID, true, func() (any, error) { reads++; return &threshold, nil })
	f := in(w, square)
	f.Call(1)
	threshold = 2
	f.Call(1)
	wantRan(t, 1)
	if reads != 1 {
		t.Errorf("read %d times, want 1", reads)
	}
}

func TestUnregisteredCaptureRunsUncachedUntilItRegisters(t *testing.T) {
	w := capturing(t)
	f := in(w, square)
	f.Call(1)
	f.Call(1)
	wantRan(t, 2)
	w.wantLines(1, thresholdID, "not registered")
	w.registerCapture(thresholdID, false, func() (any, error) { return 1, nil })
	f.Call(1)
	f.Call(1)
	wantRan(t, 1)
}

func TestCaptureThatCannotBeHashedRunsUncachedAndSaysItOnce(t *testing.T) {
	for name, read := range map[string]func() (any, error){
		"fails":      func() (any, error) { return nil, errors.New("broken") },
		"panics":     func() (any, error) { panic("broken") },
		"unhashable": func() (any, error) { return make(chan int), nil },
	} {
		for _, once := range []bool{false, true} {
			w := capturing(t)
			w.registerCapture(thresholdID, once, read)
			f := in(w, square)
			f.Call(1)
			f.Call(1)
			if got := ran.Swap(0); got != 2 {
				t.Errorf("%s, once %v: ran %d times, want 2", name, once, got)
			}
			w.wantLines(1, "without being remembered")
		}
	}
}

// Without an entry, what a function reads is unknown: all captures count.
func TestWithoutManifestEveryRegisteredCaptureIsPartOfTheKey(t *testing.T) {
	w := newWorld(t, memory())
	threshold := 1
	w.registerCapture(thresholdID, false, func() (any, error) { return &threshold, nil })
	f := in(w, square)
	f.Call(1)
	threshold = 2
	f.Call(1)
	wantRan(t, 2)
	f.Call(1)
	wantRan(t, 0)
}

// Another process may have other captures, or have read another value once.
func TestCapturesOfTwoProcessesAreToldApart(t *testing.T) {
	s := memory()
	call := func(id string, value int, once bool) int64 {
		w := newWorld(t, s)
		w.registerCapture(id, once, func() (any, error) { return value, nil })
		in(w, square).Call(1)
		return ran.Swap(0)
	}
	for i, test := range []struct {
		id    string
		value int
		once  bool
		ran   int64
	}{
		{thresholdID, 1, false, 1},
		{testPkg + ".other", 1, false, 1},
		{thresholdID, 1, false, 0},
		{thresholdID, 1, true, 1},
		{thresholdID, 2, true, 1},
		{thresholdID, 1, true, 0},
	} {
		if got := call(test.id, test.value, test.once); got != test.ran {
			t.Errorf("step %d: ran %d times, want %d", i, got, test.ran)
		}
	}
}

func TestOrderOfRegistrationDoesNotMatter(t *testing.T) {
	s := memory()
	for i, ids := range [][]string{{"p.a", "p.b", "p.c"}, {"p.c", "p.a", "p.b"}, {"p.b", "p.c", "p.a"}} {
		w := newWorld(t, s)
		for _, id := range ids {
			w.registerCapture(id, false, func() (any, error) { return id, nil })
		}
		in(w, square).Call(1)
		wantRan(t, []int64{1, 0, 0}[i])
	}
}

type (
	dollars struct{ N int }
	euros   struct{ N int }
)

func TestDynamicTypeOfACaptureIsPartOfTheKey(t *testing.T) {
	w := newWorld(t, memory())
	var price any = dollars{1}
	w.registerCapture("example.com/app.price", false, func() (any, error) { return price, nil })
	f := in(w, square)
	for _, price = range []any{dollars{1}, euros{1}, nil, 1, celsius(1)} {
		f.Call(3)
		f.Call(3)
		wantRan(t, 1)
	}
}

type rates struct {
	Rate int
	note string
	Sub  *struct{ Depth int }
}

// An id with fields behind the variable's is that part: the rest of the
// variable doesn't matter, and may be what cannot be hashed.
func TestPartOfACapturedVariable(t *testing.T) {
	for path, change := range map[string]func(*rates){
		"Rate":      func(r *rates) { r.Rate++ },
		"note":      func(r *rates) { r.note += "x" },
		"Sub.Depth": func(r *rates) { r.Sub = &struct{ Depth int }{len(r.note) + 1} },
	} {
		t.Run(path, func(t *testing.T) {
			w := newWorld(t, memory())
			w.embed(manifestOf(w, map[string]manifest.Func{"square": {Params: []string{"n"}, Captures: []string{thresholdID + "." + path}}}))
			cfg := &rates{}
			w.registerCapture(thresholdID, false, func() (any, error) { return &cfg, nil })
			f := in(w, square)
			f.Call(1)
			f.Call(1)
			wantRan(t, 1)
			change(cfg)
			f.Call(1)
			wantRan(t, 1)
			if path != "Rate" {
				cfg.Rate++
			} else {
				cfg.note = "else"
			}
			f.Call(1)
			wantRan(t, 0)
			cfg = nil
			f.Call(1)
			wantRan(t, 1)
		})
	}
}

func TestPartThatDoesNotExistRunsUncached(t *testing.T) {
	for _, path := range []string{"None", "Rate.More", "Sub.None"} {
		w := newWorld(t, memory())
		w.embed(manifestOf(w, map[string]manifest.Func{"square": {Params: []string{"n"}, Captures: []string{thresholdID + "." + path}}}))
		cfg := rates{Sub: &struct{ Depth int }{1}}
		w.registerCapture(thresholdID, false, func() (any, error) { return &cfg, nil })
		f := in(w, square)
		f.Call(1)
		f.Call(1)
		wantRan(t, 2)
		w.wantLines(1, "no field", "regenerate the manifest")
	}
}

// A part that is registered alone stands for no more than itself, also where no
// manifest says what a function reads: the rest may be what cannot be hashed.
func TestPartThatIsRegisteredAlone(t *testing.T) {
	type config struct {
		mu   sync.Mutex
		Sub  *rates
		Rest int
	}
	for _, entry := range []bool{true, false} {
		w := newWorld(t, memory())
		if entry {
			w.embed(manifestOf(w, map[string]manifest.Func{"square": {Params: []string{"n"}, Captures: []string{thresholdID + ".Sub.Rate"}}}))
		}
		cfg := &config{Sub: &rates{}}
		w.registerCapturedField(thresholdID, "Sub.Rate", func() (any, error) { return &cfg, nil })
		f := in(w, square)
		f.Call(1)
		cfg.Rest, cfg.Sub.note = 1, "x"
		f.Call(1)
		wantRan(t, 1)
		cfg.Sub.Rate++
		f.Call(1)
		wantRan(t, 1)
		cfg.Sub = nil
		f.Call(1)
		f.Call(1)
		wantRan(t, 1)
	}
}
