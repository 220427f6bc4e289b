package identity_test

// twinsReach call methods that no call in the text names (I6): the edit is in
// the method.
var twinsReach = []twin{
	{"I6 a template calls a function's result", `
-- a/a.go --
package a

import "strings"
import "text/template"

type T struct{}

func (T) String() string { return "one" }

func get() T { return T{} }

func F() any {
	var b strings.Builder
	t := template.Must(template.New("").Funcs(template.FuncMap{"get": get}).Parse("{{get}}"))
	if err := t.Execute(&b, nil); err != nil { panic(err) }
	return b.String()
}
`, `"one"`, `"two"`, ""},
	{"I6 a template calls a field's result", `
-- a/a.go --
package a

import "strings"
import "text/template"

type T struct{ n int }

func (t T) Name() string { return "one" }

type data struct{ Get func() []T }

func F() any {
	var b strings.Builder
	t := template.Must(template.New("").Parse("{{range call .Get}}{{.Name}}{{end}}"))
	if err := t.Execute(&b, data{func() []T { return make([]T, 1) }}); err != nil { panic(err) }
	return b.String()
}
`, `"one"`, `"two"`, ""},
	{"I6 a template ranges over an iterator", `
-- a/a.go --
package a

import "strings"
import "text/template"

type T struct{ n int }

func (t T) Name() string { return "one" }

type Seq func(yield func(T) bool)

func all(yield func(T) bool) { yield(T{}) }

func F() any {
	var b strings.Builder
	t := template.Must(template.New("").Parse("{{range .}}{{.Name}}{{end}}"))
	if err := t.Execute(&b, Seq(all)); err != nil { panic(err) }
	return b.String()
}
`, `"one"`, `"two"`, ""},
	{"I6 a template calls a method by name", `
-- a/a.go --
package a

import "strings"
import "text/template"

type T struct{ n int }

func (t *T) Get() U { return U{} }

type U struct{}

func (U) Name() string { return "one" }

func F() any {
	var b strings.Builder
	t := template.Must(template.New("").Parse("{{.Get.Name}}"))
	if err := t.Execute(&b, &T{}); err != nil { panic(err) }
	return b.String()
}
`, `"one"`, `"two"`, ""},
	{"I6 a promoted method through an embedded interface", `
-- a/a.go --
package a

type I interface{ M() int }

type T struct{}

func (T) M() int { return 1 }

type W struct{ I }

func F() any { return W{T{}}.M() }
`, "return 1", "return 2", ""},
	{"I6 a promoted method through an embedded pointer", `
-- a/a.go --
package a

import "fmt"

type T struct{}

func (*T) String() string { return "one" }

type W struct{ *T }

func F() any { return fmt.Sprint(W{&T{}}) }
`, `"one"`, `"two"`, ""},
	{"I6 a method that becomes ambiguous", `
-- a/a.go --
package a

import "fmt"

type A struct{}

func (A) String() string { return "one" }

type B struct{}

func (B) Other() string { return "two" }

type W struct { A; B }

func F() any { return fmt.Sprint(W{}) }
`, "(B) Other()", "(B) String()", ""},
	{"I6 a generic field that takes an interface", `
-- a/a.go --
package a

type I interface{ M() int }

type T struct{}

func (T) M() int { return 1 }

type Box[X any] struct{ v X }

func F() any { return Box[I]{v: T{}}.v.M() }
`, "return 1", "return 2", ""},
	{"I6 a generic function that takes an interface", `
-- a/a.go --
package a

type I interface{ M() int }

type T struct{}

func (T) M() int { return 1 }

func id[X any](xs ...X) X { return xs[0] }

func F() any { return id[I](T{}).M() }
`, "return 1", "return 2", ""},
	{"I6 partial instantiation", `
-- a/a.go --
package a

type T struct{}

func (T) M() int { return 1 }

func call[R any, X interface{ M() int }](x X) any { var r R; _ = r; return x.M() }

func F() any { return call[string](T{}) }
`, "return 1", "return 2", ""},
	{"I6 a generic alias", `
-- a/a.go --
package a

import "fmt"

type T struct{}

func (T) String() string { return "one" }

type Pair[A any] struct{ Left, Right A }

type Alias[A any] = Pair[A]

func F() any { return fmt.Sprint(Alias[T]{}) }
`, `"one"`, `"two"`, ""},
	{"I6 a type parameter with a core type", `
-- a/a.go --
package a

import "fmt"

type T struct{}

func (T) String() string { return "one" }

func show[S ~[]E, E any](s S) string { return fmt.Sprint(s[0]) }

func F() any { return show([]T{{}}) }
`, `"one"`, `"two"`, ""},
	{"I6 a method of an instance's argument in a leaf", `
-- a/a.go --
package a

import "slices"

type T int

func (t T) Compare(u T) int { return int(t) - int(u) }

func F() any { return slices.MaxFunc([]T{1, 2}, T.Compare) }
`, "int(t) - int(u)", "int(u) - int(t)", ""},
	{"I6 an unexported method behind an anonymous interface", `
-- a/a.go --
package a

type T struct{}

func (T) m() int { return 1 }

func call(x any) int { return x.(interface{ m() int }).m() }

func F() any { return call(T{}) }
`, "return 1", "return 2", ""},
	{"I6 an unexported method of an embedded type of another package", `
-- b/b.go --
package b

type Base struct{}

func (Base) m() int { return 1 }

func Call(x any) int { return x.(interface{ m() int }).m() }
-- a/a.go --
package a

import "m/b"

type T struct{ b.Base }

func F() any { return b.Call(T{}) }
`, "return 1", "return 2", ""},
	{"I6 the Unwrap of a target of errors.As", `
-- a/a.go --
package a

import "errors"

type E struct{}

func (E) Error() string { return "" }

func (E) As(x any) bool { *x.(*int) = 1; return true }

func fail() error { return E{} }

type target interface{ error }

func F() any { var n int; p := any(&n); var e E; _ = errors.As(fail(), &e); return e.As(p) && n == 1 }
`, "= 1; return", "= 2; return", ""},
	{"I6 a method expression through an interface", `
-- a/a.go --
package a

type I interface{ M() int }

type T struct{}

func (T) M() int { return 1 }

func F() any { f := I.M; return f(T{}) }
`, "return 1", "return 2", ""},
	{"I6 a channel of interfaces", `
-- a/a.go --
package a

type I interface{ M() int }

type T struct{}

func (T) M() int { return 1 }

func F() any { c := make(chan I, 1); c <- T{}; return (<-c).M() }
`, "return 1", "return 2", ""},
	{"I6 recursion through an interface", `
-- a/a.go --
package a

type Node interface{ Sum() int }

type Leaf struct{}

func (Leaf) Sum() int { return 1 }

type Tree struct{ l, r Node }

func (t Tree) Sum() int { return add(t.l, t.r) }

func add(l, r Node) int { return l.Sum() + r.Sum() }

func F() any { return add(Tree{Leaf{}, Leaf{}}, Leaf{}) }
`, "return 1", "return 2", ""},
	{"I6 rpc makes the arguments of methods", `
-- a/a.go --
package a

import "reflect"

type Args struct{}

func (Args) String() string { return "one" }

type Server struct{}

func (Server) Do(Args) {}

func F() any {
	t := reflect.TypeOf((Server).Do).In(1)
	return reflect.New(t).Elem().Interface().(interface{ String() string }).String()
}
`, `"one"`, `"two"`, ""},
	{"I6 a leaf iterator of a method", `
-- a/a.go --
package a

import "iter"
import "strings"
import "text/template"

type T struct{}

func (T) Name() string { return "one" }

type Data struct{}

func (Data) All() iter.Seq[T] { return func(yield func(T) bool) { yield(T{}) } }

func F() any {
	var b strings.Builder
	t := template.Must(template.New("").Parse("{{range .All}}{{.Name}}{{end}}"))
	if err := t.Execute(&b, Data{}); err != nil { panic(err) }
	return b.String()
}
`, `"one"`, `"two"`, ""},
}
