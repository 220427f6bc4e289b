package checkpoint

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"reflect"
	"strconv"
	"strings"

	"github.com/gocheckpoint/checkpoint/runtime/internal/frame"
	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// Verify computes a fraction of the hits anew, 0 for none and 1 for all, and
// compares what comes out with what was stored: it finds functions whose results
// depend on more than their keys. Such a call gets what was computed now, and
// EventMismatch is observed. What was stored is quarantined: it is moved aside,
// and nothing is stored for the call until the function's identity changes, or
// Clear. The report names what the identity assumes, where the cause may be.
//
// Results are compared as they are stored; those that differ there, as by the
// order of a map with pointers for keys, by [reflect.DeepEqual]. A call that
// fails, or whose context ends, is not compared. With [Shared], Verify also
// finds, on the hits that it checks, results that somebody has written to.
//
// CHECKPOINT_VERIFY in the environment, such a fraction, goes before. Verify
// panics if the fraction is not from 0 to 1.
func Verify(fraction float64) Option {
	if !(fraction >= 0 && fraction <= 1) {
		panic(fmt.Sprintf("checkpoint: Verify(%v): give it a fraction from 0 to 1", fraction))
	}
	return optionFunc(func(o *options) { o.verify = fraction })
}

// verifying decides which fraction of f's hits is checked.
func (f *function) verifying(a *attention) {
	a.fraction = f.options.verify
	text := f.env.getenv("CHECKPOINT_VERIFY")
	if text == "" {
		return
	}
	fraction, err := strconv.ParseFloat(text, 64)
	if err == nil && fraction >= 0 && fraction <= 1 {
		a.fraction = fraction
	} else if f.env.once("CHECKPOINT_VERIFY") {
		f.say(slog.LevelWarn, "checkpoint: CHECKPOINT_VERIFY has no effect", fmt.Sprintf("it is %q", text), "set it to a fraction from 0 to 1")
	}
}

func (f *function) sampled() bool {
	a := f.attention()
	return a.fraction > 0 && rand.Float64() < a.fraction
}

// verify computes a hit anew, whose results fr holds. It reports whether the call
// is answered by what was computed, as that differs; else fr holds the results
// of the hit.
func (f *function) verify(ctx context.Context, r *resolution, key store.Key, fr *frame.Frame, entry store.Entry) (answered bool) {
	f.checkShared(ctx, r, key, fr, entry)
	f.compute(fr)
	if err := f.failed(fr); err != nil && !f.keeps(err, fr) || f.anyDone(fr) {
		return !f.back(fr, key, entry) // nothing to compare
	}
	payload, err := f.pack(fr)
	if err != nil {
		f.reportEncoding(ctx, key, err)
		return !f.back(fr, key, entry)
	}
	if bytes.Equal(payload, entry.Payload) || f.equal(fr, entry) {
		return !f.back(fr, key, entry)
	}
	f.mismatch(ctx, r, key, entry)
	return true
}

// back sets fr to what is stored again, or leaves it alone and reports false.
func (f *function) back(fr *frame.Frame, key store.Key, entry store.Entry) bool {
	stored := f.newResults()
	if err := f.restore(stored, &key, &entry); err != nil {
		return false
	}
	f.copyResults(fr, stored)
	return true
}

// equal reports whether the results in fr are deeply equal to those of an entry.
func (f *function) equal(fr *frame.Frame, entry store.Entry) bool {
	stored := f.newResults()
	if err := f.unpack(stored, entry.Payload); err != nil {
		return false
	}
	for i, t := range f.results {
		if !reflect.DeepEqual(valueAt(t, stored.Results[i]).Interface(), valueAt(t, fr.Results[i]).Interface()) {
			return false
		}
	}
	a, b := f.failed(stored), f.failed(fr)
	return (a == nil) == (b == nil) && (a == nil || a.Error() == b.Error())
}

// mismatch reports what verify found, and quarantines the entry.
func (f *function) mismatch(ctx context.Context, r *resolution, key store.Key, entry store.Entry) {
	err := fmt.Errorf("computing a remembered call again gives another result: it depends on more than its key; %s", r.suspects())
	f.observe(ctx, Event{Kind: EventMismatch, Key: key, Err: err})
	f.say(slog.LevelError, "checkpoint: a remembered result is not what the function computes now", err.Error(),
		"find what the result depends on (go tool checkpointvet ./... may tell), pass it as an argument or capture it; the call is quarantined until the code changes, or Clear")
	f.shares.forget(key)
	if err := f.isolate(context.WithoutCancel(ctx), key, entry); err != nil {
		f.reportStore(ctx, key, "quarantine", err)
	}
}

// suspects says what the function's identity could not see.
func (r *resolution) suspects() string {
	switch {
	case r.manifest == nil:
		return "without a manifest nothing tells what its identity does not cover"
	case len(r.assumes) == 0:
		return "its identity assumes nothing: clock, randomness, environment, files or the network may be behind it"
	}
	var list []string
	for _, decl := range sortedKeys(r.assumes) {
		list = append(list, decl+" "+r.assumes[decl])
	}
	return "its identity assumes: " + strings.Join(list, "; ")
}

// checkShared tells whether somebody has written to shared results: fr holds
// them, the entry what they were.
func (f *function) checkShared(ctx context.Context, r *resolution, key store.Key, fr *frame.Frame, entry store.Entry) {
	if f.shares == nil || f.failed(fr) != nil {
		return
	}
	payload, err := f.encode(fr)
	if err != nil || bytes.Equal(payload, entry.Payload) || f.equal(fr, entry) {
		return
	}
	err = errors.New("a caller has written to a result that is Shared")
	f.observe(ctx, Event{Kind: EventMismatch, Key: key, Err: err})
	f.say(slog.LevelError, "checkpoint: a remembered result is not what was stored", err.Error(),
		"copy what is to be changed, or remove Shared")
	f.shares.forget(key)
}
