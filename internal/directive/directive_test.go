package directive_test

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/gocheckpoint/checkpoint/internal/directive"
)

// parseComment parses one comment in a file of its own.
func parseComment(t *testing.T, comment string) ([]directive.Directive, []directive.Problem) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "p.go", "package p\n\n"+comment+"\nvar v int\n", parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	return directive.File(f)
}

func TestWellFormed(t *testing.T) {
	for comment, want := range map[string]directive.Directive{
		"//checkpoint:capture":                           {Verb: "capture"},
		"//checkpoint:capture once":                      {Verb: "capture", Once: true},
		"//checkpoint:capture by=sum":                    {Verb: "capture", By: "sum"},
		"//checkpoint:capture by=sum   once":             {Verb: "capture", By: "sum", Once: true},
		"//checkpoint:capture once // read at the start": {Verb: "capture", Once: true},
		"//checkpoint:nohash":                            {Verb: "nohash"},
		"//checkpoint:nohash // for logs":                {Verb: "nohash"},
		"//checkpoint:nohash\t":                          {Verb: "nohash"},
		"//checkpoint:ignore hashable it // is never hashed": {
			Verb: "ignore", Category: "hashable", Reason: "it // is never hashed"},
		"//checkpoint:pure a memo of what it computes": {Verb: "pure", Reason: "a memo of what it computes"},
		"//checkpoint:impure  asks the card\t":         {Verb: "impure", Reason: "asks the card"},
	} {
		ds, problems := parseComment(t, comment)
		if len(ds) != 1 || len(problems) != 0 {
			t.Errorf("%s: %v, problems %v", comment, ds, problems)
			continue
		}
		got := ds[0]
		if int(got.End-got.Pos) != len(comment) {
			t.Errorf("%s: spans %d bytes, want %d", comment, got.End-got.Pos, len(comment))
		}
		got.Pos, got.End = 0, 0
		if got != want {
			t.Errorf("%s: %+v, want %+v", comment, got, want)
		}
	}
}

func TestMalformedIsAProblem(t *testing.T) {
	for comment, want := range map[string]string{
		"//checkpoint:":                          "lacks a verb",
		"//checkpoint: capture":                  "space after the colon: write //checkpoint:capture",
		"//checkpoint:captur":                    "//checkpoint:captur is unknown, did you mean //checkpoint:capture",
		"//checkpoint:Capture":                   "did you mean //checkpoint:capture",
		"//checkpoint:remember":                  "is unknown: known are capture, nohash, ignore, pure, impure",
		"//checkpoint:pure":                      "directive //checkpoint:pure lacks a reason",
		"//checkpoint:impure ":                   "directive //checkpoint:impure lacks a reason",
		"//checkpoint:imprue it prints":          "did you mean //checkpoint:impure",
		"// checkpoint:pure it only counts":      "write //checkpoint:pure it only counts",
		"//checkpoint:capture onc":               "unknown argument onc, did you mean once",
		"//checkpoint:capture once once":         "repeats once",
		"//checkpoint:capture by=a by=b":         "repeats by=",
		"//checkpoint:capture by=":               "needs the name of a function",
		"//checkpoint:capture by=pkg.F":          "needs the name of a function",
		"//checkpoint:nohash once":               "takes no argument, but has once",
		"//checkpoint:ignore":                    "lacks a category",
		"//checkpoint:ignore hashable":           "ignore hashable lacks a reason",
		"//checkpoint:ignore hashabel no reason": "unknown category hashabel, did you mean hashable",
		"//checkpoint:ignore zzz no reason":      "unknown category zzz: known are directive",
		"// checkpoint:capture":                  "space after the slashes is not read as a directive: write //checkpoint:capture",
		"// checkpoint:captrue once":             "write //checkpoint:capture once",
		"//Checkpoint:nohash":                    "write //checkpoint:nohash",
		"//checkpoint :nohash":                   "write //checkpoint:nohash",
		"//  CHECKPOINT: ignore impure known":    "write //checkpoint:ignore impure known",
		"//chekpoint:capture":                    "write //checkpoint:capture",
		"//checkpoints:ignore impure known":      "write //checkpoint:ignore impure known",
		"//checkpoint capture":                   "write //checkpoint:capture",
		"//checkpoint-nohash":                    "write //checkpoint:nohash",
		"// checkpoint:ignore impure":            "write //checkpoint:ignore impure reason",
		"/*checkpoint:capture*/":                 "block comment is not read as a directive: write //checkpoint:capture",
	} {
		ds, problems := parseComment(t, comment)
		if len(ds) != 0 || len(problems) != 1 || !strings.Contains(problems[0].Message, want) {
			t.Errorf("%s: %v, problems %v, want %q", comment, ds, problems, want)
			continue
		}
		if p := problems[0]; int(p.End-p.Pos) != len(comment) || strings.HasSuffix(p.Message, ".") || strings.Contains(p.Message, "\n") {
			t.Errorf("%s: %+v is no one-line message over the comment", comment, p)
		}
	}
}

