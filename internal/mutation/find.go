package mutation

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strconv"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A finder collects the sites of one file.
type finder struct {
	r    *Repo
	p    *pkg
	file *ast.File
	name string
	src  []byte

	decl    ast.Decl // the one that is searched
	sites   []*Site
	structs map[*types.Var]*types.Struct // of the package, by field
}

func (f *finder) find() {
	for _, d := range f.file.Decls {
		gen, ok := d.(*ast.GenDecl)
		if ok && gen.Tok == token.IMPORT {
			continue
		}
		f.decl = d
		ast.Inspect(d, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok {
				if spec.Assign.IsValid() {
					return false // an alias is what it stands for: its users are mutated
				}
				if f.isPackageLevel(spec) {
					f.addMethod(spec)
				}
			}
			f.mutate(n)
			return true
		})
	}
}

func (f *finder) isPackageLevel(spec *ast.TypeSpec) bool {
	obj := f.p.TypesInfo.Defs[spec.Name]
	return obj != nil && obj.Parent() == f.p.Types.Scope()
}

func (f *finder) offset(pos token.Pos) int { return f.r.fset.File(f.file.FileStart).Offset(pos) }

func (f *finder) text(n ast.Node) string { return string(f.src[f.offset(n.Pos()):f.offset(n.End())]) }

// replace adds a site that puts other text in the place of pos to end.
func (f *finder) replace(op string, pos, end token.Pos, text string) {
	old := string(f.src[f.offset(pos):f.offset(end)])
	f.add(op, pos, fmt.Sprintf("%s → %s", short(old), short(text)), edit{f.offset(pos), f.offset(end), text})
}

func (f *finder) add(op string, at token.Pos, what string, edits ...edit) {
	ids, retypes := f.declared(f.decl, at)
	f.sites = append(f.sites, &Site{
		Op: op, File: f.name, Line: f.r.fset.Position(at).Line, What: what,
		pkg: f.p, edits: edits, decls: ids, retypes: retypes,
	})
}

// short is text on one line.
func short(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > 60 {
		s = s[:60] + "…"
	}
	return strconv.Quote(s)
}

var swapped = map[token.Token]token.Token{
	token.ADD: token.SUB, token.SUB: token.ADD, token.MUL: token.QUO, token.QUO: token.MUL, token.REM: token.MUL,
	token.AND: token.OR, token.OR: token.AND, token.XOR: token.AND, token.AND_NOT: token.AND,
	token.SHL: token.SHR, token.SHR: token.SHL, token.LAND: token.LOR, token.LOR: token.LAND,
	token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR,
	token.EQL: token.NEQ, token.NEQ: token.EQL,
}

// mutate adds the sites at one node of the syntax.
func (f *finder) mutate(n ast.Node) {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		f.binary(n)
	case *ast.BasicLit:
		f.literal(n)
	case *ast.Ident:
		if obj := f.p.TypesInfo.Uses[n]; obj == types.Universe.Lookup("true") {
			f.replace("boolean", n.Pos(), n.End(), "false")
		} else if obj == types.Universe.Lookup("false") {
			f.replace("boolean", n.Pos(), n.End(), "true")
		} else {
			f.sibling(n)
		}
	case *ast.IfStmt:
		f.negate(n.Cond)
	case *ast.ForStmt:
		if n.Cond != nil {
			f.negate(n.Cond)
		}
	case *ast.ExprStmt:
		f.replace("statement deleted", n.Pos(), n.End(), "")
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			f.replace("assignment deleted", n.Pos(), n.End(), "")
		}
	case *ast.IncDecStmt:
		f.replace("increment turned", n.TokPos, n.TokPos+2, map[token.Token]string{token.INC: "--", token.DEC: "++"}[n.Tok])
	case *ast.DeferStmt:
		f.replace("defer deleted", n.Pos(), n.End(), "")
	case *ast.BranchStmt:
		if n.Tok == token.BREAK && n.Label == nil {
			f.replace("break continued", n.Pos(), n.End(), "continue")
		}
	case *ast.ReturnStmt:
		for _, e := range n.Results {
			if t := f.p.TypesInfo.TypeOf(e); t != nil && types.Identical(t, types.Universe.Lookup("error").Type()) {
				f.replace("error dropped", e.Pos(), e.End(), "nil")
			}
		}
	case *ast.CaseClause:
		if len(n.Body) > 0 {
			f.replace("case body deleted", n.Body[0].Pos(), n.Body[len(n.Body)-1].End(), "")
		}
	case *ast.StructType:
		f.structType(n)
	case *ast.InterfaceType:
		if k := len(n.Methods.List); k > 0 {
			f.insert("interface method added", n.Methods.List[k-1].End(), "; Mutant0()", n.Methods.List[0].Pos())
		}
	case *ast.UnaryExpr:
		if n.Op == token.SUB {
			f.replace("sign dropped", n.Pos(), n.X.Pos(), "")
		}
	}
}

// insert adds a site that puts text before pos, as part of what is at another
// place.
func (f *finder) insert(op string, pos token.Pos, text string, at token.Pos) {
	f.add(op, at, short(text)+" inserted", edit{f.offset(pos), f.offset(pos), text})
}

