package checkpoint

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/codec"
	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// call is Function.Call: rules C1 to C8 of the package comment.
func (f *function) call(args []reflect.Value) []reflect.Value {
	r := f.resolve()
	if r.problem != nil {
		return f.compute(args)
	}
	start := now()
	// Before fn gets the arguments: it may write through them.
	key, err := f.key(r, args)
	if err != nil {
		f.reportKey(err)
		return f.compute(args)
	}
	ctx := f.context(args)
	// What is stored needs no flight. What is wrong with it, the leader of the
	// flight will find and say, once for all that wait.
	if entry, ok, err := f.get(ctx, key); ok && err == nil && !f.expired(entry.Created) {
		if out, err := f.decode(entry.Payload); err == nil {
			f.remember(entry.Cost, start)
			return out
		}
	}
	return f.fly(ctx, key, args, start)
}

// fly answers a call for which nothing was stored: by an equal call that is in
// progress, or as the one that others wait for.
func (f *function) fly(ctx context.Context, key store.Key, args []reflect.Value, start moment) []reflect.Value {
	g := f.flights()
	for {
		fl, leader := g.join(key)
		if leader {
			return f.lead(ctx, g, key, fl, args, start)
		}
		switch f.wait(ctx, fl) {
		case waitEnded:
			return f.leave(ctx, args)
		case waitForever:
			return f.compute(args)
		}
		switch fl.outcome {
		case outcomeRetry:
			continue // the first to join again leads
		case outcomeAlone:
			return f.compute(args)
		case outcomeValues:
			f.remember(fl.cost, start)
			return fl.values
		}
		out, err := f.decode(fl.payload)
		if err != nil {
			f.reportPayload(err)
			return f.compute(args)
		}
		f.remember(fl.cost, start)
		return out
	}
}

// rerun is Function.Rerun.
func (f *function) rerun(args []reflect.Value) []reflect.Value {
	r := f.resolve()
	if r.problem != nil {
		return f.compute(args)
	}
	key, err := f.key(r, args)
	if err != nil {
		f.reportKey(err)
		return f.compute(args)
	}
	began := now()
	out := f.compute(args)
	cost := began.since()
	err = f.failed(out)
	f.computed(missRerun, cost, err)
	if err == nil && !f.cut(args) {
		if payload, err := f.encode(out); err != nil {
			f.reportEncoding(err)
		} else {
			f.put(f.context(args), key, payload, cost)
		}
	}
	return out
}

// lead answers the call for itself and for all that wait for the flight.
func (f *function) lead(ctx context.Context, g *flights, key store.Key, fl *flight, args []reflect.Value, start moment) []reflect.Value {
	// If fn panics or exits the goroutine, the outcome is still outcomeRetry.
	defer g.end(key, fl)

	// Another flight may have stored the result since call looked for it.
	out, why := f.lookup(ctx, key, fl)
	if out != nil {
		f.remember(fl.cost, start)
		return out
	}
	fl.leader.Store(goroutineID())
	began := now()
	out = f.compute(args)
	fl.cost = began.since()
	err := f.failed(out)
	f.computed(why, fl.cost, err)
	if err != nil {
		switch {
		case f.anyDone(args):
			// The error may be the leader's own context's: nobody else's.
		case f.shareable(out):
			fl.outcome, fl.values = outcomeValues, out
		default:
			fl.outcome = outcomeAlone
		}
		return out
	}
	if f.cut(args) {
		return out
	}
	payload, err := f.encode(out)
	if err != nil {
		fl.outcome = outcomeAlone
		f.reportEncoding(err)
		return out
	}
	// Encoded before the caller gets, and may write to, what others wait for.
	if f.plain {
		fl.outcome, fl.values = outcomeValues, out
	} else {
		fl.outcome, fl.payload = outcomePayload, payload
	}
	g.land(fl)
	f.put(ctx, key, payload, fl.cost)
	return out
}

// Why a call was computed, as Verbosity tells it.
const (
	missAbsent  = "not stored"
	missExpired = "expired"
	missDamaged = "damaged"
	missFailed  = "the store failed"
	missRerun   = "rerun"
)

// lookup gives the stored results of a call, or nil and why there are none, and
// tells the flight.
func (f *function) lookup(ctx context.Context, key store.Key, fl *flight) (out []reflect.Value, why string) {
	entry, ok, err := f.get(ctx, key)
	if err != nil {
		if ctx.Err() == nil { // else fn will say it
			f.reportStore("get", err)
		}
		if isCorrupt(err) {
			return nil, missDamaged
		}
		return nil, missFailed
	}
	if !ok {
		return nil, missAbsent
	}
	if f.expired(entry.Created) {
		return nil, missExpired
	}
	out, err = f.decode(entry.Payload)
	if err != nil {
		f.reportPayload(err)
		return nil, missDamaged
	}
	fl.cost = entry.Cost
	if f.plain {
		fl.outcome, fl.values = outcomeValues, out
	} else {
		fl.outcome, fl.payload = outcomePayload, entry.Payload
	}
	return out, ""
}

