package identity_test

import (
	"fmt"
	"strings"
	"testing"
)

// What an initializer gets from outside is no constant of the code (I4): the
// functions of whole packages count, but for exemptions; and so do those of
// packages outside the scope that import such a package.
func TestI4InitializersThatAskTheOutsideWorld(t *testing.T) {
	for _, c := range []struct {
		imp, init, typ string
		outside        bool
	}{
		{"os", `os.Getenv("X")`, "string", true},
		{"syscall", `first(syscall.Getenv("X"))`, "string", true},
		{"os", `first(os.Readlink("X"))`, "string", true},
		{"os", `first(os.MkdirTemp("", ""))`, "string", true},
		{"os", `os.Expand("$X", nil)`, "string", false},
		{"os", `os.IsNotExist(nil)`, "bool", false},
		{"os", `os.FileMode(0o644).String()`, "string", false},
		{"io/ioutil", `string(must(ioutil.ReadFile("data.txt")))`, "string", true},
		{"go/parser", `must(parser.ParseFile(nil, "x.go", nil, 0)).Name.Name`, "string", true},
		{"go/parser", `must(parser.ParseExpr("1")).Pos() > 0`, "bool", false},
		{"archive/zip", `len(must(zip.OpenReader("x.zip")).File)`, "int", true},
		{"text/template", `template.Must(template.ParseGlob("*.tmpl")).Name()`, "string", true},
		{"text/template", `template.Must(template.New("").ParseFiles("a.tmpl")).Name()`, "string", true},
		{"text/template", `template.Must(template.New("").Parse("a")).Name()`, "string", false},
		{"html/template", `template.Must(template.ParseFiles("a.tmpl")).Name()`, "string", true},
		{"path/filepath", `filepath.Join("a", "b")`, "string", false},
		{"path/filepath", `must(filepath.Abs("a"))`, "string", true},
		{"time", `time.Now().Unix()`, "int64", true},
		{"time", `time.Unix(0, 0).Format("15")`, "string", true},
		{"time", `time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).Year()`, "int", false},
		{"time", `must(time.ParseDuration("1s"))`, "time.Duration", false},
		{"math/rand", `rand.Int()`, "int", true},
		{"math/rand", `rand.New(rand.NewSource(1)).Int()`, "int", false},
		{"math/rand/v2", `rand.IntN(3)`, "int", true},
		{"math/rand/v2", `rand.New(rand.NewPCG(1, 2)).IntN(3)`, "int", false},
		{"net", `net.ParseIP("1.2.3.4").String()`, "string", false},
		{"net", `len(must(net.Interfaces()))`, "int", true},
		{"os/exec", `exec.Command("ls").Path`, "string", true},
		{"runtime", `runtime.NumCPU()`, "int", true},
		{"runtime", `runtime.Version()`, "string", false},
		{"strings", `strings.ToUpper("x")`, "string", false},
		{"net/http", `http.StatusText(200)`, "string", false},
		{"net/http", `must(http.Get("x")).Status`, "string", true},
		{"text/tabwriter", `new(tabwriter.Writer).Flush() == nil`, "bool", true},
		{"text/tabwriter", `tabwriter.Debug`, "uint", false},
	} {
		src := fmt.Sprintf(`
-- a/a.go --
package a

import %q

func first(s string, x any) string { return s }
func must[T any](x T, err error) T { return x }

var v %s = %s

func init() { w = %s }

var w %s



func F() any { return v }
func G() any { return w }
func H() any { return %[3]s }
`, c.imp, c.typ, c.init, c.init, c.typ)
		fs := functions(t, program{src: src})
		for _, name := range []string{"a.F", "a.G", "a.H"} {
			got := false
			for _, a := range fs[name].Closure().Assumptions {
				got = got || strings.HasPrefix(a.Reason, "has an initializer that depends on ")
			}
			if want := c.outside && name != "a.H"; got != want {
				t.Errorf("%s, %s: assumed %v, want %v", c.init, name, got, want)
			}
		}
	}
}
