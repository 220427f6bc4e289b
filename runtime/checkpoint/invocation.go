package checkpoint

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"
	"unsafe"

	"github.com/gocheckpoint/checkpoint/runtime/internal/frame"
	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// ErrNotStored is what [Invocation.Get] returns, possibly wrapped with a cause,
// when nothing usable is stored for a call.
var ErrNotStored = errors.New("checkpoint: no result is stored for the call")

// An Invocation names one call of a function, without making it. It is safe for
// concurrent use.
type Invocation struct {
	f    *function
	args []unsafe.Pointer // to variables
	err  error
}

// Args names the call of f with the given arguments: all of them, a context
// included (which may be nil), those of a variadic parameter one by one. If
// their number or types are wrong, every method of the Invocation says so.
//
// The arguments are hashed by each method, not here.
func (f *Function[F]) Args(args ...any) *Invocation {
	i := &Invocation{f: f.core}
	i.args, i.err = f.core.arguments(args)
	return i
}

// arguments makes what fn would be called with.
func (f *function) arguments(args []any) ([]unsafe.Pointer, error) {
	fixed := len(f.in)
	if f.variadic {
		fixed--
	}
	if len(args) < fixed || len(args) > fixed && !f.variadic {
		few, more := len(args), fmt.Sprint(fixed)
		if f.variadic {
			more = "at least " + more
		}
		if few < fixed {
			return nil, fmt.Errorf("checkpoint: %s: %s given, want %s: %s is missing", f.id, count(few, "argument"), more, f.describe(f.names(), few))
		}
		return nil, fmt.Errorf("checkpoint: %s: %s given, want %s", f.id, count(few, "argument"), more)
	}
	out := make([]unsafe.Pointer, 0, len(f.in))
	for i, a := range args[:fixed] {
		v, ok := assign(a, f.in[i])
		if !ok {
			return nil, fmt.Errorf("checkpoint: %s: %s: %s given, want %s", f.id, f.describe(f.names(), i), typeName(a), f.in[i])
		}
		out = append(out, v.Addr().UnsafePointer())
	}
	if f.variadic {
		last := f.in[fixed]
		rest := reflect.New(last).Elem() // nil if there are none: what the compiler passes too
		for i, a := range args[fixed:] {
			v, ok := assign(a, last.Elem())
			if !ok {
				return nil, fmt.Errorf("checkpoint: %s: %s[%d]: %s given, want %s", f.id, f.describe(f.names(), fixed), i, typeName(a), last.Elem())
			}
			rest.Set(reflect.Append(rest, v))
		}
		out = append(out, rest.Addr().UnsafePointer())
	}
	return out, nil
}

// names resolves the function for the names of its parameters, for messages.
func (f *function) names() *resolution {
	if f.off {
		return nil
	}
	return f.resolve()
}

// assign makes a variable of type t that holds a.
func assign(a any, t reflect.Type) (v reflect.Value, ok bool) {
	v = reflect.New(t).Elem()
	if a == nil {
		switch t.Kind() {
		case reflect.Chan, reflect.Func, reflect.Interface, reflect.Map, reflect.Pointer, reflect.Slice, reflect.UnsafePointer:
			return v, true
		}
		return v, false
	}
	if !reflect.TypeOf(a).AssignableTo(t) {
		return v, false
	}
	v.Set(reflect.ValueOf(a))
	return v, true
}

func typeName(a any) string {
	if a == nil {
		return "nil"
	}
	return reflect.TypeOf(a).String()
}

// frame is one of its own for each use: who uses it may keep something there.
func (i *Invocation) frame() *frame.Frame { return &frame.Frame{Args: i.args} }

// key is the call's key; off tells that nothing is stored at all.
func (i *Invocation) key() (key store.Key, off bool, err error) {
	switch {
	case i.err != nil:
		return key, false, i.err
	case i.f.off:
		return key, true, nil
	}
	r := i.f.resolve()
	if r.problem != nil {
		return key, false, i.f.problemError(r.problem)
	}
	key, err = i.f.key(r, i.frame())
	if err != nil {
		return key, false, fmt.Errorf("checkpoint: %s: the call has no key: %w", i.f.id, err)
	}
	return key, false, nil
}

// Exists reports whether a result is stored for the call. It is cheaper than
// Get, which may still find the result damaged; damage that Exists sees is
// reported as a call would report it, and false. A result that has expired does
// not exist.
//
// The error says that the call cannot be remembered, or that the store failed.
func (i *Invocation) Exists() (ok bool, err error) {
	key, off, err := i.key()
	if err != nil || off {
		return false, err
	}
	ok, err = i.exists(key)
	switch {
	case isCorrupt(err):
		i.f.reportPayload(i.context(), key, err)
		return false, nil
	case err != nil:
		return false, i.storeError(err)
	}
	return ok, nil
}

func (i *Invocation) exists(key store.Key) (ok bool, err error) {
	defer recovered(&err)
	if i.f.options.expiry == nil {
		return i.f.store().Exists(i.context(), key)
	}
	created, err := i.created(key)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil && !i.f.expired(created), err
}

// created is when the stored result was computed.
func (i *Invocation) created(key store.Key) (created time.Time, err error) {
	defer recovered(&err)
	if m, ok := i.f.store().(store.Manager); ok {
		info, err := m.Stat(i.context(), key)
		return info.Created, err
	}
	entry, err := i.f.store().Get(i.context(), key)
	return entry.Created, err
}

