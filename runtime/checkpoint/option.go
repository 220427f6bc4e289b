package checkpoint

import (
	"context"
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"time"
	"unsafe"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// An Option changes how one function is remembered. The functions of this
// package that return one are all there are.
type Option interface {
	apply(*options)
}

type options struct {
	level    *level // whose options are being applied: nil for those of Func itself
	conflict string // what contradicts itself, ""

	hashBy    []hashBy
	noHash    []noHash
	version   *string // what stands for the code, nil: the code itself
	bundled   bool    // version came in a Checkpointer
	static    bool    // nothing of the code counts
	expiry    *expiry // nil: results stay
	when      func() bool
	store     func() store.Store // nil: the default
	logger    *slog.Logger       // nil: slog.Default at the time of each message
	verbosity int

	keyBy       *keyFunc // what stands for all arguments, nil: they
	keyByLevel  *level
	hashContext *keyFunc
	captureAll  bool

	shared      bool
	cacheErrors *cachedErrors // nil: none
	verify      float64
	observers   []func(context.Context, Event)
	lockWait    *time.Duration // nil: defaultLockWait
}

// noOptions are those of all functions that are given none.
var noOptions options

// optionsOf gives what the list of options of a Func says.
func optionsOf(opts []Option) *options {
	if len(opts) == 0 {
		return &noOptions
	}
	o := new(options)
	o.take(opts)
	return o
}

// take applies one list of options.
func (o *options) take(opts []Option) {
	for _, opt := range opts {
		if opt == nil {
			panic("checkpoint: an Option is nil: leave it out, or make it in a variable that is initialized before")
		}
		opt.apply(o)
	}
}

type optionFunc func(*options)

func (o optionFunc) apply(to *options) { o(to) }

// A noHash is one name given to NoHash.
type noHash struct {
	level *level
	name  string
}

// A hashBy is HashBy without its type parameters.
type hashBy struct {
	level    *level
	name     string
	param    reflect.Type
	function string // the name of the function given, for bindParams
	result   string // its result type
	call     func(unsafe.Pointer) (reflect.Value, error)
}

// HashBy hashes what by returns for an argument in the argument's place: the
// content of a file for its name ([FileContent]), an ID for a connection, the
// fields that matter for a large value.
//
// name is the parameter's name, that of the receiver for a method expression,
// and T its type, exactly; a variadic parameter's is a slice. Names come from
// the manifest. Without one, the option applies if T is the type of exactly
// one parameter; if not, the function runs uncached, which is said once.
//
// by is called at every call, concurrently, before the function, and a second
// time where the function has to run, for what [Invocation.Why] tells. K can be
// any type that can be hashed; if it is an interface type, the dynamic type
// enters the key too. When by fails or panics, the call is computed and not
// stored, and the failure is reported.
//
// HashBy panics if by is nil.
func HashBy[T, K any](name string, by func(T) (K, error)) Option {
	if by == nil {
		panic("checkpoint: HashBy(\"" + name + "\") without a function: give it one")
	}
	option := fmt.Sprintf("HashBy(%q)", name)
	h := hashBy{
		name:     name,
		param:    reflect.TypeFor[T](),
		function: runtimeName(reflect.ValueOf(by)),
		result:   fullName(reflect.TypeFor[K]()),
		call: func(p unsafe.Pointer) (reflect.Value, error) {
			return safely(option, func() (reflect.Value, error) {
				k, err := by(*(*T)(p))
				return reflect.ValueOf(&k).Elem(), err
			})
		},
	}
	return optionFunc(func(o *options) {
		h := h
		h.level = o.level
		o.forget(name)
		o.hashBy = append(o.hashBy, h)
	})
}

// NoHash leaves the parameters of the given names out of the key: for what has
// no influence on the result, as a logger or a progress bar. A context needs no
// NoHash.
//
// Names come from the manifest. Without one, the parameters are hashed as the
// others are, so that calls are computed more often, never wrongly.
func NoHash(names ...string) Option {
	return optionFunc(func(o *options) {
		for _, name := range names {
			o.forget(name)
			o.noHash = append(o.noHash, noHash{o.level, name})
		}
	})
}

// forget drops what another list of options says of a parameter: the later one
// counts.
func (o *options) forget(name string) {
	o.hashBy = slices.DeleteFunc(o.hashBy, func(h hashBy) bool { return h.name == name && h.level != o.level })
	o.noHash = slices.DeleteFunc(o.noHash, func(n noHash) bool { return n.name == name && n.level != o.level })
}

// Version lets v stand for the function's code, and for all code behind it: its
// results are kept until v changes, whatever is edited, and functions that call
// it depend on v too, where the package that declares the function registers it.
// Arguments, captured variables and what hashes or encodes them count as ever.
// It is for code that changes often without its results changing, or that is
// known by a version of its own, as a model is; what v should have said is
// remembered wrongly.
//
// Without a manifest, nothing tells of the code that hashes or encodes: with HashBy,
// KeyBy or HashContext, or a HashCheckpoint or an encoding method on a type in the
// signature, results then last as long as the build. So they do in a program that is
// files on the go command's line.
//
// v must be a constant: a manifest is made before the program runs. Version
// panics if v is empty.
func Version(v string) Option {
	if v == "" {
		panic("checkpoint: Version(\"\"): give it a version, or leave the option out")
	}
	return optionFunc(func(o *options) { o.version, o.bundled, o.static = &v, o.level != nil, false })
}

// Store keeps the function's results in s instead of the default store. It
// panics if s is nil.
func Store(s store.Store) Option {
	if s == nil {
		panic("checkpoint: Store(nil): give it a store, or leave the option out")
	}
	return optionFunc(func(o *options) { o.store = func() store.Store { return s } })
}

// Logger sends what there is to say of the function to l instead of to
// slog.Default. nil stands for the default.
func Logger(l *slog.Logger) Option {
	return optionFunc(func(o *options) { o.logger = l })
}
