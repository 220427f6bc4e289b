package build

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// boundStub has as much of the library as generated code calls.
func boundStub() map[string]string {
	var typed strings.Builder
	typed.WriteString("package typed\n")
	letters := func(prefix string, n int) string {
		var out []string
		for i := range n {
			out = append(out, fmt.Sprint(prefix, i))
		}
		return strings.Join(out, ", ")
	}
	for params := range maxBoundParams + 1 {
		for results := 1; results <= maxBoundResults; results++ {
			in, out := letters("A", params), letters("R", results)
			list := strings.TrimPrefix(in+", "+out, ", ")
			fmt.Fprintf(&typed, "func Bind%dx%d[%s any](fn func(%s) (%s)) bool { return true }\n", params, results, list, in, out)
			if params > 0 {
				last := letters("A", params)[len(letters("A", params-1)):]
				in = strings.TrimSuffix(in, last) + strings.Replace(last, "A", "...A", 1)
				fmt.Fprintf(&typed, "func BindV%dx%d[%s any](fn func(%s) (%s)) bool { return true }\n", params, results, list, in, out)
			}
		}
	}
	return map[string]string{
		"runtime/checkpoint/cp.go": `package checkpoint

type Function struct{}
type Option struct{}
func Func[F any](fn F, opts ...Option) *Function { return nil }
func RegisterManifest(pkg, file, text string) bool { return true }
func RegisterInstance(id string, fn any) bool { return true }
func RegisterType[T any]() bool { return true }
func RegisterError(name string, err error) bool { return true }
`,
		"runtime/typed/typed.go": typed.String(),
	}
}

const boundHeader = "package app\n\nimport \"github.com/gocheckpoint/checkpoint/runtime/checkpoint\"\n\n"

