package effect

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

const library = `package p

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"sync"
	"time"
)

const debug = false

func Read(path string) []byte { return read(path) }

func read(path string) []byte { b, _ := os.ReadFile(path); return b }

func Fixed() []byte { return read("fixed") }

func Assigned(path string) []byte {
	path = "fixed"
	return read(path)
}

func Near() int64 { return a() }

func Far() int64 { return Near() }

func Farther() int64 { return Far() }

func a() int64 { return time.Now().Unix() }

var once sync.Once

func Once() { once.Do(func() { os.Exit(1) }) }

func Called() { f := func() { os.Exit(1) }; f() }

func With() { with(func() { os.Exit(1) }) }

func with(f func()) { f() }

// Kept gives what somebody else calls.
func Kept() func() { return func() { os.Exit(1) } }

func Debugs() {
	if debug {
		fmt.Println("x")
	}
}

func Prints() { fmt.Println("x") }

func logf() { _ = os.Getenv("DEBUG") }

func Logs() { logf() }

var start = os.Getenv("START")

func Started() string { return start }

func Keys(m map[string]int) []string { return slices.Collect(maps.Keys(m)) }

func Recursive(n int) int {
	if n == 0 {
		return os.Getpid()
	}
	return mutual(n - 1)
}

func mutual(n int) int { return Recursive(n) }
`

func verdictsOf(t *testing.T) map[string][]Verdict {
	t.Helper()
	src := sourceOf(t, library)
	src.ByName = true
	return Summarize(src).Verdicts()
}

// E12.
func TestVerdictsFollowCallsByName(t *testing.T) {
	verdicts := verdictsOf(t)
	for name, want := range map[string]string{
		"Read":      "reads files os.ReadFile 1 by Read read",
		"Fixed":     "reads files os.ReadFile 0 by Fixed read",
		"Assigned":  "reads files os.ReadFile 0 by Assigned read",
		"Near":      "reads the clock time.Now 0 by Near a",
		"Far":       "reads the clock time.Now 0 by Far Near a",
		"Farther":   "", // as a timeout would
		"Once":      "depends on processes os.Exit 0 by Once",
		"Called":    "depends on processes os.Exit 0 by Called",
		"With":      "depends on processes os.Exit 0 by With",
		"Kept":      "",
		"Debugs":    "",
		"Prints":    "writes to standard output fmt.Println 0 by Prints",
		"Logs":      "",
		"Started":   "",
		"Keys":      "depends on the order of a map slices.Collect 0 by Keys",
		"Recursive": "depends on processes os.Getpid 0 by Recursive",
		"mutual":    "depends on processes os.Getpid 0 by mutual Recursive",
	} {
		got := ""
		for _, v := range verdicts["example.com/p."+name] {
			via := make([]string, len(v.Via))
			for i, key := range v.Via {
				via[i] = strings.TrimPrefix(key, "example.com/p.")
			}
			got += v.Kind.String() + " " + v.What + " " + string(rune('0'+v.Root)) + " by " + strings.Join(via, " ")
		}
		if got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestVerdictsDontDependOnOrder(t *testing.T) {
	first := verdictsOf(t)
	for range 10 {
		for key, v := range verdictsOf(t) {
			if !slices.EqualFunc(v, first[key], func(a, b Verdict) bool { return a.Kind == b.Kind && slices.Equal(a.Via, b.Via) && a.Line == b.Line }) {
				t.Fatalf("%s: %v, then %v", key, first[key], v)
			}
		}
	}
}

func TestLongWaysKeepTheirEnds(t *testing.T) {
	got := shorten([]string{"a", "b", "c", "d", "e", "f"})
	if want := []string{"a", "b", "c", "…", "f"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if again := shorten(append([]string{"x"}, got...)); !slices.Equal(again, []string{"x", "a", "b", "…", "f"}) {
		t.Errorf("%q", again)
	}
}

func TestVerdictsComeBack(t *testing.T) {
	list := []Verdict{
		{Kind: Files, What: "os.ReadFile", Via: []string{"a.F", "…", "os.ReadFile"}, Root: 2, File: "a.go", Line: 7},
		{Kind: MapOrder, What: "append to list", Via: []string{"a.F"}, Returned: true},
	}
	data := EncodeVerdicts(list)
	back, err := DecodeVerdicts(data)
	if err != nil || !reflect.DeepEqual(back, list) {
		t.Errorf("%+v (%v)", back, err)
	}
	for i := range data {
		if _, err := DecodeVerdicts(data[:i]); err == nil {
			t.Errorf("cut after %d bytes: no error", i)
		}
	}
}
