package checkpoint

import (
	"context"
	"fmt"
	"reflect"

	"github.com/gocheckpoint/checkpoint/runtime/internal/frame"
)

// A keyFunc is what gives a part of a key that is not one argument's.
type keyFunc struct {
	option   string
	t        reflect.Type // of KeyBy's function
	function string       // its name, for frameOf
	result   string
	call     func(f *function, fr *frame.Frame) (reflect.Value, error)
}

// KeyBy hashes what by returns in place of all arguments: by is given them all,
// and says what the result depends on. It needs no names of parameters, and so
// works alike with and without a manifest.
//
//	checkpoint.KeyBy(func(ctx context.Context, db *sql.DB, id int) (any, error) { return id, nil })
//
// by has the parameters of the function, its receiver first for a method
// expression, contexts too, and returns what is hashed, of any type that can be,
// or that and an error. It is called as the function of a [HashBy] is. When it fails or panics, the call is computed and not stored, and
// the failure is reported. What by leaves out does not tell calls apart: two that
// differ in it alone get one result.
//
// KeyBy panics if by is no such function; [Func] does if the parameters are not
// the function's, or if HashBy or NoHash are given as well.
func KeyBy(by any) Option {
	v := reflect.ValueOf(by)
	if v.Kind() != reflect.Func || v.IsNil() {
		panic(fmt.Sprintf("checkpoint: KeyBy(%T): give it a function with the parameters of the remembered one", by))
	}
	t := v.Type()
	if t.NumOut() < 1 || t.NumOut() > 2 || t.NumOut() == 2 && t.Out(1) != errorType || t.Out(0) == errorType {
		panic(fmt.Sprintf("checkpoint: KeyBy(%s): the function must return what is hashed, or that and an error", t))
	}
	k := &keyFunc{option: "KeyBy", t: t, function: runtimeName(v), result: fullName(t.Out(0))}
	k.call = func(f *function, fr *frame.Frame) (reflect.Value, error) {
		return safely(k.option, func() (key reflect.Value, err error) {
			args := make([]reflect.Value, len(f.in))
			for i, t := range f.in {
				args[i] = valueAt(t, fr.Args[i])
			}
			call := v.Call
			if f.variadic {
				call = v.CallSlice
			}
			out := call(args)
			if len(out) == 2 {
				err, _ = out[1].Interface().(error)
			}
			key = reflect.New(out[0].Type()).Elem() // an interface keeps its dynamic type
			key.Set(out[0])
			return key, err
		})
	}
	return optionFunc(func(o *options) {
		if o.keyBy != nil && o.keyByLevel == o.level {
			o.conflict = "KeyBy is given twice: keep one"
		}
		o.keyBy, o.keyByLevel = k, o.level
	})
}

// HashContext adds to the key what by returns for the call's first context that
// is not nil, or for the background: values that it carries and that matter, as
// a tenant or a locale. Nothing else of a context enters a key.
//
// When by is called, what K may be, and what happens when by fails, is as for
// [HashBy]. HashContext panics if by is
// nil; [Func] does if the function has no context.
func HashContext[K any](by func(context.Context) (K, error)) Option {
	if by == nil {
		panic("checkpoint: HashContext(nil): give it a function, or leave the option out")
	}
	k := &keyFunc{option: "HashContext", function: runtimeName(reflect.ValueOf(by)), result: fullName(reflect.TypeFor[K]())}
	k.call = func(f *function, fr *frame.Frame) (reflect.Value, error) {
		return safely(k.option, func() (reflect.Value, error) {
			v, err := by(f.context(fr))
			return reflect.ValueOf(&v).Elem(), err
		})
	}
	return optionFunc(func(o *options) { o.hashContext = k })
}

// CaptureAll captures all package variables that the function reads, through any
// depth of calls, and that may change while the program runs, as if each had the
// directive //checkpoint:capture; those with //checkpoint:nohash excepted. One that the
// function does no more than count in is among them, and no two calls are then equal:
// give it that directive. Which
// they are a manifest says; without one, CaptureAll is without effect, and the
// variables that are registered enter the key as ever. Variables of other modules,
// and those whose values cannot be hashed, are not captured: the identity is
// assumed, as checkpointmanifest list tells.
//
// It stands in the list of options of Func, where a manifest sees it; New panics.
func CaptureAll() Option { return optionFunc(func(o *options) { o.captureAll = true }) }

// keying reports whether options say what enters a key by functions, whose code
// nothing but a manifest or the build tells.
func (o *options) keying() bool {
	return len(o.hashBy) > 0 || o.keyBy != nil || o.hashContext != nil
}

// misfit says why keying options don't fit the function's type.
func (f *function) misfit() string {
	if f.options.hashContext != nil && len(f.contexts) == 0 {
		return "HashContext is given, but the function has no context.Context: remove the option"
	}
	k := f.options.keyBy
	if k == nil {
		return ""
	}
	fits := k.t.NumIn() == len(f.in) && k.t.IsVariadic() == f.variadic
	for i := 0; fits && i < len(f.in); i++ {
		fits = k.t.In(i) == f.in[i]
	}
	if !fits {
		return fmt.Sprintf("KeyBy is given a %s: it must have the parameters of %s", k.t, f.t)
	}
	return ""
}

// fullName tells types of equal names apart.
func fullName(t reflect.Type) string { return t.PkgPath() + "\x00" + t.String() }
