package identity

import "go/types"

// What an initializer gets from files, from the environment, the clock, chance,
// the network or the process depends on where and when the program starts (I4).
// TestTablesOfTheOutsideWorld holds these tables against the source of the
// standard library.

// worldPackages are packages of the standard library whose functions and methods
// are taken to do that, but for those in atHome.
var worldPackages = set(`
	crypto/rand database/sql debug/buildinfo flag go/build go/importer hash/maphash io/ioutil log/syslog math/rand math/rand/v2
	net net/http/cgi net/http/fcgi net/http/httptest net/http/pprof net/rpc/jsonrpc net/smtp os os/exec os/signal os/user plugin
	runtime runtime/coverage runtime/debug runtime/metrics runtime/pprof runtime/trace syscall testing testing/quick
`)

// atHome are functions of such packages that don't, and types whose methods
// don't.
var atHome = set(`
	database/sql.Named database/sql.Null database/sql.NullBool database/sql.NullByte database/sql.NullFloat64 database/sql.NullInt16
	database/sql.NullInt32 database/sql.NullInt64 database/sql.NullString database/sql.NullTime database/sql.IsolationLevel
	database/sql.Scanner database/sql.Register
	flag.NewFlagSet flag.Value flag.Getter
	go/build.IsLocalImport go/build.ArchChar go/build.NoGoError go/build.MultiplePackageError
	io/ioutil.NopCloser io/ioutil.ReadAll
	math/rand.New math/rand.NewSource math/rand.NewZipf math/rand.Rand math/rand.Source math/rand.Source64 math/rand.Zipf
	math/rand/v2.New math/rand/v2.NewPCG math/rand/v2.NewChaCha8 math/rand/v2.NewZipf
	math/rand/v2.Rand math/rand/v2.Source math/rand/v2.PCG math/rand/v2.ChaCha8 math/rand/v2.Zipf
	net.ParseIP net.ParseCIDR net.ParseMAC net.IPv4 net.IPv4Mask net.CIDRMask net.JoinHostPort net.SplitHostPort
	net.TCPAddrFromAddrPort net.UDPAddrFromAddrPort net.Pipe net.IP net.IPMask net.IPNet net.HardwareAddr net.Flags
	net.Addr net.TCPAddr net.UDPAddr net.IPAddr net.UnixAddr net.Error net.AddrError net.DNSError net.DNSConfigError net.OpError
	net.ParseError net.InvalidAddrError net.UnknownNetworkError
	os.IsExist os.IsNotExist os.IsPermission os.IsTimeout os.IsPathSeparator os.Expand os.NewSyscallError os.SyscallError os.LinkError os.Signal
	os/exec.Error os/exec.ExitError
	os/user.UnknownUserError os/user.UnknownUserIdError os/user.UnknownGroupError os/user.UnknownGroupIdError
	runtime.KeepAlive runtime.SetFinalizer runtime.AddCleanup runtime.GC runtime.Gosched runtime.Version
	runtime.Error runtime.TypeAssertionError runtime.PanicNilError runtime.Cleanup
	syscall.Errno syscall.Signal syscall.ByteSliceFromString syscall.BytePtrFromString
`)

