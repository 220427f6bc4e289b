package checkpoint

import (
	"log/slog"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"unsafe" // for the name of a pointer type that boxes without allocation
)

// A handleRegistry holds all handles. Those that were registered before anybody asked
// for one are a list, of which the first question makes an index.
type handleRegistry struct {
	list atomic.Pointer[function] // the last one that the index doesn't have

	typed sync.Map // handleKey[F] → *Function[F], the first of each

	mu      sync.Mutex
	indexed bool
	by      map[uintptr][]*function // as Func made them, by the entry address of their function
	layers  []*function             // as Over made them
}

// A handleKey finds a handle by entry address and type. It is as large as a
// pointer, so that making an interface of it allocates nothing.
type handleKey[F any] struct{ entry unsafe.Pointer }

// enter makes h what Of finds, unless another handle of the function is.
func (h *Function[F]) enter(r *handleRegistry) {
	r.typed.LoadOrStore(handleKey[F]{reflect.ValueOf(h.Fn).UnsafePointer()}, h)
}

// add registers a handle; the result says why it is refused.
func (r *handleRegistry) add(env *environment, f *function) (problem string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.indexed && !f.generic {
		f.before = r.list.Load()
		r.list.Store(f)
		return ""
	}
	r.index()
	if f.generic && len(r.by[f.pc]) > 0 {
		return "an instance of " + f.id + " with this code is already registered, and nothing tells two such instances apart: " +
			"register it once, or give each a function of its own that calls it"
	}
	r.enter(f)
	if len(r.by[f.pc]) > 1 {
		env.generation.Add(1) // the others' keys must now tell options apart
	}
	return ""
}

// index makes an index of what is registered, and of all that will be. Whoever asks
// for other handles of a function has mu, and calls it first.
func (r *handleRegistry) index() {
	if r.indexed {
		return
	}
	r.indexed, r.by = true, make(map[uintptr][]*function)
	var list []*function
	for f := r.list.Load(); f != nil; f = f.before {
		list = append(list, f)
	}
	for _, f := range slices.Backward(list) { // in the order of registration
		r.enter(f)
	}
	r.list.Store(nil) // now Of may look into typed
}

func (r *handleRegistry) enter(f *function) {
	r.by[f.pc] = append(r.by[f.pc], f)
	f.handle.enter(r)
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
	r.index()
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
	r.index()
	all := slices.Clone(r.layers)
	for _, handles := range r.by {
		all = append(all, handles...)
	}
	return all
}

// find gives the handle of a function and a type, nil if there is none.
func (r *handleRegistry) find(key any) any {
	if r.list.Load() != nil {
		r.mu.Lock()
		r.index()
		r.mu.Unlock()
	}
	f, _ := r.typed.Load(key)
	return f
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
	if f, ok := env.handles.find(handleKey[F]{v.UnsafePointer()}).(*Function[F]); ok {
		return f
	}
	f := new(registered[F])
	core := &f.core
	core.signature, core.options = signatureOf(v.Type()), &noOptions
	core.env, core.id, core.pc = env, runtimeName(v), v.Pointer()
	core.off, core.unregistered, core.store = env.off(), true, env.store
	if !core.off && env.once("unregistered "+core.id) {
		core.say(slog.LevelWarn, uncached, "checkpoint.Of finds no handle of the function", "register it by checkpoint.Func at package level, with the same type")
	}
	f.bind(fn)
	return &f.handle
}
