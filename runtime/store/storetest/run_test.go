package storetest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/store"
	"github.com/gocheckpoint/checkpoint/runtime/store/memstore"
)

// A faulty store lets a test spoil each operation of a sound one.
type faulty struct {
	store.Store
	key    func(store.Key) store.Key
	put    func(*store.Entry)
	get    func(*store.Entry)
	exists func(bool) bool
	fails  func(op string, err error) error
	ignore string // an operation that does nothing
	ctx    func(context.Context) context.Context
}

func (f faulty) prepare(ctx context.Context, k store.Key) (context.Context, store.Key) {
	if f.ctx != nil {
		ctx = f.ctx(ctx)
	}
	if f.key != nil {
		k = f.key(k)
	}
	return ctx, k
}

func (f faulty) result(op string, err error) error {
	if f.fails != nil {
		return f.fails(op, err)
	}
	return err
}

func (f faulty) Get(ctx context.Context, k store.Key) (store.Entry, error) {
	ctx, k = f.prepare(ctx, k)
	e, err := f.Store.Get(ctx, k)
	if f.get != nil && err == nil {
		f.get(&e)
	}
	return e, f.result("Get", err)
}

func (f faulty) Put(ctx context.Context, k store.Key, e store.Entry) error {
	ctx, k = f.prepare(ctx, k)
	if f.put != nil {
		f.put(&e)
	}
	if f.ignore == "Put" && ctx.Err() == nil {
		if ok, _ := f.Store.Exists(ctx, k); ok {
			return nil
		}
	}
	return f.result("Put", f.Store.Put(ctx, k, e))
}

func (f faulty) Delete(ctx context.Context, k store.Key) error {
	ctx, k = f.prepare(ctx, k)
	if f.ignore == "Delete" && ctx.Err() == nil {
		return nil
	}
	return f.result("Delete", f.Store.Delete(ctx, k))
}

func (f faulty) Exists(ctx context.Context, k store.Key) (bool, error) {
	ctx, k = f.prepare(ctx, k)
	ok, err := f.Store.Exists(ctx, k)
	if f.exists != nil && err == nil {
		ok = f.exists(ok)
	}
	return ok, f.result("Exists", err)
}

