package codec

import (
	"fmt"
	"reflect"

	"github.com/gocheckpoint/checkpoint/runtime/objecthash"
)

// version is the first byte of every encoding.
const version = 1

// headerSize is the version and the digest of the result types' shapes (C9).
const headerSize = 1 + len(objecthash.Sum{})

// UnstorableError says which part of a result cannot be stored, and why.
type UnstorableError struct {
	// Path leads from the result to the part, written as in objecthash.UnhashableError.
	Path   string
	Type   reflect.Type
	Reason string
	Err    error // what a marshal method returned, if that is the cause
}

// Error returns, for example, "Job.Done is chan struct {}: channels cannot be stored".
func (e *UnstorableError) Error() string {
	return e.Path + " is " + e.Type.String() + ": " + e.Reason
}

// Unwrap returns Err.
func (e *UnstorableError) Unwrap() error { return e.Err }

// CorruptError says that the bytes are not an encoding. Treat the entry as missing.
type CorruptError struct {
	Offset int // in bytes, where decoding stopped
	Reason string
}

func (e *CorruptError) Error() string {
	return fmt.Sprintf("stored result is corrupt at byte %d: %s", e.Offset, e.Reason)
}

// ShapeError says that the bytes were written for types of another shape, by another
// version of the codec, or with a type that this program does not know.
// Treat the entry as missing.
type ShapeError struct {
	Reason string
}

func (e *ShapeError) Error() string { return "stored result has another shape: " + e.Reason }

// Encode encodes the results of one call, in order. A result of interface type must be
// a reflect.Value of that type, not of its dynamic type. An error is an
// *UnstorableError: return the results to the caller, and don't store them.
// Safe for concurrent use, as long as nobody writes to the values.
func Encode(vs []reflect.Value) (data []byte, err error) {
	e := &encoder{seen: map[visit]int{}, cur: -1, target: -1}
	roots := make([]root, len(vs))
	ts := make([]reflect.Type, len(vs))
	for i, v := range vs {
		if !v.IsValid() {
			return nil, fmt.Errorf("codec: result %d is the zero reflect.Value; pass the value of an interface variable", i)
		}
		ts[i] = v.Type()
		if err := Check(ts[i]); err != nil {
			return nil, err
		}
		p := v
		if !v.CanAddr() {
			if !v.CanInterface() {
				return nil, &UnstorableError{Path: typeName(ts[i]), Type: ts[i], Reason: "the reflect.Value comes from an unexported field and is not addressable"}
			}
			p = reflect.New(ts[i]).Elem()
			p.Set(v)
		}
		roots[i] = root{planOf(ts[i]), pointer(p.UnsafeAddr())}
	}
	e.statics = staticsOf(ts)
	for _, s := range e.statics {
		e.aliasing = e.aliasing || s.aliasing
	}
	e.buf = append(e.buf, version)
	sum := shapeOf(ts)
	e.buf = append(e.buf, sum[:]...)
	if err := e.all(roots); err != nil {
		return nil, err
	}
	return e.buf, nil
}

// Decode makes fresh values of the types ts from the bytes that Encode gave for values
// of these types. Malformed bytes give a *CorruptError, bytes written for other types a
// *ShapeError. It never panics, and allocates no more than a small multiple of len(data),
// where the multiple is how much larger the types are in memory than encoded.
// Safe for concurrent use; data is not retained.
func Decode(data []byte, ts []reflect.Type) (vs []reflect.Value, err error) {
	if len(data) < headerSize {
		return nil, &CorruptError{Offset: len(data), Reason: "it is shorter than a header"}
	}
	if data[0] != version {
		return nil, &ShapeError{Reason: fmt.Sprintf("codec version %d, want %d", data[0], version)}
	}
	if sum := shapeOf(ts); string(sum[:]) != string(data[1:headerSize]) {
		return nil, &ShapeError{Reason: "the result types have changed"}
	}
	d := &decoder{data: data, pos: headerSize, statics: staticsOf(ts)}
	defer func() {
		// What hostile bytes can still provoke: methods and keys that panic.
		if r := recover(); r != nil {
			vs, err = nil, &CorruptError{Offset: d.pos, Reason: fmt.Sprintf("panic: %v", r)}
		}
	}()
	vs = make([]reflect.Value, len(ts))
	for i, t := range ts {
		pl := planOf(t)
		if pl.refused != nil {
			return nil, &ShapeError{Reason: pl.refused.Error()}
		}
		v := reflect.New(t)
		if err := pl.dec(d, v.UnsafePointer()); err != nil {
			return nil, err
		}
		vs[i] = v.Elem()
	}
	if err := d.drain(); err != nil {
		return nil, err
	}
	if d.pos != len(data) {
		return nil, d.corrupt("bytes are left over")
	}
	return vs, nil
}
