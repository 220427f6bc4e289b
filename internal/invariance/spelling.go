package invariance

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"
)

// spellAny swaps any and interface{}.
func spellAny(c *change) {
	for f := range c.r.files {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				if obj := f.pkg.TypesInfo.Uses[n]; n.Name == "any" && obj != nil && obj.Parent() == types.Universe {
					c.rename(f, n, "interface{}")
				}
			case *ast.InterfaceType:
				if len(n.Methods.List) == 0 && f.predeclared("any", n.Pos()) && !f.hasComment(n.Pos(), n.End()) {
					c.replace(f, n.Pos(), n.End(), "any")
					c.sites++
				}
			}
			return true
		})
	}
}

// spellAliases swaps byte and uint8, rune and int32.
func spellAliases(c *change) {
	other := map[string]string{"byte": "uint8", "uint8": "byte", "rune": "int32", "int32": "rune"}
	for f := range c.r.files {
		embedded := make(map[*ast.Ident]bool) // whose name is a field's
		ast.Inspect(f.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.StructType:
				for _, field := range n.Fields.List {
					if len(field.Names) == 0 {
						ast.Inspect(field.Type, func(m ast.Node) bool {
							if id, ok := m.(*ast.Ident); ok {
								embedded[id] = true
							}
							return true
						})
					}
				}
			case *ast.Ident:
				obj := f.pkg.TypesInfo.Uses[n]
				if name := other[n.Name]; name != "" && !embedded[n] && obj != nil && obj.Parent() == types.Universe && f.predeclared(name, n.Pos()) {
					c.rename(f, n, name)
				}
			}
			return true
		})
	}
}

// spellLiterals writes numbers in another base, strings in other quotes and
// characters by number.
func spellLiterals(c *change) {
	for f := range c.r.files {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ImportSpec:
				return false
			case *ast.BasicLit:
				if text := otherLiteral(n); text != "" && text != f.text(n) {
					c.replace(f, n.Pos(), n.End(), text)
					c.sites++
				}
			}
			return true
		})
	}
}

// otherLiteral is another spelling of a literal, or "".
func otherLiteral(lit *ast.BasicLit) string {
	switch lit.Kind {
	case token.INT:
		v, err := strconv.ParseUint(lit.Value, 0, 64)
		if err != nil {
			return ""
		}
		if strings.HasPrefix(lit.Value, "0x") {
			return "0" + strconv.FormatUint(v, 8)
		}
		return "0x" + strconv.FormatUint(v, 16)
	case token.FLOAT:
		if !strings.ContainsAny(lit.Value, "eExXpP_") {
			return lit.Value + "e0"
		}
	case token.CHAR:
		r, _, _, err := strconv.UnquoteChar(lit.Value[1:len(lit.Value)-1], '\'')
		if err != nil || r == 0xFEFF { // no byte order mark in a source
			return ""
		}
		if r < 0x80 {
			return `'\x` + strings.TrimPrefix(strconv.FormatInt(int64(r)+0x100, 16), "1") + `'`
		}
		return `'` + string(r) + `'`
	case token.STRING:
		v, err := strconv.Unquote(lit.Value)
		switch {
		case err != nil:
		case lit.Value[0] == '`':
			return strconv.Quote(v)
		case strconv.CanBackquote(v):
			return "`" + v + "`"
		default:
			return strconv.QuoteToASCII(v)
		}
	}
	return ""
}
