package objecthash

import (
	"errors"
	"reflect"
	"slices"

	"github.com/gocheckpoint/checkpoint/runtime/internal/typepath"
)

// UnhashableError says which part of a value or type cannot be hashed, and why.
type UnhashableError struct {
	// Path leads from the value to the part: ".Field", "[]" for elements and map values,
	// "[key]" for map keys, "*" for pointers, ".(T)" for dynamic types. It begins with the
	// name of the first declared type.
	Path   string
	Type   reflect.Type // of the part
	Reason string
	Err    error // what DynamicType, HashCheckpoint or a by= method returned, if that is the cause
}

// Error returns, for example, "Job.Done is chan struct {}: channels cannot be hashed".
func (e *UnhashableError) Error() string {
	return e.Path + " is " + e.Type.String() + ": " + e.Reason
}

// Unwrap returns Err.
func (e *UnhashableError) Unwrap() error { return e.Err }

// pathError is an UnhashableError on its way up.
type pathError = typepath.Error

func unhashable(t reflect.Type, reason string) error { return &pathError{Type: t, Reason: reason} }

func within(err error, seg string) error { return typepath.Within(err, seg) }

func typeName(t reflect.Type) string { return typepath.Name(t) }

func rootName(t reflect.Type) string { return typepath.Join(t, nil, true) }

// Check returns nil if values of t can be hashed as far as the static type tells, or
// else an *UnhashableError. What interfaces hold is decided when a value is hashed.
// It knows nothing of Options.Tolerant.
// It is safe for concurrent use.
func Check(t reflect.Type) error {
	err := check(t, map[reflect.Type]bool{}, false)
	var pe *pathError
	if !errors.As(err, &pe) {
		return err
	}
	slices.Reverse(pe.Segs)
	return &UnhashableError{Path: typepath.Join(t, pe.Segs, true), Type: pe.Type, Reason: pe.Reason}
}

// refusal returns why no value of t can be hashed, "" if that depends on its parts.
func refusal(t reflect.Type) string {
	if reason, refused := RefusedType(t.PkgPath(), t.Name()); refused {
		return reason
	}
	if typepath.IsMessage(t) {
		return protoReason
	}
	switch t.Kind() {
	case reflect.Chan:
		return "channels cannot be hashed"
	case reflect.Func:
		return "functions cannot be hashed"
	case reflect.UnsafePointer:
		return "unsafe pointers cannot be hashed"
	}
	return ""
}

// check mirrors compiler.encoder. seen holds the types being checked or checked already; keys are
// checked with a set of their own, as more is refused there.
func check(t reflect.Type, seen map[reflect.Type]bool, inKey bool) error {
	if seen[t] {
		return nil
	}
	seen[t] = true
	if hasHook(t) {
		return nil
	}
	if problem := hookProblem(t); problem != "" {
		return unhashable(t, problem)
	}
	if elem, _, ok := atomicPointer(t); ok {
		return within(check(elem, seen, inKey), ".Load()")
	}
	if elem, ok := handle(t); ok {
		return within(check(elem, seen, inKey), ".Value()")
	}
	if isAtomic(t) || (compiler{}).special(t) != nil {
		return nil
	}
	if reason := refusal(t); reason != "" {
		return unhashable(t, reason)
	}
	switch t.Kind() {
	case reflect.Pointer:
		if inKey {
			return unhashable(t, "map keys that hold references are compared by address, which is not part of a value")
		}
		return within(check(t.Elem(), seen, inKey), "*")
	case reflect.Array:
		if t.Len() == 0 {
			return nil
		}
		return within(check(t.Elem(), seen, inKey), "[]")
	case reflect.Slice:
		return within(check(t.Elem(), seen, inKey), "[]")
	case reflect.Map:
		if err := check(t.Key(), map[reflect.Type]bool{}, true); err != nil {
			return within(err, "[key]")
		}
		return within(check(t.Elem(), seen, inKey), "[]")
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			var err error
			switch r := roleOf(f); {
			case r.skip:
			case r.problem != "":
				err = unhashable(f.Type, r.problem)
			case r.by != nil:
				err = within(check(r.by.result, seen, inKey), "."+r.by.name+"()")
			default:
				err = check(f.Type, seen, inKey)
			}
			if err != nil {
				return within(err, "."+f.Name)
			}
		}
	}
	return nil
}
