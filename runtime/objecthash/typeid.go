package objecthash

import (
	"encoding/binary"
	"reflect"
	"sync"

	"github.com/zeebo/blake3"
)

// TypeSum identifies a type across processes: package path, name and type arguments of
// declared types, and the structure of every type that it is made of, with field names,
// embedding, struct tags and the package of unexported names (H7). Methods of declared
// types are code and do not enter.
func TypeSum(t reflect.Type) Sum {
	return blake3.Sum256(appendType(nil, t, map[reflect.Type]int{}, true))
}

// ShapeSum is TypeSum without struct tags: types of one shape have the same names and
// the same layout.
func ShapeSum(t reflect.Type) Sum {
	return blake3.Sum256(appendType(nil, t, map[reflect.Type]int{}, false))
}

var sumTypes sync.Map // Sum → reflect.Type

// typeSum is TypeSum where types must be told apart. Two types of this process that look the same,
// declared in two functions under one name, are refused and not confused.
func (h *Hasher) typeSum(pl *plan) (*Sum, error) {
	if s := pl.sum.Load(); s != nil {
		return s, nil
	}
	s := TypeSum(pl.t)
	if other, _ := sumTypes.LoadOrStore(s, pl.t); other == pl.t {
		pl.sum.Store(&s)
	} else if !h.opt.Tolerant {
		return nil, unhashable(pl.t, "another type declared inside a function has the same name and structure; move one of them to package level or rename it")
	}
	return &s, nil
}

const (
	typeBasic byte = iota
	typeNamed
	typeSeen
	typePointer
	typeSlice
	typeArray
	typeMap
	typeChan
	typeFunc
	typeStruct
	typeInterface
)

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func appendBool(b []byte, x bool) []byte {
	if x {
		return append(b, 1)
	}
	return append(b, 0)
}

// appendType writes a type so that no two types that differ in what H7 lists give the
// same bytes. seen numbers declared types: every recursive type goes through one.
func appendType(b []byte, t reflect.Type, seen map[reflect.Type]int, tags bool) []byte {
	if t.Name() != "" {
		if t.PkgPath() == "" && t.Kind() != reflect.Interface {
			return appendText(append(b, typeBasic), t.Name())
		}
		if n, ok := seen[t]; ok {
			return binary.AppendUvarint(append(b, typeSeen), uint64(n))
		}
		seen[t] = len(seen)
		b = appendText(append(b, typeNamed), t.PkgPath())
		b = appendText(b, t.Name())
	}
	list := func(n int, at func(int) reflect.Type) {
		b = binary.AppendUvarint(b, uint64(n))
		for i := range n {
			b = appendType(b, at(i), seen, tags)
		}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return appendType(append(b, typePointer), t.Elem(), seen, tags)
	case reflect.Slice:
		return appendType(append(b, typeSlice), t.Elem(), seen, tags)
	case reflect.Array:
		b = binary.AppendUvarint(append(b, typeArray), uint64(t.Len()))
		return appendType(b, t.Elem(), seen, tags)
	case reflect.Map:
		return appendType(appendType(append(b, typeMap), t.Key(), seen, tags), t.Elem(), seen, tags)
	case reflect.Chan:
		return appendType(append(b, typeChan, byte(t.ChanDir())), t.Elem(), seen, tags)
	case reflect.Func:
		b = appendBool(append(b, typeFunc), t.IsVariadic())
		list(t.NumIn(), t.In)
		list(t.NumOut(), t.Out)
		return b
	case reflect.Struct:
		b = binary.AppendUvarint(append(b, typeStruct), uint64(t.NumField()))
		for i := range t.NumField() {
			f := t.Field(i)
			b = appendText(appendText(b, f.Name), f.PkgPath)
			b = appendBool(b, f.Anonymous)
			if tags {
				b = appendText(b, string(f.Tag))
			}
			b = appendType(b, f.Type, seen, tags)
		}
		return b
	case reflect.Interface:
		b = binary.AppendUvarint(append(b, typeInterface), uint64(t.NumMethod()))
		for i := range t.NumMethod() {
			m := t.Method(i)
			b = appendText(appendText(b, m.Name), m.PkgPath)
			b = appendType(b, m.Type, seen, tags)
		}
		return b
	}
	// The underlying type of a declared basic one: its own name would be its declared name.
	return appendText(append(b, typeBasic), t.Kind().String())
}
