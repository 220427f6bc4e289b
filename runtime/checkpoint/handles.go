package checkpoint

import (
	"log/slog"
	"reflect"
	"slices"
	"sync"
	"unsafe" // for the name of a pointer type that boxes without allocation
)

// A handleRegistry holds all handles, by the entry address of their function.
type handleRegistry struct {
	typed sync.Map // handleKey[F] → *Function[F], the first of each

	mu     sync.Mutex
	by     map[uintptr][]*function // as Func made them
	layers []*function             // as Over made them
}

// A handleKey finds a handle by entry address and type. It is as large as a
// pointer, so that making an interface of it allocates nothing.
type handleKey[F any] struct{ entry unsafe.Pointer }

// add registers a handle; the result says why it is refused.
func (r *handleRegistry) add(env *environment, f *function) (problem string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.by == nil {
		r.by = make(map[uintptr][]*function)
	}
	others := r.by[f.pc]
	if f.generic && len(others) > 0 {
		return "an instance of " + f.id + " with this code is already registered, and nothing tells two such instances apart: " +
			"register it once, or give each a function of its own that calls it"
	}
	r.by[f.pc] = append(others, f)
	if len(others) > 0 {
		env.generation.Add(1) // the others' keys must now tell options apart
	}
	return ""
}

// addLayer registers a layer.
func (r *handleRegistry) addLayer(f *function) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.layers = append(r.layers, f)
}

// registrations tells whether f's function has more than one handle, and which
// of them, in the order of registration, f is.
func (r *handleRegistry) registrations(f *function) (several bool, ordinal int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, g := range r.by[f.pc] {
		if g == f {
			ordinal = i
		}
	}
	return len(r.by[f.pc]) > 1, ordinal
}

// all gives all handles, in no order.
func (r *handleRegistry) all() []*function {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := slices.Clone(r.layers)
	for _, handles := range r.by {
		all = append(all, handles...)
	}
	return all
}

// Of gives the handle that [Func] made of the function fn, the first one if
// there are several. It is how a recursive function calls itself, because it may
// not refer to the variable that holds its handle:
//
//	var Fib = checkpoint.Func(fib)
//
//	func fib(n int) int {
//		if n < 2 {
//			return n
//		}
//		return checkpoint.Of(fib).Call(n-1) + checkpoint.Of(fib).Call(n-2)
//	}
//
// Where fn is not registered, or not yet, Of gives a handle whose Call is fn,
// and says so once.
func Of[F any](fn F) *Function[F] { return of(process, fn) }

func of[F any](env *environment, fn F) *Function[F] {
	v := reflect.ValueOf(fn)
	if v.Kind() != reflect.Func || v.IsNil() {
		panic("checkpoint: Of wants a function: give it the one that was given to Func")
	}
	if f, ok := env.handles.typed.Load(handleKey[F]{v.UnsafePointer()}); ok {
		return f.(*Function[F])
	}
	core := &function{env: env, id: runtimeName(v), fn: v, pc: v.Pointer(), unregistered: true, off: env.off(), store: env.store}
	for i := range v.Type().NumIn() {
		core.in = append(core.in, v.Type().In(i))
	}
	core.variadic = v.Type().IsVariadic()
	if !core.off && env.once("unregistered "+core.id) {
		core.say(slog.LevelWarn, uncached, "checkpoint.Of finds no handle of the function", "register it by checkpoint.Func at package level, with the same type")
	}
	return &Function[F]{Call: fn, Rerun: fn, Cached: fn, Fn: fn, core: core}
}