// bound is a program whose comments say what the generated code is to say of
// each registration: the id of an instance and the binding, one of them, or
// nothing.
var bound = map[string]string{
	"app/app.go": `package app

import (
	"strings"
	"time"

	. "github.com/gocheckpoint/checkpoint/dot"
	lib "github.com/gocheckpoint/checkpoint/lib.v2"
	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

type T struct{ inner }
type inner struct{}
type set[X any] struct{ x X }
type hidden int
type namedFunc func() int

func (T) V(int) int                   { return 1 }
func (*T) P(int) (int, error)         { return 1, nil }
func (inner) promoted() int           { return 1 }
func (s set[X]) Len(...X) int         { return 1 }
func none() int                       { return 1 }
func many(a, b, c, d, e, f, g, h int) (int, int, int, error) { return 1, 1, 1, nil }
func variadic(a int, b ...string) hidden { return 1 }
func nine(a, b, c, d, e, f, g, h, i int) int { return 1 }
func five() (a, b, c, d, e int)       { return }
func gen[X any](x X) int              { return 1 }
func gen9[X any](a, b, c, d, e, f, g, h, i X) int { return 1 }
func two[X, Y any]() (x X)            { return }
func conv() int                       { return 1 }
func constrainedFrom() int            { return 1 }
func again() int                      { return 1 }

var (
	_ = checkpoint.Func(none)        // Bind0x1(none)
	_ = checkpoint.Func(many)        // Bind8x4(many)
	_ = checkpoint.Func(variadic)    // BindV2x1(variadic)
	_ = checkpoint.Func(nine)        //
	_ = checkpoint.Func(five)        //
	_ = checkpoint.Func(T.V)         // Bind2x1(T.V)
	_ = checkpoint.Func((*T).V)      // Bind2x1((*T).V)
	_ = checkpoint.Func((*T).P)      // Bind2x2((*T).P)
	_ = checkpoint.Func(T.promoted)  // Bind1x1(T.promoted)
	_ = checkpoint.Func((namedFunc)(conv)) // Bind0x1(conv)
	_ = checkpoint.Func(again)       // Bind0x1(again)
	_ = checkpoint.Func(again)       //

	_ = checkpoint.Func(gen[int])        // app.gen[int] Bind1x1(gen[int])
	_ = checkpoint.Func(gen[hidden])     // app.gen[app.hidden] Bind1x1(gen[hidden])
	_ = checkpoint.Func(gen[byte])       // app.gen[uint8] Bind1x1(gen[byte])
	_ = checkpoint.Func(gen9[T])         // app.gen9[app.T] (gen9[T])
	_ = checkpoint.Func(two[lib.L, map[string]*time.Time]) // app.two[lib.v2.L,map[string]*time.Time] Bind0x1(two[lib.L, map[string]*time.Time])
	_ = checkpoint.Func(set[T].Len)      // app.set[app.T].Len BindV2x1(set[T].Len)
	_ = checkpoint.Func((*set[any]).Len) // app.(*set[interface{}]).Len BindV2x1((*set[any]).Len)
	_ = checkpoint.Func(gen[struct{ a int }]) // app.gen[struct{app.a int}] Bind1x1(gen[struct{ a int }])
	_ = checkpoint.Func(gen[func(lib.L, ...hidden) (interface{ M(lib.L) }, chan<- T)]) // app.gen[func(lib.v2.L,...app.hidden)(interface{M(lib.v2.L)},chan<-(app.T))] Bind1x1(gen[func(lib.L, ...hidden) (interface{ M(lib.L) }, chan<- T)])

	_ = checkpoint.Func(strings.ToUpper)     // Bind1x1(strings.ToUpper)
	_ = checkpoint.Func((*strings.Reader).Len) // Bind1x1((*strings.Reader).Len)
	_ = checkpoint.Func(strings.Fields)      // Bind1x1(strings.Fields)
	_ = checkpoint.Func(Dotted)              // Bind0x1(dot.Dotted)
	_ = checkpoint.Func(lib.F)               // Bind1x1(lib.F)
	_ = checkpoint.Func(lib.L.M)             // Bind1x1(lib.L.M)
	_ = checkpoint.Func(lib.Gen[lib.L])      // lib.v2.Gen[lib.v2.L] Bind0x1(lib.Gen[lib.L])
	_ = checkpoint.Func(lib.Gen[lib.Alias])  // lib.v2.Gen[lib.v2.hidden] Bind0x1(lib.Gen[lib.Alias])
	_ = checkpoint.Func(lib.Alias.M)         // Bind1x1(lib.Alias.M)
	_ = checkpoint.Func(lib.Gen[lib.Constrained]) //
	_ = checkpoint.Func(lib.Elsewhere)       //
	_ = checkpoint.Func[lib.OfHidden](gen)   //
	_ = checkpoint.Func[lib.OfDeep](gen)     //
	_ = checkpoint.Func[lib.OfStruct](gen)   //
	_ = checkpoint.Func(gen[lib.Struct])     // app.gen[struct{lib.v2.hidden int}] Bind1x1(gen[lib.Struct])
)

func init() {
	_ = checkpoint.Func(initialized) // Bind0x1(initialized)
}

func initialized() int { return 1 }
`,
	"app/f_linux.go": boundHeader + "var _ = checkpoint.Func(onLinux)\nvar _ = checkpoint.Func(constrainedFrom)\nfunc onLinux() int { return 1 }\n",
	"app/f_tag.go":   "//go:build !nothing\n\n" + boundHeader + "var _ = checkpoint.Func(tagged)\nfunc tagged() int { return 1 }\n",
	"app/f_other.go": "//go:build nothing\n\n" + boundHeader + "var _ = checkpoint.Func(untagged)\nfunc untagged() int { return 1 }\n",
	"app/app_test.go": boundHeader + `
func inTest(T) int { return 1 }
var _ = checkpoint.Func(inTest) // Bind1x1(inTest)
var _ = checkpoint.Func(none)   // Bind0x1(none)
var _ = checkpoint.Func(gen[testType]) // app.gen[app.testType] Bind1x1(gen[testType])
type testType struct{}
var Exported = none
`,
	"app/x_test.go": `package app_test

import (
	"github.com/gocheckpoint/checkpoint/app"
	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

func outside(app.T) int { return 1 }
var _ = checkpoint.Func(outside)       // Bind1x1(outside)
var _ = checkpoint.Func((*app.T).P)    // Bind2x2((*app.T).P)
func gen[X any]() int { return 1 }
var _ = checkpoint.Func(gen[app.T])    // app_test.gen[app.T] Bind0x1(gen[app.T])
`,
	"dot/dot.go": "package dot\n\nfunc Dotted() int { return 1 }\n",
	"lib.v2/lib.go": "package lib\n\nimport \"github.com/gocheckpoint/checkpoint/lib.v2/internal/deep\"\n\ntype L struct{}\nfunc (L) M() int { return 1 }\nfunc F(L) int { return 1 }\nfunc Gen[X any]() int { return 1 }\n" +
		"type hidden struct{}\nfunc (hidden) M() int { return 1 }\ntype Alias = hidden\ntype Struct = struct{ hidden int }\n" +
		"type OfHidden = func(hidden) int\ntype OfDeep = func(deep.T) int\ntype OfStruct = func(struct{ hidden int }) int\n",
	"lib.v2/internal/deep/deep.go": "package deep\n\ntype T struct{}\n",
	"lib.v2/lib_linux.go":          "package lib\n\ntype Constrained int\nfunc Elsewhere() int { return 1 }\n",
	"lib.v2/lib_other.go":          "//go:build !linux\n\npackage lib\n\ntype Constrained int\nfunc Elsewhere() int { return 1 }\n",
	// Predeclared names that mean something else.
	"shadow/shadow.go": `package shadow

import (
	"strings"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

type int struct{}
type any = string
type checkpointimport1 struct{}

func gen[X interface{}]() bool { return true }
func length(s string) bool { return true }

var _ = checkpoint.Func(gen[int])         // shadow.gen[shadow.int] Bind0x1(gen[int])
var _ = checkpoint.Func(gen[interface{}]) //
var _ = checkpoint.Func(gen[bool])        // shadow.gen[bool] Bind0x1(gen[bool])
var _ = checkpoint.Func(length)           // Bind1x1(length)
var _ = checkpoint.Func(strings.ToLower)  // Bind1x1(strings.ToLower)
`,
}

