// Package wire is the form in which facts travel between processes. The go
// command's cache keys on their bytes: equal facts must be equal bytes, which
// gob's maps are not. Facts also carry all that is below a package, so that size
// and speed count: each string is written once, and numbers are varints.
//
// It is no format for files: reader and writer are one program. Damaged bytes
// give an error, never a panic or an unbounded allocation.
package wire

import (
	"encoding/binary"
	"errors"
	"maps"
	"slices"
)

// An Encoder writes values in the order of its calls. The zero Encoder is ready
// for use.
type Encoder struct {
	buf   []byte
	table []string
	index map[string]int
}

// Bytes is the table of strings, then the values.
func (e *Encoder) Bytes() []byte {
	head := binary.AppendUvarint(nil, uint64(len(e.table)))
	for _, s := range e.table {
		head = binary.AppendUvarint(head, uint64(len(s)))
		head = append(head, s...)
	}
	return append(head, e.buf...)
}

// Int writes the number of things that follow, or the like: it must not exceed the
// bytes that follow it and the strings together. See Num for others.
func (e *Encoder) Int(n int) { e.buf = binary.AppendUvarint(e.buf, uint64(n)) }

// Num writes any number.
func (e *Encoder) Num(n int) { e.buf = binary.AppendVarint(e.buf, int64(n)) }

// Str writes a string; each is written out once.
func (e *Encoder) Str(s string) {
	i, ok := e.index[s]
	if !ok {
		if e.index == nil {
			e.index = make(map[string]int)
		}
		i = len(e.table)
		e.index[s] = i
		e.table = append(e.table, s)
	}
	e.Int(i)
}

// Strs writes a list of strings.
func (e *Encoder) Strs(list []string) {
	e.Int(len(list))
	for _, s := range list {
		e.Str(s)
	}
}

// Bools writes a list of truth values.
func (e *Encoder) Bools(list []bool) {
	e.Int(len(list))
	for _, b := range list {
		if b {
			e.buf = append(e.buf, 1)
		} else {
			e.buf = append(e.buf, 0)
		}
	}
}

// Pairs writes a map, sorted.
func (e *Encoder) Pairs(m map[string]string) {
	e.Int(len(m))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		e.Str(k)
		e.Str(m[k])
	}
}

// Raw writes bytes without their number.
func (e *Encoder) Raw(b []byte) { e.buf = append(e.buf, b...) }

// A Decoder reads what an Encoder wrote. After a failure all it gives is empty,
// and Err says so.
type Decoder struct {
	data  []byte
	table []string
	err   error
}

// NewDecoder reads the table of strings.
func NewDecoder(data []byte) *Decoder {
	d := &Decoder{data: data}
	d.table = make([]string, d.Int())
	for i := range d.table {
		d.table[i] = string(d.Raw(d.Int()))
	}
	return d
}

// Err is the first failure, nil if there was none.
func (d *Decoder) Err() error { return d.err }

var errFact = errors.New("malformed fact; run go clean -cache")

// Int reads a number that counts something in what follows, so that it cannot
// exceed that.
func (d *Decoder) Int() int {
	n, size := binary.Uvarint(d.data)
	if size <= 0 || n > uint64(len(d.data)+len(d.table)) {
		d.err, d.data = errFact, nil
		return 0
	}
	d.data = d.data[size:]
	return int(n)
}

// Num reads any number.
func (d *Decoder) Num() int {
	n, size := binary.Varint(d.data)
	if size <= 0 {
		d.err, d.data = errFact, nil
		return 0
	}
	d.data = d.data[size:]
	return int(n)
}

// Raw reads n bytes.
func (d *Decoder) Raw(n int) []byte {
	if n > len(d.data) {
		d.err, d.data = errFact, nil
		return nil
	}
	b := d.data[:n]
	d.data = d.data[n:]
	return b
}

// Str reads a string.
func (d *Decoder) Str() string {
	i := d.Int()
	if i >= len(d.table) {
		if d.err == nil {
			d.err = errFact
		}
		return ""
	}
	return d.table[i]
}

// Strs reads a list of strings, nil for an empty one.
func (d *Decoder) Strs() []string {
	n := d.Int()
	if n == 0 {
		return nil
	}
	out := make([]string, n)
	for i := range out {
		out[i] = d.Str()
	}
	return out
}

// Bools reads a list of truth values.
func (d *Decoder) Bools() []bool {
	out := make([]bool, d.Int())
	for i, b := range d.Raw(len(out)) {
		out[i] = b != 0
	}
	return out
}

// Pairs reads a map.
func (d *Decoder) Pairs() map[string]string {
	n := d.Int()
	m := make(map[string]string, n)
	for range n {
		k := d.Str()
		m[k] = d.Str()
	}
	return m
}