// Expired reports whether the result that is stored for the call has expired. If
// none is, or one that is visibly damaged, the error is [ErrNotStored].
func (i *Invocation) Expired() (bool, error) {
	key, off, err := i.key()
	if err != nil {
		return false, err
	}
	if off {
		return false, ErrNotStored
	}
	created, err := i.created(key)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return false, ErrNotStored
	case isCorrupt(err):
		return false, fmt.Errorf("%w: %w", ErrNotStored, err)
	case err != nil:
		return false, i.storeError(err)
	}
	return i.f.expired(created), nil
}

// Key is what the call is stored under, as the function, its options and the
// captured variables are now.
func (i *Invocation) Key() (store.Key, error) {
	key, off, err := i.key()
	if off {
		err = errOff
	}
	return key, err
}

// Get sets what out points to, one pointer for each result but a trailing
// error, to the results stored for the call. It never computes them. With an
// error, of which [ErrNotStored] is one, also for a result that has expired, it
// leaves out alone, so that what out points to before is what it has by default.
// If the call is stored with an error ([CacheErrors]), that is Get's error.
func (i *Invocation) Get(out ...any) error {
	key, off, err := i.key()
	if err != nil {
		return err
	}
	targets, err := i.f.targets(out)
	switch {
	case err != nil:
		return err
	case off:
		return ErrNotStored
	}
	entry, ok, err := i.f.get(i.context(), key)
	switch {
	case isCorrupt(err):
		return fmt.Errorf("%w: %w", ErrNotStored, err)
	case err != nil:
		return i.storeError(err)
	case !ok:
		return ErrNotStored
	case i.f.expired(entry.Created):
		return fmt.Errorf("%w: it has expired", ErrNotStored)
	}
	results, failure, err := i.stored(key, entry)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotStored, err)
	}
	if failure != nil {
		return failure
	}
	for n, target := range targets {
		target.Set(valueAt(i.f.results[n], results.Results[n]))
	}
	return nil
}

// stored gives the results that an entry holds, and the error that the function
// returned, if CacheErrors kept one.
func (i *Invocation) stored(key store.Key, entry store.Entry) (results *frame.Frame, failure, err error) {
	results = i.f.newResults()
	if err := i.f.restore(results, &key, &entry); err != nil {
		return nil, nil, err
	}
	return results, i.f.failed(results), nil
}

// targets checks the pointers given to Get.
func (f *function) targets(out []any) ([]reflect.Value, error) {
	if len(out) != len(f.results) {
		return nil, fmt.Errorf("checkpoint: %s: Get was given %d pointers, want %d: one for each result but the error", f.id, len(out), len(f.results))
	}
	targets := make([]reflect.Value, len(out))
	for n, o := range out {
		v := reflect.ValueOf(o)
		if v.Kind() != reflect.Pointer || v.IsNil() || v.Type().Elem() != f.results[n] {
			return nil, fmt.Errorf("checkpoint: %s: Get was given %s for result %d, want a pointer to %s", f.id, typeName(o), n+1, f.results[n])
		}
		targets[n] = v.Elem()
	}
	return targets, nil
}

// Set stores results for the call, in place of what is stored, as if they had been
// computed now at no cost: one for each result of the function; for a trailing
// error none, or nil. They must be what the function would return, which nothing
// checks but their types.
//
// The error says that the results don't fit, that the call cannot be remembered,
// or that the store failed. With CHECKPOINT=off, Set stores nothing. A call in
// progress stores its own result afterwards.
func (i *Invocation) Set(results ...any) error {
	key, off, err := i.key()
	if err != nil {
		return err
	}
	values, err := i.f.given(results)
	if err != nil || off {
		return err
	}
	payload, err := i.f.encode(values)
	if err != nil {
		return fmt.Errorf("checkpoint: %s: Set: %w", i.f.id, err)
	}
	entry := store.Entry{Created: i.f.env.wall(), Payload: payload, Parts: i.f.parts(i.f.resolve(), i.frame())}
	i.f.shares.forget(key)
	if err := i.f.write(i.context(), key, entry); err != nil {
		return i.storeError(err)
	}
	return nil
}

// given makes results of the values given to Set.
func (f *function) given(results []any) (*frame.Frame, error) {
	if f.failing && len(results) == len(f.results)+1 {
		if err := results[len(f.results)]; err != nil {
			return nil, fmt.Errorf("checkpoint: %s: Set was given the error %q: errors are not stored, give it results", f.id, err)
		}
		results = results[:len(f.results)]
	}
	if len(results) != len(f.results) {
		return nil, fmt.Errorf("checkpoint: %s: Set was given %s, want %d, and none or nil for an error", f.id, count(len(results), "result"), len(f.results))
	}
	values := f.newResults()
	for n, a := range results {
		v, ok := assign(a, f.results[n])
		if !ok {
			return nil, fmt.Errorf("checkpoint: %s: Set was given %s for result %d, want %s", f.id, typeName(a), n+1, f.results[n])
		}
		valueAt(f.results[n], values.Results[n]).Set(v)
	}
	return values, nil
}

// Delete removes what is stored for the call; that nothing is, is no error. A
// call in progress stores its result afterwards.
func (i *Invocation) Delete() error {
	key, off, err := i.key()
	if err != nil || off {
		return err
	}
	i.f.shares.forget(key)
	if err := i.delete(key); err != nil {
		return i.storeError(err)
	}
	return nil
}

func (i *Invocation) delete(key store.Key) (err error) {
	defer recovered(&err)
	return i.f.store().Delete(i.context(), key)
}

// context is the one that the arguments hold.
func (i *Invocation) context() context.Context { return i.f.context(i.frame()) }

func (i *Invocation) storeError(err error) error {
	return fmt.Errorf("checkpoint: %s: %w", i.f.id, err)
}
