package objecthash

import (
	"encoding/binary"
	"math"
	"reflect"
	"unsafe"
)

type unsafePointer = unsafe.Pointer

const (
	noSpill  = math.MaxInt // limit of buffers that must stay whole
	wordSize = unsafe.Sizeof(uintptr(0))
)

var littleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

func add(p unsafePointer, off uintptr) unsafePointer { return unsafe.Add(p, off) }

func stringBytes(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

func view(p unsafePointer, n int) []byte { return unsafe.Slice((*byte)(p), n) }

// sliceHeader is the layout of every slice.
type sliceHeader struct {
	data unsafePointer
	len  int
	cap  int
}

// address returns where v's bytes are, without copying more than it must.
func (h *Hasher) address(v reflect.Value) (unsafePointer, error) {
	if v.CanAddr() {
		return unsafePointer(v.UnsafeAddr()), nil
	}
	p := unsafePointer(&h.word)
	switch v.Kind() {
	case reflect.Bool:
		*(*bool)(p) = v.Bool()
	case reflect.Int:
		*(*int)(p) = int(v.Int())
	case reflect.Int8:
		*(*int8)(p) = int8(v.Int())
	case reflect.Int16:
		*(*int16)(p) = int16(v.Int())
	case reflect.Int32:
		*(*int32)(p) = int32(v.Int())
	case reflect.Int64:
		*(*int64)(p) = v.Int()
	case reflect.Float64:
		*(*float64)(p) = v.Float()
	case reflect.String:
		h.str = v.String()
		return unsafePointer(&h.str), nil
	case reflect.Pointer, reflect.Map:
		h.ptr = v.UnsafePointer()
		return unsafePointer(&h.ptr), nil
	default:
		if !v.CanInterface() {
			return nil, &UnhashableError{Path: rootName(v.Type()), Type: v.Type(),
				Reason: "the reflect.Value comes from an unexported field and is not addressable"}
		}
		if v.Kind() == reflect.Interface {
			return copied(v), nil
		}
		return boxed(v.Interface(), v.Type()), nil
	}
	return p, nil
}

// boxed returns where the value of type t inside x is. Nobody writes there.
func boxed(x any, t reflect.Type) unsafePointer {
	switch t.Kind() {
	case reflect.Struct, reflect.Array:
		if t.Size() == wordSize {
			break // one pointer may be stored in the interface itself
		}
		return data(x)
	case reflect.Pointer, reflect.Map, reflect.Chan, reflect.Func, reflect.UnsafePointer:
	default:
		return data(x)
	}
	return copied(reflect.ValueOf(x))
}

// data returns the data word of an interface, which points to the value for every
// type that is not pointer-shaped.
func data(x any) unsafePointer {
	return (*struct{ typ, data unsafePointer })(unsafePointer(&x)).data
}

func copied(v reflect.Value) unsafePointer {
	c := reflect.New(v.Type())
	c.Elem().Set(v)
	return c.UnsafePointer()
}

// noescape hides from the compiler that p goes through function values, of which it
// assumes that they keep p. Encoders don't: they keep only what is stored at p. So p may
// point to a local variable, if what that refers to is on the heap.
func noescape(p unsafePointer) unsafePointer {
	x := uintptr(p)
	return *(*unsafePointer)(unsafePointer(&x))
}
