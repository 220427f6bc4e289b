package objecthash

import (
	"reflect"
	"unsafe"
)

// Plan is how values of one type are hashed, compiled. It is safe for concurrent use.
type Plan plan

// PlanFor returns the plan of a type: the same one for every call with the same type.
// It compiles the type at the first call. For types of which no value can be hashed it
// returns a plan as well, whose use is an error: see Check.
func PlanFor(t reflect.Type) *Plan { return (*Plan)(planOf(t)) }

// Pointer appends the value at p, of the type that pl was made for, exactly as Value
// appends reflect.NewAt(t, p).Elem(), and without the cost of reflection: it allocates
// nothing for numbers, strings and structs of them. p must point to a live value of
// that type, aligned for it, which nobody writes to until Pointer returns. An error is
// an *UnhashableError.
func (h *Hasher) Pointer(pl *Plan, p unsafe.Pointer) error {
	if pl.calls {
		p = moved(pl.t, p)
	}
	return h.root((*plan)(pl), p)
}

// moved copies a value for methods of the user, which may keep their receiver: what is
// at p may be another value after the call.
func moved(t reflect.Type, p unsafePointer) unsafePointer {
	c := reflect.New(t)
	c.Elem().Set(reflect.NewAt(t, p).Elem())
	return c.UnsafePointer()
}

// calls reports whether hashing a value of t hands pointers into that value itself, not
// into what it refers to, to methods of the user.
func calls(t reflect.Type) bool {
	if hasHook(t) {
		return true
	}
	switch t.Kind() {
	case reflect.Array:
		return t.Len() > 0 && calls(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			if r := roleOf(f); r.by != nil || !r.skip && calls(f.Type) {
				return true
			}
		}
	}
	return false
}
