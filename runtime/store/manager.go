package store

import (
	"context"
	"encoding/hex"
	"iter"
	"time"
)

// A Manager is a store that can tell of its entries without reading their
// payloads, and list and remove all that it keeps of a function. A driver need
// not be one: what needs a Manager says so where it meets another store. The
// rules of [Store] hold for these methods too.
type Manager interface {
	Store

	// Stat tells of the entry under k what its header says; it verifies as
	// much as Exists does. What is absent is ErrNotFound, visible damage a
	// *CorruptError.
	Stat(ctx context.Context, k Key) (Info, error)

	// Entries yields what is kept of the function with that id, whatever its
	// identity, in no order. An entry that is put or removed meanwhile may be
	// yielded or not. Damage is yielded as an Info that says so; an error ends
	// the sequence.
	Entries(ctx context.Context, function string) iter.Seq2[Info, error]

	// Remove removes those entries of the function with that id for which drop
	// returns true, and gives their number. It calls drop in one goroutine at a
	// time. An entry that is put meanwhile may go or stay. On an error, some
	// may be gone: they are counted.
	Remove(ctx context.Context, function string, drop func(Info) bool) (removed int, err error)
}

// Info is what can be told of an entry without its payload.
type Info struct {
	Key     Key
	Created time.Time     // as in Entry, zero where Damage is not nil
	Cost    time.Duration // likewise
	Parts   []byte        // likewise, read only
	Size    int64         // of what is kept, in bytes
	Damage  *CorruptError // what is visibly wrong with the entry, nil if nothing is
}

// String is for people: the function's id, and identity and call in
// hexadecimal, as "example.com/app.Report/0f…/a3…".
func (k Key) String() string {
	return k.Function + "/" + hex.EncodeToString(k.Identity[:]) + "/" + hex.EncodeToString(k.Call[:])
}
