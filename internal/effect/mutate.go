package effect

import (
	"go/ast"
	"go/types"
	"strings"
)

// writers are the functions outside the scope that write to what their first
// argument, the receiver of a method, refers to.
var writers = words(`
	sort.Float64s sort.Ints sort.Slice sort.SliceStable sort.Sort sort.Stable sort.Strings
	slices.Sort slices.SortFunc slices.SortStableFunc slices.Reverse slices.Delete slices.DeleteFunc slices.Insert
	slices.Replace slices.Compact slices.CompactFunc
	maps.Copy maps.DeleteFunc maps.Insert
	container/heap.Init container/heap.Push container/heap.Pop container/heap.Fix container/heap.Remove
	(*container/list.List).Init (*container/list.List).PushBack (*container/list.List).PushFront (*container/list.List).Remove
	(*container/list.List).InsertAfter (*container/list.List).InsertBefore (*container/list.List).MoveToBack
	(*container/list.List).MoveToFront (*container/list.List).PushBackList (*container/list.List).PushFrontList
	encoding/hex.Encode encoding/hex.Decode encoding/binary.PutUvarint encoding/binary.PutVarint unicode/utf8.EncodeRune
	(net/http.Header).Set (net/http.Header).Add (net/http.Header).Del
	(net/url.Values).Set (net/url.Values).Add (net/url.Values).Del
	(*sync.Map).Store (*sync.Map).LoadOrStore (*sync.Map).LoadAndDelete (*sync.Map).Delete (*sync.Map).Swap
	(*sync.Map).CompareAndSwap (*sync.Map).CompareAndDelete (*sync.Map).Clear
	sync/atomic.AddInt32 sync/atomic.AddInt64 sync/atomic.AddUint32 sync/atomic.AddUint64 sync/atomic.StoreInt32
	sync/atomic.StoreInt64 sync/atomic.StoreUint32 sync/atomic.StoreUint64 sync/atomic.StorePointer
	sync/atomic.SwapInt32 sync/atomic.SwapInt64 sync/atomic.CompareAndSwapInt32 sync/atomic.CompareAndSwapInt64
	sync/atomic.CompareAndSwapUint32 sync/atomic.CompareAndSwapUint64 sync/atomic.CompareAndSwapPointer`)

// secondWriters write to their second argument, counting a receiver.
var secondWriters = words(`
	io.ReadFull io.ReadAtLeast encoding/json.Unmarshal encoding/xml.Unmarshal (*encoding/json.Decoder).Decode
	(*encoding/xml.Decoder).Decode (*encoding/gob.Decoder).Decode gopkg.in/yaml.v3.Unmarshal gopkg.in/yaml.v2.Unmarshal
	github.com/BurntSushi/toml.Decode github.com/BurntSushi/toml.Unmarshal
	(*encoding/base64.Encoding).Encode (*encoding/base64.Encoding).Decode`)

// stateful are types outside the scope whose methods change their receivers,
// with the methods that don't.
var stateful = map[string]map[string]bool{
	"bytes.Buffer":          words("Bytes String Len Cap Available AvailableBuffer"),
	"strings.Builder":       words("String Len Cap"),
	"bufio.Writer":          words("Size Buffered Available AvailableBuffer"),
	"bufio.Reader":          words("Size Buffered"),
	"bufio.Scanner":         words("Text Bytes Err"),
	"bytes.Reader":          words("Len Size ReadAt"),
	"strings.Reader":        words("Len Size ReadAt"),
	"math/rand.Rand":        words(""),
	"math/rand/v2.Rand":     words(""),
	"text/tabwriter.Writer": words(""),
	"encoding/csv.Writer":   words("Error"),
	"encoding/csv.Reader":   words("FieldPos InputOffset"),
	"encoding/json.Encoder": words(""),
	"encoding/json.Decoder": words("InputOffset More"),
}

// writesTo lists the arguments, the receiver of a method being the first, that
// a function outside the scope writes to.
func writesTo(fn *types.Func) []int {
	name := Key(fn)
	switch {
	case writers[name]:
		return []int{0}
	case secondWriters[name]:
		return []int{1}
	}
	recv := fn.Signature().Recv()
	if recv == nil {
		return nil
	}
	ptr, ok := types.Unalias(recv.Type()).(*types.Pointer)
	if !ok {
		return nil
	}
	t := typeName(ptr.Elem())
	if pure, ok := stateful[t]; ok {
		if pure[fn.Name()] {
			return nil
		}
		return []int{0}
	}
	switch {
	case strings.HasPrefix(t, "sync/atomic.") && fn.Name() != "Load":
		return []int{0}
	case strings.HasPrefix(t, "math/big."):
		// By the package's convention the receiver of an operation is its result.
		if r := fn.Signature().Results(); r.Len() > 0 && types.Identical(r.At(0).Type(), recv.Type()) || strings.HasPrefix(fn.Name(), "Set") {
			return []int{0}
		}
	case strings.HasPrefix(name, "(*encoding/binary.") && strings.HasPrefix(fn.Name(), "Put"):
		return []int{1}
	}
	return nil
}

// builtinCall notes the writes of builtin functions.
func (w *walker) builtinCall(name string, call *ast.CallExpr, stack []ast.Node) {
	switch name {
	case "delete", "clear", "copy":
		w.mutate(call.Args[0], name, call, stack)
		if id := w.rootIdent(call.Args[0]); id != nil && w.packageVar(id) != nil {
			w.skip[id] = true
		}
	case "append":
		if v := w.argument(call.Args[0]); w.overwrites(v) {
			w.mutateValue(v, "append to "+clip(types.ExprString(call.Args[0])), call, stack)
		}
		if t, ok := coreType(w.Info.TypeOf(call.Args[0])).(*types.Slice); ok && !call.Ellipsis.IsValid() {
			for _, a := range call.Args[1:] {
				w.convert(t.Elem(), w.Info.TypeOf(a), a)
			}
		}
	}
}

// mutate notes a write to what an expression refers to.
func (w *walker) mutate(e ast.Expr, what string, at ast.Node, stack []ast.Node) {
	w.mutateValue(w.argument(e), what, at, stack)
}

func (w *walker) mutateValue(v *value, what string, at ast.Node, stack []ast.Node) {
	for _, r := range v.leads() {
		switch {
		case w.isResult(r.Root):
			w.writeResult(r.Root, what, at)
			continue
		case !r.Root.isVar():
			w.effect(Effect{Kind: Mutates, What: what, Ref: r}, at)
			continue
		}
		w.writeVar(r.Root, changes, at, stack)
		if _, stmt := parent(stack).(*ast.ExprStmt); stmt { // its result is no input
			if call, ok := at.(*ast.CallExpr); ok {
				w.skipTarget(call)
			}
		}
	}
}

// skipTarget marks the variable that a call only changes as not read.
func (w *walker) skipTarget(call *ast.CallExpr) {
	if sel := selector(ast.Unparen(call.Fun)); sel != nil {
		if s := w.Info.Selections[sel]; s != nil {
			if id := w.rootIdent(sel.X); id != nil {
				w.skip[id] = true
			}
			return
		}
	}
	if len(call.Args) > 0 {
		if id := w.rootIdent(call.Args[0]); id != nil {
			w.skip[id] = true
		}
	}
}
