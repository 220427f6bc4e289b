package codec

import (
	"errors"
	"fmt"
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
