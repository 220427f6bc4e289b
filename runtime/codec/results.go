package codec

import (
	"fmt"
	"reflect"
	"sync"
	"unsafe"
)

// EncodeFrom is Encode without reflect.Value: each of results points to a value of the
// type with the same index. There may be more pointers than types: what follows, as an
// error, is left out. Nobody may write to the values meanwhile. The pointers do not
// escape: the values may be local variables.
func (c *Codec) EncodeFrom(results []unsafe.Pointer) ([]byte, error) {
	if c.refused != nil {
		return nil, c.refused
	}
	if err := c.given(results); err != nil {
		return nil, err
	}
	if c.direct != nil {
		return c.encodeDirect(results)
	}
	var room [4]pointer
	ps := room[:0]
	for i, t := range c.types {
		// Methods that marshal may keep what they are called on.
		v := reflect.New(t)
		v.Elem().Set(at(t, results[i]))
		ps = append(ps, v.UnsafePointer())
	}
	return c.encode(ps)
}

// DecodeTo is Decode without reflect.Value: each of results points to memory that holds
// the zero value of the type with the same index. There may be more pointers than types:
// what they point to is not touched. On an error, some of the memory may have been
// written: discard it. The pointers do not escape: the memory may be local variables.
// Results that hold no pointers, maps, interfaces or methods to marshal by cost no
// allocations but for their strings and slices.
func (c *Codec) DecodeTo(results []unsafe.Pointer, data []byte) error {
	if err := c.begins(data); err != nil {
		return err
	}
	if err := c.given(results); err != nil {
		return err
	}
	if c.direct != nil {
		return c.decodeDirect(results, data)
	}
	// Methods that unmarshal may keep what they are called on, and a local variable
	// moves when its stack grows: only memory of the heap is decoded into.
	var values [4]reflect.Value
	var pointers [4]pointer
	vs, ps := values[:0], pointers[:0]
	for _, t := range c.types {
		v := reflect.New(t)
		vs, ps = append(vs, v), append(ps, v.UnsafePointer())
	}
	if err := c.decode(ps, data); err != nil {
		return err
	}
	for i, t := range c.types {
		at(t, results[i]).Set(vs[i].Elem())
	}
	return nil
}

// given checks pointers to results.
func (c *Codec) given(results []pointer) error {
	if len(results) < len(c.types) {
		return fmt.Errorf("codec: %d results given, want %d", len(results), len(c.types))
	}
	for i := range c.types {
		if results[i] == nil {
			return fmt.Errorf("codec: the pointer to result %d is nil", i)
		}
	}
	return nil
}

// at is the variable of type t at p, to copy to or from and for nothing else: it hides
// from the compiler that p is used, and so keeps a caller's variable on its stack.
func at(t reflect.Type, p pointer) reflect.Value {
	x := uintptr(p)
	return reflect.NewAt(t, *(*pointer)(pointer(&x))).Elem()
}

// encode writes results that are in the heap.
func (c *Codec) encode(results []pointer) ([]byte, error) {
	roots := make([]root, len(results))
	for i, p := range results {
		roots[i] = root{c.plans[i], p}
	}
	e := &encoder{cur: -1, target: -1, statics: c.statics, aliasing: c.aliasing}
	e.buf = append(e.buf, c.header[:]...)
	if err := e.all(roots); err != nil {
		return nil, err
	}
	return e.buf, nil
}

// decoders are used again: making one costs as much as decoding a number.
var decoders = sync.Pool{New: func() any { return new(decoder) }}

// decode reads results into zero memory of the heap. data has the right header.
func (c *Codec) decode(results []pointer, data []byte) (err error) {
	d := decoders.Get().(*decoder)
	*d = decoder{reader: reader{data, headerSize}, statics: c.statics}
	defer func() {
		// What hostile bytes can still provoke: methods and keys that panic.
		if r := recover(); r != nil {
			err = &CorruptError{Offset: d.pos, Reason: fmt.Sprintf("panic: %v", r)}
		}
		*d = decoder{} // a pooled decoder must not keep the values alive
		decoders.Put(d)
	}()
	for i, pl := range c.plans {
		if err := pl.dec(d, results[i]); err != nil {
			return err
		}
	}
	if err := d.drain(); err != nil {
		return err
	}
	return d.end()
}
