package checkpoint

import (
	"context"
	"log/slog"

	"github.com/gocheckpoint/checkpoint/runtime/internal/frame"
	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// call is Function.Call: rules C1 to C8 of the package comment.
func (f *function) call(fr *frame.Frame) {
	r := f.resolve()
	if r.problem != nil {
		f.uncached(fr, nil)
		return
	}
	start := f.begin()
	ctx := f.context(fr)
	var e stored
	ok, err := f.recall(ctx, r, fr, &e)
	switch {
	case err != nil:
		f.reportKey(err)
		f.uncached(fr, err)
	case ok:
		f.answer(ctx, r, fr, &e, start)
	default:
		f.fly(ctx, r, e.key, fr, start)
	}
}

// stored is what a store has for a call. It goes by pointer: copying is a good part
// of what a hit costs beside its hash.
type stored struct {
	key   store.Key
	entry store.Entry
}

// recall hashes a call, and sets fr to what is stored for it, if that is usable.
// What is stored needs no flight. What is wrong with it, the leader of the flight
// will find and say, once for all that wait; err is about the key alone.
//
// It hashes before fn gets the arguments, which may write through them. A panic
// here is one of methods and stores that are not ours: never the call's.
func (f *function) recall(ctx context.Context, r *resolution, fr *frame.Frame, e *stored) (ok bool, err error) {
	h, hashed := r.take(fr), false
	defer func() {
		f.give(fr, r, h)
		if v := recover(); v != nil {
			ok = false
			if !hashed {
				err = panicked(v)
			}
		}
	}()
	if err := f.sum(h, r, fr, &e.key); err != nil {
		return false, err
	}
	hashed = true
	e.entry, err = f.store().Get(ctx, e.key)
	return err == nil && !f.expired(e.entry.Created) && f.restore(fr, &e.key, &e.entry) == nil, nil
}

// answer answers a call by what is stored for it, which fr holds already.
func (f *function) answer(ctx context.Context, r *resolution, fr *frame.Frame, e *stored, start moment) {
	if f.sampled() && f.verify(ctx, r, e.key, fr, e.entry) {
		return
	}
	f.remember(ctx, &e.key, e.entry.Cost, start)
}

// fly answers a call for which nothing was stored: by an equal call that is in
// progress, or as the one that others wait for.
func (f *function) fly(ctx context.Context, r *resolution, key store.Key, fr *frame.Frame, start moment) {
	g := f.flights()
	for {
		fl, leader := g.join(key)
		if leader {
			f.lead(ctx, r, g, key, fl, fr, start)
			return
		}
		switch f.wait(ctx, key, fl) {
		case waitEnded:
			f.leave(ctx, fr)
			return
		case waitForever:
			f.uncached(fr, nil)
			return
		}
		switch fl.outcome {
		case outcomeRetry:
			continue // the first to join again leads
		case outcomeAlone:
			f.uncached(fr, nil)
			return
		}
		var err error
		if fl.err == nil {
			err = f.restore(fr, &key, &fl.entry)
		} else if err = f.unpack(fr, fl.entry.Payload); err == nil {
			f.setError(fr, fl.err)
		}
		if err != nil {
			f.reportPayload(ctx, key, err)
			f.uncached(fr, err)
			return
		}
		f.remember(ctx, &key, fl.entry.Cost, start)
		return
	}
}

// rerun is Function.Rerun.
func (f *function) rerun(fr *frame.Frame) {
	r := f.resolve()
	if r.problem != nil {
		f.uncached(fr, nil)
		return
	}
	key, err := f.key(r, fr)
	if err != nil {
		f.reportKey(err)
		f.uncached(fr, err)
		return
	}
	ctx := f.context(fr)
	entry := store.Entry{Parts: f.parts(r, fr)}
	f.run(ctx, key, fr, missRerun, &entry, f.again)
	if f.cut(fr) || f.failed(fr) != nil && !f.keeps(f.failed(fr), fr) {
		return
	}
	if entry.Payload, err = f.pack(fr); err != nil {
		f.reportEncoding(ctx, key, err)
		return
	}
	f.shares.forget(key)
	f.put(ctx, key, entry)
}

// lead answers the call for itself and for all that wait for the flight.
func (f *function) lead(ctx context.Context, r *resolution, g *flights, key store.Key, fl *flight, fr *frame.Frame, start moment) {
	// If fn panics or exits the goroutine, the outcome is still outcomeRetry.
	defer g.end(key, fl)

	defer f.exclude(ctx, key)()
	// Another flight, or another process, may have stored the result since call
	// looked for it.
	entry, why := f.lookup(ctx, key, fr)
	if why == "" {
		fl.outcome, fl.entry = outcomeEntry, entry
		g.land(fl) // verifying may take as long as computing
		f.answer(ctx, r, fr, &stored{key, entry}, start)
		return
	}
	entry = store.Entry{Parts: f.parts(r, fr)}
	fl.leader.Store(goroutineID())
	f.run(ctx, key, fr, why, &entry, f.compute)
	err := f.failed(fr)
	if err != nil && f.anyDone(fr) || f.cut(fr) {
		return // it may be the leader's own context's: nobody else's
	}
	kept := err == nil || f.keeps(err, fr)
	if !kept && !f.shareable(fr) {
		fl.outcome = outcomeAlone
		return
	}
	// Encoded before the caller gets, and may write to, what others wait for.
	payload, problem := f.encode(fr)
	if problem == nil && err != nil && kept {
		entry.Payload, problem = f.packError(payload, err)
	} else {
		entry.Payload = payload
	}
	if problem != nil {
		fl.outcome = outcomeAlone
		f.reportEncoding(ctx, key, problem)
		return
	}
	fl.outcome, fl.entry, fl.err = outcomeEntry, entry, err
	if err != nil {
		fl.entry.Payload = payload // waiters get the very error
	}
	if f.shares != nil {
		f.share(key, fr, entry)
	}
	g.land(fl)
	if kept {
		f.put(ctx, key, entry)
	}
}

// run runs the function for a call that has to be computed, and notes in entry
// when that ended and what it cost.
func (f *function) run(ctx context.Context, key store.Key, fr *frame.Frame, why string, entry *store.Entry, compute func(*frame.Frame)) {
	began := now()
	compute(fr)
	entry.Cost = began.since()
	entry.Created = f.env.wall()
	f.missed(ctx, key, why, entry.Cost, f.failed(fr))
}

// Why a call was computed.
const (
	missAbsent  = "not stored"
	missExpired = "expired"
	missDamaged = "damaged"
	missFailed  = "the store failed"
	missRerun   = "rerun"
)

// lookup sets fr to what is stored for the call. If there is nothing usable, it
// says why, to the caller and, where something is wrong, to the user.
func (f *function) lookup(ctx context.Context, key store.Key, fr *frame.Frame) (entry store.Entry, why string) {
	entry, ok, err := f.get(ctx, key)
	switch {
	case err != nil:
		if ctx.Err() == nil { // else fn will say it
			f.reportStore(ctx, key, "get", err)
		}
		if isCorrupt(err) {
			return entry, missDamaged
		}
		return entry, missFailed
	case !ok:
		return entry, missAbsent
	case f.expired(entry.Created):
		return entry, missExpired
	}
	if err := f.restore(fr, &key, &entry); err != nil {
		f.reportPayload(ctx, key, err)
		return entry, missDamaged
	}
	return entry, ""
}

// compute calls the function behind: that of a layer is another handle.
func (f *function) compute(fr *frame.Frame) {
	if f.inner != nil {
		f.inner.Invoke(frame.Call, fr)
	} else {
		fr.Run()
	}
	f.stats.computed.Add(1)
}

// again is compute for Rerun, which in a layer reruns what is below.
func (f *function) again(fr *frame.Frame) {
	if f.inner != nil {
		f.inner.rerun(fr)
	} else {
		fr.Run()
	}
	f.stats.computed.Add(1)
}

// uncached answers a call that cannot be remembered.
func (f *function) uncached(fr *frame.Frame, cause error) {
	f.observe(f.context(fr), Event{Kind: EventUncached, Err: cause})
	f.compute(fr)
}

// restore sets fr to the results that an entry holds.
func (f *function) restore(fr *frame.Frame, key *store.Key, entry *store.Entry) error {
	if f.shares != nil && f.shares.take(f, fr, *key, *entry) {
		return nil
	}
	if err := f.unpack(fr, entry.Payload); err != nil {
		f.clearResults(fr)
		return err
	}
	if f.shares != nil {
		f.share(*key, fr, *entry)
	}
	return nil
}

// reportKey says that a call has no key.
func (f *function) reportKey(err error) {
	if isCallError(err) {
		f.say(slog.LevelWarn, uncached, err.Error(), "")
		return
	}
	f.sayOnce(slog.LevelWarn, "key", err.Error(),
		"keep it out of the key by NoHash, or give HashBy a function of what matters; both find parameters by name through a manifest: "+remedyManifest)
}
