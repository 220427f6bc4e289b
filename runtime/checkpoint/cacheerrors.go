package checkpoint

import (
	"context"
	"encoding/binary"
	"errors"

	"github.com/gocheckpoint/checkpoint/runtime/codec"
	"github.com/gocheckpoint/checkpoint/runtime/internal/frame"
)

// CacheErrors remembers calls that return errors, too: all errors, or, if
// sentinels are given, those of which [errors.Is] finds one. It is for errors
// that are as final as a result: a page that is not there, a text that does not
// parse. What may pass, as a connection that breaks, should not be remembered.
// Errors of contexts, and of calls whose context has ended, never are.
//
// What comes back has the text of the error that was returned. [errors.Is] finds
// in it the sentinels given that it found before, and the usual ones of the
// standard library; [errors.As] finds types that the codec can store, see
// [codec.EncodeError]. Other errors come back as their text.
//
// A TTL that is short is good company. Without CacheErrors, a stored error is a
// miss, and replaced.
func CacheErrors(sentinels ...error) Option {
	for _, s := range sentinels {
		if s == nil {
			panic("checkpoint: CacheErrors(nil): give it errors, or none for all")
		}
	}
	return optionFunc(func(o *options) { o.cacheErrors = &cachedErrors{sentinels} })
}

// cachedErrors says which errors are stored.
type cachedErrors struct{ sentinels []error }

// keeps reports whether a call that returned err is stored.
func (f *function) keeps(err error, fr *frame.Frame) (keeps bool) {
	c := f.options.cacheErrors
	if c == nil || f.anyDone(fr) {
		return false
	}
	defer func() {
		if recover() != nil { // of a method Is
			keeps = false
		}
	}()
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	for _, s := range c.sentinels {
		if errors.Is(err, s) {
			return true
		}
	}
	return len(c.sentinels) == 0
}

// errorTag begins the payload of a call that returned an error. No encoding of
// results alone begins so. The length of these follows, they, and the error.
const errorTag = 0xE2

// pack gives the payload of a call: its results, and its error.
func (f *function) pack(fr *frame.Frame) ([]byte, error) {
	payload, err := f.encode(fr)
	if err == nil && f.failed(fr) != nil {
		return f.packError(payload, f.failed(fr))
	}
	return payload, err
}

func (f *function) packError(payload []byte, failure error) (packed []byte, err error) {
	defer recovered(&err)
	text, err := codec.EncodeError(failure, f.options.cacheErrors.sentinels)
	if err != nil {
		return nil, err
	}
	packed = binary.AppendUvarint([]byte{errorTag}, uint64(len(payload)))
	return append(append(packed, payload...), text...), nil
}

var errErrorStored = errors.New("checkpoint: an error is stored for the call, which the function has no CacheErrors for")

// unpack sets fr to what pack packed.
func (f *function) unpack(fr *frame.Frame, payload []byte) (err error) {
	if len(payload) == 0 || payload[0] != errorTag {
		return f.decode(fr, payload)
	}
	if f.options.cacheErrors == nil {
		return errErrorStored
	}
	n, size := binary.Uvarint(payload[1:])
	if size <= 0 || n > uint64(len(payload)-1-size) {
		return &codec.CorruptError{Offset: 1, Reason: "the results before an error are longer than the entry"}
	}
	rest := payload[1+size:]
	if err := f.decode(fr, rest[:n]); err != nil {
		return err
	}
	failure, err := f.decodeError(rest[n:])
	if err != nil {
		return err
	}
	if !f.failing || failure == nil {
		return &codec.ShapeError{Reason: "it has an error, which the function doesn't return"}
	}
	f.setError(fr, failure)
	return nil
}

func (f *function) decodeError(data []byte) (failure, err error) {
	defer recovered(&err)
	return codec.DecodeError(data, f.options.cacheErrors.sentinels)
}
