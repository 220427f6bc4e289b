package codec

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

var (
	errNotFound = errors.New("not found")
	errTwin     = errors.New("not found") // the same text
)

// apiError is registered, hiddenError isn't.
type apiError struct {
	Code  int
	where string
	Err   error
}

func (e *apiError) Error() string        { return fmt.Sprintf("%s: %d: %v", e.where, e.Code, e.Err) }
func (e *apiError) Unwrap() error        { return e.Err }
func (e *apiError) Is(target error) bool { return target == fs.ErrNotExist && e.Code == 404 }

type batchError struct {
	Errs map[string]error
	Last error
}

func (e batchError) Error() string { return fmt.Sprintf("%d failed, last %v", len(e.Errs), e.Last) }

type hiddenError struct {
	c    chan int
	errs []error
}

func (e *hiddenError) Error() string        { return fmt.Sprintf("hidden %v", e.errs) }
func (e *hiddenError) Unwrap() []error      { return e.errs }
func (e *hiddenError) Is(target error) bool { return target == os.ErrDeadlineExceeded }

func init() {
	Register(reflect.TypeFor[*apiError]())
	Register(reflect.TypeFor[batchError]())
	Register(reflect.TypeFor[*nilError]())
}

func testErrors(t testing.TB, more ...Sentinel) *Errors {
	t.Helper()
	c, err := ErrorsFor(append(more, Sentinel{"codec.errNotFound", errNotFound}, Sentinel{"codec.errTwin", errTwin})...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func errorRoundTrip(t testing.TB, c *Errors, err error) (got, lost error) {
	t.Helper()
	data, lost, failed := c.Encode(err)
	if failed != nil {
		t.Fatalf("Encode(%T %v): %v", err, err, failed)
	}
	got, failed = c.Decode(data)
	if failed != nil {
		t.Fatalf("Decode(%T %v): %v", err, err, failed)
	}
	again, _, failed := c.Encode(got)
	if failed != nil || !bytes.Equal(again, data) {
		t.Errorf("%T %v: the decoded error has another encoding (%v)", err, err, failed)
	}
	return got, lost
}

func notExist(t testing.TB) error {
	_, err := os.Open(filepath.Join(t.TempDir(), "absent"))
	return err
}

func TestErrorsComeBack(t *testing.T) {
	c := testErrors(t)
	_, syntax := strconv.ParseInt("12x", 10, 64)
	_, badTime := time.Parse(time.RFC3339, "yesterday")
	_, badURL := url.Parse("http://[::1")
	deep := errors.New("the end")
	for i := range maxLinkDepth - 1 {
		deep = fmt.Errorf("%d: %w", i%10, deep)
	}
	for name, err := range map[string]error{
		"text":          errors.New("plain \xff text"),
		"formatted":     fmt.Errorf("n is %d", 5),
		"sentinel":      errNotFound,
		"twin":          errTwin,
		"standard":      io.EOF,
		"wrapped":       fmt.Errorf("read: %w", io.ErrUnexpectedEOF),
		"wrapped twice": fmt.Errorf("a: %w", fmt.Errorf("b: %w", errTwin)),
		"joined":        errors.Join(errNotFound, fmt.Errorf("x: %w", context.Canceled), errors.New("y")),
		"two verbs":     fmt.Errorf("%w and %w", fs.ErrExist, strconv.ErrRange),
		"path error":    notExist(t),
		"in a path":     &fs.PathError{Op: "open", Path: "x", Err: errNotFound},
		"no error":      &fs.PathError{Op: "open", Path: "x", Err: errors.New("")},
		"number":        syntax,
		"time":          badTime,
		"url":           badURL,
		"typed":         &apiError{404, "api", fmt.Errorf("w: %w", &apiError{500, "db", io.ErrClosedPipe})},
		"by value":      batchError{map[string]error{"a": io.EOF, "b": notExist(t), "c": errTwin}, &apiError{404, "x", errors.New("gone")}},
		"nothing wraps": fmt.Errorf("wraps nothing: %w", error(nil)),
		"typed nil":     fmt.Errorf("x: %w", (*nilError)(nil)),
		"deep":          deep,
	} {
		got, lost := errorRoundTrip(t, c, err)
		if lost != nil {
			t.Errorf("%s: lost %v", name, lost)
		}
		if got.Error() != err.Error() {
			t.Errorf("%s: text %q, want %q", name, got, err)
		}
		for _, s := range c.sentinels {
			if errors.Is(got, s.Err) != errors.Is(err, s.Err) {
				t.Errorf("%s: errors.Is(%s) is %v", name, s.Name, errors.Is(got, s.Err))
			}
			if err == s.Err && got != err {
				t.Errorf("%s: %s is another error", name, s.Name)
			}
		}
		var p1, p2 *fs.PathError
		if errors.As(err, &p1) != errors.As(got, &p2) || p1 != nil && (p1.Op != p2.Op || p1.Path != p2.Path) {
			t.Errorf("%s: path error %v, want %v", name, p2, p1)
		}
		var a1, a2 *apiError
		if errors.As(err, &a1) != errors.As(got, &a2) || a1 != nil && (a1.Code != a2.Code || a1.where != a2.where) {
			t.Errorf("%s: typed error %v, want %v", name, a2, a1)
		}
		var b1, b2 batchError
		if errors.As(err, &b1) != errors.As(got, &b2) || len(b1.Errs) != len(b2.Errs) || !errors.Is(b2.Errs["c"], b1.Errs["c"]) || errors.Is(b2.Errs["b"], fs.ErrNotExist) != errors.Is(b1.Errs["b"], fs.ErrNotExist) {
			t.Errorf("%s: typed error %v, want %v", name, b2, b1)
		}
		u1, f1 := unwrapped(err)
		u2, f2 := unwrapped(got)
		if f1 != f2 || len(u1) != len(u2) {
			t.Errorf("%s: unwraps to %v, want %v", name, u2, u1)
		}
	}
}

func TestLinksThatKeepTheirTextAloneAreNamed(t *testing.T) {
	c := testErrors(t)
	Register(reflect.TypeFor[funcError]())
	for name, x := range map[string]struct {
		err  error
		lost string
	}{
		"unregistered": {fmt.Errorf("dial: %w", &net.OpError{Op: "dial", Net: "tcp", Err: io.EOF}), "*fmt.wrapError.Unwrap() is net.OpError: this type inside an interface has no registered name"},
		"joined":       {errors.Join(io.EOF, &hiddenError{errs: []error{nil, errTwin, io.EOF, nil}}), "*errors.joinError.Unwrap()[1]*.c is chan int: a channel is not a value; return a slice of what is sent instead; of the error its text alone"},
		"root":         {&hiddenError{}, "*codec.hiddenError*.c is chan int: a channel"},
		"a field":      {&apiError{1, "x", funcError{func() {}}}, "*codec.apiError.Unwrap().F is func(): a function is not a value"},
		"uncomparable": {uncomparable{func() {}}, "uncomparable is codec.uncomparable"},
	} {
		got, lost := errorRoundTrip(t, c, x.err)
		var ue *UnstorableError
		if !errors.As(lost, &ue) || !strings.HasPrefix(lost.Error(), x.lost) {
			t.Errorf("%s: lost %v, want %s", name, lost, x.lost)
		}
		if got.Error() != x.err.Error() {
			t.Errorf("%s: text %q, want %q", name, got, x.err)
		}
		for _, s := range c.sentinels {
			if errors.Is(got, s.Err) != errors.Is(x.err, s.Err) {
				t.Errorf("%s: errors.Is(%s) is %v", name, s.Name, errors.Is(got, s.Err))
			}
		}
	}
	got, _ := errorRoundTrip(t, c, &hiddenError{errs: []error{nil, errTwin, nil}})
	if errs := got.(interface{ Unwrap() []error }).Unwrap(); len(errs) != 3 || errs[0] != nil || errs[1] != errTwin || errs[2] != nil {
		t.Errorf("got %v", errs)
	}
}

type nilError struct{ N int }

func (*nilError) Error() string { return "nil or not" }

type funcError struct{ F func() }

func (funcError) Error() string { return "func" }

type uncomparable struct{ V any }

func (uncomparable) Error() string { return "uncomparable" }

// randomText has a text that its fields don't tell, moody one that changes.
type randomText struct{ N int }

func (e *randomText) Error() string { return fmt.Sprintf("at %p", e) }

type moody struct{ N int }

var moods int

func (moody) Error() string { moods++; return fmt.Sprint("mood ", moods) }

// endless wraps another one each time, cyclic itself.
type endless struct{ N int }

func (e endless) Error() string { return "endless" }
func (e endless) Unwrap() error { return endless{e.N + 1} }

type cyclic struct{ c chan int }

func (e *cyclic) Error() string { return "cyclic" }
func (e *cyclic) Unwrap() error { return e }

type wide struct{ c chan int }

func (e wide) Error() string { return "wide" }
func (e wide) Unwrap() []error {
	if cap(e.c) > 20 {
		return nil
	}
	next := wide{make(chan int, cap(e.c)+1)}
	return []error{next, next}
}

type panics struct{ Where string }

func (e panics) Error() string {
	if e.Where == "Error" {
		panic("oops")
	}
	return "panics"
}

func (e panics) Is(error) bool {
	if e.Where == "Is" {
		panic("oops")
	}
	return false
}

func (e panics) Unwrap() error {
	if e.Where == "Unwrap" {
		panic("oops")
	}
	return nil
}

type silent struct{ panics }

func TestErrorsThatWouldNotComeBackAreRefused(t *testing.T) {
	for _, typ := range []reflect.Type{reflect.TypeFor[*randomText](), reflect.TypeFor[moody](), reflect.TypeFor[endless](), reflect.TypeFor[panics]()} {
		Register(typ)
	}
	c := testErrors(t)
	if got, lost := errorRoundTrip(t, c, errors.Join(&randomText{1})); lost == nil || !strings.Contains(lost.Error(), "does not come back the same") {
		t.Errorf("got %v, lost %v", got, lost)
	}
	for name, x := range map[string]struct {
		err  error
		want string
	}{
		"changing text":    {moody{}, "its text"},
		"endless":          {endless{}, "deep"},
		"cyclic":           {&cyclic{}, "deep"},
		"wide":             {wide{make(chan int)}, "more than 10000"},
		"panics in Error":  {panics{"Error"}, "panics: oops"},
		"panics in Is":     {panics{"Is"}, "panics: oops"},
		"panics in Unwrap": {panics{"Unwrap"}, "panics: oops"},
		"hidden, Error":    {fmt.Errorf("x%.0w", silent{panics{"Is"}}), "panics: oops"},
		"no error":         {nil, "no error"},
	} {
		data, _, failed := c.Encode(x.err)
		if failed == nil || !strings.Contains(failed.Error(), x.want) {
			t.Errorf("%s: got %v, want %q", name, failed, x.want)
		}
		var ue *UnstorableError
		if x.err != nil && !errors.As(failed, &ue) || data != nil {
			t.Errorf("%s: got %T, %d bytes", name, failed, len(data))
		}
	}
}

func TestSentinelsAreChecked(t *testing.T) {
	for name, ss := range map[string][]Sentinel{
		"no name":      {{"", io.EOF}},
		"no error":     {{"x", nil}},
		"one name":     {{"x", io.EOF}, {"x", errTwin}},
		"a standard":   {{"io.EOF", errTwin}},
		"uncomparable": {{"x", uncomparable{[]int{}}}},
	} {
		if _, err := ErrorsFor(ss...); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	a := testErrors(t, Sentinel{"os.ErrNotExist", os.ErrNotExist}, Sentinel{"net.ErrClosed", net.ErrClosed}, Sentinel{"io.EOF", io.EOF})
	if got, _ := errorRoundTrip(t, a, net.ErrClosed); got != net.ErrClosed {
		t.Errorf("got %v", got)
	}
	// The answers about another list of sentinels are not known.
	data, _, failed := a.Encode(io.EOF)
	if failed != nil {
		t.Fatal(failed)
	}
	var se *ShapeError
	if err, failed := testErrors(t).Decode(data); err != nil || !errors.As(failed, &se) {
		t.Errorf("got %v, %v", err, failed)
	}
	b := testErrors(t, Sentinel{"net.ErrClosed", net.ErrClosed}, Sentinel{"os.ErrNotExist", os.ErrNotExist})
	if got, failed := b.Decode(data); got != io.EOF {
		t.Errorf("the order of sentinels matters: %v", failed)
	}
	data[1]++
	if _, failed := a.Decode(data); !errors.As(failed, &se) {
		t.Errorf("another version: %v", failed)
	}
}

func TestErrorsAndResultsAreNotTakenForEachOther(t *testing.T) {
	var se *ShapeError
	c := testErrors(t)
	data, _, failed := c.Encode(io.EOF)
	if failed != nil {
		t.Fatal(failed)
	}
	if _, err := decode(data, []reflect.Type{reflect.TypeFor[int]()}); !errors.As(err, &se) {
		t.Errorf("got %v", err)
	}
	results, err := encode([]reflect.Value{rv(1)})
	if err != nil {
		t.Fatal(err)
	}
	if _, failed := c.Decode(results); !errors.As(failed, &se) {
		t.Errorf("got %v", failed)
	}
}

// An error of a type that this program does not know is a miss.
func TestUnknownTypesOfErrorsAreShapeErrors(t *testing.T) {
	typ := reflect.TypeFor[onlyElsewhere]()
	Register(typ)
	c := testErrors(t)
	data, lost, failed := c.Encode(fmt.Errorf("x: %w", onlyElsewhere{1}))
	if lost != nil || failed != nil {
		t.Fatal(lost, failed)
	}
	delete(registered, typ)
	delete(registry, shape(typ))
	var se *ShapeError
	if _, failed := c.Decode(data); !errors.As(failed, &se) || !strings.Contains(failed.Error(), "onlyElsewhere") {
		t.Errorf("got %v", failed)
	}
}

type onlyElsewhere struct{ N int }

func (onlyElsewhere) Error() string { return "elsewhere" }

func decodeHostileError(t *testing.T, c *Errors, data []byte) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	err, failed := c.Decode(data)
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 1<<20+uint64(len(data))*1024 {
		t.Errorf("%d bytes made it allocate %d", len(data), n)
	}
	var ce *CorruptError
	var se *ShapeError
	if (err == nil) == (failed == nil) || failed != nil && !errors.As(failed, &ce) && !errors.As(failed, &se) {
		t.Errorf("got %v, %T %v", err, failed, failed)
	}
	if err == nil {
		return
	}
	links := 0
	if d := c.compare(err, err, &links, 1); d != "" { // calls all methods, and ends
		t.Errorf("a decoded error: %s", d)
	}
}

func hostileErrorSamples(t testing.TB, c *Errors) (all [][]byte) {
	for _, err := range []error{
		errors.Join(fmt.Errorf("a: %w", &apiError{404, "x", errTwin}), &hiddenError{errs: []error{nil, io.EOF}}, notExist(t)),
		batchError{map[string]error{"a": io.EOF, "b": &apiError{1, "", io.EOF}}, errors.New("x")},
	} {
		data, _, failed := c.Encode(err)
		if failed != nil {
			t.Fatal(failed)
		}
		all = append(all, data)
	}
	return all
}

func TestFlippedAndTruncatedErrorsNeverPanic(t *testing.T) {
	c := testErrors(t)
	for _, data := range hostileErrorSamples(t, c) {
		for i := range data {
			for _, x := range []byte{1, 2, 3, 0x80, 0xff} {
				b := bytes.Clone(data)
				b[i] ^= x
				decodeHostileError(t, c, b)
			}
			decodeHostileError(t, c, data[:i])
			decodeHostileError(t, c, append(bytes.Clone(data[:i]), data...))
		}
	}
	for _, n := range []uint64{1, 1 << 20, math.MaxUint32, math.MaxUint64} {
		for _, kind := range []byte{linkSentinel, linkTyped, linkText} {
			e := &encoder{buf: append([]byte(nil), c.header[:]...)}
			for range 2000 {
				e.byte(kind)
				e.uvarint(int(n))
				e.uvarint(int(n))
			}
			decodeHostileError(t, c, e.buf)
		}
	}
}

func FuzzDecodeErrorNeverPanics(f *testing.F) {
	c := testErrors(f)
	for _, data := range hostileErrorSamples(f, c) {
		f.Add(data[errorHeaderSize:])
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		decodeHostileError(t, c, append(append([]byte(nil), c.header[:]...), body...))
	})
}
