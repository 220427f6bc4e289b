package analyzer

import (
	"errors"
	"go/ast"
	"go/types"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/gocheckpoint/checkpoint/internal/typewalk"
	"github.com/gocheckpoint/checkpoint/runtime/codec"
	"github.com/gocheckpoint/checkpoint/runtime/objecthash"
	"github.com/gocheckpoint/checkpoint/testdata/src/typetable"
)

// tableTypes gives the types of package typetable as syntax has them, in order.
func tableTypes(t *testing.T) []types.Type {
	t.Helper()
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax, Dir: root}, fixture("typetable"))
	if err != nil || packages.PrintErrors(pkgs) > 0 {
		t.Fatal("cannot load the table: ", err)
	}
	var list []types.Type
	for _, f := range pkgs[0].Syntax {
		ast.Inspect(f, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name == "TypeFor" {
				list = append(list, pkgs[0].TypesInfo.Instances[sel.Sel].TypeArgs.At(0))
			}
			return true
		})
	}
	if len(list) != len(typetable.Types) {
		t.Fatalf("%d types in the syntax, %d in the value", len(list), len(typetable.Types))
	}
	return list
}

// agree compares the verdicts on the whole table. A verdict is the culprit's
// path and reason; if says is false, the reasons for channels, functions and unsafe
// pointers are the runtime's alone, as findings show the type.
func agree(t *testing.T, find func(types.Type) *typewalk.Culprit, says bool, runtime func(reflect.Type) (path, reason string, refused bool)) {
	refusals := 0
	for i, syntax := range tableTypes(t) {
		path, reason, refused := runtime(typetable.Types[i])
		c := find(syntax)
		if (c != nil) != refused {
			t.Errorf("%s: refused by the analyzer %v (%+v), by the runtime %v (%s: %s)", syntax, c != nil, c, refused, path, reason)
			continue
		}
		if c == nil {
			continue
		}
		refusals++
		if (c.Reason != "" || says) && c.Reason != reason {
			t.Errorf("%s: reason %q, the runtime's is %q", syntax, c.Reason, reason)
		}
		// The runtime spells out type arguments and unnamed structs.
		generic := strings.Contains(strings.NewReplacer("[]", "", "[key]", "").Replace(path), "[")
		if c.Path != "" && !generic && !strings.HasPrefix(c.Path, "struct") && c.Path != path {
			t.Errorf("%s: path %q, the runtime's is %q", syntax, c.Path, path)
		}
	}
	if refusals < 20 || refusals > len(typetable.Types)-20 {
		t.Errorf("%d of %d types are refused: the table says little", refusals, len(typetable.Types))
	}
}

func TestHashableAgreesWithTheRuntime(t *testing.T) {
	agree(t, typewalk.Unhashable, false, func(typ reflect.Type) (path, reason string, refused bool) {
		var e *objecthash.UnhashableError
		if errors.As(objecthash.Check(typ), &e) {
			return e.Path, e.Reason, true
		}
		return "", "", false
	})
}

func TestStorableAgreesWithTheRuntime(t *testing.T) {
	agree(t, storeRules.Find, true, func(typ reflect.Type) (path, reason string, refused bool) {
		var e *codec.UnstorableError
		if errors.As(codec.Check(typ), &e) {
			return e.Path, e.Reason, true
		}
		return "", "", false
	})
}
