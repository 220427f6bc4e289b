package checkpoint

import (
	"context"
	"errors"
	"log/slog"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// get reads the store; false without an error is a plain miss.
func (f *function) get(ctx context.Context, key store.Key) (entry store.Entry, ok bool, err error) {
	defer recovered(&err)
	entry, err = f.store().Get(ctx, key)
	switch {
	case err == nil:
		return entry, true, nil
	case errors.Is(err, store.ErrNotFound):
		return entry, false, nil
	}
	return entry, false, err
}

// put stores a result, although the call's context may end: the work is done.
func (f *function) put(ctx context.Context, key store.Key, entry store.Entry) {
	start := f.begin()
	switch err := f.write(context.WithoutCancel(ctx), key, entry); {
	case errors.Is(err, errQuarantined): // was logged when it was found
		f.observe(ctx, Event{Kind: EventFailure, Key: key, Err: err})
	case err != nil:
		f.reportStore(ctx, key, "put", err)
	case f.attention().watched:
		f.observe(ctx, Event{Kind: EventStore, Key: key, Took: start.since(), Size: len(entry.Payload)})
	}
}

// write stores what a call computed, or what Set was given.
func (f *function) write(ctx context.Context, key store.Key, entry store.Entry) (err error) {
	defer recovered(&err)
	s := f.store()
	if ok, err := s.Exists(ctx, f.quarantine(key)); err == nil && ok {
		return errQuarantined
	}
	return s.Put(ctx, key, entry)
}

// What goes wrong with one entry is said each time, what fails a store once.

// reportPayload says that an entry's payload is no result of the function.
func (f *function) reportPayload(ctx context.Context, key store.Key, err error) {
	f.observe(ctx, Event{Kind: EventCorrupt, Key: key, Err: err})
	f.say(slog.LevelWarn, "checkpoint: stored result is unusable, computing it again", err.Error(), "")
}

func (f *function) reportEncoding(ctx context.Context, key store.Key, err error) {
	f.observe(ctx, Event{Kind: EventFailure, Key: key, Err: err})
	f.sayOnce(slog.LevelWarn, "encode", err.Error(), "")
}

// reportStore says that the store failed to do op.
func (f *function) reportStore(ctx context.Context, key store.Key, op string, err error) {
	if isCorrupt(err) {
		f.reportPayload(ctx, key, err)
		return
	}
	f.observe(ctx, Event{Kind: EventFailure, Key: key, Err: err})
	if f.first("store " + op) {
		f.say(slog.LevelWarn, "checkpoint: store failed, results are computed", op+": "+err.Error(), "see that the store can be reached, read and written")
	}
}

// isCorrupt reports whether a store found damage.
func isCorrupt(err error) bool {
	_, ok := errors.AsType[*store.CorruptError](err)
	return ok
}
