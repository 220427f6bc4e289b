package identity_test

import (
	"slices"
	"strings"
	"testing"
)

// Every site at which a concrete type becomes an interface value covers the
// type's methods (I6): each case is the body of a function of its own, beside
// which T.M is edited. T.M is never called by name.
func TestI6ConversionSitesCoverMethods(t *testing.T) {
	const head = `
-- a/a.go --
package a

import ("fmt"; "errors"; "sort")

type T struct{}
func (T) M() int { return 1 }
type P struct{}
func (*P) M() int { return 1 }
type I interface{ M() int }
type Outer struct{ T }
type Deep struct{ x map[string][]*T }
type Box[X any] struct{ v X }
func (b Box[X]) Any() any { return b.v }
func take(I) {}
func many(...I) {}
func two() (T, error) { return T{}, nil }
func gen[X I](x X) int { return x.M() }
func id[X any](x X) X { return x }
func unused() { _ = fmt.Sprint; _ = errors.New; _ = sort.Ints }
func F(i I, c chan I, m map[I]int, arr []I) any {
	SITE
	return nil
}
`
	sites := map[string]string{
		"assignment":            "i = T{}",
		"declaration":           "var x I = T{}; _ = x",
		"tuple assignment":      "var err error; i, err = two(); _ = err",
		"argument":              "take(T{})",
		"variadic argument":     "many(i, T{})",
		"tuple argument":        "func(I, error) {}(two())",
		"result":                "return T{}",
		"named result":          "_ = func() (r I) { return T{} }",
		"tuple result":          "_ = func() (I, error) { return two() }",
		"slice literal":         "_ = []I{T{}}",
		"indexed literal":       "_ = [...]I{3: T{}}",
		"map literal value":     "_ = map[int]I{1: T{}}",
		"map literal key":       "_ = map[I]int{T{}: 1}",
		"keyed struct literal":  "_ = struct{ i I }{i: T{}}",
		"struct literal":        "_ = struct{ i I }{T{}}",
		"nested literal":        "_ = [][]I{{T{}}}",
		"send":                  "c <- T{}",
		"send in select":        "select { case c <- T{}: default: }",
		"range":                 "for _, i = range []T{{}} {}",
		"range over func":       "for i = range func(yield func(T) bool) {} {}",
		"map index":             "_ = m[T{}]",
		"map assignment":        "m[T{}] = 1",
		"delete":                "delete(m, T{})",
		"append":                "arr = append(arr, T{})",
		"comparison":            "_ = i == T{}",
		"comparison, reversed":  "_ = T{} == i",
		"switch":                "switch i { case T{}: }",
		"switch, reversed":      "switch (T{}) { case i: }",
		"conversion":            "_ = I(T{})",
		"conversion to any":     "_ = any(T{})",
		"argument of fmt":       "fmt.Sprint(T{})",
		"panic":                 "panic(T{})",
		"instantiation":         "gen(T{})",
		"explicit instance":     "_ = gen[T]",
		"instance of a type":    "_ = Box[T]{}",
		"embedded":              "fmt.Sprint(Outer{})",
		"promoted":              "i = Outer{}",
		"component":             "fmt.Sprint(Deep{})",
		"anonymous struct":      "fmt.Sprint(struct{ t T }{})",
		"pointer":               "i = &T{}",
		"closure":               "_ = func() I { return T{} }",
		"deferred":              "defer take(T{})",
		"goroutine":             "go take(T{})",
		"function value":        "f := take; f(T{})",
		"method value":          "f := I.M; f(T{})",
		"receive":               "ts := make(chan T); i = <-ts",
		"map comma ok":          "ts := map[int]T{}; i, _ = ts[1]",
		"type switch":           "switch x := any(1).(type) { case T: i = x }",
		"local type with field": "type L struct{ t T }; fmt.Sprint(L{})",
		"return of a struct":    "return struct{ a, b any }{1, T{}}",
	}
	for name, site := range sites {
		t.Run(name, func(t *testing.T) {
			src := strings.Replace(head, "SITE", site, 1)
			edited := strings.Replace(src, "func (T) M() int { return 1 }", "func (T) M() int { return 2 }", 1)
			if got := changed(t, program{src: src}, program{src: edited}); !slices.Contains(got, "a.F") {
				t.Errorf("%s: an edit of T.M doesn't change F: %q", site, got)
			}
		})
	}
	for name, site := range map[string]string{
		"no conversion":         "t := T{}; _ = t",
		"interface to the same": "j := i; _ = j",
		"assertion":             "_, _ = i.(T)",
		"other type":            "i = &P{}",
		"pointer to a variable": "t := &T{}; _ = t",
		"method is mentioned":   "_ = Deep{}",
	} {
		t.Run(name, func(t *testing.T) {
			src := strings.Replace(head, "SITE", site, 1)
			edited := strings.Replace(src, "func (T) M() int { return 1 }", "func (T) M() int { return 2 }", 1)
			if got := changed(t, program{src: src}, program{src: edited}); slices.Contains(got, "a.F") {
				t.Errorf("%s: an edit of T.M changes F", site)
			}
		})
	}
}

