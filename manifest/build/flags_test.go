package build

import (
	"slices"
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest"
)

func TestSplitFlagsCutsAsTheGoCommandDoes(t *testing.T) {
	for s, want := range map[string][]string{
		"":                           nil,
		" \t\r\n":                    nil,
		"-race  -tags=a,b":           {"-race", "-tags=a,b"},
		`'-tags=a b' "-overlay=c d"`: {"-tags=a b", "-overlay=c d"},
		`-ldflags=-X=a'b"c`:          {`-ldflags=-X=a'b"c`},
		`'a'b`:                       {"a", "b"},
		`'' -v`:                      {"", "-v"},
	} {
		if got, err := splitFlags(s); err != nil || !slices.Equal(got, want) {
			t.Errorf("splitFlags(%q) = %q, %v; want %q", s, got, err, want)
		}
	}
	for _, s := range []string{`'a`, `"a`, `-v 'a"`} {
		if got, err := splitFlags(s); err == nil {
			t.Errorf("splitFlags(%q) = %q, want an error", s, got)
		}
	}
}

// What joinFlags writes splitFlags reads, and what splitFlags read joinFlags
// can write.
func FuzzJoinFlagsIsTheInverseOfSplitFlags(f *testing.F) {
	f.Add("-tags=a b", "-v", `it's`)
	f.Add("", `"`, `a'b"c`)
	f.Fuzz(func(t *testing.T, a, b, c string) {
		flags := []string{a, b, c}
		if s, err := joinFlags(flags); err == nil {
			if got, err := splitFlags(s); err != nil || !slices.Equal(got, flags) {
				t.Errorf("%q joined is %q, split again %q, %v", flags, s, got, err)
			}
		}
		split, err := splitFlags(a)
		if err != nil {
			return
		}
		if s, err := joinFlags(split); err != nil {
			t.Errorf("%q, split from %q: %v", split, a, err)
		} else if got, err := splitFlags(s); err != nil || !slices.Equal(got, split) {
			t.Errorf("%q joined is %q, split again %q, %v", split, s, got, err)
		}
	})
}

func TestLastFlagOfANameCounts(t *testing.T) {
	for _, test := range []struct {
		flags      []string
		name, want string
	}{
		{[]string{"-tags=a", "--tags=b"}, "tags", "b"},
		{[]string{"-tags", "a"}, "tags", "a"},
		{[]string{"-race", "-race=false"}, "race", "false"},
		{[]string{"-race"}, "race", "true"},
		{[]string{"-modfile=x"}, "mod", ""},
		{[]string{"-tags"}, "tags", ""},
		{nil, "tags", ""},
	} {
		if got := flagValue(test.flags, test.name); got != test.want {
			t.Errorf("flagValue(%q, %q) = %q, want %q", test.flags, test.name, got, test.want)
		}
	}
}

func TestTargetIsWhatSelectsTheSource(t *testing.T) {
	e := &goEnv{
		Vars:  map[string]string{"GOVERSION": "go1.26.8", "GOOS": "linux", "GOARCH": "arm64", "CGO_ENABLED": "1", "GOEXPERIMENT": "x"},
		Flags: []string{"-tags=b,a b", "-race=false", "-msan=1"},
	}
	want := manifest.Target{Go: "go1.26.8 X:x", OS: "linux", Arch: "arm64", Cgo: true, Tags: "a,b", Instrument: "msan"}
	if got := e.target(); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestGoCommandLineIsReadAsTheGoCommandReadsIt(t *testing.T) {
	for _, test := range []struct {
		args         []string
		ok           bool
		dir, overlay string
		flags        []string
	}{
		{args: []string{"go", "build", "-tags", "a b", "-race", "./..."}, ok: true, flags: []string{"-tags=a b", "-race=true"}},
		{args: []string{"/usr/bin/go", "-C", "d", "test", "--race=false", "./..."}, ok: true, dir: "d", flags: []string{"-race=false"}},
		{args: []string{"go.exe", "-C=d", "vet"}, ok: true, dir: "d"},
		{args: []string{"go", "run", ".", "-tags=no"}, ok: true},
		{args: []string{"go", "test", ".", "-args", "-tags=no"}, ok: true},
		{args: []string{"go", "test", "-run", "-race", "."}, ok: true},
		{args: []string{"go", "build", "-overlay", "o.json"}, ok: true, overlay: "o.json"},
		{args: []string{"go", "build", "--overlay=o=1.json"}, ok: true, overlay: "o=1.json"},
		{args: []string{"go", "build", "-o"}, ok: true},
		{args: []string{"go", "version"}},
		{args: []string{"go", "-C"}},
		{args: []string{"go"}},
		{args: nil},
		{args: []string{"gofmt", "build"}},
	} {
		g, ok := parseGoCommand(test.args)
		if ok != test.ok || g.dir != test.dir || g.overlay != test.overlay || !slices.Equal(g.flags, test.flags) {
			t.Errorf("%q: %+v, %v", test.args, g, ok)
		}
		now := g.withOverlay(test.args, "merged.json")
		if again, _ := parseGoCommand(now); test.overlay != "" && again.overlay != "merged.json" {
			t.Errorf("%q with another overlay is %q", test.args, now)
		}
	}
}
