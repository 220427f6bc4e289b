package build

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest"
)

// registerField is the function by which generated code registers what
// CaptureAll captures.
const registerField = "RegisterCapturedField"

// keepCaptures are the captured variables of a package, with those that its
// generated file registers already for packages that were not loaded: which of
// them register with CaptureAll, this run doesn't know.
func (prog *Program) keepCaptures(p *Package, variant manifest.Variant) []capturedVar {
	list := prog.captures[p]
	if prog.fresh || prog.closed && p.Named {
		return list // all is known that will be part of the build
	}
	name := filepath.Join(filepath.Dir(firstFile(p.Package)), manifest.CodeName(variant))
	list = slices.Clone(list)
	for id, fields := range registeredFields(name) {
		v, ok := p.Types.Scope().Lookup(strings.TrimPrefix(id, p.PkgPath+".")).(*types.Var)
		if !ok {
			continue
		}
		i := slices.IndexFunc(list, func(c capturedVar) bool { return c.v == v })
		switch {
		case i < 0:
			list = append(list, capturedVar{ID: id, Name: v.Name(), Fields: fieldsOf(fields), v: v})
		case len(list[i].Fields) > 0:
			for _, f := range list[i].Fields {
				fields[f] = true
			}
			list[i].Fields = fieldsOf(fields)
		}
	}
	slices.SortFunc(list, func(a, b capturedVar) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// registeredFields reads from a generated file what it registers for CaptureAll:
// the fields by the variable's id. A broken file registers nothing.
func registeredFields(name string) map[string]map[string]bool {
	out := make(map[string]map[string]bool)
	data, err := os.ReadFile(name)
	if err != nil || !isOurs(data) {
		return out
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, data, parser.SkipObjectResolution)
	if err != nil {
		return out
	}
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) != 3 {
			return true
		}
		if sel, ok := call.Fun.(*ast.SelectorExpr); !ok || sel.Sel.Name != registerField {
			return true
		}
		id, fields := literal(call.Args[0]), literal(call.Args[1])
		if out[id] == nil {
			out[id] = make(map[string]bool)
		}
		out[id][fields] = true
		return true
	})
	return out
}

func literal(e ast.Expr) string {
	lit, ok := e.(*ast.BasicLit)
	if !ok {
		return ""
	}
	s, _ := strconv.Unquote(lit.Value)
	return s
}

// forOthers are the files that a package which the patterns don't name must
// have, as CaptureAll of one that they name captures its variables: the code
// that registers these, and no other manifest than it has.
func (prog *Program) forOthers(p *Package) ([]File, error) {
	if !prog.needs[p.PkgPath] || p.Module == nil || !p.Module.Main || p.ForTest != "" {
		return nil, nil
	}
	files, err := prog.packageFiles(p)
	return slices.DeleteFunc(files, func(f File) bool {
		_, err := os.Stat(f.Name)
		return f.Manifest != nil && err == nil
	}), err
}
