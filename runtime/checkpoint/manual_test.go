package checkpoint

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"strings"
	"testing"
)

// The list of options and methods is for people who look for what there is: it is
// complete, but for what generated code calls.
func TestTheListOfOptionsIsComplete(t *testing.T) {
	manual, err := os.ReadFile("../../docs/options.md")
	if err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	said := 0
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file.Name(), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range f.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || !fn.Name.IsExported() || !ofExported(fn.Recv) || fn.Name.Name == "String" || generatedCalls[fn.Name.Name] {
				continue
			}
			if name := fn.Name.Name; !regexp.MustCompile("`[^`]*\\b" + name + "\\b[^`]*`").Match(manual) {
				t.Errorf("docs/options.md doesn't say what %s is", name)
			}
			said++
		}
	}
	if said < 35 {
		t.Errorf("%d functions and methods found, which are not all", said)
	}
}

// ofExported reports whether a receiver, if there is one, is of an exported type.
func ofExported(recv *ast.FieldList) (exported bool) {
	if recv == nil {
		return true
	}
	ast.Inspect(recv.List[0].Type, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && !exported {
			exported = id.IsExported()
			return false
		}
		return true
	})
	return exported
}

var generatedCalls = map[string]bool{
	"RegisterManifest": true, "RegisterInstance": true, "RegisterCapture": true, "RegisterCapturedField": true,
}
