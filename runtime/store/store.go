package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/zeebo/blake3"
)

// A Key names one call of one function in one version.
type Key struct {
	Function string   // the function's id, e.g. "example.com/app/pipeline.(*T).M"
	Identity [32]byte // the identity of its code
	Call     [32]byte // the hash of everything that enters the call's key
}

// Digest returns a hash of the whole key, of the same length for all: what an
// envelope holds to tell whose it is, and what a driver may name things by.
func (k Key) Digest() [32]byte {
	// Injective but for the hash: the only part of variable length is preceded
	// by its length.
	buf := make([]byte, 0, 256) // stays on the stack for all but the longest names
	buf = append(buf, "gocheckpoint store key 1\n"...)
	buf = binary.LittleEndian.AppendUint64(buf, uint64(len(k.Function)))
	buf = append(buf, k.Function...)
	buf = append(buf, k.Identity[:]...)
	buf = append(buf, k.Call[:]...)
	return blake3.Sum256(buf)
}

// An Entry is what is remembered of a call.
type Entry struct {
	Created time.Time     // when it was computed; an instant, see rule 8
	Cost    time.Duration // how long computing it took

	// Parts say what the call's key was made of, so that a call that finds
	// nothing can be told how it differs. They are the runtime's, opaque to
	// stores, of at most MaxParts bytes; nil and empty are the same. Read only
	// once they left a store.
	Parts []byte

	Payload []byte // the encoded results; read only once it left a store
}

// MaxParts is how many bytes [Entry.Parts] may have. They are read with every
// entry that is listed.
const MaxParts = 8 << 10

// Check returns an error for an entry that no store takes.
func (e Entry) Check() error {
	if len(e.Parts) > MaxParts {
		return fmt.Errorf("store: an entry with %d bytes of Parts: there may be %d, leave out what matters least", len(e.Parts), MaxParts)
	}
	return nil
}

// ErrNotFound reports that nothing is stored under a key.
var ErrNotFound = errors.New("store: entry not found")

// A CorruptError reports that an entry exists but cannot be trusted: it was
// damaged, cut short, belongs to another key, cannot be read, or has a format
// that this program doesn't know. It is a miss with a cause, and does not match
// [ErrNotFound], so that nobody swallows the cause by accident.
type CorruptError struct {
	Path   string // where the entry is, if the driver knows a place
	Reason string // what is wrong with it
	Err    error  // the failure behind it, or nil
}

// Error says where, what and why, and how it ends: nobody has to act.
func (e *CorruptError) Error() string {
	msg := "store: damaged entry"
	if e.Path != "" {
		msg += fmt.Sprintf(" %q", e.Path)
	}
	msg += ": " + e.Reason
	if e.Err != nil {
		msg += ": " + e.Err.Error()
	}
	return msg + " (counts as missing; the next result that is stored replaces it)"
}

// Unwrap returns the failure behind the damage.
func (e *CorruptError) Unwrap() error { return e.Err }

// A Store keeps entries. The package comment numbers the rules that an
// implementation follows; package storetest tests them.
type Store interface {
	// Get returns the entry under k; else ErrNotFound, a *CorruptError, the
	// context's error, or the failure that kept the store from answering.
	Get(ctx context.Context, k Key) (Entry, error)

	// Put makes e the entry under k, replacing what is there. An entry that
	// doesn't pass Check is refused, and changes nothing. On another error the
	// earlier entry may be gone, but nothing wrong has taken its place.
	Put(ctx context.Context, k Key, e Entry) error

	// Delete removes what is under k, damaged or not. Deleting what isn't
	// there is no error.
	Delete(ctx context.Context, k Key) error

	// Exists reports whether something is stored under k. It is meant to cost
	// less than Get: a driver verifies what it can without reading the
	// payload, and returns false and a *CorruptError for damage that it sees.
	// Absence is false without an error. True is therefore not a promise that
	// Get succeeds.
	Exists(ctx context.Context, k Key) (bool, error)
}
