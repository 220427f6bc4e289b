package effect

import (
	"go/ast"
	"go/constant"
	"go/types"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// addresses notes that a formatter shows where in memory something is: by %p, or
// because that is how it shows a pointer within a value, and one to what is no
// struct, slice, array or map. Errors, panics and lines of a log may.
func (w *walker) addresses(fn *types.Func, call *ast.CallExpr, stack []ast.Node) {
	if fn.Pkg() == nil || fn.Pkg().Path() != "fmt" || fn.Signature().Recv() != nil || w.logs(call) || w.fails(call, stack) {
		return
	}
	name := fn.Name()
	at := 0
	if strings.HasPrefix(name, "Fprint") || strings.HasPrefix(name, "Append") {
		at = 1
	}
	switch {
	case strings.Contains(strings.ToLower(name), "scan"), call.Ellipsis.IsValid(), len(call.Args) < at:
		return
	case !strings.HasSuffix(name, "f"):
		for _, a := range call.Args[at:] {
			w.address(fn, a, 'v', call)
		}
		return
	case len(call.Args) == at:
		return
	}
	format := w.Info.Types[call.Args[at]].Value
	if format == nil || format.Kind() != constant.String {
		return
	}
	verbs, ok := verbsOf(constant.StringVal(format))
	if !ok {
		return
	}
	for i, a := range call.Args[at+1:] {
		if i < len(verbs) {
			w.address(fn, a, verbs[i], call)
		}
	}
}

// fails reports whether a text is that of a panic, or part of an error.
func (w *walker) fails(call *ast.CallExpr, stack []ast.Node) bool {
	if isErrorType(w.Info.TypeOf(call)) {
		return true
	}
	for _, s := range stack {
		if c, ok := s.(*ast.CallExpr); ok && (w.builtin(c) == "panic" || w.Info.TypeOf(c) != nil && isErrorType(w.Info.TypeOf(c)) || w.logs(c)) {
			return true
		}
	}
	return false
}

// verbsOf are the verbs of a format, one for each argument; not where they choose
// their arguments.
func verbsOf(format string) (verbs []rune, ok bool) {
	for {
		_, rest, more := strings.Cut(format, "%")
		if !more {
			return verbs, true
		}
		rest = strings.TrimLeft(rest, "+-# 0123456789.")
		if rest == "" || rest[0] == '[' || rest[0] == '*' {
			return nil, false
		}
		for _, verb := range rest {
			if verb != '%' {
				verbs = append(verbs, verb)
			}
			format = rest[len(string(verb)):]
			break
		}
	}
}

func (w *walker) address(fn *types.Func, a ast.Expr, verb rune, at ast.Node) {
	t := w.Info.TypeOf(a)
	if t == nil || verb == 'T' || w.Info.Types[a].IsNil() || verb != 'p' && (verb != 'v' || !w.showsAddress(t, 0, true)) {
		return
	}
	w.effect(Effect{Kind: Address, What: ShortName(fn) + " of " + clip(types.ExprString(a))}, at)
}

// showsAddress reports whether %v shows an address in a value of a type, which has
// no method that describes it, or none that can be called.
func (w *walker) showsAddress(t types.Type, depth int, exported bool) bool {
	t = types.Unalias(t)
	if depth > 5 || types.IsInterface(t) || exported && described(t) {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Pointer:
		if depth > 0 {
			return true
		}
		switch u.Elem().Underlying().(type) {
		case *types.Struct, *types.Array, *types.Slice, *types.Map:
			return w.showsAddress(u.Elem(), depth+1, exported)
		}
		return true
	case *types.Chan, *types.Signature:
		return true
	case *types.Basic:
		return u.Kind() == types.UnsafePointer
	case *types.Slice:
		return w.showsAddress(u.Elem(), depth+1, exported)
	case *types.Array:
		return w.showsAddress(u.Elem(), depth+1, exported)
	case *types.Map:
		return w.showsAddress(u.Key(), depth+1, exported) || w.showsAddress(u.Elem(), depth+1, exported)
	case *types.Struct:
		if named, ok := t.(*types.Named); ok && named.Obj().Pkg() != nil && !w.InScope(identity.PlainPath(named.Obj().Pkg().Path())) {
			return false // what the next release has in it
		}
		for field := range u.Fields() {
			if w.showsAddress(field.Type(), depth+1, exported && field.Exported()) {
				return true
			}
		}
	}
	return false
}

// described reports whether a value of a type has a method that formatters call.
func described(t types.Type) bool {
	set := types.NewMethodSet(t)
	for i := range set.Len() {
		if fn, ok := set.At(i).Obj().(*types.Func); ok && askedFor[Printing][methodShape(fn)] {
			return true
		}
	}
	return false
}
