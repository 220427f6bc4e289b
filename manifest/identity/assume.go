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

// leafFuncs are the functions outside the scope whose behaviour neither their
// version nor the conversions in sight decide (I11): what they do depends on
// names, on callers, or on a registry that any package of the program can
// change.
var leafFuncs = map[string]string{
	"(context.Context).Value": "reads a value from its context",

	"(reflect.Value).MethodByName": "calls a method that is named at run time",
	"(reflect.Type).MethodByName":  "looks up a method that is named at run time",
	"(reflect.Value).Method":       "calls a method that is chosen at run time",
	"(reflect.Type).Method":        "looks up a method that is chosen at run time",
	"(reflect.Value).Call":         "calls a function that is known at run time only",
	"(reflect.Value).CallSlice":    "calls a function that is known at run time only",

	"runtime.Caller":              "asks for its caller",
	"runtime.Callers":             "asks for its callers",
	"runtime.CallersFrames":       "asks for its callers",
	"runtime.FuncForPC":           "asks for the names of functions",
	"runtime/debug.Stack":         "asks for its callers",
	"runtime/debug.PrintStack":    "asks for its callers",
	"runtime.Stack":               "asks for its callers",
	"(*runtime.Frames).Next":      "asks for its callers",
	"runtime/debug.ReadBuildInfo": "asks how the program was built",

	"(reflect.Value).Methods": "calls methods that are chosen at run time",
	"(reflect.Type).Methods":  "looks up methods that are chosen at run time",

	"image.Decode":          "depends on the image formats that the program registers",
	"image.DecodeConfig":    "depends on the image formats that the program registers",
	"database/sql.Open":     "depends on the drivers that the program registers",
	"encoding/gob.Register": "changes the types that gob knows",
	"mime.TypeByExtension":  "depends on the MIME types that the system and the program register",
	"crypto.RegisterHash":   "changes the hash functions that the program knows",
	"plugin.Open":           "loads code at run time",

	"(*encoding/gob.Decoder).Decode": "depends on the types that the program registers with gob",
	"(*encoding/gob.Encoder).Encode": "depends on the types that the program registers with gob",

	"net/http.Get":      "uses the program's default HTTP client",
	"net/http.Post":     "uses the program's default HTTP client",
	"net/http.PostForm": "uses the program's default HTTP client",
	"net/http.Head":     "uses the program's default HTTP client",

	"(*net/http.Client).Do":     "uses the program's default HTTP transport, unless told otherwise",
	"net/http.Handle":           "changes the program's default HTTP handler",
	"net/http.HandleFunc":       "changes the program's default HTTP handler",
	"image.RegisterFormat":      "changes the image formats that the program knows",
	"database/sql.Register":     "changes the drivers that the program knows",
	"database/sql.Drivers":      "depends on the drivers that the program registers",
	"mime.AddExtensionType":     "changes the MIME types that the program knows",
	"mime.ExtensionsByType":     "depends on the MIME types that the system and the program register",
	"encoding/gob.RegisterName": "changes the types that gob knows",
	"expvar.Get":                "depends on the variables that the program publishes",
	"flag.Parse":                "reads the program's flags", "flag.Lookup": "reads the program's flags",
	"flag.Arg": "reads the program's flags", "flag.Args": "reads the program's flags", "flag.NArg": "reads the program's flags",
	"net/rpc.Register":               "makes the arguments of methods that are called by name",
	"net/rpc.RegisterName":           "makes the arguments of methods that are called by name",
	"(*net/rpc.Server).Register":     "makes the arguments of methods that are called by name",
	"(*net/rpc.Server).RegisterName": "makes the arguments of methods that are called by name",
	"flag.Parsed":                    "reads the program's flags",

	"testing.Testing": "asks whether it runs in a test",
}

// positions are the constants and fields outside the scope that make a logger
// write positions of the source, which an edit elsewhere in a file shifts.
var positions = map[string]bool{"log.Lshortfile": true, "log.Llongfile": true, "log/slog.AddSource": true}

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
		if leafVars[name] || isErrorType(obj.Type()) || path == "unicode" {
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
