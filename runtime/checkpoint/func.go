package checkpoint

import (
	"context"
	"fmt"
	"log/slog"
	"reflect"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/gocheckpoint/checkpoint/internal/funcname"
	"github.com/gocheckpoint/checkpoint/runtime/codec"
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

// function is a Function without its type.
type function struct {
	env     *environment
	options options

	id      string // identifies it in the store and in manifests
	pkg     string // the package that registered it, as the runtime names it
	pc      uintptr
	generic bool // an instance of a generic function: id is shared

	fn       reflect.Value
	variadic bool
	in       []reflect.Type
	contexts []int          // indices of the parameters that are contexts
	results  []reflect.Type // without the trailing error
	failing  bool           // there is a trailing error
	plain    bool           // results can be handed out as they are

	inner               *function          // of a layer: the handle below
	invoke, invokeAgain func(*frame.Frame) // what Call and Rerun do

	verbosity int          // of CHECKPOINT_LOG, or else of Verbosity
	listener  *slog.Logger // who is told of calls, nil: the function's own logger
	watched   bool         // somebody is told of calls
	fraction  float64      // of hits that are verified
	shares    *shares      // of Shared, nil: each call gets results of its own

	off          bool // CHECKPOINT=off
	unregistered bool // made by Of for an unknown function

	compiled atomic.Pointer[codec.Codec]
	store    func() store.Store
	inFlight atomic.Pointer[flights]
	resolved atomic.Pointer[resolution]
	said     sync.Map
	stats    counters
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
func Func[F any](fn F, opts ...Option) *Function[F] {
	return register(process, registeringPackage(), fn, opts)
}

func register[F any](env *environment, pkg string, fn F, opts []Option) *Function[F] {
	core, problem := newFunction(env, pkg, reflect.TypeFor[F](), reflect.ValueOf(fn))
	if problem != "" {
		panic("checkpoint: " + problem)
	}
	core.options.take(opts)
	problem = core.options.contradiction()
	if problem == "" {
		problem = core.misfit()
	}
	if problem != "" {
		panic("checkpoint: " + core.id + ": " + problem)
	}
	core.configure()
	f := handleOf(fn, core)
	if problem := env.handles.add(env, core); problem != "" {
		panic("checkpoint: " + problem)
	}
	// The first one stays: Of must not depend on what was registered later.
	env.handles.typed.LoadOrStore(handleKey[F]{reflect.ValueOf(fn).UnsafePointer()}, f)
	return f
}

// configure makes of options what they mean for calls.
func (f *function) configure() {
	if s := f.options.store; s != nil {
		f.store = s
	}
	if f.options.shared && !f.plain {
		f.shares = new(shares)
	}
	f.listen()
	f.verifying()
	if value := f.env.getenv("CHECKPOINT"); value != "" && value != "on" && value != "off" && f.env.once("CHECKPOINT") {
		f.say(slog.LevelWarn, "checkpoint: CHECKPOINT has no effect", fmt.Sprintf("it is %q", value), "set it to off, or to on, which is the same as not to set it")
	}
}

// newFunction describes fn, or says why it is refused.
func newFunction(env *environment, pkg string, t reflect.Type, fn reflect.Value) (f *function, problem string) {
	name, problem := refuse(env, t, fn)
	if problem != "" {
		return nil, problem
	}
	if name.generic {
		id, shared := env.instances.name(fn.Pointer())
		switch {
		case shared:
			return nil, name.id + " is an instance whose code another instance has as well, and nothing tells the two apart: give each a function of its own that calls it"
		case id != "":
			name.id, name.generic = id, false
		}
	}
	f = &function{
		env: env, id: name.id, generic: name.generic, pkg: pkg,
		fn: fn, pc: fn.Pointer(), variadic: t.IsVariadic(),
		off: env.off(), store: env.store,
	}
	for i := range t.NumIn() {
		f.in = append(f.in, t.In(i))
		if t.In(i) == contextType {
			f.contexts = append(f.contexts, i)
		}
	}
	f.failing = t.Out(t.NumOut()-1) == errorType
	f.plain = true
	for i := range t.NumOut() {
		if f.failing && i == t.NumOut()-1 {
			break
		}
		out := t.Out(i)
		f.results = append(f.results, out)
		f.plain = f.plain && codec.Plain(out)
	}
	return f, ""
}

// ownPackage is this package's import path.
var ownPackage = reflect.TypeFor[Stats]().PkgPath()

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

// registeringPackage is the package of the nearest caller outside this one, as
// the runtime names it: main for that of a program.
func registeringPackage() string {
	var pcs [3]uintptr // register, Func, and who called it
	for skip := 2; ; skip += len(pcs) {
		n := runtime.Callers(skip, pcs[:])
		for _, pc := range pcs[:n] {
			// The function around the call itself, also where that was inlined.
			if fn := runtime.FuncForPC(pc - 1); fn != nil {
				if pkg, _, ok := funcname.Split(fn.Name()); ok && pkg != ownPackage {
					return pkg
				}
			}
		}
		if n < len(pcs) {
			return ""
		}
	}
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
