package codec

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"iter"
	"os"
	"reflect"
	"strings"
	"testing"
)

// reflector stands for protoreflect.Message.
type reflector interface{ FullName() string }

type message struct {
	state *int
	Name  string
}

func (*message) ProtoReflect() reflector { return nil }

type wrapped struct {
	*message
	N int
}

// carried has a pair of its own, as a type around a message should.
type carried struct{ *message }

func (c carried) MarshalBinary() ([]byte, error) { return []byte(c.Name), nil }
func (c *carried) UnmarshalBinary(b []byte) error {
	c.message = &message{new(int), string(b)}
	return nil
}

func TestRefusalsSayWhatToReturnInstead(t *testing.T) {
	type response struct{ Body io.ReadCloser }
	for ty, want := range map[reflect.Type]string{
		reflect.TypeFor[io.Reader]():                          "Reader is io.Reader: a stream can be read once; return what it holds, a []byte (io.ReadAll), instead",
		reflect.TypeFor[map[string]*response]():               "[]*response.Body is io.ReadCloser: a stream can be read once",
		reflect.TypeFor[interface{ io.ReadWriter }]():         "a stream can be read once",
		reflect.TypeFor[*bufio.Reader]():                      "(io.ReadAll), instead",
		reflect.TypeFor[*os.File]():                           "is os.File: an open file, process or other handle of the system is not its content; return what it holds",
		reflect.TypeFor[<-chan int]():                         "return a slice of what is sent instead",
		reflect.TypeFor[iter.Seq[int]]():                      "return a slice (slices.Collect) instead",
		reflect.TypeFor[func(func() bool)]():                  "return a slice (slices.Collect) instead",
		reflect.TypeFor[[]iter.Seq2[string, error]]():         "return a map (maps.Collect) or a slice of pairs instead",
		reflect.TypeFor[func(func(int))]():                    "return what it is made from instead",
		reflect.TypeFor[func(yield func(a, b, c int) bool)](): "return what it is made from instead",
		reflect.TypeFor[*message]():                           "*message is codec.message: a protobuf message holds pointers into its package; return the bytes of proto.Marshal instead",
		reflect.TypeFor[[]wrapped]():                          "[]wrapped.message* is codec.message: a protobuf message",
	} {
		err := Check(ty)
		var ue *UnstorableError
		if !errors.As(err, &ue) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: got %v, want %q", ty, err, want)
		}
	}
	for _, ty := range []reflect.Type{reflect.TypeFor[io.Writer](), reflect.TypeFor[*bytes.Reader](), reflect.TypeFor[*bytes.Buffer](), reflect.TypeFor[carried]()} {
		if err := Check(ty); err != nil {
			t.Errorf("%v: %v", ty, err)
		}
	}
	if got := roundTrip(t, carried{&message{Name: "x"}}); got.Name != "x" || got.state == nil {
		t.Errorf("got %+v", got)
	}
	r := bytes.NewReader([]byte("abc"))
	r.ReadByte()
	if got, err := io.ReadAll(roundTrip(t, r)); string(got) != "bc" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
}

// What an interface holds is refused as what results are.
func TestRefusedDynamicTypes(t *testing.T) {
	for _, v := range []any{&message{}, iter.Seq[int](nil), bufio.NewReader(nil), wrapped{}} {
		var ue *UnstorableError
		if _, err := encode([]reflect.Value{rv(v)}); !errors.As(err, &ue) {
			t.Errorf("%T: got %v", v, err)
		}
	}
}
