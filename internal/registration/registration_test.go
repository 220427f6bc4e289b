package registration_test

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"

	"github.com/gocheckpoint/checkpoint/internal/registration"
)

// api declares as much of the runtime package as the calls below need.
const api = `package checkpoint

type Function[F any] struct { Call F }
type Option interface{ option() }
func Func[F any](fn F, opts ...Option) *Function[F] { return nil }
func HashBy[T, K any](name string, by func(T) (K, error)) Option { return nil }
func NoHash(names ...string) Option { return nil }
func KeyBy(by any) Option { return nil }
func HashContext[K any](by func(int) (K, error)) Option { return nil }
func CaptureAll() Option { return nil }
func New(opts ...Option) Option { return nil }
func Over[F any](inner *Function[F], opts ...Option) *Function[F] { return inner }
`

const helpers = `
type T struct { f func() int }
func (T) V() int { return 1 }
func (*T) P() int { return 1 }
type I interface{ M() int }
type G[X any] struct{}
func (G[X]) V() int { return 1 }
type OG struct{ x int; G[int] }
type OGX[X any] struct{ x int; G[X] }
type AG = G[byte]
type OI struct{ I }
type OT struct{ x int; T }
func plain() int { return 1 }
func gen[X any]() int { return 1 }
func by(int) (int, error) { return 0, nil }
var t T
var fv = plain
var fs []func() int
type named func() int
const name = "n"
var opts []checkpoint.Option
`

type imports map[string]*types.Package

func (m imports) Import(path string) (*types.Package, error) {
	if p := m[path]; p != nil {
		return p, nil
	}
	return importer.Default().Import(path)
}

// find gives the registrations in a package's source, type-checked at path.
func find(t *testing.T, path, pkgPath, src string) []registration.Registration {
	t.Helper()
	f, info := load(t, path, src)
	return registration.Find(pkgPath, []*ast.File{f}, info)
}

