// Package typepath says where in a value something is, for the errors of hashing and
// storing: Job.Done, []Job.Done, and asks types what reflection does not tell.
package typepath

import (
	"reflect"
	"strings"
)

// An Error is a complaint about a part of a value on its way up to the root, which makes
// an error of the package's own of it.
type Error struct {
	Segs   []string // innermost first
	Type   reflect.Type
	Reason string
	Err    error // the cause, if there is one
	Found  bool  // no error: the reference that is looked for, to explain another one
}

// Error leaves the path out.
func (e *Error) Error() string { return e.Type.String() + ": " + e.Reason }

// Within adds a segment to the path of an error: ".Field", "[]" for elements and values of
// maps, "[key]", "*", ".(T)" for dynamic types. nil stays nil.
func Within(err error, seg string) error {
	if err == nil {
		return nil
	}
	if e, ok := err.(*Error); ok {
		e.Segs = append(e.Segs, seg)
	}
	return err
}

// Name is the declared name without its package, or how t is written.
func Name(t reflect.Type) string {
	if t.Name() != "" && !strings.Contains(t.Name(), "[") {
		return t.Name()
	}
	return t.String()
}

// Join writes segments, outermost first, after the name of the first declared type that
// they lead to from t: *Job.Done, []Job.Done. whole tells that none is missing after t.
func Join(t reflect.Type, segs []string, whole bool) string {
	if !whole {
		return Name(t) + "…" + strings.Join(tail(segs), "")
	}
	if t.Kind() == reflect.Interface && t.Name() == "" && len(segs) > 0 && strings.HasPrefix(segs[0], ".(") {
		return strings.TrimSuffix(segs[0][2:], ")") + elide(segs[1:]) // what it holds stands for it
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
	return prefix + Name(t) + elide(segs)
}

// MaxSegs bounds what a path shows: its end, which is about the part itself.
const MaxSegs = 48

func tail(segs []string) []string { return segs[max(0, len(segs)-MaxSegs):] }

func elide(segs []string) string {
	if len(segs) <= MaxSegs {
		return strings.Join(segs, "")
	}
	return "…" + strings.Join(tail(segs), "")
}
