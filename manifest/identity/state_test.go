package identity_test

import (
	"strings"
	"testing"
)

// twinsState call functions with a state of their own, which types outside the
// scope hold (I4).
var twinsState = []twin{
	{"I4 a function with state in a template", `
-- a/a.go --
package a
import ("strings"; "text/template")
func counter() func() int { n := 0; return func() int { n++; return n } }
var tmpl = template.Must(template.New("x").Funcs(template.FuncMap{"next": counter()}).Parse("{{next}}"))
func F() any { var b strings.Builder; tmpl.Execute(&b, nil); return b.String() }
func Run() any { use(1); return F() }
func use(n int) { for range n { F() } }
`, "use(1)", "use(2)", "may have state"},
	{"I4 a function with state in a template that a function makes", `
-- a/a.go --
package a
import ("strings"; "text/template")
func counter() func() int { n := 0; return func() int { n++; return n } }
func parse(text string) *template.Template { return template.Must(template.New("x").Funcs(template.FuncMap{"next": counter()}).Parse(text)) }
var tmpl = parse("{{next}}")
func F() any { var b strings.Builder; tmpl.Execute(&b, nil); return b.String() }
func Run() any { use(1); return F() }
func use(n int) { for range n { F() } }
`, "use(1)", "use(2)", "may have state"},
	{"I4 a function with state in a template, a literal", `
-- a/a.go --
package a
import ("strings"; "text/template")
func parse(text string) *template.Template {
	n := 0
	return template.Must(template.New("x").Funcs(template.FuncMap{"next": func() int { n++; return n }}).Parse(text))
}
var tmpl = parse("{{next}}")
func F() any { var b strings.Builder; tmpl.Execute(&b, nil); return b.String() }
func Run() any { use(1); return F() }
func use(n int) { for range n { F() } }
`, "use(1)", "use(2)", "may have state"},
	{"I4 a function with state in a template, a method", `
-- a/a.go --
package a
import ("strings"; "text/template")
type count struct{ n int }
func (c *count) next() int { c.n++; return c.n }
var tmpl = template.Must(template.New("x").Funcs(template.FuncMap{"next": new(count).next}).Parse("{{next}}"))
func F() any { var b strings.Builder; tmpl.Execute(&b, nil); return b.String() }
func Run() any { use(1); return F() }
func use(n int) { for range n { F() } }
`, "use(1)", "use(2)", "may have state"},
	{"I4 a function with state in a field of a type outside the scope", `
-- a/a.go --
package a
import ("net/http"; "errors"; "fmt")
func counter() func(*http.Request, []*http.Request) error {
	n := 0
	return func(*http.Request, []*http.Request) error { n++; return errors.New(fmt.Sprint(n)) }
}
var client = http.Client{CheckRedirect: counter()}
func F() any { return client.CheckRedirect(nil, nil).Error() }
func Run() any { use(1); return F() }
func use(n int) { for range n { F() } }
`, "use(1)", "use(2)", "may have state"},
	{"I4 a function with state that an init function puts into a field", `
-- a/a.go --
package a
import ("net/http"; "errors"; "fmt")
func counter() func(*http.Request, []*http.Request) error {
	n := 0
	return func(*http.Request, []*http.Request) error { n++; return errors.New(fmt.Sprint(n)) }
}
var client http.Client
func init() { client.CheckRedirect = counter() }
func F() any { return client.CheckRedirect(nil, nil).Error() }
func Run() any { use(1); return F() }
func use(n int) { for range n { F() } }
`, "use(1)", "use(2)", "may have state"},
	{"I4 a function with state in a template of another package", `
-- b/b.go --
package b
import "text/template"
func counter() func() int { n := 0; return func() int { n++; return n } }
func Parse(text string) *template.Template { return template.Must(template.New("x").Funcs(template.FuncMap{"next": counter()}).Parse(text)) }
-- a/a.go --
package a
import ("strings"; "m/b")
var tmpl = b.Parse("{{next}}")
func F() any { var b strings.Builder; tmpl.Execute(&b, nil); return b.String() }
func Run() any { use(1); return F() }
func use(n int) { for range n { F() } }
`, "use(1)", "use(2)", "may have state"},
}

func TestI4FunctionsWithoutStateInTypesOutsideTheScope(t *testing.T) {
	const head = `
-- b/b.go --
package b

import "text/template"

func Upper(s string) string { return s }

func Parse(text string) *template.Template { return template.Must(template.New("x").Funcs(template.FuncMap{"up": Upper}).Parse(text)) }
-- a/a.go --
package a

import (
	"net/http"
	"os"
	"log"
	"strings"
	"text/template"

	"m/b"
)

type text string

func (t text) up(string) string { return string(t) }

func parse(text string) *template.Template { return template.Must(template.New("x").Parse(text)) }

var tmpl = VALUE

func F() string {
	var b strings.Builder
	tmpl.Execute(&b, nil)
	return b.String()
}

var _, _, _, _, _ = http.NewRequest, os.Stderr, log.New, b.Upper, template.New
`
	for _, value := range []string{
		`template.Must(template.New("x").Parse("y"))`, `parse("y")`, `b.Parse("y")`,
		`template.Must(template.New("x").Funcs(template.FuncMap{"up": b.Upper, "low": strings.ToLower}).Parse("y"))`,
		`template.Must(template.New("x").Funcs(template.FuncMap{"up": func(s string) string { return s }}).Parse("y"))`,
		`template.Must(template.New("x").Funcs(template.FuncMap{"up": text("x").up}).Parse("y"))`,
	} {
		fns := functions(t, program{src: strings.Replace(head, "VALUE", value, 1)})
		if as := fns["a.F"].Closure().Assumptions; len(as) > 0 {
			t.Errorf("%s: F assumes %v", value, as)
		}
	}
}
