package invariance

import (
	"context"
	"fmt"
	"go/ast"
	"go/printer"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/zeebo/blake3"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

func load(t *testing.T, dir string, patterns ...string) *Repo {
	t.Helper()
	r, err := Load(context.Background(), dir, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func transform(t *testing.T, r *Repo, tf *Transformation) *Transformed {
	t.Helper()
	tr, err := r.Transform(context.Background(), tf)
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

// named is the transformation of that name.
func named(t *testing.T, name string) *Transformation {
	t.Helper()
	for _, tf := range Transformations() {
		if tf.Name == name {
			return tf
		}
	}
	t.Fatalf("no transformation %q", name)
	return nil
}

// fixture is the program that the tests share, with each transformation of it
// made once.
var fixture = sync.OnceValues(func() (*Repo, error) {
	return Load(context.Background(), "testdata/store", "./...")
})

var transformed sync.Map // by name, func() (*Transformed, error)

func fixtureAfter(t *testing.T, name string) *Transformed {
	t.Helper()
	r, err := fixture()
	if err != nil {
		t.Fatal(err)
	}
	tf := named(t, name)
	once, _ := transformed.LoadOrStore(name, sync.OnceValues(func() (*Transformed, error) {
		return r.Transform(context.Background(), tf)
	}))
	tr, err := once.(func() (*Transformed, error))()
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

// check compares a transformation that must have edited at least so many
// places.
func check(t *testing.T, tr *Transformed, edits int) {
	t.Helper()
	r, tf := tr.repo, tr.Transformation
	res := tr.Compare(nil)
	if !res.OK() {
		res.Print(t.Output())
		t.Errorf("%s: %d functions differ, %d must change and don't", tf.Name, len(res.Differing), len(res.Unmoved))
	}
	if res.Edits < edits {
		t.Errorf("%s edits %d places, want %d", tf.Name, res.Edits, edits)
	}
	if res.Functions != r.Functions || res.Functions == 0 {
		t.Errorf("%s: %d of %d functions compared", tf.Name, res.Functions, r.Functions)
	}
}

func TestFixtureKeepsItsIdentitiesUnderEveryTransformation(t *testing.T) {
	for _, tf := range Transformations() {
		t.Run(tf.Name, func(t *testing.T) {
			t.Parallel()
			check(t, fixtureAfter(t, tf.Name), 2)
		})
	}
}

func TestOwnCodeKeepsItsIdentities(t *testing.T) {
	r := load(t, filepath.Join("..", ".."), "./runtime/objecthash")
	for name, edits := range map[string]int{
		"comments added": 5000, "locals renamed": 1000, "declarations moved": 50,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, transform(t, r, named(t, name)), edits)
		})
	}
}

func TestExceptionsAreForTheStatedReasons(t *testing.T) {
	r := load(t, "testdata/store", "./...")
	for _, test := range []struct{ name, why string }{
		{"comments stripped", "I2: a directive"},
		{"locals renamed", "I3: a local type"},
		{"declarations grouped", "I2: a directive, or constants that repeat or count"},
		{"methods renamed", "I6: an interface of the package has the method's name"},
		{"variables renamed", "I4, I10: the linker can set the variable"},
		{"variables renamed", "I4: the variable holds pointers, channels, interface values or locks"},
		{"variables renamed", "I4, I10: the variable is not fixed, its address is taken, or the linker may set it"},
		{"declarations reordered", "I5: a variable or init function"},
		{"files reordered", "I5: in a package whose initialization runs code"},
	} {
		c := r.newChange()
		named(t, test.name).apply(c)
		if c.left[test.why] == 0 {
			t.Errorf("%s leaves nothing alone because of %q, but for %v", test.name, test.why, c.left)
		}
	}
}

// inspectDecl walks the declaration of a node.
func inspectDecl(n *identity.Node, do func(ast.Node) bool) {
	for _, file := range n.Unit().Source().Files {
		for _, d := range file.Decls {
			if d.Pos() == n.Pos {
				ast.Inspect(d, do)
			}
		}
	}
}

// Wrong tools, and the transformations that find them out.
func TestWrongToolsAreFoundOut(t *testing.T) {
	tools := []struct {
		what       string
		tool       Tool
		finds, not string // transformations that it fails, and passes
	}{
		{"the text of a function", func(n *identity.Node) [32]byte {
			src := n.Unit().Source()
			var out strings.Builder
			for _, file := range src.Files {
				for _, d := range file.Decls {
					if d.Pos() == n.Pos {
						printer.Fprint(&out, src.Fset, &printer.CommentedNode{Node: d, Comments: file.Comments})
					}
				}
			}
			return blake3.Sum256([]byte(out.String()))
		}, "comments stripped", "checkout moved"},
		{"the line of a function", func(n *identity.Node) [32]byte {
			return blake3.Sum256(fmt.Append(nil, n.Unit().Source().Fset.Position(n.Pos).Line))
		}, "lines broken", "literals"},
		{"the file of a function", func(n *identity.Node) [32]byte {
			return blake3.Sum256([]byte(filepath.Base(n.Unit().Source().Fset.Position(n.Pos).Filename)))
		}, "declarations moved", "locals renamed"},
		{"the path of the checkout", func(n *identity.Node) [32]byte {
			return blake3.Sum256([]byte(filepath.Dir(n.Unit().Source().Fset.Position(n.Pos).Filename)))
		}, "checkout moved", ""},
		{"the name of a function", func(n *identity.Node) [32]byte { return blake3.Sum256([]byte(n.FullName())) },
			"functions renamed", "locals renamed"},
		{"the names of locals", func(n *identity.Node) [32]byte {
			var names []string
			info := n.Unit().Source().Info
			inspectDecl(n, func(m ast.Node) bool {
				if id, ok := m.(*ast.Ident); ok {
					if v, ok := info.Defs[id].(*types.Var); ok && !v.IsField() {
						names = append(names, v.Name())
					}
				}
				return true
			})
			return blake3.Sum256([]byte(strings.Join(names, " ")))
		}, "locals renamed", "comments added"},
		{"the kinds of syntax", func(n *identity.Node) [32]byte {
			var kinds []string
			inspectDecl(n, func(m ast.Node) bool { kinds = append(kinds, fmt.Sprintf("%T", m)); return true })
			return blake3.Sum256([]byte(strings.Join(kinds, " ")))
		}, "parentheses", "imports renamed"},
		{"the spelling of literals", func(n *identity.Node) [32]byte {
			var all []string
			inspectDecl(n, func(m ast.Node) bool {
				if lit, ok := m.(*ast.BasicLit); ok {
					all = append(all, lit.Value)
				}
				return true
			})
			return blake3.Sum256([]byte(strings.Join(all, " ")))
		}, "literals", "locals renamed"},
		{"how many functions the package has", func(n *identity.Node) [32]byte {
			count := 0
			for _, m := range n.Unit().Nodes {
				if m.Kind == identity.FuncNode {
					count++
				}
			}
			return blake3.Sum256(fmt.Append(nil, count))
		}, "declarations added", "declarations reordered"},
		{"the order of functions", func(n *identity.Node) [32]byte {
			return blake3.Sum256(fmt.Append(nil, slices.Index(n.Unit().Nodes, n)))
		}, "declarations reordered", "gofmt"},
	}
	for _, tool := range tools {
		if res := fixtureAfter(t, tool.finds).Compare(tool.tool); len(res.Differing) == 0 {
			t.Errorf("a tool that hashes %s passes %q", tool.what, tool.finds)
		}
		if tool.not == "" {
			continue
		}
		if res := fixtureAfter(t, tool.not).Compare(tool.tool); len(res.Differing) > 0 {
			t.Errorf("a tool that hashes %s fails %q: %s", tool.what, tool.not, res.Differing[0].Node.ID())
		}
	}
}

func TestToolThatIgnoresNamesOfVariablesMissesWhatMustChange(t *testing.T) {
	res := fixtureAfter(t, "named variables renamed").Compare(func(*identity.Node) [32]byte { return [32]byte{} })
	if res.OK() || len(res.Unmoved) == 0 {
		t.Error("nothing is missed")
	}
}

func TestTransformationThatEditsNothingProvesNothing(t *testing.T) {
	r := load(t, "testdata/store", "./report")
	res := transform(t, r, &Transformation{Name: "nothing", apply: func(*change) {}}).Compare(nil)
	var out strings.Builder
	if res.Print(&out); res.OK() || !strings.Contains(out.String(), "proves nothing") {
		t.Errorf("a transformation without edits is fine: %s", out.String())
	}
}

// edited is a transformation that replaces text of the fixture.
func edited(old, with string) *Transformation {
	return &Transformation{Name: old + " → " + with, apply: func(c *change) {
		for f := range c.r.files {
			if i := strings.Index(string(f.src), old); i >= 0 {
				c.at(f, i, i+len(old), with)
				c.sites++
			}
		}
	}}
}

func TestRootCauseIsTheDeclarationThatChanged(t *testing.T) {
	r := load(t, "testdata/store", "./...")
	for _, test := range []struct{ old, with, function, cause string }{
		{"return by }", "return by + 1 }", "func example.com/store/report.Print", "func example.com/store/shelf.Item.heavier at shelf/shelf.go:"},
		{"{8, 0x10, 32}", "{9, 0x10, 32}", "func example.com/store/shelf.Shelf.Put", "var example.com/store/shelf.limits at shelf/shelf.go:"},
		{"return even(n - 1)", "return even(n - 2)", "func example.com/store/shelf.Apply", "func example.com/store/shelf.odd at shelf/more.go:"},
		{"perPage = 10", "perPage = 11", "func example.com/store/report.Pages", "var example.com/store/report.perPage at report/pages.go:"},
	} {
		res := transform(t, r, edited(test.old, test.with)).Compare(nil)
		found := false
		for _, d := range res.Differing {
			if d.Node.ID() != test.function {
				continue
			}
			found = true
			if len(d.Causes) != 1 || !strings.HasPrefix(d.Causes[0], test.cause) {
				t.Errorf("%s → %s: %s differs by %q, want %q", test.old, test.with, test.function, d.Causes, test.cause)
			}
		}
		if !found {
			t.Errorf("%s → %s: %s doesn't differ", test.old, test.with, test.function)
		}
		var out strings.Builder
		if res.Print(&out); !strings.Contains(out.String(), test.cause) || res.OK() {
			t.Errorf("the report does not name %q: %s", test.cause, out.String())
		}
	}
}

func TestFunctionThatIsGoneIsNoted(t *testing.T) {
	r := load(t, "testdata/store", "./...")
	res := transform(t, r, edited("func middleOf(", "func centreOf(")).Compare(nil)
	if len(res.Differing) != 1 || res.Differing[0].What != "gone" {
		t.Errorf("differing: %v", res.Differing)
	}
}

func TestProgramThatDoesNotTypeCheckIsAnError(t *testing.T) {
	r := load(t, "testdata/store", "./...")
	if _, err := r.Transform(context.Background(), edited("return by }", "return bye }")); err == nil || !strings.Contains(err.Error(), "bye") {
		t.Errorf("error %v, want one that names bye", err)
	}
}

func TestOverlappingEditsAreAnError(t *testing.T) {
	f := &file{name: "a.go", src: []byte("package a")}
	if _, err := apply(f, []edit{{0, 5, "x"}, {3, 6, "y"}}); err == nil {
		t.Error("no error")
	}
	got, err := apply(f, []edit{{8, 9, "b"}, {8, 8, "/* x */"}, {0, 0, "\n"}})
	if want := "\npackage /* x */b"; err != nil || string(got) != want {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
}
