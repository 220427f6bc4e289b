package identity

import "go/types"

// immutableTypes are types outside the scope whose values nobody can change,
// though they hold pointers.
var immutableTypes = map[string]bool{
	"regexp.Regexp": true, "strings.Replacer": true, "time.Location": true, "embed.FS": true,
	"encoding/base64.Encoding": true, "encoding/base32.Encoding": true,
	"reflect.Type": true,
}

// tables are types outside the scope that hold numbers alone.
var tables = map[string]bool{"hash/crc32.Table": true, "hash/crc64.Table": true, "unicode.RangeTable": true}

// immutableValues are types outside the scope that hold pointers to what
// nobody can change, but that can be assigned through a pointer.
var immutableValues = map[string]bool{
	"time.Time": true, "net/netip.Addr": true, "net/netip.Prefix": true, "net/netip.AddrPort": true,
}

// immutable reports whether nobody who gets hold of a value of type t can
// change what other holders see.
func (b *builder) immutable(t types.Type) bool {
	if known, ok := b.immutables[t]; ok {
		return known
	}
	known := isImmutable(t, map[types.Type]bool{})
	b.immutables[t] = known
	return known
}

func isImmutable(t types.Type, seen map[types.Type]bool) bool {
	if t == nil {
		return true
	}
	t = types.Unalias(t)
	if seen[t] {
		return true
	}
	seen[t] = true
	if isErrorType(t) {
		return true // a sentinel, by convention
	}
	if named := namedOf(t); named != nil && named.Obj().Pkg() != nil {
		path := PlainPath(named.Obj().Pkg().Path())
		name := path + "." + named.Obj().Name()
		if immutableTypes[name] || isRuntime(path) || immutableValues[name] && t == types.Type(named) {
			return true
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Kind() != types.UnsafePointer
	case *types.Signature:
		return true
	case *types.Array:
		return isImmutable(u.Elem(), seen)
	case *types.Pointer:
		s, ok := u.Elem().Underlying().(*types.Struct)
		return ok && s.NumFields() == 0 // nothing is there
	case *types.Struct:
		for field := range u.Fields() {
			if !isImmutable(field.Type(), seen) {
				return false
			}
		}
		return true
	case *types.Tuple:
		for v := range u.Variables() {
			if !isImmutable(v.Type(), seen) {
				return false
			}
		}
		return true
	}
	return false
}

// flat reports whether t holds nothing that can be changed beyond its own
// elements, and nothing whose methods could change those: a function that
// reads its argument can then hand out or call what it likes.
func (b *builder) flat(t types.Type) bool {
	if t == nil || b.immutable(t) {
		return true
	}
	if named := namedOf(t); named != nil && named.Obj().Pkg() != nil && tables[PlainPath(named.Obj().Pkg().Path())+"."+named.Obj().Name()] {
		return true
	}
	switch u := t.Underlying().(type) {
	case *types.Slice:
		return b.immutable(u.Elem()) && !b.pointerMethods(u.Elem()) && !b.pointerMethods(t)
	case *types.Map:
		return b.immutable(u.Key()) && b.immutable(u.Elem()) && !b.pointerMethods(t)
	}
	return false
}

// pointerMethods reports whether code in scope has methods for t, or for a
// part of it, that could be called on the storage of a t.
func (b *builder) pointerMethods(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	if ok && named.Obj().Pkg() != nil && b.unitOf(PlainPath(named.Obj().Pkg().Path())) != nil {
		for m := range named.Methods() {
			_, pointer := m.Signature().Recv().Type().(*types.Pointer)
			if pointer || !b.immutable(t) {
				return true
			}
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Array:
		return b.pointerMethods(u.Elem())
	case *types.Struct:
		for field := range u.Fields() {
			if b.pointerMethods(field.Type()) {
				return true
			}
		}
	}
	return false
}

// bearsIdentity reports whether two variables of type t that are initialized
// alike can be told apart: by comparison, or by a state that is no data (I4).
func bearsIdentity(t types.Type) bool { return identityIn(t, map[types.Type]bool{}) }

func identityIn(t types.Type, seen map[types.Type]bool) bool {
	t = types.Unalias(t)
	if seen[t] {
		return false
	}
	seen[t] = true
	if named, ok := t.(*types.Named); ok && named.Obj().Pkg() != nil {
		switch path := PlainPath(named.Obj().Pkg().Path()); {
		case path == "sync" || path == "sync/atomic":
			return true
		case isRuntime(path):
			return false
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Kind() == types.UnsafePointer
	case *types.Pointer, *types.Chan, *types.Interface:
		return true
	case *types.Slice:
		return identityIn(u.Elem(), seen)
	case *types.Array:
		return identityIn(u.Elem(), seen)
	case *types.Map:
		return identityIn(u.Key(), seen) || identityIn(u.Elem(), seen)
	case *types.Struct:
		for field := range u.Fields() {
			if identityIn(field.Type(), seen) {
				return true
			}
		}
	}
	return false
}
