package checkpoint

import (
	"sync"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/internal/frame"
	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// Shared hands one value to all: hits get the very pointers, maps and slices
// that earlier calls got, the one that computed them included, instead of copies
// of their own. It saves decoding, which for large results is most of a hit.
//
// Nobody may write to what a call returns, ever: who does changes what others
// have, and what later calls get. vet reports writes that it can see, and
// [Verify] finds those that have happened, by encoding shared results again.
//
// Up to 1,000 results of a function are kept decoded, for as long as the process
// lives; others are decoded by each call, and shared by none. Results without
// pointers, maps and slices are not affected.
func Shared() Option { return optionFunc(func(o *options) { o.shared = true }) }

// sharedLimit is how many results of a function are kept decoded.
const sharedLimit = 1000

// shares are the results of one function that are handed to all.
type shares struct {
	mu sync.RWMutex
	by map[store.Key]share
}

// A share is what a call returned, for as long as the store has the entry that
// was made of it.
type share struct {
	created time.Time
	cost    time.Duration
	size    int // of the payload
	results frame.Frame
}

// take sets fr to the shared results of an entry, if there are any.
func (s *shares) take(f *function, fr *frame.Frame, key store.Key, entry store.Entry) bool {
	s.mu.RLock()
	sh, ok := s.by[key]
	s.mu.RUnlock()
	if !ok || !sh.created.Equal(entry.Created) || sh.cost != entry.Cost || sh.size != len(entry.Payload) {
		return false // another process stored it anew
	}
	f.copyResults(fr, &sh.results)
	return true
}

// share keeps the results in fr for those who come after. An error is the
// leader's own, or restored from its rendering.
func (f *function) share(key store.Key, fr *frame.Frame, entry store.Entry) {
	if f.failed(fr) != nil {
		return
	}
	own := f.newResults()
	f.copyResults(own, fr)
	s := f.shares
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.by == nil {
		s.by = make(map[store.Key]share)
	}
	if _, ok := s.by[key]; ok || len(s.by) < sharedLimit {
		s.by[key] = share{entry.Created, entry.Cost, len(entry.Payload), *own}
	}
}

// forget drops the shared results of a call: what is stored for it changes, or
// somebody has written to them.
func (s *shares) forget(key store.Key) {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.by, key)
}
