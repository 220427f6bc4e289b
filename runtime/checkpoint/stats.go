package checkpoint

import (
	"sync/atomic"
	"time"
)

// Stats counts what a handle has done in this process.
type Stats struct {
	Computed   uint64 // calls that ran the function and came back from it
	Remembered uint64 // calls answered by a result that was there, or that an equal call was computing
	// Saved is what computing the results of the remembered calls had cost. What
	// it took to find them is not taken off: microseconds each, from disk.
	Saved time.Duration
}

// Stats gives the counts of f and its copies. With CHECKPOINT=off, nothing is
// counted.
func (f *Function[F]) Stats() Stats {
	c := &f.core.stats
	return Stats{c.computed.Load(), c.remembered.Load(), time.Duration(c.saved.Load())}
}

type counters struct {
	computed, remembered atomic.Uint64
	saved                atomic.Int64
}

// A moment is a reading of the monotonic clock. Reading the wall clock with it,
// as time.Now does, would be a good part of what a hit costs.
type moment time.Duration

var processStart = time.Now()

func now() moment                     { return moment(time.Since(processStart)) }
func (m moment) since() time.Duration { return time.Since(processStart) - time.Duration(m) }

// begin is now where somebody is told how long things take. Nobody else pays for
// the clock, which costs a third of a hit in memory.
func (f *function) begin() moment {
	if !f.attention().watched {
		return 0
	}
	return now()
}
