package codec

import (
	"io"
	"reflect"

	"github.com/gocheckpoint/checkpoint/runtime/internal/typepath"
	"github.com/gocheckpoint/checkpoint/runtime/objecthash"
)

// Why types are refused, and what to return instead (C10). The analyzer says the same.
const (
	channelReason  = "a channel is not a value; return a slice of what is sent instead"
	functionReason = "a function is not a value; return what it is made from instead, and make it after the call"
	seqReason      = "an iterator is code and a position; return a slice (slices.Collect) instead"
	seq2Reason     = "an iterator is code and a position; return a map (maps.Collect) or a slice of pairs instead"
	streamReason   = "a stream can be read once; return what it holds, a []byte (io.ReadAll), instead"
	contentRemedy  = "; return what it holds, a []byte (io.ReadAll), instead"
	pointerReason  = "an unsafe pointer does not tell what it leads to"
	messageReason  = "a protobuf message holds pointers into its package; return the bytes of proto.Marshal instead, or declare MarshalBinary and UnmarshalBinary on a type around it"
	uniqueReason   = "unique handles are compared by address"
	handleReason   = "a handle into this process is not a value"
	locationReason = "locations are compared by address; store a *time.Location"
)

var readerType = reflect.TypeFor[io.Reader]()

// refusal returns why no value of t can be stored, whatever methods it has, or by its
// kind; "" if that depends on its methods and its parts.
func refusal(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Chan:
		return channelReason
	case reflect.Func:
		return functionRefusal(t)
	case reflect.UnsafePointer:
		return pointerReason
	case reflect.Interface:
		if t.Implements(readerType) {
			return streamReason // what it holds is not asked: what was read is gone
		}
		return ""
	}
	if reason, refused := objecthash.RefusedType(t.PkgPath(), t.Name()); refused {
		if reflect.PointerTo(t).Implements(readerType) {
			reason += contentRemedy
		}
		return reason
	}
	switch t.PkgPath() {
	case "unique":
		return uniqueReason
	case "reflect", "internal/abi":
		if t.Kind() == reflect.Struct {
			return handleReason
		}
	}
	if t == locationType {
		return locationReason
	}
	return ""
}

// functionRefusal tells iterators, of iter or any other type that range takes, from
// other functions.
func functionRefusal(t reflect.Type) string {
	if t.NumIn() == 1 && t.NumOut() == 0 && t.In(0).Kind() == reflect.Func && !t.IsVariadic() {
		yield := t.In(0)
		if yield.NumOut() == 1 && yield.Out(0).Kind() == reflect.Bool && !yield.IsVariadic() {
			switch yield.NumIn() {
			case 0, 1:
				return seqReason
			case 2:
				return seq2Reason
			}
		}
	}
	return functionReason
}

// refusalByFields is refusal, of types without a pair of methods.
func refusalByFields(t reflect.Type) string {
	if reason := refusal(t); reason != "" {
		return reason
	}
	if typepath.IsMessage(t) {
		return messageReason
	}
	return ""
}