// wanted lists what the comments of files say.
func wanted(t *testing.T, files ...string) (lines []string) {
	t.Helper()
	for _, name := range files {
		for line := range strings.Lines(bound[name]) {
			call, comment, ok := strings.Cut(line, " //")
			if !ok || !strings.Contains(call, "checkpoint.Func") {
				continue
			}
			if id, bind, ok := strings.Cut(strings.TrimSpace(comment), "Bind"); ok {
				if id = strings.TrimSpace(id); id != "" {
					lines = append(lines, "RegisterInstance "+id)
				}
				lines = append(lines, "Bind"+bind)
			} else if id, _, ok := strings.Cut(strings.TrimSpace(comment), " ("); ok {
				lines = append(lines, "RegisterInstance "+id)
			}
		}
	}
	slices.Sort(lines)
	return lines
}

// said lists what generated code says: ids without the module, and imported
// packages by their names.
func said(t *testing.T, prog *Program, out *Outputs, name string) (lines []string) {
	t.Helper()
	for _, f := range out.Files {
		if prog.Rel(f.Name) != name {
			continue
		}
		aliases := []string{"github.com/gocheckpoint/checkpoint/", ""}
		for line := range strings.Lines(string(f.Data)) {
			if alias, path, ok := strings.Cut(strings.TrimSpace(line), " \""); ok && strings.HasPrefix(alias, "checkpointimport") {
				name, _, _ := strings.Cut(filepath.Base(strings.TrimSuffix(path, `"`)), ".")
				aliases = append(aliases, alias+".", name+".")
			}
		}
		short := strings.NewReplacer(aliases...)
		for line := range strings.Lines(string(f.Data)) {
			line = strings.TrimSpace(line)
			if call, ok := strings.CutPrefix(line, "var _ = checkpointtyped."); ok {
				lines = append(lines, short.Replace(call))
			}
			if call, ok := strings.CutPrefix(line, `var _ = checkpointruntime.RegisterInstance("`); ok {
				id, _, _ := strings.Cut(call, `", `)
				lines = append(lines, "RegisterInstance "+short.Replace(id))
			}
		}
	}
	slices.Sort(lines)
	return lines
}

// The generated code binds what it can name in every build, once, under the id
// that the registration has (rule 9).
func TestGeneratedCodeBindsWhatItCanName(t *testing.T) {
	files := boundStub()
	maps.Copy(files, bound)
	dir := module(t, files)
	env := append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GOPROXY=off", "GOOS=linux")
	prog, err := Load(t.Context(), Config{Dir: dir, Env: env, Tests: true}, "./...")
	if err != nil || len(prog.Problems) > 0 {
		t.Fatal(err, prog.Problems)
	}
	out := outputs(t, prog)
	for name, from := range map[string][]string{
		"app/0checkpoint.go":            {"app/app.go"},
		"app/0checkpoint_test.go":       {"app/app_test.go"},
		"app/0checkpoint_xtest_test.go": {"app/x_test.go"},
		"shadow/0checkpoint.go":         {"shadow/shadow.go"},
	} {
		if got, want := said(t, prog, out, name), wanted(t, from...); !slices.Equal(got, want) {
			t.Errorf("%s says\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}

	// All of it compiles, in each variant, and wherever constraints hold or not.
	if _, _, err := out.Write(); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"vet", "./..."}, {"vet", "-tags=nothing", "./..."}} {
		for _, goos := range []string{"linux", "windows"} {
			cmd := exec.Command("go", args...)
			cmd.Dir, cmd.Env = dir, append(env, "GOOS="+goos, "CGO_ENABLED=0")
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("GOOS=%s go %v: %v\n%s", goos, args, err, out)
			}
		}
	}
}

// Package typed has all that generated code may name, and no more.
func TestBoundsAreThoseOfPackageTyped(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", "..", "runtime", "typed", "bind.go"), nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	have := make(map[string]bool)
	for _, decl := range f.Decls {
		if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.IsExported() {
			have[fn.Name.Name] = true
		}
	}
	tuple := func(n int) *types.Tuple {
		vars := make([]*types.Var, n)
		for i := range vars {
			vars[i] = types.NewVar(token.NoPos, nil, "", types.NewSlice(types.Typ[types.Int]))
		}
		return types.NewTuple(vars...)
	}
	for params := range 2 * maxBoundParams {
		for results := range 2 * maxBoundResults {
			for _, variadic := range []bool{false, true} {
				if variadic && params == 0 {
					continue
				}
				name := bindName(types.NewSignatureType(nil, nil, nil, tuple(params), tuple(results), variadic))
				if name != "" && !have[name] {
					t.Errorf("package typed has no %s", name)
				}
				delete(have, name)
			}
		}
	}
	if len(have) > 0 {
		t.Errorf("never named: %v", have)
	}
}
