package checkpoint

import (
	"reflect"
	"unsafe"

	"github.com/gocheckpoint/checkpoint/runtime/internal/frame"
)

// A reflectedFrame is a frame whose memory package reflect made.
type reflectedFrame struct {
	frame.Frame
	args, results []reflect.Value // variables, to which the frame points
}

func newReflectedFrame(t reflect.Type, fn reflect.Value) *reflectedFrame {
	fr := new(reflectedFrame)
	for i := range t.NumIn() {
		v := reflect.New(t.In(i))
		fr.args, fr.Args = append(fr.args, v.Elem()), append(fr.Args, v.UnsafePointer())
	}
	for i := range t.NumOut() {
		v := reflect.New(t.Out(i))
		fr.results, fr.Results = append(fr.results, v.Elem()), append(fr.Results, v.UnsafePointer())
	}
	call := fn.Call
	if t.IsVariadic() {
		call = fn.CallSlice
	}
	fr.Run = func() {
		for i, v := range call(fr.args) {
			fr.results[i].Set(v)
		}
	}
	return fr
}

// bindReflected is a binding that makes calls without generated code: what package
// typed does, at a higher cost.
func bindReflected[F any](fn F, way frame.Way, target *frame.Target) F {
	t := reflect.TypeFor[F]()
	return reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
		fr, _ := target.Frames.Get().(*reflectedFrame)
		if fr == nil {
			fr = newReflectedFrame(t, reflect.ValueOf(fn))
		}
		for i, v := range args {
			fr.args[i].Set(v)
		}
		target.To.Invoke(way, &fr.Frame)
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
		target.Frames.Put(fr)
		return out
	}).Interface().(F)
}

// valueAt is the variable of type t at p.
func valueAt(t reflect.Type, p unsafe.Pointer) reflect.Value { return reflect.NewAt(t, p).Elem() }