func (f *finder) binary(n *ast.BinaryExpr) {
	to, ok := swapped[n.Op]
	if !ok {
		return
	}
	if t := f.p.TypesInfo.TypeOf(n.X); t != nil && n.Op == token.ADD {
		if b, ok := t.Underlying().(*types.Basic); ok && b.Info()&types.IsString != 0 {
			return // strings know no other operator
		}
	}
	op := "operator"
	switch n.Op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		op = "comparison"
	case token.LAND, token.LOR:
		op = "logical operator"
	}
	end := n.OpPos + token.Pos(len(n.Op.String()))
	f.add(op, n.OpPos, fmt.Sprintf("%s → %s", short(f.text(n)), to), edit{f.offset(n.OpPos), f.offset(end), to.String()})
}

func (f *finder) negate(cond ast.Expr) {
	from, to := f.offset(cond.Pos()), f.offset(cond.End())
	f.add("condition negated", cond.Pos(), short(f.text(cond)), edit{from, from, "!("}, edit{to, to, ")"})
}

func (f *finder) literal(n *ast.BasicLit) {
	if _, ok := f.p.TypesInfo.Types[n]; !ok {
		return // a tag
	}
	v := constant.MakeFromLiteral(n.Value, n.Kind, 0)
	where := ""
	if gen, ok := f.decl.(*ast.GenDecl); ok {
		where = " of a " + gen.Tok.String()
	}
	switch n.Kind {
	case token.INT:
		f.replace("integer"+where, n.Pos(), n.End(), constant.BinaryOp(v, token.ADD, constant.MakeInt64(1)).ExactString())
	case token.FLOAT:
		f.replace("float"+where, n.Pos(), n.End(), "("+n.Value+"*2)")
	case token.CHAR:
		if c, ok := constant.Int64Val(v); ok {
			f.replace("character"+where, n.Pos(), n.End(), strconv.QuoteRuneToASCII(rune(c+1)))
		}
	case token.STRING:
		f.replace("string"+where, n.Pos(), n.End(), strconv.Quote(constant.StringVal(v)+"~"))
	}
}

func (f *finder) structType(n *ast.StructType) {
	for _, field := range n.Fields.List {
		at := field.Pos()
		if field.Tag != nil {
			tag, err := strconv.Unquote(field.Tag.Value)
			if err == nil {
				f.add("tag changed", at, short(field.Tag.Value), edit{f.offset(field.Tag.Pos()), f.offset(field.Tag.End()), strconv.Quote(tag + ` mutant:"0"`)})
			}
			continue
		}
		f.insert("tag added", field.Type.End(), " `mutant:\"0\"`", at)
	}
	if k := len(n.Fields.List); k > 0 {
		f.insert("field added", n.Fields.List[k-1].End(), "; Mutant0 int", n.Fields.List[0].Pos())
		for _, field := range n.Fields.List {
			if len(field.Names) > 1 && field.Names[0].IsExported() {
				f.replace("fields swapped", field.Names[0].Pos(), field.Names[1].End(), field.Names[1].Name+", "+field.Names[0].Name)
			}
		}
	}
}

// addMethod adds a site that declares a method at the end of the file.
func (f *finder) addMethod(spec *ast.TypeSpec) {
	tn, ok := f.p.TypesInfo.Defs[spec.Name].(*types.TypeName)
	if !ok || types.IsInterface(tn.Type()) {
		return
	}
	recv := tn.Name()
	if k := spec.TypeParams.NumFields(); k > 0 {
		recv += "[" + strings.Repeat("_, ", k-1) + "_]"
	}
	size := len(f.src)
	f.sites = append(f.sites, &Site{
		Op: "method added", File: f.name, Line: f.r.fset.Position(spec.Pos()).Line, What: "func (" + recv + ") Mutant0()",
		pkg: f.p, retypes: true,
		edits: []edit{{size, size, fmt.Sprintf("\n\nfunc (%s) Mutant0() { println() }\n", recv)}},
		decls: map[string]bool{string(identity.FuncNode) + " " + f.p.unit.ID + "." + tn.Name() + ".Mutant0": true},
	})
	if spec.TypeParams.NumFields() == 0 {
		f.addShallower(spec, tn)
	}
}

// addShallower adds sites that declare a method of the name and signature of
// one that is promoted from an embedded field. Those whose signature names
// what the file doesn't import won't compile.
func (f *finder) addShallower(spec *ast.TypeSpec, tn *types.TypeName) {
	qualify := func(p *types.Package) string {
		if p == f.p.Types {
			return ""
		}
		return p.Name()
	}
	set := types.NewMethodSet(types.NewPointer(tn.Type()))
	for sel := range set.Methods() {
		fn := sel.Obj().(*types.Func)
		if len(sel.Index()) < 2 || !fn.Exported() && fn.Pkg() != f.p.Types {
			continue
		}
		text := fmt.Sprintf("func (%s) %s%s", tn.Name(), fn.Name(), strings.TrimPrefix(types.TypeString(fn.Signature(), qualify), "func"))
		size := len(f.src)
		f.sites = append(f.sites, &Site{
			Op: "shallower method added", File: f.name, Line: f.r.fset.Position(spec.Pos()).Line, What: text,
			pkg: f.p, retypes: true,
			edits: []edit{{size, size, "\n\n" + text + ` { panic("mutant") }` + "\n"}},
			decls: map[string]bool{string(identity.FuncNode) + " " + f.p.unit.ID + "." + tn.Name() + "." + fn.Name(): true},
		})
	}
}