func TestProseIsNoDirective(t *testing.T) {
	for _, comment := range []string{
		"// checkpoint: load \"pkg.F\": no such file",
		"// checkpoint is a package",
		"// checkpoint:capture is what annotates a variable",
		"//\t//checkpoint:capture",
		"// see //checkpoint:capture",
		"//checkpointer:capture",
		"//checkpoint capture of the state",
		"//checkpoints: capture them",
		"//breakpoint:capture",
		"// chekpoint:capture in prose",
		"// checkpoint: pure functions are left alone",
		"//checkpoint pure functions",
		"//go:generate x",
		"/* a block */",
		"//",
	} {
		if ds, problems := parseComment(t, comment); len(ds)+len(problems) != 0 {
			t.Errorf("%s: %v, problems %v", comment, ds, problems)
		}
	}
}

const varsSource = `// checkpoint: this is prose.
package p

//checkpoint:capture once
var doc = 1

var line = 2 //checkpoint:nohash

//checkpoint:capture by=sum
var (
	single = 3
)

var (
	//checkpoint:capture
	spec = 4

	lines     = 5 //checkpoint:capture
	two, more = 6, 7 //checkpoint:nohash

	none = 8
)

//checkpoint:ignore capture not an annotation
var ignored = 9

//checkpoint:capture
var (
	group1 = 1
	group2 = 2
)

//checkpoint:nohash
func fn() {
	//checkpoint:capture
	var local = 1
	_ = local
}

//checkpoint:capture
type typ struct {
	field int //checkpoint:nohash
}

//checkpoint:capture
const konst = 1

const (
	other = 2 //checkpoint:capture
)

//checkpoint:capture
var _ = 1

//checkpoint:capture

var blankLine = 1

//checkpoint:capture
var contradictory = 1 //checkpoint:nohash

//checkpoint:capture
//checkpoint:capture once
var twice = 1
`

func vars(t *testing.T) (map[string]directive.Var, []string) {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", varsSource, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{Defs: make(map[*ast.Ident]types.Object)}
	conf := types.Config{Importer: importer.Default()}
	if _, err := conf.Check("p", fset, []*ast.File{f}, info); err != nil {
		t.Fatal(err)
	}
	found, problems := directive.Vars([]*ast.File{f}, info)
	byName := make(map[string]directive.Var)
	for v, a := range found {
		a.Directive = directive.Directive{}
		byName[v.Name()] = a
	}
	var messages []string
	for _, p := range problems {
		messages = append(messages, p.Message)
	}
	return byName, messages
}

func TestVarsFindsEveryPlaceOfADirective(t *testing.T) {
	got, _ := vars(t)
	want := map[string]directive.Var{
		"doc":           {Capture: true, Once: true},
		"line":          {NoHash: true},
		"single":        {Capture: true, By: "sum"},
		"spec":          {Capture: true},
		"lines":         {Capture: true},
		"two":           {NoHash: true},
		"more":          {NoHash: true},
		"contradictory": {Capture: true},
		"twice":         {Capture: true},
	}
	for name, v := range got {
		if v != want[name] {
			t.Errorf("%s: %+v, want %+v", name, v, want[name])
		}
	}
	for name := range want {
		if _, ok := got[name]; !ok {
			t.Errorf("%s: not found", name)
		}
	}
}

