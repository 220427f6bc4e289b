package checkpoint

import (
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"

	"github.com/gocheckpoint/checkpoint/runtime/internal/frame"
	"github.com/gocheckpoint/checkpoint/runtime/objecthash"
	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// callVersion begins the hash of every call. It changes with what enters a key.
const callVersion = 4

// An inputError is the failure of a function that says what stands in a key, as
// that of a HashBy: one call's, not the function's.
type inputError struct {
	option string
	err    error
}

func (e *inputError) Error() string { return fmt.Sprintf("%s: %v", e.option, e.err) }
func (e *inputError) Unwrap() error { return e.err }

// isCallError reports whether a key's failure concerns one call, and not what
// the function always does.
func isCallError(err error) bool {
	_, ok := errors.AsType[*inputError](err)
	return ok
}

// A key has parts: the values of the captured variables, of the parameters that
// count, and what KeyBy and HashContext give. Each is self-delimiting, and the
// header says which there are, so that two calls have equal streams if and only
// if they have equal parts.

// newHeader says what a key is made of, where the function's identity doesn't.
func (f *function) newHeader(r *resolution) []byte {
	b := []byte{callVersion}
	b = binary.AppendUvarint(b, uint64(len(r.captures)))
	for _, c := range r.captures {
		b = appendParts(b, c.id)
	}
	b = binary.AppendUvarint(b, uint64(len(r.params)))
	for i := range r.params {
		b = append(b, r.params[i].how)
		b = append(b, r.params[i].frame...)
	}
	for _, by := range []*keyFunc{f.options.keyBy, f.options.hashContext} {
		if by == nil {
			b = append(b, 0)
			continue
		}
		b = append(b, 1)
		b = append(b, f.frameOf(r, by.function, by.result)...)
	}
	return b
}

// key hashes a call.
func (f *function) key(r *resolution, fr *frame.Frame) (key store.Key, err error) {
	h := r.take(fr)
	defer f.give(fr, r, h)
	defer recovered(&err)
	return key, f.sum(h, r, fr, &key)
}

// sum is key with a Hasher that is empty.
func (f *function) sum(h *objecthash.Hasher, r *resolution, fr *frame.Frame, key *store.Key) error {
	h.Frame(r.header)
	for _, c := range r.captures {
		if err := c.hash(h, r); err != nil {
			return err
		}
	}
	for i := range r.params {
		if err := f.parameter(h, r, fr, i); err != nil {
			return err
		}
	}
	for _, by := range r.extra {
		if err := f.keyed(h, fr, by); err != nil {
			return err
		}
	}
	key.Function, key.Identity, key.Call = f.id, r.identity, h.Sum()
	return nil
}

// parameter adds what a parameter puts into the key, nothing if it doesn't count.
func (f *function) parameter(h *objecthash.Hasher, r *resolution, fr *frame.Frame, i int) error {
	p := &r.params[i]
	var err error
	switch p.how {
	case byValue:
		err = h.Pointer(p.plan, fr.Args[i])
	case byOption:
		v, failed := p.by.call(fr.Args[i])
		if failed != nil {
			return failed
		}
		err = h.Value(v)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", f.describe(r, i), err)
	}
	return nil
}

// keyed adds what KeyBy or HashContext returns.
func (f *function) keyed(h *objecthash.Hasher, fr *frame.Frame, by *keyFunc) error {
	v, err := by.call(f, fr)
	if err != nil {
		return err
	}
	if err := h.Value(v); err != nil {
		return fmt.Errorf("what %s returned: %w", by.option, err)
	}
	return nil
}

// partCount is the number of parts that a key may have.
func (r *resolution) partCount() int { return len(r.captures) + len(r.params) + len(r.extra) }

// part adds the part of that index to a hash.
func (f *function) part(h *objecthash.Hasher, r *resolution, fr *frame.Frame, i int) error {
	if i < len(r.captures) {
		return r.captures[i].hash(h, r)
	}
	if i -= len(r.captures); i < len(r.params) {
		return f.parameter(h, r, fr, i)
	}
	return f.keyed(h, fr, r.extra[i-len(r.params)])
}

// partName names the part of that index for messages.
func (f *function) partName(r *resolution, i int) string {
	if i < len(r.captures) {
		return "captured variable " + r.captures[i].id
	}
	if i -= len(r.captures); i < len(r.params) {
		return f.describe(r, i)
	}
	return "what " + r.extra[i-len(r.params)].option + " returned"
}

// A scratch is what a frame keeps between calls: a Hasher of the resolution.
type scratch struct {
	r *resolution
	h *objecthash.Hasher
}

// take gives an empty Hasher: that of the frame, if it is of this resolution.
func (r *resolution) take(fr *frame.Frame) *objecthash.Hasher {
	if s, ok := fr.Scratch.(*scratch); ok && s.r == r {
		return s.h
	}
	o := r.hashing
	o.Recall = true // who calls again often has the same arguments
	return objecthash.New(o)
}

// give empties the Hasher of what it holds of the arguments, and keeps it.
func (f *function) give(fr *frame.Frame, r *resolution, h *objecthash.Hasher) {
	h.Reset()
	if s, ok := fr.Scratch.(*scratch); !ok || s.h != h {
		fr.Scratch = &scratch{r, h}
	}
}

// safely runs what says what enters a key; its panic is an error of the call.
func safely(option string, call func() (reflect.Value, error)) (v reflect.Value, err error) {
	defer func() {
		if err != nil {
			err = &inputError{option, err}
		}
	}()
	defer recovered(&err)
	return call()
}