// TestSuiteFindsEachFault holds that the suite is no formality: each way of
// breaking a rule makes the check fail that is there for it.
func TestSuiteFindsEachFault(t *testing.T) {
	for name, test := range map[string]struct {
		fault  faulty
		caught string // the check that must fail
	}{
		"ignores the function": {faulty{key: func(k store.Key) store.Key { k.Function = ""; return k }}, "KeyParts"},
		"ignores the identity": {faulty{key: func(k store.Key) store.Key { k.Identity = [32]byte{}; return k }}, "KeyParts"},
		"ignores the call":     {faulty{key: func(k store.Key) store.Key { k.Call = [32]byte{}; return k }}, "RoundTrip"},
		"shortens the identity": {faulty{key: func(k store.Key) store.Key {
			clear(k.Identity[16:])
			return k
		}}, "KeyParts"},
		"folds case": {faulty{key: func(k store.Key) store.Key {
			k.Function = strings.ToLower(k.Function)
			return k
		}}, "FunctionNames"},
		"replaces slashes": {faulty{key: func(k store.Key) store.Key {
			k.Function = strings.ReplaceAll(k.Function, "/", "_")
			return k
		}}, "FunctionNames"},
		"loses Created":            {faulty{get: func(e *store.Entry) { e.Created = e.Created.Truncate(1e6) }}, "Created"},
		"keeps the zone":           {faulty{get: func(e *store.Entry) { e.Created = e.Created.In(time.FixedZone("elsewhere", 3600)) }}, "Created"},
		"loses Cost":               {faulty{put: func(e *store.Entry) { e.Cost = 0 }}, "RoundTrip"},
		"loses Parts":              {faulty{get: func(e *store.Entry) { e.Parts = nil }}, "Parts"},
		"truncates long Parts":     {faulty{put: func(e *store.Entry) { e.Parts = e.Parts[:min(len(e.Parts), store.MaxParts-1)] }}, "Parts"},
		"makes Parts up":           {faulty{get: func(e *store.Entry) { e.Parts = append([]byte{0}, e.Parts...) }}, "Parts"},
		"takes too many Parts":     {faulty{put: func(e *store.Entry) { e.Parts = e.Parts[:min(len(e.Parts), store.MaxParts)] }}, "TooManyParts"},
		"truncates large payloads": {faulty{put: func(e *store.Entry) { e.Payload = e.Payload[:min(len(e.Payload), 1<<20)] }}, "LargeAndEmptyPayloads"},
		"mixes entries": {faulty{get: func(e *store.Entry) {
			// The payload of one of the four entries, with what belongs to another.
			e.Cost = (e.Cost + time.Millisecond) % (4 * time.Millisecond)
		}}, "ConcurrentOneKey"},
		"never replaces":      {faulty{ignore: "Put"}, "Replace"},
		"never deletes":       {faulty{ignore: "Delete"}, "Delete"},
		"always exists":       {faulty{exists: func(bool) bool { return true }}, "NotFound"},
		"never exists":        {faulty{exists: func(bool) bool { return false }}, "RoundTrip"},
		"forgets the context": {faulty{ctx: context.WithoutCancel}, "CancelledContext"},
		"hides absence": {faulty{fails: func(op string, err error) error {
			if errors.Is(err, store.ErrNotFound) {
				return errors.New("some failure")
			}
			return err
		}}, "NotFound"},
		"complains on deleting nothing": {faulty{fails: func(op string, err error) error {
			if op == "Delete" && err == nil {
				return store.ErrNotFound
			}
			return err
		}}, "Delete"},
	} {
		t.Run(name, func(t *testing.T) {
			i := slices.IndexFunc(checks, func(c check) bool { return c.name == test.caught })
			fault := test.fault
			fault.Store = memstore.New()
			if err := checks[i].run(t.Context(), fault); err == nil {
				t.Errorf("%s passes", test.caught)
			}
		})
	}
}

// An aliasing store keeps and returns the caller's own slices.
type aliasing struct {
	store.Store
	last map[store.Key]store.Entry
}

func (a aliasing) Put(ctx context.Context, k store.Key, e store.Entry) error {
	a.last[k] = e
	return a.Store.Put(ctx, k, e)
}

func (a aliasing) Get(context.Context, store.Key) (store.Entry, error) { return a.last[key(1)], nil }

func TestSuiteFindsSharedSlices(t *testing.T) {
	for name, check := range map[string]func(context.Context, store.Store) error{
		"PayloadIsolation": payloadIsolation,
		"PartsIsolation":   partsIsolation,
	} {
		if err := check(t.Context(), aliasing{memstore.New(), map[store.Key]store.Entry{}}); err == nil {
			t.Errorf("%s passes", name)
		}
	}
}

// A joined store keeps parts and payload in one buffer, and reuses it.
type joined struct {
	*memstore.Store
	buf *[]byte
}

func (j joined) Get(ctx context.Context, k store.Key) (store.Entry, error) {
	e, err := j.Store.Get(ctx, k)
	if err != nil {
		return e, err
	}
	*j.buf = append(append((*j.buf)[:0], e.Parts...), e.Payload...)
	e.Parts, e.Payload = (*j.buf)[:len(e.Parts)], (*j.buf)[len(e.Parts):]
	return e, nil
}

func (j joined) Stat(ctx context.Context, k store.Key) (store.Info, error) {
	i, err := j.Store.Stat(ctx, k)
	*j.buf = append((*j.buf)[:0], i.Parts...)
	i.Parts = (*j.buf)[:len(i.Parts)]
	return i, err
}

func TestSuiteFindsReusedBuffers(t *testing.T) {
	for name, check := range map[string]func(context.Context, store.Store) error{
		"PayloadIsolation": payloadIsolation,
		"PartsIsolation":   partsIsolation,
		"InfoIsolation":    infoIsolation,
	} {
		buf := make([]byte, 0, 1<<20)
		if err := check(t.Context(), joined{memstore.New(), &buf}); err == nil {
			t.Errorf("%s passes", name)
		}
	}
}
