package checkpoint

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"reflect"
	"strings"
	"testing"
)

type closer interface{ Close() error }

func nothing()                    {}
func channel() chan int           { return nil }
func nested() (int, []job, error) { return 0, nil, nil }
func check(n int) error           { ran.Add(1); return nil }
func literal() func(int) int      { return func(n int) int { return n } }
func genericLiteral[T any]() any  { return func(n T) T { return n } }
func readAll(r io.Reader) []byte  { ran.Add(1); b, _ := io.ReadAll(r); return b }
func refused(f func(), w *world) (msg string) {
	defer func() { msg = fmt.Sprint(recover()) }()
	f()
	return ""
}

func TestFuncRefusesWhatItCannotIdentifyOrStore(t *testing.T) {
	w := newWorld(t, memory())
	var none func(int) int
	made := reflect.MakeFunc(reflect.TypeFor[func(int) int](), func(a []reflect.Value) []reflect.Value { return a }).Interface().(func(int) int)
	p := &point{}
	for _, test := range []struct {
		name, says string
		f          func()
	}{
		{"not a function", "not a int", func() { in(w, 3) }},
		{"nil", "Func of a nil", func() { in(w, none) }},
		{"no results", "no results", func() { in(w, nothing) }},
		{"result", "result 1 cannot be stored", func() { in(w, channel) }},
		{"nested result", "Done", func() { in(w, nested) }},
		{"literal", "declare it as a function", func() { in(w, func(n int) int { return n }) }},
		{"returned literal", "declare it as a function", func() { in(w, literal()) }},
		{"literal in generic code", "function literal", func() { in(w, genericLiteral[int]().(func(int) int)) }},
		{"method value", "(*T).M", func() { in(w, p.Norm) }},
		{"pointer method value", "(*T).M", func() { in(w, p.Double) }},
		{"interface method value", "(*T).M", func() { in(w, fmt.Stringer(celsius(1)).String) }},
		{"interface method", "of the interface fmt.Stringer", func() { in(w, fmt.Stringer.String) }},
		{"own interface's method", "of the interface checkpoint.closer", func() { in(w, closer.Close) }},
		{"made by reflection", "no name", func() { in(w, made) }},
		{"instance twice", "already registered", func() { in(w, identity[uint8]); in(w, identity[uint8]) }},
		{"HashBy twice", `HashBy("n") is given twice`, func() { in(w, square, HashBy("n", sameInt), HashBy("n", sameInt)) }},
		{"HashBy and NoHash", `both given for "n"`, func() { in(w, square, HashBy("n", sameInt), NoHash("n")) }},
		{"HashBy nil", "without a function", func() { HashBy[int, int]("n", nil) }},
		{"Store nil", "Store(nil)", func() { Store(nil) }},
	} {
		msg := refused(test.f, w)
		if !strings.HasPrefix(msg, "checkpoint: ") || !strings.Contains(msg, test.says) || !strings.Contains(msg, ":") {
			t.Errorf("%s: panic %q, want it to say %q", test.name, msg, test.says)
		}
		if strings.Contains(msg, "\n") {
			t.Errorf("%s: more than one line", test.name)
		}
	}
}

func sameInt(n int) (int, error) { return n, nil }

func TestFuncTakesDeclaredFunctionsAndMethodExpressions(t *testing.T) {
	w := newWorld(t, memory())
	type named func(int) int
	for id, f := range map[string]*function{
		"square":          in(w, square).core,
		"point.Norm":      in(w, point.Norm).core,
		"(*point).Double": in(w, (*point).Double).core,
		"(*point).Norm":   in(w, (*point).Norm).core,
		"readAll":         in(w, readAll).core, // its first parameter is an interface with a method of another name
		"check":           in(w, check).core,
		"half":            in(w, half).core,
	} {
		if f.id != self+"."+id {
			t.Errorf("id %s, want %s", f.id, self+"."+id)
		}
	}
	in(w, named(square)).Call(3)
	wantRan(t, 1)
}

func TestFunctionWithoutResultsButAnErrorRemembersSuccess(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, check)
	if f.Call(1) != nil || f.Call(1) != nil {
		t.Error("error")
	}
	wantRan(t, 1)
}

