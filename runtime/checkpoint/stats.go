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

func (c *counters) remember(cost time.Duration, start time.Time) {
	c.remembered.Add(1)
	if saved := cost - time.Since(start); saved > 0 {
		c.saved.Add(int64(saved))
	}
}
