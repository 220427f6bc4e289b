package invariance

import (
	"go/ast"
	"go/types"
)

// renameImports gives each import another name.
func renameImports(c *change) {
	n := 0
	for f := range c.r.files {
		info := f.pkg.TypesInfo
		names := make(map[types.Object]string)
		for _, spec := range f.ast.Imports {
			obj := importName(info, spec)
			if obj == nil {
				c.left["nothing to rename: a blank or dot import"]++
				continue
			}
			n++
			names[obj] = c.r.fresh("i", n)
			if spec.Name != nil {
				c.rename(f, spec.Name, names[obj])
			} else {
				c.insert(f, spec.Path.Pos(), names[obj]+" ")
				c.sites++
			}
		}
		ast.Inspect(f.ast, func(m ast.Node) bool {
			if id, ok := m.(*ast.Ident); ok && names[info.Uses[id]] != "" {
				c.rename(f, id, names[info.Uses[id]])
			}
			return true
		})
	}
}

// importName is what an import declares in its file; nil for a blank or dot
// import.
func importName(info *types.Info, spec *ast.ImportSpec) *types.PkgName {
	if spec.Name == nil {
		obj, _ := info.Implicits[spec].(*types.PkgName)
		return obj
	}
	if spec.Name.Name == "_" || spec.Name.Name == "." {
		return nil
	}
	obj, _ := info.Defs[spec.Name].(*types.PkgName)
	return obj
}
