package checkpoint

import (
	"reflect"
	"strings"

	"github.com/gocheckpoint/checkpoint/runtime/internal/typepath"
)

// hasKeyCode reports whether a type that t is made of, and that isn't the standard
// library's, has methods that may hash or store its values. seen are the types that
// were looked at. What interfaces hold brings its own code along (rules T1 to T5).
func (env *environment) hasKeyCode(t reflect.Type, seen map[reflect.Type]bool) bool {
	if seen[t] {
		return false
	}
	seen[t] = true
	if t.PkgPath() != "" {
		if env.inStandard(env.importPath(t.PkgPath())) {
			return false
		}
		if keyMethods(t) {
			return true
		}
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return env.hasKeyCode(t.Elem(), seen)
	case reflect.Map:
		return env.hasKeyCode(t.Key(), seen) || env.hasKeyCode(t.Elem(), seen)
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			if strings.HasPrefix(f.Tag.Get("checkpoint"), "by=") || env.hasKeyCode(f.Type, seen) {
				return true
			}
		}
	}
	return false
}

// keyMethods reports whether a declared type has one of the methods that hash its
// values, or that encode and decode them, of its own: a promoted one isn't used.
func keyMethods(t reflect.Type) bool {
	if t.Kind() == reflect.Interface {
		return false
	}
	for _, method := range keyMethod {
		if _, ok := method(reflect.PointerTo(t)); ok && !typepath.Promoted(t, method) {
			return true
		}
	}
	return false
}

// keyMethod finds these methods, by names that are constants: see [typepath.Promoted].
// Of a pair of methods, that which decodes is enough.
var keyMethod = []func(reflect.Type) (reflect.Method, bool){
	func(t reflect.Type) (reflect.Method, bool) { return t.MethodByName("HashCheckpoint") },
	func(t reflect.Type) (reflect.Method, bool) { return t.MethodByName("UnmarshalBinary") },
	func(t reflect.Type) (reflect.Method, bool) { return t.MethodByName("GobDecode") },
	func(t reflect.Type) (reflect.Method, bool) { return t.MethodByName("UnmarshalText") },
}
