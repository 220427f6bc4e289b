package checkpoint

import (
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"

	"github.com/gocheckpoint/checkpoint/runtime/objecthash"
	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// callDomain begins the hash of every call; its number changes with what
// enters a key.
var callDomain = []byte("gocheckpoint call 2")

// A hashByError is the failure of a function that was given to HashBy: one
// call's, not the function's.
type hashByError struct {
	name string
	err  error
}

func (e *hashByError) Error() string { return fmt.Sprintf("HashBy(%q): %v", e.name, e.err) }
func (e *hashByError) Unwrap() error { return e.err }

// key hashes a call: the captured variables, then the arguments, each after
// what tells it from its neighbours. A variadic parameter is one slice.
func (f *function) key(r *resolution, args []reflect.Value) (key store.Key, err error) {
	h := r.hashers.Get().(*objecthash.Hasher)
	defer r.release(h)
	defer recovered(&err)

	h.Frame(callDomain)
	var counts [8]byte
	binary.LittleEndian.PutUint32(counts[:], uint32(len(r.captures)))
	binary.LittleEndian.PutUint32(counts[4:], uint32(len(r.params)))
	h.Frame(counts[:])
	for _, c := range r.captures {
		if err := c.hash(h, r); err != nil {
			return key, err
		}
	}
	for i := range r.params {
		p := &r.params[i]
		v := args[i]
		h.Frame(p.frame)
		switch p.how {
		case byNothing, byContext:
			continue
		case byOption:
			if v, err = p.by.safely(v); err != nil {
				return key, err
			}
		}
		if err := h.Value(v); err != nil {
			return key, fmt.Errorf("%s: %w", f.describe(r, i), err)
		}
	}
	return store.Key{Function: f.id, Identity: r.identity, Call: h.Sum()}, nil
}

// release gives a Hasher back without what it holds of the arguments.
func (r *resolution) release(h *objecthash.Hasher) {
	h.Reset()
	r.hashers.Put(h)
}

// safely calls HashBy's function; its panic is an error.
func (by *hashBy) safely(v reflect.Value) (k reflect.Value, err error) {
	defer func() {
		if err != nil {
			err = &hashByError{by.name, err}
		}
	}()
	defer recovered(&err)
	return by.call(v)
}

// isCallError reports whether a key's failure concerns one call, and not what
// the function always does.
func isCallError(err error) bool {
	var by *hashByError
	return errors.As(err, &by)
}
