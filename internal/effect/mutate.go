package effect

import (
	"go/ast"
	"go/types"
	"strings"
)

// writers are the functions outside the scope that write to what an argument of
// theirs refers to, by its number, the receiver of a method being the first.
var writers = []map[string]bool{
	words(`
	sort.Float64s sort.Ints sort.Slice sort.SliceStable sort.Sort sort.Stable sort.Strings
	(sort.IntSlice).Sort (sort.IntSlice).Swap (sort.StringSlice).Sort (sort.StringSlice).Swap
	(sort.Float64Slice).Sort (sort.Float64Slice).Swap
	slices.Sort slices.SortFunc slices.SortStableFunc slices.Reverse slices.Delete slices.DeleteFunc slices.Insert
	slices.Replace slices.Compact slices.CompactFunc
	maps.Copy maps.DeleteFunc maps.Insert
	container/heap.Init container/heap.Push container/heap.Pop container/heap.Fix container/heap.Remove
	(*container/list.List).Init (*container/list.List).PushBack (*container/list.List).PushFront (*container/list.List).Remove
	(*container/list.List).InsertAfter (*container/list.List).InsertBefore (*container/list.List).MoveToBack
	(*container/list.List).MoveToFront (*container/list.List).MoveAfter (*container/list.List).MoveBefore
	(*container/list.List).PushBackList (*container/list.List).PushFrontList
	(*container/ring.Ring).Link (*container/ring.Ring).Unlink
	encoding/hex.Encode encoding/hex.Decode encoding/ascii85.Encode encoding/ascii85.Decode
	encoding/binary.PutUvarint encoding/binary.PutVarint encoding/binary.Encode unicode/utf8.EncodeRune
	(net/http.Header).Set (net/http.Header).Add (net/http.Header).Del
	(net/url.Values).Set (net/url.Values).Add (net/url.Values).Del
	(net/textproto.MIMEHeader).Set (net/textproto.MIMEHeader).Add (net/textproto.MIMEHeader).Del
	(*sync.Map).Store (*sync.Map).LoadOrStore (*sync.Map).LoadAndDelete (*sync.Map).Delete (*sync.Map).Swap
	(*sync.Map).CompareAndSwap (*sync.Map).CompareAndDelete (*sync.Map).Clear
	reflect.Swapper reflect.Copy (reflect.Value).Clear image/draw.Draw image/draw.DrawMask
	math/rand.Read crypto/rand.Read crypto/subtle.XORBytes`),
	words(`
	io.ReadFull io.ReadAtLeast errors.As (*encoding/xml.Decoder).DecodeElement (*math/big.Int).FillBytes
	(*encoding/base64.Encoding).Encode (*encoding/base64.Encoding).Decode
	(*encoding/base32.Encoding).Encode (*encoding/base32.Encoding).Decode
	(crypto/cipher.Block).Encrypt (crypto/cipher.Block).Decrypt (crypto/cipher.Stream).XORKeyStream
	(crypto/cipher.BlockMode).CryptBlocks crypto/subtle.ConstantTimeCopy
	github.com/BurntSushi/toml.Decode`),
	words(`encoding/binary.Read encoding/binary.Decode io.CopyBuffer`),
}

// scanners are those that write to all arguments from a number on.
var scanners = map[string]int{
	"fmt.Sscan": 1, "fmt.Sscanln": 1, "fmt.Sscanf": 2, "fmt.Fscan": 1, "fmt.Fscanln": 1, "fmt.Fscanf": 2,
	"fmt.Scan": 0, "fmt.Scanln": 0, "fmt.Scanf": 1, "(*database/sql.Rows).Scan": 1, "(*database/sql.Row).Scan": 1,
}

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
	"encoding/xml.Encoder":  words(""),
	"encoding/xml.Decoder":  words("InputOffset InputPos"),
	"encoding/gob.Encoder":  words(""),
	"encoding/gob.Decoder":  words(""),
	"text/scanner.Scanner":  words("Pos TokenText"),
}

// writesTo lists the arguments, the receiver of a method being the first, that
// a function outside the scope writes to, of the number that it is given.
func writesTo(fn *types.Func, given int) []int {
	name := Key(fn)
	if first, ok := scanners[name]; ok {
		var out []int
		for i := first; i < given; i++ {
			out = append(out, i)
		}
		return out
	}
	for i, names := range writers {
		if names[name] {
			return []int{i}
		}
	}
	sig := fn.Signature()
	if sig.Recv() == nil {
		return functionWrites(fn)
	}
	var out []int
	if methodChanges(fn) {
		out = append(out, 0)
	}
	first := sig.Params().Len() > 0 && isBytes(sig.Params().At(0).Type())
	switch {
	case (fn.Name() == "Read" || fn.Name() == "ReadAt") && first, // of whatever reads
		strings.HasPrefix(fn.Name(), "Put") && first && fn.Pkg().Path() == "encoding/binary",
		strings.HasPrefix(fn.Name(), "Decode") && sig.Params().Len() == 1 && types.IsInterface(sig.Params().At(0).Type()):
		out = append(out, 1)
	}
	return out
}

// functionWrites is writesTo for functions that aren't in the lists, by how such
// are named.
func functionWrites(fn *types.Func) []int {
	switch {
	case fn.Pkg() == nil:
	case fn.Pkg().Path() == "sync/atomic":
		if !strings.HasPrefix(fn.Name(), "Load") {
			return []int{0}
		}
	case strings.HasPrefix(fn.Name(), "Unmarshal") && fn.Signature().Params().Len() > 1:
		return []int{1} // of whichever format
	case strings.HasPrefix(fn.Name(), "Decode") && fn.Signature().Params().Len() == 2 && isAny(fn.Signature().Params().At(1).Type()):
		return []int{1} // as toml.DecodeFile
	}
	return nil
}

// methodChanges reports whether a method changes its receiver.
func methodChanges(fn *types.Func) bool {
	recv := fn.Signature().Recv().Type()
	if typeName(recv) == "reflect.Value" {
		return strings.HasPrefix(fn.Name(), "Set")
	}
	ptr, ok := types.Unalias(recv).(*types.Pointer)
	if !ok {
		return false
	}
	t := typeName(ptr.Elem())
	if pure, ok := stateful[t]; ok {
		return !pure[fn.Name()]
	}
	switch {
	case strings.HasPrefix(fn.Name(), "Unmarshal"):
		return true
	case strings.HasPrefix(t, "sync/atomic."):
		return fn.Name() != "Load"
	case strings.HasPrefix(t, "math/big."):
		// By the package's convention the receiver of an operation is its result.
		r := fn.Signature().Results()
		return r.Len() > 0 && types.Identical(r.At(0).Type(), recv) || strings.HasPrefix(fn.Name(), "Set")
	case strings.HasPrefix(t, "image."):
		return strings.HasPrefix(fn.Name(), "Set")
	}
	return false
}

func isBytes(t types.Type) bool {
	return types.Identical(t, types.NewSlice(types.Typ[types.Byte]))
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
