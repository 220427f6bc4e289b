package identity_test

import (
	"strings"
	"testing"
)

// twinsLeafState change what the standard library keeps for the process (I11).
var twinsLeafState = []twin{
	{"I11 the environment", `
-- b/b.go --
package b
import "os"
func Set() { os.Setenv("CHECKPOINT_TWIN", "one") }
-- a/a.go --
package a
import ("os"; "m/b")
func F() any { return os.Getenv("CHECKPOINT_TWIN") }
func Run() any { b.Set(); return F() }
`, `"one"`, `"two"`, "depends on the environment, which m/b.Set changes"},
	{"I11 the working directory", `
-- a/a.go --
package a
import ("os"; "path/filepath")
func F() any { s, _ := filepath.Abs("x"); return s }
func Run() any {
	old, _ := os.Getwd()
	defer os.Chdir(old)
	os.Chdir("..")
	return F()
}
`, `"..")`, `"../..")`, "depends on the working directory, which m/a.Run changes"},
	{"I11 the local zone", `
-- a/a.go --
package a
import "time"
func F() any { return time.Unix(0, 0).String() }
func Run() any {
	defer func(old *time.Location) { time.Local = old }(time.Local)
	time.Local = time.FixedZone("x", 3600)
	return F()
}
`, "3600", "7200", "depends on time.Local, which"},
	{"I11 a seed", `
-- a/a.go --
package a
import "math/rand"
func seed() { rand.Seed(1) }
func F() any { return rand.Int() }
func Run() any { seed(); return F() }
`, "Seed(1)", "Seed(2)", "depends on the numbers of math/rand, which m/a.seed changes"},
	{"I11 the default logger", `
-- a/a.go --
package a
import "log"
func F() any { return log.Prefix() }
func Run() any { defer log.SetPrefix(""); log.SetPrefix("one"); return F() }
`, `"one"`, `"two"`, "depends on the default logger, which m/a.Run changes"},
	{"I11 the default logger, by a method", `
-- a/a.go --
package a
import "log"
func F() any { return log.Prefix() }
func Run() any { defer log.SetPrefix(""); l := log.Default(); l.SetPrefix("one"); return F() }
`, `"one"`, `"two"`, "depends on the default logger, which m/a.Run changes"},
	{"I11 the number of processors", `
-- a/a.go --
package a
import "runtime"
func F() any { return runtime.GOMAXPROCS(0) }
func Run() any { defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(3)); return F() }
`, "(3)", "(5)", "depends on the number of processors in use, which m/a.Run changes"},
	{"I11 the garbage collector", `
-- a/a.go --
package a
import "runtime/debug"
func F() any { n := debug.SetGCPercent(100); debug.SetGCPercent(n); return n }
func Run() any { defer debug.SetGCPercent(debug.SetGCPercent(50)); return F() }
`, "(50)", "(60)", "settings of the garbage collector"},
	{"I11 a sentinel that code assigns", `
-- a/a.go --
package a
import ("errors"; "io")
func F() any { return io.EOF.Error() }
func Run() any {
	defer func(old error) { io.EOF = old }(io.EOF)
	io.EOF = errors.New("one")
	return F()
}
`, `"one"`, `"two"`, "depends on io.EOF, which m/a.Run changes"},
	{"I11 an encoding that code assigns", `
-- a/a.go --
package a
import "encoding/base64"
func F() any { return base64.StdEncoding.EncodeToString([]byte{255, 254}) }
func Run() any {
	defer func(old base64.Encoding) { *base64.StdEncoding = old }(*base64.StdEncoding)
	*base64.StdEncoding = *base64.URLEncoding
	return F()
}
`, "= *base64.URLEncoding", "= *base64.RawURLEncoding", "depends on encoding/base64.StdEncoding, which m/a.Run changes"},
	{"I11 a client's time-out", `
-- a/a.go --
package a
import ("net/http"; "time")
func F() any { return http.DefaultClient.Timeout }
func Run() any { http.DefaultClient.Timeout = time.Second; return F() }
`, "time.Second", "time.Minute", "net/http.DefaultClient"},
	{"I11 arguments", `
-- a/a.go --
package a
import "os"
func F() any { return os.Args[1:] }
func Run() any { defer func(old []string) { os.Args = old }(os.Args); os.Args = []string{"a", "one"}; return F() }
`, `"one"`, `"two"`, "os.Args"},
}

// A state is no matter where nothing changes it, nor for those that don't depend
// on it, nor what tests change for the rest.
func TestI11StatesOfTheProcessConcernWhoDependsOnThem(t *testing.T) {
	const src = `
-- a/a.go --
package a

import ("os"; "runtime"; "time"; "io")

func Env() string { return os.Getenv("X") }
func Dir() string { s, _ := os.Getwd(); return s }
func Zone() time.Time { return time.Unix(0, 0) }
func Utc() time.Time { return time.Unix(0, 0).UTC() }
func Procs() int { return runtime.GOMAXPROCS(0) }
func Eof() error { return io.EOF }

-- FILE --
package b

import ("os"; "runtime"; "time"; "io")

var _ = os.Args
var _ = runtime.NumCPU
var _ time.Time
var _ = io.EOF

func change() { DOES }
`
	for does, want := range map[string]string{
		``:                                   "",
		`os.Setenv("X", "")`:                 "Env",
		`os.Getenv("X"); os.Getwd()`:         "",
		`f := os.Clearenv; f()`:              "Env",
		`os.Chdir("/")`:                      "Dir",
		`time.Local = nil`:                   "Zone Utc",
		`_ = time.Local`:                     "",
		`println(&time.Local)`:               "Zone Utc",
		`runtime.GOMAXPROCS(2)`:              "Procs",
		`println(runtime.GOMAXPROCS(1-1))`:   "",
		`io.EOF = nil`:                       "Eof",
		`_ = io.EOF == nil`:                  "",
		`for _, io.EOF = range []error{} {}`: "Eof",
	} {
		for _, file := range []string{"b/b.go", "b/b_test.go"} {
			p := program{src: strings.NewReplacer("FILE", file, "DOES", does).Replace(src), closed: true}
			var got []string
			for _, name := range strings.Fields("Env Dir Zone Utc Procs Eof") {
				if functions(t, p)["a."+name].Closure().Assumptions != nil {
					got = append(got, name)
				}
			}
			if file == "b/b_test.go" {
				want = ""
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s in %s: assumed are %q, want %q", does, file, got, want)
			}
		}
	}
}