// worldFuncs are functions of other packages that do.
var worldFuncs = set(`
	archive/zip.OpenReader
	context.WithDeadline context.WithDeadlineCause context.WithTimeout context.WithTimeoutCause
	crypto/dsa.GenerateKey crypto/dsa.GenerateParameters crypto/dsa.Sign
	crypto/ecdsa.GenerateKey crypto/ecdsa.Sign crypto/ecdsa.SignASN1 (*crypto/ecdsa.PrivateKey).Sign
	crypto/ed25519.GenerateKey
	crypto/mlkem.GenerateKey768 crypto/mlkem.GenerateKey1024
	(*crypto/mlkem.EncapsulationKey768).Encapsulate (*crypto/mlkem.EncapsulationKey1024).Encapsulate
	crypto/rsa.GenerateKey crypto/rsa.GenerateMultiPrimeKey crypto/rsa.EncryptOAEP crypto/rsa.EncryptOAEPWithOptions
	crypto/rsa.EncryptPKCS1v15 crypto/rsa.SignPSS (*crypto/rsa.PrivateKey).Sign
	crypto/tls.Dial crypto/tls.DialWithDialer crypto/tls.Listen crypto/tls.LoadX509KeyPair crypto/tls.Client crypto/tls.Server
	crypto/tls.QUICClient crypto/tls.QUICServer (*crypto/tls.Dialer).Dial (*crypto/tls.Dialer).DialContext
	(*crypto/tls.Config).DecryptTicket (*crypto/tls.Config).EncryptTicket (*crypto/tls.Config).SetSessionTicketKeys
	(*crypto/tls.Conn).Close (*crypto/tls.Conn).CloseWrite (*crypto/tls.Conn).Read (*crypto/tls.QUICConn).HandleData
	(*crypto/tls.QUICConn).SendSessionTicket
	crypto/x509.SystemCertPool (*crypto/x509.Certificate).Verify
	debug/elf.Open debug/macho.Open debug/macho.OpenFat debug/pe.Open debug/plan9obj.Open
	fmt.Scan fmt.Scanf fmt.Scanln
	go/parser.ParseDir go/parser.ParseFile
	html/template.ParseFiles html/template.ParseGlob (*html/template.Template).ParseFiles (*html/template.Template).ParseGlob
	text/template.ParseFiles text/template.ParseGlob (*text/template.Template).ParseFiles (*text/template.Template).ParseGlob
	mime.TypeByExtension mime.ExtensionsByType
	(*mime/multipart.FileHeader).Open (*mime/multipart.Form).RemoveAll (*mime/multipart.Reader).ReadForm
	net/http.Get net/http.Head net/http.Post net/http.PostForm net/http.ListenAndServe net/http.ListenAndServeTLS net/http.Serve
	net/http.ServeTLS net/http.ProxyFromEnvironment (net/http.Dir).Open
	(*net/http.Client).Do (*net/http.Client).Get (*net/http.Client).Head (*net/http.Client).Post (*net/http.Client).PostForm
	(*net/http.Client).CloseIdleConnections (*net/http.Request).FormFile (*net/http.Request).FormValue
	(*net/http.Request).ParseMultipartForm (*net/http.Request).PostFormValue (*net/http.Request).Write (*net/http.Request).WriteProxy
	(*net/http.Response).Write (*net/http.Server).ListenAndServe (*net/http.Server).ListenAndServeTLS (*net/http.Server).Serve
	(*net/http.Server).ServeTLS (*net/http.Server).SetKeepAlivesEnabled (*net/http.Server).Shutdown
	(*net/http.Transport).Clone (*net/http.Transport).CloseIdleConnections (*net/http.Transport).NewClientConn
	(*net/http.Transport).RoundTrip
	(*net/http/cookiejar.Jar).Cookies (*net/http/cookiejar.Jar).SetCookies
	(*net/http/httputil.ReverseProxy).ServeHTTP (*net/http/httputil.ServerConn).Write net/http/httputil.DumpRequestOut
	net/http/httputil.DumpResponse net/http/httputil.NewClientConn net/http/httputil.NewProxyClientConn
	net/rpc.Dial net/rpc.DialHTTP net/rpc.DialHTTPPath net/textproto.Dial
	path/filepath.Abs path/filepath.EvalSymlinks path/filepath.Glob path/filepath.Walk path/filepath.WalkDir
	testing/slogtest.Run
	time.Now time.Since time.Until time.After time.AfterFunc time.NewTicker time.NewTimer time.Tick time.LoadLocation
	(*time.Ticker).Reset (*time.Timer).Reset
	time.Unix time.UnixMilli time.UnixMicro (time.Time).Local time.Parse time.ParseInLocation
`)

// worldVars are variables of the standard library that hold such things.
var worldVars = set("crypto/rand.Reader go/build.Default os.Args os.Stdin time.Local")

// fromOutside reports whether a leaf depends on the outside world: a function or a
// variable of the standard library, or a function of another package that can
// get at it.
func fromOutside(obj types.Object, l Leaf) bool {
	path := PlainPath(obj.Pkg().Path())
	switch obj := obj.(type) {
	case *types.Var:
		return worldVars[path+"."+obj.Name()]
	case *types.Func:
		name := obj.Origin().FullName()
		if worldFuncs[name] {
			return true
		}
		if !worldPackages[path] && l.World == "" || atHome[name] {
			return false
		}
		if recv := obj.Signature().Recv(); recv != nil {
			named := namedOf(recv.Type())
			return named == nil || !atHome[path+"."+named.Obj().Name()]
		}
		return true
	}
	return false
}

// IsWorld reports whether a package of the standard library gives those who
// import it files, the environment, chance, the network or the process.
func IsWorld(path string) bool {
	return worldPackages[path] || path == "net/http" || path == "crypto/tls"
}
