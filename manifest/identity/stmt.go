package identity

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"go/version"
)

// block writes statements; those that do nothing are left out.
func (f *former) block(list []ast.Stmt) {
	f.op("{")
	for _, s := range list {
		f.stmt(s)
	}
	f.op("}")
}

// stmt writes a statement; nil is allowed where the syntax allows it.
func (f *former) stmt(s ast.Stmt) {
	info := f.src.Info
	switch s := s.(type) {
	case nil:
		f.op("none")
	case *ast.EmptyStmt:
	case *ast.ExprStmt:
		f.op("do")
		f.expr(s.X)
	case *ast.SendStmt:
		f.op("send")
		f.expr(s.Chan)
		f.expr(s.Value)
		if c, ok := coreType(info.TypeOf(s.Chan)).(*types.Chan); ok {
			f.convert(c.Elem(), info.TypeOf(s.Value))
		}
	case *ast.IncDecStmt:
		f.op("incdec")
		f.str(s.Tok.String())
		f.expr(s.X)
	case *ast.AssignStmt:
		f.assign(s)
	case *ast.GoStmt:
		f.op("go")
		f.expr(s.Call)
	case *ast.DeferStmt:
		f.op("defer")
		f.expr(s.Call)
	case *ast.ReturnStmt:
		f.ret(s)
	case *ast.BranchStmt:
		f.op("branch")
		f.str(s.Tok.String())
		f.label(s.Label)
	case *ast.LabeledStmt:
		f.op("label")
		f.label(s.Label)
		f.stmt(s.Stmt)
	case *ast.BlockStmt:
		f.block(s.List)
	case *ast.IfStmt:
		f.op("if")
		f.stmt(s.Init)
		f.expr(s.Cond)
		f.block(s.Body.List)
		f.stmt(s.Else)
	case *ast.SwitchStmt:
		f.op("switch")
		f.stmt(s.Init)
		f.expr(s.Tag)
		f.clauses(s.Body, func(c *ast.CaseClause) {
			f.exprs(c.List)
			if s.Tag != nil {
				for _, e := range c.List {
					f.convert(info.TypeOf(s.Tag), info.TypeOf(e))
					f.convert(info.TypeOf(e), info.TypeOf(s.Tag))
				}
			}
		})
	case *ast.TypeSwitchStmt:
		f.typeSwitch(s)
	case *ast.SelectStmt:
		f.op("select")
		f.int(len(s.Body.List))
		for _, c := range s.Body.List {
			c := c.(*ast.CommClause)
			f.stmt(c.Comm)
			f.block(c.Body)
		}
	case *ast.ForStmt:
		f.op("for")
		f.stmt(s.Init)
		if define, ok := s.Init.(*ast.AssignStmt); ok && define.Tok == token.DEFINE {
			f.bool(f.perIteration())
		}
		f.expr(s.Cond)
		f.stmt(s.Post)
		f.block(s.Body.List)
	case *ast.RangeStmt:
		f.rangeStmt(s)
	case *ast.DeclStmt:
		f.localDecl(s.Decl.(*ast.GenDecl))
	default:
		panic(fmt.Sprintf("identity: unknown statement %T", s))
	}
}

// perIteration reports whether each iteration of a loop has variables of its
// own, which the file's language version decides.
func (f *former) perIteration() bool {
	v := f.src.Info.FileVersions[f.file]
	if v == "" {
		v = f.src.GoVersion
	}
	return v == "" || version.Compare(version.Lang(v), "go1.22") >= 0
}

func (f *former) label(id *ast.Ident) {
	if id == nil {
		f.op("none")
		return
	}
	f.op("to")
	f.int(f.local(f.src.Info.ObjectOf(id)))
}

func (f *former) assign(s *ast.AssignStmt) {
	switch s.Tok {
	case token.DEFINE:
		f.define(s.Lhs, s.Rhs)
		return
	case token.ASSIGN:
		f.op("assign")
	default:
		f.op("update")
		f.str(s.Tok.String())
	}
	f.exprs(s.Lhs)
	f.exprs(s.Rhs)
	f.assignTo(s.Lhs, s.Rhs)
}

// define writes x := v and var x = v alike: both declare a variable of a type.
func (f *former) define(lhs, rhs []ast.Expr) {
	f.op("define")
	f.exprs(rhs) // before the new names are in scope
	f.int(len(lhs))
	for _, e := range lhs {
		id, _ := e.(*ast.Ident)
		if id == nil { // var (T).x: not in Go
			f.expr(e)
			continue
		}
		f.defined(id)
	}
	f.assignTo(lhs, rhs)
}

// defined writes a name on the left of a definition: a new variable with its
// type, or one of the scope that is assigned to.
func (f *former) defined(id *ast.Ident) {
	switch obj := f.src.Info.Defs[id]; {
	case id.Name == "_":
		f.op("blank")
	case obj != nil:
		f.op("new")
		f.int(f.bind(obj))
		f.typ(obj.Type())
	default:
		f.ident(id)
	}
}

// assignTo covers the conversions of an assignment.
func (f *former) assignTo(lhs, rhs []ast.Expr) {
	info := f.src.Info
	for i, l := range lhs {
		if id, ok := l.(*ast.Ident); ok && id.Name == "_" {
			continue
		}
		src := types.Type(nil)
		if len(rhs) == len(lhs) {
			src = info.TypeOf(rhs[i])
		} else if len(rhs) == 1 {
			src = tupleAt(info.TypeOf(rhs[0]), i)
		}
		f.convert(info.TypeOf(l), src)
	}
}

