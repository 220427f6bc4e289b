package invariance

import (
	"go/ast"
	"go/token"
	"go/types"
)

// quiet are functions outside the program that neither read nor change
// anything but their arguments.
var quiet = map[string]bool{
	"errors.New": true, "fmt.Errorf": true, "fmt.Sprintf": true, "math.Log": true, "math.Sqrt": true, "math.Pow": true,
	"regexp.MustCompile": true, "strings.NewReplacer": true, "strings.Split": true, "strings.Repeat": true,
	"strings.Fields": true, "strings.ToLower": true, "strings.TrimSpace": true, "time.Duration.String": true, "bytes.Repeat": true,
	"unicode/utf8.RuneLen": true, "reflect.TypeOf": true, "math/big.NewInt": true,
}

// quietInit reports whether the order of the package's variables can make no
// difference (I5): their initializers call nothing of the program.
func (p *pkg) quietInit() bool {
	for _, f := range p.Syntax {
		for _, d := range f.Decls {
			d, ok := d.(*ast.GenDecl)
			if !ok || d.Tok != token.VAR {
				continue
			}
			for _, spec := range d.Specs {
				for _, v := range spec.(*ast.ValueSpec).Values {
					if !p.quietExpr(v) {
						return false
					}
				}
			}
		}
	}
	return true
}

func (p *pkg) quietExpr(e ast.Expr) bool {
	info := p.TypesInfo
	ok := true
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false // runs later, unless it is called here
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				ok = false
			}
		case *ast.CallExpr:
			fun := ast.Unparen(n.Fun)
			tv := info.Types[fun]
			if tv.IsType() || tv.IsBuiltin() {
				return true
			}
			var id *ast.Ident
			switch fun := fun.(type) {
			case *ast.Ident:
				id = fun
			case *ast.SelectorExpr:
				id = fun.Sel
			}
			if id == nil {
				ok = false
				return false
			}
			fn, isFunc := info.Uses[id].(*types.Func)
			if !isFunc || !quiet[fn.FullName()] {
				ok = false
			}
			for _, arg := range n.Args { // may not call back
				if _, basic := info.TypeOf(arg).Underlying().(*types.Basic); !basic {
					ok = false
				}
			}
		}
		return ok
	})
	return ok
}
