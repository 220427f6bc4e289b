package checkpoint

import (
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest"
)

// Without a manifest, a version keeps results over builds.
func TestVersionStandsForTheBuild(t *testing.T) {
	w := newWorld(t, memory())
	in(w, square, Version("1")).Call(1)
	wantRan(t, 1)
	in(w.rebuild(), square, Version("1")).Call(1)
	wantRan(t, 0)
	in(w.rebuild(), square, Version("2")).Call(1)
	wantRan(t, 1)
	in(w.rebuild(), square).Call(1)
	wantRan(t, 1)
	in(w.rebuild(), list, Version("1")).Call(1)
	wantRan(t, 1)
}

// What HashBy does, nothing would tell (I5).
func TestVersionWithHashByLastsAsLongAsTheBuild(t *testing.T) {
	by := HashBy("n", func(n int) (int, error) { return n, nil })
	w := newWorld(t, memory())
	in(w, square, Version("1"), by).Call(1)
	wantRan(t, 1)
	in(w.rebuild(), square, Version("1"), by).Call(1)
	wantRan(t, 1)
}

// A version that is no constant is in no manifest, and counts all the same.
func TestVersionCountsBesideAManifest(t *testing.T) {
	w := newWorld(t, memory())
	w.embed(manifestOf(w, map[string]manifest.Func{"square": {Params: []string{"n"}}}))
	in(w, square, Version("1")).Call(1)
	wantRan(t, 1)
	in(w, square, Version("1")).Call(1)
	wantRan(t, 0)
	in(w, square, Version("2")).Call(1)
	wantRan(t, 1)
}

func TestVersionRefusesNothing(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("Version(\"\") is accepted")
		}
	}()
	Version("")
}
