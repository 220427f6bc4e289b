package checkpoint

import (
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"strings"

	"github.com/gocheckpoint/checkpoint/internal/funcname"
)

// A name is what the runtime's name of a function says of it.
type name struct {
	id      string
	generic bool
}

func runtimeName(fn reflect.Value) string {
	if f := runtime.FuncForPC(fn.Pointer()); f != nil {
		return f.Name()
	}
	return "unknown function"
}

// refuse names the function fn of type t, or says why it cannot be remembered:
// all that is wrong with it in every environment (rule F1 of the package
// comment).
func refuse(env *environment, t reflect.Type, fn reflect.Value) (n name, s *signature, problem string) {
	switch {
	case t.Kind() != reflect.Func:
		return n, nil, fmt.Sprintf("Func wants a function, not a %s: give it a declared function or a method expression", t)
	case fn.IsNil():
		return n, nil, fmt.Sprintf("Func of a nil %s: give it a declared function or a method expression", t)
	}
	n, problem = identify(env, t, fn)
	if problem != "" {
		return n, nil, problem
	}
	if s = signatureOf(t); s.problem != "" {
		return n, nil, n.id + s.problem
	}
	return n, s, ""
}

// identify finds the name that identifies fn.
func identify(env *environment, t reflect.Type, fn reflect.Value) (n name, problem string) {
	called := runtimeName(fn)
	id, err := funcname.FromRuntime(called, env.mainPath())
	if errors.Is(err, funcname.ErrGeneric) {
		// Its name without the instance must be a declaration's: that of a
		// literal inside of a generic function, or of the closure through
		// which generic code refers to an instance, is not.
		n.generic = true
		id, err = funcname.FromRuntime(strings.ReplaceAll(called, "[...]", ""), env.mainPath())
	}
	switch {
	case errors.Is(err, funcname.ErrMethodValue):
		return n, called + " is a method value, whose receiver no name tells: use the method expression, as (*T).M, with the receiver as first argument"
	case errors.Is(err, funcname.ErrClosure) && n.generic:
		return n, called + " is a function literal, or an instance made inside of generic code, neither of which a name identifies: declare a function and register it at package level"
	case errors.Is(err, funcname.ErrClosure):
		return n, called + " is a function literal, which no name identifies: declare it as a function"
	case err != nil:
		return n, fmt.Sprintf("%v has no name that identifies it: give Func a declared function or a method expression", err)
	}
	if receiver, ok := interfaceMethod(t, called); ok {
		return n, fmt.Sprintf("%s is a method of the interface %s, whose code only the argument tells: use the method expression of the type that implements it", called, receiver)
	}
	n.id = id
	return n, ""
}

// interfaceMethod reports whether the runtime name called is that of a method
// expression of an interface: it has a receiver, which as the first parameter
// is an interface.
func interfaceMethod(t reflect.Type, called string) (receiver reflect.Type, ok bool) {
	if t.NumIn() == 0 || t.In(0).Kind() != reflect.Interface {
		return nil, false
	}
	_, symbol, _ := funcname.Split(called)
	return t.In(0), strings.Contains(strings.ReplaceAll(symbol, "[...]", ""), ".")
}

// contradiction says what is wrong with options in every environment.
func (o *options) contradiction() string {
	if o.conflict != "" {
		return o.conflict
	}
	if o.keyBy != nil && len(o.hashBy)+len(o.noHash) > 0 {
		return "KeyBy is given, and HashBy or NoHash as well: KeyBy says all that arguments put into the key, keep it or them"
	}
	if len(o.hashBy) == 0 {
		return ""
	}
	seen := make(map[string]bool)
	for _, by := range o.hashBy {
		if seen[by.name] {
			return fmt.Sprintf("HashBy(%q) is given twice: keep one", by.name)
		}
		seen[by.name] = true
	}
	for _, n := range o.noHash {
		if seen[n.name] {
			return fmt.Sprintf("HashBy and NoHash are both given for %q: keep one", n.name)
		}
	}
	return ""
}
