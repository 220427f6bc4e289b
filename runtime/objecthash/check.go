package objecthash

import (
	"errors"
	"reflect"
	"slices"
	"strings"
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
type pathError struct {
	segs   []string // innermost first
	typ    reflect.Type
	reason string
	err    error
	found  bool // no error: the reference that explain looks for
}

func (e *pathError) Error() string { return e.reason }

func unhashable(t reflect.Type, reason string) error { return &pathError{typ: t, reason: reason} }

// within adds a segment to the path of an error; nil stays nil.
func within(err error, seg string) error {
	if err == nil {
		return nil
	}
	if pe, ok := err.(*pathError); ok {
		pe.segs = append(pe.segs, seg)
	}
	return err
}

func typeName(t reflect.Type) string {
	if t.Name() != "" && !strings.Contains(t.Name(), "[") {
		return t.Name()
	}
	return t.String()
}

func rootName(t reflect.Type) string { return joinPath(t, nil, true) }

// joinPath writes segments after the name of the first declared type: *Job.Done, []Job.Done.
func joinPath(t reflect.Type, segs []string, whole bool) string {
	if !whole {
		return typeName(t) + "…" + strings.Join(tail(segs), "")
	}
	if t == anyType && len(segs) > 0 && strings.HasPrefix(segs[0], ".(") { // Hash, or an interface argument
		return strings.TrimSuffix(segs[0][2:], ")") + elide(segs[1:])
	}
	prefix := ""
	for t.Name() == "" && len(segs) > 0 {
		switch {
		case segs[0] == "*" && t.Kind() == reflect.Pointer,
			segs[0] == "[]" && (t.Kind() == reflect.Slice || t.Kind() == reflect.Array || t.Kind() == reflect.Map):
			t = t.Elem()
		case segs[0] == "[key]" && t.Kind() == reflect.Map:
			t = t.Key()
		default:
			return prefix + t.String() + elide(segs)
		}
		prefix += segs[0]
		segs = segs[1:]
	}
	if prefix != "" && len(segs) == 0 && t.Name() == "" {
		return prefix
	}
	return prefix + typeName(t) + elide(segs)
}

const maxSegs = 48

func tail(segs []string) []string { return segs[max(0, len(segs)-maxSegs):] }

func elide(segs []string) string {
	if len(segs) <= maxSegs {
		return strings.Join(segs, "")
	}
	return "…" + strings.Join(tail(segs), "")
}

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
	slices.Reverse(pe.segs)
	return &UnhashableError{Path: joinPath(t, pe.segs, true), Type: pe.typ, Reason: pe.reason}
}

// refusal returns why no value of t can be hashed, "" if that depends on its parts.
func refusal(t reflect.Type) string {
	if reason, refused := RefusedType(t.PkgPath(), t.Name()); refused {
		return reason
	}
	if isMessage(t) {
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
