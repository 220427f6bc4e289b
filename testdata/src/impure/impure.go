// Package impure holds what the impure check flags and what it doesn't.
package impure

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	mathrand "math/rand"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	"github.com/gocheckpoint/checkpoint/testdata/src/impure/lib"
)

// Sources.

func clock() int64                  { return time.Now().Unix() }           // want `^clock reads the clock: time.Now$`
func random() int                   { return mathrand.Intn(6) }            // want `^random draws random numbers: rand.Intn$`
func secret(b int) (int, error)     { return rand.Read(make([]byte, b)) }  // want `secret draws random numbers: rand.Read$`
func env() string                   { return os.Getenv("HOME") }           // want `env reads the environment: os.Getenv$`
func args() string                  { return os.Args[0] }                  // want `args reads the program's arguments: os.Args$`
func cpus() int                     { return runtime.NumCPU() }            // want `cpus asks the runtime for its state: runtime.NumCPU$`
func file() ([]byte, error)         { return os.ReadFile("config") }       // want `file reads files: os.ReadFile$`
func value(ctx context.Context) any { return ctx.Value("k") }              // want `value reads a value from its context: context.Context.Value$`
func run() ([]byte, error)          { return exec.Command("ls").Output() } // want `run depends on processes: exec.Cmd.Output$`

func get(address string) (string, error) {
	c, err := net.Dial("tcp", address) // want `get uses the network: net.Dial$`
	if err != nil {
		return "", err
	}
	return c.RemoteAddr().String(), nil
}

func seeded(seed int64) int { return mathrand.New(mathrand.NewSource(seed)).Intn(6) }

func byClock() int {
	return mathrand.New(mathrand.NewSource(time.Now().UnixNano())).Intn(6) // want `byClock reads the clock: time.Now$`
}

var (
	_ = checkpoint.Func(clock)
	_ = checkpoint.Func(random)
	_ = checkpoint.Func(secret)
	_ = checkpoint.Func(env)
	_ = checkpoint.Func(args)
	_ = checkpoint.Func(cpus)
	_ = checkpoint.Func(file)
	_ = checkpoint.Func(value)
	_ = checkpoint.Func(run)
	_ = checkpoint.Func(get)
	_ = checkpoint.Func(seeded)
	_ = checkpoint.Func(byClock)
)

// Routes.

func near() int64 { return mid() } // want `^near reads the clock: time.Now at impure.go:\d+, by way of mid \(impure.go:\d+\) → far$`
func mid() int64  { return far() }
func far() int64  { return time.Now().Unix() }

func across() int64 { return lib.Deep() }          // want `^across reads the clock: time.Now at lib.go:11, by way of lib.Deep \(lib.go:13\) → lib.Stamp$`
func uptime() int64 { return lib.Uptime().Unix() } // want `uptime reads the clock: time.Now at lib.go:20, by way of lib.Uptime \(lib.go:23\) → variable lib.start$`
func exempt() int64 { return lib.Exempt() }
func twice() int64  { return lib.Stamp() + lib.Stamp() } // want `twice reads the clock: time.Now at lib.go:11, by way of lib.Stamp$`

var (
	_ = checkpoint.Func(near)
	_ = checkpoint.Func(across)
	_ = checkpoint.Func(uptime)
	_ = checkpoint.Func(exempt)
	_ = checkpoint.Func(twice)
	_ = checkpoint.Func(lib.Stamp) // want `lib.Stamp reads the clock: time.Now at lib.go:11$`
	_ = checkpoint.Func(lib.Deep)  // want `lib.Deep reads the clock: time.Now at lib.go:11, by way of lib.Stamp$`
)

// Ignores.

func ignoredHere() int64 {
	return time.Now().Unix() //checkpoint:ignore impure a test
}

func ignoredCall() int64 {
	return mid() //checkpoint:ignore impure a test
}

var (
	_ = checkpoint.Func(ignoredHere)
	_ = checkpoint.Func(ignoredCall)
)

