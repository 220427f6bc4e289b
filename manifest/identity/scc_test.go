package identity_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

func TestI7RecursionNamesAndOrderDoNotCount(t *testing.T) {
	a := functions(t, program{src: `
-- a/a.go --
package a

func Even(n int) bool { if n == 0 { return true }; return Odd(n - 1) }
func Odd(n int) bool { if n == 0 { return false }; return Even(n - 1) }
`})
	b := functions(t, program{src: `
-- a/a.go --
package a

func X(n int) bool { if n == 0 { return false }; return Y(n - 1) }
func Y(n int) bool { if n == 0 { return true }; return X(n - 1) }
`})
	if a["a.Even"].Identity != b["a.Y"].Identity || a["a.Odd"].Identity != b["a.X"].Identity {
		t.Error("renamed and reordered functions that call each other have other identities")
	}
	if a["a.Even"].Identity == a["a.Odd"].Identity {
		t.Error("different functions of one cycle share an identity")
	}
}

// Every member of a long cycle depends on every other, however far away, also
// where all members look alike but one.
func TestI7AnEditReachesAllOfACycle(t *testing.T) {
	const n = 40
	cycle := func(odd int) string {
		var b strings.Builder
		b.WriteString("\n-- a/a.go --\npackage a\n")
		for i := range n {
			k := 1
			if i == odd {
				k = 2
			}
			fmt.Fprintf(&b, "func F%d(n int) int { return F%d(n + %d) }\n", i, (i+1)%n, k)
		}
		return b.String()
	}
	got := changed(t, program{src: cycle(-1)}, program{src: cycle(7)})
	if len(got) != n {
		t.Errorf("an edit in a cycle of %d changes %d", n, len(got))
	}
	// Distinct colours from the start: refinement is stable at once.
	got = changed(t, program{src: cycle(3)}, program{src: strings.Replace(cycle(3), "F9(n + 1)", "F9(n - 1)", 1)})
	if len(got) != n {
		t.Errorf("an edit in a cycle of %d that tells apart changes %d", n, len(got))
	}
}

func TestI7WhoCallsWhomCounts(t *testing.T) {
	const src = `
-- a/a.go --
package a

func A(n int) int { if n == 0 { return 0 }; return B(n) + C(n) }
func B(n int) int { return A(n - 1) * 2 }
func C(n int) int { return A(n - 1) * 3 }
`
	runEdits(t, src, []edit{
		{"calls swapped", "B(n) + C(n)", "C(n) + B(n)", "a.A a.B a.C"},
		{"callee replaced", "B(n) + C(n)", "B(n) + B(n)", "a.A a.B a.C"},
	})
}

func TestI1TheVersionOfALeafCounts(t *testing.T) {
	src := `
-- a/a.go --
package a

import "strings"

func F() string { return strings.ToUpper("x") }

func G() int { return 1 }
`
	if got := changed(t, program{src: src}, program{src: src, leaf: "2"}); !slices.Equal(got, []string{"a.F"}) {
		t.Errorf("another version of a leaf changes %q, want what uses it", got)
	}
}

func TestI3LoopsFollowTheLanguageVersionOfTheirFile(t *testing.T) {
	src := `
-- a/a.go --
package a

func Loop() (fs []func() int) {
	for i := 0; i < 3; i++ { fs = append(fs, func() int { return i }) }
	return fs
}

func Range(xs []int) (fs []func() int) {
	for _, x := range xs { fs = append(fs, func() int { return x }) }
	return fs
}

func Straight() int { return 1 }
`
	got := changed(t, program{src: src, lang: "go1.21"}, program{src: src, lang: "go1.22"})
	if want := []string{"a.Loop", "a.Range"}; !slices.Equal(got, want) {
		t.Errorf("go 1.21 → 1.22 changes %q, want %q", got, want)
	}
	if got := changed(t, program{src: src, lang: "go1.22"}, program{src: src, lang: "go1.25"}); len(got) != 0 {
		t.Errorf("go 1.22 → 1.25 changes %q", got)
	}
	guarded := strings.Replace(src, "package a\n", "//go:build go1.21\n\npackage a\n", 1)
	if got := changed(t, program{src: src, lang: "go1.22"}, program{src: guarded, lang: "go1.22"}); !slices.Equal(got, []string{"a.Loop", "a.Range"}) {
		t.Errorf("a build line that lowers the file's version changes %q", got)
	}
}

func TestI2EmbeddedFiles(t *testing.T) {
	runEdits(t, `
-- a/a.go --
package a

import _ "embed"

//go:embed data.txt
var data string

func F() string { return data }

func G() int { return 1 }
-- a/data.txt --
content one
`, []edit{
		{"content", "content one", "content two", "a.F"},
	})
}

