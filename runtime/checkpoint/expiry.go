package checkpoint

import (
	"fmt"
	"log/slog"
	"time"
)

// An expiry is TTL or Expiry.
type expiry struct {
	level *level
	ttl   time.Duration // 0 if it is Expiry
	has   func(now, created time.Time) bool
}

// TTL lets results expire d after they were computed: an expired result is not
// found, and the next call computes it again and replaces it. It can be changed
// at any time, for results that are stored, too: their time of creation is kept
// with them, not that of their end.
//
// Both times are wall clocks'. Where machines share a store, or a clock was set
// back, a result may come from the future: its age is unknown, so that it counts
// as expired.
//
// TTL panics if d is not positive.
func TTL(d time.Duration) Option {
	if d <= 0 {
		panic(fmt.Sprintf("checkpoint: TTL(%v): give it a positive duration, or leave the option out; for calls that must not be remembered there is When", d))
	}
	return optionFunc(func(o *options) {
		o.setExpiry(&expiry{ttl: d, has: func(now, created time.Time) bool {
			age := now.Sub(created)
			return age < 0 || age >= d
		}})
	})
}

// Expiry lets a result expire when expired, which is given the time at which it
// was computed, returns true: at midnight, or once a file is newer. Otherwise it
// is like TTL; created may lie in the future.
//
// expired is called by every call that finds a result, concurrently, and
// perhaps more than once. If it panics, the result counts as expired, which is
// reported once.
//
// Expiry panics if expired is nil.
func Expiry(expired func(created time.Time) bool) Option {
	if expired == nil {
		panic("checkpoint: Expiry(nil): give it a function, or leave the option out")
	}
	return optionFunc(func(o *options) {
		o.setExpiry(&expiry{has: func(_, created time.Time) bool { return expired(created) }})
	})
}

func (o *options) setExpiry(e *expiry) {
	e.level = o.level
	if was := o.expiry; was != nil && was.level == e.level && (was.ttl == 0) != (e.ttl == 0) {
		o.conflict = "TTL and Expiry are both given: keep one"
	}
	o.expiry = e
}

// expired reports whether a result of that time counts as missing (rule L1 of
// the package comment).
func (f *function) expired(created time.Time) bool {
	return f.options.expiry != nil && f.hasExpired(created)
}

func (f *function) hasExpired(created time.Time) (expired bool) {
	defer func() {
		if v := recover(); v != nil {
			expired = true
			if f.first("expiry") {
				f.say(slog.LevelWarn, "checkpoint: results count as expired", fmt.Sprintf("the function given to Expiry panicked: %v", v), "correct it")
			}
		}
	}()
	return f.options.expiry.has(f.env.wall(), created)
}