func load(t *testing.T, path, src string) (*ast.File, *types.Info) {
	t.Helper()
	fset := token.NewFileSet()
	check := func(path, src string, info *types.Info, imp types.Importer) (*ast.File, *types.Package) {
		f, err := parser.ParseFile(fset, path+".go", src, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		pkg, err := (&types.Config{Importer: imp}).Check(path, fset, []*ast.File{f}, info)
		if err != nil {
			t.Fatal(err)
		}
		return f, pkg
	}
	_, runtime := check(registration.RuntimePath, api, nil, nil)
	info := &types.Info{
		Types: make(map[ast.Expr]types.TypeAndValue), Defs: make(map[*ast.Ident]types.Object),
		Uses: make(map[*ast.Ident]types.Object), Selections: make(map[*ast.SelectorExpr]*types.Selection),
		Instances: make(map[*ast.Ident]types.Instance),
	}
	f, _ := check(path, src, info, imports{registration.RuntimePath: runtime})
	return f, info
}

const header = "package p\nimport checkpoint \"" + registration.RuntimePath + "\"\n" + helpers

func TestFunctionIsKnownOrHasAProblem(t *testing.T) {
	for _, test := range []struct{ arg, id, fn, problem, remedy string }{
		{arg: "plain", id: "example.com/p.plain", fn: "example.com/p.plain"},
		{arg: "((plain))", id: "example.com/p.plain", fn: "example.com/p.plain"},
		{arg: "named(plain)", id: "example.com/p.plain", fn: "example.com/p.plain"},
		{arg: "T.V", id: "example.com/p.T.V", fn: "(example.com/p.T).V"},
		{arg: "(*T).V", id: "example.com/p.(*T).V", fn: "(example.com/p.T).V"},
		{arg: "(*T).P", id: "example.com/p.(*T).P", fn: "(*example.com/p.T).P"},
		{arg: "gen[int]", id: "example.com/p.gen[int]", fn: "example.com/p.gen"},
		{arg: "(named(gen[T]))", id: "example.com/p.gen[example.com/p.T]", fn: "example.com/p.gen"},
		{arg: "G[int].V", id: "example.com/p.G[int].V", fn: "(example.com/p.G[X]).V"},
		{arg: "(*G[int]).V", id: "example.com/p.(*G[int]).V", fn: "(example.com/p.G[X]).V"},
		{arg: "(*OGX[T]).V", id: "example.com/p.(*OGX[example.com/p.T]).V", fn: "(example.com/p.G[X]).V"},
		{arg: "AG.V", id: "example.com/p.G[uint8].V", fn: "(example.com/p.G[X]).V"},
		{arg: "OG.V", id: "example.com/p.OG.V", fn: "(example.com/p.G[X]).V"},
		{arg: "(*OT).V", id: "example.com/p.(*OT).V", fn: "(example.com/p.T).V"},
		{arg: "OI.M", problem: "the interface method OI.M", remedy: "a concrete type"},
		{arg: "t.V", problem: "the method value t.V", remedy: "register the method expression T.V, whose"},
		{arg: "t.P", problem: "the method value t.P", remedy: "register the method expression (*T).P, whose"},
		{arg: "I.M", problem: "the interface method I.M", remedy: "a concrete type"},
		{arg: "I(nil).M", problem: "the interface method I(nil).M", remedy: "a concrete type"},
		{arg: "struct{ T }.V", problem: "the method struct{T}.V of an unnamed type", remedy: "a named type"},
		{arg: "struct{ I }.M", problem: "the interface method struct{I}.M", remedy: "a concrete type"},
		{arg: "fv", problem: "the function variable fv", remedy: "by its name"},
		{arg: "t.f", problem: "the function field t.f", remedy: "by its name"},
		{arg: "fs[0]", problem: "the element fs[0]", remedy: "by its name"},
		{arg: "*&fv", problem: "the value of *&fv", remedy: "by its name"},
		{arg: "func() func() int { return plain }()", problem: "the result of a call of (func() func() int literal)", remedy: "with what the call fixes"},
		{arg: "func() int { return 1 }", problem: "a function literal", remedy: "declare it as a function"},
		{arg: "func() int { x := t; return x.V() }", problem: "a function literal", remedy: "declare it as a function"},
	} {
		found := find(t, "example.com/p", "", header+"var R = checkpoint.Func("+test.arg+")")
		if len(found) != 1 {
			t.Errorf("%s: found %d registrations", test.arg, len(found))
			continue
		}
		r := found[0]
		fn := ""
		if r.Func != nil {
			fn = r.Func.FullName()
		}
		if r.ID != test.id || fn != test.fn || r.Problem != test.problem || !strings.Contains(r.Remedy, test.remedy) {
			t.Errorf("%s: id %q, func %q, problem %q, remedy %q", test.arg, r.ID, fn, r.Problem, r.Remedy)
		}
		if (r.Func == nil) != (r.Problem != "") || (r.Problem == "") != (r.Remedy == "") {
			t.Errorf("%s: a registration has either a function or a problem with a remedy", test.arg)
		}
		if r.Generic != strings.Contains(r.ID, "[") {
			t.Errorf("%s: generic %v, id %q", test.arg, r.Generic, r.ID)
		}
	}
}

func TestLiteralNamesWhatItCaptures(t *testing.T) {
	found := find(t, "p", "", header+`
func init() {
	x, y := 1, 2
	_ = checkpoint.Func(func(z int) int { return x + y + x + z + t.V() })
}`)
	if got, want := found[0].Problem, "a function literal that captures x, y"; got != want {
		t.Errorf("problem %q, want %q", got, want)
	}
}

func TestLocalTypeIsAProblem(t *testing.T) {
	found := find(t, "p", "", header+"func init() { type L struct{ T }; checkpoint.Func(L.V) }")
	if got, want := found[0].Problem, "the method L.V of a type declared inside a function"; got != want {
		t.Errorf("problem %q, want %q", got, want)
	}
}

func TestCallIsFoundHoweverItIsSpelt(t *testing.T) {
	for _, src := range []string{
		"import c \"%\"\nvar R = c.Func(f)",
		"import . \"%\"\nvar R = Func(f)",
		"import c \"%\"\nvar R = (c.Func[func() int])(f)",
		"import c \"%\"\nvar R = c.Func[func() int](f)",
		"import . \"%\"\nvar R = (Func[func() int])((f))",
		"import c \"%\"\nvar R = c.Func(f).Call",
	} {
		src = "package p\n" + strings.ReplaceAll(src, "%", registration.RuntimePath) + "\nfunc f() int { return 1 }"
		if found := find(t, "p", "", src); len(found) != 1 || found[0].ID != "p.f" || !found[0].TopLevel {
			t.Errorf("%s: %+v", src, found)
		}
	}
	if found := find(t, "p", "", "package p\nfunc Func(f func()) int { return 1 }\nfunc f() {}\nvar R = Func(f)"); len(found) != 0 {
		t.Errorf("a function that is only called Func is found: %+v", found)
	}
}

func TestTopLevelIsWhatRunsOnce(t *testing.T) {
	found := find(t, "p", "", header+`
var a = checkpoint.Func(plain)
func init() { checkpoint.Func(plain) }
var b = func() *checkpoint.Function[func() int] { return checkpoint.Func(plain) }
func init() { go func() { checkpoint.Func(plain) }(); checkpoint.Func(plain) }
func (T) init() { checkpoint.Func(plain) }
func c() { checkpoint.Func(plain) }
`)
	var got []bool
	for _, r := range found {
		got = append(got, r.TopLevel)
	}
	if want := []bool{true, true, false, false, true, false, false}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestOptions(t *testing.T) {
	found := find(t, "p", "", header+`
var R = checkpoint.Func(plain, checkpoint.NoHash("a", name, fmtName()), (checkpoint.HashBy[int, int]("b", by)), opts[0])
var S = checkpoint.Func(plain, opts...)
func fmtName() string { return "" }`)
	var got []string
	for _, r := range found {
		for _, o := range r.Options {
			got = append(got, o.Name+":"+paramNames(o))
			if (o.Call == nil) != (o.Name == "") {
				t.Errorf("%q: call %v", o.Name, o.Call)
			}
		}
	}
	if want := []string{"NoHash:a,n", "HashBy:b", ":", ":"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// R5.
func TestOptionsNameTheFunctionGiven(t *testing.T) {
	found := find(t, "p", "", header+`
var R = checkpoint.Func(plain, checkpoint.HashBy("b", by), (checkpoint.KeyBy)(plain), checkpoint.HashContext[int](by),
	checkpoint.CaptureAll(), checkpoint.NoHash("a"), checkpoint.New(checkpoint.KeyBy(plain)), opts[0])`)
	var got []string
	for _, o := range found[0].Options {
		by := ""
		if o.By != nil {
			by = types.ExprString(o.By)
		}
		got = append(got, o.Name+":"+by)
	}
	if want := []string{"HashBy:by", "KeyBy:plain", "HashContext:by", "CaptureAll:", "NoHash:", "New:", ":"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for name, want := range map[string]bool{"CaptureAll": true, "KeyBy": true, "Version": false, "Shared": false} {
		if found[0].Has(name) != want {
			t.Errorf("has %s: %v", name, !want)
		}
	}
}

// R6.
func TestListsAreThoseOfBundlesAndLayers(t *testing.T) {
	f, info := load(t, "p", header+`
var bundle = checkpoint.New(checkpoint.CaptureAll(), checkpoint.New(), opts[0])
var R = checkpoint.Func(plain, checkpoint.NoHash("a"))
var L = (checkpoint.Over[func() int])(R, checkpoint.NoHash("b"))
func New() int { return 1 }
var other = New()`)
	var got []string
	for _, l := range registration.Lists([]*ast.File{f}, info) {
		s := l.Maker
		if l.Inner != nil {
			s += " of " + types.ExprString(l.Inner)
		}
		for _, o := range l.Options {
			s += " " + o.Name + paramNames(o)
		}
		got = append(got, s)
	}
	if want := []string{"New CaptureAll New ", "New", "Over of R NoHashb"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if found := registration.Find("p", []*ast.File{f}, info); len(found) != 1 {
		t.Errorf("%d registrations, want 1", len(found))
	}
}

// What decides a key is part of a registration's identity; the rest is not, and
// CaptureAll is told apart (I2, I8 of package identity).
func TestRootsHaveTheOptionsThatCount(t *testing.T) {
	f, info := load(t, "p", header+`
var R = checkpoint.Func(plain, checkpoint.HashBy("b", by), checkpoint.KeyBy(plain), checkpoint.HashContext(by), checkpoint.CaptureAll(), opts[0])
var S = checkpoint.Func(by)`)
	roots := registration.Roots(registration.Find("p", []*ast.File{f}, info), info)
	var got []string
	for _, e := range roots[0].Exprs {
		got = append(got, types.ExprString(e))
	}
	want := []string{`checkpoint.HashBy("b", by)`, "checkpoint.KeyBy(plain)", "checkpoint.HashContext(by)", "opts[0]"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if !roots[0].CaptureAll || roots[1].CaptureAll {
		t.Error("one registration captures all, the other does not")
	}
}

func TestImportPathOfIDs(t *testing.T) {
	for _, test := range []struct{ typesPath, pkgPath, want string }{
		{"example.com/p [example.com/p.test]", "", "example.com/p.plain"},
		{"example.com/p_test [example.com/p.test]", "", "example.com/p_test.plain"},
		{"main", "example.com/cmd", "example.com/cmd.plain"},
		{"main", "example.com/cmd [example.com/cmd.test]", "example.com/cmd.plain"},
	} {
		found := find(t, test.typesPath, test.pkgPath, header+"var R = checkpoint.Func(plain)")
		if found[0].ID != test.want {
			t.Errorf("%+v: id %q", test, found[0].ID)
		}
	}
	found := find(t, "main", "example.com/cmd", "package p\nimport (\n\"strings\"\n checkpoint \""+registration.RuntimePath+"\"\n)\nvar R = checkpoint.Func(strings.ToUpper)")
	if found[0].ID != "strings.ToUpper" {
		t.Errorf("another package's function has the id %q", found[0].ID)
	}
}

func TestIDOfDeclared(t *testing.T) {
	found := find(t, "p [p.test]", "", header+"var A = checkpoint.Func(plain)\nvar B = checkpoint.Func((*T).P)\nvar C = checkpoint.Func(T.V)\nvar D = checkpoint.Func(gen[int])\nvar E = checkpoint.Func(G[int].V)")
	var got []string
	for _, r := range found {
		got = append(got, registration.ID(r.Func))
	}
	if want := []string{"p.plain", "p.(*T).P", "p.T.V", "", ""}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestParamsBeginWithTheReceiver(t *testing.T) {
	found := find(t, "p", "", header+`
func (recv T) m(a int, _ int, b ...string) int { return 1 }
func unnamed(int) int { return 1 }
var A = checkpoint.Func(T.m)
var B = checkpoint.Func(unnamed)
var C = checkpoint.Func(plain)
var D = checkpoint.Func((*T).P)`)
	for i, want := range [][]string{{"recv", "a", "_", "b"}, {"_"}, nil, {"_"}} {
		if got := registration.Params(found[i].Func); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", found[i].Func.Name(), got, want)
		}
	}
}

// paramNames are the parameters that an option names.
func paramNames(o registration.Option) string {
	var names []string
	for _, p := range o.Param {
		names = append(names, p.Name)
	}
	return strings.Join(names, ",")
}
