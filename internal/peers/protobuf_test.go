package peers

import (
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	"github.com/gocheckpoint/checkpoint/runtime/objecthash"
)

// message is what a program writes to have a protobuf message in keys and results: the way
// that objecthash and codec name when they refuse one.
type message struct{ *structpb.Struct }

func (m message) HashCheckpoint() (any, error) {
	return proto.MarshalOptions{Deterministic: true}.Marshal(m.Struct)
}

func (m message) MarshalBinary() ([]byte, error) { return proto.Marshal(m.Struct) }

func (m *message) UnmarshalBinary(b []byte) error {
	m.Struct = new(structpb.Struct)
	return proto.Unmarshal(b, m.Struct)
}

func newMessage(t *testing.T, fields map[string]any) *structpb.Struct {
	s, err := structpb.NewStruct(fields)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestMessagesAreRefusedWithTheWayOut(t *testing.T) {
	_, err := objecthash.Hash(newMessage(t, map[string]any{"a": 1}))
	if err == nil || !strings.Contains(err.Error(), "proto.MarshalOptions{Deterministic: true}") {
		t.Errorf("hashed: %v", err)
	}
	defer func() {
		if v, _ := recover().(string); !strings.Contains(v, "proto.Marshal") {
			t.Errorf("as a result: %v", v)
		}
	}()
	//checkpoint:ignore hashable it is to panic
	//checkpoint:ignore storable it is to panic
	checkpoint.Func(renamed)
}

func renamed(s *structpb.Struct, name string) *structpb.Struct { return s }

func with(m message, name string) (message, error) {
	computed++
	s := proto.Clone(m.Struct).(*structpb.Struct)
	v, err := structpb.NewValue(name)
	s.Fields["name"] = v
	return message{s}, err
}

var withName = checkpoint.Func(with, checkpoint.Memory())

func TestMessagesInATypeOfOnesOwnComeBack(t *testing.T) {
	fields := map[string]any{"list": []any{1, "two", nil}, "map": map[string]any{"x": 1.5, "y": true, "z": "long"}}
	computed = 0
	want, err := withName.Call(message{newMessage(t, fields)}, "n")
	if err != nil {
		t.Fatal(err)
	}
	for range 20 { // the fields of a message are a map
		got, err := withName.Call(message{newMessage(t, fields)}, "n")
		if err != nil || !proto.Equal(got.Struct, want.Struct) {
			t.Fatalf("%v, %v", got, err)
		}
	}
	fields["list"] = nil
	if withName.Call(message{newMessage(t, fields)}, "n"); computed != 2 {
		t.Errorf("computed %d times, want 2", computed)
	}
}
