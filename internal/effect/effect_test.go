package effect

import (
	"bytes"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// summarize sums up a package of one file that imports nothing of the scope.
func summarize(t *testing.T, source string) *Package {
	t.Helper()
	return Summarize(sourceOf(t, source))
}

func sourceOf(t *testing.T, source string) *Source {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", source, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
		Instances: map[*ast.Ident]types.Instance{},
	}
	conf := types.Config{Importer: importer.Default(), FakeImportC: true}
	pkg, err := conf.Check("example.com/p", fset, []*ast.File{f}, info)
	if err != nil {
		t.Fatal(err)
	}
	return &Source{
		Fset: fset, Files: []*ast.File{f}, Types: pkg, Info: info,
		InScope:    func(path string) bool { return path == "example.com/p" },
		Quiet:      func(*types.Var) bool { return false },
		Silenced:   func(string, token.Pos) bool { return false },
		Registered: func(ast.Expr) Handle { return Handle{} },
	}
}

// reached lists the effects that a function reaches, as "kind what".
func reached(p *Package, name string) []string {
	var out []string
	NewWorld([]*Package{p}).Walk("example.com/p."+name, Params{Given: 1}, func(r *Reached) {
		for _, e := range r.Effects {
			out = append(out, e.Kind.String()+" "+e.What)
		}
	})
	return out
}

const sample = `package p

type shape interface{ area(int) int }

type square struct{ n int }

func (s *square) area(k int) int { s.n = k; return v }

var v = w[0]

var w = []int{1, 2}

func set(s *square, f func(int) int) int {
	var x shape = s
	g := func(n int) int { w[n] = f(n); return x.area(n) }
	return g(1)
}

var Hook func(int) Area

type Area interface{ Area() int }

func hook[A Area](n int, x any, a A) int { return Hook(n).Area() + x.(Area).Area() + a.Area() + hook(n, x, Hook(n)) }

func last(m map[string]int) (k string) {
	for k = range m {
	}
	for key := range m {
		k += key
	}
	return k
}
`

func TestSummariesComeBackAndAreEqualBytes(t *testing.T) {
	p := summarize(t, sample)
	first := p.Encode()
	for range 20 {
		if again := summarize(t, sample).Encode(); !bytes.Equal(first, again) {
			t.Fatal("equal sources have summaries of other bytes")
		}
	}
	got, err := Decode(first)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Encode(), first) {
		t.Error("a summary that was read is other bytes")
	}
	if len(got.Nodes) != len(p.Nodes) || !reflect.DeepEqual(got.Types, p.Types) || !reflect.DeepEqual(got.Shapes, p.Shapes) {
		t.Errorf("decoded %+v, want %+v", got, p)
	}
}

func TestDamagedSummariesAreErrors(t *testing.T) {
	data := summarize(t, sample).Encode()
	for n := range data {
		if _, err := Decode(data[:n]); err == nil {
			t.Errorf("the first %d of %d bytes decode", n, len(data))
		}
	}
	for i := range data { // must not panic, here or in a walk
		for _, flip := range []byte{0xff, 1, 0x80} {
			damaged := bytes.Clone(data)
			damaged[i] ^= flip
			p, err := Decode(damaged)
			if err != nil {
				continue
			}
			w := NewWorld([]*Package{p})
			for _, n := range p.Nodes {
				w.Writers(n.Key)
				w.Walk(n.Key, Params{Given: 1}, func(*Reached) {})
			}
		}
	}
}