func TestVarsReportsWhatAnnotatesNothing(t *testing.T) {
	_, got := vars(t)
	const put = ": put it on a package-level variable"
	want := []string{
		"directive //checkpoint:capture stands on a group of variables" + put,
		"directive //checkpoint:nohash stands on function fn" + put,
		"directive //checkpoint:capture stands inside function fn" + put,
		"directive //checkpoint:capture stands on a declaration of type" + put,
		"directive //checkpoint:nohash stands on a field" + put,
		"directive //checkpoint:capture stands on a declaration of const" + put,
		"directive //checkpoint:capture stands on constant other" + put,
		"directive //checkpoint:capture annotates a blank variable, which nothing reads",
		"directive //checkpoint:capture belongs to no declaration" + put,
		"directive //checkpoint:nohash contradicts //checkpoint:capture of variable contradictory",
		"directive //checkpoint:capture repeats the one of variable twice",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestFuncsFindsAndReports(t *testing.T) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", `package p

// memo computes.
//
//checkpoint:pure a memo
func memo() int { return 1 }

type T int

//checkpoint:impure asks the card
func (t *T) Ask() int

//checkpoint:pure a memo
//checkpoint:impure asks the card
func both() {}

//checkpoint:pure a memo
//checkpoint:pure a memo
func twice() {}

//checkpoint:pure a memo
func _() {}

//checkpoint:pure a memo
var v int

func inside() {
	//checkpoint:impure asks the card
}

//checkpoint:capture
func wrong() {}
`, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}}
	if _, err := (&types.Config{Importer: importer.Default(), FakeImportC: true}).Check("p", fset, []*ast.File{f}, info); err != nil {
		t.Fatal(err)
	}
	funcs, problems := directive.Funcs([]*ast.File{f}, info)
	got := make(map[string]string)
	for fn, d := range funcs {
		got[fn.FullName()] = d.Verb + ": " + d.Reason
	}
	want := map[string]string{
		"p.memo": "pure: a memo", "(*p.T).Ask": "impure: asks the card", "p.both": "pure: a memo", "p.twice": "pure: a memo",
	}
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	var messages []string
	for _, p := range problems {
		messages = append(messages, p.Message)
	}
	if want := []string{
		"directive //checkpoint:impure contradicts //checkpoint:pure of function both",
		"directive //checkpoint:pure repeats the one of function twice",
		"directive //checkpoint:pure annotates a blank function, which nothing calls",
		"directive //checkpoint:pure stands on a variable: put it above a function",
		"directive //checkpoint:impure stands inside function inside: put it above a function",
	}; !slices.Equal(messages, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(messages, "\n"), strings.Join(want, "\n"))
	}
}

func TestCategoriesAreAccepted(t *testing.T) {
	for _, category := range directive.Categories() {
		if _, problems := parseComment(t, "//checkpoint:ignore "+category+" for a reason"); len(problems) != 0 {
			t.Errorf("%s: %v", category, problems)
		}
	}
}

func TestNearest(t *testing.T) {
	for word, want := range map[string]string{
		"captur": "capture", "CAPTURE": "capture", "no-hash": "nohash", "ignroe": "ignore", "noahsh": "nohash",
		"lgo": "log", "logs": "log", "goal": "", "x": "", "remember": "", "": "",
	} {
		if got := directive.Nearest(word, []string{"capture", "nohash", "ignore", "log", "y"}); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

func FuzzFile(f *testing.F) {
	for _, seed := range []string{"//checkpoint:capture once by=f", "//checkpoint:ignore impure x", "// Checkpoint : nohash", "/*checkpoint:capture*/"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, comment string) {
		file := &ast.File{Comments: []*ast.CommentGroup{{List: []*ast.Comment{{Slash: 1, Text: comment}}}}}
		ds, problems := directive.File(file)
		if strings.HasPrefix(comment, "//checkpoint:") && len(ds)+len(problems) != 1 {
			t.Errorf("%q is neither a directive nor a problem", comment)
		}
	})
}
