package callerpc_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/gocheckpoint/checkpoint/runtime/internal/callerpc"
)

// places gives the places that Get and runtime.Callers tell for its caller.
//
//go:noinline
func places() (got, want uintptr) {
	var pcs [1]uintptr
	runtime.Callers(2, pcs[:])
	if !callerpc.Reads {
		return callerpc.Unwind(), pcs[0]
	}
	return callerpc.Get(), pcs[0]
}

// generic is places with a dictionary and a large frame.
//
//go:noinline
func generic[T any](x T, more ...any) (got, want uintptr, size int) {
	var pcs [1]uintptr
	var large [1 << 12]byte
	runtime.Callers(2, pcs[:])
	large[len(more)] = 1
	for _, b := range large {
		size += int(b)
	}
	if !callerpc.Reads {
		return callerpc.Unwind(), pcs[0], size
	}
	return callerpc.Get(), pcs[0], size
}

var atStart, atStartWant = places()

func inlined() (got, want uintptr) { return places() }

type method struct{}

func (*method) M() (got, want uintptr) { return places() }

func TestTheCallerIsThatOfRuntimeCallers(t *testing.T) {
	if fp := runtime.GOARCH == "amd64" || runtime.GOARCH == "arm64"; callerpc.Reads != fp {
		t.Fatalf("the frame pointer is read: %v, want %v", callerpc.Reads, fp)
	}
	check := func(what string, got, want uintptr, function string) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %#x, want %#x", what, got, want)
		}
		if name := runtime.FuncForPC(got - 1).Name(); !strings.HasSuffix(name, function) {
			t.Errorf("%s: in %s, want %s", what, name, function)
		}
	}
	check("initializer", atStart, atStartWant, "callerpc_test.init")
	got, want := places()
	check("function", got, want, "TestTheCallerIsThatOfRuntimeCallers")
	got, want = inlined()
	check("inlined caller", got, want, "callerpc_test.inlined")
	got, want = new(method).M()
	check("method", got, want, "(*method).M")
	got, want, _ = generic(t, 1, "x")
	check("generic", got, want, "TestTheCallerIsThatOfRuntimeCallers")
	value := generic[[3]string]
	got, want, _ = value([3]string{})
	if name := runtime.FuncForPC(got - 1).Name(); !strings.Contains(name, "callerpc_test.") {
		t.Errorf("value of a generic function: in %s", name)
	}
	func() {
		defer func() {
			got, want := places()
			check("deferred", got, want, ".func2.1")
			recover()
		}()
		panic("x")
	}()
	done := make(chan bool)
	go func() {
		defer close(done)
		var deep func(n int) (got, want uintptr)
		deep = func(n int) (uintptr, uintptr) { // through stacks that grow
			if n > 0 {
				return deep(n - 1)
			}
			return places()
		}
		got, want := deep(10000)
		check("deep", got, want, "TestTheCallerIsThatOfRuntimeCallers.func3.1")
	}()
	<-done
}