// Interfaces, function values, generics, recursion, method values, defers,
// closures.

func dynamic() int64 {
	c := lib.Default()
	return c.Now() // want `dynamic reads the clock: time.Now at lib.go:29, by way of lib.System.Now$`
}

func fixed() int64 {
	var c lib.Clock = lib.Fixed{T: 1}
	return c.Now()
}

func given(c lib.Clock) int64 {
	return c.Now() // want `cannot determine whether given is pure: it calls lib.Clock.Now of its argument c, which callers decide$`
}

func givenTwice(a, b lib.Clock) int64 {
	return a.Now() + b.Now() // want `cannot determine whether givenTwice is pure: it calls lib.Clock.Now of its argument a`
}

// The clock is one that this package makes.
func own(c *lib.Fixed) int64 { return now(c) }

func now(c lib.Clock) int64 { return c.Now() }

func silent(c lib.Clock, n int) int64 { return c.Now() }

func functionValue(n int) int64 {
	f := clockOf // want `functionValue reads the clock: time.Now at impure.go:\d+, by way of clockOf$`
	return f(n)
}

func clockOf(n int) int64 { return time.Now().Unix() }

func closure() int64 {
	f := func() int64 { return time.Now().Unix() } // want `closure reads the clock: time.Now$`
	return f()
}

func deferred() (n int64) {
	defer func() { n = time.Now().Unix() }() // want `deferred reads the clock: time.Now$`
	return 1
}

func methodValue() int64 {
	f := lib.System{}.Now // want `methodValue reads the clock: time.Now at lib.go:29, by way of lib.System.Now$`
	return f()
}

func generic(list []int) []int64 {
	return lib.Map(list, clockOf) // want `generic reads the clock: time.Now at impure.go:\d+, by way of clockOf$`
}

type card int

func (c card) Rank() int { return int(c) + mathrand.Intn(2) }

func constrained(list []card) card {
	return lib.Best(list) // want `constrained draws random numbers: rand.Intn at impure.go:\d+, by way of lib.Best \(lib.go:\d+\) → card.Rank$`
}

func even(n int) bool {
	if n == 0 {
		return true
	}
	return odd(n - 1) // want `even reads the environment: os.Getenv at impure.go:\d+, by way of odd$`
}

func odd(n int) bool {
	if n == 0 {
		return os.Getenv("ODD") != ""
	}
	return even(n - 1)
}

// debugf is a logger by its name, and as nothing comes back from it.
func debugf(format string, args ...any) {
	if os.Getenv("DEBUG") != "" {
		fmt.Printf(format, args...)
	}
}

func debugged(n int) int {
	debugf("%d", n)
	return n
}

type handler func(string, int) int

// made gives a function that nothing here calls.
func made(n int) handler {
	return func(s string, m int) int { return n + m + int(time.Now().Unix()) }
}

func kept(n int) int {
	h := made(n)
	if h == nil {
		return 0
	}
	return n
}

func called(n int) int {
	return made(n)("", n) // want `called reads the clock: time.Now at impure.go:\d+, by way of made$`
}

type document map[string]string

func (d document) MarshalJSON() ([]byte, error) { return []byte(os.Getenv("DOC")), nil }

func decodes(data []byte) (document, error) {
	var d document
	err := json.Unmarshal(data, &d)
	return d, err
}

func encodes(d document) ([]byte, error) {
	return json.Marshal(d) // want `encodes reads the environment: os.Getenv at impure.go:\d+, by way of document.MarshalJSON$`
}

func argument(f func() int) int {
	return f() // want `cannot determine whether argument is pure: it calls f of its argument f, which callers decide$`
}

func reader(r io.Reader) ([]byte, error) {
	return io.ReadAll(r) // want `cannot determine whether reader is pure: it calls io.Reader.Read of its argument r, which callers decide$`
}

func text(r string) ([]byte, error) { return io.ReadAll(strings.NewReader(r)) }

type shape interface{ area() float64 }

type square float64

