package checkpoint

import (
	"sync/atomic"
	"time"
)

// Stats counts what a handle has done in this process.
type Stats struct {
	Computed   uint64 // calls that ran the function and came back from it
	Remembered uint64 // calls answered by a result that was there, or that an equal call was computing
	// Saved is what computing the remembered calls had cost, less the time
	// that remembering them took; a call that took longer to remember counts
	// as zero.
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

func (c *counters) remember(cost time.Duration, start moment) (took time.Duration) {
	c.remembered.Add(1)
	took = start.since()
	if saved := cost - took; saved > 0 {
		c.saved.Add(int64(saved))
	}
	return took
}

// A moment is a reading of the monotonic clock. Reading the wall clock with it,
// as time.Now does, would be a good part of what a hit costs.
type moment time.Duration

var processStart = time.Now()

func now() moment                     { return moment(time.Since(processStart)) }
func (m moment) since() time.Duration { return time.Since(processStart) - time.Duration(m) }
