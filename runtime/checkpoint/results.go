package checkpoint

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"unsafe"

	"github.com/gocheckpoint/checkpoint/runtime/codec"
	"github.com/gocheckpoint/checkpoint/runtime/internal/frame"
)

// What a frame holds beside arguments that are hashed: contexts, results, and
// the error behind them.

// context is the call's: its first one that is not nil.
func (f *function) context(fr *frame.Frame) context.Context {
	for _, i := range f.contexts {
		if ctx := *(*context.Context)(fr.Args[i]); ctx != nil {
			return ctx
		}
	}
	return context.Background()
}

// anyDone reports whether a context of the call has ended.
func (f *function) anyDone(fr *frame.Frame) bool {
	for _, i := range f.contexts {
		if ctx := *(*context.Context)(fr.Args[i]); ctx != nil && ctx.Err() != nil {
			return true
		}
	}
	return false
}

// cut reports whether the end of a context may have cut the call short without
// a word: a function that returns no error cannot say that its result is only a
// part. It is nobody else's, and not kept.
func (f *function) cut(fr *frame.Frame) bool { return !f.failing && f.anyDone(fr) }

// failed is the trailing error of a call.
func (f *function) failed(fr *frame.Frame) error {
	if !f.failing {
		return nil
	}
	return *(*error)(fr.Results[len(f.results)])
}

// setError sets the trailing error of a call.
func (f *function) setError(fr *frame.Frame, err error) { *(*error)(fr.Results[len(f.results)]) = err }

// clear makes all results zero.
func (f *function) clearResults(fr *frame.Frame) {
	for i, t := range f.results {
		valueAt(t, fr.Results[i]).SetZero()
	}
	if f.failing {
		f.setError(fr, nil)
	}
}

// shareable reports whether the results beside an error have nothing that one
// caller could write to and another see.
func (f *function) shareable(fr *frame.Frame) bool {
	if f.plain {
		return true
	}
	for i, t := range f.results {
		if !valueAt(t, fr.Results[i]).IsZero() && !codec.Plain(t) {
			return false
		}
	}
	return true
}

// leave answers a call whose context ended while it waited for an equal one.
func (f *function) leave(ctx context.Context, fr *frame.Frame) {
	if !f.failing {
		f.compute(fr) // it has no way to say so
		return
	}
	err := ctx.Err()
	if cause := context.Cause(ctx); !errors.Is(err, cause) {
		err = fmt.Errorf("%w: %w", err, cause)
	}
	f.clearResults(fr)
	f.setError(fr, err)
}

// encode gives the payload of the call's results, without the error.
func (f *function) encode(fr *frame.Frame) (payload []byte, err error) {
	defer recovered(&err)
	return f.codec().EncodeFrom(fr.Results)
}

// newResults makes a frame that holds results alone.
func (f *function) newResults() *frame.Frame {
	fr := new(frame.Frame)
	for _, t := range f.results {
		fr.Results = append(fr.Results, reflect.New(t).UnsafePointer())
	}
	if f.failing {
		fr.Results = append(fr.Results, unsafe.Pointer(new(error)))
	}
	return fr
}

// copyResults copies results from one frame to another, and what they refer to
// is then in both.
func (f *function) copyResults(to, from *frame.Frame) {
	for i, t := range f.results {
		valueAt(t, to.Results[i]).Set(valueAt(t, from.Results[i]))
	}
	if f.failing {
		f.setError(to, f.failed(from))
	}
}