func (s square) area() float64 { return float64(s * s) }

type measured float64

func (m measured) area() float64 { return float64(m) * float64(time.Now().Unix()) }

var shapes = []shape{square(1), measured(2)}

func closed(s shape) float64 {
	return s.area() // want `closed reads the clock: time.Now at impure.go:\d+, by way of measured.area$`
}

type temperature float64

func (t temperature) String() string { return os.Getenv("UNIT") }

type report struct{ T temperature }

func formats(r report) string {
	return fmt.Sprint(r) // want `formats reads the environment: os.Getenv at impure.go:\d+, by way of temperature.String$`
}

var (
	_ = checkpoint.Func(dynamic)
	_ = checkpoint.Func(fixed)
	_ = checkpoint.Func(given)
	_ = checkpoint.Func(givenTwice)
	_ = checkpoint.Func(own)
	_ = checkpoint.Func(silent, checkpoint.NoHash("c"))
	_ = checkpoint.Func(functionValue)
	_ = checkpoint.Func(closure)
	_ = checkpoint.Func(deferred)
	_ = checkpoint.Func(methodValue)
	_ = checkpoint.Func(generic)
	_ = checkpoint.Func(constrained)
	_ = checkpoint.Func(even)
	_ = checkpoint.Func(debugged)
	_ = checkpoint.Func(kept)
	_ = checkpoint.Func(called)
	_ = checkpoint.Func(decodes)
	_ = checkpoint.Func(encodes)
	_ = checkpoint.Func(argument)
	_ = checkpoint.Func(reader)
	_ = checkpoint.Func(text)
	_ = checkpoint.Func(closed)
	_ = checkpoint.Func(formats)
)

// What is fine.

//checkpoint:capture
var unit = os.Getenv("UNIT")

//checkpoint:nohash
var started = time.Now()

var pool = sync.Pool{New: func() any { return new(strings.Builder) }}

var logger = slog.Default()

var table = func() map[string]int { return map[string]int{"a": 1} }()

func fine(ctx context.Context, names []string) (string, error) {
	begin := time.Now()
	defer func() { slog.Info("done", "after", time.Since(begin)) }()
	if err := ctx.Err(); err != nil {
		return "", fmt.Errorf("fine: %w", err)
	}
	b := pool.Get().(*strings.Builder)
	defer pool.Put(b)
	for _, n := range names {
		b.WriteString(n + unit)
	}
	logger.Info("x")
	log.Println(started)
	fmt.Fprintln(os.Stderr, "fine")
	time.Sleep(time.Millisecond)
	return b.String(), nil
}

func parallel(list []int) []int {
	out := make([]int, len(list))
	var wg sync.WaitGroup
	work := make(chan int)
	for range runtime.NumCPU() {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range work {
				out[i] = list[i] * 2
			}
		}()
	}
	for i := range list {
		work <- i
	}
	close(work)
	wg.Wait()
	return out
}

var (
	_ = checkpoint.Func(fine)
	_ = checkpoint.Func(parallel)
)

// Content.

func byContent(path string) (string, error) {
	path = filepath.Clean(path)
	return open(path)
}

func open(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	return string(data), err
}

func byName(path string) (string, error) {
	return open(path) // want `byName reads files: os.Open at impure.go:\d+, by way of open$`
}

func otherFile(path string) (string, error) {
	return open("other") // want `otherFile reads files: os.Open at impure.go:\d+, by way of open$`
}

func folder(dir string) (int, error) {
	total := 0
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		data, err := os.ReadFile(path)
		total += len(data)
		return err
	})
	return total, err
}

func digest(path string) (int, error) {
	data, err := os.ReadFile(path)
	return len(data), err
}

func listing(dir string) (map[string]int, error) {
	list, err := os.ReadDir(dir)
	sizes := make(map[string]int)
	for _, e := range list {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		sizes[e.Name()] = len(data)
	}
	return sizes, err
}

func byListing(dir string) (int, error) {
	sizes, err := listing(dir)
	return len(sizes), err
}

