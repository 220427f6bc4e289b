package peers

import (
	"math"
	"math/big"
	"net/netip"
	"os"
	"os/exec"
	"runtime/debug"
	"slices"
	"testing"
	"time"

	"tailscale.com/util/deephash"

	"github.com/gocheckpoint/checkpoint/runtime/objecthash"
)

// hashers give a hash of any value, or an error.
var hashers = map[string]func(v any) (any, error){
	"objecthash": func(v any) (any, error) { return objecthash.Hash(v) },
	"mitchellh":  func(v any) (any, error) { return byMitchellh(v) },
	"gohugoio":   func(v any) (any, error) { return byHugo(v) },
	"deephash":   func(v any) (any, error) { return deephash.Hash(&v), nil },
}

type (
	myInt  int
	point  struct{ X, Y int }
	pair   struct{ X, Y int }
	hidden struct{ n int }
	flags  struct{ A, B *bool }
)

func ptr[T any](v T) *T { return &v }

// TestWhoConfusesWhat lists pairs of values that are different, and who takes them for equal: a
// memory keyed by such a hash would give one call the result of the other. A library that
// returns an error instead confuses nothing.
func TestWhoConfusesWhat(t *testing.T) {
	shared := ptr(1)
	at := time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
	for _, c := range []struct {
		name string
		a, b any
		who  []string
	}{
		{"a nil and an empty slice", []int(nil), []int{}, []string{"gohugoio", "mitchellh"}},
		{"a nil and an empty map", map[string]int(nil), map[string]int{}, []string{"gohugoio", "mitchellh"}},
		{"nil and a pointer to zero", (*int)(nil), new(int), []string{"gohugoio", "mitchellh"}},
		{"a value and a pointer to it", 1, ptr(1), []string{"gohugoio", "mitchellh"}},
		{"a pointer and a pointer to it", ptr(1), ptr(ptr(1)), []string{"gohugoio", "mitchellh"}},
		{"nil and false", nil, false, []string{}},
		{"int and int64", int(1), int64(1), []string{"gohugoio", "mitchellh"}},
		{"int and a type of ints", 1, myInt(1), []string{"gohugoio", "mitchellh"}},
		{"true and an int8 of 1", true, int8(1), []string{"gohugoio", "mitchellh"}},
		{"a slice and an array", []int{1}, [1]int{1}, []string{"gohugoio", "mitchellh"}},
		{"bytes and a string", []byte("a"), "a", []string{}},
		{"structs of two types", point{1, 2}, pair{1, 2}, []string{}},
		{"unexported fields", hidden{1}, hidden{2}, []string{"gohugoio", "mitchellh"}},
		{"a zero field that is a pointer", flags{A: ptr(false)}, flags{B: ptr(false)}, []string{}},
		{"a shared pointer and two equal ones", [2]*int{shared, shared}, [2]*int{ptr(1), ptr(1)}, []string{"deephash", "gohugoio", "mitchellh"}},
		{"the zones of two times", at.In(time.FixedZone("A", 3600)), at.In(time.FixedZone("B", 3600)), []string{"deephash", "gohugoio", "mitchellh"}},
		{"two big.Ints", big.NewInt(1), big.NewInt(2), []string{"gohugoio", "mitchellh"}},
		{"two addresses", netip.MustParseAddr("1.2.3.4"), netip.MustParseAddr("1.2.3.5"), []string{"gohugoio", "mitchellh"}},
		{"+0 and -0", 0.0, math.Copysign(0, -1), []string{}},
		{"the boundary of two strings", [2]string{"ab", "c"}, [2]string{"a", "bc"}, []string{}},
	} {
		got := []string{}
		for name, hash := range hashers {
			a, err1 := hash(c.a)
			b, err2 := hash(c.b)
			if name == "objecthash" && (err1 != nil || err2 != nil) {
				t.Errorf("%s: %v, %v", c.name, err1, err2)
			}
			if err1 == nil && err2 == nil && a == b {
				got = append(got, name)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, c.who) {
			t.Errorf("%s: confused by %q, not by %q", c.name, got, c.who)
		}
	}
}

type ring struct{ Next *ring }

// Who ends on a cycle: one process each, as a stack overflow ends it.
func TestWhoEndsOnACycle(t *testing.T) {
	if name := os.Getenv("PEERS_CYCLE"); name != "" {
		debug.SetMaxStack(1 << 20)
		r := &ring{}
		r.Next = r
		if _, err := hashers[name](r); err != nil {
			t.Fatal(err)
		}
		return
	}
	for name, want := range map[string]bool{"objecthash": true, "deephash": true, "mitchellh": false, "gohugoio": false} {
		cmd := exec.Command(os.Args[0], "-test.run", "^TestWhoEndsOnACycle$")
		cmd.Env = append(os.Environ(), "PEERS_CYCLE="+name)
		if err := cmd.Run(); (err == nil) != want {
			t.Errorf("%s: ends is %v, want %v", name, err == nil, want)
		}
	}
}
