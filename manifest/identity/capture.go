package identity

import (
	"go/ast"
	"go/types"
	"reflect"
	"slices"
	"strings"
)

// capturedPart writes a reference to a part of a captured variable, x.F.G,
// where that is what an expression is: only the value of the part is then in
// the keys of those who read it, and only its type in their identities. A
// variable with a by= function is always read whole, and so is what says how it
// is hashed: a type with a hash method, a struct with tags of ours.
//
// Of a variable that is not annotated, the part is remembered for the reference
// to the variable that follows: CaptureAll may capture it.
func (f *former) capturedPart(e *ast.SelectorExpr) bool {
	if f.part != nil {
		return false // a part of one
	}
	v := f.partOfVariable(e)
	if v == nil || f.byName(PlainPath(v.Pkg().Path())) {
		return false
	}
	n := f.builder.node(v)
	if n == nil {
		return false
	}
	path, t := fieldPath(f.src.Info, e), f.src.Info.TypeOf(e)
	if n.narrow {
		f.ref(ref{node: f.builder.partNode(n, path, t), name: n.FullName() + "." + path})
		return true
	}
	f.part = &part{v, path, t}
	return false
}

// partOfVariable is the package variable of which e denotes a part by its
// fields alone, or nil.
func (f *former) partOfVariable(e *ast.SelectorExpr) *types.Var {
	info := f.src.Info
	x := ast.Expr(e)
	for {
		switch y := ast.Unparen(x).(type) {
		case *ast.SelectorExpr:
			switch sel := info.Selections[y]; {
			case sel == nil: // qualified by its package
				x = y.Sel
			case sel.Kind() == types.FieldVal && !SpeaksForItself(sel.Recv()):
				x = y.X
			default:
				return nil
			}
		case *ast.Ident:
			if v, ok := info.Uses[y].(*types.Var); ok && isPackageLevel(v) {
				return v
			}
			return nil
		default:
			return nil
		}
	}
}

// isCaptured reports whether a variable is annotated to be captured.
func (n *Node) isCaptured() bool {
	return n.capture || n.closed != nil && slices.Contains(n.closed.Captures, n.FullName())
}

// fieldPath names the fields that lead to x.F.G from the variable x, those of
// embedded structs among them.
func fieldPath(info *types.Info, e ast.Expr) string {
	var names []string
	for {
		y, ok := ast.Unparen(e).(*ast.SelectorExpr)
		if !ok || info.Selections[y] == nil {
			break
		}
		sel := info.Selections[y]
		var own []string
		t := sel.Recv()
		for _, i := range sel.Index() {
			field := structOf(t).Field(i)
			own = append(own, field.Name())
			t = field.Type()
		}
		names = append(own, names...)
		e = y.X
	}
	return strings.Join(names, ".")
}

// structOf is the struct that t is, or points to; nil if it is none.
func structOf(t types.Type) *types.Struct {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	s, _ := t.Underlying().(*types.Struct)
	return s
}

// SpeaksForItself reports whether a struct, or one that it embeds, says how it
// is hashed, so that its fields alone would not do: they are never captured
// apart.
func SpeaksForItself(t types.Type) bool { return speaksForItself(t, map[types.Type]bool{}) }

func speaksForItself(t types.Type, seen map[types.Type]bool) bool {
	if seen[t] {
		return false
	}
	seen[t] = true
	if obj, _, _ := types.LookupFieldOrMethod(t, true, nil, "HashCheckpoint"); obj != nil {
		return true
	}
	s := structOf(t)
	for i := range s.NumFields() {
		if _, ok := reflect.StructTag(s.Tag(i)).Lookup("checkpoint"); ok {
			return true
		}
		if field := s.Field(i); field.Embedded() && structOf(field.Type()) != nil && speaksForItself(field.Type(), seen) {
			return true
		}
	}
	return false
}

// partNode is the node of a part of a captured variable: its form is the name,
// as the call key has it, and the type.
func (b *builder) partNode(whole *Node, path string, t types.Type) *Node {
	name := whole.FullName() + "." + path
	if n := b.byKey[nodeKey{PartNode, name}]; n != nil {
		return n
	}
	n := b.add(&Node{Kind: PartNode, Name: name, Pos: whole.Pos, End: whole.End, whole: whole})
	f := b.newFormer(n, nil)
	f.op("part")
	f.str(name)
	f.typ(t)
	f.codecs(t, map[types.Type]bool{})
	f.finish(n)
	return n
}

// widest drops from sorted captures the parts of variables that are captured
// whole, or by a larger part.
func widest(captures []string) []string {
	var out []string
	for _, c := range captures {
		if !slices.ContainsFunc(out, func(w string) bool { return strings.HasPrefix(c, w+".") }) {
			out = append(out, c)
		}
	}
	return out
}