func TestI9FunctionsWithoutABodyCoverOtherFiles(t *testing.T) {
	const src = `
-- a/a.go --
package a

const size = 8

const other = 9

type T struct{ x, y int }

var table, elsewhere = [2]int{1, 2}, 3

func helper() int { return 1 }

func add(x, y int) int

func lost(x, y int) int

func F() int { return add(1, 2) }

func G() int { return 1 }

func L() int { return lost(1, 2) }

func V() int { return elsewhere }

func W() int { return table[0] }

var flag = true

func R() bool { return flag }
-- a/add.s --
#include "textflag.h"

// ·elsewhere(SB) is not touched
TEXT ·add(SB), NOSPLIT, $0-24
	MOVQ $const_size, AX
	MOVQ $T_y, BX
	MOVQ ·table(SB), CX
	CMPB ·flag(SB), $1
	MOVQ CX, ·table+8(SB)
	CALL ·helper(SB)
	RET
`
	runEdits(t, src, []edit{
		{"assembly", "MOVQ $T_y, BX", "MOVQ $T_y, DX", "a.F a.L a.W a.add a.lost"},
		{"a constant that assembly uses", "size = 8", "size = 9", "a.F a.add"},
		{"a constant that it doesn't use", "other = 9", "other = 10", ""},
		{"a type", "x, y int }", "x, z, y int }", "a.F a.add"},
		{"a variable that assembly uses", "{1, 2}", "{1, 3}", "a.F a.W a.add"},
		{"a variable that assembly reads", "flag = true", "flag = false", "a.F a.R a.add"},
		{"a function that assembly calls", "helper() int { return 1 }", "helper() int { return 2 }", "a.F a.add a.helper"},
		{"the order of declarations", "func helper() int { return 1 }\n\nfunc add(x, y int) int\n", "func add(x, y int) int\n\nfunc helper() int { return 1 }\n", ""},
	})
	fns := functions(t, program{src: src})
	for name, want := range map[string]string{
		"a.F": "assembly that may write it", "a.W": "assembly that may write it", "a.L": "no body", "a.R": "", "a.V": "", "a.G": "",
	} {
		as := fns[name].Closure().Assumptions
		if want == "" && len(as) != 0 || want != "" && (len(as) != 1 || !strings.Contains(as[0].Reason, want)) {
			t.Errorf("assumptions of %s: %v, want %q", name, as, want)
		}
	}
	for name, edit := range map[string][2]string{
		"another header":            {`"textflag.h"`, `"own.h"`},
		"symbols of other packages": {"CALL ·helper", "CALL bytes·helper"},
		"no text":                   {"TEXT ·add", "TEXT ·sub"},
	} {
		fns := functions(t, program{src: strings.Replace(src, edit[0], edit[1], 1)})
		if as := fns["a.F"].Closure().Assumptions; len(as) < 1 || !strings.Contains(as[len(as)-1].Reason+as[0].Reason, "body") {
			t.Errorf("%s: assumptions of F: %v", name, as)
		}
	}
}

func TestI10LinkVars(t *testing.T) {
	fns := functions(t, program{src: `
-- a/a.go --
package a

var version = "dev"
var commit string
var number = 1

func F() string { return version + commit }
func G() int { return number }
`})
	if got, want := fns["a.F"].Closure().LinkVars, []string{"m/a.commit", "m/a.version"}; !slices.Equal(got, want) {
		t.Errorf("link-time variables of F: %q, want %q", got, want)
	}
	if got := fns["a.G"].Closure().LinkVars; len(got) != 0 {
		t.Errorf("link-time variables of G: %q", got)
	}
}

func TestI11AssumedLeaves(t *testing.T) {
	fns := functions(t, program{src: `
-- a/a.go --
package a

import ("context"; "os"; "reflect"; "io"; "encoding/json"; "fmt")

func Ctx(ctx context.Context) any { return ctx.Value("k") }
func Call(v reflect.Value) any { return v.Call(nil) }
func Args() []string { return os.Args }
func EOF() error { return io.EOF }
func JSON(v any) ([]byte, error) { return json.Marshal(v) }
func Err() { fmt.Fprintln(os.Stderr, "x") }
`})
	for name, assumed := range map[string]bool{
		"a.Ctx": true, "a.Call": true, "a.Args": true, "a.EOF": false, "a.JSON": false, "a.Err": false,
	} {
		if as := fns[name].Closure().Assumptions; (len(as) > 0) != assumed {
			t.Errorf("%s assumes %v, want assumed: %v", name, as, assumed)
		}
	}
}

func TestI12FilesInAnyOrderGiveTheSameIdentities(t *testing.T) {
	const head, one, two = "\n", "-- a/1.go --\npackage a\n\nfunc F() int { return G() }\n", "-- a/2.go --\npackage a\n\nfunc G() int { return v }\n\nvar v = 3\n"
	if got := changed(t, program{src: head + one + two}, program{src: head + two + one}); len(got) != 0 {
		t.Errorf("the order of files changes %q", got)
	}
}

func TestAddRefusesPackagesOutOfOrder(t *testing.T) {
	g := identity.NewGraph()
	_, err := g.Add(&identity.Source{ID: "a", Path: "a", Imports: map[string]string{"b": "b"}})
	if err == nil || !strings.Contains(err.Error(), "imports b") {
		t.Errorf("error is %v", err)
	}
}

// Generated parsers and state machines are cycles of thousands of functions.
func TestI7LargeCyclesAreCompared(t *testing.T) {
	const n = 8000
	ring := func(odd, shift int) string {
		var b strings.Builder
		b.WriteString("\n-- a/a.go --\npackage a\n")
		for i := range n {
			k := 1
			if i == odd {
				k = 2
			}
			fmt.Fprintf(&b, "func F%d(n int) int { return F%d(n + %d) }\n", (i+shift)%n, (i+1+shift)%n, k)
		}
		return b.String()
	}
	a, b := functions(t, program{src: ring(7, 0)}), functions(t, program{src: ring(7, 1000)})
	seen := make(map[[32]byte]bool)
	for i := range n {
		x, y := a[fmt.Sprint("a.F", i)].Identity, b[fmt.Sprint("a.F", (i+1000)%n)].Identity
		if x != y {
			t.Fatalf("F%d has another identity under another name", i)
		}
		seen[x] = true
	}
	if len(seen) != n {
		t.Errorf("%d identities of %d functions that differ", len(seen), n)
	}
}
