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

// Error returns, for example, "Job.Lines is chan string: a channel is not a
// value; return a slice of what is sent instead".
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

// Error says at which byte, counted from 0, and why.
func (e *CorruptError) Error() string {
	return fmt.Sprintf("stored result is corrupt at byte %d: %s", e.Offset, e.Reason)
}

// ShapeError says that the bytes were written for types of another shape, by another
// version of the codec, or with a type that this program does not know.
// Treat the entry as missing.
type ShapeError struct {
	Reason string
}

// Error says what the bytes were written for.
func (e *ShapeError) Error() string { return "stored result has another shape: " + e.Reason }

// A Codec encodes and decodes the results of calls of one function: values of a list of
// types. Safe for concurrent use.
type Codec struct {
	types    []reflect.Type
	plans    []*plan
	direct   []move // the whole program, nil if it takes plans
	statics  []*statics
	aliasing bool             // slices of results may share memory
	header   [headerSize]byte // begins every encoding (C9)
	expected string           // header, "" if values of the types cannot be stored
	refused  error            // why no values of the types can be stored
}

// For compiles the Codec of values of the types ts, in order. It takes microseconds:
// keep what it returns. If Check refuses a type, the methods of the Codec return that
// error.
func For(ts ...reflect.Type) *Codec {
	c := &Codec{types: ts, statics: staticsOf(ts)}
	for _, t := range ts {
		if c.refused == nil {
			c.refused = Check(t)
		}
		c.plans = append(c.plans, planOf(t))
	}
	for _, s := range c.statics {
		c.aliasing = c.aliasing || s.aliasing
	}
	if c.refused == nil {
		c.direct = directOf(ts)
	}
	c.header[0] = version
	sum := shapeOf(ts)
	copy(c.header[1:], sum[:])
	if c.refused == nil {
		c.expected = string(c.header[:])
	}
	return c
}

// Encode encodes the results of one call. vs may be longer than the list of types: what
// follows, as an error, is left out. A result of interface type must be a reflect.Value
// of that type, not of its dynamic type. An error is an *UnstorableError: return the
// results to the caller, and don't store them. Nobody may write to the values meanwhile.
func (c *Codec) Encode(vs []reflect.Value) (data []byte, err error) {
	if c.refused != nil {
		return nil, c.refused
	}
	if len(vs) < len(c.types) {
		return nil, fmt.Errorf("codec: %d results given, want %d", len(vs), len(c.types))
	}
	var room [4]pointer
	ps := room[:0]
	for i, t := range c.types {
		v := vs[i]
		if !v.IsValid() {
			return nil, fmt.Errorf("codec: result %d is the zero reflect.Value; pass the value of an interface variable", i)
		}
		if v.Type() != t {
			return nil, fmt.Errorf("codec: result %d is a %s; pass a %s", i, v.Type(), t)
		}
		p := v
		if !v.CanAddr() {
			if !v.CanInterface() {
				return nil, &UnstorableError{Path: typeName(t), Type: t, Reason: "the reflect.Value comes from an unexported field and is not addressable"}
			}
			p = reflect.New(t).Elem()
			p.Set(v)
		}
		ps = append(ps, pointer(p.UnsafeAddr()))
	}
	if c.direct != nil {
		return c.encodeDirect(ps)
	}
	return c.encode(ps)
}

// Decode makes fresh values from the bytes that Encode gave; the slice has room for one
// more value, as an error. Malformed bytes give a *CorruptError, bytes written for other
// types a *ShapeError. It never panics, and allocates no more than a small multiple of
// len(data), where the multiple is how much larger the types are in memory than encoded.
// data is not retained.
func (c *Codec) Decode(data []byte) (vs []reflect.Value, err error) {
	if err := c.begins(data); err != nil {
		return nil, err
	}
	vs = make([]reflect.Value, len(c.types), len(c.types)+1)
	var room [4]pointer
	ps := room[:0]
	for i, t := range c.types {
		v := reflect.New(t)
		vs[i], ps = v.Elem(), append(ps, v.UnsafePointer())
	}
	if c.direct != nil {
		err = c.decodeDirect(ps, data)
	} else {
		err = c.decode(ps, data)
	}
	if err != nil {
		return nil, err
	}
	return vs, nil
}

// begins checks the header of data (C9).
func (c *Codec) begins(data []byte) error {
	if len(data) >= headerSize && string(data[:headerSize]) == c.expected {
		return nil
	}
	return c.misfit(data)
}

// misfit says why data does not begin as it should.
func (c *Codec) misfit(data []byte) error {
	switch {
	case c.refused != nil:
		return &ShapeError{Reason: c.refused.Error()}
	case len(data) > 0 && data[0] == errorMark:
		return &ShapeError{Reason: "an error is stored, and no results"}
	case len(data) < headerSize:
		return &CorruptError{Offset: len(data), Reason: "it is shorter than a header"}
	case data[0] != version:
		return &ShapeError{Reason: fmt.Sprintf("codec version %d, want %d", data[0], version)}
	}
	return &ShapeError{Reason: "the result types have changed"}
}
