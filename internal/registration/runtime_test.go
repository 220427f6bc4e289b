package registration_test

import (
	"bufio"
	"bytes"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/gocheckpoint/checkpoint/internal/funcname"
	"github.com/gocheckpoint/checkpoint/internal/registration"
)

// The program below prints, for each call of Func, its line, what package
// runtime calls the function, and where its code begins.
var program = map[string]string{
	"go.mod": "module github.com/gocheckpoint/checkpoint\n\ngo 1.26.0\n",
	"runtime/checkpoint/cp.go": `package checkpoint

import ("fmt"; "reflect"; "runtime")

func Func[F any](fn F) int {
	_, _, line, _ := runtime.Caller(1)
	entry := reflect.ValueOf(fn).Pointer()
	fmt.Println(line, runtime.FuncForPC(entry).Name(), entry)
	return 0
}
`,
	"other.v2/q/q.go": `package q

type Q struct{}
func (Q) V() int { return 1 }
func (*Q) P() int { return 1 }
type hidden struct{}
func (hidden) HV() int { return 1 }
func (*hidden) HP() int { return 2 }
type Promoting struct{ hidden }
func F() int { return 1 }
type Set[T any] struct { t T }
func (Set[T]) V() int { return 1 }
func (s *Set[T]) P() T { return s.t }
func Gen[T any](v T) T { return v }
`,
	"q.v1/q.go": "package q\nfunc F() int { return 1 }\n",
	"app/main.go": `package main

import (
	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	"github.com/gocheckpoint/checkpoint/other.v2/q"
	dotted "github.com/gocheckpoint/checkpoint/q.v1"
)

func small() int { return 1 }
func calls() int { return small() }
type E struct{ n int }
func (e E) V() int { return e.n }
func (e *E) P() int { return e.n }
type I interface{ M() int }
type O1 struct{ E }
type O2 struct{ *E }
type O3 struct{ x int; E }
type O4 struct{ x int; *E }
type O5 struct{ I }
type O6 struct{ x int; O1 }
type O7 struct{ q.Q }
type O8 struct{ x int; q.Promoting }
type Derived O3
type A = E
type G[T any] struct{ t T }
func (g G[T]) V() int { return 1 }
func (g *G[T]) P() int { return 1 }
type OG struct{ x int; G[int] }
type OGX[T any] struct{ x int; G[T] }
func gen[T any]() int { return 1 }
var fv = small
func Ünïcode() int { return 1 }

func main() {
	checkpoint.Func(small)
	checkpoint.Func(calls)
	checkpoint.Func(Ünïcode)
	checkpoint.Func(q.F)
	checkpoint.Func(dotted.F)
	checkpoint.Func(E.V)
	checkpoint.Func((*E).V)
	checkpoint.Func((*E).P)
	checkpoint.Func(A.V)
	checkpoint.Func((*A).V)
	checkpoint.Func(O1.V)
	checkpoint.Func((*O1).V)
	checkpoint.Func((*O1).P)
	checkpoint.Func(O2.V)
	checkpoint.Func((*O2).V)
	checkpoint.Func(O2.P)
	checkpoint.Func((*O2).P)
	checkpoint.Func(O3.V)
	checkpoint.Func((*O3).V)
	checkpoint.Func((*O3).P)
	checkpoint.Func(O4.V)
	checkpoint.Func((*O4).V)
	checkpoint.Func(O4.P)
	checkpoint.Func((*O4).P)
	checkpoint.Func(O6.V)
	checkpoint.Func((*O6).V)
	checkpoint.Func((*O6).P)
	checkpoint.Func(O7.V)
	checkpoint.Func((*O7).P)
	checkpoint.Func(O8.HV)
	checkpoint.Func((*O8).HP)
	checkpoint.Func(q.Promoting.HV)
	checkpoint.Func((*q.Promoting).HP)
	checkpoint.Func(q.Q.V)
	checkpoint.Func((*q.Q).V)
	checkpoint.Func(Derived.V)
	checkpoint.Func((*Derived).P)
	checkpoint.Func(gen[int])
	checkpoint.Func(gen[uint])
	checkpoint.Func(gen[E])
	checkpoint.Func(gen[O1])
	checkpoint.Func(gen[*E])
	checkpoint.Func(gen[A])
	checkpoint.Func(G[int].V)
	checkpoint.Func((*G[int]).V)
	checkpoint.Func((*G[int]).P)
	checkpoint.Func((*G[uint8]).P)
	checkpoint.Func((*G[byte]).P)
	checkpoint.Func(OG.V)
	checkpoint.Func((*OG).P)
	checkpoint.Func(OGX[*E].V)
	checkpoint.Func(OGX[*O1].V)
	checkpoint.Func((*OGX[*O1]).P)
	checkpoint.Func(q.Gen[E])
	checkpoint.Func(q.Gen[O1])
	checkpoint.Func(q.Gen[*E])
	checkpoint.Func(q.Gen[*O1])
	checkpoint.Func[func(*E) *E](q.Gen)
	checkpoint.Func(q.Gen[func(int) int])
	checkpoint.Func(q.Gen[func(x int) (y int)])
	checkpoint.Func(q.Set[*E].V)
	checkpoint.Func(q.Set[*O1].V)
	checkpoint.Func((*q.Set[*E]).P)
	checkpoint.Func((*q.Set[*A]).P)
	checkpoint.Func((*q.Set[I]).P)
	checkpoint.Func((*q.Set[interface{ M() int }]).P)
	checkpoint.Func(fv)
	checkpoint.Func(I.M)
	checkpoint.Func(O5.M)
	checkpoint.Func(E{}.V)
	checkpoint.Func(O3{}.V)
	checkpoint.Func(struct{ E }.V)
	checkpoint.Func(func() int { return 1 })
}
`,
}

