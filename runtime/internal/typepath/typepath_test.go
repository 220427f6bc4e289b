package typepath

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

type job struct{ Done chan int }

type box[T any] struct{ V T }

func TestPathsBeginWithTheFirstDeclaredType(t *testing.T) {
	for _, c := range []struct {
		t     reflect.Type
		segs  []string
		whole bool
		want  string
	}{
		{reflect.TypeFor[job](), []string{".Done"}, true, "job.Done"},
		{reflect.TypeFor[[]*job](), []string{"[]", "*", ".Done"}, true, "[]*job.Done"},
		{reflect.TypeFor[map[string]job](), []string{"[key]"}, true, "[key]string"},
		{reflect.TypeFor[[]func()](), []string{"[]"}, true, "[]"},
		{reflect.TypeFor[func()](), nil, true, "func()"},
		{reflect.TypeFor[struct{ F int }](), []string{".F"}, true, "struct { F int }.F"},
		{reflect.TypeFor[box[int]](), []string{".V"}, true, "typepath.box[int].V"},
		{reflect.TypeFor[any](), []string{".(job)", ".Done"}, true, "job.Done"},
		{reflect.TypeFor[error](), []string{".(job)", ".Done"}, true, "error.(job).Done"},
		{reflect.TypeFor[job](), []string{".Next", ".Done"}, false, "job….Next.Done"},
		{reflect.TypeFor[job](), slices.Repeat([]string{".N"}, MaxSegs+1), true, "job…" + strings.Repeat(".N", MaxSegs)},
		{reflect.TypeFor[job](), slices.Repeat([]string{".N"}, MaxSegs+1), false, "job…" + strings.Repeat(".N", MaxSegs)},
	} {
		if got := Join(c.t, c.segs, c.whole); got != c.want {
			t.Errorf("%v %v: %q, want %q", c.t, c.segs, got, c.want)
		}
	}
}

func TestWithinCollectsSegments(t *testing.T) {
	if Within(nil, ".A") != nil {
		t.Error("nil is an error")
	}
	other := errors.New("x")
	if Within(other, ".A") != other {
		t.Error("another error is changed")
	}
	err := Within(Within(&Error{Type: reflect.TypeFor[job](), Reason: "why"}, ".B"), ".A").(*Error)
	if !slices.Equal(err.Segs, []string{".B", ".A"}) || err.Error() != "typepath.job: why" {
		t.Errorf("got %v %v", err.Segs, err)
	}
}

type (
	onValue   struct{ n int }
	onPointer struct{ n int }
	none      struct{ N int }

	embedsValue     struct{ onValue }
	embedsPointer   struct{ *onPointer }
	embedsInterface struct{ fmt.Stringer }
	overrides       struct{ onValue }
	hides           struct{ *onPointer }
	beside          struct {
		none
		N int
	}
)

func (onValue) String() string    { return "" }
func (*onPointer) String() string { return "" }
func (overrides) String() string  { return "" }
func (*hides) String() string     { return "" }
func (*beside) String() string    { return "" }

func TestPromotedMethodsAreTold(t *testing.T) {
	for ty, want := range map[reflect.Type]bool{
		reflect.TypeFor[onValue]():         false,
		reflect.TypeFor[onPointer]():       false,
		reflect.TypeFor[embedsValue]():     true,
		reflect.TypeFor[embedsPointer]():   true,
		reflect.TypeFor[embedsInterface](): true,
		reflect.TypeFor[overrides]():       false,
		reflect.TypeFor[hides]():           false,
		reflect.TypeFor[beside]():          false,
		reflect.TypeFor[int]():             false,
	} {
		got := Promoted(ty, func(t reflect.Type) (reflect.Method, bool) { return t.MethodByName("String") })
		if got != want {
			t.Errorf("%v: %v", ty, got)
		}
	}
}

type (
	message        struct{ n int }
	embedsMessage  struct{ *message }
	messageName    string
	notMessage     struct{}
	messageHandler interface{ ProtoReflect() any }
)

func (*message) ProtoReflect() any    { return nil }
func (messageName) ProtoReflect() any { return nil }
func (notMessage) ProtoReflect(int)   {}

func TestMessagesAreTold(t *testing.T) {
	for ty, want := range map[reflect.Type]bool{
		reflect.TypeFor[message]():        true,
		reflect.TypeFor[*message]():       false, // its element is
		reflect.TypeFor[messageName]():    true,
		reflect.TypeFor[embedsMessage]():  false, // its field is
		reflect.TypeFor[notMessage]():     false,
		reflect.TypeFor[messageHandler](): false,
	} {
		if IsMessage(ty) != want {
			t.Errorf("%v: %v", ty, !want)
		}
	}
}
