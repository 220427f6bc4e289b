package checkpoint

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/gocheckpoint/checkpoint/runtime/internal/frame"
)

// A reflection makes calls of one function without generated code: what package
// typed does, at a higher cost.
type reflection struct {
	t      reflect.Type
	fn     reflect.Value
	frames sync.Pool // of *reflectedFrame
}

// A reflectedFrame is a frame whose memory package reflect made.
type reflectedFrame struct {
	frame.Frame
	args, results []reflect.Value // variables, to which the frame points
}

func reflected(t reflect.Type, fn reflect.Value) *reflection {
	r := &reflection{t: t, fn: fn}
	r.frames.New = func() any { return r.newFrame() }
	return r
}

func (r *reflection) newFrame() *reflectedFrame {
	fr := new(reflectedFrame)
	for i := range r.t.NumIn() {
		v := reflect.New(r.t.In(i))
		fr.args, fr.Args = append(fr.args, v.Elem()), append(fr.Args, v.UnsafePointer())
	}
	for i := range r.t.NumOut() {
		v := reflect.New(r.t.Out(i))
		fr.results, fr.Results = append(fr.results, v.Elem()), append(fr.Results, v.UnsafePointer())
	}
	call := r.fn.Call
	if r.t.IsVariadic() {
		call = r.fn.CallSlice
	}
	fr.Run = func() {
		for i, v := range call(fr.args) {
			fr.results[i].Set(v)
		}
	}
	return fr
}

// bind is what a binding of package typed is, for the type F of the function.
func bindReflected[F any](r *reflection) func(invoke func(*frame.Frame)) F {
	return func(invoke func(*frame.Frame)) F {
		return reflect.MakeFunc(r.t, func(args []reflect.Value) []reflect.Value {
			fr := r.frames.Get().(*reflectedFrame)
			for i, v := range args {
				fr.args[i].Set(v)
			}
			invoke(&fr.Frame)
			out := make([]reflect.Value, len(fr.results))
			for i, v := range fr.results {
				own := reflect.New(v.Type()).Elem()
				own.Set(v)
				out[i] = own
				v.SetZero()
			}
			for _, v := range fr.args {
				v.SetZero()
			}
			r.frames.Put(fr)
			return out
		}).Interface().(F)
	}
}

// valueAt is the variable of type t at p.
func valueAt(t reflect.Type, p unsafe.Pointer) reflect.Value { return reflect.NewAt(t, p).Elem() }
