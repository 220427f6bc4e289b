package checkpoint

import (
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// A State is what a store has for a call.
type State string

const (
	Stored    State = "stored"     // Call finds it
	Expired   State = "expired"    // there is one, which TTL or Expiry makes a miss
	Damaged   State = "damaged"    // there is one that is unusable
	NotStored State = "not stored" // there is none
)

// A Reason is why a call is, or isn't, remembered.
type Reason struct {
	State    State
	Identity Identity      // of the function's code now
	Created  time.Time     // of a result that is Stored or Expired
	Cost     time.Duration // of computing that
	Damage   error         // what is wrong with one that is Damaged

	// What else is stored for the function, where the State is not Stored.

	Listed bool     // the store could tell
	Calls  int      // results of other calls, with this identity
	Others []string // other identities that have results, in hexadecimal, sorted
}

// Why says whether a result is stored for the call, and, if Call wouldn't find
// it, what is stored in its place. It reads the result, as [Invocation.Get] does,
// and lists all results of the function. It asks neither When nor other
// processes.
//
// Of the calls that are stored, only hashes are: which argument or which captured
// variable differs from another call's is not known. What is certain is whether
// the code or the call made the difference: if there are results of this
// identity, the code is not it.
//
// The error says that the call cannot be remembered, or that the store failed.
func (i *Invocation) Why() (Reason, error) {
	key, off, err := i.key()
	if off {
		err = errOff
	}
	if err != nil {
		return Reason{}, err
	}
	id, err := identityOf(i.f)
	if err != nil {
		return Reason{}, err
	}
	why := Reason{State: NotStored, Identity: id}
	entry, ok, err := i.f.get(i.context(), key)
	if err == nil && ok {
		_, err = i.f.decode(entry.Payload)
		if err != nil {
			why.State, why.Damage = Damaged, err
		}
	}
	switch {
	case isCorrupt(err):
		why.State, why.Damage = Damaged, err
	case why.State == Damaged:
	case err != nil:
		return Reason{}, i.storeError(err)
	case ok:
		why.State, why.Created, why.Cost = Stored, entry.Created, entry.Cost
		if !i.f.expired(entry.Created) {
			return why, nil
		}
		why.State = Expired
	}
	if err := i.list(key, &why); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return Reason{}, i.storeError(err)
	}
	return why, nil
}

// list adds what else is stored for the function.
func (i *Invocation) list(key store.Key, why *Reason) (err error) {
	defer recovered(&err)
	m, err := i.f.manager()
	if err != nil {
		return err
	}
	others := make(map[string]bool)
	for info, err := range m.Entries(i.context(), key.Function) {
		switch {
		case err != nil:
			return err
		case info.Key.Identity != key.Identity:
			others[hex.EncodeToString(info.Key.Identity[:])] = true
		case info.Key != key:
			why.Calls++
		}
	}
	why.Others = slices.Sorted(maps.Keys(others))
	why.Listed = true
	return nil
}

// String is one line for people.
func (r Reason) String() string {
	switch r.State {
	case Stored:
		return fmt.Sprintf("stored: computed at %s in %v", r.Created.Format(time.RFC3339), r.Cost)
	case Expired:
		return fmt.Sprintf("expired: computed at %s", r.Created.Format(time.RFC3339))
	case Damaged:
		return fmt.Sprintf("damaged: %v", r.Damage)
	}
	others := fmt.Sprintf("%s: %s; this code has identity %v (%s)",
		count(len(r.Others), "other identity"), strings.Join(r.Others, ", "), r.Identity, r.Identity.Source)
	switch {
	case !r.Listed:
		return "not stored; the store cannot tell what else it has"
	case r.Calls > 0:
		text := fmt.Sprintf("not stored, but %s of this code: the arguments, a captured variable or an option differ", count(r.Calls, "other call"))
		if len(r.Others) > 0 {
			text += "; also results of " + others
		}
		return text
	case len(r.Others) > 0:
		return "not stored for this code, but for " + others
	}
	return "not stored, as is no other call of the function"
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	if s, ok := strings.CutSuffix(what, "y"); ok {
		return fmt.Sprintf("%d %sies", n, s)
	}
	return fmt.Sprintf("%d %ss", n, what)
}
