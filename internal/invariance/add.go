package invariance

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// addDeclarations adds what nobody mentions: to each file functions,
// constants, variables and types with methods; to each package a file that
// sorts first and one that sorts last, with init functions that write variables
// of their own, and test files; and a package. No method is added to a type
// that is there (I6).
func addDeclarations(c *change) {
	n := 0
	x := func(kind string) string { n++; return c.r.fresh(kind, n) }
	for _, p := range c.r.packages {
		if len(p.files) == 0 {
			continue
		}
		if !p.whole() {
			c.left["I9: a package with files that are no Go"]++
			continue
		}
		for _, f := range p.files {
			t, v, g := x("t"), x("v"), x("f")
			c.at(f, len(f.src), len(f.src), fmt.Sprintf(`

type %[1]s struct{ next *%[1]s; n int }

func (x *%[1]s) String() string { if x.next != nil { return x.next.String() }; return %[4]s[0] }

func (x %[1]s) Error() string { return %[4]s[1] }

func (x %[1]s) %[3]s(v any) any { return []any{x, &x, v, x.n} }

type %[1]si interface { String() string; %[3]s(any) any }

const %[4]sc = 3

var %[4]s = []string{"a", "b"}

var %[4]sx %[1]si = &%[1]s{}

func %[3]s(xs ...int) (n int) { for _, x := range xs { n += x }; %[4]sx = &%[1]s{n: n}; return n + %[4]sc }
`, t, "", g, v))
			c.sites++
		}
		dir := filepath.Dir(p.files[0].name)
		for _, name := range []string{"aaa_" + c.r.prefix + ".go", "zzz_" + c.r.prefix + ".go"} {
			v := x("v")
			c.added[filepath.Join(dir, name)] = fmt.Sprintf("package %s\n\nvar %[2]s int\n\nfunc init() { %[2]s = len(\"abc\") }\n", p.Name, v)
			c.sites++
		}
		c.added[filepath.Join(dir, c.r.prefix+"_test.go")] = fmt.Sprintf("package %s\n\nfunc %s() {}\n", p.Name, x("f"))
		c.sites++
		for _, node := range p.Unit.Nodes { // one init function comes first now
			var k int
			if num, ok := strings.CutPrefix(node.Name, "init#"); ok && node.Kind == identity.FuncNode {
				fmt.Sscan(num, &k)
				c.renamed[node.ID()] = strings.TrimSuffix(node.ID(), num) + fmt.Sprint(k+1)
			}
		}
	}
	c.added[c.r.prefix+"pkg/a.go"] = "package added\n\nimport \"fmt\"\n\nfunc F() string { return fmt.Sprint(1) }\n"
	c.sites++
}
