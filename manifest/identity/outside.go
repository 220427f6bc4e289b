package identity

import "strings"

// outsideWorld are the functions and variables that make an initializer's
// value depend on where and when the program starts (I4).
var outsideWorld = set(`
	os.Getenv os.LookupEnv os.Environ os.ExpandEnv os.Args os.Getwd os.Hostname os.UserHomeDir os.UserCacheDir
	os.UserConfigDir os.TempDir os.Executable os.ReadFile os.Open os.OpenFile os.OpenRoot os.ReadDir os.ReadLink
	os.Stat os.Lstat os.Getpid os.Getppid os.Getuid os.Getgid os.Geteuid os.Getegid os.Stdin os.DirFS
	path/filepath.Abs path/filepath.Glob path/filepath.Walk path/filepath.WalkDir path/filepath.EvalSymlinks
	time.Now time.Since time.Until time.Local time.LoadLocation hash/maphash.MakeSeed
	runtime.NumCPU runtime.GOMAXPROCS runtime.NumGoroutine runtime.GOROOT runtime/debug.ReadBuildInfo
	net.Dial net.Listen net.LookupHost net.LookupIP net.LookupAddr net.Interfaces net.InterfaceAddrs
	net/http.Get net/http.Head net/http.Post net/http.PostForm
`)

// outsidePackages are packages whose functions all do.
var outsidePackages = set("flag os/user os/exec crypto/rand math/rand math/rand/v2")

// seeded are what such packages have that does not.
var seeded = set(`
	math/rand.New math/rand.NewSource math/rand.NewZipf math/rand.Rand math/rand.Source math/rand.Source64 math/rand.Zipf
	math/rand/v2.New math/rand/v2.NewPCG math/rand/v2.NewChaCha8 math/rand/v2.NewZipf
	math/rand/v2.Rand math/rand/v2.Source math/rand/v2.PCG math/rand/v2.ChaCha8 math/rand/v2.Zipf
	flag.NewFlagSet flag.FlagSet flag.Flag flag.Value flag.Getter flag.ErrorHandling flag.ErrHelp
	os/user.User os/user.Group os/exec.Cmd os/exec.Error os/exec.ExitError os/exec.ErrNotFound os/exec.ErrDot os/exec.ErrWaitDelay
`)

// fromOutside reports whether a leaf of that name depends on the outside world.
func fromOutside(name string) bool {
	if outsideWorld[name] {
		return true
	}
	i := strings.LastIndexByte(name, '.')
	if i < 0 || strings.HasPrefix(name, "(") || strings.Contains(name, " ") || seeded[name] {
		return false
	}
	return outsidePackages[name[:i]]
}