func TestReadersAreHashedByContent(t *testing.T) {
	w := newWorld(t, memory())
	f := in(w, readAll)
	for _, text := range []string{"a", "b", "a"} {
		if got := f.Call(bytes.NewReader([]byte(text))); string(got) != text {
			t.Errorf("got %q, want %q", got, text)
		}
	}
}

func TestOffIsThePlainFunction(t *testing.T) {
	w := newWorld(t, memory())
	w.getenv = func(key string) string { return map[string]string{"CHECKPOINT": "off"}[key] }
	w.openStore = nil // would panic
	f := in(w, square)
	f.Call(2)
	f.Call(2)
	f.Rerun(2)
	of(w.environment, square).Call(2)
	wantRan(t, 4)
	if ok, err := f.Args(2).Exists(); ok || err != nil {
		t.Errorf("Exists: %v, %v", ok, err)
	}
	var n int
	if err := f.Args(2).Get(&n); err != ErrNotStored {
		t.Errorf("Get: %v", err)
	}
	if err := f.Args(2).Delete(); err != nil {
		t.Errorf("Delete: %v", err)
	}
	if f.Stats() != (Stats{}) {
		t.Errorf("Stats: %v", f.Stats())
	}
	if !strings.Contains(refused(func() { in(w, nothing) }, w), "no results") {
		t.Error("off hides what is wrong with a function")
	}
}

var fibWorld *world

func fib(n int) int {
	ran.Add(1)
	if n < 2 {
		return n
	}
	self := of(fibWorld.environment, fib)
	return self.Call(n-1) + self.Call(n-2)
}

func TestOfRemembersTheStepsOfARecursion(t *testing.T) {
	fibWorld = newWorld(t, memory())
	f := in(fibWorld, fib)
	if got := f.Call(46); got != 1836311903 { // the last one that 32 bits hold
		t.Errorf("fib(46) = %d", got)
	}
	wantRan(t, 47)
}

func TestOfGivesTheFirstHandleAndAllocatesNothing(t *testing.T) {
	w := newWorld(t, memory())
	first := in(w, square)
	in(w, square)
	if of(w.environment, square) != first {
		t.Error("not the first handle")
	}
	if n := testing.AllocsPerRun(100, func() { of(w.environment, square) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestOfAnUnregisteredFunctionCallsItAndSaysSoOnce(t *testing.T) {
	w := newWorld(t, memory())
	old := slog.Default()
	slog.SetDefault(w.log.logger())
	defer slog.SetDefault(old)
	for range 2 {
		if of(w.environment, square).Call(3) != 9 {
			t.Error("wrong result")
		}
	}
	wantRan(t, 2)
	w.wantLines(1, "square", "register it")
	if _, err := of(w.environment, square).Args(1).Exists(); err == nil {
		t.Error("Exists has no error")
	}
	in(w, square)
	of(w.environment, square).Call(3)
	of(w.environment, square).Call(3)
	wantRan(t, 1)
}

func TestHandlesCanBeCopied(t *testing.T) {
	w := newWorld(t, memory())
	f := *in(w, square)
	g := f
	f.Call(1)
	g.Call(1)
	wantRan(t, 1)
	if g.Stats() != f.Stats() || g.Stats().Remembered != 1 {
		t.Errorf("stats %v and %v", f.Stats(), g.Stats())
	}
}

// Whoever wrote OFF must not think that it is off.
func TestUnknownValuesOfCHECKPOINTAreSaidOnce(t *testing.T) {
	for value, lines := range map[string]int{"OFF": 1, "0": 1, "on": 0, "": 0} {
		w := newWorld(t, memory())
		w.getenv = func(key string) string { return map[string]string{"CHECKPOINT": value}[key] }
		in(w, square)
		in(w, list)
		w.wantLines(lines)
		if lines > 0 {
			in(w, square)
			w.wantLines(0)
		}
	}
}

func TestNilOptionsAreRefused(t *testing.T) {
	w := newWorld(t, memory())
	wantPanic(t, "an Option is nil", func() { in(w, square, nil) })
	wantPanic(t, "an Option is nil", func() { New(nil) })
	wantPanic(t, "an Option is nil", func() { Over(in(w, square), nil) }) //checkpoint:ignore registration it is to panic
}
