package checkpoint

import (
	"context"
	"fmt"
	"log/slog"
	"reflect"
	"sync"
	"sync/atomic"

	"github.com/gocheckpoint/checkpoint/runtime/codec"
	"github.com/gocheckpoint/checkpoint/runtime/internal/callerpc"
	"github.com/gocheckpoint/checkpoint/runtime/internal/frame"
	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// A Function is a remembered function: a thin handle, safe to copy and for
// concurrent use. Its fields are functions of the same type, which must not be
// assigned to. The zero Function is of no use; [Func] makes them.
type Function[F any] struct {
	// Call gives the remembered result of an equal call, or calls Fn and
	// remembers what it returns.
	Call F
	// Rerun calls Fn and replaces what is remembered. It neither waits for
	// equal calls that are in progress nor gives them its result. It asks When,
	// as Call does.
	Rerun F
	// Cached is Call, but for asking [When]: it remembers always. Without When, it
	// is Call.
	Cached F
	// Fn is the function itself.
	Fn F

	core *function
}

// function is a Function without its type. What registering it needs is here; the
// rest is made by the first call that needs it, as programs register many functions
// when they start, and call few of them.
type function struct {
	*signature
	env     *environment
	options *options // noOptions, or its own

	id     string // identifies it in the store and in manifests
	pc     uintptr
	caller caller // who registered it

	inner *function    // of a layer: the handle below
	calls frame.Target // where Call, Rerun and Cached lead

	handle interface{ enter(*handleRegistry) } // the Function, in the registry of handles
	before *function                           // that was registered before, until the registry has an index

	generic      bool // an instance of a generic function: id is shared
	off          bool // CHECKPOINT=off
	unregistered bool // made by Of for an unknown function

	store    func() store.Store
	shares   *shares // of Shared, nil: each call gets results of its own
	attended atomic.Pointer[attention]
	compiled atomic.Pointer[codec.Codec]
	inFlight atomic.Pointer[flights]
	resolved atomic.Pointer[resolution]
	said     atomic.Pointer[sync.Map]
	stats    counters
}

// registered is a Function and what is behind it, in one piece of memory.
type registered[F any] struct {
	handle Function[F]
	core   function
}

var (
	contextType = reflect.TypeFor[context.Context]()
	errorType   = reflect.TypeFor[error]()
)

// Func makes a remembered function of fn. It is meant for the initializer of a
// package-level variable:
//
//	var Thumbnail = checkpoint.Func(thumbnail, checkpoint.HashBy("path", checkpoint.FileContent))
//
// fn is a declared function or a method expression, as (*Server).Render; its
// results can be stored ([codec.Check]), but for a trailing error, which is
// stored by [CacheErrors] alone. Anything else makes Func panic, with the remedy: function
// literals, method values, methods of interfaces and functions made by
// reflection have no name that identifies them. What depends on the environment
// (no manifest, an unknown parameter name) does not: it is reported when the
// function is first called.
//
// A function may be registered more than once; each handle has its own options,
// and [Of] finds the first. An instance of a generic function that no generated code
// knows may be registered once.
//
// With CHECKPOINT=off in the environment, Call, Rerun and Cached are fn.
//
//go:noinline
func Func[F any](fn F, opts ...Option) *Function[F] {
	at := callerpc.Get()
	if !callerpc.Reads {
		at = callerpc.Unwind()
	}
	return register(process, caller{pc: at}, fn, opts)
}

func register[F any](env *environment, by caller, fn F, opts []Option) *Function[F] {
	f := new(registered[F])
	if problem := f.core.from(env, reflect.TypeFor[F](), reflect.ValueOf(fn)); problem != "" {
		panic("checkpoint: " + problem)
	}
	f.core.caller = by
	f.core.options = optionsOf(opts)
	problem := f.core.options.contradiction()
	if problem == "" {
		problem = f.core.misfit()
	}
	if problem != "" {
		panic("checkpoint: " + f.core.id + ": " + problem)
	}
	f.core.configure()
	f.bind(fn)
	f.core.handle = &f.handle
	if problem := env.handles.add(env, &f.core); problem != "" {
		panic("checkpoint: " + problem)
	}
	return &f.handle
}

// configure makes of options what they mean for calls.
func (f *function) configure() {
	if s := f.options.store; s != nil {
		f.store = s
	}
	if f.options.shared && !f.plain {
		f.shares = new(shares)
	}
	switch value := f.env.getenv("CHECKPOINT"); value {
	case "off":
		f.off = true
	case "", "on":
	default:
		if f.env.once("CHECKPOINT") {
			f.say(slog.LevelWarn, "checkpoint: CHECKPOINT has no effect", fmt.Sprintf("it is %q", value), "set it to off, or to on, which is the same as not to set it")
		}
	}
}

// from makes f that of fn, or says why fn is refused.
func (f *function) from(env *environment, t reflect.Type, fn reflect.Value) (problem string) {
	name, signature, problem := refuse(env, t, fn)
	if problem != "" {
		return problem
	}
	pc := fn.Pointer()
	if name.generic {
		id, shared := env.instances.name(pc)
		switch {
		case shared:
			return name.id + " is an instance whose code another instance has as well, and nothing tells the two apart: give each a function of its own that calls it"
		case id != "":
			name.id, name.generic = id, false
		}
	}
	f.signature = signature
	f.env, f.id, f.generic = env, name.id, name.generic
	f.pc, f.store = pc, env.store
	return ""
}

// bind makes the functions of the handle, whose function is fn.
func (f *registered[F]) bind(fn F) {
	h, core := &f.handle, &f.core
	*h = Function[F]{Call: fn, Rerun: fn, Cached: fn, Fn: fn, core: core}
	if core.off || core.unregistered {
		return
	}
	core.calls.To = core
	bind := frame.Bound[F]()
	if bind == nil {
		bind = bindReflected[F]
	}
	h.Call, h.Rerun = bind(fn, frame.Call, &core.calls), bind(fn, frame.Rerun, &core.calls)
	h.Cached = h.Call
	if core.options.when != nil {
		h.Cached = bind(fn, frame.Cached, &core.calls)
	}
}

// Invoke is what calls of the handle lead to. It is exported for package frame.
func (f *function) Invoke(way frame.Way, fr *frame.Frame) {
	switch {
	case way != frame.Cached && f.options.when != nil && !f.enabled():
		f.compute(fr) // as with CHECKPOINT=off
	case way == frame.Rerun:
		f.rerun(fr)
	default:
		f.call(fr)
	}
}

// codec is that of the results, compiled by the first call.
func (f *function) codec() *codec.Codec {
	if c := f.compiled.Load(); c != nil {
		return c
	}
	f.compiled.CompareAndSwap(nil, codec.For(f.results...))
	return f.compiled.Load()
}

// flights are the calls in progress of f's store. A layer has some of its own:
// what is below may use the same store.
func (f *function) flights() *flights {
	if g := f.inFlight.Load(); g != nil {
		return g
	}
	g := new(flights)
	if f.inner == nil {
		g = f.env.flights.of(f.store())
	}
	f.inFlight.CompareAndSwap(nil, g)
	return f.inFlight.Load()
}

// RegisterType lets values of T, and of types made of it as *T and []T, come back
// inside interfaces of results and, with [CacheErrors], as errors. A type is known by
// its full name and structure, so that T may be unexported.
//
// Generated code makes the call for types that it can name: those of the package that
// registers functions, and the exported ones of packages that it imports. For
// others, make it in the package that declares the type:
//
//	var _ = checkpoint.RegisterType[square]()
//
// The result is always true. RegisterType is safe for concurrent use.
func RegisterType[T any]() bool {
	codec.Register(reflect.TypeFor[T]())
	return true
}
