package invariance

import (
	"go/ast"
	"strings"
)

// groupParameters writes grouped parameters, results and fields one by one,
// and groups parameters of one type.
func groupParameters(c *change) {
	for f := range c.r.files {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			var list *ast.FieldList
			sep := ", "
			switch n := n.(type) {
			case *ast.StructType:
				list, sep = n.Fields, "; "
			case *ast.FuncType:
				c.groupList(f, n.Params, sep)
				list = n.Results
			}
			if list != nil {
				c.groupList(f, list, sep)
			}
			return true
		})
	}
}

func (c *change) groupList(f *file, list *ast.FieldList, sep string) {
	for i, field := range list.List {
		if len(field.Names) > 1 {
			if isPlain(field.Type) && !f.hasComment(field.Pos(), field.End()) {
				rest := string(f.src[f.offset(field.Type.Pos()):f.offset(field.End())])
				var each []string
				for _, name := range field.Names {
					each = append(each, name.Name+" "+rest)
				}
				c.replace(f, field.Pos(), field.End(), strings.Join(each, sep))
				c.sites++
			}
			continue
		}
		if sep != ", " || len(field.Names) == 0 || i+1 == len(list.List) {
			continue
		}
		next := list.List[i+1]
		if len(next.Names) == 1 && isPlain(field.Type) && f.text(field.Type) == f.text(next.Type) && !f.hasComment(field.Pos(), next.End()) {
			c.replace(f, field.Names[0].End(), field.Type.End(), "")
			c.sites++
		}
	}
}

// isPlain reports whether a type has no lists of fields of its own.
func isPlain(t ast.Expr) bool {
	plain := true
	ast.Inspect(t, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncType, *ast.StructType, *ast.Ellipsis:
			plain = false
		}
		return plain
	})
	return plain
}

// nameParameters gives parameters and results without a name the blank one.
func nameParameters(c *change) {
	for f := range c.r.files {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			t, ok := n.(*ast.FuncType)
			if !ok {
				return true
			}
			for _, list := range []*ast.FieldList{t.Params, t.Results} {
				if list == nil {
					continue
				}
				for _, field := range list.List {
					if len(field.Names) > 0 {
						continue
					}
					if list.Opening.IsValid() {
						c.insert(f, field.Pos(), "_ ")
					} else {
						c.insert(f, field.Pos(), "(_ ")
						c.insert(f, field.End(), ")")
					}
					c.sites++
				}
			}
			return true
		})
	}
}
