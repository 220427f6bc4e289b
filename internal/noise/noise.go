// Package noise makes the input of a study: what does checkpointvet say of code
// that nobody wrote for it? In a copy of a module it registers functions that look
// as if they only computed something. The findings are then judged by hand;
// docs/noise.md has the verdicts, and how to repeat it.
//
//	N1  A function looks pure if it has a parameter and a result that is no error,
//	    none of its parameters is or holds a channel or a function, or is there to
//	    be written to, and it isn't generic, a test's, init or main. Methods of
//	    package-level types count, with their receiver as first parameter.
//	N2  It is chosen only if what it calls in the module calls something in the
//	    module: a chain of at least two calls.
//	N3  The choice depends on the seed and on the names alone.
package noise

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/format"
	"go/types"
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/types/typeutil"
)

// FileName is that of the files with registrations.
const FileName = "zz_checkpoint_noise.go"

// A candidate is a function that looks pure.
type candidate struct {
	pkg  *packages.Package
	fn   *types.Func
	expr string // as the registration names it
}

// Register writes files that register n functions of the module in dir, and
// gives their names.
func Register(dir string, n int, seed uint64) ([]string, error) {
	mode := packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports | packages.NeedExportFile
	pkgs, err := packages.Load(&packages.Config{Mode: mode, Dir: dir}, "./...")
	if err != nil {
		return nil, fmt.Errorf("noise: load %s: %w", dir, err)
	}
	calls := callGraph(pkgs)
	var list []candidate
	for _, p := range pkgs {
		if len(p.Errors) == 0 {
			list = append(list, candidates(p, calls)...)
		}
	}
	rank := func(c candidate) uint64 {
		h := fnv.New64a()
		fmt.Fprintf(h, "%d %s", seed, c.fn.FullName())
		return h.Sum64()
	}
	slices.SortFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(a.fn.FullName(), b.fn.FullName()))
	})
	list = list[:min(n, len(list))]
	var names []string
	for _, c := range list {
		names = append(names, c.fn.FullName())
	}
	slices.Sort(names)
	return names, write(list)
}

// callGraph maps the functions of the module to those of the module that they
// call by name.
func callGraph(pkgs []*packages.Package) map[string][]string {
	calls := make(map[string][]string)
	own := make(map[string]bool)
	for _, p := range pkgs {
		own[p.PkgPath] = true
	}
	for _, p := range pkgs {
		for _, f := range p.Syntax {
			for _, decl := range f.Decls {
				d, ok := decl.(*ast.FuncDecl)
				if !ok || d.Body == nil {
					continue // no function, or written in assembly
				}
				fn, ok := p.TypesInfo.Defs[d.Name].(*types.Func)
				if !ok {
					continue
				}
				ast.Inspect(d.Body, func(n ast.Node) bool {
					if call, ok := n.(*ast.CallExpr); ok {
						if callee := typeutil.StaticCallee(p.TypesInfo, call); callee != nil && callee.Pkg() != nil && own[callee.Pkg().Path()] {
							calls[fn.FullName()] = append(calls[fn.FullName()], callee.Origin().FullName())
						}
					}
					return true
				})
			}
		}
	}
	return calls
}

// candidates gives the functions of a package that may be chosen (N1, N2).
func candidates(p *packages.Package, calls map[string][]string) []candidate {
	var list []candidate
	for i, f := range p.Syntax {
		if strings.HasSuffix(p.CompiledGoFiles[i], FileName) {
			continue
		}
		for _, decl := range f.Decls {
			d, ok := decl.(*ast.FuncDecl)
			if !ok || d.Body == nil || d.Name.Name == "init" || d.Name.Name == "main" || d.Name.Name == "_" {
				continue
			}
			fn, ok := p.TypesInfo.Defs[d.Name].(*types.Func)
			if !ok || !looksPure(fn) {
				continue
			}
			deep := slices.ContainsFunc(calls[fn.FullName()], func(callee string) bool {
				return callee != fn.FullName() && len(calls[callee]) > 0
			})
			if expr := expression(fn); deep && expr != "" {
				list = append(list, candidate{p, fn, expr})
			}
		}
	}
	return list
}

func looksPure(fn *types.Func) bool {
	sig := fn.Signature()
	if sig.TypeParams().Len() > 0 || sig.RecvTypeParams().Len() > 0 || sig.Results().Len() == 0 || sig.Params().Len() == 0 && sig.Recv() == nil {
		return false
	}
	if sig.Results().At(0).Type().String() == "error" {
		return false
	}
	for v := range sig.Params().Variables() {
		if !plain(v.Type(), 0) {
			return false
		}
	}
	return sig.Recv() == nil || plain(sig.Recv().Type(), 0)
}

// plain reports whether a parameter's type is one for data (N1).
func plain(t types.Type, depth int) bool {
	if depth > 3 {
		return true
	}
	name := types.TypeString(t, nil)
	if strings.HasSuffix(name, "Writer") || strings.HasPrefix(name, "*testing.") || name == "*bytes.Buffer" || name == "*strings.Builder" {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Chan, *types.Signature:
		return false
	case *types.Pointer:
		return plain(u.Elem(), depth)
	case *types.Slice:
		return plain(u.Elem(), depth+1)
	case *types.Map:
		return plain(u.Elem(), depth+1)
	case *types.Struct:
		for field := range u.Fields() {
			if !plain(field.Type(), depth+1) {
				return false
			}
		}
	}
	return true
}

// expression names a function in its own package, "" where that can't be done.
func expression(fn *types.Func) string {
	recv := fn.Signature().Recv()
	if recv == nil {
		return fn.Name()
	}
	t, pointer := recv.Type(), false
	if p, ok := t.(*types.Pointer); ok {
		t, pointer = p.Elem(), true
	}
	named, ok := t.(*types.Named)
	if !ok {
		return ""
	}
	if pointer {
		return "(*" + named.Obj().Name() + ")." + fn.Name()
	}
	return named.Obj().Name() + "." + fn.Name()
}

// write writes a file for each package with chosen functions.
func write(list []candidate) error {
	byPackage := make(map[*packages.Package][]string)
	for _, c := range list {
		byPackage[c.pkg] = append(byPackage[c.pkg], c.expr)
	}
	for p, exprs := range byPackage {
		slices.Sort(exprs)
		var b bytes.Buffer
		fmt.Fprintf(&b, "package %s\n\nimport \"github.com/gocheckpoint/checkpoint/runtime/checkpoint\"\n\nvar (\n", p.Name)
		for _, e := range exprs {
			fmt.Fprintf(&b, "_ = checkpoint.Func(%s)\n", e)
		}
		b.WriteString(")\n")
		text, err := format.Source(b.Bytes())
		if err != nil {
			return fmt.Errorf("noise: %s: %w", p.PkgPath, err)
		}
		name := filepath.Join(filepath.Dir(p.CompiledGoFiles[0]), FileName)
		if err := os.WriteFile(name, text, 0o666); err != nil {
			return fmt.Errorf("noise: %w", err)
		}
	}
	return nil
}
