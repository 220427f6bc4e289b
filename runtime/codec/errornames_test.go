package codec

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"reflect"
	"slices"
	"testing"
)

// forget makes the process forget the errors that a test has made known.
func forget(t *testing.T) {
	t.Cleanup(func() {
		named.mu.Lock()
		defer named.mu.Unlock()
		named.byName, named.names = nil, nil
	})
}

// asked has a type that no registry knows, and an Is method.
type asked struct{ target error }

func (e *asked) Error() string        { return "asked" }
func (e *asked) Is(target error) bool { return target == e.target }

func TestRegisteredErrorsComeBackAsThemselves(t *testing.T) {
	forget(t)
	gone, twin, late := errors.New("gone"), errors.New("gone"), errors.New("late")
	RegisterError("example.com/app.ErrGone", gone)
	RegisterError("example.com/app.ErrTwin", twin)
	c, err := ErrorsFor()
	if err != nil {
		t.Fatal(err)
	}
	wrapped := fmt.Errorf("page 1: %w", errors.Join(gone, late))
	got, lost := errorRoundTrip(t, c, wrapped)
	if lost != nil || !errors.Is(got, gone) || errors.Is(got, twin) || errors.Is(got, late) || got.Error() != wrapped.Error() {
		t.Errorf("%v, lost %v", got, lost)
	}
	if got, _ := errorRoundTrip(t, c, twin); got != twin {
		t.Errorf("%v is another error", got)
	}
	if got, _ := errorRoundTrip(t, c, &asked{gone}); !errors.Is(got, gone) || errors.Is(got, twin) {
		t.Errorf("%v: its Is method says something else", got)
	}

	// What another list of sentinels has, is none of this.
	RegisterError("example.com/app.ErrLate", late)
	data, _, failed := c.Encode(wrapped)
	if failed != nil {
		t.Fatal(failed)
	}
	if got, failed := c.Decode(data); failed != nil || !errors.Is(got, late) {
		t.Errorf("%v, %v", got, failed)
	}
	named.mu.Lock()
	delete(named.byName, "example.com/app.ErrGone") // as in a program that doesn't have it
	named.mu.Unlock()
	var shape *ShapeError
	if got, failed := c.Decode(data); got != nil || !errors.As(failed, &shape) {
		t.Errorf("%v, %v: the error is not known", got, failed)
	}
}

// An error variable that says something else in another process does not come back for
// what was computed.
func TestRegisteredErrorsThatSaySomethingElseAreMisses(t *testing.T) {
	forget(t)
	const name = "example.com/app.ErrHost"
	RegisterError(name, errors.New("no host a"))
	c, err := ErrorsFor()
	if err != nil {
		t.Fatal(err)
	}
	whole, _, err := c.Encode(errorNamed(name))
	if err != nil {
		t.Fatal(err)
	}
	values := For(reflect.TypeFor[row]())
	part, err := values.Encode([]reflect.Value{reflect.ValueOf(row{Err: errorNamed(name)})})
	if err != nil {
		t.Fatal(err)
	}
	named.mu.Lock()
	named.byName[name] = errors.New("no host b")
	named.mu.Unlock()
	var shape *ShapeError
	if got, err := c.Decode(whole); got != nil || !errors.As(err, &shape) {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := values.Decode(part); !errors.As(err, &shape) {
		t.Errorf("%v, %v", got, err)
	}
}

// row holds errors as any other values.
type row struct {
	Err  error
	Any  any
	List []error
	Map  map[any]error
}

func TestErrorVariablesInResultsComeBackAsThemselves(t *testing.T) {
	forget(t)
	gone, own := errors.New("gone"), &apiError{Code: 7}
	RegisterError("example.com/app.ErrGone", gone)
	RegisterError("example.com/app.ErrOwn", own)
	want := row{gone, io.EOF, []error{own, nil, context.DeadlineExceeded, &apiError{Code: 7}}, map[any]error{gone: own, io.EOF: fs.ErrClosed}}
	data, err := For(reflect.TypeFor[row]()).Encode([]reflect.Value{reflect.ValueOf(want)})
	if err != nil {
		t.Fatal(err)
	}
	vs, err := For(reflect.TypeFor[row]()).Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	got := vs[0].Interface().(row)
	if got.Err != gone || got.Any != io.EOF || got.List[0] != own || got.List[1] != nil || got.List[2] != context.DeadlineExceeded ||
		got.Map[gone] != own || got.Map[io.EOF] != fs.ErrClosed || len(got.Map) != 2 {
		t.Errorf("%+v, want %+v", got, want)
	}
	if other := got.List[3].(*apiError); other == own || other.Code != 7 {
		t.Error("an error like that of a variable comes back as the variable's")
	}
	type strict interface {
		error
		Timeout() bool
	}
	c := For(reflect.TypeFor[strict]())
	e := &encoder{buf: slices.Clone(c.header[:])}
	e.byte(markError)
	e.string("io.EOF")
	var corrupt *CorruptError
	if _, err := c.Decode(e.buf); !errors.As(err, &corrupt) {
		t.Errorf("%v: an error is read into an interface that it does not implement", err)
	}
	named.mu.Lock()
	named.byName = nil // as in a program that doesn't have them
	named.mu.Unlock()
	var shape *ShapeError
	if _, err := For(reflect.TypeFor[row]()).Decode(data); !errors.As(err, &shape) {
		t.Errorf("%v: the error is not known", err)
	}
}

func TestErrorsOfOneNameAreNotKnownByIt(t *testing.T) {
	forget(t)
	a, b := errors.New("a"), errors.New("b")
	for range 2 { // registering again is nothing new
		RegisterError("example.com/app.Err", a)
	}
	if nameOf(a) != "example.com/app.Err" {
		t.Errorf("known as %q", nameOf(a))
	}
	RegisterError("example.com/app.Err", b)
	RegisterError("example.com/app.Err", a)
	RegisterError("example.com/app.Nil", nil)
	RegisterError("example.com/app.Slice", incomparable{1})
	if x, y := nameOf(a), nameOf(b); x != "" || y != "" || errorNamed("example.com/app.Err") != nil {
		t.Errorf("known as %q and %q", x, y)
	}
	RegisterError("example.com/app.One", a)
	RegisterError("example.com/app.Other", a) // var Other = One
	if nameOf(a) != "example.com/app.One" || errorNamed("example.com/app.Other") != a {
		t.Errorf("known as %q", nameOf(a))
	}
	if names := namedErrors(); len(names) != 1 || !slices.Contains(names, Sentinel{"example.com/app.One", a}) {
		t.Errorf("%v", names)
	}
}

type incomparable []int

func (incomparable) Error() string { return "" }