// TestIDIsTheRuntimesName builds a program and compares what runs with what
// Find says of its source (R3), with and without the compiler's inlining. Of
// instances the runtime knows less, but for where their code begins: each has a
// place of its own, and one place alone (R4), on which generated code relies.
func TestIDIsTheRuntimesName(t *testing.T) {
	dir := t.TempDir()
	for name, src := range program {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(src), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	env := append(os.Environ(), "GOWORK=off", "GOFLAGS=", "GOPROXY=off")
	const path = "github.com/gocheckpoint/checkpoint/app"
	fset := token.NewFileSet()
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax, Dir: dir, Env: env, Fset: fset}, "./app")
	if err != nil || packages.PrintErrors(pkgs) > 0 {
		t.Fatal("cannot load the program: ", err)
	}
	registrations := registration.Find(pkgs[0].PkgPath, pkgs[0].Syntax, pkgs[0].TypesInfo)
	if want := strings.Count(program["app/main.go"], "checkpoint.Func"); len(registrations) != want {
		t.Fatalf("found %d registrations of %d", len(registrations), want)
	}

	for _, flags := range []string{"", "-l"} {
		cmd := exec.Command("go", "run", "-gcflags=all="+flags, "./app")
		cmd.Dir, cmd.Env = dir, env
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		names, entries := make(map[string]string), make(map[string]string) // by line
		for s := bufio.NewScanner(bytes.NewReader(out)); s.Scan(); {
			f := strings.Fields(s.Text())
			names[f[0]], entries[f[0]] = f[1], f[2]
		}
		instances := make(map[string]string) // entry by id, and id by entry
		for _, r := range registrations {
			pos := fset.Position(r.Call.Pos())
			line := strings.TrimPrefix(pos.String(), pos.Filename+":")
			line, _, _ = strings.Cut(line, ":")
			name := names[line]
			if r.Generic {
				name = strings.Replace(name, "[...]", "", 1)
				same(t, instances, r.ID, entries[line])
				r.ID = erase(r.ID)
			}
			id, err := funcname.FromRuntime(name, path)
			switch {
			case r.ID != "" && id != r.ID:
				t.Errorf("line %s, flags %q: the runtime says %s, that is %q (%v), Find says %q", line, flags, name, id, err, r.ID)
			case r.ID == "" && r.Problem == "":
				t.Errorf("line %s: %s has no id and no problem", line, name)
			}
		}
	}
}

// erase cuts the type arguments out of an id.
func erase(id string) string {
	return id[:strings.IndexByte(id, '[')] + id[strings.LastIndexByte(id, ']')+1:]
}

// same notes that an instance has an entry, and requires that it has no other and
// shares it with none.
func same(t *testing.T, known map[string]string, id, entry string) {
	t.Helper()
	if was, ok := known[id]; ok && was != entry {
		t.Errorf("%s is at %s and at %s", id, was, entry)
	}
	if was, ok := known[entry]; ok && was != id {
		t.Errorf("%s and %s are both at %s", id, was, entry)
	}
	known[id], known[entry] = entry, id
}
