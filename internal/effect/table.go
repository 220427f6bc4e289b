package effect

import (
	"go/types"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// The table of what functions outside the scope do (E4). A name that ends in
// ".*" is a package, all of whose functions do; methods are listed one by one.
// What a function of the standard library that isn't listed does, depends on
// its arguments alone, or is without influence on results: sleeping, locking,
// logging, standard error.
var outside = []struct {
	kind  Kind
	why   string // the reason of the entries
	names string
}{
	{Clock, "another time, another value; what a timer sends, see timer.go", `
		time.Now time.Since time.Until`},
	{Random, "seeded by the runtime or the system; generators with a seed of their own are fine", `
		math/rand.* math/rand/v2.* crypto/rand.* hash/maphash.MakeSeed
		(*hash/maphash.Hash).Sum64 (*hash/maphash.Hash).Seed crypto/rsa.GenerateKey crypto/ecdsa.GenerateKey
		crypto/ed25519.GenerateKey crypto/mlkem.GenerateKey768 crypto/mlkem.GenerateKey1024`},
	{Environment, "decided by who starts the program, and where", `
		os.Getenv os.LookupEnv os.Environ os.ExpandEnv os.Getwd os.Hostname os.UserHomeDir os.UserCacheDir
		os.UserConfigDir os.TempDir os.Executable os/user.* time.LoadLocation path/filepath.Abs
		mime.TypeByExtension mime.ExtensionsByType syscall.Getenv syscall.Environ syscall.Getwd
		golang.org/x/sys/unix.Uname crypto/x509.SystemCertPool runtime.GOROOT (time.Time).Local
		golang.org/x/term.IsTerminal golang.org/x/term.GetSize
		(*text/template.Template).ParseGlob (*html/template.Template).ParseGlob`},
	{Files, "their content is no argument", `
		os.Open os.OpenFile os.NewFile os.OpenInRoot os.OpenRoot os.ReadFile os.ReadDir os.DirFS os.Readlink os.CopyFS
		io/ioutil.ReadFile io/ioutil.ReadDir
		path/filepath.Glob path/filepath.Walk path/filepath.WalkDir path/filepath.EvalSymlinks
		text/template.ParseFiles text/template.ParseGlob html/template.ParseFiles html/template.ParseGlob
		(*text/template.Template).ParseFiles (*html/template.Template).ParseFiles
		go/build.Import go/build.ImportDir go/parser.ParseDir go/parser.ParseFile go/importer.Default go/importer.For
		go/importer.ForCompiler crypto/tls.LoadX509KeyPair archive/zip.OpenReader
		debug/elf.Open debug/macho.Open debug/pe.Open debug/buildinfo.ReadFile net/http.ServeFile`},
	{FileInfo, "what they say is no argument, nor part of a file's content", `
		os.Stat os.Lstat os/exec.LookPath`},
	{WriteFiles, "a hit changes nothing", `
		os.Create os.CreateTemp os.MkdirTemp os.WriteFile os.Mkdir os.MkdirAll os.Remove os.RemoveAll os.Rename
		os.Chmod os.Chown os.Lchown os.Chtimes os.Link os.Symlink os.Truncate os.Chdir os.Setenv os.Unsetenv os.Clearenv
		os.Pipe io/ioutil.WriteFile io/ioutil.TempFile io/ioutil.TempDir`},
	{Network, "who answers, and what, is no argument", `
		net.Dial net.DialIP net.DialTCP net.DialTimeout net.DialUDP net.DialUnix net.Listen net.ListenIP net.ListenPacket
		net.ListenTCP net.ListenUDP net.ListenUnix net.LookupAddr net.LookupCNAME net.LookupHost net.LookupIP net.LookupMX
		net.LookupNS net.LookupPort net.LookupSRV net.LookupTXT net.Interfaces net.InterfaceAddrs net.InterfaceByName
		net.InterfaceByIndex net.ResolveIPAddr net.ResolveTCPAddr net.ResolveUDPAddr
		(*net.Dialer).Dial (*net.Dialer).DialContext (*net.ListenConfig).Listen
		(*net.Resolver).LookupAddr (*net.Resolver).LookupCNAME (*net.Resolver).LookupHost (*net.Resolver).LookupIP
		(*net.Resolver).LookupIPAddr (*net.Resolver).LookupMX (*net.Resolver).LookupNS (*net.Resolver).LookupSRV
		(*net.Resolver).LookupTXT (*net.Resolver).LookupNetIP
		net/http/httptest.NewServer net/http/httptest.NewTLSServer
		net/http.Get net/http.Head net/http.Post net/http.PostForm net/http.ListenAndServe net/http.ListenAndServeTLS
		net/http.Serve (*net/http.Client).Do (*net/http.Client).Get (*net/http.Client).Head (*net/http.Client).Post
		(*net/http.Client).PostForm (*net/http.Server).ListenAndServe (*net/http.Server).Serve
		(*net/http.Transport).RoundTrip net/http.ProxyFromEnvironment
		net/rpc.Dial net/rpc.DialHTTP (*net/rpc.Client).Call (*net/rpc.Client).Go net/smtp.SendMail net/smtp.Dial
		crypto/tls.Dial crypto/tls.DialWithDialer
		(*database/sql.DB).Query (*database/sql.DB).QueryContext (*database/sql.DB).QueryRow (*database/sql.DB).QueryRowContext
		(*database/sql.DB).Exec (*database/sql.DB).ExecContext (*database/sql.DB).Begin (*database/sql.DB).BeginTx
		(*database/sql.DB).Ping (*database/sql.DB).PingContext
		(*database/sql.Tx).Query (*database/sql.Tx).QueryContext (*database/sql.Tx).QueryRow (*database/sql.Tx).QueryRowContext
		(*database/sql.Tx).Exec (*database/sql.Tx).ExecContext
		(*database/sql.Stmt).Query (*database/sql.Stmt).QueryContext (*database/sql.Stmt).Exec (*database/sql.Stmt).ExecContext`},
	{Process, "another process is no function of the arguments", `
		(*os/exec.Cmd).Run (*os/exec.Cmd).Start (*os/exec.Cmd).Output (*os/exec.Cmd).CombinedOutput
		os.StartProcess os.FindProcess os.Getpid os.Getppid os.Getuid os.Geteuid os.Getgid os.Getegid os.Getgroups
		os/signal.Notify os/signal.NotifyContext syscall.Exec syscall.ForkExec syscall.Kill os.Exit plugin.Open`},
	{System, "what it answers, or changes, is no argument", `
		syscall.* golang.org/x/sys/unix.* golang.org/x/sys/windows.*`},
	{Arguments, "decided by who starts the program", `
		flag.Parse flag.Parsed flag.Arg flag.Args flag.NArg flag.NFlag flag.Lookup flag.Visit flag.VisitAll flag.Set
		flag.Bool flag.BoolFunc flag.Duration flag.Float64 flag.Func flag.Int flag.Int64 flag.String flag.TextVar
		flag.Uint flag.Uint64 flag.Var flag.BoolVar flag.DurationVar flag.Float64Var flag.IntVar flag.Int64Var
		flag.StringVar flag.UintVar flag.Uint64Var`},
	{Runtime, "depends on the machine, the build, or what else runs", `
		runtime.NumCPU runtime.GOMAXPROCS runtime.NumGoroutine runtime.NumCgoCall runtime.ReadMemStats runtime.Caller
		runtime.Callers runtime.CallersFrames runtime.FuncForPC runtime.Stack runtime.GoroutineProfile
		runtime.MemProfile runtime.ThreadCreateProfile runtime/metrics.Read runtime/debug.ReadGCStats
		runtime/debug.ReadBuildInfo runtime/debug.Stack runtime/debug.SetGCPercent runtime/debug.SetMemoryLimit
		runtime/pprof.Lookup os.Getpagesize syscall.Getpagesize testing.Testing testing.Short testing.Verbose testing.AllocsPerRun testing.Benchmark`},
	{Context, "a context is never hashed", `(context.Context).Value (context.Context).Deadline`},
	{FileInfo, "a time is no part of a file's content", `(io/fs.FileInfo).ModTime (io/fs.FileInfo).Sys`},
	{Unknown, "which function it runs is known at run time only", `(reflect.Value).Call (reflect.Value).CallSlice`},
	{Stdout, "a hit prints nothing", `fmt.Print fmt.Printf fmt.Println`},
	{Input, "read once, by the first call", `fmt.Scan fmt.Scanf fmt.Scanln`},
}

// seeded are those of the packages above that compute from what they are given,
// beside conversions to UTF-16, which only Windows has.
var seeded = words(`
	math/rand.New math/rand.NewSource math/rand.NewZipf math/rand/v2.New math/rand/v2.NewPCG math/rand/v2.NewChaCha8
	math/rand/v2.NewZipf
	syscall.BytePtrFromString syscall.ByteSliceFromString syscall.SlicePtrFromStrings syscall.StringBytePtr
	syscall.StringByteSlice syscall.StringSlicePtr syscall.CmsgLen syscall.CmsgSpace syscall.NsecToTimespec
	syscall.NsecToTimeval syscall.TimespecToNsec syscall.TimevalToNsec syscall.ParseDirent syscall.ParseNetlinkMessage
	syscall.ParseNetlinkRouteAttr syscall.ParseSocketControlMessage syscall.ParseUnixCredentials syscall.ParseUnixRights
	syscall.UnixCredentials syscall.UnixRights
	golang.org/x/sys/unix.BytePtrFromString golang.org/x/sys/unix.ByteSliceFromString golang.org/x/sys/unix.BytePtrToString
	golang.org/x/sys/unix.ByteSliceToString golang.org/x/sys/unix.CmsgLen golang.org/x/sys/unix.CmsgSpace
	golang.org/x/sys/unix.NsecToTimespec golang.org/x/sys/unix.NsecToTimeval golang.org/x/sys/unix.TimespecToNsec
	golang.org/x/sys/unix.TimevalToNsec golang.org/x/sys/unix.Major golang.org/x/sys/unix.Minor golang.org/x/sys/unix.Mkdev
	golang.org/x/sys/unix.ErrnoName golang.org/x/sys/unix.SignalName golang.org/x/sys/unix.SignalNum`)

// ReadsFolder reports whether a function of the table, by its short name, reads
// what is in a folder.
func ReadsFolder(name string) bool { return folderReaders[name] }

var folderReaders = words(`os.ReadDir os.DirFS ioutil.ReadDir filepath.Walk filepath.WalkDir`)

// outsideVars are variables outside the scope that a result must not depend on.
var outsideVars = map[string]Kind{
	"os.Args": Arguments, "flag.CommandLine": Arguments, "os.Stdin": Input, "os.Stdout": Stdout,
	"crypto/rand.Reader": Random, "net/http.DefaultClient": Network, "net/http.DefaultTransport": Network,
	"net.DefaultResolver": Network, "time.Local": Environment, "go/build.Default": Environment,
}

// plainInterfaces are those outside the scope whose implementations compute and
// describe, by convention (E5).
var plainInterfaces = words(`
	error fmt.Stringer fmt.GoStringer context.Context reflect.Type hash.Hash hash.Hash32 hash.Hash64
	image.Image image/color.Color image/color.Model io/fs.FileInfo io/fs.DirEntry sort.Interface container/heap.Interface
	encoding.TextMarshaler encoding.BinaryMarshaler encoding/json.Marshaler
	sync.Locker crypto/cipher.Block crypto/cipher.Stream crypto/cipher.AEAD net.Addr net.Error log/slog.Handler
	encoding/binary.ByteOrder`)

var outsideFuncs, outsidePackages = expand()

func expand() (funcs, packages map[string]Kind) {
	funcs, packages = make(map[string]Kind), make(map[string]Kind)
	for _, e := range outside {
		for _, name := range strings.Fields(e.names) {
			if path, ok := strings.CutSuffix(name, ".*"); ok {
				packages[path] = e.kind
			} else {
				funcs[name] = e.kind
			}
		}
	}
	return funcs, packages
}

func words(s string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// outsideKind is what a function outside the scope does, 0 for nothing.
func outsideKind(fn *types.Func) Kind {
	name := Key(fn)
	if k, ok := outsideFuncs[name]; ok {
		return k
	}
	if fn.Pkg() == nil || fn.Signature().Recv() != nil || seeded[name] || strings.HasPrefix(fn.Name(), "UTF16") {
		return 0
	}
	return outsidePackages[identity.PlainPath(fn.Pkg().Path())]
}
