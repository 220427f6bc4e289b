//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"testing"

	"golang.org/x/tools/go/callgraph/rta"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"

	"github.com/gocheckpoint/checkpoint/manifest/build"
)

// The benchmarks measure processes, as users pay for them: the time from start
// to end, and the most memory that the process or one of its children held.
//
// They measure this module, or that in the folder CHECKPOINT_BENCH_DIR.
const (
	benchDir   = "CHECKPOINT_BENCH_DIR"
	benchChild = "CHECKPOINT_BENCH_CHILD"
)

func TestMain(m *testing.M) {
	args, child := children[os.Getenv(benchChild)]
	if !child {
		os.Exit(m.Run())
	}
	var err error
	if args == nil {
		err = wholeProgram()
	} else {
		tuneMemory(os.Getenv)
		cfg := build.Config{Cache: os.Getenv("CHECKPOINTMANIFEST_CACHE")}
		if code := run(context.Background(), cfg, build.Streams{Out: io.Discard, Err: os.Stderr}, args); code == exitFailed {
			err = errors.New("it could not run")
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// children are what a process of a benchmark runs; nil for wholeProgram.
var children = map[string][]string{
	"list":     {"list", "-all", "-json", "./..."},
	"generate": {"generate", "-check", "./..."},
	"deadcode": nil,
}

// wholeProgram does what golang.org/x/tools/cmd/deadcode does up to its result.
func wholeProgram() error {
	initial, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax | packages.NeedModule}, "./...")
	if err != nil {
		return err
	}
	if packages.PrintErrors(initial) > 0 {
		return errors.New("the packages have errors")
	}
	prog, pkgs := ssautil.AllPackages(initial, ssa.InstantiateGenerics)
	prog.Build()
	mains := ssautil.MainPackages(pkgs)
	if len(mains) == 0 {
		return errors.New("no main packages")
	}
	var roots []*ssa.Function
	for _, main := range mains {
		roots = append(roots, main.Func("init"), main.Func("main"))
	}
	runtime.KeepAlive(rta.Analyze(roots, false))
	return nil
}

func benchmark(b *testing.B, child, cache string) {
	dir := os.Getenv(benchDir)
	if dir == "" {
		dir = "../.."
	}
	start := func() int64 {
		cmd := exec.Command(os.Args[0])
		cmd.Dir, cmd.Stderr = dir, os.Stderr
		cmd.Env = append(os.Environ(), benchChild+"="+child, "CHECKPOINTMANIFEST_CACHE="+cache)
		if err := cmd.Run(); err != nil {
			b.Fatal(err)
		}
		peak := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss
		if runtime.GOOS == "darwin" {
			peak /= 1024 // bytes there
		}
		return int64(peak) // KiB, of one process
	}
	start() // warms the build cache, and ours
	var peak int64
	for b.Loop() {
		peak = max(peak, start())
	}
	b.ReportMetric(float64(peak)/1024, "peak-MB")
}

func BenchmarkListAll(b *testing.B)           { benchmark(b, "list", "off") }
func BenchmarkListAllUnchanged(b *testing.B)  { benchmark(b, "list", b.TempDir()) }
func BenchmarkDeadcode(b *testing.B)          { benchmark(b, "deadcode", "off") }
func BenchmarkGenerate(b *testing.B)          { benchmark(b, "generate", "off") }
func BenchmarkGenerateUnchanged(b *testing.B) { benchmark(b, "generate", b.TempDir()) }
