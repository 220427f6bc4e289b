package build

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const cgoProgram = `package app

// static void fill(char *s) { *s = 7; }
// static int inc(int n) { return n + 1; }
// #define MACRO (inc(2))
// #define LIMIT 7
// enum color { red, blue };
// typedef struct { int a; } pair;
// extern void set(int);
// extern void *share(void);
// extern void keep(char *);
import "C"
import "unsafe"

var handed = []byte{1}

func Hand() { C.fill((*C.char)(unsafe.Pointer(&handed[0]))) }

func Handed() byte { return handed[0] }

var state = 1

//export set
func set(n C.int) { state = int(n) }

func init() { set(2) }

func State() int { return state }

var list = []int{1}

//export share
func share() unsafe.Pointer { return unsafe.Pointer(&list[0]) }

func List() int { return list[0] }

var kept *C.char

//export keep
func keep(p *C.char) { kept = p }

func Kept() *C.char { return kept }

var first = int(C.inc(1))

func First() int { return first }

var fixed = []int{4}

func Fixed() int { return fixed[0] }

func Macro() int { return int(C.MACRO) }

func Limit() int { return C.LIMIT }

func Enum(c C.enum_color) bool { return c == C.blue }

func Pair(p C.pair) int { return int(p.a) + C.sizeof_pair }
`

// I9: C code may write what it is handed, and call what is exported to it at any
// time. Who uses neither is as in any other package.
func TestWhatCCodeMayReachIsAssumed(t *testing.T) {
	if _, err := exec.LookPath("gcc"); err != nil {
		t.Skip("no C compiler")
	}
	t.Setenv("CGO_ENABLED", "1")
	prog := load(t, module(t, map[string]string{"cgo/cgo.go": cgoProgram}), "./cgo")
	if len(prog.Problems) > 0 {
		t.Fatal(prog.Problems)
	}
	want := map[string]string{ // what is assumed of which declaration
		"Hand": "Hand", "Handed": "handed", "State": "state", "List": "list", "Kept": "kept", "First": "first", "Macro": "Macro",
		"Fixed": "", "Limit": "", "Enum": "", "Pair": "",
		"set": "state", "init#1": "state", "share": "list", "keep": "kept",
	}
	for _, l := range prog.List(ListOptions{All: true, Deps: true}) {
		_, name, _ := strings.Cut(l.ID, "cgo.")
		in, known := want[name]
		if !known {
			t.Errorf("%s is listed, which nobody wrote", l.ID)
			continue
		}
		delete(want, name)
		if l.File != "cgo/cgo.go" {
			t.Errorf("%s is in %s", l.ID, l.File)
		}
		if in == "" && l.Status != "complete" {
			t.Errorf("%s is %s: %v", name, l.Status, l.Assumes)
		}
		if in != "" && !slices.ContainsFunc(l.Assumes, func(a Assumed) bool { return strings.HasSuffix(a.In, "cgo."+in) && a.File == "cgo/cgo.go" }) {
			t.Errorf("%s assumes nothing of %s: %v", name, in, l.Assumes)
		}
		for _, d := range slices.Concat(l.Deps, l.Decls) {
			if strings.Contains(d, "_C") || strings.Contains(d, "_cgo") {
				t.Errorf("%s covers %s, which nobody wrote", name, d)
			}
		}
	}
	if len(want) > 0 {
		t.Errorf("not listed: %v", sortedKeys(want))
	}
}