// E1: a cycle needs no fixpoint, and each of its functions has the same effects
// whichever is asked first.
func TestRecursionGivesAllFunctionsTheEffect(t *testing.T) {
	p := summarize(t, `package p

import "time"

func a(n int) int { return b(n) + c(n) }
func b(n int) int { return a(n) }
func c(n int) int { return time.Now().Day() }
`)
	for _, name := range []string{"a", "b"} {
		if got := reached(p, name); len(got) != 1 || got[0] != "reads the clock time.Now" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// Every name of the tables must be one that exists: a misspelt one finds nothing.
func TestTablesNameWhatExists(t *testing.T) {
	imp := importer.ForCompiler(token.NewFileSet(), "source", nil)
	packages := make(map[string]*types.Package)
	load := func(path string) *types.Package {
		if packages[path] == nil {
			p, err := imp.Import(path)
			if err != nil {
				t.Fatal(err)
			}
			packages[path] = p
		}
		return packages[path]
	}
	var names []string
	for name := range outsideFuncs {
		names = append(names, name)
	}
	for name := range scanners {
		names = append(names, name)
	}
	for _, table := range append(slices.Clone(writers), seeded, same, parted, sequences, cloned, final, onces, withoutOrder, collectors, mapSequences) {
		for name := range table {
			names = append(names, name)
		}
	}
	for name := range outsideVars {
		names = append(names, name)
	}
	for _, name := range names {
		plain := strings.NewReplacer("(", "", ")", "", "*", "").Replace(name)
		slash := strings.LastIndexByte(plain, '/') + 1
		dot := slash + strings.IndexByte(plain[slash:], '.')
		path, rest := plain[:dot], plain[dot+1:]
		if strings.Contains(strings.SplitN(path, "/", 2)[0], ".") {
			continue // of a module that this one doesn't require
		}
		first, method, isMethod := strings.Cut(rest, ".")
		obj := load(path).Scope().Lookup(first)
		if obj != nil && isMethod {
			obj, _, _ = types.LookupFieldOrMethod(obj.Type(), true, load(path), method)
		}
		switch obj := obj.(type) {
		case *types.Func:
			if Key(obj) != name {
				t.Errorf("%s is spelt %s", name, Key(obj))
			}
		case *types.Var:
			if isMethod {
				t.Errorf("%s is a field", name)
			}
		default:
			t.Errorf("%s doesn't exist", name)
		}
	}
}

// E3: ways end after three steps, at what leads on, and a way is below another by
// whole steps.
func TestWays(t *testing.T) {
	for _, c := range []struct{ a, b, want string }{
		{"", ".a", ".a"}, {".a[]", ".b", ".a[].b"}, {".a[]*", ".b", ".a[]*"}, {".a", ".b.c.d", ".a.b.c"}, {"$0.f", "", "$0.f"},
	} {
		if got := joinSteps(c.a, c.b); got != c.want {
			t.Errorf("%q and %q: %q, want %q", c.a, c.b, got, c.want)
		}
	}
	for _, c := range []struct {
		p, q, rest string
		ok         bool
	}{
		{".a.b", ".a", ".b", true}, {".ab", ".a", "", false}, {".a", ".a.b", "", false}, {"[]*", "[]", "*", true}, {".a", "", ".a", true},
	} {
		if rest, ok := below(c.p, c.q); rest != c.rest || ok != c.ok {
			t.Errorf("%q below %q: %q, %v", c.p, c.q, rest, ok)
		}
	}
}

// Where a tree has many kinds of branches, ways through it must not multiply.
func TestResultsOfTreesStaySmall(t *testing.T) {
	source := "package p\n\ntype node struct{ n int; "
	calls := ""
	for _, f := range strings.Fields("a b c d e f g h i j") {
		source += f + " *node; "
		calls += "\tif m := find(n." + f + "); m != nil {\n\t\treturn m\n\t}\n"
	}
	source += "}\n\nfunc find(n *node) *node {\n\tif n.n > 0 {\n\t\treturn n\n\t}\n" + calls + "\treturn nil\n}\n" +
		"func set(n *node) { find(n).n = 1 }\n"
	p := summarize(t, source)
	w := NewWorld([]*Package{p})
	found := false
	w.Walk("example.com/p.set", Params{Given: 1}, func(r *Reached) {
		for _, e := range r.Effects {
			found = found || e.Kind == Mutates && w.Given(r, e.Ref)
		}
	})
	if !found {
		t.Error("a write to what find returns is not found")
	}
	if n := len(w.results["example.com/p.find"]); n > 2*maxLeads {
		t.Errorf("find returns %d things", n)
	}
}

func TestShortNames(t *testing.T) {
	for key, want := range map[string]string{
		"time.Now":                       "time.Now",
		"(*net/http.Client).Do":          "http.Client.Do",
		"math/rand/v2.IntN":              "rand.IntN",
		"(*example.com/a/v3.T).M":        "a.T.M",
		"var example.com/a.start":        "a.start",
		"example.com/a.LoggerWith$1":     "a.LoggerWith",
		"gopkg.in/yaml.v3.Unmarshal":     "yaml.v3.Unmarshal",
		"(example.com/a/b.Box[int]).Add": "b.Box[int].Add",
	} {
		if got := Short(key); got != want {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
	}
}

func TestUnionMergesAndKeeps(t *testing.T) {
	a := []Ref{{1, ""}, {1, ".x"}, {3, ""}}
	for _, c := range []struct{ b, want []Ref }{
		{nil, a},
		{a[1:2], a},
		{a, a},
		{[]Ref{{2, ""}}, []Ref{{1, ""}, {1, ".x"}, {2, ""}, {3, ""}}},
		{[]Ref{{1, ""}, {4, ""}}, []Ref{{1, ""}, {1, ".x"}, {3, ""}, {4, ""}}},
		{[]Ref{{0, ""}}, []Ref{{0, ""}, {1, ""}, {1, ".x"}, {3, ""}}},
	} {
		got := union(a, c.b)
		if !slices.Equal(got, c.want) {
			t.Errorf("%v and %v: %v", a, c.b, got)
		}
		if len(c.want) == len(a) && &got[0] != &a[0] {
			t.Errorf("%v adds nothing, but the list is another", c.b)
		}
	}
	if got := union(nil, a); !slices.Equal(got, a) {
		t.Errorf("%v", got)
	}
}
