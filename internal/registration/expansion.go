package registration

import (
	"go/ast"
	"go/types"
	"path"
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// An expansion is one list's.
type expansion struct {
	*Expander
	found []Option
	at    ast.Expr // in the list that is expanded
	level int
	last  int                     // the highest level
	given map[*types.Var]ast.Expr // what the parameters of a helper stand for
	busy  []types.Object          // being looked into
}

func (e *expansion) list(call *ast.CallExpr, first int) {
	outer := e.at
	for i, arg := range call.Args[min(first, len(call.Args)):] {
		if outer == nil {
			e.at = arg
		}
		e.options(arg, call.Ellipsis.IsValid() && first+i == len(call.Args)-1)
	}
	e.at = outer
}

// options adds those that an expression brings; of several if it is a slice of
// them.
func (e *expansion) options(x ast.Expr, several bool) {
	bare := ast.Unparen(x)
	if e.info.Types[bare].IsNil() {
		if !several {
			e.add(Option{Expr: x, Name: "nil"})
		}
		return
	}
	switch t := bare.(type) {
	case *ast.Ident:
		e.object(e.info.Uses[t], x)
		return
	case *ast.SelectorExpr:
		if e.info.Selections[t] == nil {
			e.object(e.info.Uses[t.Sel], x)
			return
		}
	case *ast.CompositeLit:
		for _, elt := range t.Elts {
			if kv, ok := elt.(*ast.KeyValueExpr); ok {
				elt = kv.Value
			}
			e.options(elt, false)
		}
		return
	case *ast.SliceExpr:
		if t.Low == nil && t.High == nil {
			e.options(t.X, true)
			return
		}
	case *ast.CallExpr:
		e.call(t, x)
		return
	}
	e.add(Option{Expr: x})
}

func (e *expansion) call(call *ast.CallExpr, x ast.Expr) {
	if e.info.Types[call.Fun].IsType() && len(call.Args) == 1 {
		e.options(call.Args[0], true)
		return
	}
	name := runtimeCall(call, e.info)
	if name == "New" {
		outer := e.level
		e.last++
		e.level = e.last
		if e.at == nil {
			e.at = x
			defer func() { e.at = nil }()
		}
		e.list(call, 0)
		e.level = outer
		return
	}
	if name != "" {
		o := Option{Expr: x}
		o.made(name, call, e.meant, e.info)
		e.add(o)
		return
	}
	var id *ast.Ident
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		id = fun
	case *ast.SelectorExpr:
		id = fun.Sel
	default:
		e.add(Option{Expr: x})
		return
	}
	switch fn := e.info.Uses[id].(type) {
	case *types.Builtin:
		if fn.Name() == "append" {
			for i, arg := range call.Args {
				e.options(arg, i == 0 || call.Ellipsis.IsValid() && i == len(call.Args)-1)
			}
			return
		}
	case *types.Func:
		if fn.Pkg() != nil && strings.HasPrefix(identity.PlainPath(fn.Pkg().Path()), path.Dir(RuntimePath)+"/") {
			e.add(Option{Expr: x, Name: "Observe", Call: call}) // of a package beside the runtime (R5)
			return
		}
		if fn.FullName() == "slices.Concat" && !call.Ellipsis.IsValid() {
			for _, arg := range call.Args {
				e.options(arg, true)
			}
			return
		}
		h, ok := e.returns[fn]
		if ok && len(h.params) == len(call.Args) {
			outer, given := e.given, make(map[*types.Var]ast.Expr)
			for i, v := range h.params {
				given[v] = e.meant(call.Args[i])
			}
			e.given = given
			e.object(fn, x)
			e.given = outer
			return
		}
		if !ok {
			e.object(fn, x)
			return
		}
	}
	e.add(Option{Expr: x})
}

// meant is what an expression stands for: the argument where it is a helper's
// parameter.
func (e *expansion) meant(x ast.Expr) ast.Expr {
	if id, ok := ast.Unparen(x).(*ast.Ident); ok {
		if v, ok := e.info.Uses[id].(*types.Var); ok && e.given[v] != nil {
			return e.given[v]
		}
	}
	return x
}

// object adds what a variable holds or what a helper returns. x names it.
func (e *expansion) object(obj types.Object, x ast.Expr) {
	if slices.Contains(e.busy, obj) {
		e.add(Option{Expr: x})
		return
	}
	e.busy = append(e.busy, obj)
	defer func() { e.busy = e.busy[:len(e.busy)-1] }()
	switch obj := obj.(type) {
	case *types.Var:
		if arg := e.given[obj]; arg != nil {
			outer := e.given
			e.given = nil // the argument is the caller's
			e.options(arg, true)
			e.given = outer
			return
		}
		if value, ok := e.values[obj]; ok {
			_, several := obj.Type().Underlying().(*types.Slice)
			switch {
			case value != nil:
				e.options(value, true)
			case !several:
				e.add(Option{Expr: x, Name: "nil"})
			}
			return
		}
	case *types.Func:
		if h, ok := e.returns[obj]; ok {
			e.options(h.result, true)
			return
		}
	}
	if obj != nil && e.imported != nil {
		if options, ok := e.imported(obj); ok {
			base := e.last
			for _, o := range options {
				o.Expr = x
				level := e.level
				if o.Level > 0 {
					level = base + o.Level
					e.last = max(e.last, level)
				}
				e.addAt(o, level)
			}
			return
		}
	}
	e.add(Option{Expr: x})
}

func (e *expansion) add(o Option) { e.addAt(o, e.level) }

func (e *expansion) addAt(o Option, level int) {
	o.At, o.Level = e.at, level
	if o.At == nil {
		o.At = o.Expr
	}
	e.found = append(e.found, o)
}
