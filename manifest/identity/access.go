package identity

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"
)

// An access is one place where code of the package may change a package
// variable, or hand out what it holds (I4).
type access struct {
	v     *types.Var
	in    *Node // the declaration around it
	pos   token.Pos
	how   string // "assigns", "takes the address of", …
	write bool   // certainly a write
	// literal is set inside a function literal, which may run at any time.
	literal bool
}

// accesses lists the places where code of the package may change one of its
// variables, in the order of the source.
func (b *builder) accesses() []access {
	owner := make(map[ast.Node]*Node)
	for _, d := range b.decls {
		switch {
		case d.fn != nil:
			owner[d.fn] = d.node
		case d.spec != nil:
			owner[d.spec] = d.node
		}
	}
	var out []access
	in := inspector.New(b.src.Files)
	in.WithStack([]ast.Node{(*ast.Ident)(nil)}, func(n ast.Node, push bool, stack []ast.Node) bool {
		if !push {
			return true
		}
		v, ok := b.src.Info.Uses[n.(*ast.Ident)].(*types.Var)
		if !ok || !isPackageLevel(v) || v.Pkg() != b.src.Types {
			return true
		}
		how, write := b.classify(stack)
		if how == "" {
			return true
		}
		a := access{v: v, pos: n.Pos(), how: how, write: write}
		for _, s := range stack {
			if o := owner[s]; o != nil && a.in == nil {
				a.in = o
			}
			if _, ok := s.(*ast.FuncLit); ok {
				a.literal = true
			}
		}
		if a.in != nil {
			out = append(out, a)
		}
		return true
	})
	return out
}

// classify says how the variable at the end of the stack may be changed there:
// "" if it is only read.
func (b *builder) classify(stack []ast.Node) (how string, write bool) {
	info := b.src.Info
	// Climb from the name to the largest expression that denotes part of the
	// variable's storage: v, v.f, v[i], *v, v.(T).
	i := len(stack) - 1
	cur := stack[i].(ast.Expr)
climb:
	for i--; i >= 0; i-- {
		switch p := stack[i].(type) {
		case *ast.ParenExpr, *ast.StarExpr:
			cur = p.(ast.Expr)
		case *ast.SelectorExpr:
			if sel := info.Selections[p]; sel != nil && sel.Kind() != types.FieldVal {
				return b.classifyMethod(sel)
			}
			cur = p
		case *ast.IndexExpr:
			if p.X != cur {
				break climb
			}
			cur = p
		case *ast.SliceExpr:
			if p.X != cur {
				break climb
			}
			cur = p
		case *ast.TypeAssertExpr:
			if p.Type == nil { // of a type switch
				break climb
			}
			cur = p
		default:
			break climb
		}
	}
	const (
		assigns = "assigns"
		shares  = "shares what is stored in"
	)
	t := info.TypeOf(cur)
	switch p := stack[i].(type) {
	case *ast.AssignStmt:
		if slices.Contains(p.Lhs, cur) {
			return assigns, true
		}
	case *ast.IncDecStmt:
		return assigns, true
	case *ast.RangeStmt:
		switch cur {
		case p.Key, p.Value:
			return assigns, true
		case p.X:
			for _, elem := range rangeTypes(t) {
				if elem != nil && !isImmutable(elem) {
					return shares, false
				}
			}
			return "", false
		}
	case *ast.UnaryExpr:
		if p.Op == token.AND {
			return "takes the address of", false
		}
	case *ast.BinaryExpr:
		return "", false // compared, or of a basic type
	case *ast.CallExpr:
		if p.Fun == cur {
			return "", false
		}
		if id := identOf(p.Fun); id != nil {
			if fn, ok := info.Uses[id].(*types.Builtin); ok {
				switch fn.Name() {
				case "len", "cap", "min", "max", "print", "println":
					return "", false
				case "delete", "clear":
					return assigns, true
				case "copy":
					if p.Args[0] == cur {
						return assigns, true
					}
					if s, ok := coreType(t).(*types.Slice); ok && isImmutable(s.Elem()) {
						return "", false
					}
				case "append":
					if s, ok := coreType(t).(*types.Slice); ok && p.Args[0] != cur && p.Ellipsis.IsValid() && isImmutable(s.Elem()) {
						return "", false
					}
				}
			}
		}
	}
	if isImmutable(t) {
		return "", false
	}
	return shares, false
}

// classifyMethod says whether a method call, or a method value, may change its
// receiver.
func (b *builder) classifyMethod(sel *types.Selection) (how string, write bool) {
	recv := sel.Obj().(*types.Func).Signature().Recv().Type()
	if isImmutable(sel.Recv()) || isImmutable(recv) {
		return "", false
	}
	if isLock(recv) {
		return "", false
	}
	return "calls methods on", false
}

// isLock reports whether t is a lock or the like, whose state is no data.
func isLock(t types.Type) bool {
	named := namedOf(t)
	if named == nil || named.Obj().Pkg() == nil || named.Obj().Pkg().Path() != "sync" {
		return false
	}
	switch named.Obj().Name() {
	case "Mutex", "RWMutex", "Once", "WaitGroup", "Pool":
		return true
	}
	return false
}

// immutableTypes are types outside the scope whose values nobody can change,
// though they hold pointers.
var immutableTypes = map[string]bool{
	"regexp.Regexp": true, "strings.Replacer": true, "time.Location": true, "time.Time": true,
	"net/netip.Addr": true, "net/netip.Prefix": true, "net/netip.AddrPort": true,
	"encoding/base64.Encoding": true, "encoding/base32.Encoding": true,
	"reflect.Type": true, "hash/crc32.Table": true, "hash/crc64.Table": true, "unicode.RangeTable": true,
}

// isImmutable reports whether nobody who gets hold of a value of type t can
// change what other holders see.
func isImmutable(t types.Type) bool { return immutable(t, map[types.Type]bool{}) }

func immutable(t types.Type, seen map[types.Type]bool) bool {
	if t == nil {
		return true
	}
	t = types.Unalias(t)
	if seen[t] {
		return true
	}
	seen[t] = true
	if isErrorType(t) {
		return true // a sentinel, by convention
	}
	if named := namedOf(t); named != nil && named.Obj().Pkg() != nil {
		path := plainPath(named.Obj().Pkg().Path())
		if immutableTypes[path+"."+named.Obj().Name()] || isRuntime(path) {
			return true
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Kind() != types.UnsafePointer
	case *types.Signature:
		return true
	case *types.Array:
		return immutable(u.Elem(), seen)
	case *types.Struct:
		for field := range u.Fields() {
			if !immutable(field.Type(), seen) {
				return false
			}
		}
		return true
	case *types.Tuple:
		for v := range u.Variables() {
			if !immutable(v.Type(), seen) {
				return false
			}
		}
		return true
	}
	return false
}
