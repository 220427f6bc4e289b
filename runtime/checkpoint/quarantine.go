package checkpoint

import (
	"context"
	"errors"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// A call whose result cannot be trusted is quarantined: its entry lies under
// another function's name, where nobody looks for results but whoever stores
// one. So it is known to all that share the store, also to those that don't
// verify, and gone with the identity.

// quarantined follows a function's id. It is no part of a name in Go.
const quarantined = " (quarantined)"

var errQuarantined = errors.New("the call is quarantined: Verify found that its result depends on more than its key; change the code, or Clear")

// quarantine is where the entry of a quarantined call lies.
func (f *function) quarantine(key store.Key) store.Key {
	key.Function += quarantined
	return key
}

// isolate moves an entry into quarantine.
func (f *function) isolate(ctx context.Context, key store.Key, entry store.Entry) (err error) {
	defer recovered(&err)
	s := f.store()
	if err := s.Put(ctx, f.quarantine(key), entry); err != nil {
		return err
	}
	return s.Delete(ctx, key)
}