// compute calls fn.
func (f *function) compute(args []reflect.Value) []reflect.Value {
	var out []reflect.Value
	if f.variadic {
		out = f.fn.CallSlice(args)
	} else {
		out = f.fn.Call(args)
	}
	f.stats.computed.Add(1)
	return out
}

// leave answers a call whose context ended while it waited for an equal one.
func (f *function) leave(ctx context.Context, args []reflect.Value) []reflect.Value {
	if !f.failing {
		return f.compute(args) // it has no way to say so
	}
	err := ctx.Err()
	if cause := context.Cause(ctx); !errors.Is(err, cause) {
		err = fmt.Errorf("%w: %w", err, cause)
	}
	out := make([]reflect.Value, 0, len(f.results)+1)
	for _, t := range f.results {
		out = append(out, reflect.Zero(t))
	}
	return append(out, reflect.ValueOf(&err).Elem())
}

// context is the call's: its first one that is not nil.
func (f *function) context(args []reflect.Value) context.Context {
	for _, i := range f.contexts {
		if ctx, ok := args[i].Interface().(context.Context); ok {
			return ctx
		}
	}
	return context.Background()
}

// anyDone reports whether a context of the call has ended.
func (f *function) anyDone(args []reflect.Value) bool {
	for _, i := range f.contexts {
		if ctx, ok := args[i].Interface().(context.Context); ok && ctx.Err() != nil {
			return true
		}
	}
	return false
}

// cut reports whether the end of a context may have cut the call short without
// a word: a function that returns no error cannot say that its result is only a
// part. It is nobody else's, and not kept.
func (f *function) cut(args []reflect.Value) bool { return !f.failing && f.anyDone(args) }

// failed is the trailing error of a call.
func (f *function) failed(out []reflect.Value) error {
	if !f.failing {
		return nil
	}
	err, _ := out[len(out)-1].Interface().(error)
	return err
}

// shareable reports whether the results beside an error have nothing that one
// caller could write to and another see.
func (f *function) shareable(out []reflect.Value) bool {
	if f.plain {
		return true
	}
	for i, t := range f.results {
		if !out[i].IsZero() && !codec.Plain(t) {
			return false
		}
	}
	return true
}

func (f *function) encode(out []reflect.Value) (payload []byte, err error) {
	defer recovered(&err)
	return f.codec().Encode(out)
}

// decode gives all results of a call, made anew from a payload.
func (f *function) decode(payload []byte) (out []reflect.Value, err error) {
	defer recovered(&err)
	out, err = f.codec().Decode(payload)
	if err != nil {
		return nil, err
	}
	if f.failing {
		out = append(out, nilError)
	}
	return out, nil
}

// get reads the store; false without an error is a plain miss.
func (f *function) get(ctx context.Context, key store.Key) (entry store.Entry, ok bool, err error) {
	defer recovered(&err)
	entry, err = f.store().Get(ctx, key)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return entry, false, nil
	case err != nil:
		return entry, false, err
	}
	return entry, true, nil
}

// put stores a result, although the call's context may end: the work is done.
func (f *function) put(ctx context.Context, key store.Key, payload []byte, cost time.Duration) {
	if err := f.write(context.WithoutCancel(ctx), key, payload, cost); err != nil {
		f.reportStore("put", err)
	}
}

func (f *function) write(ctx context.Context, key store.Key, payload []byte, cost time.Duration) (err error) {
	defer recovered(&err)
	return f.store().Put(ctx, key, store.Entry{Created: f.env.wall(), Cost: cost, Payload: payload})
}

func (f *function) reportKey(err error) {
	if isCallError(err) {
		f.say(slog.LevelWarn, uncached, err.Error(), "")
		return
	}
	f.sayOnce(slog.LevelWarn, "key", err.Error(),
		"keep it out of the key by NoHash, or give HashBy a function of what matters; both find parameters by name through a manifest: "+remedyManifest)
}

func (f *function) reportEncoding(err error) {
	f.sayOnce(slog.LevelWarn, "encode", err.Error(), "")
}

// reportPayload says that an entry's payload is no result of the function.
func (f *function) reportPayload(err error) {
	f.say(slog.LevelWarn, "checkpoint: stored result is unusable, computing it again", err.Error(), "")
}

// reportStore says that the store failed: of damage each time, because each is
// another entry; of the rest once for each operation.
func (f *function) reportStore(op string, err error) {
	if isCorrupt(err) {
		f.reportPayload(err)
		return
	}
	if f.first("store " + op) {
		f.say(slog.LevelWarn, "checkpoint: store failed, results are computed", op+": "+err.Error(), "see that the store can be reached, read and written")
	}
}

// isCorrupt reports whether a store found damage.
func isCorrupt(err error) bool {
	_, ok := errors.AsType[*store.CorruptError](err)
	return ok
}
