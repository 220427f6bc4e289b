package checkpoint

import (
	"reflect"

	"github.com/gocheckpoint/checkpoint/runtime/internal/frame"
)

// Over makes a layer over a handle, with a store and a lifetime of its own: what
// the layer doesn't find, it asks the handle below for, which may find it, or
// compute and remember it, too.
//
//	var Rates = checkpoint.Func(rates, checkpoint.TTL(24*time.Hour))        // on disk, for all processes
//	var Quick = checkpoint.Over(Rates, checkpoint.Memory(), checkpoint.TTL(time.Minute)) // in memory, before it
//
// A layer's keys are those of the handle below, as it was registered: identity,
// Version and what HashBy, NoHash, KeyBy and HashContext say. All other options
// are the layer's own, and not inherited. Rerun renews both, Fn is the function itself.
// What the handle below forgets, the layer may still have; what it gives out, the
// layer stores anew, so that ages add up.
//
// Over panics if inner is nil, and if opts say what enters keys: that belongs
// where the function is registered.
func Over[F any](inner *Function[F], opts ...Option) *Function[F] {
	if inner == nil || inner.core == nil {
		panic("checkpoint: Over(nil): give it what Func returned, in a variable that is initialized before")
	}
	below := inner.core
	f := &function{
		env: below.env, id: below.id, pkg: below.pkg, pc: below.pc, generic: below.generic,
		fn: below.fn, variadic: below.variadic, in: below.in, contexts: below.contexts,
		results: below.results, failing: below.failing, plain: below.plain,
		off: below.off, unregistered: below.unregistered, store: below.env.store,
		inner: below,
	}
	f.options.take(opts)
	if problem := f.options.keyingProblem(); problem != "" {
		panic("checkpoint: Over " + f.id + ": " + problem)
	}
	if problem := f.options.contradiction(); problem != "" {
		panic("checkpoint: Over " + f.id + ": " + problem)
	}
	// What decides keys is that of the handle below.
	o := below.options
	f.options.hashBy, f.options.noHash, f.options.keyBy, f.options.hashContext = o.hashBy, o.noHash, o.keyBy, o.hashContext
	f.options.version, f.options.bundled, f.options.static, f.options.captureAll = o.version, o.bundled, o.static, o.captureAll
	f.configure()
	if !f.off && !f.unregistered {
		f.env.handles.addLayer(f)
	}
	return handleOf(inner.Fn, f)
}

// keyingProblem says which option of a layer belongs to the function.
func (o *options) keyingProblem() string {
	var name string
	switch {
	case len(o.hashBy) > 0:
		name = "HashBy"
	case len(o.noHash) > 0:
		name = "NoHash"
	case o.keyBy != nil:
		name = "KeyBy"
	case o.hashContext != nil:
		name = "HashContext"
	case o.captureAll:
		name = "CaptureAll"
	case o.version != nil:
		name = "Version"
	case o.static:
		name = "Static"
	default:
		return ""
	}
	return name + " decides keys, which are those of the handle below: give it to the Func that made it"
}

// handleOf makes the typed handle of f, whose function is fn.
func handleOf[F any](fn F, f *function) *Function[F] {
	h := &Function[F]{Call: fn, Rerun: fn, Cached: fn, Fn: fn, core: f}
	if f.off || f.unregistered {
		return h
	}
	bind := frame.Bound(fn)
	if bind == nil {
		bind = bindReflected[F](reflected(reflect.TypeFor[F](), f.fn))
	}
	f.invoke, f.invokeAgain = f.conditional(f.call), f.conditional(f.rerun)
	h.Call, h.Rerun, h.Cached = bind(f.invoke), bind(f.invokeAgain), bind(f.call)
	return h
}
