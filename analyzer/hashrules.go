package analyzer

import (
	"fmt"
	"go/types"
	"reflect"
	"strings"

	"github.com/gocheckpoint/checkpoint/runtime/objecthash"
)

// hashRules are package objecthash's.
var hashRules = &rules{
	whole: func(t types.Type) (types.Type, string, bool) {
		switch {
		case declares(t, "HashCheckpoint", nil, []string{"any", "error"}):
			return nil, "", true
		case isNamed(t, "time", "Time", "Location"), isNamed(t, "math/big", "Int", "Rat", "Float"):
			return nil, "", true
		case isNamed(t, "unique", "Handle"):
			return types.Unalias(t).(*types.Named).TypeArgs().At(0), ".Value()", true
		case isNamed(t, "sync/atomic"):
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
	refusal:    hashRefusal,
	part:       hashedPart,
	keyPointer: "map keys that hold references are compared by address, which is not part of a value",
}

// hashRefusal says why values of a declared type can't be hashed whatever it is made of.
func hashRefusal(named *types.Named) string {
	if reason := refusedType(named); reason != "" {
		return reason
	}
	if declares(named, "ProtoReflect", nil, []string{"anything"}) {
		return "the fields of a protobuf message are not its value; hash what proto.MarshalOptions{Deterministic: true} gives, by a HashBy option or in the HashCheckpoint method of a type that wraps it"
	}
	return ""
}

// refusedType looks a declared type up in the runtime's table.
func refusedType(named *types.Named) string {
	if named.Obj().Pkg() == nil {
		return "" // error, comparable
	}
	reason, _ := objecthash.RefusedType(named.Obj().Pkg().Path(), named.Obj().Name())
	return reason
}

// hashedPart reads the tag `checkpoint:"…"` of a field.
func hashedPart(field *types.Var, tag string) fieldPart {
	value, ok := reflect.StructTag(tag).Lookup("checkpoint")
	if !ok {
		return fieldPart{}
	}
	name, by := strings.CutPrefix(value, "by=")
	switch {
	case value == "-":
		return fieldPart{skip: true}
	case !by:
		return fieldPart{problem: fmt.Sprintf(`the tag checkpoint:%q is unknown; write "-" to leave the field out, or "by=Method" to hash what a method of it returns`, value)}
	}
	if _, ok := types.Unalias(field.Type()).(*types.TypeParam); ok {
		return fieldPart{skip: true} // decided by the instance
	}
	result := byResult(field.Type(), name)
	if result == nil {
		return fieldPart{problem: fmt.Sprintf("by=%s needs an exported method %[1]s, declared for the field's type or its pointer, without parameters and with one result, or one and an error", name)}
	}
	return fieldPart{typ: result, seg: "." + name + "()"}
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
