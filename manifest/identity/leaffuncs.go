package identity

import "strings"

// ContextValue is the reason of an [Assumption] that a function reads a value
// from a context: HashContext may say which.
const ContextValue = "reads a value from its context"

// Reasons of leafFuncs that several share.
const (
	callersNames  = "asks for its callers"
	httpTransport = "uses the program's default HTTP transport, unless told otherwise"
	httpHandler   = "uses the program's default HTTP handler, unless told otherwise"
	imageFormats  = "depends on the image formats that the program registers"
	sqlDrivers    = "depends on the drivers that the program registers"
	mimeTypes     = "depends on the MIME types that the system and the program register"
	gobTypes      = "depends on the types that the program registers with gob"
	hashFunctions = "depends on the hash functions that the program registers"
	zipMethods    = "depends on the compression methods that the program registers"
	programFlags  = "reads the program's flags"
	programVars   = "depends on the variables that the program publishes"
	netResolver   = "uses the program's default resolver, unless told otherwise"
	methodsByName = "makes the arguments of methods that are called by name"
	runTimeMethod = "calls a method that is chosen at run time"
	runTimeLookup = "looks up a method that is chosen at run time"
	runTimeFunc   = "calls a function that is known at run time only"
)

// leafFuncs are the functions outside the scope whose behaviour neither their
// version nor the conversions in sight decide (I11), by reason: what they do
// depends on names, on callers, or on a registry or a default that any package
// of the program can change.
var leafFuncs = byName(map[string]string{
	ContextValue: "(context.Context).Value",

	runTimeMethod: "(reflect.Value).MethodByName (reflect.Value).Method (reflect.Value).Methods",
	runTimeLookup: "(reflect.Type).MethodByName (reflect.Type).Method (reflect.Type).Methods",
	runTimeFunc:   "(reflect.Value).Call (reflect.Value).CallSlice",

	seesAddress:  "(reflect.Value).Pointer (reflect.Value).UnsafePointer (reflect.Value).UnsafeAddr",
	seesPosition: "(log/slog.Record).Source",

	"asks for its caller": "runtime.Caller",
	callersNames: `runtime.Callers runtime.CallersFrames runtime/debug.Stack runtime/debug.PrintStack runtime.Stack (*runtime.Frames).Next
		runtime/pprof.Lookup runtime/pprof.Profiles (*runtime/pprof.Profile).WriteTo runtime/pprof.WriteHeapProfile runtime/pprof.StartCPUProfile
		runtime/trace.Start runtime.GoroutineProfile runtime.MemProfile runtime.BlockProfile runtime.MutexProfile runtime.ThreadCreateProfile
		net/http/pprof.Handler net/http/pprof.Index net/http/pprof.Profile net/http/pprof.Trace`,
	"asks for the names of functions": "runtime.FuncForPC",
	"asks how the program was built":  "runtime/debug.ReadBuildInfo",
	"asks whether it runs in a test":  "testing.Testing",
	"loads code at run time":          "plugin.Open",

	imageFormats: "image.Decode image.DecodeConfig",
	sqlDrivers:   "database/sql.Open database/sql.Drivers",
	mimeTypes:    "mime.TypeByExtension mime.ExtensionsByType",
	gobTypes:     "(*encoding/gob.Decoder).Decode (*encoding/gob.Decoder).DecodeValue (*encoding/gob.Encoder).Encode (*encoding/gob.Encoder).EncodeValue",
	programVars:  "expvar.Get expvar.Do expvar.Handler",
	programFlags: `flag.Parse flag.Lookup flag.Arg flag.Args flag.NArg flag.NFlag flag.Parsed flag.Set flag.Visit flag.VisitAll
		flag.PrintDefaults flag.UnquoteUsage`,
	hashFunctions: "(crypto.Hash).New (crypto.Hash).Available",
	zipMethods: `(*archive/zip.File).Open (*archive/zip.Reader).Open (*archive/zip.Writer).AddFS
		(*archive/zip.Writer).Create (*archive/zip.Writer).CreateHeader`,

	"changes the types that gob knows":                       "encoding/gob.Register encoding/gob.RegisterName",
	"changes the hash functions that the program knows":      "crypto.RegisterHash",
	"changes the image formats that the program knows":       "image.RegisterFormat",
	"changes the drivers that the program knows":             "database/sql.Register",
	"changes the MIME types that the program knows":          "mime.AddExtensionType",
	"changes the compression methods that the program knows": "archive/zip.RegisterCompressor archive/zip.RegisterDecompressor",
	"changes the program's default HTTP handler":             "net/http.Handle net/http.HandleFunc",
	"changes the program's default logger":                   "log.SetOutput log.SetFlags log.SetPrefix log/slog.SetDefault log/slog.SetLogLoggerLevel",

	"uses the program's default HTTP client": "net/http.Get net/http.Post net/http.PostForm net/http.Head",
	httpTransport: `(*net/http.Client).Do (*net/http.Client).Get (*net/http.Client).Head (*net/http.Client).Post (*net/http.Client).PostForm
		(*net/http/httputil.ReverseProxy).ServeHTTP net/http/httputil.NewSingleHostReverseProxy`,
	httpHandler: `net/http.Serve net/http.ServeTLS net/http.ListenAndServe net/http.ListenAndServeTLS
		(*net/http.Server).Serve (*net/http.Server).ServeTLS (*net/http.Server).ListenAndServe (*net/http.Server).ListenAndServeTLS
		net/http/httptest.NewServer net/http/httptest.NewTLSServer net/http/httptest.NewUnstartedServer net/http/fcgi.Serve net/http/cgi.Serve`,
	netResolver: `net.LookupHost net.LookupIP net.LookupAddr net.LookupCNAME net.LookupMX net.LookupNS net.LookupPort net.LookupSRV net.LookupTXT
		net.Dial net.DialTimeout (*net.Dialer).Dial (*net.Dialer).DialContext net.ResolveIPAddr net.ResolveTCPAddr net.ResolveUDPAddr
		net/smtp.Dial net/smtp.SendMail net/rpc.Dial net/rpc.DialHTTP net/rpc.DialHTTPPath crypto/tls.Dial crypto/tls.DialWithDialer`,
	methodsByName: `net/rpc.Register net/rpc.RegisterName (*net/rpc.Server).Register (*net/rpc.Server).RegisterName
		net/rpc.ServeConn net/rpc.ServeCodec net/rpc.ServeRequest net/rpc.Accept (*net/rpc.Server).ServeConn (*net/rpc.Server).ServeCodec
		(*net/rpc.Server).ServeRequest (*net/rpc.Server).Accept (*net/rpc.Server).ServeHTTP net/rpc.HandleHTTP`,
})

// byName turns a table of names by reason around.
func byName(reasons map[string]string) map[string]string {
	m := make(map[string]string)
	for reason, names := range reasons {
		for _, name := range strings.Fields(names) {
			m[name] = reason
		}
	}
	return m
}
