package effect

import (
	"go/ast"
	"go/types"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// same are functions outside the scope whose results refer to what their first
// argument, the receiver of a method, does, or name the file that it names.
var same = words(`
	path/filepath.Clean path/filepath.FromSlash path/filepath.ToSlash path.Clean strings.TrimSpace
	slices.Clip slices.Grow slices.Delete slices.DeleteFunc slices.Insert slices.Replace slices.Compact slices.CompactFunc
	bytes.TrimSpace bytes.Trim bytes.TrimLeft bytes.TrimRight bytes.TrimPrefix bytes.TrimSuffix bytes.TrimFunc
	(*bytes.Buffer).Bytes (*bytes.Buffer).Next
	sort.Reverse (*container/list.List).Front (*container/list.List).Back (*container/list.Element).Next (*container/list.Element).Prev
	reflect.ValueOf reflect.Indirect (reflect.Value).Elem (reflect.Value).Field (reflect.Value).FieldByName (reflect.Value).Index
	(reflect.Value).MapIndex (reflect.Value).Addr (reflect.Value).Slice (reflect.Value).Convert (reflect.Value).Interface`)

// parted are those whose results have elements that refer to what their first
// argument does.
var parted = words(`bytes.Split bytes.SplitN bytes.SplitAfter bytes.Fields bytes.FieldsFunc`)

// sequences are those that give a sequence of what their first argument holds.
var sequences = words(`slices.Values slices.All slices.Backward maps.Values maps.Keys maps.All`)

// cloned are those that give something of their own, with the same elements.
var cloned = words(`slices.Clone slices.Collect slices.Sorted slices.SortedFunc slices.SortedStableFunc slices.Concat slices.Repeat
	maps.Clone maps.Collect`)

// result is what is known of the ith result of a call.
func (f *flow) result(call *ast.CallExpr, i int) *value {
	fun := ast.Unparen(call.Fun)
	if f.Info.Types[fun].IsType() {
		return f.converted(call)
	}
	switch f.builtin(call) {
	case "append":
		return f.appended(call.Args, call.Ellipsis.IsValid())
	case "min", "max":
		var v *value
		for _, a := range call.Args {
			v = v.join(f.value(a))
		}
		return v
	case "Slice", "SliceData", "String", "StringData", "Add": // of unsafe
		return f.value(call.Args[0])
	case "":
	default:
		return nil
	}
	if r := f.resultOf(call); r != 0 {
		return refTo(Ref{Root: r})
	}
	if lit, ok := fun.(*ast.FuncLit); ok {
		if list := f.inlined[lit]; i < len(list) {
			return list[i]
		}
		return nil
	}
	fn, _, recv := f.callee(fun)
	if fn == nil {
		if f.value(fun).empty() {
			return nil
		}
		return f.ofCall(call, i)
	}
	fn = fn.Origin()
	if fn.Pkg() == nil {
		return nil
	}
	if interfaceOf(f.Info.Selections[selector(fun)]) != nil || f.InScope(identity.PlainPath(fn.Pkg().Path())) {
		return f.ofCall(call, i)
	}
	return f.ofOutside(fn, recv, call)
}

func (f *flow) converted(call *ast.CallExpr) *value {
	if len(call.Args) != 1 {
		return nil
	}
	if _, bytes := coreType(f.Info.TypeOf(call)).(*types.Slice); bytes && !refers(f.Info.TypeOf(call.Args[0])) {
		return nil // []byte(s) is a copy
	}
	return f.value(call.Args[0])
}

// appended is what append gives: the first argument's storage or some of its own,
// with more elements.
func (f *flow) appended(args []ast.Expr, spread bool) *value {
	v := f.value(args[0])
	for i, a := range args[1:] {
		x := f.value(a)
		if spread && i == len(args)-2 {
			x = x.at(elements)
			if !elementsCarry(f.Info.TypeOf(a)) {
				x = nil
			}
		}
		v = v.with(elements, v.at(elements).join(x))
	}
	return v.shallow(maxSteps)
}

// elementsCarry reports whether the elements of a slice, a map or the like refer
// to anything.
func elementsCarry(t types.Type) bool {
	switch u := coreType(t).(type) {
	case *types.Slice:
		return carries(u.Elem())
	case *types.Array:
		return carries(u.Elem())
	case *types.Map:
		return carries(u.Elem()) || carries(u.Key())
	case *types.Basic:
		return false
	}
	return true
}

// ofCall is the result of a call of which only the walk knows what it refers to:
// something that its arguments do.
func (f *flow) ofCall(call *ast.CallExpr, i int) *value {
	if i >= maxResults || !f.anyArgument(call) {
		return nil
	}
	return refTo(Ref{Root: resultRoot(f.number(call), i)})
}

func (f *flow) anyArgument(call *ast.CallExpr) bool {
	if sel := selector(ast.Unparen(call.Fun)); sel != nil {
		if s := f.Info.Selections[sel]; s != nil && !f.slot(sel.X).empty() {
			return true
		}
	}
	if fn, _, _ := f.callee(ast.Unparen(call.Fun)); fn == nil {
		return true
	}
	for _, a := range call.Args {
		if t, ok := f.Info.TypeOf(a).(*types.Tuple); ok {
			for j := range t.Len() {
				if !f.component(a, j).empty() {
					return true
				}
			}
		} else if !f.value(a).empty() {
			return true
		}
	}
	return false
}

// number is the number of a call in its node.
func (f *flow) number(call *ast.CallExpr) int {
	n, ok := f.calls[call]
	if !ok {
		n = len(f.calls) + 1
		f.calls[call] = n
	}
	return n
}

func (f *flow) ofOutside(fn *types.Func, recv ast.Expr, call *ast.CallExpr) *value {
	args := call.Args
	first := (*value)(nil)
	switch {
	case recv != nil:
		first = f.receiver(selector(ast.Unparen(call.Fun)), fn)
	case len(args) > 0:
		first = f.value(args[0])
		args = args[1:]
	default:
		return nil
	}
	name := Key(fn)
	switch {
	case same[name]:
		for _, a := range args {
			if fn.Name() == "Insert" || fn.Name() == "Replace" {
				first = first.with(elements, first.at(elements).join(f.value(a)))
			}
		}
		if fn.Name() == "Clip" && !first.empty() {
			return &value{refs: first.refs, parts: first.parts, capacity: clipped}
		}
		return first
	case parted[name]:
		return (*value)(nil).with(elements, first)
	case sequences[name]:
		return (*value)(nil).with(elements, first.at(elements))
	case cloned[name]:
		if !elementsCarry(f.Info.TypeOf(call)) {
			return nil
		}
		v := (*value)(nil).with(elements, first.at(elements))
		for _, a := range args {
			v = v.with(elements, v.at(elements).join(f.value(a).at(elements)))
		}
		return v
	case appends(fn):
		if recv != nil && len(args) > 0 { // binary.LittleEndian.AppendUint16
			return f.value(args[0])
		}
		return first
	}
	return nil
}

// appends reports whether a function outside the scope appends to a slice that it
// is given, as append does: strconv.AppendInt, fmt.Appendf.
func appends(fn *types.Func) bool {
	if !strings.HasPrefix(fn.Name(), "Append") {
		return false
	}
	sig := fn.Signature()
	if sig.Params().Len() == 0 || sig.Results().Len() == 0 {
		return false
	}
	t := sig.Params().At(0).Type()
	_, ok := coreType(t).(*types.Slice)
	return ok && types.Identical(t, sig.Results().At(0).Type())
}
