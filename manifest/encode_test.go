package manifest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gocheckpoint/checkpoint/manifest"
)

func TestDecodeGivesBackWhatWasEncoded(t *testing.T) {
	got, err := manifest.Decode("f", []byte(encode(t, full())))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(full(), got); d != "" {
		t.Error(d)
	}
}

// Maps are walked in another order each time, and are here filled in another.
func TestEqualManifestsEncodeToEqualBytes(t *testing.T) {
	want := encode(t, full())
	for range 50 {
		m := full()
		funcs := make(map[string]manifest.Func)
		for id, f := range m.Funcs {
			funcs[id] = f
		}
		m.Funcs = funcs
		slices.Reverse(m.Tested)
		before := slices.Clone(m.Tested)
		if got := encode(t, m); got != want {
			t.Fatal(cmp.Diff(want, got))
		}
		if !slices.Equal(m.Tested, before) {
			t.Fatal("Encode changes its argument")
		}
	}
}

func TestChangedIdentityChangesItsLineAndTheLast(t *testing.T) {
	was := full()
	now := full()
	now.Types["example.com/app/p.T"] = manifest.Type{Identity: digest("9")}
	a, b := strings.Split(encode(t, was), "\n"), strings.Split(encode(t, now), "\n")
	if len(a) != len(b) {
		t.Fatal("other lines")
	}
	var differ []int
	for i := range a {
		if a[i] != b[i] {
			differ = append(differ, i)
		}
	}
	if len(differ) != 2 || b[differ[0]] != `identity = "`+digest("9")+`"` || differ[1] != len(b)-2 {
		t.Errorf("lines %v differ", differ)
	}
}

func TestEncodeRefusesWhatDecodeWould(t *testing.T) {
	m := full()
	m.Types["T"] = manifest.Type{Identity: "b3:"}
	if data, err := manifest.Encode(m); err == nil || data != nil {
		t.Errorf("%q, %v", data, err)
	}
}

func TestParseIdentityIsTheInverseOfFormat(t *testing.T) {
	sum := [32]byte{0: 1, 15: 0xab, 31: 0xff}
	got, err := manifest.ParseIdentity(manifest.FormatIdentity(sum))
	if err != nil || got != sum {
		t.Errorf("%x, %v", got, err)
	}
}

func TestDiffNamesEachDifferenceOnce(t *testing.T) {
	if d := manifest.Diff(full(), full()); d != nil {
		t.Errorf("equal manifests differ: %q", d)
	}
	const id = "example.com/app/p.f"
	change := func(by func(*manifest.Func)) func(*manifest.Manifest) {
		return func(m *manifest.Manifest) {
			f := m.Funcs[id]
			by(&f)
			m.Funcs[id] = f
		}
	}
	for _, test := range []struct {
		says string
		by   func(m *manifest.Manifest)
	}{
		{"manifest of package example.com/app/p in module example.com/app (test), want that of", func(m *manifest.Manifest) { m.Package = "q" }},
		{"manifest of", func(m *manifest.Manifest) { m.Module = "q" }},
		{"manifest of", func(m *manifest.Manifest) { m.Variant = manifest.Plain }},
		{"target go1.26.8 linux/amd64 cgo tags=a,b race, want go1.26.8 linux/arm64 cgo tags=a,b race", func(m *manifest.Manifest) { m.Target.Arch = "arm64" }},
		{"module example.com/m: v1.2.3 h1:abc=, want none", func(m *manifest.Manifest) { delete(m.Modules, "example.com/m") }},
		{"func " + id + ": no longer registered", func(m *manifest.Manifest) { delete(m.Funcs, id) }},
		{"func new: not in the manifest", func(m *manifest.Manifest) { m.Funcs["new"] = m.Funcs[id] }},
		{"func " + id + ": its code", change(func(f *manifest.Func) { f.Identity = digest("e") })},
		{"func " + id + ": signature", change(func(f *manifest.Func) { f.Signature = "func()" })},
		{"func " + id + ": parameters", change(func(f *manifest.Func) { f.Params = nil })},
		{"func " + id + ": captures", change(func(f *manifest.Func) { f.Captures = nil })},
		{"func " + id + ": link-time variables", change(func(f *manifest.Func) { f.LinkVars = nil })},
		{"func " + id + ": status", change(func(f *manifest.Func) { f.Status, f.Assumes = manifest.Assumed, map[string]string{"x": "y"} })},
		{"type example.com/app/p.T: no longer listed", func(m *manifest.Manifest) { delete(m.Types, "example.com/app/p.T") }},
		{"type new: not in the manifest", func(m *manifest.Manifest) { m.Types["new"] = manifest.Type{Identity: digest("1")} }},
		{`type example.com/app/p.T: its methods assume [], want ["v is not fixed"]`, func(m *manifest.Manifest) {
			m.Types["example.com/app/p.T"] = manifest.Type{Identity: digest("4"), Assumes: []string{"v is not fixed"}}
		}},
		{"type example.com/app/p.T: its methods have changed", func(m *manifest.Manifest) { m.Types["example.com/app/p.T"] = manifest.Type{Identity: digest("e")} }},
		{"packages with in-package tests", func(m *manifest.Manifest) { m.Tested = nil }},
	} {
		now := full()
		test.by(now)
		if d := manifest.Diff(full(), now); len(d) != 1 || !strings.HasPrefix(d[0], test.says) {
			t.Errorf("%q, want one line: %s", d, test.says)
		}
	}
}

func TestFileNamesSortBeforeOthersAndKeepTestsApart(t *testing.T) {
	for _, v := range manifest.Variants() {
		name := manifest.CodeName(v)
		if name >= "A.go" || !manifest.IsCodeName(name) || manifest.IsCodeName("x"+name) {
			t.Errorf("%q: generated code is initialized first, and known by its name", name)
		}
		if (v != manifest.Plain) != strings.HasSuffix(name, "_test.go") {
			t.Errorf("%q of variant %q: only tests compile a test's", name, v)
		}
	}
}
