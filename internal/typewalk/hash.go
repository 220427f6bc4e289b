package typewalk

import (
	"fmt"
	"go/types"
	"reflect"
	"strings"

	"github.com/gocheckpoint/checkpoint/runtime/objecthash"
)

// Unhashable gives the first part of a type whose values package objecthash
// refuses, nil if there is none: what interfaces hold is decided at run time.
func Unhashable(t types.Type) *Culprit { return hashRules.Find(t) }

// HashesItself reports whether values of t are hashed by their methods, or by a
// rule for t alone, not by their parts.
func HashesItself(t types.Type) bool {
	_, _, ok := hashRules.Whole(t)
	return ok
}

var hashRules = &Rules{
	Whole: func(t types.Type) (types.Type, string, bool) {
		switch {
		case Declares(t, "HashCheckpoint", nil, []string{"any", "error"}):
			return nil, "", true
		case IsNamed(t, "time", "Time", "Location"), IsNamed(t, "math/big", "Int", "Rat", "Float"):
			return nil, "", true
		case IsNamed(t, "unique", "Handle"):
			return types.Unalias(t).(*types.Named).TypeArgs().At(0), ".Value()", true
		case IsNamed(t, "sync/atomic"):
			named := types.Unalias(t).(*types.Named)
			if _, ok := named.Underlying().(*types.Struct); !ok {
				return nil, "", false
			}
			if named.Obj().Name() == "Pointer" && named.TypeArgs().Len() == 1 {
				return types.NewPointer(named.TypeArgs().At(0)), ".Load()", true
			}
			return nil, "", true // what Load returns: a number, or an interface
		}
		return nil, "", false
	},
	Refusal:    hashRefusal,
	Part:       hashedPart,
	KeyPointer: "map keys that hold references are compared by address, which is not part of a value",
}

// hashRefusal says why values of a declared type can't be hashed whatever it is made of.
func hashRefusal(named *types.Named) string {
	if reason := RefusedType(named); reason != "" {
		return reason
	}
	if ownMethod(named, "HashCheckpoint") != nil {
		return "its method HashCheckpoint would not be used: make it a func() (any, error), or rename it"
	}
	if Declares(named, "ProtoReflect", nil, []string{"anything"}) {
		return "the fields of a protobuf message are not its value; hash what proto.MarshalOptions{Deterministic: true} gives, by a HashBy option or in the HashCheckpoint method of a type that wraps it"
	}
	return ""
}

// RefusedType looks a declared type up in the runtime's table: why it is refused
// whatever it is made of, or "".
func RefusedType(named *types.Named) string {
	if named.Obj().Pkg() == nil {
		return "" // error, comparable
	}
	reason, _ := objecthash.RefusedType(named.Obj().Pkg().Path(), named.Obj().Name())
	return reason
}

// hashedPart reads the tag `checkpoint:"…"` of a field.
func hashedPart(field *types.Var, tag string) FieldPart {
	value, ok := reflect.StructTag(tag).Lookup("checkpoint")
	if !ok {
		return FieldPart{}
	}
	name, by := strings.CutPrefix(value, "by=")
	switch {
	case value == "-":
		return FieldPart{Skip: true}
	case !by:
		return FieldPart{Problem: fmt.Sprintf(`the tag checkpoint:%q is unknown; write "-" to leave the field out, or "by=Method" to hash what a method of it returns`, value)}
	}
	if _, ok := types.Unalias(field.Type()).(*types.TypeParam); ok {
		return FieldPart{Skip: true} // decided by the instance
	}
	result := byResult(field.Type(), name)
	if result == nil {
		return FieldPart{Problem: fmt.Sprintf("by=%s needs an exported method %[1]s, declared for the field's type or its pointer, without parameters and with one result, or one and an error", name)}
	}
	return FieldPart{Type: result, Seg: "." + name + "()"}
}

// byResult is what the method returns that stands for a field of type t, nil if there is
// no such method.
func byResult(t types.Type, name string) types.Type {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
		if types.IsInterface(t) {
			return nil
		}
	}
	recv := t
	if !types.IsInterface(t) {
		recv = types.NewPointer(t)
	}
	obj, index, _ := types.LookupFieldOrMethod(recv, false, nil, name)
	fn, ok := obj.(*types.Func)
	if !ok || !fn.Exported() || len(index) != 1 {
		return nil
	}
	sig := fn.Signature()
	if n := sig.Results().Len(); sig.Params().Len() > 0 || n < 1 || n > 2 || n == 2 && !isError(sig.Results().At(1).Type()) {
		return nil
	}
	return sig.Results().At(0).Type()
}
