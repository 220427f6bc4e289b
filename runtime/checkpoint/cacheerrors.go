package checkpoint

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/gocheckpoint/checkpoint/runtime/codec"
	"github.com/gocheckpoint/checkpoint/runtime/internal/frame"
)

// CacheErrors remembers calls that return errors, too: all errors, or, if
// sentinels are given, those of which [errors.Is] finds one. It is for errors
// that are as final as a result: a page that is not there, a text that does not
// parse. What may pass, as a connection that breaks, should not be remembered.
// Errors of contexts, and of calls whose context has ended, never are.
//
// What comes back has the texts and the chain of the error that was returned:
// [errors.Is] finds in it the sentinels that it found before, those given and
// the usual ones of the standard library, and [errors.As] the types, where the
// codec can store them ([codec.Errors]). An error of another type is not stored,
// which is said once: [RegisterType] makes its type known.
//
// Error variables come back as themselves if they are among the sentinels given, or
// known by [RegisterError]: generated code makes known those of the package that
// registers the function, and the exported ones of packages that it imports. Any other
// comes back as another error of the same text: errors.Is finds it in what the
// first call returns, and not in a hit.
//
// A short TTL is good company. Without CacheErrors, a stored error is a miss, and
// replaced. CacheErrors panics for sentinels that cannot be told apart: those of
// one type and text, and those that cannot be compared.
func CacheErrors(sentinels ...error) Option {
	c := &cachedErrors{sentinels: sentinels}
	var named []codec.Sentinel
	for _, s := range sentinels {
		if s == nil {
			panic("checkpoint: CacheErrors(nil): give it errors, or none for all")
		}
		// The function's identity covers which variables these are.
		named = append(named, codec.Sentinel{Name: fmt.Sprintf("%T %s", s, s), Err: s})
	}
	var err error
	if c.codec, err = codec.ErrorsFor(named...); err != nil {
		panic(fmt.Sprintf("checkpoint: CacheErrors: %v", err))
	}
	return optionFunc(func(o *options) { o.cacheErrors = c })
}

// RegisterError makes an error variable known by its name, "import/path.ErrGone", so that
// it comes back as itself: where [CacheErrors] remembers it, alone or within other errors,
// and where a result holds it in an interface.
//
// Generated code makes the call for variables that it can name, see [CacheErrors]. For
// others, as those of a package that none of yours imports that registers functions, make
// it in the initializer of a package-level variable:
//
//	var _ = checkpoint.RegisterError("example.com/db.ErrGone", db.ErrGone)
//
// A nil error, one that cannot be compared, and several of one name are not known. The
// result is always true. RegisterError is safe for concurrent use.
func RegisterError(name string, err error) bool {
	codec.RegisterError(name, err)
	return true
}

// cachedErrors says which errors are stored, and how.
type cachedErrors struct {
	sentinels []error
	codec     *codec.Errors
}

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
	text, lost, err := f.options.cacheErrors.codec.Encode(failure)
	if err == nil && lost != nil {
		err = fmt.Errorf("the error returned would come back without its type: %w", lost)
	}
	if err != nil {
		return nil, err
	}
	packed = binary.AppendUvarint([]byte{errorTag}, uint64(len(payload)))
	return append(append(packed, payload...), text...), nil
}

var errErrorStored = errors.New("checkpoint: an error is stored for the call, which the function has no CacheErrors for")

// unpack sets fr to what pack packed. Where the payload is the results alone, it
// is the codec's, and costs no more.
func (f *function) unpack(fr *frame.Frame, payload []byte) error {
	if len(payload) == 0 || payload[0] != errorTag {
		return f.codec().DecodeTo(fr.Results, payload)
	}
	return f.unpackError(fr, payload)
}

func (f *function) unpackError(fr *frame.Frame, payload []byte) error {
	if f.options.cacheErrors == nil {
		return errErrorStored
	}
	n, size := binary.Uvarint(payload[1:])
	if size <= 0 || n > uint64(len(payload)-1-size) {
		return &codec.CorruptError{Offset: 1, Reason: "the results before an error are longer than the entry"}
	}
	rest := payload[1+size:]
	if err := f.codec().DecodeTo(fr.Results, rest[:n]); err != nil {
		return err
	}
	failure, err := f.options.cacheErrors.codec.Decode(rest[n:])
	if err != nil {
		return err
	}
	if !f.failing || failure == nil {
		return &codec.ShapeError{Reason: "it has an error, which the function doesn't return"}
	}
	f.setError(fr, failure)
	return nil
}