func byOwn(path string) (string, error) { return open(path) }

func age(path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return info.ModTime().Unix(), nil // want `age looks at the file system: fs.FileInfo.ModTime$`
}

// A remembered function that reads a file covers itself alone.
func caller(path string) (string, error) {
	return lib.Load.Call(path) // want `caller reads files: os.ReadFile at lib.go:\d+, by way of lib.load$`
}

func callerToo(path string) (string, error) { return lib.Load.Call(path) }

var (
	_ = checkpoint.Func(byContent, checkpoint.HashBy("path", checkpoint.FileContent))
	_ = checkpoint.Func(byName)
	_ = checkpoint.Func(otherFile, checkpoint.HashBy("path", checkpoint.FileContent))
	_ = checkpoint.Func(folder, checkpoint.HashBy("dir", checkpoint.DirContent))
	_ = checkpoint.Func(byListing, checkpoint.HashBy("dir", listing))
	_ = checkpoint.Func(byOwn, checkpoint.HashBy("path", digest))
	_ = checkpoint.Func(age, checkpoint.HashBy("path", checkpoint.FileContent))
	_ = checkpoint.Func(caller)
	_ = checkpoint.Func(callerToo, checkpoint.HashBy("path", checkpoint.FileContent))
)

var errEmpty = errors.New("empty")

func sorted(m map[string]int) []string {
	keys := lib.Unsorted(m)
	sort.Strings(keys)
	return keys
}

func unsorted(m map[string]int) []string {
	return lib.Unsorted(m) // want `unsorted depends on the order of a map: append to keys at lib.go:\d+, by way of lib.Unsorted$`
}

var (
	_ = checkpoint.Func(sorted)
	_ = checkpoint.Func(unsorted)
)

// Instances: the registration says which methods generic code calls.

type pure struct{}

func (pure) now() int64 { return 1 }

type ticking struct{}

func (ticking) now() int64 { return time.Now().Unix() }

type clocked[T interface{ now() int64 }] struct{ t T }

func (c clocked[T]) Ask() int64 {
	return c.t.now() // want `^clocked\[ticking\].Ask reads the clock: time.Now at impure.go:\d+, by way of ticking.now$`
}

type clocks struct {
	name string
	clocked[ticking]
}

func instance[T interface{ now() int64 }]() int64 {
	var t T
	return t.now() // want `^instance\[ticking\] reads the clock: time.Now at impure.go:\d+, by way of ticking.now$`
}

var (
	_ = checkpoint.Func(instance[pure])
	_ = checkpoint.Func(instance[ticking])
	_ = checkpoint.Func(clocked[ticking].Ask)
	_ = checkpoint.Func((*clocks).Ask) // the same method: told once
)

// Functions outside the scope.

var (
	_ = checkpoint.Func(strings.ToUpper)
	_ = checkpoint.Func(os.Getenv)                                                     // want `^os.Getenv reads the environment: os.Getenv$`
	_ = checkpoint.Func(os.ReadFile)                                                   // want `^os.ReadFile reads files: os.ReadFile$`
	_ = checkpoint.Func(os.Stat)                                                       // want `^os.Stat looks at the file system: os.Stat$`
	_ = checkpoint.Func(io.ReadAll)                                                    // want `cannot determine whether io.ReadAll is pure: it calls io.Reader.Read of its argument r, which callers decide`
	_ = checkpoint.Func(os.ReadDir, checkpoint.HashBy("name", checkpoint.FileContent)) //
	_ = checkpoint.Func(mathrand.Intn)                                                 // want `rand.Intn draws random numbers: rand.Intn$`
	_ = checkpoint.Func(strings.Map, checkpoint.NoHash("mapping"))                     //
	_ = checkpoint.Func((*exec.Cmd).Output)                                            // want `depends on processes: exec.Cmd.Output$`
	//checkpoint:ignore impure a test
	_ = checkpoint.Func(os.Getpid)
)
