package identity

import (
	"go/ast"
	"go/types"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// The tables of the outside world are held against the source of the standard
// library: every exported function whose code calls, at any depth, what asks the
// system or chance must be in them. Calls through interfaces and function values
// are not followed.
func TestTablesOfTheOutsideWorld(t *testing.T) {
	std := loadStd(t)
	reach := std.reach(map[string]bool{
		"time.now": true, "time.runtimeNow": true, "time.runtimeNano": true, "math/rand.runtime_rand": true,
		"math/rand/v2.runtime_rand": true, "hash/maphash.runtime_rand": true, "os.runtime_args": true,
		"crypto/internal/sysrand.Read": true,
	}, unimportant)
	found := 0
	for obj, via := range reach {
		if !isAPI(obj) {
			continue
		}
		found++
		if _, isVar := obj.(*types.Var); isVar {
			continue // reads of such variables are assumed
		}
		if !fromOutside(obj, Leaf{}) && !resultsStay[objectName(obj)] {
			t.Errorf("%s is in no table, but reaches %s", objectName(obj), strings.Join(via, ", "))
		}
	}
	if found < 400 {
		t.Errorf("only %d functions reach the outside world", found)
	}
	for name := range atHome {
		obj := std.named[name]
		if obj == nil {
			t.Errorf("atHome has %s, which does not exist", name)
			continue
		}
		if !worldPackages[obj.Pkg().Path()] {
			t.Errorf("atHome has %s, whose package is not in worldPackages", name)
		}
		if via := reach[obj]; via != nil && !resultsStay[name] {
			t.Errorf("atHome has %s, but it reaches %s", name, strings.Join(via, ", "))
		}
	}
	tables := []map[string]bool{worldFuncs, worldVars, resultsStay}
	for _, s := range leafStates {
		tables = append(tables, set(s.writers), set(s.readers))
	}
	for _, table := range tables {
		for name := range table {
			if std.named[name] == nil {
				t.Errorf("a table has %s, which does not exist", name)
			}
		}
	}
	for path := range worldPackages {
		if !std.paths[path] {
			t.Errorf("worldPackages has %s, which does not exist", path)
		}
	}
}

// unimportant are functions and variables through which nothing comes back: what
// is written, and the zone of this host, which values in the zone UTC don't ask
// for.
var unimportant = set(`
	os.Stdout os.Stderr os.Exit (*log.Logger).output (*log/slog.Logger).log (*log/slog.Logger).logAttrs log/slog.log log/slog.logAttrs
	time.initLocal time.LoadLocationFromTZData
`)

// resultsStay reach the outside world, but not for what they return.
var resultsStay = set(`
	go/format.Node go/format.Source go/parser.ParseExpr go/parser.ParseExprFrom go/types.Eval
`) // they parse text that they have

// A library is the standard library as its source has it.
type library struct {
	callers map[types.Object][]types.Object // by what they mention
	bare    map[types.Object]bool           // functions without a body
	named   map[string]types.Object         // exported functions, methods, types and variables
	paths   map[string]bool
}

func loadStd(t *testing.T) *library {
	t.Helper()
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax, Env: append(packagesEnv(), "CGO_ENABLED=0")}, "std")
	if err != nil || packages.PrintErrors(pkgs) > 0 {
		t.Fatal("cannot load the standard library: ", err)
	}
	l := &library{callers: map[types.Object][]types.Object{}, bare: map[types.Object]bool{}, named: map[string]types.Object{}, paths: map[string]bool{}}
	packages.Visit(pkgs, nil, func(p *packages.Package) {
		l.paths[p.PkgPath] = true
		for _, obj := range p.TypesInfo.Defs {
			if obj != nil && isAPI(obj) {
				l.named[objectName(obj)] = obj
			}
		}
		for _, f := range p.Syntax {
			for _, d := range f.Decls {
				switch d := d.(type) {
				case *ast.FuncDecl:
					fn := p.TypesInfo.Defs[d.Name]
					l.bare[fn] = d.Body == nil
					l.mentions(p.TypesInfo, fn, d, false)
				case *ast.GenDecl:
					for _, s := range d.Specs {
						if s, ok := s.(*ast.ValueSpec); ok {
							for i, name := range s.Names {
								if len(s.Values) > 0 {
									l.mentions(p.TypesInfo, p.TypesInfo.Defs[name], s.Values[min(i, len(s.Values)-1)], true)
								}
							}
						}
					}
				}
			}
		}
	})
	return l
}

// mentions notes what a declaration calls or mentions: of an initializer, what it
// calls.
func (l *library) mentions(info *types.Info, from types.Object, n ast.Node, initializer bool) {
	if from == nil || from.Name() == "_" {
		return
	}
	called := make(map[*ast.Ident]bool)
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return !initializer
		case *ast.CallExpr:
			if id := identOf(n.Fun); id != nil {
				called[id] = true
			}
		case *ast.Ident:
			switch obj := info.Uses[n].(type) {
			case *types.Func:
				if obj = obj.Origin(); obj.Pkg() != nil && obj.Pkg().Path() != "runtime" && !isInterfaceMethod(obj) && (called[n] || !initializer) {
					l.callers[obj] = append(l.callers[obj], from)
				}
			case *types.Var:
				if obj.Pkg() != nil && isPackageLevel(obj) {
					l.callers[obj] = append(l.callers[obj], from)
				}
			}
		}
		return true
	})
}

// reach finds all that leads to the functions of the given names, or to what the
// assembly of package syscall does, but for what leads there by way of others;
// with what it leads through.
func (l *library) reach(sources, stop map[string]bool) map[types.Object][]string {
	out := make(map[types.Object][]string)
	var work []types.Object
	add := func(obj types.Object, via []string) {
		if _, known := out[obj]; !known && !stop[objectName(obj)] {
			out[obj] = slices.Concat([]string{objectName(obj)}, via)
			work = append(work, obj)
		}
	}
	for _, obj := range slices.Concat(slices.Collect(maps.Keys(l.callers)), slices.Collect(maps.Keys(l.bare))) {
		path := obj.Pkg().Path()
		if sources[objectName(obj)] || l.bare[obj] && (path == "syscall" || strings.HasPrefix(path, "internal/syscall/")) {
			add(obj, nil)
		}
	}
	for i := 0; i < len(work); i++ {
		for _, from := range l.callers[work[i]] {
			add(from, out[work[i]])
		}
	}
	return out
}

// isAPI reports whether users of the standard library can name an object.
func isAPI(obj types.Object) bool {
	if !obj.Exported() || obj.Pkg() == nil {
		return false
	}
	for elem := range strings.SplitSeq(obj.Pkg().Path(), "/") {
		if elem == "internal" || elem == "vendor" {
			return false
		}
	}
	if fn, ok := obj.(*types.Func); ok && fn.Signature().Recv() != nil {
		named := namedOf(fn.Signature().Recv().Type())
		return named != nil && named.Obj().Exported()
	}
	return isPackageLevel(obj)
}

func objectName(obj types.Object) string {
	if fn, ok := obj.(*types.Func); ok {
		return fn.Origin().FullName()
	}
	return obj.Pkg().Path() + "." + obj.Name()
}

func packagesEnv() []string { return append(os.Environ(), "GOFLAGS=", "GOWORK=off") }
