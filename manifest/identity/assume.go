package identity

import (
	"cmp"
	"go/types"
	"strings"
)

func compareAssumptions(a, b Assumption) int {
	return cmp.Or(
		strings.Compare(a.Reason, b.Reason),
		strings.Compare(a.In, b.In),
		strings.Compare(a.Pos.Filename, b.Pos.Filename),
		cmp.Compare(a.Pos.Line, b.Pos.Line),
		cmp.Compare(a.Pos.Column, b.Pos.Column),
	)
}

// positions are the constants and fields outside the scope that make a logger
// write positions of the source, which an edit elsewhere in a file shifts.
var positions = map[string]bool{"log.Lshortfile": true, "log.Llongfile": true, "log/slog.AddSource": true, "log/slog.PC": true}

// leafVars are variables outside the scope that nobody assigns, by convention
// of their packages.
var leafVars = map[string]bool{
	"encoding/binary.BigEndian": true, "encoding/binary.LittleEndian": true, "encoding/binary.NativeEndian": true,
	"encoding/base64.StdEncoding": true, "encoding/base64.URLEncoding": true,
	"encoding/base64.RawStdEncoding": true, "encoding/base64.RawURLEncoding": true,
	"encoding/base32.StdEncoding": true, "encoding/base32.HexEncoding": true,
	"hash/crc32.IEEETable": true, "time.UTC": true, "io.Discard": true,
	"os.Stderr": true, "os.Stdout": true, // what is written there is no result
	"os.Interrupt": true, "os.Kill": true,
	"net/http.NoBody": true, "net/http.LocalAddrContextKey": true, "net/http.ServerContextKey": true,
}

// leafAssumption says why a reference to an object outside the scope cannot be
// known by its version alone, or "".
func leafAssumption(obj types.Object) string {
	switch obj := obj.(type) {
	case *types.Func:
		return leafFuncs[obj.Origin().FullName()]
	case *types.Var:
		path := PlainPath(obj.Pkg().Path())
		name := path + "." + obj.Name()
		if leafVars[name] || isErrorType(obj.Type()) || isSentinel(obj) || path == "unicode" {
			return ""
		}
		return "reads the variable " + name + ", which any package can assign"
	}
	return ""
}

// isErrorType reports whether a variable of type t is taken for a sentinel,
// which nobody assigns (I4: a stated assumption).
func isErrorType(t types.Type) bool {
	return types.Identical(t, types.Universe.Lookup("error").Type())
}

// isSentinel reports whether a variable of an error type of its own is named
// as sentinels are.
func isSentinel(v *types.Var) bool {
	if !strings.HasPrefix(v.Name(), "Err") && !strings.HasPrefix(v.Name(), "err") {
		return false
	}
	return types.Implements(v.Type(), types.Universe.Lookup("error").Type().Underlying().(*types.Interface))
}
