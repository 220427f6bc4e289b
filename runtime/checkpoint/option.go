package checkpoint

import (
	"log/slog"
	"reflect"
	"runtime"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// An Option changes how one function is remembered. The functions of this
// package that return one are all there are.
type Option interface {
	apply(*options)
}

type options struct {
	hashBy  []hashBy
	noHash  []string
	version *string      // what stands for the code, nil: the code itself
	store   store.Store  // nil: the default
	logger  *slog.Logger // nil: slog.Default at the time of each message
}

type optionFunc func(*options)

func (o optionFunc) apply(to *options) { o(to) }

// A hashBy is HashBy without its type parameters.
type hashBy struct {
	name     string
	param    reflect.Type
	function string // the name of the function given, for bindParams
	result   string // its result type
	call     func(reflect.Value) (reflect.Value, error)
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
// by is called at every call, concurrently, before the function. K can be
// any type that can be hashed; if it is an interface type, the dynamic type
// enters the key too. When by fails or panics, the call is computed and not
// stored, and the failure is reported.
//
// HashBy panics if by is nil.
func HashBy[T, K any](name string, by func(T) (K, error)) Option {
	if by == nil {
		panic("checkpoint: HashBy(\"" + name + "\") without a function: give it one")
	}
	h := hashBy{
		name:     name,
		param:    reflect.TypeFor[T](),
		function: runtime.FuncForPC(reflect.ValueOf(by).Pointer()).Name(),
		result:   reflect.TypeFor[K]().PkgPath() + "\x00" + reflect.TypeFor[K]().String(),
		call: func(v reflect.Value) (reflect.Value, error) {
			arg, _ := v.Interface().(T) // fails for a nil interface alone, which is T's zero
			k, err := by(arg)
			return reflect.ValueOf(&k).Elem(), err
		},
	}
	return optionFunc(func(o *options) { o.hashBy = append(o.hashBy, h) })
}

// NoHash leaves the parameters of the given names out of the key: for what has
// no influence on the result, as a logger or a progress bar. A context needs no
// NoHash.
//
// Names come from the manifest. Without one, the parameters are hashed as the
// others are, so that calls are computed more often, never wrongly.
func NoHash(names ...string) Option {
	return optionFunc(func(o *options) { o.noHash = append(o.noHash, names...) })
}

// Version lets v stand for the function's code, and for all code behind it: its
// results are kept until v changes, whatever is edited, and functions that call
// it depend on v too, where the package that declares the function registers it.
// Arguments, captured variables and what hashes or encodes them count as ever.
// It is for code that changes often without its results changing, or that is
// known by a version of its own, as a model is; what v should have said is
// remembered wrongly.
//
// v must be a constant: a manifest is made before the program runs. Version
// panics if v is empty.
func Version(v string) Option {
	if v == "" {
		panic("checkpoint: Version(\"\"): give it a version, or leave the option out")
	}
	return optionFunc(func(o *options) { o.version = &v })
}

// Store keeps the function's results in s instead of the default store. It
// panics if s is nil.
func Store(s store.Store) Option {
	if s == nil {
		panic("checkpoint: Store(nil): give it a store, or leave the option out")
	}
	return optionFunc(func(o *options) { o.store = s })
}

// Logger sends what there is to say of the function to l instead of to
// slog.Default. nil stands for the default.
func Logger(l *slog.Logger) Option {
	return optionFunc(func(o *options) { o.logger = l })
}
