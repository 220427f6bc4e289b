package funcname_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/gocheckpoint/checkpoint/internal/funcname"
)

func TestDeclaredFunctionsHaveTheIDThatBuildTimeGives(t *testing.T) {
	for _, test := range []struct{ runtime, main, id string }{
		{"example.com/app/p.f", "", funcname.Func("example.com/app/p", "f")},
		{"example.com/app/p.T.V", "", funcname.Method("example.com/app/p", "T", "V", false)},
		{"example.com/app/p.(*T).P", "", funcname.Method("example.com/app/p", "T", "P", true)},
		{"example.com/app/p%2ev2.f", "", "example.com/app/p.v2.f"},
		{"example.com/a%20%22%25/p.f", "", `example.com/a "%/p.f`},
		{"gopkg.in/yaml%2ev3.Unmarshal", "", "gopkg.in/yaml.v3.Unmarshal"},
		{"main.f", "example.com/app", "example.com/app.f"},
		{"main.f", "", "main.f"},
		{"example.com/main.f", "example.com/app", "example.com/main.f"},
		{"strings.Ünïcode", "", "strings.Ünïcode"},
		{"p.(*T).func1", "", "p.(*T).func1"}, // a method of that name
		{"p.initialize", "", "p.initialize"},
		{"p.func1", "", "p.func1"}, // a function of that name
		{"p.f_fm", "", "p.f_fm"},
		{"reflective.Call", "", "reflective.Call"},
	} {
		id, err := funcname.FromRuntime(test.runtime, test.main)
		if err != nil || id != test.id {
			t.Errorf("FromRuntime(%q, %q) = %q, %v; want %q", test.runtime, test.main, id, err, test.id)
		}
	}
}

func TestNamesThatIdentifyNoFunctionAreRefused(t *testing.T) {
	for name, want := range map[string]error{
		"p.f.func1":               funcname.ErrClosure,
		"p.(*T).M.func1":          funcname.ErrClosure,
		"p.f.func1.2":             funcname.ErrClosure,
		"p.f.gowrap1":             funcname.ErrClosure,
		"p.f.deferwrap2":          funcname.ErrClosure,
		"p.init":                  funcname.ErrClosure,
		"p.init.0":                funcname.ErrClosure,
		"p.init.0.func1":          funcname.ErrClosure,
		"p.init.func1":            funcname.ErrClosure,
		"p.glob..func1":           funcname.ErrClosure,
		"main.main.Outer.f1":      funcname.ErrClosure,
		"p.T.V-fm":                funcname.ErrMethodValue,
		"p.(*T).P-fm":             funcname.ErrMethodValue,
		"p.Gen[...]":              funcname.ErrGeneric,
		"p.(*G[...]).M":           funcname.ErrGeneric,
		"main.L·1.V":              funcname.ErrLocal,
		"main.(*L·12).V":          funcname.ErrLocal,
		"reflect.makeFuncStub":    funcname.ErrUnnamed,
		"reflect.methodValueCall": funcname.ErrUnnamed,
		"runtime.call32":          funcname.ErrUnnamed,
		"":                        funcname.ErrUnnamed,
		"f":                       funcname.ErrUnnamed,
		"p.":                      funcname.ErrUnnamed,
		".f":                      funcname.ErrUnnamed,
		"example.com/p":           funcname.ErrUnnamed,
		"p.(*T.M":                 funcname.ErrUnnamed,
		"p.T).M":                  funcname.ErrUnnamed,
		"p.(*).M":                 funcname.ErrUnnamed,
		"p.f\x00":                 funcname.ErrUnnamed,
		"p.f g":                   funcname.ErrUnnamed,
	} {
		id, err := funcname.FromRuntime(name, "")
		if !errors.Is(err, want) || id != "" {
			t.Errorf("FromRuntime(%q) = %q, %v; want %v", name, id, err, want)
		}
	}
}

// Two names of one binary never become one id, and an id names a package and a
// function or a method.
func FuzzFromRuntime(f *testing.F) {
	for _, name := range []string{"p.f", "a/p%2ev2.(*T).M", "main.L·1.V", "p.Gen[...]", "p.f.func1", "p.T.V-fm", "%2e.f", "p.(((", "a%2fb.f"} {
		f.Add(name, "example.com/app")
	}
	f.Fuzz(func(t *testing.T, name, main string) {
		id, err := funcname.FromRuntime(name, main)
		if err != nil {
			if id != "" {
				t.Errorf("%q: %q beside %v", name, id, err)
			}
			return
		}
		pkg, sym, ok := funcname.Split(name)
		if !ok || pkg == "" || sym == "" || !strings.HasSuffix(id, "."+sym) {
			t.Errorf("%q: package %q, symbol %q, id %q", name, pkg, sym, id)
		}
		if strings.Count(sym, ".") > 1 || strings.ContainsAny(sym, "·[]- ") {
			t.Errorf("%q is taken for the declaration %q", name, id)
		}
	})
}