func TestI6MethodSets(t *testing.T) {
	runEdits(t, `
-- a/a.go --
package a

import "fmt"

type Shape interface{ Area() int; hidden() }

type Square struct{ s Side }

func (q Square) Area() int { return int(q.s) }

func (q Square) hidden() {}

func (q Square) private() int { return 1 }

func (q *Square) Grow() Inner { return Inner{} }

type Side int

func (s Side) String() string { return "side" }

type Inner struct{}

func (Inner) Result() int { return 1 }

type Elsewhere struct{}

func (Elsewhere) Area() int { return 5 }

func (Elsewhere) hidden() {}

func Use() string { return fmt.Sprint(Square{}) }

func Static() int { return Square{}.Area() }
`, []edit{
		{"exported method", "return int(q.s)", "return int(q.s) + 1", "a.Square.Area a.Static a.Use"},
		{"unexported method that an interface has", "func (q Square) hidden() {}", "func (q Square) hidden() { println() }", "a.Square.hidden a.Use"},
		{"unexported method that no interface has", "return 1 }\n\nfunc (q *Square)", "return 2 }\n\nfunc (q *Square)", "a.Square.private"},
		{"method of the pointer", "return Inner{} }", "println(); return Inner{} }", "a.Square.Grow a.Use"},
		{"method of a field's type", `return "side"`, `return "edge"`, "a.Side.String a.Use"},
		{"method of a result's type", "func (Inner) Result() int { return 1 }", "func (Inner) Result() int { return 2 }", "a.Inner.Result a.Use"},
		{"another implementation", "return 5", "return 6", "a.Elsewhere.Area"},
		{"a new method", "type Inner struct{}", "type Inner struct{}\nfunc (Square) String() string { return \"q\" }", "a.Square.String a.Use"},
	})
}

func TestI6APromotedMethodIsTheOneThatIsCalled(t *testing.T) {
	runEdits(t, `
-- a/a.go --
package a

type Base struct{}

func (Base) Name() string { return "base" }

type Mid struct{ Base }

type Top struct{ Mid }

func Call() string { return Top{}.Name() }

func Other() int { return 1 }
`, []edit{
		{"shallower method", "type Top", "func (Mid) Name() string { return \"mid\" }\n\ntype Top", "a.Call a.Mid.Name"},
		{"the method itself", `return "base"`, `return "BASE"`, "a.Base.Name a.Call"},
	})
}

func TestI6GenericsCoverTheirArguments(t *testing.T) {
	runEdits(t, `
-- a/a.go --
package a

type Num interface{ ~int; Twice() int }

type N int

func (n N) Twice() int { return int(n) * 2 }

type O int

func (o O) Twice() int { return int(o) * 3 }

func Sum[T Num](xs ...T) (s int) {
	for _, x := range xs { s += x.Twice() }
	return s
}

type List[T Num] struct{ xs []T }

func (l *List[T]) Sum() int { return Sum(l.xs...) }

func Ns() int { return Sum(N(1)) }

func Os() int { return Sum[O](1) }

func Ln() int { return (&List[N]{}).Sum() }
`, []edit{
		{"method of one argument", "int(n) * 2", "int(n) * 4", "a.Ln a.N.Twice a.Ns"},
		{"method of the other", "int(o) * 3", "int(o) * 4", "a.O.Twice a.Os"},
		{"the generic body", "s += x", "s -= x", "a.List.Sum a.Ln a.Ns a.Os a.Sum"},
		{"inferred or explicit", "Sum[O](1)", "Sum(O(1))", ""},
		{"type parameter renamed", "func Sum[T Num](xs ...T)", "func Sum[E Num](xs ...E)", ""},
	})
}