func (f *former) ret(s *ast.ReturnStmt) {
	f.op("return")
	f.exprs(s.Results)
	want := f.results[len(f.results)-1]
	for i := range want.Len() {
		switch {
		case len(s.Results) == want.Len():
			f.convert(want.At(i).Type(), f.src.Info.TypeOf(s.Results[i]))
		case len(s.Results) == 1:
			f.convert(want.At(i).Type(), tupleAt(f.src.Info.TypeOf(s.Results[0]), i))
		}
	}
}

func (f *former) clauses(body *ast.BlockStmt, head func(*ast.CaseClause)) {
	f.int(len(body.List))
	for _, c := range body.List {
		c := c.(*ast.CaseClause)
		f.bool(c.List == nil)
		head(c)
		f.block(c.Body)
	}
}

func (f *former) typeSwitch(s *ast.TypeSwitchStmt) {
	f.op("typeswitch")
	f.stmt(s.Init)
	switch a := s.Assign.(type) {
	case *ast.AssignStmt:
		f.expr(a.Rhs[0])
	case *ast.ExprStmt:
		f.expr(a.X)
	}
	f.clauses(s.Body, func(c *ast.CaseClause) {
		f.exprs(c.List)
		if v := f.src.Info.Implicits[c]; v != nil {
			f.bind(v)
		}
	})
}

func (f *former) rangeStmt(s *ast.RangeStmt) {
	info := f.src.Info
	f.op("range")
	f.expr(s.X)
	vars := []ast.Expr{dropBlank(s.Key, s.Value == nil), s.Value}
	if !rangesArray(info.TypeOf(s.X)) { // whose length may spare evaluating it
		vars[1] = dropBlank(s.Value, true)
		vars[0] = dropBlank(s.Key, vars[1] == nil)
	}
	for _, e := range vars {
		if id, ok := e.(*ast.Ident); ok && s.Tok == token.DEFINE {
			f.defined(id)
		} else if ok && id.Name == "_" {
			f.op("blank")
		} else {
			f.expr(e)
		}
	}
	if s.Tok == token.DEFINE {
		f.bool(f.perIteration())
	}
	if s.Tok == token.ASSIGN {
		for i, elem := range rangeTypes(info.TypeOf(s.X)) {
			if vars[i] != nil {
				if id, ok := vars[i].(*ast.Ident); !ok || id.Name != "_" {
					f.convert(info.TypeOf(vars[i]), elem)
				}
			}
		}
	}
	f.block(s.Body.List)
}

// dropBlank leaves out the blank variable of a range clause.
func dropBlank(e ast.Expr, last bool) ast.Expr {
	if id, ok := e.(*ast.Ident); ok && last && id.Name == "_" {
		return nil
	}
	return e
}

// rangesArray reports whether a range over a t may not evaluate its expression
// where it has one variable at most.
func rangesArray(t types.Type) bool {
	u := coreType(t)
	if p, ok := u.(*types.Pointer); ok {
		u = coreType(p.Elem())
	}
	_, ok := u.(*types.Array)
	return ok
}

// rangeTypes are the types of the iteration values of a range over a t.
func rangeTypes(t types.Type) [2]types.Type {
	switch u := coreType(t).(type) {
	case *types.Slice:
		return [2]types.Type{types.Typ[types.Int], u.Elem()}
	case *types.Array:
		return [2]types.Type{types.Typ[types.Int], u.Elem()}
	case *types.Pointer:
		if a, ok := coreType(u.Elem()).(*types.Array); ok {
			return [2]types.Type{types.Typ[types.Int], a.Elem()}
		}
	case *types.Map:
		return [2]types.Type{u.Key(), u.Elem()}
	case *types.Chan:
		return [2]types.Type{u.Elem(), nil}
	case *types.Basic:
		if u.Info()&types.IsString != 0 {
			return [2]types.Type{types.Typ[types.Int], types.Typ[types.Rune]}
		}
		return [2]types.Type{t, nil}
	case *types.Signature: // range over func: what yield receives
		if u.Params().Len() == 1 {
			if yield, ok := coreType(u.Params().At(0).Type()).(*types.Signature); ok {
				var out [2]types.Type
				for i := range min(2, yield.Params().Len()) {
					out[i] = yield.Params().At(i).Type()
				}
				return out
			}
		}
	}
	return [2]types.Type{}
}

// localDecl writes the variables and types that a function declares; constants
// are written as values where they are used.
func (f *former) localDecl(d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch spec := spec.(type) {
		case *ast.ValueSpec:
			if d.Tok == token.CONST {
				continue
			}
			lhs := make([]ast.Expr, len(spec.Names))
			for i, name := range spec.Names {
				lhs[i] = name
			}
			if len(spec.Names) == 1 && spec.Names[0].Name == "_" && spec.Type != nil {
				// var _ T = v has no variable that would tell the type.
				f.op("blanktype")
				f.typ(f.src.Info.TypeOf(spec.Type))
				if len(spec.Values) == 1 {
					f.convert(f.src.Info.TypeOf(spec.Type), f.src.Info.TypeOf(spec.Values[0]))
				}
			}
			f.define(lhs, spec.Values)
		case *ast.TypeSpec:
			if tn, ok := f.src.Info.Defs[spec.Name].(*types.TypeName); ok && !tn.IsAlias() {
				if named, ok := tn.Type().(*types.Named); ok {
					f.localType(named)
				}
			}
		}
	}
}
